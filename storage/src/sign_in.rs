//! A sign-in between its steps, known by the digest of the visitor's cookie.

use domain::{PersonId, Time, secret::Digest};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// What the steps before left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRow {
    /// The address as it was typed. It may be nobody's.
    pub email: String,
    /// Where to go afterwards.
    pub next: String,
    /// Whose password was right, while a code is waited for.
    pub proved: Option<PersonId>,
    /// *Keep me signed in*, from the step of the password.
    pub keep: bool,
    /// The browser's, from the step of the password.
    pub time_zone: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    email: String,
    next_path: String,
    person_id: Option<Uuid>,
    keep: bool,
    time_zone: String,
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
                 expires_at = excluded.expires_at,
                 person_id = NULL",
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
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT email, next_path, person_id, keep, time_zone
             FROM sign_ins
             WHERE visitor = $1 AND expires_at > $2",
            &visitor.0[..],
            now,
        )?;
        Ok(row.map(|row| SignInRow {
            email: row.email,
            next: row.next_path,
            proved: row.person_id.map(PersonId),
            keep: row.keep,
            time_zone: row.time_zone,
        }))
    }

    /// The password was right: from now on the visitor has another cookie, and a code is
    /// waited for until `expires`. False when there is no such sign-in any more.
    pub async fn prove_sign_in(
        &mut self,
        (visitor, next): (&Digest, &Digest),
        person: PersonId,
        (keep, time_zone): (bool, &str),
        expires: Time,
    ) -> Result<bool, StorageError> {
        let proved = run!(
            self,
            execute,
            "UPDATE sign_ins
             SET visitor = $2, person_id = $3, keep = $4, time_zone = $5, expires_at = $6
             WHERE visitor = $1",
            &visitor.0[..],
            &next.0[..],
            person.0,
            keep,
            time_zone,
            expires,
        )?;
        Ok(proved == 1)
    }

    /// Ends the sign-in of somebody whose code was right. True exactly once.
    pub async fn finish_sign_in(
        &mut self,
        visitor: &Digest,
        person: PersonId,
    ) -> Result<bool, StorageError> {
        let done = run!(
            self,
            execute,
            "DELETE FROM sign_ins WHERE visitor = $1 AND person_id = $2",
            &visitor.0[..],
            person.0,
        )?;
        Ok(done == 1)
    }

    /// The end of every sign-in of the person that waits for a code.
    pub async fn delete_proved_sign_ins(&mut self, person: PersonId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM sign_ins WHERE person_id = $1", person.0)?;
        Ok(())
    }

    /// Forgets the visitor's sign-in.
    pub async fn delete_sign_in(&mut self, visitor: &Digest) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM sign_ins WHERE visitor = $1", &visitor.0[..])?;
        Ok(())
    }
}
