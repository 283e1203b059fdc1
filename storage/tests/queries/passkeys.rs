//! Passkeys belong to one person; what is asked of them is answered once.

use domain::{PasskeyId, PersonId};
use storage::{
    NewPasskey, PasskeyRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, uuid, write};

const LOCKED: &str = "!";

fn id(n: u32) -> PasskeyId {
    PasskeyId(uuid(n))
}

/// Adds passkey number `n`, `n` seconds after now.
async fn add(db: &TestDb, person: PersonId, n: u32) -> bool {
    let credential_id = n.to_be_bytes();
    let new = NewPasskey {
        id: id(n),
        person,
        credential_id: &credential_id,
        credential: "{}",
        name: "Bitwarden",
        security_key: n % 2 == 1,
        now: at(n.into()),
    };
    write(db, async |tx| tx.insert_passkey(new).await).await
}

async fn all(db: &TestDb, person: PersonId) -> Vec<PasskeyId> {
    let rows = read(db, async |tx| tx.passkeys_of(person).await).await;
    rows.into_iter().map(|row| row.id).collect()
}

async fn remove(db: &TestDb, person: PersonId, n: u32) -> bool {
    write(db, async |tx| {
        tx.lock_person(person).await?;
        tx.delete_passkey(person, id(n), LOCKED).await
    })
    .await
}

both_databases! {
    async fn each_is_one_persons(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        assert!(add(&db, mara, 5).await && add(&db, mara, 6).await && add(&db, otto, 7).await);
        assert!(!add(&db, otto, 5).await, "its authenticator made it for somebody else");
        assert_eq!(all(&db, mara).await, [id(6), id(5)], "the newest first");
        let rename = async |person, n| {
            write(&db, async |tx| tx.rename_passkey(person, id(n), "Blue key").await).await
        };
        assert!(rename(mara, 5).await && !rename(mara, 7).await && !rename(mara, 9).await);
        let open = async |person, n: u32| {
            let key = n.to_be_bytes();
            read(&db, async |tx| tx.open_passkey(person, &key, LOCKED).await).await
        };
        let row = open(mara, 5).await.unwrap();
        let expected = PasskeyRow {
            id: id(5),
            person: mara,
            credential_id: 5_u32.to_be_bytes().into(),
            credential: "{}".into(),
            name: "Blue key".into(),
            security_key: true,
            created: at(5),
            last_used: None,
        };
        assert_eq!(row, expected);
        assert!(open(otto, 5).await.is_none() && open(mara, 9).await.is_none());
        db.execute("UPDATE persons SET suspended_at = created_at").await;
        assert!(open(mara, 5).await.is_none(), "suspended");
        db.execute("UPDATE persons SET suspended_at = NULL, password_hash = '!'").await;
        assert!(open(mara, 5).await.is_none(), "locked");
    }

    async fn a_counter_goes_on_once(db: TestDb) {
        let mara = person(&db, 1).await;
        assert!(add(&db, mara, 5).await);
        let used = crowd(20, |n| {
            let db = db.clone();
            async move {
                let new = format!("{{\"counter\":{n}}}");
                write(&db, async |tx| tx.use_passkey(id(5), ("{}", &new), at(60)).await).await
            }
        });
        assert_eq!(used.await.into_iter().filter(|used| *used).count(), 1);
        let row = read(&db, async |tx| tx.passkeys_of(mara).await).await.remove(0);
        assert_eq!((row.last_used, row.credential.len()), (Some(at(60)), row.credential.len()));
        assert!(row.credential.starts_with("{\"counter\""));
    }

    async fn the_last_way_in_stays(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        for n in [5, 6] {
            assert!(add(&db, mara, n).await);
        }
        assert!(add(&db, otto, 7).await);
        assert!(!remove(&db, otto, 5).await, "somebody else's");
        db.execute("UPDATE persons SET password_hash = '!'").await;
        let gone = crowd(2, |n| {
            let db = db.clone();
            async move { remove(&db, mara, 5 + n).await }
        });
        assert_eq!(gone.await.into_iter().filter(|gone| *gone).count(), 1, "one of the two stays");
        db.execute("UPDATE persons SET password_hash = 'x'").await;
        let left = all(&db, mara).await;
        assert_eq!(left.len(), 1);
        let last = left[0];
        assert!(write(&db, async |tx| tx.delete_passkey(mara, last, LOCKED).await).await);
    }

    async fn what_was_added_since_goes(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        for n in [5, 6, 7] {
            assert!(add(&db, mara, n).await);
        }
        assert!(add(&db, otto, 8).await);
        let gone = write(&db, async |tx| tx.delete_passkeys_since(mara, at(6)).await).await;
        assert_eq!((gone, all(&db, mara).await), (2, vec![id(5)]));
        assert_eq!(all(&db, otto).await, [id(8)]);
    }

    async fn a_challenge_is_answered_once_by_its_holder(db: TestDb) {
        let ask = async |n: u32| {
            write(&db, async |tx| {
                tx.insert_passkey_challenge((&digest(n), &digest(90)), "state", at(60)).await
            })
            .await;
        };
        for n in [1, 2, 3] {
            ask(n).await;
        }
        let take = async |n: u32, holder: u32, seconds| {
            write(&db, async |tx| {
                tx.take_passkey_challenge((&digest(n), &digest(holder)), at(seconds)).await
            })
            .await
        };
        assert_eq!(take(1, 91, 0).await, None, "another browser");
        assert_eq!(take(1, 90, 60).await, None, "too late");
        assert_eq!(take(9, 90, 0).await, None, "never asked");
        let db = &db;
        let taken = crowd(50, |_| {
            let db = db.clone();
            async move {
                write(&db, async |tx| {
                    tx.take_passkey_challenge((&digest(1), &digest(90)), now()).await
                })
                .await
            }
        });
        assert_eq!(taken.await.into_iter().flatten().collect::<Vec<_>>(), ["state"]);
        assert_eq!(take(2, 90, 59).await.as_deref(), Some("state"), "each has its own");
        assert_eq!(write(db, async |tx| tx.sweep(at(59)).await).await, 0);
        assert_eq!(write(db, async |tx| tx.sweep(at(60)).await).await, 1);
    }
}
