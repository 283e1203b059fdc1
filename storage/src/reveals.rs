//! New tokens that wait, sealed, to be shown to one session, once.

use domain::{RevealId, SessionId, Time, TokenId};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// A sealed token and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealRow {
    pub id: RevealId,
    pub token: TokenId,
    /// Ciphertext; storage cannot open it.
    pub sealed: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    token_id: Uuid,
    sealed: Vec<u8>,
}

impl Tx {
    /// Keeps a sealed token for the session, in place of an earlier one.
    pub async fn insert_reveal(
        &mut self,
        id: RevealId,
        session: SessionId,
        token: TokenId,
        sealed: &[u8],
        now: Time,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO reveals (id, session_id, token_id, sealed, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (session_id)
             DO UPDATE SET
                 id = excluded.id,
                 token_id = excluded.token_id,
                 sealed = excluded.sealed,
                 created_at = excluded.created_at,
                 expires_at = excluded.expires_at",
            id.0,
            session.0,
            token.0,
            sealed,
            now,
            expires,
        )?;
        Ok(())
    }

    /// Does anything wait to be shown to the session? Pages look with a reader
    /// first, so that one without it needs no write.
    pub async fn has_reveal(
        &mut self,
        session: SessionId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let (waits,) = run!(
            self,
            fetch_one as (bool,),
            "SELECT EXISTS (SELECT 1 FROM reveals WHERE session_id = $1 AND expires_at > $2)",
            session.0,
            now,
        )?;
        Ok(waits)
    }

    /// Takes away what waits to be shown to the session. Some exactly once.
    pub async fn take_reveal(
        &mut self,
        session: SessionId,
        now: Time,
    ) -> Result<Option<RevealRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            "DELETE FROM reveals
             WHERE session_id = $1 AND expires_at > $2
             RETURNING id, token_id, sealed",
            session.0,
            now,
        )?;
        Ok(row.map(|row| RevealRow {
            id: RevealId(row.id),
            token: TokenId(row.token_id),
            sealed: row.sealed,
        }))
    }

    /// Forgets what waits for the session.
    pub async fn delete_reveals(&mut self, session: SessionId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM reveals WHERE session_id = $1", session.0)?;
        Ok(())
    }
}
