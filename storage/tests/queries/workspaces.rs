//! Workspaces: each is in one organization, and changes there alone.

use domain::{
    OrganizationId, PersonId, WorkspaceId,
    email::Email,
    rights::{Role, Standing},
};
use storage::testing::{TestDb, both_databases};

use crate::support::{at, member, now, organization, person, read, uuid, workspace, write};

async fn listed(
    db: &TestDb,
    id: OrganizationId,
    archived: bool,
    after: Option<WorkspaceId>,
    limit: i64,
) -> Vec<WorkspaceId> {
    let rows = read(db, async |tx| tx.workspaces_in(id, archived, after, limit).await).await;
    rows.into_iter().map(|row| row.id).collect()
}

async fn members(
    db: &TestDb,
    id: WorkspaceId,
    after: Option<PersonId>,
    limit: i64,
) -> Vec<PersonId> {
    let rows = read(db, async |tx| tx.members_of(id, after, limit).await).await;
    rows.into_iter().map(|row| row.person).collect()
}

both_databases! {
    async fn a_workspace_is_kept_as_given(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let organization = organization(&db, 10, mara).await;
        let id = workspace(&db, 20, organization, mara).await;
        let row = async |who, when| {
            read(&db, async |tx| tx.workspace(id, who, when).await).await
        };
        let mine = row(mara, now()).await.unwrap();
        assert_eq!((&*mine.name, mine.version, mine.members), ("Workspace 20", 1, 1));
        assert_eq!((mine.organization, &*mine.organization_slug), (organization, "organization10"));
        assert_eq!((mine.created_at, mine.archived_at), (now(), None));
        let standing = |organization: Option<Role>, workspace| Standing {
            organization: organization.map(Into::into),
            workspace,
        };
        assert_eq!(mine.standing, standing(Some(Role::Owner), Some(Role::Admin)));
        assert_eq!(row(otto, now()).await.unwrap().standing, standing(None, None));
        write(&db, async |tx| tx.end_organization(organization, at(9)).await).await;
        assert!(row(mara, at(8)).await.is_some() && row(mara, at(9)).await.is_none());
    }

    async fn lists_are_newest_first_in_pages(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let mut ids = Vec::new();
        for n in 20..25 {
            ids.insert(0, workspace(&db, n, id, mara).await);
        }
        let other = organization(&db, 11, mara).await;
        workspace(&db, 30, other, mara).await;
        assert_eq!(listed(&db, id, false, None, 9).await, ids);
        assert_eq!(listed(&db, id, false, Some(ids[1]), 2).await, ids[2..4]);
        assert_eq!(listed(&db, id, false, Some(ids[4]), 2).await, []);
        assert_eq!(listed(&db, id, true, None, 9).await, []);
    }

    async fn one_is_archived_and_restored_once(db: TestDb) {
        let mara = person(&db, 1).await;
        let (one, two) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let id = workspace(&db, 20, one, mara).await;
        let archive = async |within, at| {
            write(&db, async |tx| tx.archive_workspace(id, within, at).await).await
        };
        assert!(!archive(two, Some(at(5))).await, "it is elsewhere");
        assert!(archive(one, Some(at(5))).await && !archive(one, Some(at(6))).await);
        assert_eq!(listed(&db, one, true, None, 9).await, [id]);
        assert_eq!(listed(&db, one, false, None, 9).await, []);
        let shares = read(&db, async |tx| tx.workspaces_of(mara, 9).await).await;
        assert_eq!(shares[0].archived_at, Some(at(5)));
        assert!(archive(one, None).await && !archive(one, None).await);
        assert_eq!(listed(&db, one, false, None, 9).await, [id]);
    }

    async fn a_name_must_start_from_the_newest_version(db: TestDb) {
        let mara = person(&db, 1).await;
        let (one, two) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let id = workspace(&db, 20, one, mara).await;
        let rename = async |within, version| {
            write(&db, async |tx| tx.rename_workspace(id, within, "New", version).await).await
        };
        assert!(!rename(two, 1).await && !rename(one, 2).await && rename(one, 1).await);
        assert!(!rename(one, 1).await);
        let row = read(&db, async |tx| tx.workspace(id, mara, now()).await).await.unwrap();
        assert_eq!((&*row.name, row.version), ("New", 2));
    }

    async fn a_move_takes_only_those_who_belong_there(db: TestDb) {
        let (mara, otto, eve) =
            (person(&db, 1).await, person(&db, 2).await, person(&db, 3).await);
        let (from, to) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let over = organization(&db, 12, mara).await;
        write(&db, async |tx| tx.end_organization(over, at(9)).await).await;
        member(&db, from, otto, Role::Member).await;
        member(&db, from, eve, Role::Member).await;
        member(&db, to, eve, Role::Viewer).await;
        let id = workspace(&db, 20, from, mara).await;
        for who in [otto, eve] {
            assert!(
                write(&db, async |tx| tx.insert_workspace_member(id, who, Role::Member, now()).await)
                    .await
            );
        }
        let targets = async |who| {
            read(&db, async |tx| tx.targets_of(id, from, who, 9).await).await
        };
        let seen = targets(mara).await;
        assert_eq!(seen.len(), 1, "not the one that is over");
        assert_eq!((&*seen[0].slug, seen[0].held.role, seen[0].strangers), ("organization11", Role::Owner, 1));
        assert_eq!(targets(eve).await[0].held.role, Role::Viewer);
        assert!(targets(otto).await.is_empty());
        let hand = async || write(&db, async |tx| tx.move_workspace(id, from, to).await).await;
        assert!(hand().await && !hand().await);
        assert_eq!(members(&db, id, None, 9).await, [mara, eve]);
        assert_eq!(listed(&db, to, false, None, 9).await, [id]);
    }

    async fn members_come_in_pages(db: TestDb) {
        let mara = person(&db, 1).await;
        let organization = organization(&db, 10, mara).await;
        let id = workspace(&db, 20, organization, mara).await;
        let add = async |who| {
            write(&db, async |tx| tx.insert_workspace_member(id, who, Role::Viewer, now()).await).await
        };
        assert!(!add(mara).await, "once");
        for n in 2..=4 {
            assert!(add(person(&db, n).await).await);
        }
        let all: Vec<_> = (1..=4).map(|n| PersonId(uuid(n))).collect();
        assert_eq!(members(&db, id, None, 9).await, all);
        assert_eq!(members(&db, id, Some(all[0]), 2).await, all[1..3]);
        let rows = read(&db, async |tx| tx.members_of(id, None, 1).await).await;
        assert_eq!((&*rows[0].display_name, rows[0].role, rows[0].photo), ("Mara L.", Role::Admin, None));
    }

    async fn members_get_another_role_and_go(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let organization = organization(&db, 10, mara).await;
        let id = workspace(&db, 20, organization, mara).await;
        let set = async |who, role| {
            write(&db, async |tx| tx.set_member_role(id, who, role).await).await
        };
        assert!(set(mara, Role::Viewer).await);
        assert!(!set(otto, Role::Viewer).await);
        let member = async |who| read(&db, async |tx| tx.member_of(id, who).await).await;
        let row = member(mara).await.unwrap();
        assert_eq!((row.role, row.direct), (Role::Viewer, Some(Role::Viewer)));
        assert_eq!(member(otto).await, None);
        let delete = async || write(&db, async |tx| tx.delete_member(id, mara).await).await;
        assert!(delete().await && !delete().await);
        assert_eq!(member(mara).await, None);
    }

    async fn an_address_means_somebody_of_the_organization(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        let found = async |who| {
            let profile = read(&db, async |tx| tx.profile(who).await).await.unwrap();
            let key = Email::parse(&profile.email).unwrap().canonical().unwrap();
            read(&db, async |tx| tx.person_of_address(id, &key).await).await
        };
        assert_eq!(found(mara).await, Some(mara));
        assert_eq!(found(otto).await, None);
        member(&db, id, otto, Role::Viewer).await;
        assert_eq!(found(otto).await, Some(otto));
    }
}
