//! Forgetting what is over. A convenience: expiry is judged at each use.

use crate::{Result, Service};

impl Service {
    /// Deletes what has expired; answers how many rows went.
    pub async fn sweep(&self) -> Result<u64> {
        let mut tx = self.db().begin().await?;
        let gone = tx.sweep(self.now()).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
