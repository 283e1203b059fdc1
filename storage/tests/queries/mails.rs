//! A mail is sent once: nobody takes on what somebody else has.

use domain::MailId;
use storage::testing::{TestDb, both_databases};

use crate::support::{at, crowd, now, uuid, write};

async fn mail(db: &TestDb, n: u32, seconds: i64) {
    let letter = format!("letter {n}");
    write(db, async |tx| tx.insert_mail(MailId(uuid(n)), &letter, at(seconds)).await).await;
}

/// The letters that are got at a time, for ten seconds.
async fn claim(db: &TestDb, seconds: i64, most: u32) -> Vec<String> {
    let rows = write(db, async |tx| tx.claim_mails(at(seconds), at(seconds + 10), most).await);
    let mut letters: Vec<_> = rows.await.into_iter().map(|row| row.letter).collect();
    letters.sort();
    letters
}

both_databases! {
    async fn the_oldest_are_taken_on_first(db: TestDb) {
        mail(&db, 1, 2).await;
        mail(&db, 2, 1).await;
        mail(&db, 3, 3).await;
        assert!(claim(&db, 0, 9).await.is_empty(), "none is due");
        assert_eq!(claim(&db, 5, 2).await, ["letter 1", "letter 2"]);
        assert_eq!(claim(&db, 5, 2).await, ["letter 3"]);
        assert!(claim(&db, 5, 2).await.is_empty());
    }

    async fn whoever_dies_loses_its_mails_to_the_next(db: TestDb) {
        mail(&db, 1, 0).await;
        let first = write(&db, async |tx| tx.claim_mails(now(), at(10), 1).await).await;
        assert_eq!((first[0].tries, first[0].created_at), (1, now()));
        assert!(claim(&db, 9, 1).await.is_empty());
        let second = write(&db, async |tx| tx.claim_mails(at(10), at(20), 1).await).await;
        assert_eq!((second[0].tries, second[0].id), (2, first[0].id));
    }

    async fn what_was_sent_is_gone(db: TestDb) {
        mail(&db, 1, 0).await;
        mail(&db, 2, 0).await;
        write(&db, async |tx| tx.delete_mail(MailId(uuid(1))).await).await;
        assert_eq!(claim(&db, 0, 9).await, ["letter 2"]);
    }

    async fn what_failed_waits_and_is_given_up_in_the_end(db: TestDb) {
        let id = MailId(uuid(1));
        mail(&db, 1, 0).await;
        assert_eq!(claim(&db, 0, 9).await, ["letter 1"]);
        write(&db, async |tx| tx.postpone_mail(id, at(60), "busy").await).await;
        assert!(claim(&db, 59, 9).await.is_empty());
        assert_eq!(claim(&db, 60, 9).await, ["letter 1"]);
        assert!(write(&db, async |tx| tx.dead_mails(9).await).await.is_empty());
        write(&db, async |tx| tx.give_up_mail(id, at(61), "no such mailbox").await).await;
        assert!(claim(&db, 9_999, 9).await.is_empty());
        let dead = write(&db, async |tx| tx.dead_mails(9).await).await;
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].id, dead[0].failed_at), (id, at(61)));
        assert_eq!((&*dead[0].letter, &*dead[0].error), ("letter 1", "no such mailbox"));
        assert_eq!(write(&db, async |tx| tx.revive_mails(at(100)).await).await, 1);
        assert_eq!(claim(&db, 100, 9).await, ["letter 1"]);
    }

    async fn of_many_nodes_each_mail_has_one(db: TestDb) {
        for n in 0..20 {
            mail(&db, n, 0).await;
        }
        let claimed = crowd(20, |_| {
            let db = db.clone();
            async move { claim(&db, 1, 3).await }
        });
        let mut all: Vec<_> = claimed.await.into_iter().flatten().collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "none twice");
    }
}
