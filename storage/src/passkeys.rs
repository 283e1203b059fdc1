//! Passkeys, and what was asked of them.

use domain::{PasskeyId, PersonId, Time, secret::Digest};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// A passkey to be.
#[derive(Debug)]
pub struct NewPasskey<'a> {
    pub id: PasskeyId,
    pub person: PersonId,
    /// What its authenticator calls it.
    pub credential_id: &'a [u8],
    /// Public key and counter, as the library writes them.
    pub credential: &'a str,
    pub name: &'a str,
    pub security_key: bool,
    pub now: Time,
}

/// A passkey that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub person: PersonId,
    pub credential_id: Vec<u8>,
    pub credential: String,
    pub name: String,
    pub security_key: bool,
    pub created: Time,
    pub last_used: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    credential_id: Vec<u8>,
    credential: String,
    name: String,
    security_key: bool,
    created_at: Time,
    last_used_at: Option<Time>,
}

impl From<Row> for PasskeyRow {
    fn from(row: Row) -> Self {
        Self {
            id: PasskeyId(row.id),
            person: PersonId(row.person_id),
            credential_id: row.credential_id,
            credential: row.credential,
            name: row.name,
            security_key: row.security_key,
            created: row.created_at,
            last_used: row.last_used_at,
        }
    }
}

impl Tx {
    /// Adds a passkey. False when somebody has it already.
    pub async fn insert_passkey(&mut self, new: NewPasskey<'_>) -> Result<bool, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO passkeys (
                 id, person_id, credential_id, credential, name, security_key, created_at
             )
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (credential_id) DO NOTHING",
            new.id.0,
            new.person.0,
            new.credential_id,
            new.credential,
            new.name,
            new.security_key,
            new.now,
        )?;
        Ok(inserted == 1)
    }

    /// All of the person, newest first.
    pub async fn passkeys_of(&mut self, person: PersonId) -> Result<Vec<PasskeyRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            "SELECT id, person_id, credential_id, credential, name, security_key, created_at,
                    last_used_at
             FROM passkeys
             WHERE person_id = $1
             ORDER BY created_at DESC, id DESC",
            person.0,
        )?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The person's passkey that its authenticator calls this, if they may sign in with it:
    /// not while they are suspended, or locked, so that their password is `no_password`.
    pub async fn open_passkey(
        &mut self,
        person: PersonId,
        credential_id: &[u8],
        no_password: &str,
    ) -> Result<Option<PasskeyRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT k.id, k.person_id, k.credential_id, k.credential, k.name, k.security_key,
                    k.created_at, k.last_used_at
             FROM passkeys k
             JOIN persons p ON p.id = k.person_id
             WHERE k.credential_id = $1 AND k.person_id = $2
               AND p.suspended_at IS NULL AND p.password_hash <> $3",
            credential_id,
            person.0,
            no_password,
        )?;
        Ok(row.map(Into::into))
    }

    /// Notes that it was used. False when it was removed, or used elsewhere meanwhile so
    /// that its counter went on.
    pub async fn use_passkey(
        &mut self,
        id: PasskeyId,
        (old, new): (&str, &str),
        now: Time,
    ) -> Result<bool, StorageError> {
        let used = run!(
            self,
            execute,
            "UPDATE passkeys
             SET credential = $3, last_used_at = $4
             WHERE id = $1 AND credential = $2",
            id.0,
            old,
            new,
            now,
        )?;
        Ok(used == 1)
    }

    /// Gives the person's passkey another name. False when it is not there.
    pub async fn rename_passkey(
        &mut self,
        person: PersonId,
        id: PasskeyId,
        name: &str,
    ) -> Result<bool, StorageError> {
        let renamed = run!(
            self,
            execute,
            "UPDATE passkeys SET name = $3 WHERE id = $1 AND person_id = $2",
            id.0,
            person.0,
            name,
        )?;
        Ok(renamed == 1)
    }

    /// Removes the person's passkey. False when it is not there, or the last one of
    /// somebody whose password is `no_password`.
    pub async fn delete_passkey(
        &mut self,
        person: PersonId,
        id: PasskeyId,
        no_password: &str,
    ) -> Result<bool, StorageError> {
        let gone = run!(
            self,
            execute,
            "DELETE FROM passkeys
             WHERE id = $1 AND person_id = $2 AND (
                 EXISTS (SELECT 1 FROM persons WHERE id = $2 AND password_hash <> $3)
                 OR EXISTS (SELECT 1 FROM passkeys WHERE person_id = $2 AND id <> $1)
             )",
            id.0,
            person.0,
            no_password,
        )?;
        Ok(gone == 1)
    }

    /// Removes those of the person that were added from this moment on; answers how many.
    pub async fn delete_passkeys_since(
        &mut self,
        person: PersonId,
        since: Time,
    ) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "DELETE FROM passkeys WHERE person_id = $1 AND created_at >= $2",
            person.0,
            since,
        )?)
    }

    /// Keeps what was asked, for `holder` alone.
    pub async fn insert_passkey_challenge(
        &mut self,
        (challenge, holder): (&Digest, &Digest),
        state: &str,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO passkey_challenges (challenge, holder, state, expires_at)
             VALUES ($1, $2, $3, $4)",
            &challenge.0[..],
            &holder.0[..],
            state,
            expires,
        )?;
        Ok(())
    }

    /// Takes it away. Something exactly once.
    pub async fn take_passkey_challenge(
        &mut self,
        (challenge, holder): (&Digest, &Digest),
        now: Time,
    ) -> Result<Option<String>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "DELETE FROM passkey_challenges
             WHERE challenge = $1 AND holder = $2 AND expires_at > $3
             RETURNING state",
            &challenge.0[..],
            &holder.0[..],
            now,
        )?;
        Ok(row.map(|(state,)| state))
    }
}
