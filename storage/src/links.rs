//! One-use links. Only the digest of what is in the link is kept.

use domain::{LinkId, Time, secret::Digest};

use crate::{StorageError, Tx, run::run};

/// What a link is for. Part of every look-up, so that a link of one purpose
/// never opens another door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Making the very first account.
    SetUp,
}

impl LinkPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
        }
    }
}

impl Tx {
    /// Makes this the one link of its purpose that waits to be used; the one
    /// before it, if any, is dead from now on.
    pub async fn replace_link(
        &mut self,
        id: LinkId,
        purpose: LinkPurpose,
        digest: &Digest,
        now: Time,
        expires: Option<Time>,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO links (id, purpose, digest, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (purpose) WHERE used_at IS NULL
             DO UPDATE SET
                 id = excluded.id,
                 digest = excluded.digest,
                 created_at = excluded.created_at,
                 expires_at = excluded.expires_at",
            id.0,
            purpose.as_str(),
            &digest.0[..],
            now,
            expires,
        )?;
        Ok(())
    }

    /// Would the link still work?
    pub async fn link_is_live(
        &mut self,
        purpose: LinkPurpose,
        digest: &Digest,
        now: Time,
    ) -> Result<bool, StorageError> {
        let (live,) = run!(
            self,
            fetch_one as (bool,),
            "SELECT EXISTS (
                 SELECT 1
                 FROM links
                 WHERE digest = $1 AND purpose = $2 AND used_at IS NULL
                   AND (expires_at IS NULL OR expires_at > $3)
             )",
            &digest.0[..],
            purpose.as_str(),
            now,
        )?;
        Ok(live)
    }

    /// Uses the link up. True exactly once.
    pub async fn use_link(
        &mut self,
        purpose: LinkPurpose,
        digest: &Digest,
        now: Time,
    ) -> Result<bool, StorageError> {
        let used = run!(
            self,
            execute,
            "UPDATE links
             SET used_at = $3
             WHERE digest = $1 AND purpose = $2 AND used_at IS NULL
               AND (expires_at IS NULL OR expires_at > $3)",
            &digest.0[..],
            purpose.as_str(),
            now,
        )?;
        Ok(used == 1)
    }
}
