//! Browsers are known for one person each, and until they are forgotten.

use domain::PersonId;
use storage::testing::{TestDb, both_databases};

use crate::support::{at, digest, person, read, write};

async fn known(db: &TestDb, person: PersonId, n: u32) -> (i64, bool) {
    read(db, async |tx| tx.known_browsers(person, &digest(n)).await).await
}

async fn know(db: &TestDb, person: PersonId, n: u32) {
    write(db, async |tx| tx.know_browser(person, &digest(n), at(1)).await).await;
}

both_databases! {
    async fn a_browser_is_known_to_its_person(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        assert_eq!(known(&db, mara, 1).await, (0, false));
        know(&db, mara, 1).await;
        know(&db, mara, 1).await;
        know(&db, mara, 2).await;
        assert_eq!(known(&db, mara, 1).await, (2, true));
        assert_eq!(known(&db, mara, 3).await, (2, false));
        assert_eq!(known(&db, otto, 1).await, (0, false), "not to another");
        know(&db, otto, 1).await;
        write(&db, async |tx| tx.forget_other_browsers(mara, Some(&digest(2))).await).await;
        assert_eq!((known(&db, mara, 1).await, known(&db, mara, 2).await), ((1, false), (1, true)));
        write(&db, async |tx| tx.forget_other_browsers(mara, None).await).await;
        assert_eq!(known(&db, mara, 2).await, (0, false));
        know(&db, mara, 1).await;
        write(&db, async |tx| tx.forget_browsers_of(mara).await).await;
        assert_eq!((known(&db, mara, 1).await, known(&db, otto, 1).await), ((0, false), (1, true)));
    }

    async fn a_browser_is_trusted_by_its_person_for_a_while(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let trusts = async |person, n, when| {
            read(&db, async |tx| tx.trusts_browser(person, &digest(n), when).await).await
        };
        let trust = async |person, n| {
            write(&db, async |tx| tx.trust_browser(person, &digest(n), at(60)).await).await;
        };
        trust(mara, 1).await;
        assert!(!trusts(mara, 1, at(1)).await, "only one that is known");
        for n in [1, 2] {
            know(&db, mara, n).await;
            know(&db, otto, n).await;
        }
        assert!(!trusts(mara, 1, at(1)).await, "not by itself");
        trust(mara, 1).await;
        trust(otto, 2).await;
        assert!(trusts(mara, 1, at(59)).await && !trusts(mara, 1, at(60)).await);
        assert!(!trusts(mara, 2, at(1)).await && !trusts(otto, 1, at(1)).await);
        know(&db, mara, 1).await;
        assert!(trusts(mara, 1, at(59)).await, "also after it was seen again");
        write(&db, async |tx| tx.trust_no_browser(mara).await).await;
        assert!(!trusts(mara, 1, at(1)).await && trusts(otto, 2, at(1)).await);
    }
}
