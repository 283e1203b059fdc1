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
    /// What changed, as JSON; empty for nothing that is told.
    pub details: &'a str,
    /// The address of whom it was about, as addresses are compared, where there may be no
    /// account; else empty.
    pub address: &'a str,
    /// None: as earlier versions wrote lines.
    pub mark: Option<&'a Mark>,
}

/// What holds a line together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Of the digest of where it came from.
    pub origin_salt: Vec<u8>,
    pub origin_digest: Vec<u8>,
    /// Of the digest of the address, if there is one.
    pub address_salt: Option<Vec<u8>>,
    pub address_digest: Option<Vec<u8>>,
    /// Over the digests and everything else.
    pub mark: Vec<u8>,
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
pub(crate) const END: Time = match Time::from_timestamp(253_402_300_799, 0) {
    Some(end) => end,
    None => Time::UNIX_EPOCH,
};

impl Tx {
    /// Adds a line.
    pub async fn insert_audit(&mut self, entry: AuditEntry<'_>) -> Result<(), StorageError> {
        let mark = entry.mark;
        run!(
            self,
            execute,
            "INSERT INTO audit_log (
                 id, at, actor_id, action, target, network, user_agent, request_id,
                 organization_id, details, address, origin_salt, origin_digest, address_salt,
                 address_digest, mark
             )
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            entry.id.0,
            entry.at,
            entry.actor.map(|person| person.0),
            entry.action,
            entry.target,
            entry.network,
            entry.user_agent,
            entry.request_id,
            entry.organization.map(|organization| organization.0),
            entry.details,
            entry.address,
            mark.map(|mark| &*mark.origin_salt),
            mark.map(|mark| &*mark.origin_digest),
            mark.and_then(|mark| mark.address_salt.as_deref()),
            mark.and_then(|mark| mark.address_digest.as_deref()),
            mark.map(|mark| &*mark.mark),
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
