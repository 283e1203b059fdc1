//! Persons who leave: somebody who runs the instance is always left, and what is deleted
//! is gone.

use domain::{AuditId, MailId, PersonId};
use storage::{
    AuditEntry, Ladder,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, session, token, uuid, write};

async fn leave(db: &TestDb, who: PersonId) -> bool {
    write(db, async |tx| {
        tx.lock_staff().await?;
        tx.leave(who, at(60)).await
    })
    .await
}

async fn delete(db: &TestDb, who: PersonId) -> bool {
    write(db, async |tx| {
        tx.lock_staff().await?;
        tx.delete_person(who, at(60)).await
    })
    .await
}

async fn there(db: &TestDb) -> i64 {
    read(db, async |tx| tx.person_count().await).await
}

/// Makes somebody who runs the instance beside person 1.
async fn second_staff(db: &TestDb) -> PersonId {
    let eve = person(db, 9).await;
    db.execute("UPDATE persons SET staff = (1 = 1) WHERE email LIKE 'person9@%'").await;
    eve
}

both_databases! {
    async fn who_leaves_has_no_session_and_no_token_and_may_stay(db: TestDb) {
        let (_, otto) = (person(&db, 1).await, person(&db, 2).await);
        session(&db, 3, otto).await;
        token(&db, 4, otto).await;
        let works = async || {
            let session = read(&db, async |tx| tx.session(&digest(3), now()).await).await;
            let bearer = read(&db, async |tx| tx.token_by_digest(&digest(4)).await).await;
            (session.is_some(), !bearer.unwrap().suspended)
        };
        let leaves = async || read(&db, async |tx| tx.leaves_at(otto).await).await;
        let stay = async |when| write(&db, async |tx| tx.stay(otto, when).await).await;
        assert_eq!((works().await, leaves().await), ((true, true), None));
        assert!(leave(&db, otto).await && !leave(&db, otto).await);
        assert_eq!((works().await, leaves().await), ((false, false), Some(at(60))));
        assert!(!stay(at(61)).await);
        assert!(stay(at(60)).await && !stay(at(60)).await);
        assert_eq!((works().await, leaves().await), ((true, true), None));
    }

    async fn somebody_who_runs_the_instance_is_left(db: TestDb) {
        let mara = person(&db, 1).await;
        let other = async || read(&db, async |tx| tx.has_other_staff(mara).await).await;
        person(&db, 2).await;
        assert!(!other().await && !leave(&db, mara).await);
        let eve = second_staff(&db).await;
        assert!(other().await);
        db.execute("UPDATE persons SET suspended_at = created_at WHERE staff AND email LIKE 'person9@%'").await;
        assert!(!other().await && !leave(&db, mara).await, "who is suspended does not count");
        db.execute("UPDATE persons SET suspended_at = NULL").await;
        assert!(leave(&db, mara).await);
        assert!(!leave(&db, eve).await, "nor does who leaves");
        db.execute("UPDATE persons SET suspended_at = created_at WHERE email LIKE 'person9@%'").await;
        assert!(!delete(&db, mara).await, "and it is asked once more at the end");
        assert_eq!(there(&db).await, 3);
    }

    async fn of_two_last_ones_at_once_one_leaves(db: TestDb) {
        let (mara, eve) = (person(&db, 1).await, second_staff(&db).await);
        for _ in 0..8 {
            let both = crowd(2, |n| {
                let (db, who) = (db.clone(), if n == 0 { mara } else { eve });
                async move { leave(&db, who).await }
            });
            assert_eq!(both.await.into_iter().filter(|left| *left).count(), 1);
            for who in [mara, eve] {
                write(&db, async |tx| tx.stay(who, at(60)).await).await;
            }
        }
    }

    async fn deleting_happens_once_and_only_to_who_leaves(db: TestDb) {
        let otto = person(&db, 2).await;
        person(&db, 3).await;
        let due = async |seconds| read(&db, async |tx| tx.due_leaver(at(seconds)).await).await;
        assert!(!delete(&db, otto).await);
        assert!(leave(&db, otto).await);
        assert_eq!(due(59).await, None);
        assert_eq!(due(60).await, Some((otto, at(60))));
        let all = crowd(8, |_| {
            let db = db.clone();
            async move { delete(&db, otto).await }
        });
        assert_eq!(all.await.into_iter().filter(|gone| *gone).count(), 1);
        assert_eq!((due(60).await, there(&db).await), (None, 1));
    }

    async fn of_staying_and_deleting_at_once_one_happens(db: TestDb) {
        person(&db, 1).await;
        for n in 10..22 {
            let who = person(&db, n).await;
            assert!(leave(&db, who).await);
            let both = crowd(2, |n| {
                let db = db.clone();
                async move {
                    if n == 0 {
                        delete(&db, who).await
                    } else {
                        write(&db, async |tx| tx.stay(who, at(60)).await).await
                    }
                }
            });
            assert_eq!(both.await.into_iter().filter(|done| *done).count(), 1);
        }
    }

    async fn what_is_no_row_of_the_person_is_forgotten_too(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let ladder = Ladder { free: 9, first_ms: 1, max_ms: 1, hard: 1 };
        let entry = |n, actor, target| AuditEntry {
            id: AuditId(uuid(n)),
            at: now(),
            actor: Some(actor),
            organization: None,
            action: "session.created",
            target,
            network: "192.0.2.7",
            user_agent: "Firefox",
            request_id: "r1",
            details: "",
            address: "",
            mark: None,
        };
        let (own, others) = (format!("password:{mara}:x"), format!("password:{otto}"));
        write(&db, async |tx| {
            tx.insert_audit(entry(10, mara, "Europe/Oslo")).await?;
            tx.insert_audit(entry(11, otto, "Europe/Oslo")).await?;
            tx.insert_mail(MailId(uuid(20)), r#"{"to":"a_b@x.example"}"#, now()).await?;
            tx.insert_mail(MailId(uuid(21)), r#"{"to":"aXb@x.example"}"#, now()).await?;
            tx.insert_mail(MailId(uuid(22)), r#"{"to":"ca_b@x.example"}"#, now()).await?;
            tx.count_attempt(&own, &ladder, now()).await?;
            tx.count_attempt(&others, &ladder, now()).await?;
            tx.count_in_window(&own, 1, 60, now()).await?;
            tx.count_in_window(&others, 1, 60, now()).await?;
            tx.save_sign_in(&digest(6), "A_b@x.example", "/", at(60)).await?;
            tx.save_sign_in(&digest(7), "aXb@x.example", "/", at(60)).await?;

            tx.blank_history_of(mara).await?;
            tx.delete_mails_with(r#""a_b@x.example""#).await?;
            tx.forget_counts_of(&mara.to_string()).await?;
            tx.delete_sign_ins_with("a_B@x.example").await
        })
        .await;
        let told = async |who| {
            let lines = read(&db, async |tx| tx.history_of(who, None, 9).await).await;
            lines.into_iter().map(|line| [line.network, line.user_agent]).collect::<Vec<_>>()
        };
        assert_eq!(told(mara).await, [["", ""]]);
        assert_eq!(told(otto).await, [["192.0.2.7", "Firefox"]]);
        let tail = read(&db, async |tx| tx.audit_tail(9).await).await;
        let targets: Vec<_> = tail.iter().map(|line| &*line.3).collect();
        assert_eq!(targets, ["Europe/Oslo", ""]);
        let mails = write(&db, async |tx| tx.claim_mails(now(), at(60), 9).await).await;
        let left: Vec<_> = mails.into_iter().map(|mail| mail.id).collect();
        assert_eq!(left.len(), 2);
        assert!(!left.contains(&MailId(uuid(20))));
        let counted = write(&db, async |tx| {
            Ok([
                tx.count_attempt(&own, &ladder, at(1)).await?.is_some(),
                tx.count_attempt(&others, &ladder, at(1)).await?.is_some(),
                tx.count_in_window(&own, 1, 60, at(1)).await?.is_none(),
                tx.count_in_window(&others, 1, 60, at(1)).await?.is_none(),
            ])
        });
        assert_eq!(counted.await, [true, false, true, false]);
        let begun = async |n| {
            read(&db, async |tx| tx.sign_in(&digest(n), now()).await).await.is_some()
        };
        assert_eq!((begun(6).await, begun(7).await), (false, true));
    }
}
