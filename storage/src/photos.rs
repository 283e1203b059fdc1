//! Photos of persons, in three sizes each.

use domain::{
    PersonId, Time,
    photo::{PhotoId, Side},
};

use crate::{StorageError, Tx, run::run};

/// A photo to keep.
#[derive(Debug)]
pub struct NewPhoto<'a> {
    pub id: PhotoId,
    /// The type under which it is served.
    pub kind: &'a str,
    /// The encoded picture of each [`Side`], in the order of [`Side::ALL`]. None:
    /// it is kept elsewhere.
    pub files: Option<&'a [Vec<u8>; 3]>,
    pub now: Time,
}

/// One size of a photo.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PhotoRow {
    pub kind: String,
    /// None: it is kept elsewhere.
    pub bytes: Option<Vec<u8>>,
}

impl Tx {
    /// Puts a photo in the place of what the person had. Answers the id of what
    /// it replaced.
    pub async fn put_photo(
        &mut self,
        person: PersonId,
        new: NewPhoto<'_>,
    ) -> Result<Option<PhotoId>, StorageError> {
        // One after the other: each has to know what it replaces.
        run!(self, execute, "UPDATE persons SET updated_at = $2 WHERE id = $1", person.0, new.now)?;
        let old = self.delete_photo(person).await?;
        let file = |n: usize| new.files.map(|files| files[n].as_slice());
        run!(
            self,
            execute,
            "INSERT INTO photos (person_id, id, kind, large, medium, small, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            person.0,
            &new.id.0[..],
            new.kind,
            file(0),
            file(1),
            file(2),
            new.now,
        )?;
        Ok(old)
    }

    /// Takes the person's photo away. Answers its id, if there was one.
    pub async fn delete_photo(
        &mut self,
        person: PersonId,
    ) -> Result<Option<PhotoId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Vec<u8>,),
            "DELETE FROM photos WHERE person_id = $1 RETURNING id",
            person.0,
        )?;
        Ok(row.and_then(|(id,)| photo_id(&id)))
    }

    /// One size of the photo with this id.
    pub async fn photo(
        &mut self,
        id: PhotoId,
        side: Side,
    ) -> Result<Option<PhotoRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as PhotoRow,
            "SELECT kind, CASE $2 WHEN 512 THEN large WHEN 128 THEN medium ELSE small END AS bytes
             FROM photos
             WHERE id = $1",
            &id.0[..],
            i64::from(side.pixels()),
        )?;
        Ok(row)
    }
}

/// An id as the database keeps it.
pub(crate) fn photo_id(bytes: &[u8]) -> Option<PhotoId> {
    bytes.try_into().ok().map(PhotoId)
}
