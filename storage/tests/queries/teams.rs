//! Teams: who is in them, and what that makes of people in workspaces.

use domain::{
    InvitationId, OrganizationId, PersonId, TeamId, WorkspaceId,
    email::Email,
    rights::{Role, Standing},
    teams::{TeamForm, TeamSummary},
};
use storage::{
    NewInvitation, Tx,
    testing::{TestDb, both_databases},
};
use uuid::Uuid;

use crate::support::{at, crowd, member, now, organization, person, read, uuid, workspace, write};

fn form(name: &str) -> TeamForm {
    TeamForm { name: name.into(), about: "For tests".into() }
}

/// Adds team number `n`.
async fn team(db: &TestDb, n: u32, organization: OrganizationId, name: &str) -> TeamId {
    let id = TeamId(uuid(n));
    write(db, async |tx| tx.insert_team(id, organization, &form(name), now()).await).await;
    id
}

async fn joins(db: &TestDb, team: TeamId, organization: OrganizationId, who: PersonId) -> bool {
    write(db, async |tx| tx.insert_team_member(team, organization, who, now()).await).await
}

async fn gives(
    db: &TestDb,
    team: TeamId,
    organization: OrganizationId,
    workspace: WorkspaceId,
    role: Role,
) -> bool {
    write(db, async |tx| tx.set_team_role(team, organization, workspace, role).await).await
}

async fn role_at(db: &TestDb, workspace: WorkspaceId, who: PersonId) -> Option<Role> {
    let row = read(db, async |tx| tx.workspace(workspace, who, now()).await).await;
    row.unwrap().standing.workspace
}

/// An organization with its owner, somebody else, a team and a workspace.
struct World {
    organization: OrganizationId,
    mara: PersonId,
    otto: PersonId,
    team: TeamId,
    workspace: WorkspaceId,
}

async fn world(db: &TestDb) -> World {
    let (mara, otto) = (person(db, 1).await, person(db, 2).await);
    let organization = organization(db, 10, mara).await;
    member(db, organization, otto, Role::Viewer).await;
    let team = team(db, 20, organization, "Crew").await;
    let workspace = workspace(db, 30, organization, mara).await;
    World { organization, mara, otto, team, workspace }
}

