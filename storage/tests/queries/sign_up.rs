//! A link to an account works once, and only the newest of an address.

use domain::email::Email;
use storage::testing::{TestDb, both_databases};

use crate::support::{at, crowd, digest, read, write};

/// Link number `n` for the address, for a minute.
async fn put(db: &TestDb, typed: &str, n: u32) {
    let email = Email::parse(typed).unwrap();
    let key = email.canonical().unwrap();
    write(db, async |tx| tx.put_sign_up(&email, &key, &digest(n), at(60)).await).await;
}

async fn whose(db: &TestDb, n: u32, seconds: i64) -> Option<String> {
    read(db, async |tx| tx.sign_up(&digest(n), at(seconds)).await).await
}

async fn use_it(db: &TestDb, n: u32, seconds: i64) -> Option<String> {
    write(db, async |tx| tx.use_sign_up(&digest(n), at(seconds)).await).await
}

both_databases! {
    async fn a_link_to_an_account_works_once_for_its_address(db: TestDb) {
        put(&db, "Ada@harbour.example", 1).await;
        put(&db, "bob@harbour.example", 2).await;
        assert_eq!(whose(&db, 1, 0).await.as_deref(), Some("Ada@harbour.example"));
        assert_eq!(whose(&db, 1, 59).await.as_deref(), Some("Ada@harbour.example"), "looked at");
        assert_eq!(use_it(&db, 3, 0).await, None);
        assert_eq!(use_it(&db, 1, 0).await.as_deref(), Some("Ada@harbour.example"));
        assert_eq!(use_it(&db, 1, 0).await, None);
        assert_eq!(use_it(&db, 2, 60).await, None, "it dies at the very moment");
        assert_eq!(whose(&db, 2, 60).await, None);
    }

    async fn only_the_newest_of_an_address_works_in_whatever_letters(db: TestDb) {
        put(&db, "ada@harbour.example", 1).await;
        put(&db, "ADA@Harbour.example", 2).await;
        assert_eq!(use_it(&db, 1, 0).await, None);
        assert_eq!(whose(&db, 2, 0).await.as_deref(), Some("ADA@Harbour.example"));
        let key = Email::parse("ada@harbour.example").unwrap().canonical().unwrap();
        write(&db, async |tx| tx.delete_sign_up(&key).await).await;
        assert_eq!(use_it(&db, 2, 0).await, None);
    }

    async fn fifty_at_once_get_one_use_of_a_link_to_an_account(db: TestDb) {
        put(&db, "ada@harbour.example", 1).await;
        let used = crowd(50, |_| {
            let db = db.clone();
            async move { use_it(&db, 1, 0).await }
        });
        assert_eq!(used.await.into_iter().flatten().count(), 1);
    }
}
