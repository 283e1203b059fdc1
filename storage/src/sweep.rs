//! Tidying up. A convenience: nothing depends on it, because everything that
//! expires is judged when it is used.

use chrono::TimeDelta;
use domain::{PersonId, Time, invitations::KEPT_DAYS, tokens::LISTED_AFTER_EXPIRY_DAYS};

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
    /// Deletes what has expired, and says how many rows that were.
    pub async fn sweep(&mut self, now: Time) -> Result<u64, StorageError> {
        let unlisted = now - TimeDelta::days(LISTED_AFTER_EXPIRY_DAYS);
        let forgotten = (now - TimeDelta::days(ATTEMPTS_KEPT_DAYS)).timestamp_millis();
        let millis = now.timestamp_millis();

        let mut gone = 0;
        gone += run!(self, execute, "DELETE FROM flashes WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM sign_ins WHERE expires_at <= $1", now)?;
        gone += run!(self, execute, "DELETE FROM reveals WHERE expires_at <= $1", now)?;
        // In one order, as others wait for the same persons.
        let ended = run!(
            self,
            fetch_all as (uuid::Uuid, Time),
            "SELECT person_id, MAX(last_active_at)
             FROM sessions
             WHERE expires_at <= $1 OR idle_expires_at <= $1
             GROUP BY person_id
             ORDER BY person_id",
            now,
        )?;
        for (person, at) in ended {
            self.note_active(PersonId(person), at).await?;
        }
        gone += run!(
            self,
            execute,
            "DELETE FROM sessions WHERE expires_at <= $1 OR idle_expires_at <= $1",
            now,
        )?;
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
        if self.engine() == Engine::Sqlite {
            run!(self, execute, PAGES_BACK)?;
        }
        Ok(gone)
    }
}