both_databases! {
    async fn teams_are_kept_as_given_and_listed_by_name(db: TestDb) {
        let World { organization: id, mara, otto, team: crew, workspace } = world(&db).await;
        let early = team(&db, 21, id, "älteste").await;
        assert!(joins(&db, crew, id, otto).await);
        assert!(gives(&db, crew, id, workspace, Role::Member).await);
        let summary = |id, name: &str, people, workspaces, yours| {
            let (name, about) = (name.to_owned(), "For tests".to_owned());
            TeamSummary { id, name, about, people, workspaces, yours }
        };
        let listed = read(&db, async |tx| tx.teams_in(id, otto).await).await;
        assert_eq!(
            listed,
            [summary(early, "älteste", 0, 0, false), summary(crew, "Crew", 1, 1, true)]
        );
        let listed = read(&db, async |tx| tx.teams_in(id, mara).await).await;
        assert!(listed.iter().all(|team| !team.yours));

        let row = read(&db, async |tx| tx.team(crew, id).await).await.unwrap();
        assert_eq!((&*row.name, &*row.about, row.version, row.people), ("Crew", "For tests", 1, 1));
        assert_eq!(row.created_at, now());
        let other = crate::support::organization(&db, 11, mara).await;
        assert_eq!(read(&db, async |tx| tx.team(crew, other).await).await, None);
    }

    async fn a_name_is_found_however_it_is_written(db: TestDb) {
        let World { organization: id, team: crew, mara, .. } = world(&db).await;
        let found = async |organization, name| {
            read(&db, async |tx| tx.team_named(organization, name).await).await
        };
        assert_eq!(found(id, "CREW").await, Some(crew));
        assert_eq!(found(id, "Crews").await, None);
        let other = crate::support::organization(&db, 11, mara).await;
        assert_eq!(found(other, "Crew").await, None);
    }

    async fn a_save_must_start_from_the_newest_version(db: TestDb) {
        let World { organization: id, team: crew, .. } = world(&db).await;
        let save = async |name: &'static str, version| {
            write(&db, async |tx| tx.save_team(crew, id, &form(name), version).await).await
        };
        assert!(save("Shore crew", 1).await);
        assert!(!save("Boat crew", 1).await);
        let row = read(&db, async |tx| tx.team(crew, id).await).await.unwrap();
        assert_eq!((&*row.name, row.version), ("Shore crew", 2));
    }

    async fn only_people_of_the_organization_are_in_it_and_once(db: TestDb) {
        let World { organization: id, otto, team: crew, mara, .. } = world(&db).await;
        let stranger = person(&db, 3).await;
        assert!(joins(&db, crew, id, otto).await);
        assert!(!joins(&db, crew, id, otto).await);
        assert!(!joins(&db, crew, id, stranger).await);
        let other = crate::support::organization(&db, 11, mara).await;
        assert!(!joins(&db, crew, other, mara).await, "it is a team of another");

        let left = async |organization| {
            write(&db, async |tx| tx.delete_team_member(crew, organization, otto).await).await
        };
        assert!(!left(other).await);
        assert!(left(id).await && !left(id).await);
    }

    async fn people_come_in_pages(db: TestDb) {
        let World { organization: id, team: crew, .. } = world(&db).await;
        let mut people = Vec::new();
        for n in 3..8 {
            let who = person(&db, n).await;
            member(&db, id, who, Role::Member).await;
            joins(&db, crew, id, who).await;
            people.push(who);
        }
        let page = async |after| {
            let rows = read(&db, async |tx| tx.teammates(crew, after, 3).await).await;
            rows.into_iter().map(|row| row.person).collect::<Vec<_>>()
        };
        assert_eq!(page(None).await, people[..3]);
        assert_eq!(page(Some(people[2])).await, people[3..]);
    }

    async fn of_all_that_somebody_is_in_a_workspace_the_most_counts(db: TestDb) {
        let World { organization: id, mara, otto, team: crew, workspace: here } = world(&db).await;
        assert_eq!(role_at(&db, here, otto).await, None);
        joins(&db, crew, id, otto).await;
        gives(&db, crew, id, here, Role::Member).await;
        assert_eq!(role_at(&db, here, otto).await, Some(Role::Member));
        write(&db, async |tx| tx.insert_workspace_member(here, otto, Role::Viewer, at(1)).await)
            .await;
        assert_eq!(role_at(&db, here, otto).await, Some(Role::Member));
        gives(&db, crew, id, here, Role::Admin).await;
        assert_eq!(role_at(&db, here, otto).await, Some(Role::Admin), "given again, it is changed");
        gives(&db, crew, id, here, Role::Viewer).await;
        write(&db, async |tx| tx.set_member_role(here, otto, Role::Member).await).await;
        assert_eq!(role_at(&db, here, otto).await, Some(Role::Member));

        let shares = read(&db, async |tx| tx.workspaces_of(otto, 9).await).await;
        assert_eq!(shares.len(), 1);
        assert_eq!((shares[0].id, shares[0].role, shares[0].since), (here, Role::Member, now()));
        let row = read(&db, async |tx| tx.workspace(here, mara, now()).await).await.unwrap();
        assert_eq!(row.members, 2, "each counts once");
        let members = read(&db, async |tx| tx.members_of(here, None, 9).await).await;
        assert_eq!(
            members.iter().map(|row| (row.person, row.role, row.direct)).collect::<Vec<_>>(),
            [(mara, Role::Admin, Some(Role::Admin)), (otto, Role::Member, Some(Role::Member))]
        );
        let brought = read(&db, async |tx| tx.brought_by_teams(here, (mara, otto)).await).await;
        assert_eq!(brought, [(otto, "Crew".to_owned())]);
        let brought = read(&db, async |tx| tx.brought_by_teams(here, (mara, mara)).await).await;
        assert_eq!(brought, []);
    }

    async fn a_role_is_given_and_taken_in_workspaces_of_the_organization(db: TestDb) {
        let World { organization: id, mara, otto, team: crew, workspace: here } = world(&db).await;
        let other = crate::support::organization(&db, 11, mara).await;
        let there = workspace(&db, 31, other, mara).await;
        assert!(!gives(&db, crew, id, there, Role::Member).await);
        assert!(!gives(&db, crew, other, there, Role::Member).await);
        assert!(gives(&db, crew, id, here, Role::Member).await);
        let seen = async |who, all| {
            let found = async |tx: &mut Tx| tx.team_with_workspaces(crew, id, (who, all)).await;
            let (team, rows) = read(&db, found).await.unwrap();
            assert_eq!((&*team.name, team.people), ("Crew", 0));
            rows.into_iter().map(|one| (one.id, one.role)).collect::<Vec<_>>()
        };
        assert_eq!(seen(otto, true).await, [(here, Role::Member)]);
        assert_eq!(seen(otto, false).await, [], "they do not belong there");
        assert_eq!(seen(mara, false).await, [(here, Role::Member)]);
        let take = async |organization| {
            write(&db, async |tx| tx.delete_team_role(crew, organization, here).await).await
        };
        assert!(!take(other).await);
        assert!(take(id).await && !take(id).await);
    }

    async fn what_a_team_gave_goes_with_it(db: TestDb) {
        let World { organization: id, otto, team: crew, workspace: here, .. } = world(&db).await;
        joins(&db, crew, id, otto).await;
        gives(&db, crew, id, here, Role::Admin).await;
        let delete = async || write(&db, async |tx| tx.delete_team(crew, id).await).await;
        assert!(delete().await && !delete().await);
        assert_eq!(role_at(&db, here, otto).await, None);
    }

    async fn who_leaves_the_organization_leaves_its_teams(db: TestDb) {
        let World { organization: id, otto, team: crew, workspace: here, .. } = world(&db).await;
        joins(&db, crew, id, otto).await;
        gives(&db, crew, id, here, Role::Admin).await;
        assert!(write(&db, async |tx| tx.leave_organization(id, otto).await).await);
        assert_eq!(role_at(&db, here, otto).await, None);
        assert_eq!(read(&db, async |tx| tx.teams_of(otto).await).await, []);
        member(&db, id, otto, Role::Member).await;
        assert_eq!(role_at(&db, here, otto).await, None, "nor when they come back");
    }

    async fn a_workspace_that_moves_leaves_the_teams_behind(db: TestDb) {
        let World { organization: id, mara, otto, team: crew, workspace: here } = world(&db).await;
        let other = crate::support::organization(&db, 11, mara).await;
        member(&db, other, otto, Role::Member).await;
        joins(&db, crew, id, otto).await;
        gives(&db, crew, id, here, Role::Admin).await;
        let targets = read(&db, async |tx| tx.targets_of(here, id, mara, 9).await).await;
        assert_eq!(targets[0].strangers, 1, "only the team brought otto");
        assert!(write(&db, async |tx| tx.move_workspace(here, id, other).await).await);
        let row = read(&db, async |tx| tx.workspace(here, otto, now()).await).await.unwrap();
        let standing = Standing { organization: Some(Role::Member.into()), workspace: None };
        assert_eq!(row.standing, standing);
    }

    async fn the_teams_of_some_are_found_at_once(db: TestDb) {
        let World { organization: id, mara, otto, team: crew, .. } = world(&db).await;
        let early = team(&db, 21, id, "Board").await;
        let other = crate::support::organization(&db, 11, mara).await;
        let foreign = team(&db, 22, other, "Abroad").await;
        for (team, organization, who) in [(crew, id, otto), (early, id, otto), (foreign, other, mara)] {
            assert!(joins(&db, team, organization, who).await);
        }
        let invitation = InvitationId(uuid(40));
        let email = Email::parse("ada@x.example").unwrap();
        let new = NewInvitation {
            id: invitation,
            organization: id,
            email: &email,
            key: &email.canonical().unwrap(),
            role: Role::Member,
            by: mara,
            now: now(),
            expires: at(600),
        };
        assert!(write(&db, async |tx| tx.insert_invitation(new).await).await);
        let set = async |teams: &[TeamId]| {
            let mut tx = db.begin().await.unwrap();
            let set = tx.set_teams_of_invitation(invitation, teams).await.unwrap();
            tx.commit().await.unwrap();
            set
        };
        assert!(!set(&[foreign]).await, "none of another organization");
        assert!(set(&[early]).await && set(&[crew]).await, "the newest alone");

        let found = async |some: &[Uuid], all| {
            let rows =
                read(&db, async |tx| tx.teams_of_some(id, some.iter().copied(), all).await).await;
            rows.into_iter().map(|(whose, team)| (whose, team.id)).collect::<Vec<_>>()
        };
        assert_eq!(found(&[], false).await, []);
        assert_eq!(found(&[], true).await, [(None, early), (None, crew)]);
        let some = [otto.0, mara.0, invitation.0];
        let all = found(&some, false).await;
        assert_eq!(all.len(), 3);
        for one in [(Some(otto.0), early), (Some(otto.0), crew), (Some(invitation.0), crew)] {
            assert!(all.contains(&one), "{one:?}");
        }

        let ada = person(&db, 5).await;
        member(&db, id, ada, Role::Member).await;
        write(&db, async |tx| tx.join_teams_of(invitation, ada, now()).await).await;
        let teams = read(&db, async |tx| tx.teams_of(ada).await).await;
        assert_eq!(teams, [("organization10".into(), "Crew".into(), now())]);
    }

    async fn who_and_what_can_be_added_is_proposed(db: TestDb) {
        let World { organization: id, mara, otto, team: crew, workspace: here } = world(&db).await;
        person(&db, 3).await;
        let proposed = async || {
            let rows = read(&db, async |tx| tx.proposed_for_team(crew, id, 9).await).await;
            rows.into_iter().map(|one| one.email).collect::<Vec<_>>()
        };
        assert_eq!(proposed().await.len(), 2);
        joins(&db, crew, id, otto).await;
        assert_eq!(proposed().await.len(), 1);
        let members = read(&db, async |tx| tx.proposed_for_workspace(here, id, 9).await).await;
        assert_eq!(members.len(), 1, "mara is a member");

        let newer = workspace(&db, 31, id, mara).await;
        let old = workspace(&db, 32, id, mara).await;
        write(&db, async |tx| tx.archive_workspace(old, id, Some(now())).await).await;
        let choices = async |limit| {
            let rows = read(&db, async |tx| tx.choices_for_team(crew, id, limit).await).await;
            rows.into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(choices(9).await, [newer, here]);
        assert_eq!(choices(1).await, [newer]);
        gives(&db, crew, id, newer, Role::Member).await;
        assert_eq!(choices(9).await, [here]);
    }

    async fn of_many_who_add_the_same_person_one_does(db: TestDb) {
        let World { organization: id, otto, team: crew, .. } = world(&db).await;
        let many = crowd(12, |_| {
            let db = db.clone();
            async move {
                let mut tx = db.begin().await.unwrap();
                let joined = tx.insert_team_member(crew, id, otto, now()).await.unwrap();
                tx.commit().await.unwrap();
                joined
            }
        })
        .await;
        assert_eq!(many.into_iter().filter(|joined| *joined).count(), 1);
    }
}
