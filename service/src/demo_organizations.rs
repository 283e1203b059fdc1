//! The organizations of the demo: people in each role, and workspaces to look into.

use chrono::TimeDelta;
use domain::{
    InvitationId, OrganizationId, PersonId, RoleId, SessionId, TeamId, Time, WorkspaceId,
    email::Email,
    invitations::DAYS,
    organizations::Named,
    person::Name,
    rights::Role,
    roles::check,
    secret::{Digest, random_base62},
    teams::TeamForm,
};
use storage::{NewInvitation, NewOrganization, NewSession, NewWorkspace, Tx};

use crate::{Error, Result, Service, demo_log::Made, password};

/// Those who work with the person of the demo, and cannot sign in: first and last name, what
/// they are in the first organization, and how many hours ago they were last here.
const PEOPLE: [(&str, &str, Role, Option<i64>); 5] = [
    ("Tomás", "Ferreira", Role::Admin, Some(1)),
    ("Aiko", "Tanabe", Role::Admin, Some(26)),
    ("Samuel", "Okafor", Role::Member, Some(100)),
    ("Priya", "Raman", Role::Member, Some(220)),
    ("Elin", "Berg", Role::Viewer, None),
];

/// Name, age in days, whether it is archived, and its members beside the person: their
/// places in [`PEOPLE`].
const WORKSPACES: [(&str, i64, bool, &[usize]); 5] = [
    ("Harbour cranes", 210, false, &[0, 2, 3]),
    ("Grasping", 160, false, &[1, 3, 4]),
    ("Fleet telemetry", 64, false, &[0, 1]),
    ("Spring fair", 300, true, &[2]),
    ("Sandbox", 9, false, &[]),
];

/// Name and purpose of a team, who is in it, by their places in [`PEOPLE`], and what they
/// are in workspaces, by theirs in [`WORKSPACES`].
type Team = (&'static str, &'static str, &'static [usize], &'static [(usize, Role)]);

const TEAMS: [Team; 3] = [
    ("Field crew", "At the quay, whatever the weather.", &[2, 4], &[(0, Role::Member)]),
    (
        "Perception",
        "Cameras, lidar and what they see.",
        &[1, 3],
        &[(1, Role::Admin), (2, Role::Viewer)],
    ),
    ("Safety", "", &[0], &[]),
];

/// Who is invited to the first organization, as what, into which of [`TEAMS`], and how many
/// days ago.
const INVITED: [(&str, Role, Option<usize>, i64); 2] = [
    ("h.duarte@contractor.example", Role::Viewer, None, 11),
    ("nils@fjordline.example", Role::Member, Some(0), 1),
];

/// Who invites the person: their place in [`PEOPLE`], where to, as what, and how many days
/// ago.
const INVITING: [(usize, &str, Role, i64); 2] =
    [(1, "Kelp Observatory", Role::Member, 2), (2, "Nordhavn Open Hardware", Role::Admin, 6)];

/// What a role of its own may, which nobody has yet.
const DESK: [&str; 2] = ["manage_workspaces", "manage_members"];

