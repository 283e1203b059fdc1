//! Files of photos in a bucket: what is there and nobody's photo. The order in
//! which these are called is in `docs/adr/0011-leftovers-of-photos.md`.
//!
//! A photo without bytes of its own leaves its id here when its row goes, by a
//! trigger of the database: with its person, too.

use domain::{Time, photo::PhotoId};

use crate::{StorageError, Tx, photos::photo_id, run::run};

impl Tx {
    /// Notes that files of this id may be in the bucket, and are to be deleted
    /// from `due` on. Said once more, the new time counts.
    pub async fn announce_photo_files(
        &mut self,
        id: PhotoId,
        due: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO photo_leftovers (id, due_at, deleting)
             VALUES ($1, $2, FALSE)
             ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, deleting = FALSE",
            &id.0[..],
            due,
        )?;
        Ok(())
    }

    /// Takes the note away: the files become somebody's photo. False: somebody
    /// deletes them already, or has done so.
    pub async fn keep_photo_files(&mut self, id: PhotoId) -> Result<bool, StorageError> {
        let kept = run!(
            self,
            execute,
            "DELETE FROM photo_leftovers WHERE id = $1 AND NOT deleting",
            &id.0[..],
        )?;
        Ok(kept == 1)
    }

    /// Takes on the oldest that are due, `most` of them, which can be kept no more
    /// from now on. Nobody else gets them before `again`; whoever has deleted their
    /// files says so by [`Tx::forget_photo_files`].
    pub async fn claim_photo_files(
        &mut self,
        now: Time,
        again: Time,
        most: u32,
    ) -> Result<Vec<PhotoId>, StorageError> {
        // The time is asked twice: another node may have been faster.
        let rows = run!(
            self,
            fetch_all as (Vec<u8>,),
            "UPDATE photo_leftovers
             SET due_at = $2, deleting = TRUE
             WHERE due_at <= $1 AND id IN (
                 SELECT id FROM photo_leftovers WHERE due_at <= $1 ORDER BY due_at, id LIMIT $3
             )
             RETURNING id",
            now,
            again,
            i64::from(most),
        )?;
        Ok(rows.iter().filter_map(|(id,)| photo_id(id)).collect())
    }

    /// Forgets an id whose files are deleted, unless it was announced anew.
    pub async fn forget_photo_files(&mut self, id: PhotoId) -> Result<(), StorageError> {
        run!(self, execute, "DELETE FROM photo_leftovers WHERE id = $1 AND deleting", &id.0[..])?;
        Ok(())
    }
}
