//! One-use links work once, for one purpose, and only the newest.

use domain::LinkId;
use storage::{
    LinkPurpose::SetUp,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, read, uuid, write};

async fn link(db: &TestDb, n: u32, expires: Option<domain::Time>) {
    let id = LinkId(uuid(n));
    write(db, async |tx| tx.replace_link(id, SetUp, &digest(n), now(), expires).await).await;
}

async fn is_live(db: &TestDb, n: u32, seconds: i64) -> bool {
    read(db, async |tx| tx.link_is_live(SetUp, &digest(n), at(seconds)).await).await
}

async fn use_it(db: &TestDb, n: u32, seconds: i64) -> bool {
    write(db, async |tx| tx.use_link(SetUp, &digest(n), at(seconds)).await).await
}

both_databases! {
    async fn a_link_works_once(db: TestDb) {
        link(&db, 1, None).await;
        assert!(is_live(&db, 1, 999_999_999).await, "never expires");
        assert!(!is_live(&db, 2, 0).await);
        assert!(!use_it(&db, 2, 0).await);
        assert!(use_it(&db, 1, 0).await);
        assert!(!is_live(&db, 1, 0).await);
        assert!(!use_it(&db, 1, 0).await);
    }

    async fn a_hundred_at_once_get_one_use(db: TestDb) {
        link(&db, 1, Some(at(60))).await;
        let used = crowd(100, |_| {
            let db = db.clone();
            async move { use_it(&db, 1, 0).await }
        });
        assert_eq!(used.await.into_iter().filter(|used| *used).count(), 1);
    }

    async fn a_new_link_kills_the_one_before(db: TestDb) {
        link(&db, 1, None).await;
        link(&db, 2, None).await;
        assert!(!use_it(&db, 1, 0).await);
        assert!(use_it(&db, 2, 0).await);
        link(&db, 3, None).await;
        assert!(use_it(&db, 3, 0).await, "a used one is not in the way");
    }

    async fn of_many_links_made_at_once_one_is_live(db: TestDb) {
        crowd(20, |n| {
            let db = db.clone();
            async move { link(&db, n, None).await }
        })
        .await;
        let mut live = 0;
        for n in 0..20 {
            live += u32::from(is_live(&db, n, 0).await);
        }
        assert_eq!(live, 1);
    }

    async fn a_link_dies_at_the_very_moment(db: TestDb) {
        link(&db, 1, Some(at(60))).await;
        assert!(is_live(&db, 1, 59).await);
        assert!(!is_live(&db, 1, 60).await);
        assert!(!use_it(&db, 1, 60).await);
        assert!(use_it(&db, 1, 59).await);
    }
}
