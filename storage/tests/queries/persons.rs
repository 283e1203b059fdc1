//! Accounts: one per canonical address, and no lost updates.

use domain::{PersonId, email::Email, person::Face, profile::Profile};
use storage::testing::{TestDb, both_databases};

use crate::support::{
    add_person, at, crowd, digest, name, now, person, read, session, uuid, write,
};

both_databases! {
    async fn a_person_is_kept_as_given(db: TestDb) {
        assert_eq!(read(&db, async |tx| tx.person_count().await).await, 0);
        assert!(add_person(&db, 1, "Mara@Fjordline.example").await);
        assert_eq!(read(&db, async |tx| tx.person_count().await).await, 1);

        let id = PersonId(uuid(1));
        let profile = read(&db, async |tx| tx.profile(id).await).await.unwrap();
        let email = "Mara@Fjordline.example".into();
        let face = Face::of(id, "Mara L.", None);
        assert_eq!(profile, Profile { name: name("Mara"), face, email, version: 1 });
        let nobody = PersonId(uuid(2));
        assert_eq!(read(&db, async |tx| tx.profile(nobody).await).await, None);
    }

    async fn an_address_is_taken_in_every_spelling(db: TestDb) {
        assert!(add_person(&db, 1, "mara@fjordline.example").await);
        for taken in ["mara@", "MARA@", "ｍara@"] {
            let taken = format!("{taken}fjordline.EXAMPLE");
            assert!(!add_person(&db, 2, &taken).await, "{taken}");
        }
        assert!(add_person(&db, 2, "mara+ci@fjordline.example").await);
    }

    async fn of_many_who_take_an_address_at_once_one_gets_it(db: TestDb) {
        let won = crowd(20, |n| {
            let db = db.clone();
            async move { add_person(&db, n + 1, "mara@fjordline.example").await }
        });
        assert_eq!(won.await.into_iter().filter(|won| *won).count(), 1);
        assert_eq!(read(&db, async |tx| tx.person_count().await).await, 1);
    }

    async fn credentials_are_found_by_the_canonical_address(db: TestDb) {
        let id = person(&db, 1).await;
        let key = |typed| Email::parse(typed).unwrap().canonical().unwrap();
        let mara = key("PERSON1@fjordline.example");
        let found = read(&db, async |tx| tx.credentials(&mara, None).await).await.unwrap();
        assert_eq!((found.person, found.suspended), (id, false));
        assert_eq!(found.password_hash, "$argon2id$old");
        assert!(!format!("{found:?}").contains("argon2"), "hashes are not printed");

        let other = key("person2@fjordline.example");
        assert_eq!(read(&db, async |tx| tx.credentials(&other, None).await).await, None);

        db.execute("UPDATE persons SET suspended_at = created_at").await;
        assert!(read(&db, async |tx| tx.credentials(&mara, None).await).await.unwrap().suspended);
    }

    async fn a_save_must_start_from_the_newest_version(db: TestDb) {
        let id = person(&db, 1).await;
        let save = async |version| {
            write(&db, async |tx| tx.save_name(id, &name("Mo"), version, at(1)).await).await
        };
        assert!(!save(0).await);
        assert!(!save(2).await);
        assert!(save(1).await);
        assert!(!save(1).await, "that version is gone");
        let profile = read(&db, async |tx| tx.profile(id).await).await.unwrap();
        assert_eq!((profile.name, profile.version), (name("Mo"), 2));
        let nobody = PersonId(uuid(9));
        assert!(!write(&db, async |tx| tx.save_name(nobody, &name("Mo"), 1, now()).await).await);
    }

    async fn of_many_saves_from_one_version_one_wins(db: TestDb) {
        let id = person(&db, 1).await;
        let won = crowd(20, |_| {
            let db = db.clone();
            async move {
                write(&db, async |tx| tx.save_name(id, &name("Mo"), 1, at(1)).await).await
            }
        });
        assert_eq!(won.await.into_iter().filter(|won| *won).count(), 1);
    }

    async fn a_password_hash_is_replaced_only_while_it_is_the_old_one(db: TestDb) {
        let id = person(&db, 1).await;
        let replace = async |old: &str, new: &str| {
            write(&db, async |tx| tx.replace_password_hash(id, old, new).await).await
        };
        assert!(!replace("$argon2id$other", "$argon2id$evil").await);
        assert!(replace("$argon2id$old", "$argon2id$new").await);
        assert!(!replace("$argon2id$old", "$argon2id$late").await);
        let key = Email::parse("person1@fjordline.example").unwrap().canonical().unwrap();
        let found = read(&db, async |tx| tx.credentials(&key, None).await).await.unwrap();
        assert_eq!(found.password_hash, "$argon2id$new");
    }

    async fn a_password_hash_is_set_whatever_it_was(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let set = async |id, new: &str| {
            write(&db, async |tx| tx.set_password_hash(id, new, at(1)).await).await
        };
        assert!(set(mara, "$argon2id$new").await);
        assert!(!set(PersonId(uuid(9)), "$argon2id$new").await);
        for (email, id, hash) in [
            ("person1@fjordline.example", mara, "$argon2id$new"),
            ("person2@fjordline.example", otto, "$argon2id$old"),
        ] {
            let key = Email::parse(email).unwrap().canonical().unwrap();
            let found = read(&db, async |tx| tx.credentials(&key, None).await).await.unwrap();
            assert_eq!((found.person, found.password_hash.as_str()), (id, hash));
        }
        let password = async |id| read(&db, async |tx| tx.password_of(id).await).await;
        assert_eq!(password(mara).await, Some(("$argon2id$new".into(), at(1))));
        assert_eq!(password(otto).await, Some(("$argon2id$old".into(), now())), "as it was made");
        assert_eq!(password(PersonId(uuid(9))).await, None);
    }

    async fn a_time_zone_is_adopted_only_while_there_is_none(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let adopt = async |name: &str| {
            write(&db, async |tx| tx.adopt_time_zone(mara, name).await).await
        };
        let zone_of = async |n, id| {
            session(&db, n, id).await;
            let found = read(&db, async |tx| tx.session(&digest(n), now()).await).await;
            found.unwrap().time_zone
        };
        assert_eq!(zone_of(20, mara).await, None);
        assert!(adopt("Europe/Stockholm").await);
        assert!(!adopt("Asia/Tokyo").await);
        assert_eq!(zone_of(21, mara).await.as_deref(), Some("Europe/Stockholm"));
        write(&db, async |tx| tx.save_time_zone(mara, "Asia/Tokyo", at(1)).await).await;
        assert_eq!(zone_of(22, mara).await.as_deref(), Some("Asia/Tokyo"));
        assert_eq!(zone_of(23, otto).await, None, "everybody has their own");
    }

    async fn the_lock_makes_acts_on_one_person_wait(db: TestDb) {
        let id = person(&db, 1).await;
        let mut first = db.begin().await.unwrap();
        first.lock_person(id).await.unwrap();
        let waiting = tokio::spawn({
            let db = db.clone();
            async move { write(&db, async |tx| tx.lock_person(id).await).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert!(!waiting.is_finished());
        first.commit().await.unwrap();
        waiting.await.unwrap();
    }
}
