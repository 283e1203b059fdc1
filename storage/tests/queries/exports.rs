//! Archives: made by one at a time, fetched once.

use domain::{PersonId, Time, secret::Digest};
use storage::{
    ClaimedExport, MadeExport,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, write};

async fn ask(db: &TestDb, who: PersonId, when: Time) {
    write(db, async |tx| tx.put_export(who, "192.0.2.7", when, at(3600)).await).await;
}

async fn claim(db: &TestDb, seconds: i64) -> Option<ClaimedExport> {
    write(db, async |tx| tx.claim_export(at(seconds), at(seconds + 300)).await).await
}

async fn finish(db: &TestDb, claimed: &ClaimedExport, link: &Digest) -> bool {
    let made = MadeExport { digest: link, link: b"link", archive: b"archive", expires: at(9000) };
    write(db, async |tx| tx.finish_export(claimed, made).await).await
}

async fn take(db: &TestDb, who: PersonId, link: &Digest, seconds: i64) -> Option<Vec<u8>> {
    write(db, async |tx| tx.take_export(who, link, at(seconds)).await).await
}

both_databases! {
    async fn it_waits_is_made_and_fetched_once(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let state = async |seconds| read(&db, async |tx| tx.export_of(mara, at(seconds)).await).await;
        assert_eq!(state(0).await, None);
        ask(&db, mara, now()).await;
        assert_eq!(state(3599).await, Some((None, at(3600))));
        assert_eq!(state(3600).await, None);
        let claimed = claim(&db, 0).await.unwrap();
        let network = "192.0.2.7".to_owned();
        assert_eq!(claimed, ClaimedExport { person: mara, asked_at: now(), network });
        assert_eq!(take(&db, mara, &digest(1), 0).await, None);
        assert!(finish(&db, &claimed, &digest(1)).await);
        assert!(!finish(&db, &claimed, &digest(2)).await, "the first one stays");
        assert_eq!(state(0).await, Some((Some(b"link".into()), at(9000))));
        assert_eq!(claim(&db, 9999).await, None, "it is made");

        assert_eq!(take(&db, otto, &digest(1), 0).await, None);
        assert_eq!(take(&db, mara, &digest(2), 0).await, None);
        assert_eq!(take(&db, mara, &digest(1), 9000).await, None);
        assert_eq!(take(&db, mara, &digest(1), 8999).await, Some(b"archive".into()));
        assert_eq!(take(&db, mara, &digest(1), 0).await, None);
        assert_eq!(state(0).await, None);
    }

    async fn who_died_is_followed_by_another(db: TestDb) {
        let mara = person(&db, 1).await;
        ask(&db, mara, now()).await;
        let first = claim(&db, 0).await.unwrap();
        assert_eq!(claim(&db, 299).await, None);
        let second = claim(&db, 300).await.unwrap();
        assert!(finish(&db, &second, &digest(2)).await);
        assert!(!finish(&db, &first, &digest(1)).await);
    }

    async fn what_was_asked_for_anew_takes_the_place_of_the_old_one(db: TestDb) {
        let mara = person(&db, 1).await;
        ask(&db, mara, now()).await;
        let old = claim(&db, 0).await.unwrap();
        ask(&db, mara, at(60)).await;
        assert!(!finish(&db, &old, &digest(1)).await);
        let new = claim(&db, 60).await.unwrap();
        assert!(finish(&db, &new, &digest(2)).await);
        ask(&db, mara, at(90)).await;
        assert_eq!(take(&db, mara, &digest(2), 90).await, None);
        write(&db, async |tx| tx.delete_export(mara).await).await;
        assert_eq!(claim(&db, 999).await, None);
    }

    async fn of_many_who_claim_or_fetch_at_once_one_does(db: TestDb) {
        let mara = person(&db, 1).await;
        ask(&db, mara, now()).await;
        let claims = crowd(12, |_| {
            let db = db.clone();
            async move { claim(&db, 0).await }
        });
        let claimed: Vec<_> = claims.await.into_iter().flatten().collect();
        assert_eq!(claimed.len(), 1);
        assert!(finish(&db, &claimed[0], &digest(1)).await);
        let takes = crowd(50, |_| {
            let db = db.clone();
            async move { take(&db, mara, &digest(1), 0).await }
        });
        assert_eq!(takes.await.into_iter().flatten().count(), 1);
    }

    async fn the_facts_of_a_person(db: TestDb) {
        let mara = person(&db, 1).await;
        let facts = read(&db, async |tx| tx.person_facts(mara).await).await.unwrap();
        assert!(facts.staff);
        assert_eq!((facts.time_zone, facts.created_at, facts.updated_at), (None, now(), now()));
    }
}
