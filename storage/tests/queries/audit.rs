//! The audit log: newest first, and it outlives the persons.

use domain::{AuditId, PersonId};
use storage::{
    AuditEntry,
    testing::{TestDb, both_databases},
};

use crate::support::{at, person, read, uuid, write};

async fn note(db: &TestDb, n: u32, seconds: i64, actor: Option<PersonId>) {
    let entry = AuditEntry {
        id: AuditId(uuid(n)),
        at: at(seconds),
        actor,
        organization: None,
        action: "token.created",
        target: &n.to_string(),
        network: "192.0.2.7",
        user_agent: "",
        request_id: "r1",
        details: "",
        address: "",
        mark: None,
    };
    write(db, async |tx| tx.insert_audit(entry).await).await;
}

both_databases! {
    async fn the_tail_is_newest_first(db: TestDb) {
        let mara = person(&db, 1).await;
        note(&db, 10, 0, Some(mara)).await;
        note(&db, 12, 5, None).await;
        note(&db, 11, 5, Some(mara)).await;
        db.execute("DELETE FROM persons").await;

        let tail = async |limit| read(&db, async |tx| tx.audit_tail(limit).await).await;
        let line = |target: &str, seconds, actor| {
            (at(seconds), actor, "token.created".to_owned(), target.to_owned())
        };
        let all = [line("12", 5, None), line("11", 5, Some(mara)), line("10", 0, Some(mara))];
        assert_eq!(tail(9).await, all);
        assert_eq!(tail(1).await, all[..1]);
        assert_eq!(tail(0).await, []);
    }

    async fn a_history_is_of_one_person(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        note(&db, 10, 0, Some(mara)).await;
        note(&db, 11, 5, Some(otto)).await;
        note(&db, 12, 9, Some(mara)).await;
        let history = read(&db, async |tx| tx.history_of(mara, None, 9).await).await;
        let seen: Vec<_> = history.iter().map(|line| (line.at, &*line.network)).collect();
        assert_eq!(seen, [(at(9), "192.0.2.7"), (at(0), "192.0.2.7")]);
        let page = async |before| read(&db, async |tx| tx.history_of(mara, before, 1).await).await;
        assert_eq!(page(None).await, history[..1]);
        assert_eq!(page(Some(&history[0])).await, history[1..]);
        assert_eq!(page(Some(&history[1])).await, []);
    }

    async fn lines_of_one_moment_are_all_turned_over(db: TestDb) {
        let mara = person(&db, 1).await;
        for n in 10..17 {
            note(&db, n, 5, Some(mara)).await;
        }
        let (mut seen, mut last) = (Vec::new(), None);
        loop {
            let page = read(&db, async |tx| tx.history_of(mara, last.as_ref(), 2).await).await;
            let Some(oldest) = page.last() else { break };
            last = Some(oldest.clone());
            seen.extend(page.into_iter().map(|line| line.id));
        }
        assert_eq!(seen, (10..17).rev().map(uuid).collect::<Vec<_>>());
    }

    async fn what_somebody_has_done_is_known(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        note(&db, 10, 0, Some(mara)).await;
        let done = async |who, what| read(&db, async |tx| tx.has_done(who, what).await).await;
        assert!(done(mara, "token.created").await);
        assert!(!done(mara, "session.created").await);
        assert!(!done(otto, "token.created").await);
    }
}
