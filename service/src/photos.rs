//! The photo of a person.

use domain::{
    Code, Problem,
    photo::{BYTES_MAX, MEGABYTES_MAX, PhotoId, Side, refused},
};
use storage::NewPhoto;

use crate::{Caller, Origin, Result, Service, audit::Action, pictures::Picture};

/// Photos that a person may send within [`WINDOW`].
const TRIES: i64 = 30;
/// In seconds.
const WINDOW: i64 = 3600;

/// One size of a photo, ready to be served.
#[derive(Debug)]
pub struct PhotoFile {
    /// `image/jpeg` or `image/png`; never what somebody sent.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

impl Service {
    /// Makes the caller's photo of a file: the middle square of a PNG, JPEG or
    /// WebP picture, upright, encoded anew.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for the field `photo`; [`Problem::TooMany`] after 30
    /// files in an hour. The photo is then what it was.
    #[tracing::instrument(skip_all)]
    pub async fn save_photo(
        &self,
        caller: &Caller,
        file: Vec<u8>,
        origin: &Origin,
    ) -> Result<PhotoId> {
        if file.is_empty() {
            return Err(refused(Code::PhotoMissing).into());
        }
        if file.len() > BYTES_MAX {
            return Err(refused(Code::PhotoBytes { megabytes: MEGABYTES_MAX }).into());
        }
        let (person, now) = (caller.person(), self.now());
        let place = self.0.pictures.enter()?;
        // Counted before the work is done, and whatever comes of it.
        let key = format!("photo {person}");
        let mut tx = self.db().begin().await?;
        let wait = tx.count_in_window(&key, TRIES, WINDOW, now).await?;
        tx.commit().await?;
        if let Some(retry_after) = wait {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let picture = place.run(move || Picture::of(&file)).await?.map_err(refused)?;

        let id = PhotoId(self.0.random.bytes());
        let mut tx = self.db().begin().await?;
        let new = NewPhoto { id, kind: picture.kind, files: Some(&picture.files), now };
        tx.put_photo(person, new).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::PhotoSaved, &person).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes the caller's photo away. Nothing is wrong if there is none.
    #[tracing::instrument(skip_all)]
    pub async fn remove_photo(&self, caller: &Caller, origin: &Origin) -> Result<()> {
        let (person, now) = (caller.person(), self.now());
        let mut tx = self.db().begin().await?;
        if tx.delete_photo(person).await?.is_some() {
            self.audit(&mut tx, now, origin, Some(person), Action::PhotoRemoved, &person).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// One size of a photo. Everybody with an account may see it who knows its id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for an id that is not, or no longer, a photo's.
    #[tracing::instrument(skip_all)]
    pub async fn photo(&self, _: &Caller, id: PhotoId, side: Side) -> Result<PhotoFile> {
        let row = self.db().read().await?.photo(id, side).await?.ok_or(Problem::NotFound)?;
        let bytes = row.bytes.ok_or(Problem::NotFound)?;
        let kind = if row.kind == "image/png" { "image/png" } else { "image/jpeg" };
        Ok(PhotoFile { kind, bytes })
    }
}
