//! Addresses for which somebody wants an account. Only the digest of the link is kept.

use domain::{
    Time,
    email::{CanonicalEmail, Email},
    secret::Digest,
};

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// Makes this the link of the address; the one before it, if any, is dead from now on.
    pub async fn put_sign_up(
        &mut self,
        email: &Email,
        key: &CanonicalEmail,
        digest: &Digest,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO sign_ups (email_key, email, digest, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (email_key)
             DO UPDATE SET email = excluded.email, digest = excluded.digest,
                           expires_at = excluded.expires_at",
            key.as_str(),
            email.as_str(),
            &digest.0[..],
            expires,
        )?;
        Ok(())
    }

    /// The address of this link, as it was typed, if the link would still work.
    pub async fn sign_up(
        &mut self,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<String>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "SELECT email FROM sign_ups WHERE digest = $1 AND expires_at > $2",
            &digest.0[..],
            now,
        )?;
        Ok(row.map(|(email,)| email))
    }

    /// Uses the link up, and says for which address it was. Somebody exactly once.
    pub async fn use_sign_up(
        &mut self,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<String>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "DELETE FROM sign_ups WHERE digest = $1 AND expires_at > $2 RETURNING email",
            &digest.0[..],
            now,
        )?;
        Ok(row.map(|(email,)| email))
    }

    /// The end of the link of this address.
    pub async fn delete_sign_up(&mut self, key: &CanonicalEmail) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM sign_ups WHERE email_key = $1", key.as_str())?;
        Ok(())
    }
}
