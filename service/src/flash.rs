//! What a plain form post leaves for the page that follows it.

use domain::{Secret, flash::Flash, secret::Digest};

use crate::{Result, Service};

/// Nothing that was typed is kept longer.
const KEPT: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

impl Service {
    /// Keeps `flash` for the next visit of `page` by the browser that holds the
    /// cookie `visitor` (its session, or the one from before signing in).
    #[tracing::instrument(skip_all)]
    pub async fn save_flash(&self, visitor: &Secret, page: &str, flash: &Flash) -> Result<()> {
        let visitor = Digest::of(visitor.expose());
        let mut tx = self.db().begin().await?;
        tx.save_flash(&visitor, page, flash, self.now() + KEPT).await?;
        Ok(tx.commit().await?)
    }

    /// What waits for `page`, once. A page without a flash costs no write.
    #[tracing::instrument(skip_all)]
    pub async fn take_flash(&self, visitor: &Secret, page: &str) -> Result<Option<Flash>> {
        let visitor = Digest::of(visitor.expose());
        let now = self.now();
        if self.db().read().await?.peek_flash(&visitor, page, now).await?.is_none() {
            return Ok(None);
        }
        let mut tx = self.db().begin().await?;
        let flash = tx.take_flash(&visitor, page, now).await?;
        tx.commit().await?;
        Ok(flash)
    }
}
