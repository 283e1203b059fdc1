//! Sessions end by time, by sign-out and with their person.

use domain::{SessionId, Time, person::Me};
use storage::{
    SessionRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, digest, now, person, read, session, uuid, write};

async fn get(db: &TestDb, n: u32, time: Time) -> Option<SessionRow> {
    read(db, async |tx| tx.session(&digest(n), time).await).await
}

both_databases! {
    async fn a_session_knows_its_person(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = session(&db, 7, mara).await;
        let row = SessionRow {
            id,
            me: Me {
                id: mara,
                display_name: "Mara L.".into(),
                email: "person1@fjordline.example".into(),
                staff: true,
                photo: None,
            },
            time_zone: None,
            two_factor: false,
            keep: true,
            created: now(),
            proved_at: now(),
            last_active: now(),
            idle_expires: at(3600),
            expires: at(86_400),
        };
        assert_eq!(get(&db, 7, now()).await, Some(row));
        assert_eq!(get(&db, 8, now()).await, None);
        let mo = person(&db, 2).await;
        session(&db, 8, mo).await;
        let other = get(&db, 8, now()).await.unwrap();
        assert_eq!((other.me.staff, other.keep), (false, false));
    }

    async fn a_session_dies_idle_and_dies_of_age(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = session(&db, 7, mara).await;
        assert!(get(&db, 7, at(3599)).await.is_some());
        assert!(get(&db, 7, at(3600)).await.is_none());
        write(&db, async |tx| tx.touch_session(id, at(3599), at(999_999)).await).await;
        assert!(get(&db, 7, at(3600)).await.is_some());
        assert!(get(&db, 7, at(86_399)).await.is_some());
        assert!(get(&db, 7, at(86_400)).await.is_none());
    }

    async fn activity_only_moves_forward(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = session(&db, 7, mara).await;
        for (seen, idle_expires) in [(10, 3610), (5, 3605), (10, 1)] {
            let (seen, idle_expires) = (at(seen), at(idle_expires));
            write(&db, async |tx| tx.touch_session(id, seen, idle_expires).await).await;
        }
        let row = get(&db, 7, now()).await.unwrap();
        assert_eq!((row.last_active, row.idle_expires), (at(10), at(3610)));
        assert_eq!(row.proved_at, now());
    }

    async fn suspension_ends_a_session_at_once(db: TestDb) {
        let mara = person(&db, 1).await;
        session(&db, 7, mara).await;
        db.execute("UPDATE persons SET suspended_at = created_at").await;
        assert_eq!(get(&db, 7, now()).await, None);
    }

    async fn sessions_are_deleted_one_by_one_or_all(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        for n in [11, 12, 13] {
            session(&db, n, mara).await;
        }
        session(&db, 21, mo).await;
        let id = SessionId(uuid(11));
        assert!(write(&db, async |tx| tx.delete_session(id).await).await);
        assert!(!write(&db, async |tx| tx.delete_session(id).await).await);
        assert!(get(&db, 11, now()).await.is_none());
        assert_eq!(write(&db, async |tx| tx.delete_sessions_of(mara).await).await, 2);
        assert_eq!(write(&db, async |tx| tx.delete_sessions_of(mara).await).await, 0);
        assert!(get(&db, 21, now()).await.is_some());
    }

    async fn sessions_die_with_their_person(db: TestDb) {
        let mara = person(&db, 1).await;
        session(&db, 7, mara).await;
        db.execute("DELETE FROM persons").await;
        assert_eq!(write(&db, async |tx| tx.delete_sessions_of(mara).await).await, 0);
    }

    async fn a_person_sees_names_and_ends_only_sessions_of_their_own(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        let (first, second) = (session(&db, 7, mara).await, session(&db, 8, mara).await);
        let others = session(&db, 9, mo).await;
        let list = async |seconds| {
            let rows = read(&db, async |tx| tx.sessions_of(mara, at(seconds)).await).await;
            rows.into_iter().map(|row| (row.id, row.name)).collect::<Vec<_>>()
        };
        write(&db, async |tx| tx.touch_session(first, at(5), at(3605)).await).await;
        assert_eq!(list(0).await, [(first, None), (second, None)], "the last one active first");
        assert_eq!(list(3600).await, [(first, None)], "the other one is over");
        let rename = async |id, name: &str| {
            write(&db, async |tx| tx.rename_session(mara, id, name).await).await
        };
        assert!(rename(second, "desk").await && !rename(others, "mine").await);
        assert_eq!(list(0).await[1], (second, Some("desk".into())));
        let end = async |id| write(&db, async |tx| tx.delete_session_of(mara, id).await).await;
        assert!(!end(others).await && end(second).await && !end(second).await);
        session(&db, 10, mara).await;
        let ended = write(&db, async |tx| tx.delete_other_sessions(mara, first).await).await;
        assert_eq!((ended, list(0).await), (1, vec![(first, None)]));
        assert!(get(&db, 9, now()).await.is_some());
    }

    async fn those_that_were_active_the_longest_ago_end_first(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        let first = session(&db, 7, mara).await;
        let second = session(&db, 8, mara).await;
        let third = session(&db, 9, mara).await;
        session(&db, 10, mo).await;
        write(&db, async |tx| tx.touch_session(first, at(5), at(3605)).await).await;
        let keep = async |most| write(&db, async |tx| tx.keep_sessions(mara, most).await).await;
        assert_eq!((keep(3).await, keep(2).await, keep(2).await), (0, 1, 0));
        let left = read(&db, async |tx| tx.sessions_of(mara, now()).await).await;
        assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [first, third]);
        assert_ne!(second, third);
        assert!(get(&db, 10, now()).await.is_some());
    }

    async fn a_session_is_renewed_by_whoever_has_its_cookie(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = session(&db, 7, mara).await;
        let renew = async |old, new| {
            write(&db, async |tx| {
                tx.renew_session(id, &digest(old), &digest(new), at(9)).await
            })
            .await
        };
        assert!(!renew(6, 8).await && renew(7, 8).await && !renew(7, 9).await);
        assert_eq!(get(&db, 7, now()).await, None);
        let renewed = get(&db, 8, now()).await.unwrap();
        assert_eq!((renewed.id, renewed.proved_at, renewed.created), (id, at(9), now()));
    }
}
