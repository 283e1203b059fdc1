//! Workspaces.

use domain::{
    OrganizationId, PersonId, Time, WorkspaceId,
    organizations::KeptOut,
    rights::{Held, Standing},
    workspaces::WorkspaceSummary,
};
use uuid::Uuid;

use crate::{
    StorageError, Tx,
    organizations::role,
    roles::{held, kept_out},
    run::run,
};

/// A workspace to be.
#[derive(Debug, Clone, Copy)]
pub struct NewWorkspace<'a> {
    pub id: WorkspaceId,
    pub organization: OrganizationId,
    pub name: &'a str,
    pub now: Time,
}

/// A workspace, where it is, and what somebody is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceRow {
    pub id: WorkspaceId,
    pub name: String,
    pub version: i64,
    pub created_at: Time,
    pub archived_at: Option<Time>,
    pub organization: OrganizationId,
    pub organization_slug: String,
    pub organization_name: String,
    pub deletes_at: Option<Time>,
    pub standing: Standing,
    /// Why nothing of it is open to the person.
    pub kept_out: Option<KeptOut>,
    pub members: i64,
}

/// An organization of somebody, as a place for a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRow {
    pub slug: String,
    pub name: String,
    /// What they are there.
    pub held: Held,
    /// Members of the workspace who do not belong there.
    pub strangers: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    version: i64,
    created_at: Time,
    archived_at: Option<Time>,
    organization_id: Uuid,
    organization_slug: String,
    organization_name: String,
    deletes_at: Option<Time>,
    organization_role: Option<String>,
    rights: Option<String>,
    workspace_role: Option<String>,
    kept_out: Option<String>,
    members: i64,
}

impl TryFrom<Row> for WorkspaceRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let standing = Standing {
            organization: row
                .organization_role
                .map(|kept| held(&kept, row.rights.as_deref()))
                .transpose()?,
            workspace: row.workspace_role.as_deref().map(role).transpose()?,
        };
        Ok(Self {
            id: WorkspaceId(row.id),
            name: row.name,
            version: row.version,
            created_at: row.created_at,
            archived_at: row.archived_at,
            organization: OrganizationId(row.organization_id),
            organization_slug: row.organization_slug,
            organization_name: row.organization_name,
            deletes_at: row.deletes_at,
            standing,
            kept_out: kept_out(row.kept_out.as_deref()),
            members: row.members,
        })
    }
}

type Summary = (Uuid, String, i64, Time, Option<Time>);
type Target = (String, String, String, Option<String>, i64);

