//! Archives of what is kept of a person. Link and archive are sealed before they come
//! here.

use domain::{PersonId, Time, secret::Digest};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// An archive that somebody has taken on to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedExport {
    pub person: PersonId,
    pub asked_at: Time,
    /// From where it was asked for.
    pub network: String,
}

/// How it stands with an archive.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportRow {
    /// Sealed; none while it is being made.
    pub link: Option<Vec<u8>>,
    pub expires_at: Time,
    /// Nobody tries to make it any more.
    pub given_up: bool,
}

/// An archive that is made.
#[derive(Debug)]
pub struct MadeExport<'a> {
    pub digest: &'a Digest,
    pub link: &'a [u8],
    pub archive: &'a [u8],
    pub expires: Time,
}

/// The person's own facts that no other query tells.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonFacts {
    pub staff: bool,
    pub time_zone: Option<String>,
    pub created_at: Time,
    pub updated_at: Time,
}

impl Tx {
    /// Lets an archive wait to be made, in place of the one before it.
    pub async fn put_export(
        &mut self,
        person: PersonId,
        network: &str,
        now: Time,
        expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO exports (person_id, asked_at, network, due_at, expires_at)
             VALUES ($1, $2, $3, $2, $4)
             ON CONFLICT (person_id)
             DO UPDATE SET
                 asked_at = excluded.asked_at,
                 network = excluded.network,
                 due_at = excluded.due_at,
                 tries = 0,
                 digest = NULL,
                 link = NULL,
                 archive = NULL,
                 expires_at = excluded.expires_at",
            person.0,
            now,
            network,
            expires,
        )?;
        Ok(())
    }

    /// How it stands with the person's archive, of which there are so many tries.
    pub async fn export_of(
        &mut self,
        person: PersonId,
        most_tries: i64,
        now: Time,
    ) -> Result<Option<ExportRow>, StorageError> {
        Ok(run!(
            self,
            fetch_optional as ExportRow,
            "SELECT link, expires_at,
                    digest IS NULL AND tries >= $2 AND due_at <= $3 AS given_up
             FROM exports
             WHERE person_id = $1 AND expires_at > $3",
            person.0,
            most_tries,
            now,
        )?)
    }

    /// Takes on the one that waits longest, if it was not tried so often already. Nobody
    /// else gets it before `again`.
    pub async fn claim_export(
        &mut self,
        most_tries: i64,
        now: Time,
        again: Time,
    ) -> Result<Option<ClaimedExport>, StorageError> {
        // The time is asked twice: another node may have been faster.
        let row = run!(
            self,
            fetch_optional as (Uuid, Time, String),
            "UPDATE exports
             SET due_at = $2, tries = tries + 1
             WHERE due_at <= $1 AND digest IS NULL AND tries < $3 AND person_id = (
                 SELECT person_id FROM exports
                 WHERE due_at <= $1 AND digest IS NULL AND tries < $3
                 ORDER BY due_at LIMIT 1
             )
             RETURNING person_id, asked_at, network",
            now,
            again,
            most_tries,
        )?;
        Ok(row.map(|(id, asked_at, network)| ClaimedExport {
            person: PersonId(id),
            asked_at,
            network,
        }))
    }

    /// Keeps an archive that was made. True for the first who has made it, as long as no
    /// other was asked for.
    pub async fn finish_export(
        &mut self,
        claimed: &ClaimedExport,
        made: MadeExport<'_>,
    ) -> Result<bool, StorageError> {
        let kept = run!(
            self,
            execute,
            "UPDATE exports
             SET digest = $3, link = $4, archive = $5, expires_at = $6
             WHERE person_id = $1 AND asked_at = $2 AND digest IS NULL",
            claimed.person.0,
            claimed.asked_at,
            &made.digest.0[..],
            made.link,
            made.archive,
            made.expires,
        )?;
        Ok(kept == 1)
    }

    /// Takes away the archive that the link of this digest leads the person to. Some
    /// exactly once.
    pub async fn take_export(
        &mut self,
        person: PersonId,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Vec<u8>,),
            "DELETE FROM exports
             WHERE person_id = $1 AND digest = $2 AND expires_at > $3
             RETURNING archive",
            person.0,
            &digest.0[..],
            now,
        )?;
        Ok(row.map(|(archive,)| archive))
    }

    /// The person's archive is wanted no more.
    pub async fn delete_export(&mut self, person: PersonId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM exports WHERE person_id = $1", person.0)?;
        Ok(())
    }

    /// What else an archive tells of the person.
    pub async fn person_facts(
        &mut self,
        person: PersonId,
    ) -> Result<Option<PersonFacts>, StorageError> {
        Ok(run!(
            self,
            fetch_optional as PersonFacts,
            "SELECT staff, time_zone, created_at, updated_at FROM persons WHERE id = $1",
            person.0,
        )?)
    }
}
