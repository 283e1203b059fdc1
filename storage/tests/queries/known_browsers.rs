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
        write(&db, async |tx| tx.forget_browsers_of(mara).await).await;
        assert_eq!((known(&db, mara, 1).await, known(&db, otto, 1).await), ((0, false), (1, true)));
    }
}
