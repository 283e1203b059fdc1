//! The people of an organization: in order, found, in pages; and their roles.

use domain::{
    OrganizationId, PersonId,
    people::{Shown, pattern_of},
    person::Name,
    rights::Role,
};
use storage::{
    Listed,
    testing::{TestDb, both_databases},
};

use crate::support::{
    at, crowd, member, name, now, organization, person, read, session, uuid, write,
};

fn all(organization: OrganizationId) -> Listed<'static> {
    Listed { organization, pattern: "%", shown: Shown::Everyone, after: None, limit: 9 }
}

async fn called(db: &TestDb, n: u32, display: &str) -> PersonId {
    let id = person(db, n).await;
    rename(db, id, display, 1).await;
    id
}

async fn rename(db: &TestDb, id: PersonId, display: &str, version: i64) {
    let name = Name { display: display.into(), ..name("Mara") };
    assert!(write(db, async |tx| tx.save_name(id, &name, version, now()).await).await);
}

async fn names(db: &TestDb, listed: Listed<'_>) -> Vec<String> {
    let rows = read(db, async |tx| tx.people_by_name(listed).await).await;
    rows.into_iter().map(|row| row.display_name).collect()
}

async fn newest(db: &TestDb, listed: Listed<'_>) -> Vec<String> {
    let rows = read(db, async |tx| tx.people_by_age(listed).await).await;
    rows.into_iter().map(|row| row.display_name).collect()
}

async fn join(db: &TestDb, id: OrganizationId, who: PersonId, role: Role, when: i64) {
    write(db, async |tx| tx.insert_membership(id, who, role, at(when)).await).await;
}

both_databases! {
    async fn people_are_listed_by_name_or_by_age_in_pages(db: TestDb) {
        let zoe = called(&db, 1, "Zoë").await;
        let id = organization(&db, 10, zoe).await;
        let elsewhere = organization(&db, 11, zoe).await;
        for (n, display, when) in [(2, "åsa", 5), (3, "Bo", 3), (4, "ada", 4), (5, "Bo", 2)] {
            let who = called(&db, n, display).await;
            join(&db, id, who, Role::Member, when).await;
        }
        assert_eq!(names(&db, all(id)).await, ["ada", "åsa", "Bo", "Bo", "Zoë"]);
        assert_eq!(newest(&db, all(id)).await, ["åsa", "ada", "Bo", "Bo", "Zoë"]);
        assert_eq!(names(&db, all(elsewhere)).await, ["Zoë"]);
        assert_eq!(read(&db, async |tx| tx.people_count(id).await).await, (5, 0));
        for by_name in [true, false] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = Listed { after, limit: 2, ..all(id) };
                let rows = read(&db, async |tx| {
                    if by_name { tx.people_by_name(page).await } else { tx.people_by_age(page).await }
                })
                .await;
                let Some(last) = rows.last() else { break };
                after = Some(last.person);
                seen.extend(rows.into_iter().map(|row| row.person));
            }
            seen.sort();
            assert_eq!(seen, (1..=5).map(|n| PersonId(uuid(n))).collect::<Vec<_>>(), "each once");
        }
        let gone = Listed { after: Some(PersonId(uuid(99))), ..all(id) };
        assert_eq!(names(&db, gone).await.len(), 5, "from the start");
        assert_eq!(newest(&db, gone).await.len(), 5);
    }

    async fn people_are_found_by_name_and_address_and_what_they_are(db: TestDb) {
        let zoe = called(&db, 1, "Zoë Ångström").await;
        let id = organization(&db, 10, zoe).await;
        let bo = called(&db, 2, "Bo 100%").await;
        join(&db, id, bo, Role::Viewer, 1).await;
        let find = async |search: &str, shown| {
            let pattern = pattern_of(search);
            let listed = Listed { pattern: &pattern, shown, ..all(id) };
            let found = names(&db, listed).await;
            let mut again = newest(&db, listed).await;
            again.reverse();
            assert_eq!(found.len(), again.len());
            found
        };
        let everyone = Shown::Everyone;
        assert_eq!(find("angst", everyone).await, ["Zoë Ångström"]);
        assert_eq!(find("PERSON2@", everyone).await, ["Bo 100%"]);
        assert_eq!(find("0%", everyone).await, ["Bo 100%"]);
        assert_eq!(find("1_0", everyone).await, Vec::<String>::new(), "no pattern");
        assert_eq!(find("", Shown::Only(Role::Viewer)).await, ["Bo 100%"]);
        assert_eq!(find("zoe", Shown::Only(Role::Viewer)).await, Vec::<String>::new());
        assert_eq!(find("", Shown::WithoutTwoFactor).await.len(), 2);
        write(&db, async |tx| tx.put_authenticator(bo, b"sealed", 1, now()).await).await;
        assert_eq!(find("", Shown::WithoutTwoFactor).await, ["Zoë Ångström"]);
        rename(&db, bo, "Aino", 2).await;
        assert_eq!(find("", everyone).await, ["Aino", "Zoë Ångström"], "lists follow names");
    }

    async fn a_row_tells_what_there_is_to_know(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let row = async || {
            let rows = read(&db, async |tx| tx.people_by_name(all(id)).await).await;
            rows.into_iter().next().unwrap()
        };
        let first = row().await;
        assert_eq!((first.person, first.role, first.since), (mara, Role::Owner, now()));
        assert_eq!((first.last_active, first.two_factor, first.photo), (None, false, None));
        let alone = read(&db, async |tx| tx.person_in(id, mara).await).await;
        assert_eq!(alone, Some(first), "the same alone");
        let nobody = PersonId(uuid(9));
        assert_eq!(read(&db, async |tx| tx.person_in(id, nobody).await).await, None);
        let session = session(&db, 20, mara).await;
        assert_eq!(row().await.last_active, Some(now()));
        write(&db, async |tx| tx.touch_session(session, at(90), at(900)).await).await;
        assert_eq!(row().await.last_active, Some(at(90)));
    }

    async fn roles_change_and_an_owner_is_left(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        let set = async |who, role| write(&db, async |tx| tx.set_role(id, who, (role, None)).await).await;
        let is = async |who| {
            let post = read(&db, async |tx| tx.post_in(id, who).await).await;
            post.map(|post| post.role)
        };
        assert!(!set(otto, Role::Admin).await, "no member");
        assert_eq!(is(otto).await, None);
        member(&db, id, otto, Role::Viewer).await;
        assert!(!set(mara, Role::Admin).await, "the only owner");
        assert!(set(mara, Role::Owner).await && set(otto, Role::Owner).await);
        db.execute("UPDATE persons SET suspended_at = created_at").await;
        assert!(!set(mara, Role::Admin).await, "who does not stay does not count");
        db.execute("UPDATE persons SET suspended_at = NULL").await;
        assert!(set(mara, Role::Member).await);
        assert_eq!((is(mara).await, is(otto).await), (Some(Role::Member), Some(Role::Owner)));
    }

    async fn of_many_owners_who_step_back_at_once_one_stays(db: TestDb) {
        let first = person(&db, 1).await;
        let id = organization(&db, 10, first).await;
        for n in 2..=12 {
            let other = person(&db, n).await;
            member(&db, id, other, Role::Owner).await;
        }
        let done = crowd(12, |n| {
            let db = db.clone();
            async move {
                write(&db, async |tx| {
                    tx.lock_organization(&id.into()).await?;
                    tx.set_role(id, PersonId(uuid(n + 1)), (Role::Viewer, None)).await
                })
                .await
            }
        })
        .await;
        assert_eq!(done.iter().filter(|done| **done).count(), 11);
    }
}
