//! The address that a person wants, and getting it.

use domain::email::Email;
use storage::testing::{TestDb, both_databases};

use crate::support::{at, crowd, now, person, read, write};

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

both_databases! {
    async fn one_address_is_wanted_at_a_time_and_for_a_while(db: TestDb) {
        let mara = person(&db, 1).await;
        let wants = async |text: &str, until| {
            write(&db, async |tx| tx.put_email_change(mara, &email(text), until).await).await;
        };
        let wanted = async |when| {
            let change = read(&db, async |tx| tx.email_change(mara, when).await).await;
            change.map(|(email, _)| email)
        };
        assert_eq!(wanted(now()).await, None);
        wants("a@harbour.example", at(60)).await;
        wants("b@harbour.example", at(90)).await;
        assert_eq!(wanted(at(89)).await.as_deref(), Some("b@harbour.example"));
        assert_eq!(wanted(at(90)).await, None);
        let gone = async || write(&db, async |tx| tx.delete_email_change(mara).await).await;
        assert!(gone().await && !gone().await);
    }

    async fn an_address_is_that_of_one_person(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let change = async |who, text: &str| {
            let (email, key) = (email(text), email(text).canonical().unwrap());
            write(&db, async |tx| tx.change_email(who, &email, &key, now()).await).await
        };
        assert!(change(mara, "Mara@harbour.example").await);
        assert!(!change(otto, "mara@HARBOUR.example").await, "whatever its case");
        assert!(change(mara, "mara@harbour.example").await, "one's own in other letters");
        let profile = read(&db, async |tx| tx.profile(mara).await).await.unwrap();
        assert_eq!((&*profile.email, profile.version), ("mara@harbour.example", 3));
        let both = crowd(2, |n| {
            let (db, who) = (db.clone(), if n == 0 { mara } else { otto });
            async move {
                let (email, key) = (email("x@harbour.example"), email("x@harbour.example").canonical().unwrap());
                let mut tx = db.begin().await.unwrap();
                let changed = tx.change_email(who, &email, &key, now()).await;
                matches!(changed, Ok(true)) && tx.commit().await.is_ok()
            }
        });
        assert_eq!(both.await.into_iter().filter(|changed| *changed).count(), 1);
    }
}
