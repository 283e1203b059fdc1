//! Roles of an organization's own, and people who are suspended in one.

use domain::{
    OrganizationId, PersonId, RoleId,
    email::Email,
    organizations::KeptOut,
    people::{Shown, pattern_of},
    rights::{Right, Rights, Role},
    roles::RoleForm,
};
use storage::{
    Listed,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, member, now, organization, person, read, uuid, workspace, write};

fn form(name: &str, rights: &[&str]) -> RoleForm {
    let rights = Rights::named(rights.iter().copied());
    RoleForm { name: name.into(), about: "For tests".into(), rights }
}

/// Adds role number `n`.
async fn role(db: &TestDb, n: u32, organization: OrganizationId, rights: &[&str]) -> RoleId {
    let (id, form) = (RoleId(uuid(n)), form("Desk", rights));
    write(db, async |tx| tx.insert_role(id, organization, &form, now()).await).await;
    id
}

async fn gets(db: &TestDb, id: OrganizationId, who: PersonId, own: RoleId) -> bool {
    write(db, async |tx| tx.set_role(id, who, (Role::Member, Some(own))).await).await
}

both_databases! {
    async fn roles_are_kept_as_given_and_listed_by_name(db: TestDb) {
        let mara = person(&db, 1).await;
        let (here, there) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let desk = role(&db, 20, here, &["manage_people", "manage_members"]).await;
        let early = (RoleId(uuid(21)), form("älteste", &["read_log"]));
        write(&db, async |tx| tx.insert_role(early.0, here, &early.1, now()).await).await;
        let listed = read(&db, async |tx| tx.roles_in(here).await).await;
        let names: Vec<_> = listed.iter().map(|role| (role.id, &*role.name, role.people)).collect();
        assert_eq!(names, [(early.0, "älteste", 0), (desk, "Desk", 0)]);
        let may = |right| listed[1].rights.has(right);
        assert!(may(Right::ManagePeople) && may(Right::ReadWorkspace) && !may(Right::ReadLog));
        assert_eq!(read(&db, async |tx| tx.roles_in(there).await).await, []);
        let called = async |at, name| read(&db, async |tx| tx.role_called(at, name).await).await;
        assert_eq!(called(here, "DESK").await, Some(desk));
        assert_eq!(called(there, "Desk").await, None);
        let own = async |at| read(&db, async |tx| tx.own_role(desk, at).await).await;
        assert_eq!(own(here).await.as_ref(), Some(&listed[1]));
        assert_eq!(own(there).await, None);

        let save = async |at, version, new: &RoleForm| {
            write(&db, async |tx| tx.save_role(desk, at, new, version).await).await
        };
        let new = form("Log readers", &["read_log"]);
        assert!(!save(there, 1, &new).await, "of another organization");
        assert!(!save(here, 2, &new).await, "not the newest");
        assert!(save(here, 1, &new).await);
        let saved = own(here).await.unwrap();
        assert_eq!((&*saved.name, saved.version), ("Log readers", 2));
        assert_eq!(saved.rights, new.rights);
    }

    async fn what_a_role_may_those_may_who_have_it(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Viewer).await;
        let robots = workspace(&db, 30, id, mara).await;
        let desk = role(&db, 20, id, &["read_workspaces"]).await;
        assert!(gets(&db, id, otto, desk).await);
        let row = read(&db, async |tx| tx.membership(&id.into(), otto, now()).await).await.unwrap();
        assert!(row.held.has(Right::ReadWorkspace) && !row.held.has(Right::ManageWorkspaces));
        assert_eq!(row.own_role.as_deref(), Some("Desk"));
        let at_robots = read(&db, async |tx| tx.workspace(robots, otto, now()).await).await;
        assert!(at_robots.unwrap().standing.has(Right::ReadWorkspace));
        let home = read(&db, async |tx| tx.organizations_of(otto, 9, now()).await).await;
        assert_eq!((home[0].held, home[0].own_role.as_deref()), (row.held, Some("Desk")));
        let post = read(&db, async |tx| tx.post_in(id, otto).await).await.unwrap();
        assert_eq!((post.role, post.name(), post.suspended), (Role::Member, "Desk", false));
        let shown = |shown| Listed { shown, pattern: "%", organization: id, after: None, limit: 9 };
        for (of, found) in [
            (Shown::OwnRoles, 1),
            (Shown::Only(Role::Member), 0),
            (Shown::Suspended, 0),
            (Shown::Everyone, 2),
        ] {
            let rows = read(&db, async |tx| tx.people_by_name(shown(of)).await).await;
            assert_eq!(rows.len(), found, "{of:?}");
            let rows = read(&db, async |tx| tx.people_by_age(shown(of)).await).await;
            assert_eq!(rows.len(), found, "{of:?}, by age");
        }
        let delete = async |at| write(&db, async |tx| tx.delete_role(desk, at).await).await;
        assert!(!delete(id).await, "somebody has it");
        write(&db, async |tx| tx.set_role(id, otto, (Role::Viewer, None)).await).await;
        assert!(!delete(organization(&db, 11, mara).await).await, "of another organization");
        assert!(delete(id).await && !delete(id).await);
    }

    async fn one_with_roles_is_deleted_whole(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Member).await;
        let desk = role(&db, 20, id, &["read_log"]).await;
        assert!(gets(&db, id, otto, desk).await);
        write(&db, async |tx| tx.end_organization(id, at(9)).await).await;
        let gone = write(&db, async |tx| tx.delete_due_organization(at(9)).await).await;
        assert_eq!(gone, Some(id));
        assert_eq!(read(&db, async |tx| tx.own_role(desk, id).await).await, None);
    }

    async fn of_giving_and_deleting_at_once_one_happens(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Viewer).await;
        let desk = role(&db, 20, id, &["read_log"]).await;
        let done = crowd(8, |n| {
            let db = db.clone();
            async move {
                write(&db, async |tx| {
                    tx.lock_organization(&id.into()).await?;
                    if n % 2 == 0 {
                        return tx.delete_role(desk, id).await;
                    }
                    if tx.own_role(desk, id).await?.is_none() {
                        return Ok(false);
                    }
                    tx.set_role(id, otto, (Role::Member, Some(desk))).await
                })
                .await
            }
        })
        .await;
        let post = read(&db, async |tx| tx.post_in(id, otto).await).await.unwrap();
        let there = read(&db, async |tx| tx.own_role(desk, id).await).await.is_some();
        assert_eq!(post.own_role.is_some(), there, "{done:?}");
    }

    async fn who_looks_after_people_by_a_role_invites_members_and_viewers(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Viewer).await;
        let invite = async |n, role| {
            let email = Email::parse(&format!("new{n}@x.example")).unwrap();
            let new = storage::NewInvitation {
                id: domain::InvitationId(uuid(n)),
                organization: id,
                key: &email.canonical().unwrap(),
                email: &email,
                role,
                by: otto,
                now: now(),
                expires: at(600),
            };
            write(&db, async |tx| tx.insert_invitation(new).await).await;
            domain::InvitationId(uuid(n))
        };
        let (admin, viewer) = (invite(40, Role::Admin).await, invite(41, Role::Viewer).await);
        let counts = async |id| {
            read(&db, async |tx| tx.invitation(id).await).await.is_some_and(|row| row.by_may)
        };
        let log = role(&db, 20, id, &["read_log"]).await;
        assert!(gets(&db, id, otto, log).await);
        assert!(!counts(viewer).await);
        let desk = RoleId(uuid(21));
        let people = form("People", &["read_log", "manage_people"]);
        write(&db, async |tx| tx.insert_role(desk, id, &people, now()).await).await;
        assert!(gets(&db, id, otto, desk).await);
        assert!(counts(viewer).await && !counts(admin).await);
        assert!(write(&db, async |tx| tx.suspend_member(id, otto, Some(now())).await).await);
        assert!(!counts(viewer).await, "while suspended");
    }

    async fn somebody_is_suspended_and_an_owner_is_left(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        let suspend = async |who, at| {
            write(&db, async |tx| tx.suspend_member(id, who, at).await).await
        };
        assert!(!suspend(otto, Some(now())).await, "no member");
        member(&db, id, otto, Role::Owner).await;
        assert!(suspend(mara, Some(now())).await && !suspend(mara, Some(now())).await);
        assert!(!suspend(otto, Some(now())).await, "the only owner who is left");
        let leave = async |who| write(&db, async |tx| tx.leave_organization(id, who).await).await;
        assert!(!leave(otto).await);
        let row = async || read(&db, async |tx| tx.membership(&id.into(), mara, now()).await).await;
        assert_eq!(row().await.unwrap().kept_out, Some(KeptOut::Suspended));
        let pattern = &pattern_of("");
        let listed =
            Listed { shown: Shown::Suspended, pattern, organization: id, after: None, limit: 9 };
        let rows = read(&db, async |tx| tx.people_by_name(listed).await).await;
        assert_eq!(rows.iter().map(|row| (row.person, row.suspended)).collect::<Vec<_>>(), [(mara, true)]);
        let home = read(&db, async |tx| tx.organizations_of(mara, 9, now()).await).await;
        assert_eq!(home[0].kept_out, Some(KeptOut::Suspended));
        assert!(suspend(mara, None).await && !suspend(mara, None).await);
        assert_eq!(row().await.unwrap().kept_out, None);
        assert!(leave(otto).await);
    }
}
