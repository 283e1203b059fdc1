//! What a plain form leaves behind for the page after it, read once.

use domain::{Time, flash::Flash, secret::Digest};

use crate::{StorageError, Tx, run::run};

impl Tx {
    /// Leaves a flash for the visitor's next look at `page`, in place of an earlier
    /// one for whatever page. Known by a digest: its address may hold a secret.
    pub async fn save_flash(
        &mut self,
        visitor: &Digest,
        page: &Digest,
        flash: &Flash,
        expires: Time,
    ) -> Result<(), StorageError> {
        let content = serde_json::to_string(flash).map_err(|_| StorageError::Corrupt("flash"))?;
        run!(
            self,
            execute,
            "INSERT INTO flashes (visitor, page, content, expires_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (visitor)
             DO UPDATE SET
                 page = excluded.page,
                 content = excluded.content,
                 expires_at = excluded.expires_at",
            &visitor.0[..],
            &page.0[..],
            content,
            expires,
        )?;
        Ok(())
    }

    /// The flash for this page, if there is one. It stays: pages look with a
    /// reader first, so that one without a flash needs no write.
    pub async fn peek_flash(
        &mut self,
        visitor: &Digest,
        page: &Digest,
        now: Time,
    ) -> Result<Option<Flash>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "SELECT content
             FROM flashes
             WHERE visitor = $1 AND page = $2 AND expires_at > $3",
            &visitor.0[..],
            &page.0[..],
            now,
        )?;
        Ok(row.and_then(flash))
    }

    /// Takes the flash for this page away. Some exactly once.
    pub async fn take_flash(
        &mut self,
        visitor: &Digest,
        page: &Digest,
        now: Time,
    ) -> Result<Option<Flash>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "DELETE FROM flashes
             WHERE visitor = $1 AND page = $2 AND expires_at > $3
             RETURNING content",
            &visitor.0[..],
            &page.0[..],
            now,
        )?;
        Ok(row.and_then(flash))
    }
}

/// Nothing, where another version of the program has left it.
fn flash((content,): (String,)) -> Option<Flash> {
    serde_json::from_str(&content).ok()
}
