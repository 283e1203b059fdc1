//! The audit log: who did what, written in the transaction of the act itself.

use domain::{AuditId, OrganizationId, PersonId, Time};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// One line of the log.
#[derive(Debug, Clone, Copy)]
pub struct AuditEntry<'a> {
    pub id: AuditId,
    pub at: Time,
    /// None: nobody who is known, or the machine itself.
    pub actor: Option<PersonId>,
    /// Where it happened, if in an organization.
    pub organization: Option<OrganizationId>,
    pub action: &'a str,
    pub target: &'a str,
    pub network: &'a str,
    pub user_agent: &'a str,
    pub request_id: &'a str,
}

/// A line of the log, as the person it is about may see it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HappeningRow {
    pub id: Uuid,
    pub at: Time,
    pub action: String,
    pub network: String,
    pub user_agent: String,
}

/// Later than every line: the last moment with four digits in its year, with which the text
/// of SQLite sorts like the time.
const END: Time = match Time::from_timestamp(253_402_300_799, 0) {
    Some(end) => end,
    None => Time::UNIX_EPOCH,
};

impl Tx {
    /// Adds a line.
    pub async fn insert_audit(&mut self, entry: AuditEntry<'_>) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO audit_log (
                 id, at, actor_id, action, target, network, user_agent, request_id,
                 organization_id
             )
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            entry.id.0,
            entry.at,
            entry.actor.map(|person| person.0),
            entry.action,
            entry.target,
            entry.network,
            entry.user_agent,
            entry.request_id,
            entry.organization.map(|organization| organization.0),
        )?;
        Ok(())
    }

    /// What the person did, or what was tried in their name: the last `limit` lines of
    /// the log, newest first; those before another line, if it is given.
    pub async fn history_of(
        &mut self,
        person: PersonId,
        before: Option<&HappeningRow>,
        limit: i64,
    ) -> Result<Vec<HappeningRow>, StorageError> {
        let (at, id) = before.map_or((END, Uuid::max()), |line| (line.at, line.id));
        Ok(run!(
            self,
            fetch_all as HappeningRow,
            "SELECT id, at, action, network, user_agent
             FROM audit_log
             WHERE actor_id = $1 AND (at, id) < ($2, $3)
             ORDER BY at DESC, id DESC
             LIMIT $4",
            person.0,
            at,
            id,
            limit,
        )?)
    }

    /// Whether a line tells that the person has done this.
    pub async fn has_done(&mut self, person: PersonId, action: &str) -> Result<bool, StorageError> {
        let line = run!(
            self,
            fetch_optional as (i32,),
            "SELECT 1 FROM audit_log WHERE actor_id = $1 AND action = $2 LIMIT 1",
            person.0,
            action,
        )?;
        Ok(line.is_some())
    }

    /// The last `limit` lines, newest first: when, who, the action, its target.
    pub async fn audit_tail(
        &mut self,
        limit: i64,
    ) -> Result<Vec<(Time, Option<PersonId>, String, String)>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (Time, Option<Uuid>, String, String),
            "SELECT at, actor_id, action, target
             FROM audit_log
             ORDER BY at DESC, id DESC
             LIMIT $1",
            limit,
        )?;
        let line = |(at, actor, action, target): (_, Option<Uuid>, _, _)| {
            (at, actor.map(PersonId), action, target)
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
