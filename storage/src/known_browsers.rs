//! Browsers in which a person has signed in before. Only digests of their cookies are
//! kept.

use domain::{PersonId, Time, secret::Digest};

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// How many browsers the person is known in, and whether this is one of them.
    pub async fn known_browsers(
        &mut self,
        person: PersonId,
        digest: &Digest,
    ) -> Result<(i64, bool), StorageError> {
        let (count, this) = run!(
            self,
            fetch_one as (i64, i64),
            "SELECT COUNT(*), COUNT(CASE WHEN digest = $2 THEN 1 END)
             FROM known_browsers
             WHERE person_id = $1",
            person.0,
            &digest.0[..],
        )?;
        Ok((count, this == 1))
    }

    /// The person has just proved who they are in this browser.
    pub async fn know_browser(
        &mut self,
        person: PersonId,
        digest: &Digest,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO known_browsers (person_id, digest, last_seen_at)
             VALUES ($1, $2, $3)
             ON CONFLICT (person_id, digest) DO UPDATE SET last_seen_at = excluded.last_seen_at",
            person.0,
            &digest.0[..],
            now,
        )?;
        Ok(())
    }

    /// Asks for no code in this browser until then.
    pub async fn trust_browser(
        &mut self,
        person: PersonId,
        digest: &Digest,
        until: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE known_browsers SET trusted_until = $3 WHERE person_id = $1 AND digest = $2",
            person.0,
            &digest.0[..],
            until,
        )?;
        Ok(())
    }

    /// Whether no code is asked for in this browser.
    pub async fn trusts_browser(
        &mut self,
        person: PersonId,
        digest: &Digest,
        now: Time,
    ) -> Result<bool, StorageError> {
        let found = run!(
            self,
            fetch_optional as (i32,),
            "SELECT 1 FROM known_browsers
             WHERE person_id = $1 AND digest = $2 AND trusted_until > $3",
            person.0,
            &digest.0[..],
            now,
        )?;
        Ok(found.is_some())
    }

    /// From now on a code is asked for in every browser.
    pub async fn trust_no_browser(&mut self, person: PersonId) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE known_browsers SET trusted_until = NULL
             WHERE person_id = $1 AND trusted_until IS NOT NULL",
            person.0,
        )?;
        Ok(())
    }

    /// From now on the person is known in no browser but this.
    pub async fn forget_other_browsers(
        &mut self,
        person: PersonId,
        but: Option<&Digest>,
    ) -> Result<(), StorageError> {
        let Some(but) = but else { return self.forget_browsers_of(person).await };
        run!(
            self,
            execute,
            "DELETE FROM known_browsers WHERE person_id = $1 AND digest <> $2",
            person.0,
            &but.0[..],
        )?;
        Ok(())
    }

    /// From now on the person is known in no browser.
    pub async fn forget_browsers_of(&mut self, person: PersonId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM known_browsers WHERE person_id = $1", person.0)?;
        Ok(())
    }
}
