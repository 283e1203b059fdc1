//! Everybody who has an account, and who runs the instance.

use domain::{PersonId, people::pattern_of, person::Name, staff::people::Shown};
use storage::{
    AccountRow, ListedAccounts,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, name, now, organization, person, read, session, uuid, write};

const ALL: ListedAccounts<'_> =
    ListedAccounts { pattern: "%", shown: Shown::Everyone, after: None, limit: 9 };

async fn called(db: &TestDb, n: u32, display: &str) -> PersonId {
    let id = person(db, n).await;
    let name = Name { display: display.into(), ..name("Mara") };
    assert!(write(db, async |tx| tx.save_name(id, &name, 1, now()).await).await);
    id
}

async fn rows(db: &TestDb, listed: ListedAccounts<'_>) -> Vec<AccountRow> {
    read(db, async |tx| tx.accounts(listed).await).await
}

async fn names(db: &TestDb, listed: ListedAccounts<'_>) -> Vec<String> {
    rows(db, listed).await.into_iter().map(|row| row.name.display).collect()
}

/// Whether the person is staff from now on, or is not.
async fn set(db: &TestDb, who: PersonId, staff: bool) -> bool {
    write(db, async |tx| {
        tx.lock_staff().await?;
        tx.set_staff(who, staff, now()).await
    })
    .await
}

async fn suspend(db: &TestDb, who: PersonId) -> bool {
    write(db, async |tx| {
        tx.lock_staff().await?;
        tx.suspend_person(who, now()).await
    })
    .await
}

both_databases! {
    async fn accounts_are_listed_by_name_in_pages(db: TestDb) {
        for (n, display) in [(1, "Zoë"), (2, "åsa"), (3, "Bo"), (4, "ada"), (5, "Bo")] {
            called(&db, n, display).await;
        }
        assert_eq!(names(&db, ALL).await, ["ada", "åsa", "Bo", "Bo", "Zoë"]);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = rows(&db, ListedAccounts { after, limit: 2, ..ALL }).await;
            let Some(last) = page.last() else { break };
            after = Some(last.person);
            seen.extend(page.into_iter().map(|row| row.person));
        }
        seen.sort();
        assert_eq!(seen, (1..=5).map(|n| PersonId(uuid(n))).collect::<Vec<_>>(), "each once");
        let gone = ListedAccounts { after: Some(PersonId(uuid(99))), ..ALL };
        assert_eq!(names(&db, gone).await.len(), 5, "from the start");
    }

    async fn accounts_are_found_by_name_address_and_state(db: TestDb) {
        let (zoe, bo) = (called(&db, 1, "Zoë Ångström").await, called(&db, 2, "Bo 100%").await);
        let find = async |search: &str, shown| {
            let pattern = pattern_of(search);
            names(&db, ListedAccounts { pattern: &pattern, shown, ..ALL }).await
        };
        let nobody = Vec::<String>::new();
        assert_eq!(find("angst", Shown::Everyone).await, ["Zoë Ångström"]);
        assert_eq!(find("PERSON2@", Shown::Everyone).await, ["Bo 100%"]);
        assert_eq!(find("1_0", Shown::Everyone).await, nobody, "no pattern");
        assert_eq!(find("", Shown::Staff).await, ["Zoë Ångström"]);
        assert_eq!(find("bo", Shown::Staff).await, nobody);
        assert_eq!(find("", Shown::WithoutTwoFactor).await.len(), 2);
        write(&db, async |tx| tx.put_authenticator(zoe, b"sealed", 1, now()).await).await;
        assert_eq!(find("", Shown::WithoutTwoFactor).await, ["Bo 100%"]);
        assert_eq!(find("", Shown::Suspended).await, nobody);
        assert!(suspend(&db, bo).await);
        assert_eq!(find("", Shown::Suspended).await, ["Bo 100%"]);
        assert_eq!(find("", Shown::Leaving).await, nobody);
        assert!(write(&db, async |tx| tx.leave(bo, at(60)).await).await);
        assert_eq!(find("", Shown::Leaving).await, ["Bo 100%"]);
    }

    async fn a_row_tells_what_there_is_to_know(db: TestDb) {
        let mara = person(&db, 1).await;
        let one = async || read(&db, async |tx| tx.account(mara).await).await.unwrap();
        let first = one().await;
        assert_eq!((first.person, first.staff, first.since), (mara, true, now()));
        assert_eq!((first.organizations, first.last_active, first.two_factor), (0, None, false));
        assert_eq!((first.suspended, first.leaves_at, first.factor_reset_at), (false, None, None));
        assert_eq!(rows(&db, ALL).await, [first], "the same in a list");
        let nobody = PersonId(uuid(9));
        assert_eq!(read(&db, async |tx| tx.account(nobody).await).await, None);
        for n in 10..13 {
            organization(&db, n, mara).await;
        }
        let session = session(&db, 20, mara).await;
        write(&db, async |tx| tx.touch_session(session, at(90), at(900)).await).await;
        write(&db, async |tx| tx.set_factor_reset(mara, Some(at(5))).await).await;
        let then = one().await;
        assert_eq!((then.organizations, then.last_active), (3, Some(at(90))));
        assert_eq!(then.factor_reset_at, Some(at(5)));
    }

    async fn staff_come_and_go_and_one_is_left(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let is = async |who| read(&db, async |tx| tx.is_staff(who).await).await;
        assert_eq!((is(mara).await, is(otto).await), (true, false));
        assert!(!set(&db, mara, true).await && !set(&db, otto, false).await, "nothing new");
        assert!(!set(&db, mara, false).await && !suspend(&db, mara).await, "the only one");
        assert!(set(&db, otto, true).await && suspend(&db, mara).await);
        assert_eq!((is(mara).await, is(otto).await), (false, true), "who is suspended is none");
        assert!(!suspend(&db, mara).await && !set(&db, otto, false).await && !suspend(&db, otto).await);
        let resume = async |who| write(&db, async |tx| tx.resume_person(who, now()).await).await;
        assert!(resume(mara).await && !resume(mara).await);
        assert!(set(&db, otto, false).await);
        assert_eq!((is(mara).await, is(otto).await), (true, false));
        let nobody = PersonId(uuid(9));
        assert!(!set(&db, nobody, true).await && !suspend(&db, nobody).await && !resume(nobody).await);
    }

    async fn of_many_staff_who_go_at_once_one_stays(db: TestDb) {
        for n in 1..=12 {
            let who = person(&db, n).await;
            set(&db, who, true).await;
        }
        let done = crowd(12, |n| {
            let (db, who) = (db.clone(), PersonId(uuid(n + 1)));
            async move { if n % 2 == 0 { set(&db, who, false).await } else { suspend(&db, who).await } }
        })
        .await;
        assert_eq!(done.iter().filter(|done| **done).count(), 11);
    }
}
