//! Tidying up. A convenience: nothing depends on it, because everything that
//! expires is judged when it is used.

use chrono::TimeDelta;
use domain::{
    PersonId, Time,
    invitations::KEPT_DAYS,
    notices::{self, KEPT_UNREAD_DAYS},
    tokens::LISTED_AFTER_EXPIRY_DAYS,
};

use crate::{Engine, StorageError, Tx, run::run};

/// Pages of 4 KB that an SQLite file gives back at a time: half a second of work.
const PAGES_BACK: &str = "PRAGMA incremental_vacuum(10000)";
/// Days after which a browser that was not seen is a new one again.
const BROWSERS_KEPT_DAYS: i64 = 365;
/// Days after which failed attempts are forgotten, unless they block for good.
const ATTEMPTS_KEPT_DAYS: i64 = 30;
/// Days for which the operator can have a mail tried again that was given up.
const DEAD_MAILS_KEPT_DAYS: i64 = 30;

impl Tx {
    /// Ends the sessions that have expired of so many people at most, and notes when those
    /// were last there. Answers how many sessions that were. Whoever is being changed in this
    /// moment is left for the next time: nobody waits for the other.
    pub async fn sweep_sessions(&mut self, now: Time, most: i64) -> Result<u64, StorageError> {
        let people = run!(
            self,
            fetch_all as (uuid::Uuid, Time),
            "SELECT person_id, MAX(last_active_at)
             FROM sessions
             WHERE expires_at <= $1 OR idle_expires_at <= $1
             GROUP BY person_id
             LIMIT $2",
            now,
            most,
        )?;
        let mut gone = 0;
        for (person, at) in people {
            if let Some(lock) = self.engine().try_lock_person()
                && run!(self, fetch_optional as (uuid::Uuid,), lock, person)?.is_none()
            {
                continue;
            }
            self.note_active(PersonId(person), at).await?;
            gone += run!(
                self,
                execute,
                "DELETE FROM sessions
                 WHERE person_id = $1 AND (expires_at <= $2 OR idle_expires_at <= $2)",
                person,
                now,
            )?;
        }
        Ok(gone)
    }

    /// Deletes what else has expired, and says how many rows that were. Takes no lock of a
    /// person.
    pub async fn sweep(&mut self, now: Time) -> Result<u64, StorageError> {
        let unlisted = now - TimeDelta::days(LISTED_AFTER_EXPIRY_DAYS);
        let forgotten = (now - TimeDelta::days(ATTEMPTS_KEPT_DAYS)).timestamp_millis();
        let millis = now.timestamp_millis();

        let mut gone = 0;
        gone += run!(self, execute, "DELETE FROM flashes WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM sign_ins WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM reveals WHERE expires_at <= $1", now)?;
        gone += run!(
            self,
            execute,
            "DELETE FROM links WHERE expires_at <= $1 OR used_at IS NOT NULL",
            now,
        )?;
        gone += run!(self, execute, "DELETE FROM mailed_links WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM sign_ups WHERE expires_at <= $1", now)?;
        let answered = now - TimeDelta::days(KEPT_DAYS);
        gone += run!(
            self,
            execute,
            "DELETE FROM invitations
             WHERE expires_at <= $1 AND (replied_at IS NULL OR replied_at <= $1)",
            answered,
        )?;
        gone +=
            run!(self, execute, "DELETE FROM pending_authenticators WHERE expires_at <= $1", now,)?;
        gone += run!(self, execute, "DELETE FROM email_changes WHERE expires_at <= $1", now)?;
        let given_up = now - TimeDelta::days(DEAD_MAILS_KEPT_DAYS);
        gone += run!(self, execute, "DELETE FROM mails WHERE failed_at <= $1", given_up)?;
        gone += run!(self, execute, "DELETE FROM exports WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM shown_codes WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM passkey_challenges WHERE expires_at <= $1", now)?;
        let unseen = now - TimeDelta::days(BROWSERS_KEPT_DAYS);
        gone += run!(self, execute, "DELETE FROM known_browsers WHERE last_seen_at <= $1", unseen)?;
        gone += run!(self, execute, "DELETE FROM tokens WHERE expires_at <= $1", unlisted)?;
        gone += run!(
            self,
            execute,
            "DELETE FROM attempts WHERE last_at <= $1 AND failures < hard",
            forgotten,
        )?;
        gone += run!(self, execute, "DELETE FROM rate_windows WHERE ends_at <= $1", millis)?;
        let read = now - TimeDelta::days(notices::KEPT_DAYS);
        gone += run!(self, execute, "DELETE FROM notices WHERE read_at <= $1", read)?;
        let old = now - TimeDelta::days(KEPT_UNREAD_DAYS);
        gone += run!(self, execute, "DELETE FROM notices WHERE created_at <= $1", old)?;
        if self.engine() == Engine::Sqlite {
            run!(self, execute, PAGES_BACK)?;
        }
        Ok(gone)
    }
}
