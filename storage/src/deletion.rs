//! Persons who leave: marked first, deleted days later, with everything that is theirs.
//! What hangs on a person goes with them by the tables themselves; the rest is here.

use domain::{PersonId, Time};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// Until the transaction ends, nobody else who takes this lock goes on: for acts after
    /// which somebody who runs the instance must be left.
    pub async fn lock_staff(&mut self) -> Result<(), StorageError> {
        if let Some(lock) = self.engine().lock_staff() {
            run!(self, execute, lock)?;
        }
        Ok(())
    }

    /// Whether somebody but this person runs the instance, and stays.
    pub async fn has_other_staff(&mut self, person: PersonId) -> Result<bool, StorageError> {
        let other = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT id FROM persons
             WHERE staff AND id <> $1 AND suspended_at IS NULL AND leaves_at IS NULL
             LIMIT 1",
            person.0,
        )?;
        Ok(other.is_some())
    }

    /// The person leaves at that time. False when they do so already, or when nobody would
    /// run the instance then; take [`Tx::lock_staff`] first.
    pub async fn leave(&mut self, person: PersonId, at: Time) -> Result<bool, StorageError> {
        let leaves = run!(
            self,
            execute,
            "UPDATE persons
             SET leaves_at = $2
             WHERE id = $1 AND leaves_at IS NULL AND (NOT staff OR EXISTS (
                 SELECT 1 FROM persons o
                 WHERE o.staff AND o.id <> $1 AND o.suspended_at IS NULL AND o.leaves_at IS NULL
             ))",
            person.0,
            at,
        )?;
        Ok(leaves == 1)
    }

    /// When the person leaves, if they do.
    pub async fn leaves_at(&mut self, person: PersonId) -> Result<Option<Time>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Option<Time>,),
            "SELECT leaves_at FROM persons WHERE id = $1",
            person.0,
        )?;
        Ok(row.and_then(|(at,)| at))
    }

    /// The person, who would leave at that time, stays. False when that is not so any
    /// more.
    pub async fn stay(&mut self, person: PersonId, at: Time) -> Result<bool, StorageError> {
        let stays = run!(
            self,
            execute,
            "UPDATE persons SET leaves_at = NULL WHERE id = $1 AND leaves_at = $2",
            person.0,
            at,
        )?;
        Ok(stays == 1)
    }

    /// Somebody who is to be gone by now, and since when.
    pub async fn due_leaver(
        &mut self,
        now: Time,
    ) -> Result<Option<(PersonId, Time)>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid, Time),
            "SELECT id, leaves_at FROM persons WHERE leaves_at <= $1 ORDER BY leaves_at LIMIT 1",
            now,
        )?;
        Ok(row.map(|(id, at)| (PersonId(id), at)))
    }

    /// Deletes a person who was to leave at that time, with everything that hangs on them.
    /// False when they stay, or when nobody would run the instance then; take
    /// [`Tx::lock_staff`] first.
    pub async fn delete_person(
        &mut self,
        person: PersonId,
        at: Time,
    ) -> Result<bool, StorageError> {
        let gone = run!(
            self,
            execute,
            "DELETE FROM persons
             WHERE id = $1 AND leaves_at = $2 AND (NOT staff OR EXISTS (
                 SELECT 1 FROM persons o
                 WHERE o.staff AND o.id <> $1 AND o.suspended_at IS NULL AND o.leaves_at IS NULL
             ))",
            person.0,
            at,
        )?;
        Ok(gone == 1)
    }

    /// Takes from the log what tells of the person: what is left is that an id did
    /// something, and when; and of an organization, to what.
    pub async fn blank_history_of(&mut self, person: PersonId) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE audit_log
             SET target = CASE WHEN organization_id IS NULL THEN '' ELSE target END,
                 network = '', user_agent = '', origin_salt = NULL
             WHERE actor_id = $1",
            person.0,
        )?;
        Ok(())
    }

    /// Takes an address, as addresses are compared, from the log.
    pub async fn blank_address(&mut self, address: &str) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE audit_log
             SET address = '', address_salt = NULL
             WHERE address = $1 AND address <> ''",
            address,
        )?;
        Ok(())
    }

    /// Forgets the mails whose letters hold this piece of JSON.
    pub async fn delete_mails_with(&mut self, json: &str) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM mails WHERE replace(letter, $1, '') <> letter", json)?;
        Ok(())
    }

    /// Forgets what was counted under the keys that hold this text.
    pub async fn forget_counts_of(&mut self, part: &str) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM attempts WHERE replace(key, $1, '') <> key", part)?;
        run!(self, execute, "DELETE FROM rate_windows WHERE replace(key, $1, '') <> key", part)?;
        Ok(())
    }

    /// The end of every sign-in that was begun with this address.
    pub async fn delete_sign_ins_with(&mut self, email: &str) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM sign_ins WHERE lower(email) = lower($1)", email)?;
        Ok(())
    }
}
