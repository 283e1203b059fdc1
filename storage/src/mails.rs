//! Mails that wait to be sent.

use domain::{MailId, Time};

use crate::{StorageError, Tx, run::run};

/// A mail that was taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    pub id: MailId,
    /// What to tell whom, as it was given to [`Tx::insert_mail`].
    pub letter: String,
    pub created_at: Time,
    /// With this one.
    pub tries: i64,
}

/// A mail that nobody tries to send any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadMailRow {
    pub id: MailId,
    pub letter: String,
    pub failed_at: Time,
    pub error: String,
}

impl Tx {
    /// Lets a mail wait to be sent, from now on.
    pub async fn insert_mail(
        &mut self,
        id: MailId,
        letter: &str,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO mails (id, letter, created_at, due_at, tries, error)
             VALUES ($1, $2, $3, $3, 0, '')",
            id.0,
            letter,
            now,
        )?;
        Ok(())
    }

    /// Takes on the oldest that are due, `most` of them, oldest first. Nobody else gets them
    /// before `again`.
    pub async fn claim_mails(
        &mut self,
        now: Time,
        again: Time,
        most: u32,
    ) -> Result<Vec<MailRow>, StorageError> {
        // The time is asked twice: another node may have been faster.
        let rows = run!(
            self,
            fetch_all as (uuid::Uuid, String, Time, i64),
            "UPDATE mails
             SET due_at = $2, tries = tries + 1
             WHERE due_at <= $1 AND failed_at IS NULL AND id IN (
                 SELECT id FROM mails
                 WHERE due_at <= $1 AND failed_at IS NULL
                 ORDER BY due_at, id LIMIT $3
             )
             RETURNING id, letter, created_at, tries",
            now,
            again,
            i64::from(most),
        )?;
        let mail =
            |(id, letter, created_at, tries)| MailRow { id: MailId(id), letter, created_at, tries };
        let mut mails: Vec<_> = rows.into_iter().map(mail).collect();
        // What an update returns has no order.
        mails.sort_unstable_by_key(|mail| mail.id);
        Ok(mails)
    }

    /// It was sent, or is of no use any more.
    pub async fn delete_mail(&mut self, id: MailId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM mails WHERE id = $1", id.0)?;
        Ok(())
    }

    /// It was not sent, and is tried again from `due` on.
    pub async fn postpone_mail(
        &mut self,
        id: MailId,
        due: Time,
        error: &str,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE mails SET due_at = $2, error = $3 WHERE id = $1",
            id.0,
            due,
            error,
        )?;
        Ok(())
    }

    /// It was not sent, and is not tried any more.
    pub async fn give_up_mail(
        &mut self,
        id: MailId,
        now: Time,
        error: &str,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE mails SET failed_at = $2, error = $3 WHERE id = $1",
            id.0,
            now,
            error,
        )?;
        Ok(())
    }

    /// Those that were given up, the newest first.
    pub async fn dead_mails(&mut self, most: u32) -> Result<Vec<DeadMailRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (uuid::Uuid, String, Time, String),
            "SELECT id, letter, failed_at, error
             FROM mails
             WHERE failed_at IS NOT NULL
             ORDER BY failed_at DESC, id LIMIT $1",
            i64::from(most),
        )?;
        let mail = |(id, letter, failed_at, error)| DeadMailRow {
            id: MailId(id),
            letter,
            failed_at,
            error,
        };
        Ok(rows.into_iter().map(mail).collect())
    }

    /// Lets all that were given up be tried again, and says how many those are.
    pub async fn revive_mails(&mut self, now: Time) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "UPDATE mails
             SET failed_at = NULL, due_at = $1, tries = 0
             WHERE failed_at IS NOT NULL",
            now,
        )?)
    }
}
