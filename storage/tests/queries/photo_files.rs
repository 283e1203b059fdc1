//! What is left over in the bucket: never a photo, and never forgotten.

use domain::photo::PhotoId;
use storage::{
    NewPhoto,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, now, person, write};

fn id(n: u32) -> PhotoId {
    PhotoId(u128::from(n).to_be_bytes())
}

fn elsewhere(n: u32) -> NewPhoto<'static> {
    NewPhoto { id: id(n), kind: "image/jpeg", files: None, now: now() }
}

async fn announce(db: &TestDb, n: u32, due: i64) {
    write(db, async |tx| tx.announce_photo_files(id(n), at(due)).await).await;
}

async fn keep(db: &TestDb, n: u32) -> bool {
    write(db, async |tx| tx.keep_photo_files(id(n)).await).await
}

/// Claims for a minute.
async fn claim(db: &TestDb, seconds: i64) -> Vec<PhotoId> {
    let mut ids =
        write(db, async |tx| tx.claim_photo_files(at(seconds), at(seconds + 60), 100).await).await;
    ids.sort_unstable_by_key(|id| id.0);
    ids
}

async fn forget(db: &TestDb, n: u32) {
    write(db, async |tx| tx.forget_photo_files(id(n)).await).await;
}

both_databases! {
    async fn what_nobody_keeps_is_due_in_time(db: TestDb) {
        announce(&db, 1, 3600).await;
        announce(&db, 2, 7200).await;
        assert_eq!(claim(&db, 3599).await, []);
        assert_eq!(claim(&db, 3600).await, [id(1)]);
        forget(&db, 1).await;
        assert_eq!(claim(&db, 7199).await, []);
        assert_eq!(claim(&db, 99_999).await, [id(2)]);
    }

    async fn what_is_kept_is_never_due(db: TestDb) {
        announce(&db, 1, 3600).await;
        assert!(keep(&db, 1).await);
        assert!(!keep(&db, 1).await, "only once");
        assert!(!keep(&db, 2).await, "nothing that was not announced");
        assert_eq!(claim(&db, 99_999).await, []);
    }

    async fn what_somebody_deletes_cannot_be_kept(db: TestDb) {
        announce(&db, 1, 0).await;
        assert_eq!(claim(&db, 0).await, [id(1)]);
        assert!(!keep(&db, 1).await);
        forget(&db, 1).await;
        assert!(!keep(&db, 1).await);
    }

    async fn a_claim_ends_when_its_holder_dies(db: TestDb) {
        announce(&db, 1, 0).await;
        assert_eq!(claim(&db, 0).await, [id(1)]);
        assert_eq!(claim(&db, 59).await, [], "held by somebody");
        assert_eq!(claim(&db, 60).await, [id(1)]);
        assert!(!keep(&db, 1).await, "some of its files may be gone");
    }

    async fn what_was_announced_anew_is_not_forgotten(db: TestDb) {
        announce(&db, 1, 0).await;
        assert_eq!(claim(&db, 0).await, [id(1)]);
        announce(&db, 1, 3600).await;
        forget(&db, 1).await;
        assert_eq!(claim(&db, 3599).await, []);
        assert_eq!(claim(&db, 3600).await, [id(1)]);
    }

    async fn few_at_a_time_the_oldest_first(db: TestDb) {
        for n in 1..=5 {
            announce(&db, n, i64::from(10 - n)).await;
        }
        let two = async |seconds| {
            let claim = async |tx: &mut storage::Tx| {
                tx.claim_photo_files(at(seconds), at(seconds + 60), 2).await
            };
            let mut ids = write(&db, claim).await;
            ids.sort_unstable_by_key(|id| id.0);
            ids
        };
        assert_eq!(two(10).await, [id(4), id(5)]);
        assert_eq!(two(10).await, [id(2), id(3)]);
        assert_eq!(two(10).await, [id(1)]);
        assert_eq!(two(10).await, []);
    }

    async fn of_many_who_claim_at_once_each_gets_others(db: TestDb) {
        for n in 1..=40 {
            announce(&db, n, 0).await;
        }
        let claims = crowd(8, |_| {
            let db = db.clone();
            async move { claim(&db, 0).await }
        });
        let mut all = claims.await.concat();
        all.sort_unstable_by_key(|id| id.0);
        assert_eq!(all, (1..=40).map(id).collect::<Vec<_>>());
    }

    async fn of_keeping_and_deleting_at_once_one_happens(db: TestDb) {
        for n in 1..=24 {
            announce(&db, n, 0).await;
        }
        let deleters = crowd(6, |_| {
            let db = db.clone();
            async move { claim(&db, 0).await }
        });
        let keepers = crowd(24, |n| {
            let db = db.clone();
            async move { keep(&db, n + 1).await.then(|| id(n + 1)) }
        });
        let (claimed, kept) = tokio::join!(deleters, keepers);
        let mut all: Vec<_> = kept.into_iter().flatten().chain(claimed.concat()).collect();
        all.sort_unstable_by_key(|id| id.0);
        assert_eq!(all, (1..=24).map(id).collect::<Vec<_>>());
    }

    async fn a_photo_that_goes_leaves_its_files(db: TestDb) {
        let (mara, eve) = (person(&db, 1).await, person(&db, 2).await);
        write(&db, async |tx| tx.put_photo(mara, elsewhere(1)).await).await;
        write(&db, async |tx| tx.put_photo(eve, elsewhere(7)).await).await;
        assert_eq!(claim(&db, 0).await, []);

        write(&db, async |tx| tx.put_photo(mara, elsewhere(2)).await).await;
        assert_eq!(claim(&db, 0).await, [id(1)], "what was replaced is due at once");
        forget(&db, 1).await;
        write(&db, async |tx| tx.delete_photo(mara).await).await;
        assert_eq!(claim(&db, 0).await, [id(2)], "and so is what was taken away");
        forget(&db, 2).await;
        db.execute("DELETE FROM persons").await;
        assert_eq!(claim(&db, 0).await, [id(7)], "and what goes with its person");
    }

    async fn a_photo_in_the_database_leaves_nothing(db: TestDb) {
        let mara = person(&db, 1).await;
        let files = [vec![1], vec![2], vec![3]];
        let here = NewPhoto { files: Some(&files), ..elsewhere(1) };
        write(&db, async |tx| tx.put_photo(mara, here).await).await;
        write(&db, async |tx| tx.put_photo(mara, elsewhere(2)).await).await;
        assert_eq!(claim(&db, 0).await, []);
        db.execute("DELETE FROM photos").await;
        assert_eq!(claim(&db, 0).await, [id(2)]);
    }

    async fn what_is_rolled_back_leaves_nothing(db: TestDb) {
        let mara = person(&db, 1).await;
        write(&db, async |tx| tx.put_photo(mara, elsewhere(1)).await).await;
        let mut tx = db.begin().await.unwrap();
        tx.put_photo(mara, elsewhere(2)).await.unwrap();
        drop(tx);
        assert_eq!(claim(&db, 0).await, []);
    }
}
