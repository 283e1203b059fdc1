//! The chain of the audit log: each line gets its place in it, and a link to the line before,
//! a moment after it was written. So no writer waits for another.

use domain::{AuditId, Time};
use uuid::Uuid;

use crate::{Mark, StorageError, Tx, run::run};

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Chain {
    /// The place of the last line; 0 before the first.
    pub seq: i64,
    pub link: Vec<u8>,
    /// Lines of earlier versions, which have no mark, still get one.
    pub adopts: bool,
}

/// Everything of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ChainedRow {
    pub id: Uuid,
    pub at: Time,
    pub actor_id: Option<Uuid>,
    /// The actor has an account.
    pub actor_here: bool,
    pub organization_id: Option<Uuid>,
    pub action: String,
    pub target: String,
    pub network: String,
    pub user_agent: String,
    pub request_id: String,
    pub details: String,
    pub address: String,
    pub origin_salt: Option<Vec<u8>>,
    pub origin_digest: Option<Vec<u8>>,
    pub address_salt: Option<Vec<u8>>,
    pub address_digest: Option<Vec<u8>>,
    pub mark: Option<Vec<u8>>,
    pub seq: Option<i64>,
    pub link: Option<Vec<u8>>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT l.id, l.at, l.actor_id, p.id IS NOT NULL AS actor_here, l.organization_id,
                    l.action, l.target, l.network, l.user_agent, l.request_id, l.details,
                    l.address, l.origin_salt, l.origin_digest, l.address_salt, l.address_digest,
                    l.mark, l.seq, l.link
             FROM audit_log l
             LEFT JOIN persons p ON p.id = l.actor_id ",
            $rest
        )
    };
}

impl Tx {
    /// Where the chain ends.
    pub async fn chain(&mut self) -> Result<Chain, StorageError> {
        Ok(run!(self, fetch_one as Chain, "SELECT seq, link, adopts FROM audit_chain")?)
    }

    /// The chain ends elsewhere. False when somebody else moved its end since it was at `from`.
    pub async fn move_chain(&mut self, from: i64, to: &Chain) -> Result<bool, StorageError> {
        let moved = run!(
            self,
            execute,
            "UPDATE audit_chain SET seq = $2, link = $3, adopts = $4 WHERE seq = $1",
            from,
            to.seq,
            &*to.link,
            to.adopts,
        )?;
        Ok(moved == 1)
    }

    /// Lines that wait for their place, oldest first.
    pub async fn unsealed_lines(&mut self, limit: i64) -> Result<Vec<ChainedRow>, StorageError> {
        Ok(run!(
            self,
            fetch_all as ChainedRow,
            select!("WHERE l.seq IS NULL ORDER BY l.at, l.id LIMIT $1"),
            limit,
        )?)
    }

    /// How many lines wait for their place.
    pub async fn unsealed_count(&mut self) -> Result<i64, StorageError> {
        let (count,) =
            run!(self, fetch_one as (i64,), "SELECT COUNT(*) FROM audit_log WHERE seq IS NULL")?;
        Ok(count)
    }

    /// Lines in the chain, in its order, behind a place.
    pub async fn sealed_lines(
        &mut self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<ChainedRow>, StorageError> {
        Ok(run!(
            self,
            fetch_all as ChainedRow,
            select!("WHERE l.seq > $1 ORDER BY l.seq LIMIT $2"),
            after,
            limit,
        )?)
    }

    /// Gives a line its place. False when it has one.
    pub async fn seal_line(
        &mut self,
        id: AuditId,
        seq: i64,
        link: &[u8],
    ) -> Result<bool, StorageError> {
        let sealed = run!(
            self,
            execute,
            "UPDATE audit_log SET seq = $2, link = $3 WHERE id = $1 AND seq IS NULL",
            id.0,
            seq,
            link,
        )?;
        Ok(sealed == 1)
    }

    /// Gives a line of an earlier version a mark.
    pub async fn mark_line(&mut self, id: AuditId, mark: &Mark) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE audit_log
             SET origin_salt = $2, origin_digest = $3, address_salt = $4, address_digest = $5,
                 mark = $6
             WHERE id = $1 AND mark IS NULL",
            id.0,
            &*mark.origin_salt,
            &*mark.origin_digest,
            mark.address_salt.as_deref(),
            mark.address_digest.as_deref(),
            &*mark.mark,
        )?;
        Ok(())
    }
}
