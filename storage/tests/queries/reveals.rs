//! A sealed token waits for one session, one at a time.

use domain::{RevealId, SessionId, TokenId};
use storage::{
    RevealRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, now, person, read, session, token, uuid, write};

async fn get(db: &TestDb, session: SessionId, seconds: i64) -> Option<RevealRow> {
    read(db, async |tx| tx.reveal(session, at(seconds)).await).await
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
        assert_eq!(get(&db, here, 599).await, Some(row));
        assert_eq!(get(&db, here, 600).await, None);
        assert_eq!(get(&db, there, 0).await, None, "another browser sees nothing");

        write(&db, async |tx| tx.delete_reveals(here).await).await;
        assert_eq!(get(&db, here, 0).await, None);
    }

    async fn it_goes_with_its_session_and_with_its_token(db: TestDb) {
        let mara = person(&db, 1).await;
        let (here, there) = (session(&db, 2, mara).await, session(&db, 3, mara).await);
        let id = token(&db, 4, mara).await;
        seal(&db, 5, here, id, b"a").await;
        seal(&db, 6, there, id, b"b").await;
        write(&db, async |tx| tx.delete_session(here).await).await;
        assert_eq!(get(&db, here, 0).await, None);
        assert!(get(&db, there, 0).await.is_some());
        write(&db, async |tx| tx.delete_token(mara, id).await).await;
        assert_eq!(get(&db, there, 0).await, None);
    }
}
