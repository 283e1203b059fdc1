//! The chain of the audit log moves once, each line gets one place; and how the log is read.

use domain::{AuditId, OrganizationId, PersonId};
use storage::{
    AuditEntry, Chain, LogAsked, Mark,
    testing::{TestDb, both_databases},
};
use uuid::Uuid;

use crate::support::{at, crowd, person, read, uuid, write};

const ASKED: LogAsked<'_> = LogAsked {
    organization: None,
    actor: None,
    action: "",
    from: None,
    until: None,
    pattern: "%",
    before: None,
    limit: 9,
};

async fn note(
    db: &TestDb,
    n: u32,
    action: &str,
    (organization, actor): (Option<OrganizationId>, Option<PersonId>),
    (details, address): (&str, &str),
) {
    let entry = AuditEntry {
        id: AuditId(uuid(n)),
        at: at(n.into()),
        actor,
        organization,
        action,
        target: "somewhere",
        network: "192.0.2.7",
        user_agent: "Firefox",
        request_id: "r1",
        details,
        address,
        mark: None,
    };
    write(db, async |tx| tx.insert_audit(entry).await).await;
}

async fn found(db: &TestDb, asked: LogAsked<'_>) -> Vec<Uuid> {
    let lines = read(db, async |tx| tx.log_lines(asked).await).await;
    lines.into_iter().map(|line| line.id).collect()
}

both_databases! {
    async fn a_line_gets_one_place_and_the_end_moves_once(db: TestDb) {
        for n in 1..4 {
            note(&db, n, "a", (None, None), ("", "")).await;
        }
        let start = read(&db, async |tx| tx.chain().await).await;
        assert_eq!(start, Chain { seq: 0, link: Vec::new(), adopts: true });
        let waiting = read(&db, async |tx| tx.unsealed_lines(2).await).await;
        assert_eq!(waiting.iter().map(|line| line.id).collect::<Vec<_>>(), [uuid(1), uuid(2)]);
        assert_eq!(read(&db, async |tx| tx.unsealed_count().await).await, 3);
        let moved = crowd(6, |n| {
            let db = db.clone();
            async move {
                let to = Chain { seq: 2, link: vec![u8::try_from(n).unwrap()], adopts: false };
                write(&db, async |tx| tx.move_chain(0, &to).await).await
            }
        });
        assert_eq!(moved.await.into_iter().filter(|moved| *moved).count(), 1);
        let mark = Mark {
            origin_salt: vec![1],
            origin_digest: vec![2],
            address_salt: None,
            address_digest: None,
            mark: vec![3],
        };
        write(&db, async |tx| {
            tx.mark_line(AuditId(uuid(1)), &mark).await?;
            assert!(tx.seal_line(AuditId(uuid(1)), 1, &[7]).await?);
            assert!(!tx.seal_line(AuditId(uuid(1)), 2, &[8]).await?);
            assert!(tx.seal_line(AuditId(uuid(2)), 2, &[8]).await?);
            Ok(())
        })
        .await;
        let sealed = read(&db, async |tx| tx.sealed_lines(0, 9).await).await;
        let seen: Vec<_> = sealed.iter().map(|line| (line.seq, line.mark.clone())).collect();
        assert_eq!(seen, [(Some(1), Some(vec![3])), (Some(2), None)]);
        assert_eq!(read(&db, async |tx| tx.sealed_lines(1, 9).await).await.len(), 1);
        assert_eq!(read(&db, async |tx| tx.unsealed_count().await).await, 1);
    }

    async fn the_log_is_found_by_place_person_action_day_and_text(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let (here, there) = (OrganizationId(uuid(90)), OrganizationId(uuid(91)));
        note(&db, 10, "a", (Some(here), Some(mara)), (r#"{"name":[null,"Cranes"]}"#, "")).await;
        note(&db, 11, "b", (Some(here), Some(otto)), ("", "ada@harbour.example")).await;
        note(&db, 12, "a", (Some(there), Some(mara)), ("", "")).await;
        note(&db, 13, "a", (None, Some(mara)), ("", "")).await;
        let all = LogAsked { organization: Some(here), ..ASKED };
        let person = |asked, who| LogAsked { actor: Some(who), ..asked };
        for (asked, lines) in [
            (ASKED, vec![13, 12, 11, 10]),
            (person(ASKED, mara), vec![13, 12, 10]),
            (all, vec![11, 10]),
            (person(all, mara), vec![10]),
            (LogAsked { action: "b", ..all }, vec![11]),
            (LogAsked { action: "b", ..person(all, mara) }, vec![]),
            (LogAsked { action: "b", ..ASKED }, vec![11]),
            (LogAsked { from: Some(at(11)), ..all }, vec![11]),
            (LogAsked { until: Some(at(11)), ..all }, vec![10]),
            (LogAsked { before: Some((at(11), uuid(11))), ..all }, vec![10]),
            (LogAsked { pattern: "%cranes%", ..all }, vec![10]),
            (LogAsked { pattern: "%harbour%", ..all }, vec![11]),
            (LogAsked { limit: 1, ..all }, vec![11]),
        ] {
            let lines: Vec<_> = lines.into_iter().map(uuid).collect();
            assert_eq!(found(&db, asked).await, lines, "{asked:?}");
        }
        let rows = read(&db, async |tx| tx.log_lines(person(all, mara)).await).await;
        assert!(rows[0].actor_name.is_some() && rows[0].photo().is_none());
        let some = [mara.0, otto.0, uuid(99)];
        let names = read(&db, async |tx| tx.names_of(some.into_iter(), here).await).await;
        assert_eq!(names.len(), 2);
        let nowhere = read(&db, async |tx| tx.organization_of(&here.into()).await).await;
        assert_eq!(nowhere, None);
    }

    async fn an_address_is_forgotten_alone(db: TestDb) {
        note(&db, 10, "a", (None, None), ("{}", "ada@harbour.example")).await;
        note(&db, 11, "a", (None, None), ("", "otto@harbour.example")).await;
        note(&db, 12, "a", (None, None), ("", "")).await;
        write(&db, async |tx| tx.blank_address("ada@harbour.example").await).await;
        write(&db, async |tx| tx.blank_address("").await).await;
        let lines = read(&db, async |tx| tx.log_lines(ASKED).await).await;
        let left: Vec<_> = lines.iter().map(|line| (&*line.address, &*line.details)).collect();
        assert_eq!(left, [("", ""), ("otto@harbour.example", ""), ("", "{}")]);
    }
}
