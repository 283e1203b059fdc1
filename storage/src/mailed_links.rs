//! One-use links in mails to a person. Only the digest of what is in the link is
//! kept.

use domain::{PersonId, Time, secret::Digest};

use crate::{StorageError, Tx, run::run};

/// What a link is for. Part of every look-up, so that a link of one purpose never
/// opens another door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailedLink {
    /// Choosing a new password.
    PasswordReset,
}

impl MailedLink {
    fn as_str(self) -> &'static str {
        match self {
            Self::PasswordReset => "password_reset",
        }
    }
}

impl Tx {
    /// Makes this the person's link of the purpose; the one before it, if any, is
    /// dead from now on.
    pub async fn replace_mailed_link(
        &mut self,
        person: PersonId,
        purpose: MailedLink,
        digest: &Digest,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO mailed_links (person_id, purpose, digest, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id, purpose)
             DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at",
            person.0,
            purpose.as_str(),
            &digest.0[..],
            expires,
        )?;
        Ok(())
    }

    /// Whose link it is, if it would still work.
    pub async fn mailed_link(
        &mut self,
        purpose: MailedLink,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<PersonId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (uuid::Uuid,),
            "SELECT person_id
             FROM mailed_links
             WHERE digest = $1 AND purpose = $2 AND expires_at > $3",
            &digest.0[..],
            purpose.as_str(),
            now,
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// Uses the link up, and says whose it was. Somebody exactly once.
    pub async fn use_mailed_link(
        &mut self,
        purpose: MailedLink,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<PersonId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (uuid::Uuid,),
            "DELETE FROM mailed_links
             WHERE digest = $1 AND purpose = $2 AND expires_at > $3
             RETURNING person_id",
            &digest.0[..],
            purpose.as_str(),
            now,
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// The end of all links that wait for the person.
    pub async fn delete_mailed_links_of(&mut self, person: PersonId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM mailed_links WHERE person_id = $1", person.0)?;
        Ok(())
    }
}
