//! A sign-in between its steps.

use storage::{
    SignInRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, digest, now, read, write};

both_databases! {
    async fn a_sign_in_is_remembered_until_it_expires(db: TestDb) {
        let visitor = digest(1);
        let save = async |email: &str, seconds| {
            let expires = at(seconds);
            write(&db, async |tx| tx.save_sign_in(&visitor, email, "/x?a=b", expires).await).await;
        };
        let get = async |time| read(&db, async |tx| tx.sign_in(&visitor, time).await).await;

        assert_eq!(get(now()).await, None);
        save("a@b.example", 60).await;
        save("Mara@b.example", 120).await;
        let row = SignInRow { email: "Mara@b.example".into(), next: "/x?a=b".into() };
        assert_eq!(get(at(119)).await, Some(row));
        assert_eq!(get(at(120)).await, None);
        assert_eq!(read(&db, async |tx| tx.sign_in(&digest(2), now()).await).await, None);

        write(&db, async |tx| tx.delete_sign_in(&visitor).await).await;
        assert_eq!(get(now()).await, None);
        write(&db, async |tx| tx.delete_sign_in(&visitor).await).await;
    }
}
