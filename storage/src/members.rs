//! The members of workspaces: by themselves, and by teams.

use domain::{
    OrganizationId, PersonId, Time, WorkspaceId, email::CanonicalEmail, photo::PhotoId,
    rights::Role,
};
use uuid::Uuid;

use crate::{StorageError, Tx, organizations::role, photos::photo_id, run::run};

/// A member of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    pub person: PersonId,
    pub display_name: String,
    pub photo: Option<PhotoId>,
    /// The most that they are.
    pub role: Role,
    /// What they are by themselves.
    pub direct: Option<Role>,
}

type Row = (Uuid, String, Option<Vec<u8>>, String, Option<String>);

/// What is known of the members for whom the rest of the query says.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.display_name, f.id, r.role, d.role
             FROM (
                 SELECT person_id, MIN(role) AS role
                 FROM workspace_roles
                 WHERE workspace_id = $1 AND ",
            $rest,
            ") r
             JOIN persons p ON p.id = r.person_id
             LEFT JOIN photos f ON f.person_id = p.id
             LEFT JOIN workspace_members d ON d.workspace_id = $1 AND d.person_id = p.id
             ORDER BY p.id"
        )
    };
}

fn row((id, display_name, photo, kept, direct): Row) -> Result<MemberRow, StorageError> {
    let photo = photo.as_deref().and_then(photo_id);
    let (person, direct) = (PersonId(id), direct.as_deref().map(role).transpose()?);
    Ok(MemberRow { person, display_name, photo, role: role(&kept)?, direct })
}

impl Tx {
    /// Makes a person a member of a workspace. False when they are one by themselves.
    pub async fn insert_workspace_member(
        &mut self,
        workspace: WorkspaceId,
        person: PersonId,
        role: Role,
        now: Time,
    ) -> Result<bool, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO workspace_members (workspace_id, person_id, role, created_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, person_id) DO NOTHING",
            workspace.0,
            person.0,
            role.as_str(),
            now,
        )?;
        Ok(inserted == 1)
    }

    /// Gives a member another role. False when they are none by themselves.
    pub async fn set_member_role(
        &mut self,
        workspace: WorkspaceId,
        person: PersonId,
        role: Role,
    ) -> Result<bool, StorageError> {
        let set = run!(
            self,
            execute,
            "UPDATE workspace_members SET role = $3 WHERE workspace_id = $1 AND person_id = $2",
            workspace.0,
            person.0,
            role.as_str(),
        )?;
        Ok(set == 1)
    }

    /// Somebody is by themselves no member any more. False when they are none.
    pub async fn delete_member(
        &mut self,
        workspace: WorkspaceId,
        person: PersonId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM workspace_members WHERE workspace_id = $1 AND person_id = $2",
            workspace.0,
            person.0,
        )?;
        Ok(deleted == 1)
    }

    /// The members of a workspace, at most `limit`, after one of them, if it is given.
    pub async fn members_of(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<MemberRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            select!("person_id > $2 GROUP BY person_id ORDER BY person_id LIMIT $3"),
            workspace.0,
            after.map_or(Uuid::nil(), |after| after.0),
            limit,
        )?;
        rows.into_iter().map(row).collect()
    }

    /// One member of a workspace.
    pub async fn member_of(
        &mut self,
        workspace: WorkspaceId,
        person: PersonId,
    ) -> Result<Option<MemberRow>, StorageError> {
        let found = run!(
            self,
            fetch_optional as Row,
            select!("person_id = $2 GROUP BY person_id"),
            workspace.0,
            person.0,
        )?;
        found.map(row).transpose()
    }

    /// Which teams bring people to a workspace, from one person to another in the order of
    /// their ids.
    pub async fn brought_by_teams(
        &mut self,
        workspace: WorkspaceId,
        (first, last): (PersonId, PersonId),
    ) -> Result<Vec<(PersonId, String)>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (Uuid, String),
            "SELECT m.person_id, t.name
             FROM team_workspaces w
             JOIN teams t ON t.id = w.team_id
             JOIN team_members m ON m.team_id = t.id
             WHERE w.workspace_id = $1 AND m.person_id >= $2 AND m.person_id <= $3
             ORDER BY t.name_key",
            workspace.0,
            first.0,
            last.0,
        )?;
        Ok(rows.into_iter().map(|(person, team)| (PersonId(person), team)).collect())
    }

    /// Who of an organization has this address.
    pub async fn person_of_address(
        &mut self,
        organization: OrganizationId,
        key: &CanonicalEmail,
    ) -> Result<Option<PersonId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT p.id
             FROM persons p
             JOIN memberships m ON m.person_id = p.id
             WHERE p.email_key = $2 AND m.organization_id = $1",
            organization.0,
            key.as_str(),
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }
}