impl Service {
    /// An organization that the person owns, and one where they are an admin.
    pub(crate) async fn add_organizations(
        &self,
        tx: &mut Tx,
        person: PersonId,
        now: Time,
    ) -> Result<()> {
        let mut people = Vec::new();
        let first = self.add_organization(tx, person, "Fjordline Robotics", now, 214).await?;
        for (first_name, last_name, role, hours) in PEOPLE {
            let address = format!("{}@fjordline.example", first_name.to_lowercase());
            let address = address.replace('á', "a");
            let email = Email::parse(&address).map_err(|_| Error::Fault("demo"))?;
            let display = [first_name, last_name].join(" ");
            let name = Name { first: first_name.into(), last: last_name.into(), display };
            let known = self.add_person(tx, &email, &name, password::NONE, false, now).await?;
            tx.insert_membership(first, known, role, now).await?;
            if let Some(hours) = hours {
                let was = now - TimeDelta::hours(hours);
                self.add_past_session(tx, known, was).await?;
            }
            people.push(known);
        }
        let mut workspaces = Vec::new();
        for (name, age, archived, members) in WORKSPACES {
            let id = self.add_workspace(tx, first, name, now - TimeDelta::days(age)).await?;
            tx.insert_workspace_member(id, person, Role::Admin, now).await?;
            for &member in members {
                let (_, _, role, _) = PEOPLE[member];
                tx.insert_workspace_member(id, people[member], role, now).await?;
            }
            if archived {
                tx.archive_workspace(id, first, Some(now - TimeDelta::days(30))).await?;
            }
            workspaces.push(id);
        }
        let mut teams = Vec::new();
        for (name, about, members, roles) in TEAMS {
            let id = self.0.random.with(|rng| TeamId::new(now, rng));
            let form = TeamForm { name: name.into(), about: about.into() };
            tx.insert_team(id, first, &form, now).await?;
            for &member in members {
                tx.insert_team_member(id, first, people[member], now).await?;
            }
            for &(workspace, role) in roles {
                tx.set_team_role(id, first, workspaces[workspace], role).await?;
            }
            teams.push(id);
        }
        let desk = check("Workspace lead", "Looks after every workspace.", DESK)
            .map_err(|_| Error::Fault("demo"))?;
        let id = self.0.random.with(|rng| RoleId::new(now, rng));
        tx.insert_role(id, first, &desk, now).await?;
        for (address, role, team, days) in INVITED {
            let sent = now - TimeDelta::days(days);
            let id = self.add_invitation(tx, (first, person), address, role, sent).await?;
            let teams: Vec<_> = team.map(|team| teams[team]).into_iter().collect();
            tx.set_teams_of_invitation(id, &teams).await?;
        }
        let mine = tx.profile(person).await?.ok_or(Error::Fault("demo"))?.email;
        for (by, name, role, days) in INVITING {
            let id = self.add_organization(tx, people[by], name, now, 90).await?;
            let sent = now - TimeDelta::days(days);
            self.add_invitation(tx, (id, people[by]), &mine, role, sent).await?;
        }
        let second = self.add_organization(tx, people[0], "Harbour Lab", now, 40).await?;
        tx.insert_membership(second, person, Role::Admin, now).await?;
        let id = self.add_workspace(tx, second, "Tide gauges", now - TimeDelta::days(38)).await?;
        tx.insert_workspace_member(id, people[0], Role::Admin, now).await?;
        tx.insert_workspace_member(id, person, Role::Member, now).await?;
        let made = Made {
            person,
            organization: first,
            people: &people,
            workspaces: &workspaces,
            teams: &teams,
        };
        self.add_log(tx, &made, now).await
    }

    /// A session that has ended by then.
    async fn add_past_session(&self, tx: &mut Tx, person: PersonId, was: Time) -> Result<()> {
        let (id, digest) = self
            .0
            .random
            .with(|rng| (SessionId::new(was, rng), Digest::of(random_base62(22, rng))));
        tx.insert_session(NewSession {
            id,
            digest: &digest,
            person,
            now: was,
            proved_at: was,
            idle_expires: was,
            expires: was,
            keep: false,
            user_agent: "",
            network: "",
        })
        .await?;
        Ok(())
    }

    async fn add_invitation(
        &self,
        tx: &mut Tx,
        (organization, by): (OrganizationId, PersonId),
        address: &str,
        role: Role,
        sent: Time,
    ) -> Result<InvitationId> {
        let email = Email::parse(address).map_err(|_| Error::Fault("demo"))?;
        let key = &email.canonical().map_err(|_| Error::Fault("demo"))?;
        let id = self.0.random.with(|rng| InvitationId::new(sent, rng));
        let (email, expires) = (&email, sent + TimeDelta::days(DAYS));
        let new = NewInvitation { id, organization, email, key, role, by, now: sent, expires };
        tx.insert_invitation(new).await?;
        Ok(id)
    }

    async fn add_organization(
        &self,
        tx: &mut Tx,
        by: PersonId,
        name: &str,
        now: Time,
        age: i64,
    ) -> Result<OrganizationId> {
        let made = now - TimeDelta::days(age);
        let id = self.0.random.with(|rng| OrganizationId::new(made, rng));
        let slug = domain::organizations::propose_slug(name);
        let named = Named { name: name.into(), slug };
        let new = NewOrganization { id, named: &named, by, now: made };
        if tx.insert_organization(new).await? { Ok(id) } else { Err(Error::Fault("demo")) }
    }

    async fn add_workspace(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        name: &str,
        made: Time,
    ) -> Result<WorkspaceId> {
        let id = self.0.random.with(|rng| WorkspaceId::new(made, rng));
        tx.insert_workspace(NewWorkspace { id, organization, name, now: made }).await?;
        Ok(id)
    }
}
