//! Changing the address that a person signs in with.

use domain::{
    PersonId, Time,
    email::{CanonicalEmail, Email},
};

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// The person wants this address, in place of another that they wanted before.
    pub async fn put_email_change(
        &mut self,
        person: PersonId,
        email: &Email,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO email_changes (person_id, email, expires_at)
             VALUES ($1, $2, $3)
             ON CONFLICT (person_id)
             DO UPDATE SET email = excluded.email, expires_at = excluded.expires_at",
            person.0,
            email.as_str(),
            expires,
        )?;
        Ok(())
    }

    /// The address that the person wants, and until when it can be confirmed.
    pub async fn email_change(
        &mut self,
        person: PersonId,
        now: Time,
    ) -> Result<Option<(String, Time)>, StorageError> {
        Ok(run!(
            self,
            fetch_optional as (String, Time),
            "SELECT email, expires_at
             FROM email_changes
             WHERE person_id = $1 AND expires_at > $2",
            person.0,
            now,
        )?)
    }

    /// The person wants no other address any more. False when they wanted none.
    pub async fn delete_email_change(&mut self, person: PersonId) -> Result<bool, StorageError> {
        let gone = run!(self, execute, "DELETE FROM email_changes WHERE person_id = $1", person.0)?;
        Ok(gone == 1)
    }

    /// Gives the person the address. False when another has it; then nothing else can be
    /// done in this transaction.
    pub async fn change_email(
        &mut self,
        person: PersonId,
        email: &Email,
        key: &CanonicalEmail,
        now: Time,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE persons
             SET email = $2, email_key = $3, version = version + 1, updated_at = $4
             WHERE id = $1
               AND NOT EXISTS (SELECT 1 FROM persons WHERE email_key = $3 AND id <> $1)",
            person.0,
            email.as_str(),
            key.as_str(),
            now,
        );
        match changed {
            // Two at once: the other was faster.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
            changed => {
                let changed = changed? == 1;
                self.list_anew(person).await?;
                Ok(changed)
            }
        }
    }
}