impl Tx {
    /// Adds a workspace.
    pub async fn insert_workspace(&mut self, new: NewWorkspace<'_>) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO workspaces (id, organization_id, name, version, created_at)
             VALUES ($1, $2, $3, 1, $4)",
            new.id.0,
            new.organization.0,
            new.name,
            new.now,
        )?;
        Ok(())
    }

    /// The workspaces of an organization, newest first: those that are archived, or those
    /// that are not. At most `limit`, after another one, if it is given.
    pub async fn workspaces_in(
        &mut self,
        organization: OrganizationId,
        archived: bool,
        after: Option<WorkspaceId>,
        limit: i64,
    ) -> Result<Vec<WorkspaceSummary>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Summary,
            "SELECT w.id, w.name, s.members, w.created_at, w.archived_at
             FROM workspaces w
             JOIN workspace_sizes s ON s.workspace_id = w.id
             WHERE w.organization_id = $1 AND (w.archived_at IS NOT NULL) = $2 AND w.id < $3
             ORDER BY w.id DESC
             LIMIT $4",
            organization.0,
            archived,
            after.map_or(Uuid::max(), |after| after.0),
            limit,
        )?;
        let row = |(id, name, members, created_at, archived_at): Summary| WorkspaceSummary {
            id: WorkspaceId(id),
            name,
            members,
            created_at,
            archived_at,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// A workspace, whatever the person is there, unless its organization is over.
    pub async fn workspace(
        &mut self,
        id: WorkspaceId,
        person: PersonId,
        now: Time,
    ) -> Result<Option<WorkspaceRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT w.id, w.name, w.version, w.created_at, w.archived_at, w.organization_id,
                    o.slug AS organization_slug, o.name AS organization_name, o.deletes_at,
                    m.role AS organization_role, c.rights,
                    (
                        SELECT MIN(r.role)
                        FROM workspace_roles r
                        WHERE r.workspace_id = $1 AND r.person_id = $2
                    ) AS workspace_role,
                    s.members,
                    CASE
                        WHEN m.suspended_at IS NOT NULL THEN 'suspended'
                        WHEN o.mfa_required AND NOT EXISTS (
                            SELECT 1 FROM authenticators a WHERE a.person_id = $2
                        ) THEN 'mfa'
                    END AS kept_out
             FROM workspaces w
             JOIN workspace_sizes s ON s.workspace_id = w.id
             JOIN organizations o ON o.id = w.organization_id
             LEFT JOIN memberships m ON m.organization_id = o.id AND m.person_id = $2
             LEFT JOIN roles c ON c.id = m.role_id
             WHERE w.id = $1 AND (o.deletes_at IS NULL OR o.deletes_at > $3)",
            id.0,
            person.0,
            now,
        )?;
        row.map(WorkspaceRow::try_from).transpose()
    }

    /// Gives a workspace another name. False: `version` is not the newest, or it has been
    /// moved to another organization.
    pub async fn rename_workspace(
        &mut self,
        id: WorkspaceId,
        organization: OrganizationId,
        name: &str,
        version: i64,
    ) -> Result<bool, StorageError> {
        let renamed = run!(
            self,
            execute,
            "UPDATE workspaces
             SET name = $4, version = version + 1
             WHERE id = $1 AND organization_id = $2 AND version = $3",
            id.0,
            organization.0,
            version,
            name,
        )?;
        Ok(renamed == 1)
    }

    /// Archives a workspace since `at`, or restores it. False when that is so already, or
    /// when it has been moved.
    pub async fn archive_workspace(
        &mut self,
        id: WorkspaceId,
        organization: OrganizationId,
        at: Option<Time>,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE workspaces
             SET archived_at = $3, version = version + 1
             WHERE id = $1 AND organization_id = $2
             AND (archived_at IS NULL) = $4",
            id.0,
            organization.0,
            at,
            at.is_some(),
        )?;
        Ok(changed == 1)
    }

    /// Hands a workspace over to another organization; whoever does not belong there is no
    /// member of it any more, and no team has a role in it. False when it has been moved
    /// already.
    pub async fn move_workspace(
        &mut self,
        id: WorkspaceId,
        from: OrganizationId,
        to: OrganizationId,
    ) -> Result<bool, StorageError> {
        let moved = run!(
            self,
            execute,
            "UPDATE workspaces
             SET organization_id = $3, version = version + 1
             WHERE id = $1 AND organization_id = $2",
            id.0,
            from.0,
            to.0,
        )?;
        if moved == 0 {
            return Ok(false);
        }
        run!(
            self,
            execute,
            "DELETE FROM workspace_members
             WHERE workspace_id = $1 AND person_id NOT IN (
                 SELECT person_id FROM memberships WHERE organization_id = $2
             )",
            id.0,
            to.0,
        )?;
        run!(self, execute, "DELETE FROM team_workspaces WHERE workspace_id = $1", id.0)?;
        Ok(true)
    }

    /// The other organizations of a person that stay, by name, as places for a workspace;
    /// `limit` of them at most.
    pub async fn targets_of(
        &mut self,
        workspace: WorkspaceId,
        from: OrganizationId,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<TargetRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Target,
            "SELECT o.slug, o.name, m.role, c.rights,
                    (
                        SELECT COUNT(DISTINCT x.person_id)
                        FROM workspace_roles x
                        WHERE x.workspace_id = $2 AND NOT EXISTS (
                            SELECT 1
                            FROM workspace_members d
                            JOIN memberships n ON n.person_id = d.person_id
                            WHERE d.workspace_id = $2 AND d.person_id = x.person_id
                            AND n.organization_id = o.id
                        )
                    )
             FROM memberships m
             JOIN organizations o ON o.id = m.organization_id
             LEFT JOIN roles c ON c.id = m.role_id
             WHERE m.person_id = $1 AND o.id <> $3 AND o.deletes_at IS NULL
             AND m.suspended_at IS NULL
             AND NOT (o.mfa_required AND NOT EXISTS (
                 SELECT 1 FROM authenticators a WHERE a.person_id = $1
             ))
             ORDER BY lower(o.name), o.id
             LIMIT $4",
            person.0,
            workspace.0,
            from.0,
            limit,
        )?;
        let row = |(slug, name, kept, rights, strangers): Target| {
            let held = held(&kept, rights.as_deref())?;
            Ok(TargetRow { slug, name, held, strangers })
        };
        rows.into_iter().map(row).collect()
    }
}
