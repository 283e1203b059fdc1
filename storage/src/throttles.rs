//! Limits on trying. Everything is counted *before* it is judged and in one
//! conditional statement, so that guesses made in parallel cannot all pass.
//!
//! The count must outlive what it counts: commit it before the password is
//! looked at, or a failure that rolls back takes its own count with it.

use domain::Time;

use crate::{StorageError, Tx, run::run};

/// How failures in a row slow down the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    /// Attempts that need not wait.
    pub free: i64,
    /// The wait after the last free attempt. Each further one doubles it.
    pub first_ms: i64,
    /// No wait is longer.
    pub max_ms: i64,
    /// After so many attempts there is no other until the counter is cleared.
    pub hard: i64,
}

impl Ladder {
    /// How often the wait doubles before it has reached the longest.
    fn steps(&self) -> i64 {
        let mut wait = self.first_ms.max(1);
        let mut steps = 0;
        while wait < self.max_ms {
            wait = wait.saturating_mul(2);
            steps += 1;
        }
        steps
    }
}

impl Tx {
    /// Counts an attempt at `key`, such as an account's password. Some: it may
    /// be judged, and this is how many there were since the last
    /// [`clear_attempts`](Self::clear_attempts), this one included. None: `key`
    /// is blocked, and nothing was counted.
    pub async fn count_attempt(
        &mut self,
        key: &str,
        ladder: &Ladder,
        now: Time,
    ) -> Result<Option<i64>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (i64,),
            "INSERT INTO attempts (key, failures, last_at, hard)
             VALUES ($1, 1, $2, $3)
             ON CONFLICT (key)
             DO UPDATE SET
                 failures = attempts.failures + 1,
                 last_at = excluded.last_at,
                 hard = excluded.hard
             WHERE attempts.failures < excluded.hard
               AND excluded.last_at >= CASE
                   WHEN attempts.failures < $4 THEN excluded.last_at
                   WHEN attempts.failures - $4 >= $5 THEN attempts.last_at + $6
                   ELSE attempts.last_at + ($7 << CAST(attempts.failures - $4 AS INTEGER))
               END
             RETURNING failures",
            key,
            now.timestamp_millis(),
            ladder.hard,
            ladder.free,
            ladder.steps(),
            ladder.max_ms,
            ladder.first_ms,
        )?;
        Ok(row.map(|(failures,)| failures))
    }

    /// Starts counting anew: the attempt was right.
    pub async fn clear_attempts(&mut self, key: &str) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM attempts WHERE key = $1", key)?;
        Ok(())
    }

    /// The same for the key and all that begin with it and a colon.
    pub async fn clear_attempts_below(&mut self, key: &str) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "DELETE FROM attempts
             WHERE key = $1 OR substr(key, 1, length($1) + 1) = $1 || ':'",
            key,
        )?;
        Ok(())
    }

    /// Allows `limit` acts at `key` within each stretch of `window_seconds`,
    /// which starts with the first of them. None: allowed, and counted. Some:
    /// refused; seconds until the next may be tried.
    pub async fn count_in_window(
        &mut self,
        key: &str,
        limit: i64,
        window_seconds: i64,
        now: Time,
    ) -> Result<Option<u32>, StorageError> {
        let now = now.timestamp_millis();
        let ends = now.saturating_add(window_seconds.saturating_mul(1000));
        let counted = if limit < 1 {
            0 // the first row of a key would pass
        } else {
            run!(
                self,
                execute,
                "INSERT INTO rate_windows (key, used, ends_at)
                 VALUES ($1, 1, $2)
                 ON CONFLICT (key)
                 DO UPDATE SET
                     used = CASE
                         WHEN rate_windows.ends_at > $3 THEN rate_windows.used + 1
                         ELSE 1
                     END,
                     ends_at = CASE
                         WHEN rate_windows.ends_at > $3 THEN rate_windows.ends_at
                         ELSE excluded.ends_at
                     END
                 WHERE rate_windows.used < $4 OR rate_windows.ends_at <= $3",
                key,
                ends,
                now,
                limit,
            )?
        };
        if counted == 1 {
            return Ok(None);
        }
        let row = run!(
            self,
            fetch_optional as (i64,),
            "SELECT ends_at FROM rate_windows WHERE key = $1 AND ends_at > $2",
            key,
            now,
        )?;
        let wait = row.map_or(ends, |(ends,)| ends) - now;
        Ok(Some(u32::try_from((wait + 999) / 1000).unwrap_or(u32::MAX)))
    }

    /// Gives one act back: it turned out not to count.
    pub async fn uncount_in_window(&mut self, key: &str) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE rate_windows
             SET used = used - 1
             WHERE key = $1 AND used > 0",
            key,
        )?;
        Ok(())
    }

    /// Forgets all acts of a key.
    pub async fn clear_window(&mut self, key: &str) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM rate_windows WHERE key = $1", key)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_until_the_longest() {
        let steps = |first_ms, max_ms| Ladder { free: 1, first_ms, max_ms, hard: 9 }.steps();
        assert_eq!(steps(30_000, 3_600_000), 7, "30 s · 2⁷ is the first above an hour");
        assert_eq!(steps(1000, 1000), 0);
        assert_eq!(steps(1000, 500), 0);
        assert_eq!(steps(1, i64::MAX), 63);
        assert_eq!(steps(0, 4), 2);
    }
}
