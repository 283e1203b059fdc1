//! The sweep takes what has expired and nothing else.

use domain::{LinkId, MailId, PersonId, RevealId, email::Email, flash::Flash};
use storage::{
    Engine, Ladder,
    LinkPurpose::SetUp,
    testing::{TestDb, both_databases},
};

use crate::support::{at, digest, now, person, session, token, uuid, write};

const DAY: i64 = 86_400;

both_databases! {
    async fn only_what_has_expired_goes(db: TestDb) {
        let mara = person(&db, 1).await;
        let here = session(&db, 2, mara).await; // an hour idle, a day in all
        let kept = session(&db, 3, mara).await;
        let id = token(&db, 4, mara).await; // a day, and listed for 30 more
        let (free, blocked) = (
            Ladder { free: 9, first_ms: 1, max_ms: 1, hard: 99 },
            Ladder { free: 9, first_ms: 1, max_ms: 1, hard: 1 },
        );
        let email = Email::parse("a@b.example").unwrap();
        let flash = Flash { form: "f".into(), fields: vec![], problem: None };
        write(&db, async |tx| {
            tx.touch_session(kept, at(1), at(99 * DAY)).await?;
            tx.replace_link(LinkId(uuid(5)), SetUp, &digest(5), now(), Some(at(60))).await?;
            tx.save_sign_in(&digest(6), "a@b.example", "/", at(60)).await?;
            tx.put_sign_up(&email, &email.canonical().unwrap(), &digest(10), at(60)).await?;
            tx.put_export(mara, "192.0.2.7", now(), at(60)).await?;
            tx.insert_reveal(RevealId(uuid(7)), here, id, b"x", now(), at(60)).await?;
            tx.save_flash(&digest(8), &digest(9), &flash, at(60)).await?;
            tx.count_in_window("network", 1, 60, now()).await?;
            tx.count_attempt("free", &free, now()).await?;
            tx.count_attempt("blocked", &blocked, now()).await
        })
        .await;

        let sweep = async |seconds| {
            let ended = write(&db, async |tx| tx.sweep_sessions(at(seconds), 9).await).await;
            ended + write(&db, async |tx| tx.sweep(at(seconds)).await).await
        };
        assert_eq!(sweep(59).await, 0);
        assert_eq!(sweep(60).await, 7, "link, sign-in, sign-up, archive, reveal, flash, window");
        assert_eq!(sweep(3600).await, 1, "the idle session");
        assert_eq!(sweep(DAY).await, 1, "the other one, of age");
        assert_eq!(sweep(30 * DAY).await, 1, "the forgotten attempt");
        assert_eq!(sweep(31 * DAY).await, 1, "the token that is listed no more");
        assert_eq!(sweep(9999 * DAY).await, 0);
        let still = write(&db, async |tx| tx.count_attempt("blocked", &blocked, at(DAY)).await);
        assert_eq!(still.await, None, "what is blocked for good stays so");
    }

    async fn sessions_end_in_small_steps_and_nobody_waits(db: TestDb) {
        for n in 1..=3 {
            let one = person(&db, n).await;
            session(&db, 10 + n, one).await;
        }
        // Somebody is being changed.
        let mut busy = db.begin().await.unwrap();
        busy.lock_person(PersonId(uuid(1))).await.unwrap();
        if db.engine() == Engine::Sqlite {
            busy.commit().await.unwrap(); // there is one writer anyway
        }
        let step = async |most| {
            write(&db, async |tx| tx.sweep_sessions(at(DAY), most).await).await
        };
        let first = step(1).await + step(9).await;
        assert_eq!(first, if db.engine() == Engine::Sqlite { 3 } else { 2 });
        assert_eq!(step(9).await, 0);
    }

    async fn a_mail_that_was_given_up_goes_after_a_month(db: TestDb) {
        let (dead, waits) = (MailId(uuid(1)), MailId(uuid(2)));
        write(&db, async |tx| {
            tx.insert_mail(dead, "letter", now()).await?;
            tx.insert_mail(waits, "letter", now()).await?;
            tx.give_up_mail(dead, now(), "no such mailbox").await?;
            assert_eq!(tx.sweep(at(30 * DAY - 1)).await?, 0);
            assert_eq!(tx.sweep(at(30 * DAY)).await?, 1);
            assert_eq!(tx.sweep(at(9999 * DAY)).await?, 0, "one that waits stays");
            Ok(())
        })
        .await;
    }

    async fn a_used_link_goes(db: TestDb) {
        let id = LinkId(uuid(1));
        write(&db, async |tx| {
            tx.replace_link(id, SetUp, &digest(1), now(), None).await?;
            assert_eq!(tx.sweep(at(9999 * DAY)).await?, 0);
            assert!(tx.use_link(SetUp, &digest(1), now()).await?);
            assert_eq!(tx.sweep(now()).await?, 1);
            Ok(())
        })
        .await;
    }
}
