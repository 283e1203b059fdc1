//! A sealed token waits for one session, one at a time.

use domain::{RevealId, SessionId, TokenId};
use storage::{
    RevealRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, now, person, read, session, token, uuid, write};

async fn waits(db: &TestDb, session: SessionId, seconds: i64) -> bool {
    read(db, async |tx| tx.has_reveal(session, at(seconds)).await).await
}

async fn take(db: &TestDb, session: SessionId, seconds: i64) -> Option<RevealRow> {
    write(db, async |tx| tx.take_reveal(session, at(seconds)).await).await
}

async fn seal(db: &TestDb, n: u32, session: SessionId, token: TokenId, sealed: &[u8]) {
    let id = RevealId(uuid(n));
    let (now, expires) = (now(), at(600));
    write(db, async |tx| tx.insert_reveal(id, session, token, sealed, now, expires).await).await;
}

both_databases! {
    async fn the_newest_waits_until_it_expires_or_was_shown(db: TestDb) {
        let mara = person(&db, 1).await;
        let (here, there) = (session(&db, 2, mara).await, session(&db, 3, mara).await);
        let (a, b) = (token(&db, 4, mara).await, token(&db, 5, mara).await);

        seal(&db, 6, here, a, b"older").await;
        seal(&db, 7, here, b, &[0, 255, 7]).await;
        let row = RevealRow { id: RevealId(uuid(7)), token: b, sealed: vec![0, 255, 7] };
        assert!(!waits(&db, here, 600).await && take(&db, here, 600).await.is_none());
        assert!(!waits(&db, there, 0).await && take(&db, there, 0).await.is_none(), "not theirs");
        assert!(waits(&db, here, 599).await);
        assert_eq!(take(&db, here, 599).await, Some(row));
        assert!(!waits(&db, here, 0).await && take(&db, here, 0).await.is_none(), "once");

        seal(&db, 8, here, a, b"unseen").await;
        write(&db, async |tx| tx.delete_reveals(here).await).await;
        assert!(!waits(&db, here, 0).await);
    }

    async fn many_who_take_it_at_once_get_it_once(db: TestDb) {
        let mara = person(&db, 1).await;
        let here = session(&db, 2, mara).await;
        let id = token(&db, 4, mara).await;
        seal(&db, 5, here, id, b"x").await;
        let taken = crowd(50, |_| {
            let db = db.clone();
            async move { take(&db, here, 0).await }
        });
        assert_eq!(taken.await.into_iter().flatten().count(), 1);
    }

    async fn it_goes_with_its_session_and_with_its_token(db: TestDb) {
        let mara = person(&db, 1).await;
        let (here, there) = (session(&db, 2, mara).await, session(&db, 3, mara).await);
        let id = token(&db, 4, mara).await;
        seal(&db, 5, here, id, b"a").await;
        seal(&db, 6, there, id, b"b").await;
        write(&db, async |tx| tx.delete_session(here).await).await;
        assert!(!waits(&db, here, 0).await);
        assert!(waits(&db, there, 0).await);
        write(&db, async |tx| tx.delete_token(mara, id).await).await;
        assert!(!waits(&db, there, 0).await);
    }
}
