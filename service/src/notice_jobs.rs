//! What people are told when nobody does anything: that a token ends, and once a day what
//! can wait.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use domain::{
    PersonId, Time, Zone,
    notices::{About, Kind, warning},
};
use storage::{DueDigest, DueWarning, Whom};

use crate::{
    Result, Service,
    mail::Letter,
    notices::{Telling, subject},
    zones,
};

/// Tokens and people that are looked up at a time.
const AT_ONCE: i64 = 100;
/// Between two mails of the day there is at least this, whatever clocks are turned.
const DAILY: TimeDelta = TimeDelta::hours(20);
/// By the clock of the person.
const HOUR: u32 = 8;

impl Service {
    /// Tells people of tokens that end soon, or have ended; answers how many were told. May
    /// run on several nodes at once: each token is told of by one of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warn_of_tokens(&self) -> Result<u64> {
        let mut told = 0;
        loop {
            let now = self.now();
            let due = self.db().read().await?.due_warnings(now, AT_ONCE).await?;
            if due.is_empty() {
                return Ok(told);
            }
            for warning in due {
                told += u64::from(self.warn_of(&warning, now).await?);
            }
        }
    }

    /// True when somebody was told.
    async fn warn_of(&self, due: &DueWarning, now: Time) -> Result<bool> {
        let DueWarning { token, person, name, created, expires, .. } = due;
        let days = &self.settings().tokens.warn_days;
        let (is_due, next) = warning(days, (*created, *expires), now);
        let (token, person) = (*token, *person);
        let mut tx = self.db().begin().await?;
        tx.lock_person(person).await?;
        if !tx.move_warning(due, next).await? {
            return Ok(false);
        }
        if is_due {
            let about = &About::TokenExpires { token, name: name.clone(), expires: *expires };
            let (whom, subject) = (Whom::Person(person), &*subject::token(token));
            self.notify(&mut tx, Telling { whom, subject, about, by: None }, now).await?;
            if tx.wants_mail(whom, Kind::TokenExpires).await? {
                self.tell(&mut tx, &Letter::TokenExpires { person, token }, now).await?;
            }
        }
        tx.commit().await?;
        Ok(is_due)
    }

    /// Sends their mail of the day to those for whom something waits since before eight in
    /// the morning; answers how many. May run on several nodes at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue_digests(&self) -> Result<u64> {
        let (mut sent, mut last) = (0, None);
        loop {
            let due = self.db().read().await?.due_digests(last, AT_ONCE).await?;
            let Some(end) = due.last() else { return Ok(sent) };
            last = Some(end.person);
            for one in due {
                sent += u64::from(self.queue_digest(&one).await?);
            }
        }
    }

    async fn queue_digest(&self, due: &DueDigest) -> Result<bool> {
        let now = self.now();
        let zone = due.time_zone.as_ref().and_then(|name| zones::zone(name, now));
        let morning = last_morning(now, &zone.unwrap_or_default());
        if due.since >= morning {
            return Ok(false);
        }
        let person: PersonId = due.person;
        let mut tx = self.db().begin().await?;
        tx.lock_person(person).await?;
        let taken = tx.take_digest(person, morning, now - DAILY, now).await?;
        if taken.is_empty() {
            return Ok(false);
        }
        let news = taken.into_iter().map(|(_, about, by)| (about, by)).collect();
        self.tell(&mut tx, &Letter::Digest { person, news }, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// The last time that it was [`HOUR`].
fn last_morning(now: Time, zone: &Zone) -> Time {
    let local: NaiveDateTime = zone.local(now);
    let hour = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let today = local.date().and_time(hour);
    let morning = if today <= local { today } else { today - TimeDelta::days(1) };
    now - (local - morning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_morning_is_that_of_the_person() {
        let india = Zone { name: "Asia/Kolkata".into(), offset: 19_800, changes: Vec::new() };
        for (now, utc, in_india) in [
            ("2026-11-24T07:59:59Z", "2026-11-23T08:00:00Z", "2026-11-24T02:30:00Z"),
            ("2026-11-24T08:00:00Z", "2026-11-24T08:00:00Z", "2026-11-24T02:30:00Z"),
            ("2026-11-24T02:29:59Z", "2026-11-23T08:00:00Z", "2026-11-23T02:30:00Z"),
        ] {
            let at = |text: &str| text.parse::<Time>().unwrap();
            assert_eq!(last_morning(at(now), &Zone::default()), at(utc), "{now}");
            assert_eq!(last_morning(at(now), &india), at(in_india), "{now}");
        }
    }
}
