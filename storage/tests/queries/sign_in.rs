//! A sign-in between its steps.

use storage::{
    SignInRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, digest, now, person, read, write};

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
        let row = SignInRow {
            email: "Mara@b.example".into(),
            next: "/x?a=b".into(),
            proved: None,
            keep: false,
            time_zone: String::new(),
        };
        assert_eq!(get(at(119)).await, Some(row));
        assert_eq!(get(at(120)).await, None);
        assert_eq!(read(&db, async |tx| tx.sign_in(&digest(2), now()).await).await, None);

        write(&db, async |tx| tx.delete_sign_in(&visitor).await).await;
        assert_eq!(get(now()).await, None);
        write(&db, async |tx| tx.delete_sign_in(&visitor).await).await;
    }

    async fn a_proved_sign_in_has_another_cookie_and_ends_once(db: TestDb) {
        let mara = person(&db, 1).await;
        let begin = async |n| {
            write(&db, async |tx| tx.save_sign_in(&digest(n), "m@b.example", "/", at(60)).await)
                .await;
        };
        let row = async |n| read(&db, async |tx| tx.sign_in(&digest(n), now()).await).await;
        let prove = async |old, new| {
            write(&db, async |tx| {
                let (cookies, chosen) = ((&digest(old), &digest(new)), (true, "Asia/Tokyo"));
                tx.prove_sign_in(cookies, mara, chosen, at(90)).await
            })
            .await
        };
        let finish = async |n| write(&db, async |tx| tx.finish_sign_in(&digest(n), mara).await).await;
        begin(1).await;
        assert!(!finish(1).await, "the password comes first");
        assert!(prove(1, 2).await && !prove(1, 3).await);
        assert_eq!(row(1).await, None);
        let proved = row(2).await.unwrap();
        assert_eq!((proved.proved, proved.keep, &*proved.time_zone), (Some(mara), true, "Asia/Tokyo"));
        assert!(finish(2).await && !finish(2).await);

        begin(4).await;
        assert!(prove(4, 5).await);
        begin(5).await;
        assert_eq!(row(5).await.unwrap().proved, None, "begun anew, it is not proved any more");
        assert!(prove(5, 6).await);
        write(&db, async |tx| tx.delete_proved_sign_ins(mara).await).await;
        assert_eq!(row(6).await, None);
    }
}
