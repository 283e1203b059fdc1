//! Forgetting what is over. A convenience: expiry is judged at each use. What is
//! left over in the bucket is found nowhere else.

use chrono::TimeDelta;

use crate::{FilesError, PhotoFiles, Result, Service};

/// People whose sessions are ended at a time.
const PEOPLE: i64 = 100;
/// Photos whose files one node takes on at a time.
const CLAIM: u32 = 50;
/// Whoever has not deleted them after this has died, or its bucket fails.
const CLAIM_LASTS: TimeDelta = TimeDelta::minutes(5);

impl Service {
    /// Deletes what has expired; answers how many rows went.
    pub async fn sweep(&self) -> Result<u64> {
        let now = self.now();
        let mut gone = 0;
        // In small steps: others wait for what a step holds.
        loop {
            let mut tx = self.db().begin().await?;
            let ended = tx.sweep_sessions(now, PEOPLE).await?;
            tx.commit().await?;
            gone += ended;
            if ended == 0 {
                break;
            }
        }
        let mut tx = self.db().begin().await?;
        gone += tx.sweep(now).await?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Deletes the files in the bucket that are nobody's photo; answers of how many
    /// photos. May run on several nodes at once.
    ///
    /// # Errors
    /// [`crate::Error::Files`] when the bucket fails for one of them; the others are
    /// tried all the same. What is left is known, and taken on again after five minutes.
    pub async fn sweep_photo_files(&self) -> Result<u64> {
        // Without a bucket nobody can; the rows wait for one.
        if matches!(self.0.photo_files, PhotoFiles::Database) {
            return Ok(0);
        }
        let (mut gone, mut failed) = (0, Ok(()));
        loop {
            let now = self.now();
            let mut tx = self.db().begin().await?;
            let ids = tx.claim_photo_files(now, now + CLAIM_LASTS, CLAIM).await?;
            // From here on none of them can become a photo.
            tx.commit().await?;
            if ids.is_empty() {
                return failed.map(|()| gone);
            }
            for id in ids {
                if let Err(error) = self.0.photo_files.delete(id).await {
                    // Of a bucket that does not answer nothing more is asked.
                    let silent = matches!(error, FilesError::Slow);
                    failed = Err(error.into());
                    if silent {
                        return failed.map(|()| gone);
                    }
                    continue;
                }
                let mut tx = self.db().begin().await?;
                tx.forget_photo_files(id).await?;
                tx.commit().await?;
                gone += 1;
            }
        }
    }
}
