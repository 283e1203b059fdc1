//! What a plain form post leaves for the page that follows it.

use domain::{Problem, Secret, Time, flash::Flash, secret::Digest};
use storage::Tx;

use crate::{Origin, Result, Service};

/// Nothing that was typed is kept longer.
pub(crate) const KEPT: chrono::TimeDelta = chrono::TimeDelta::minutes(10);
/// Bytes that are kept of a field, as the database keeps them: half of all.
const FIELD_MAX: usize = 2_048;
/// Bytes that are kept of all fields, as the database keeps them.
const FIELDS_MAX: usize = 4096;

/// Rows that strangers of one network may leave within [`ROWS_WINDOW`] seconds:
/// each new cookie has its own, and making one up costs nothing.
const ROWS: i64 = 600;
const ROWS_WINDOW: i64 = 600;

impl Service {
    /// Keeps `flash` for the next visit of `page` by the browser that holds the
    /// cookie `holder`: its session, or, for a `stranger`, the one from before
    /// signing in.
    ///
    /// # Errors
    /// [`Problem::TooMany`] when the network leaves too much behind.
    #[tracing::instrument(skip_all)]
    pub async fn save_flash(
        &self,
        holder: &Secret,
        stranger: bool,
        page: &str,
        flash: Flash,
        origin: &Origin,
    ) -> Result<()> {
        let holder = Digest::of(holder.expose());
        let flash = cut(flash);
        let now = self.now();
        let mut tx = self.db().begin().await?;
        if stranger {
            count_row(&mut tx, origin, now).await?;
        }
        tx.save_flash(&holder, &Digest::of(page), &flash, now + KEPT).await?;
        Ok(tx.commit().await?)
    }

    /// What waits for `page`, once. A page without a flash costs no write.
    #[tracing::instrument(skip_all)]
    pub async fn take_flash(&self, visitor: &Secret, page: &str) -> Result<Option<Flash>> {
        let (visitor, page) = (Digest::of(visitor.expose()), Digest::of(page));
        let now = self.now();
        if self.db().read().await?.peek_flash(&visitor, &page, now).await?.is_none() {
            return Ok(None);
        }
        let mut tx = self.db().begin().await?;
        let flash = tx.take_flash(&visitor, &page, now).await?;
        tx.commit().await?;
        Ok(flash)
    }
}

/// Counts a row that a stranger leaves, in the transaction that writes it.
pub(crate) async fn count_row(tx: &mut Tx, origin: &Origin, now: Time) -> Result<()> {
    let key = format!("rows:{}", origin.network);
    match tx.count_in_window(&key, ROWS, ROWS_WINDOW, now).await? {
        None => Ok(()),
        Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
    }
}

/// What was typed, as far as it is kept.
pub(crate) fn cut(mut flash: Flash) -> Flash {
    let mut room = FIELDS_MAX;
    flash.fields.retain_mut(|(name, value)| {
        if let Some(end) = end(value) {
            // Half a word could be taken for a whole one.
            let word = value[..end].rfind(char::is_whitespace).unwrap_or(end);
            value.truncate(word);
        }
        let size = serde_json::to_string(&(name, value)).map_or(usize::MAX, |text| text.len() + 1);
        let fits = size <= room;
        room -= if fits { size } else { 0 };
        fits
    });
    flash
}

/// Where a text is cut that is longer than [`FIELD_MAX`] as JSON.
fn end(text: &str) -> Option<usize> {
    let mut size = 0;
    let mut letters = text.char_indices();
    letters.find_map(|(at, c)| {
        size += match c {
            '"' | '\\' => 2,
            c if c.is_ascii_control() => 6,
            c => c.len_utf8(),
        };
        (size > FIELD_MAX).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(fields: &[(&str, &str)]) -> Vec<(String, usize)> {
        let fields = fields.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        let flash = cut(Flash { form: "f".into(), fields, problem: None });
        assert!(serde_json::to_string(&flash.fields).unwrap().len() <= FIELDS_MAX + 2);
        flash.fields.into_iter().map(|(n, v)| (n, v.chars().count())).collect()
    }

    #[test]
    fn what_is_long_is_cut_and_what_does_not_fit_is_dropped() {
        let long = |text: &str| text.repeat(64_000);
        let is = |fields: &[(&str, usize)]| -> Vec<(String, usize)> {
            fields.iter().map(|(n, len)| ((*n).into(), *len)).collect()
        };
        assert_eq!(kept(&[("a", "x"), ("b", &long("ø"))]), is(&[("a", 1), ("b", 1024)]));
        assert_eq!(kept(&[("a", &long("😀")), ("b", "x")]), is(&[("a", 512), ("b", 1)]));
        let emoji = long("😀");
        assert_eq!(kept(&[("a", &emoji), ("b", &emoji), ("c", "x")]), is(&[("a", 512), ("c", 1)]));
        assert_eq!(kept(&[("a", &long("\u{1}")), ("b", "x")]), is(&[("a", 341), ("b", 1)]));
        assert_eq!(kept(&[("a", &long("seals "))]), is(&[("a", 2_045)]), "whole words");
        assert!(kept(&[("a", "x"); 500]).len() < 500);
    }
}
