//! The photo of a person.

use chrono::TimeDelta;
use domain::{
    Code, Problem,
    photo::{BYTES_MAX, MEGABYTES_MAX, PhotoId, Side, refused},
};
use storage::NewPhoto;

use crate::{
    Caller, FilesError, Origin, PhotoFiles, Result, Service, audit::Action, pictures::Picture,
};

/// Photos that a person may send within [`WINDOW`].
const TRIES: i64 = 30;
/// In seconds.
const WINDOW: i64 = 3600;
/// Files that became nobody's photo are deleted after this: every upload has ended
/// by then, and a bucket takes nothing that was signed so long ago.
const ABANDONED: TimeDelta = TimeDelta::hours(1);

/// One size of a photo, ready to be served.
#[derive(Debug)]
pub struct PhotoFile {
    /// `image/jpeg` or `image/png`; never what somebody sent.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

impl Service {
    /// Makes the caller's photo of a file: the middle square of a PNG, JPEG or
    /// WebP picture, upright, encoded anew. Not a byte of it is read before there is
    /// room for it, and one file of a person at a time.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for the field `photo`; [`Problem::TooMany`] after 30
    /// files in an hour; [`Problem::Unavailable`] when the bucket fails. The photo
    /// is then what it was.
    #[tracing::instrument(skip_all)]
    pub async fn save_photo(
        &self,
        caller: &Caller,
        file: impl Future<Output = Result<Vec<u8>, Problem>> + Send,
        origin: &Origin,
    ) -> Result<PhotoId> {
        let (person, now) = (caller.person(), self.now());
        let _room = self.0.uploads.enter(person)?;
        // Counted before anything is read, and whatever comes of it.
        let key = format!("photo {person}");
        let mut tx = self.db().begin().await?;
        let wait = tx.count_in_window(&key, TRIES, WINDOW, now).await?;
        tx.commit().await?;
        if let Some(retry_after) = wait {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let file = file.await?;
        if file.is_empty() {
            return Err(refused(Code::PhotoDamaged).into());
        }
        if file.len() > BYTES_MAX {
            return Err(refused(Code::PhotoBytes { megabytes: MEGABYTES_MAX }).into());
        }
        let place = self.0.pictures.enter()?;
        let picture = place.run(move || Picture::of(&file)).await?.map_err(refused)?;

        let id = PhotoId(self.0.random.bytes());
        let here = matches!(self.0.photo_files, PhotoFiles::Database);
        if !here {
            // Known before they are there: whatever becomes of us, they are found.
            self.announce(id).await?;
            self.0.photo_files.upload(id, &picture).await?;
        }
        let mut tx = self.db().begin().await?;
        tx.lock_person(person).await?;
        if !here && !tx.keep_photo_files(id).await? {
            // So late that they are being deleted. Some came after that, perhaps.
            drop(tx);
            self.announce(id).await?;
            return Err(FilesError::Late.into());
        }
        // After that: whatever is announced is found when this is refused.
        self.still_in(&mut tx, caller).await?;
        let new = NewPhoto { id, kind: picture.kind, files: here.then_some(&picture.files), now };
        tx.put_photo(person, new).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::PhotoSaved, &person).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn announce(&self, id: PhotoId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        tx.announce_photo_files(id, self.now() + ABANDONED).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the caller's photo away. Nothing is wrong if there is none.
    #[tracing::instrument(skip_all)]
    pub async fn remove_photo(&self, caller: &Caller, origin: &Origin) -> Result<()> {
        let (person, now) = (caller.person(), self.now());
        let mut tx = self.begin_for(caller).await?;
        if tx.delete_photo(person).await?.is_some() {
            self.audit(&mut tx, now, origin, Some(person), Action::PhotoRemoved, &person).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// One size of a photo. Everybody with an account may see it who knows its id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for an id that is not, or no longer, a photo's;
    /// [`Problem::Unavailable`] when the bucket that has it fails.
    #[tracing::instrument(skip_all)]
    pub async fn photo(&self, _: &Caller, id: PhotoId, side: Side) -> Result<PhotoFile> {
        self.photo_file(id, side).await
    }

    /// The same when nobody asks for it.
    pub(crate) async fn photo_file(&self, id: PhotoId, side: Side) -> Result<PhotoFile> {
        let row = self.db().read().await?.photo(id, side).await?.ok_or(Problem::NotFound)?;
        let bytes = match row.bytes {
            Some(bytes) => bytes,
            None => self.fetch(id, side).await?,
        };
        let kind = if row.kind == "image/png" { "image/png" } else { "image/jpeg" };
        Ok(PhotoFile { kind, bytes })
    }

    /// One size of a photo that is in the bucket.
    async fn fetch(&self, id: PhotoId, side: Side) -> Result<Vec<u8>> {
        let fetched = self.0.photo_files.fetch(id, side).await;
        // Replaced in the meantime, and deleted already?
        if matches!(fetched, Err(FilesError::Missing(_)))
            && self.db().read().await?.photo(id, side).await?.is_none()
        {
            return Err(Problem::NotFound.into());
        }
        Ok(fetched?)
    }
}
