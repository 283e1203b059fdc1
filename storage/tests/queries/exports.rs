//! Archives: made by one at a time, fetched once.

use domain::{PersonId, Time, secret::Digest};
use storage::{
    ClaimedExport, ExportRow, MadeExport,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, write};

async fn ask(db: &TestDb, who: PersonId, when: Time) {
    write(db, async |tx| tx.put_export(who, "192.0.2.7", when, at(3600)).await).await;
}

async fn claim(db: &TestDb, seconds: i64) -> Option<ClaimedExport> {
    write(db, async |tx| tx.claim_export(3, at(seconds), at(seconds + 300)).await).await
}

async fn state(db: &TestDb, who: PersonId, seconds: i64) -> Option<ExportRow> {
    read(db, async |tx| tx.export_of(who, 3, at(seconds)).await).await
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
        let state = async |seconds| state(&db, mara, seconds).await;
        assert_eq!(state(0).await, None);
        ask(&db, mara, now()).await;
        let waits = ExportRow { link: None, expires_at: at(3600), given_up: false };
        assert_eq!(state(3599).await, Some(waits));
        assert_eq!(state(3600).await, None);
        let claimed = claim(&db, 0).await.unwrap();
        let network = "192.0.2.7".to_owned();
        assert_eq!(claimed, ClaimedExport { person: mara, asked_at: now(), network });
        assert_eq!(take(&db, mara, &digest(1), 0).await, None);
        assert!(finish(&db, &claimed, &digest(1)).await);
        assert!(!finish(&db, &claimed, &digest(2)).await, "the first one stays");
        let made = ExportRow { link: Some(b"link".into()), expires_at: at(9000), given_up: false };
        assert_eq!(state(9999 - 1000).await, Some(made));
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

    async fn after_three_tries_it_is_given_up_until_it_is_asked_for_anew(db: TestDb) {
        let mara = person(&db, 1).await;
        let given_up = async |seconds| state(&db, mara, seconds).await.unwrap().given_up;
        ask(&db, mara, now()).await;
        for seconds in [0, 300, 600] {
            assert!(!given_up(seconds).await);
            assert!(claim(&db, seconds).await.is_some());
        }
        assert!(!given_up(899).await, "the third may still be at it");
        assert!(given_up(900).await);
        assert_eq!(claim(&db, 900).await, None);
        ask(&db, mara, at(900)).await;
        assert!(!given_up(900).await);
        assert!(claim(&db, 900).await.is_some());
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
