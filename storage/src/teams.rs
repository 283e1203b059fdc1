//! Teams: who is in them, and what they are in workspaces.

use domain::{
    InvitationId, OrganizationId, PersonId, TeamId, Time, WorkspaceId,
    people::key_of,
    photo::PhotoId,
    rights::Role,
    teams::{TeamForm, TeamName, TeamSummary, TeamWorkspace},
};
use uuid::Uuid;

use crate::{StorageError, Tx, organizations::role, photos::photo_id, run::run};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    pub id: TeamId,
    pub name: String,
    pub about: String,
    pub version: i64,
    pub people: i64,
    pub created_at: Time,
}

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeammateRow {
    pub person: PersonId,
    pub display_name: String,
    pub email: String,
    pub photo: Option<PhotoId>,
}

type Summary = (Uuid, String, String, i64, i64, bool);
type Row = (Uuid, String, String, i64, i64, Time);
type Teammate = (Uuid, String, String, Option<Vec<u8>>);

/// A team beside one of its workspaces.
#[derive(sqlx::FromRow)]
struct Joined {
    id: Uuid,
    name: String,
    about: String,
    version: i64,
    created_at: Time,
    people: i64,
    workspace: Option<Uuid>,
    workspace_name: Option<String>,
    role: Option<String>,
    archived_at: Option<Time>,
}

