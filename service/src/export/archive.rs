//! A zip file that grows step by step. Packing takes time: it is off the async threads.

use std::io::Cursor;

use chrono::{DateTime, Datelike as _, Timelike as _};
use domain::Time;
use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{Error, Result};

pub(super) type Zip = ZipWriter<Cursor<Vec<u8>>>;

const BROKEN: Error = Error::Fault("an archive cannot be packed");

pub(super) struct Archive {
    zip: Zip,
    made_at: Time,
}

impl Archive {
    pub(super) fn new(made_at: Time) -> Self {
        Self { zip: ZipWriter::new(Cursor::default()), made_at }
    }

    /// Takes a step, such as adding a file with these options.
    pub(super) async fn step<F>(self, work: F) -> Result<Self>
    where
        F: FnOnce(&mut Zip, SimpleFileOptions) -> Result<(), ZipError> + Send + 'static,
    {
        let Self { mut zip, made_at } = self;
        let options = SimpleFileOptions::default().last_modified_time(moment(made_at));
        let packed = tokio::task::spawn_blocking(move || work(&mut zip, options).map(|()| zip));
        let zip = packed.await.map_err(|_| BROKEN)?.map_err(|error| {
            tracing::error!(%error, "packing an archive");
            BROKEN
        })?;
        Ok(Self { zip, made_at })
    }

    /// The file.
    pub(super) fn finish(self) -> Result<Vec<u8>> {
        Ok(self.zip.finish().map_err(|_| BROKEN)?.into_inner())
    }
}

/// As zip files have it: without a zone, in UTC here.
fn moment(at: Time) -> zip::DateTime {
    let at: DateTime<_> = at;
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    let (year, month, day) = (u16::try_from(at.year()).unwrap_or_default(), at.month(), at.day());
    zip::DateTime::from_date_and_time(
        year,
        part(month),
        part(day),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .unwrap_or_default()
}
