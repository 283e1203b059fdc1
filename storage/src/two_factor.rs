//! The second factor: authenticator apps and recovery codes. Secrets are sealed before they
//! come here.

use domain::{PersonId, SessionId, Time, secret::Digest};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// The sealed secret of the person's app, if there is one.
    pub async fn authenticator(
        &mut self,
        person: PersonId,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Vec<u8>,),
            "SELECT sealed FROM authenticators WHERE person_id = $1",
            person.0,
        )?;
        Ok(row.map(|(sealed,)| sealed))
    }

    /// Makes this the person's app, in place of another. No code up to `step` works.
    pub async fn put_authenticator(
        &mut self,
        person: PersonId,
        sealed: &[u8],
        step: i64,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO authenticators (person_id, sealed, last_step, created_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id)
             DO UPDATE SET
                 sealed = excluded.sealed,
                 last_step = excluded.last_step,
                 created_at = excluded.created_at",
            person.0,
            sealed,
            step,
            now,
        )?;
        Ok(())
    }

    /// Uses up the code of a step of the app whose secret is sealed so. False when it, or one
    /// after it, was used before, or when there is another app by now.
    pub async fn use_step(
        &mut self,
        person: PersonId,
        sealed: &[u8],
        step: i64,
    ) -> Result<bool, StorageError> {
        let used = run!(
            self,
            execute,
            "UPDATE authenticators
             SET last_step = $2
             WHERE person_id = $1 AND last_step < $2 AND sealed = $3",
            person.0,
            step,
            sealed,
        )?;
        Ok(used == 1)
    }

    /// Puts the same secret under another seal.
    pub async fn reseal_authenticator(
        &mut self,
        person: PersonId,
        old: &[u8],
        new: &[u8],
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE authenticators SET sealed = $3 WHERE person_id = $1 AND sealed = $2",
            person.0,
            old,
            new,
        )?;
        Ok(changed == 1)
    }

    /// Takes the second factor off the person: the app, one that is being set up, and all
    /// recovery codes. False when there was none.
    pub async fn delete_second_factor(&mut self, person: PersonId) -> Result<bool, StorageError> {
        run!(self, execute, "DELETE FROM pending_authenticators WHERE person_id = $1", person.0,)?;
        run!(self, execute, "DELETE FROM recovery_codes WHERE person_id = $1", person.0)?;
        let gone =
            run!(self, execute, "DELETE FROM authenticators WHERE person_id = $1", person.0)?;
        Ok(gone == 1)
    }

    /// Begins setting up an app, in place of what was begun before.
    pub async fn put_pending_authenticator(
        &mut self,
        person: PersonId,
        session: SessionId,
        sealed: &[u8],
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO pending_authenticators (person_id, session_id, sealed, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id)
             DO UPDATE SET
                 session_id = excluded.session_id,
                 sealed = excluded.sealed,
                 expires_at = excluded.expires_at",
            person.0,
            session.0,
            sealed,
            expires,
        )?;
        Ok(())
    }

    /// The sealed secret that is being set up in this session, and until when.
    pub async fn pending_authenticator(
        &mut self,
        session: SessionId,
        now: Time,
    ) -> Result<Option<(Vec<u8>, Time)>, StorageError> {
        Ok(run!(
            self,
            fetch_optional as (Vec<u8>, Time),
            "SELECT sealed, expires_at
             FROM pending_authenticators
             WHERE session_id = $1 AND expires_at > $2",
            session.0,
            now,
        )?)
    }

    /// Ends setting up in this session. True for whoever ends it, as long as it is `sealed`.
    pub async fn take_pending_authenticator(
        &mut self,
        session: SessionId,
        sealed: &[u8],
    ) -> Result<bool, StorageError> {
        let taken = run!(
            self,
            execute,
            "DELETE FROM pending_authenticators WHERE session_id = $1 AND sealed = $2",
            session.0,
            sealed,
        )?;
        Ok(taken == 1)
    }

    /// Replaces all recovery codes of the person.
    pub async fn put_recovery_codes(
        &mut self,
        person: PersonId,
        digests: &[Digest],
    ) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM recovery_codes WHERE person_id = $1", person.0)?;
        for digest in digests {
            run!(
                self,
                execute,
                "INSERT INTO recovery_codes (person_id, digest) VALUES ($1, $2)",
                person.0,
                &digest.0[..],
            )?;
        }
        Ok(())
    }

    /// Uses a recovery code up. True exactly once.
    pub async fn use_recovery_code(
        &mut self,
        person: PersonId,
        digest: &Digest,
    ) -> Result<bool, StorageError> {
        let used = run!(
            self,
            execute,
            "DELETE FROM recovery_codes WHERE person_id = $1 AND digest = $2",
            person.0,
            &digest.0[..],
        )?;
        Ok(used == 1)
    }

    /// Recovery codes that are left.
    pub async fn recovery_codes_left(&mut self, person: PersonId) -> Result<i64, StorageError> {
        let (left,) = run!(
            self,
            fetch_one as (i64,),
            "SELECT COUNT(*) FROM recovery_codes WHERE person_id = $1",
            person.0,
        )?;
        Ok(left)
    }

    /// Has the second factor of the person taken off at that time, or, with none, not at
    /// all. False when that says nothing new.
    pub async fn set_factor_reset(
        &mut self,
        person: PersonId,
        at: Option<Time>,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE persons SET factor_reset_at = $2
             WHERE id = $1 AND (factor_reset_at IS NULL) <> ($2 IS NULL)",
            person.0,
            at,
        )?;
        Ok(changed == 1)
    }

    /// Somebody whose second factor is to be taken off by now.
    pub async fn due_factor_reset(&mut self, now: Time) -> Result<Option<PersonId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT id FROM persons WHERE factor_reset_at <= $1 LIMIT 1",
            now,
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// Keeps new recovery codes, sealed, for the next page of this session.
    pub async fn put_shown_codes(
        &mut self,
        session: SessionId,
        sealed: &[u8],
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO shown_codes (session_id, sealed, expires_at)
             VALUES ($1, $2, $3)
             ON CONFLICT (session_id)
             DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at",
            session.0,
            sealed,
            expires,
        )?;
        Ok(())
    }

    /// Takes them away. Some exactly once.
    pub async fn take_shown_codes(
        &mut self,
        session: SessionId,
        now: Time,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Vec<u8>,),
            "DELETE FROM shown_codes
             WHERE session_id = $1 AND expires_at > $2
             RETURNING sealed",
            session.0,
            now,
        )?;
        Ok(row.map(|(sealed,)| sealed))
    }
}