impl Tx {
    /// Adds a team. Look for its name first ([`Tx::team_named`]), and take
    /// [`Tx::lock_organization`] before.
    pub async fn insert_team(
        &mut self,
        id: TeamId,
        organization: OrganizationId,
        form: &TeamForm,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO teams (id, organization_id, name, name_key, about, version, created_at)
             VALUES ($1, $2, $3, $4, $5, 1, $6)",
            id.0,
            organization.0,
            &form.name,
            key_of(&form.name),
            &form.about,
            now,
        )?;
        Ok(())
    }

    /// The team of an organization that has this name, as names are compared.
    pub async fn team_named(
        &mut self,
        organization: OrganizationId,
        name: &str,
    ) -> Result<Option<TeamId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT id FROM teams WHERE organization_id = $1 AND name_key = $2",
            organization.0,
            key_of(name),
        )?;
        Ok(row.map(|(id,)| TeamId(id)))
    }

    /// All teams of an organization by name, and whether the person is in them.
    pub async fn teams_in(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<Vec<TeamSummary>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Summary,
            "SELECT t.id, t.name, t.about,
                    (SELECT COUNT(*) FROM team_members m WHERE m.team_id = t.id),
                    (SELECT COUNT(*) FROM team_workspaces w WHERE w.team_id = t.id),
                    EXISTS (
                        SELECT 1 FROM team_members m WHERE m.team_id = t.id AND m.person_id = $2
                    )
             FROM teams t
             WHERE t.organization_id = $1
             ORDER BY t.name_key",
            organization.0,
            person.0,
        )?;
        let row = |(id, name, about, people, workspaces, yours): Summary| TeamSummary {
            id: TeamId(id),
            name,
            about,
            people,
            workspaces,
            yours,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// A team of an organization.
    pub async fn team(
        &mut self,
        id: TeamId,
        organization: OrganizationId,
    ) -> Result<Option<TeamRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT t.id, t.name, t.about, t.version,
                    (SELECT COUNT(*) FROM team_members m WHERE m.team_id = t.id),
                    t.created_at
             FROM teams t
             WHERE t.id = $1 AND t.organization_id = $2",
            id.0,
            organization.0,
        )?;
        Ok(row.map(|(id, name, about, version, people, created_at)| TeamRow {
            id: TeamId(id),
            name,
            about,
            version,
            people,
            created_at,
        }))
    }

    /// Changes what a team is called, and what it says. False: `version` is not the newest.
    pub async fn save_team(
        &mut self,
        id: TeamId,
        organization: OrganizationId,
        form: &TeamForm,
        version: i64,
    ) -> Result<bool, StorageError> {
        let saved = run!(
            self,
            execute,
            "UPDATE teams
             SET name = $4, name_key = $5, about = $6, version = version + 1
             WHERE id = $1 AND organization_id = $2 AND version = $3",
            id.0,
            organization.0,
            version,
            &form.name,
            key_of(&form.name),
            &form.about,
        )?;
        Ok(saved == 1)
    }

    /// Deletes a team, and with it what it gave. False when there is none.
    pub async fn delete_team(
        &mut self,
        id: TeamId,
        organization: OrganizationId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM teams WHERE id = $1 AND organization_id = $2",
            id.0,
            organization.0,
        )?;
        Ok(deleted == 1)
    }

    /// Adds somebody of the organization to a team of it. False when they are in it, or
    /// either is not there; take [`Tx::lock_organization`] first.
    pub async fn insert_team_member(
        &mut self,
        team: TeamId,
        organization: OrganizationId,
        person: PersonId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO team_members (team_id, person_id, created_at)
             SELECT t.id, m.person_id, $4
             FROM teams t
             JOIN memberships m ON m.organization_id = t.organization_id
             WHERE t.id = $1 AND t.organization_id = $2 AND m.person_id = $3
             ON CONFLICT (team_id, person_id) DO NOTHING",
            team.0,
            organization.0,
            person.0,
            now,
        )?;
        Ok(inserted == 1)
    }

    /// Somebody is in a team no more. False when they are not.
    pub async fn delete_team_member(
        &mut self,
        team: TeamId,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM team_members
             WHERE team_id = (SELECT id FROM teams WHERE id = $1 AND organization_id = $2)
             AND person_id = $3",
            team.0,
            organization.0,
            person.0,
        )?;
        Ok(deleted == 1)
    }

    /// The people in a team, at most `limit`, after one of them, if it is given.
    pub async fn teammates(
        &mut self,
        team: TeamId,
        after: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<TeammateRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Teammate,
            "SELECT p.id, p.display_name, p.email, f.id
             FROM team_members m
             JOIN persons p ON p.id = m.person_id
             LEFT JOIN photos f ON f.person_id = p.id
             WHERE m.team_id = $1 AND m.person_id > $2
             ORDER BY m.person_id
             LIMIT $3",
            team.0,
            after.map_or(Uuid::nil(), |after| after.0),
            limit,
        )?;
        let row = |(id, display_name, email, photo): Teammate| {
            let photo = photo.as_deref().and_then(photo_id);
            TeammateRow { person: PersonId(id), display_name, email, photo }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// A team of an organization, and the workspaces in which it has a role, by name: those
    /// that the person belongs to, or all.
    pub async fn team_with_workspaces(
        &mut self,
        id: TeamId,
        organization: OrganizationId,
        (person, all): (PersonId, bool),
    ) -> Result<Option<(TeamRow, Vec<TeamWorkspace>)>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Joined,
            "SELECT t.id, t.name, t.about, t.version, t.created_at,
                    (SELECT COUNT(*) FROM team_members m WHERE m.team_id = t.id) AS people,
                    w.id AS workspace, w.name AS workspace_name, x.role, w.archived_at
             FROM teams t
             LEFT JOIN team_workspaces x ON x.team_id = t.id AND ($4 OR x.workspace_id IN (
                 SELECT workspace_id FROM workspace_roles WHERE person_id = $3
             ))
             LEFT JOIN workspaces w ON w.id = x.workspace_id
             WHERE t.id = $1 AND t.organization_id = $2
             ORDER BY lower(w.name), w.id",
            id.0,
            organization.0,
            person.0,
            all,
        )?;
        let mut workspaces = Vec::new();
        let mut team = None;
        for row in rows {
            if let (Some(id), Some(name), Some(kept)) =
                (row.workspace, row.workspace_name, row.role)
            {
                let (id, role, archived_at) = (WorkspaceId(id), role(&kept)?, row.archived_at);
                workspaces.push(TeamWorkspace { id, name, role, archived_at });
            }
            team.get_or_insert(TeamRow {
                id: TeamId(row.id),
                name: row.name,
                about: row.about,
                version: row.version,
                people: row.people,
                created_at: row.created_at,
            });
        }
        Ok(team.map(|team| (team, workspaces)))
    }

    /// Gives a team a role in a workspace of its organization. False when either is not
    /// there; take [`Tx::lock_organization`] first.
    pub async fn set_team_role(
        &mut self,
        team: TeamId,
        organization: OrganizationId,
        workspace: WorkspaceId,
        role: Role,
    ) -> Result<bool, StorageError> {
        let set = run!(
            self,
            execute,
            "INSERT INTO team_workspaces (team_id, workspace_id, role)
             SELECT t.id, w.id, $4
             FROM teams t
             JOIN workspaces w ON w.organization_id = t.organization_id
             WHERE t.id = $1 AND t.organization_id = $2 AND w.id = $3
             ON CONFLICT (team_id, workspace_id) DO UPDATE SET role = excluded.role",
            team.0,
            organization.0,
            workspace.0,
            role.as_str(),
        )?;
        Ok(set == 1)
    }

    /// A team has no role in a workspace any more. False when it has none.
    pub async fn delete_team_role(
        &mut self,
        team: TeamId,
        organization: OrganizationId,
        workspace: WorkspaceId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM team_workspaces
             WHERE team_id = (SELECT id FROM teams WHERE id = $1 AND organization_id = $2)
             AND workspace_id = $3",
            team.0,
            organization.0,
            workspace.0,
        )?;
        Ok(deleted == 1)
    }

    /// The teams, by name, of some people in an organization and of some invitations to it,
    /// each with whose they are; and, if they are wanted, all of its teams, with nobody, and all
    /// of its own roles, with its own id.
    pub async fn teams_of_some(
        &mut self,
        organization: OrganizationId,
        some: impl Iterator<Item = Uuid>,
        all: bool,
    ) -> Result<Vec<(Option<Uuid>, TeamName)>, StorageError> {
        let query = self.engine().teams_of_some();
        // As one argument, in what both engines take for an id.
        let some: Vec<_> = some.map(|id| format!("\"{}\"", id.simple())).collect();
        let some = ["[", &some.join(","), "]"].concat();
        let rows = run!(
            self,
            fetch_all as (Option<Uuid>, Uuid, String, String),
            query,
            &some,
            organization.0,
            all
        )?;
        let row = |(whose, id, name, _)| (whose, TeamName { id: TeamId(id), name });
        Ok(rows.into_iter().map(row).collect())
    }

    /// An invitation is for these teams, and no others. False when one of them is not of its
    /// organization; take [`Tx::lock_organization`] first.
    pub async fn set_teams_of_invitation(
        &mut self,
        invitation: InvitationId,
        teams: &[TeamId],
    ) -> Result<bool, StorageError> {
        run!(self, execute, "DELETE FROM invitation_teams WHERE invitation_id = $1", invitation.0,)?;
        for team in teams {
            let kept = run!(
                self,
                execute,
                "INSERT INTO invitation_teams (invitation_id, team_id)
                 SELECT i.id, t.id
                 FROM invitations i
                 JOIN teams t ON t.organization_id = i.organization_id
                 WHERE i.id = $1 AND t.id = $2",
                invitation.0,
                team.0,
            )?;
            if kept == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whoever accepts an invitation is in its teams.
    pub async fn join_teams_of(
        &mut self,
        invitation: InvitationId,
        person: PersonId,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO team_members (team_id, person_id, created_at)
             SELECT team_id, $2, $3 FROM invitation_teams WHERE invitation_id = $1
             ON CONFLICT (team_id, person_id) DO NOTHING",
            invitation.0,
            person.0,
            now,
        )?;
        Ok(())
    }

    /// All teams of a person, with the slugs of their organizations.
    pub async fn teams_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<(String, String, Time)>, StorageError> {
        Ok(run!(
            self,
            fetch_all as (String, String, Time),
            "SELECT o.slug, t.name, m.created_at
             FROM team_members m
             JOIN teams t ON t.id = m.team_id
             JOIN organizations o ON o.id = t.organization_id
             WHERE m.person_id = $1
             ORDER BY o.slug, t.name_key",
            person.0,
        )?)
    }
}
