//! Time zones: by whose calendar and clock a page tells the time.
//!
//! A zone travels to the browser as a short table of its offsets, made by the
//! server. So both sides write the same date, and the browser needs no table of
//! all the world's clocks.

use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::Time;

/// A zone for some years around the moment at which it was looked up. Before and
/// after those years the nearest offset counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Zone {
    /// Its name in the IANA database, such as `Europe/Stockholm`. Empty: UTC, as
    /// the person has chosen none.
    pub name: String,
    /// Seconds east of UTC before the first change.
    pub offset: i32,
    /// From each of these moments, in seconds since 1970, another offset counts.
    pub changes: Vec<(i64, i32)>,
}

impl Zone {
    /// Seconds east of UTC at a moment.
    pub fn offset_at(&self, at: Time) -> i32 {
        let at = at.timestamp();
        let change = self.changes.iter().rev().find(|(from, _)| *from <= at);
        change.map_or(self.offset, |(_, offset)| *offset)
    }

    /// What calendar and clock show at a moment.
    pub fn local(&self, at: Time) -> NaiveDateTime {
        at.naive_utc() + TimeDelta::seconds(self.offset_at(at).into())
    }

    /// How many midnights lie between two moments: 0 is the same day, 1 the next.
    pub fn days_between(&self, from: Time, to: Time) -> i64 {
        (self.local(to).date() - self.local(from).date()).num_days()
    }

    /// The last second of a day. A day may have 23 or 25 hours, and midnight may
    /// come twice or not at all.
    #[cfg(feature = "server")]
    pub fn end_of(&self, day: chrono::NaiveDate) -> Option<Time> {
        let midnight = day.succ_opt()?.and_time(chrono::NaiveTime::MIN).and_utc();
        let offsets = self.changes.iter().map(|(_, offset)| *offset).chain([self.offset]);
        let midnights = offsets.map(|offset| midnight - TimeDelta::seconds(offset.into()));
        let changes = self.changes.iter().filter_map(|(at, _)| Time::from_timestamp(*at, 0));
        let last = midnights.chain(changes).map(|next| next - TimeDelta::seconds(1));
        let ends = |last: &Time| {
            let next = *last + TimeDelta::seconds(1);
            self.local(*last).date() <= day && self.local(next).date() > day
        };
        last.filter(ends).min()
    }
}

/// `UTC`, `UTC+1`, `UTC-3:30`: an offset in seconds, to the minute.
pub fn offset_name(seconds: i32) -> String {
    let mut text = String::from("UTC");
    let minutes = seconds.unsigned_abs() / 60;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    if hours + minutes > 0 {
        text.push(if seconds < 0 { '-' } else { '+' });
        text.push_str(&hours.to_string());
    }
    if minutes > 0 {
        text.push_str(if minutes < 10 { ":0" } else { ":" });
        text.push_str(&minutes.to_string());
    }
    text
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn at(text: &str) -> Time {
        text.parse().expect("a moment")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn zone(offset: i32, changes: &[(&str, i32)]) -> Zone {
        let changes = changes.iter().map(|(from, hours)| (at(from).timestamp(), hours * 3600));
        Zone { name: "Test/Zone".into(), offset: offset * 3600, changes: changes.collect() }
    }

    fn stockholm() -> Zone {
        zone(2, &[("2026-10-25T01:00:00Z", 1), ("2027-03-28T01:00:00Z", 2)])
    }

    #[test]
    fn an_offset_counts_from_its_very_second() {
        let zone = stockholm();
        for (moment, local) in [
            ("2020-01-01T00:00:00Z", "2020-01-01 02:00:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25 02:59:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25 02:00:00"),
            ("2027-03-28T01:00:00Z", "2027-03-28 03:00:00"),
            ("2040-01-01T00:00:00Z", "2040-01-01 02:00:00"),
        ] {
            assert_eq!(zone.local(at(moment)).to_string(), local, "{moment}");
        }
        assert_eq!(
            Zone::default().local(at("2026-10-25T01:00:00Z")).to_string(),
            "2026-10-25 01:00:00"
        );
    }

    #[test]
    fn an_offset_is_told_to_the_minute() {
        for (seconds, text) in [
            (0, "UTC"),
            (3600, "UTC+1"),
            (-12_600, "UTC-3:30"),
            (20_700, "UTC+5:45"),
            (300, "UTC+0:05"),
        ] {
            assert_eq!(offset_name(seconds), text);
        }
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let zone = stockholm();
        let now = at("2026-11-21T22:30:00Z"); // 23:30 there
        for (moment, days) in
            [("2026-11-21T22:59:59Z", 0), ("2026-11-21T23:00:00Z", 1), ("2026-11-28T22:59:59Z", 7)]
        {
            assert_eq!(zone.days_between(now, at(moment)), days, "{moment}");
        }
    }

    #[test]
    fn a_day_ends_with_its_last_second() {
        let zone = stockholm();
        for (end_of, is) in [
            ("2026-12-24", "2026-12-24T22:59:59Z"),
            ("2026-10-25", "2026-10-25T22:59:59Z"), // 25 hours long
            ("2027-03-28", "2027-03-28T21:59:59Z"), // 23 hours long
        ] {
            assert_eq!(zone.end_of(day(end_of)), Some(at(is)), "{end_of}");
        }
    }

    #[test]
    fn midnight_may_come_twice_or_never() {
        // Havana: from 1:00 back to 0:00, and from 0:00 on to 1:00.
        let havana = zone(-4, &[("2026-11-01T05:00:00Z", -5), ("2027-03-14T05:00:00Z", -4)]);
        assert_eq!(havana.end_of(day("2026-10-31")), Some(at("2026-11-01T03:59:59Z")));
        assert_eq!(havana.end_of(day("2027-03-13")), Some(at("2027-03-14T04:59:59Z")));
        // The Azores: from 1:00 back to 0:00 at 1:00 UTC, so midnight comes twice.
        let azores = zone(0, &[("2026-10-25T01:00:00Z", -1)]);
        assert_eq!(azores.end_of(day("2026-10-24")), Some(at("2026-10-24T23:59:59Z")));
        // Asunción, once: from 0:00 back to 23:00.
        let asuncion = zone(-3, &[("2024-03-24T03:00:00Z", -4)]);
        assert_eq!(asuncion.end_of(day("2024-03-23")), Some(at("2024-03-24T03:59:59Z")));
        // Samoa had no 30 December 2011.
        let samoa = zone(-10, &[("2011-12-30T10:00:00Z", 14)]);
        assert_eq!(samoa.end_of(day("2011-12-29")), Some(at("2011-12-30T09:59:59Z")));
    }
}
