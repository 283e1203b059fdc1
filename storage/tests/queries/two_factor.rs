//! An app, the codes that it shows, and recovery codes: each code is used once.

use domain::PersonId;
use storage::testing::{TestDb, both_databases};

use crate::support::{at, crowd, digest, now, person, read, session, write};

async fn put(db: &TestDb, person: PersonId, sealed: &[u8], step: i64) {
    write(db, async |tx| tx.put_authenticator(person, sealed, step, now()).await).await;
}

async fn sealed(db: &TestDb, person: PersonId) -> Option<Vec<u8>> {
    read(db, async |tx| tx.authenticator(person).await).await
}

async fn left(db: &TestDb, person: PersonId) -> i64 {
    read(db, async |tx| tx.recovery_codes_left(person).await).await
}

both_databases! {
    async fn a_step_is_used_once_and_only_forward(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        put(&db, mara, b"one", 10).await;
        let step_of = async |person, sealed: &[u8], step| {
            write(&db, async |tx| tx.use_step(person, sealed, step).await).await
        };
        let step = async |person, step| step_of(person, b"one", step).await;
        assert!(!step(mara, 10).await && step(mara, 12).await && !step(mara, 11).await);
        assert!(!step(otto, 50).await, "who has no app has no codes");
        let used = crowd(50, |_| {
            let db = db.clone();
            async move { write(&db, async |tx| tx.use_step(mara, b"one", 13).await).await }
        });
        assert_eq!(used.await.into_iter().filter(|used| *used).count(), 1);
        assert_eq!((sealed(&db, mara).await, sealed(&db, otto).await), (Some(b"one".into()), None));
        let reseal = async |old: &[u8], new: &[u8]| {
            write(&db, async |tx| tx.reseal_authenticator(mara, old, new).await).await
        };
        assert!(!reseal(b"other", b"two").await && reseal(b"one", b"two").await);
        put(&db, mara, b"three", 3).await;
        assert!(!step(mara, 20).await, "of the app before");
        assert!(step_of(mara, b"three", 4).await, "another app has steps of its own");
    }

    async fn an_app_that_is_being_set_up_belongs_to_its_session(db: TestDb) {
        let mara = person(&db, 1).await;
        let (here, there) = (session(&db, 7, mara).await, session(&db, 8, mara).await);
        let begin = async |session, sealed: &[u8]| {
            write(&db, async |tx| {
                tx.put_pending_authenticator(mara, session, sealed, at(60)).await
            })
            .await;
        };
        let pending = async |session, seconds| {
            read(&db, async |tx| tx.pending_authenticator(session, at(seconds)).await).await
        };
        let take = async |session, sealed: &[u8]| {
            write(&db, async |tx| tx.take_pending_authenticator(session, sealed).await).await
        };
        begin(here, b"one").await;
        assert_eq!(pending(here, 59).await, Some((b"one".into(), at(60))));
        assert_eq!((pending(here, 60).await, pending(there, 0).await), (None, None));
        assert!(!take(there, b"one").await && !take(here, b"two").await);
        assert!(take(here, b"one").await && !take(here, b"one").await);
        begin(here, b"one").await;
        begin(there, b"two").await;
        assert_eq!(pending(here, 0).await, None, "one at a time");
    }

    async fn recovery_codes_work_once_and_new_ones_replace_them(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let codes = async |person, digests: &[u32]| {
            let digests: Vec<_> = digests.iter().map(|n| digest(*n)).collect();
            write(&db, async |tx| tx.put_recovery_codes(person, &digests).await).await;
        };
        let used = async |person, n| {
            write(&db, async |tx| tx.use_recovery_code(person, &digest(n)).await).await
        };
        codes(mara, &[1, 2, 3]).await;
        assert!(!used(otto, 1).await && used(mara, 1).await && !used(mara, 1).await);
        assert_eq!(left(&db, mara).await, 2);
        let all = crowd(50, |_| {
            let db = db.clone();
            async move { write(&db, async |tx| tx.use_recovery_code(mara, &digest(2)).await).await }
        });
        assert_eq!(all.await.into_iter().filter(|used| *used).count(), 1);
        codes(mara, &[4]).await;
        assert!(!used(mara, 3).await);
        put(&db, mara, b"one", 1).await;
        let end = async || write(&db, async |tx| tx.delete_second_factor(mara).await).await;
        assert!(end().await && !end().await);
        assert_eq!((left(&db, mara).await, sealed(&db, mara).await), (0, None));
    }

    async fn new_codes_are_shown_once(db: TestDb) {
        let mara = person(&db, 1).await;
        let here = session(&db, 7, mara).await;
        let put = async |sealed: &[u8]| {
            write(&db, async |tx| tx.put_shown_codes(here, sealed, at(60)).await).await;
        };
        let take = async |seconds| {
            write(&db, async |tx| tx.take_shown_codes(here, at(seconds)).await).await
        };
        put(b"one").await;
        put(b"two").await;
        assert_eq!((take(60).await, take(0).await, take(0).await), (None, Some(b"two".into()), None));
    }

    async fn a_reset_is_due_at_its_time_and_can_be_dropped(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let set = async |person, when: Option<_>| {
            write(&db, async |tx| tx.set_factor_reset(person, when).await).await
        };
        let due = async |when| read(&db, async |tx| tx.due_factor_reset(when).await).await;
        assert!(!set(mara, None).await, "nothing was begun");
        assert!(set(mara, Some(at(60))).await && set(otto, Some(at(90))).await);
        assert!(!set(mara, Some(at(90))).await, "it has been begun");
        assert_eq!((due(at(59)).await, due(at(60)).await), (None, Some(mara)));
        assert!(set(mara, None).await);
        assert_eq!((due(at(89)).await, due(at(90)).await), (None, Some(otto)));
        let dropped = crowd(20, |_| {
            let db = db.clone();
            async move { write(&db, async |tx| tx.set_factor_reset(otto, None).await).await }
        });
        assert_eq!(dropped.await.into_iter().filter(|dropped| *dropped).count(), 1);
    }
}
