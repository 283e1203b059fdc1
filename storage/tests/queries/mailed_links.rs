//! A link in a mail works once, for one person and purpose, and only the newest.

use domain::PersonId;
use storage::{
    MailedLink::{self, EmailUndo, NotMe, PasswordReset},
    NewMailedLink,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, person, read, write};

async fn link(db: &TestDb, person: PersonId, n: u32) {
    link_of(db, person, PasswordReset, "", n).await;
}

async fn link_of(db: &TestDb, person: PersonId, purpose: MailedLink, subject: &str, n: u32) {
    let digest = &digest(n);
    let link =
        NewMailedLink { person, purpose, subject, payload: "later", digest, expires: at(60) };
    write(db, async |tx| tx.replace_mailed_link(link).await).await;
}

async fn whose(db: &TestDb, n: u32, seconds: i64) -> Option<PersonId> {
    let found =
        read(db, async |tx| tx.mailed_link(PasswordReset, &digest(n), at(seconds)).await).await;
    found.map(|(person, payload)| {
        assert_eq!(payload, "later");
        person
    })
}

async fn use_it(db: &TestDb, n: u32, seconds: i64) -> Option<PersonId> {
    use_as(db, PasswordReset, n, seconds).await
}

async fn use_as(db: &TestDb, purpose: MailedLink, n: u32, seconds: i64) -> Option<PersonId> {
    let used =
        write(db, async |tx| tx.use_mailed_link(purpose, &digest(n), at(seconds)).await).await;
    used.map(|(person, _)| person)
}

both_databases! {
    async fn a_mailed_link_works_once_for_its_person(db: TestDb) {
        let (ada, bob) = (person(&db, 1).await, person(&db, 2).await);
        link(&db, ada, 1).await;
        link(&db, bob, 2).await;
        assert_eq!(whose(&db, 1, 0).await, Some(ada));
        assert_eq!(whose(&db, 1, 0).await, Some(ada), "looking does not use it");
        assert_eq!(use_it(&db, 3, 0).await, None);
        assert_eq!(use_it(&db, 1, 0).await, Some(ada));
        assert_eq!(use_it(&db, 1, 0).await, None);
        assert_eq!(whose(&db, 1, 0).await, None);
        assert_eq!(use_it(&db, 2, 0).await, Some(bob));
    }

    async fn a_new_one_is_the_end_of_the_one_before(db: TestDb) {
        let ada = person(&db, 1).await;
        link(&db, ada, 1).await;
        link(&db, ada, 2).await;
        assert_eq!(use_it(&db, 1, 0).await, None);
        assert_eq!(use_it(&db, 2, 0).await, Some(ada));
        link(&db, ada, 3).await;
        write(&db, async |tx| tx.delete_mailed_links(ada, PasswordReset).await).await;
        assert_eq!(use_it(&db, 3, 0).await, None);
    }

    async fn a_link_of_one_purpose_opens_no_other_door(db: TestDb) {
        let ada = person(&db, 1).await;
        link_of(&db, ada, NotMe, "one", 1).await;
        link_of(&db, ada, NotMe, "two", 2).await;
        link(&db, ada, 3).await;
        assert_eq!(use_it(&db, 1, 0).await, None);
        assert_eq!(use_as(&db, NotMe, 3, 0).await, None);
        write(&db, async |tx| tx.delete_mailed_links(ada, PasswordReset).await).await;
        assert_eq!(use_as(&db, NotMe, 1, 0).await, Some(ada), "several of one purpose");
        assert_eq!(use_as(&db, NotMe, 2, 0).await, Some(ada));
    }

    async fn the_payloads_of_a_purpose_are_told_as_long_as_they_count(db: TestDb) {
        let (ada, bob) = (person(&db, 1).await, person(&db, 2).await);
        link_of(&db, ada, EmailUndo, "one", 1).await;
        link_of(&db, ada, NotMe, "two", 2).await;
        let told = async |who, seconds| {
            read(&db, async |tx| tx.mailed_payloads(who, EmailUndo, at(seconds)).await).await
        };
        assert_eq!(told(ada, 59).await, ["later"]);
        assert!(told(ada, 60).await.is_empty());
        assert!(told(bob, 0).await.is_empty());
    }

    async fn later_ones_end_and_earlier_ones_stay(db: TestDb) {
        let ada = person(&db, 1).await;
        for (n, subject) in [(1, "first"), (2, "second"), (3, "third")] {
            let digest = &digest(n);
            let (purpose, payload, expires) = (EmailUndo, subject, at(i64::from(n) * 10));
            let link = NewMailedLink { person: ada, purpose, subject, payload, digest, expires };
            write(&db, async |tx| tx.replace_mailed_link(link).await).await;
        }
        let until = async |subject: &str, seconds| {
            let now = at(seconds);
            read(&db, async |tx| tx.mailed_link_until(ada, EmailUndo, subject, now).await).await
        };
        assert_eq!(until("second", 19).await, Some(at(20)));
        assert_eq!(until("second", 20).await, None);
        assert_eq!(until("fourth", 0).await, None);
        write(&db, async |tx| tx.delete_mailed_links_from(ada, EmailUndo, at(20)).await).await;
        assert_eq!(until("first", 0).await, Some(at(10)));
        assert_eq!((until("second", 0).await, until("third", 0).await), (None, None));
        write(&db, async |tx| tx.delete_mailed_links_with(ada, EmailUndo, "second").await).await;
        assert_eq!(until("first", 0).await, Some(at(10)));
        write(&db, async |tx| tx.delete_mailed_links_with(ada, EmailUndo, "first").await).await;
        assert_eq!(until("first", 0).await, None);
    }

    async fn another_secret_for_a_link_that_is_there(db: TestDb) {
        let ada = person(&db, 1).await;
        let renew = async |n, seconds| {
            let (link, digest) = ((EmailUndo, "one"), digest(n));
            write(&db, async |tx| tx.renew_mailed_link(ada, link, &digest, at(seconds)).await).await
        };
        assert!(!renew(2, 0).await, "there is none");
        link_of(&db, ada, EmailUndo, "one", 1).await;
        assert!(renew(2, 59).await);
        assert!(!renew(3, 60).await, "it is over");
        assert_eq!(use_as(&db, EmailUndo, 1, 0).await, None);
        assert_eq!(use_as(&db, EmailUndo, 2, 0).await, Some(ada));
    }

    async fn it_dies_at_the_very_moment(db: TestDb) {
        let ada = person(&db, 1).await;
        link(&db, ada, 1).await;
        assert_eq!(whose(&db, 1, 59).await, Some(ada));
        assert_eq!(whose(&db, 1, 60).await, None);
        assert_eq!(use_it(&db, 1, 60).await, None);
    }

    async fn fifty_at_once_get_one_use_of_a_mailed_link(db: TestDb) {
        let ada = person(&db, 1).await;
        link(&db, ada, 1).await;
        let used = crowd(50, |_| {
            let db = db.clone();
            async move { use_it(&db, 1, 0).await }
        });
        assert_eq!(used.await.into_iter().flatten().count(), 1);
    }
}
