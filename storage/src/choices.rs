//! What can be chosen of, where somebody or something is added.

use domain::{
    OrganizationId, TeamId, WorkspaceId,
    teams::{Proposed, Workspace},
};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// People of an organization who are not in a team, by name; at most `limit`.
    pub async fn proposed_for_team(
        &mut self,
        team: TeamId,
        organization: OrganizationId,
        limit: i64,
    ) -> Result<Vec<Proposed>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (String, String),
            "SELECT p.display_name, p.email
             FROM memberships m
             JOIN persons p ON p.id = m.person_id
             WHERE m.organization_id = $1 AND NOT EXISTS (
                 SELECT 1 FROM team_members x WHERE x.team_id = $2 AND x.person_id = m.person_id
             )
             ORDER BY m.name_key, m.person_id
             LIMIT $3",
            organization.0,
            team.0,
            limit,
        )?;
        Ok(rows.into_iter().map(proposed).collect())
    }

    /// Workspaces of an organization in which a team has no role, newest first; at most
    /// `limit`, and none that is archived.
    pub async fn choices_for_team(
        &mut self,
        team: TeamId,
        organization: OrganizationId,
        limit: i64,
    ) -> Result<Vec<Workspace>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (Uuid, String),
            "SELECT w.id, w.name
             FROM workspaces w
             WHERE w.organization_id = $1 AND w.archived_at IS NULL AND NOT EXISTS (
                 SELECT 1 FROM team_workspaces x WHERE x.team_id = $2 AND x.workspace_id = w.id
             )
             ORDER BY w.id DESC
             LIMIT $3",
            organization.0,
            team.0,
            limit,
        )?;
        let row = |(id, name)| Workspace { id: WorkspaceId(id), name };
        Ok(rows.into_iter().map(row).collect())
    }

    /// People of an organization who are no members of a workspace by themselves, by name;
    /// at most `limit`.
    pub async fn proposed_for_workspace(
        &mut self,
        workspace: WorkspaceId,
        organization: OrganizationId,
        limit: i64,
    ) -> Result<Vec<Proposed>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (String, String),
            "SELECT p.display_name, p.email
             FROM memberships m
             JOIN persons p ON p.id = m.person_id
             WHERE m.organization_id = $1 AND NOT EXISTS (
                 SELECT 1
                 FROM workspace_members x
                 WHERE x.workspace_id = $2 AND x.person_id = m.person_id
             )
             ORDER BY m.name_key, m.person_id
             LIMIT $3",
            organization.0,
            workspace.0,
            limit,
        )?;
        Ok(rows.into_iter().map(proposed).collect())
    }
}

fn proposed((display_name, email): (String, String)) -> Proposed {
    Proposed { display_name, email }
}
