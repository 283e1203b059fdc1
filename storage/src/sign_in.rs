//! A sign-in between its steps, known by the digest of the visitor's cookie.

use domain::{Time, secret::Digest};

use crate::{StorageError, Tx, run::run};

/// What the steps before left behind.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SignInRow {
    /// The address as it was typed. It may be nobody's.
    pub email: String,
    /// Where to go afterwards.
    #[sqlx(rename = "next_path")]
    pub next: String,
}

impl Tx {
    /// Remembers a sign-in, in place of what the visitor had begun before.
    pub async fn save_sign_in(
        &mut self,
        visitor: &Digest,
        email: &str,
        next: &str,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO sign_ins (visitor, email, next_path, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (visitor)
             DO UPDATE SET
                 email = excluded.email,
                 next_path = excluded.next_path,
                 expires_at = excluded.expires_at",
            &visitor.0[..],
            email,
            next,
            expires,
        )?;
        Ok(())
    }

    /// The sign-in that the visitor is in the middle of.
    pub async fn sign_in(
        &mut self,
        visitor: &Digest,
        now: Time,
    ) -> Result<Option<SignInRow>, StorageError> {
        Ok(run!(
            self,
            fetch_optional as SignInRow,
            "SELECT email, next_path
             FROM sign_ins
             WHERE visitor = $1 AND expires_at > $2",
            &visitor.0[..],
            now,
        )?)
    }

    /// Forgets the visitor's sign-in.
    pub async fn delete_sign_in(&mut self, visitor: &Digest) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM sign_ins WHERE visitor = $1", &visitor.0[..])?;
        Ok(())
    }
}
