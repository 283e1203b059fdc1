//! Dates as people read them, by their own calendar and clock.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use domain::{Zone, zone::offset_name};
use leptos::prelude::*;

use super::words;
use crate::boot::Boot;

/// By whose calendar and clock dates are written. Taken while a part is made, it can
/// be kept.
#[derive(Debug, Clone, Copy)]
pub struct Dates(StoredValue<Zone>);

impl Dates {
    /// By the zone of whoever is signed in; before that by UTC.
    pub fn of_page() -> Self {
        Self(StoredValue::new(Boot::zone()))
    }

    /// What depends on the zone itself.
    pub fn by<T>(self, read: impl FnOnce(&Zone) -> T) -> T {
        self.0.with_value(read)
    }

    /// `Nov 21, 2026`.
    pub fn date(self, at: DateTime<Utc>) -> String {
        self.by(|zone| date(zone.local(at)))
    }

    /// `Nov 21`.
    pub fn day(self, at: DateTime<Utc>) -> String {
        self.by(|zone| day(zone.local(at)))
    }

    /// The words for a moment, and the full date where the words are not one.
    pub fn when(self, at: DateTime<Utc>, now: DateTime<Utc>) -> (String, Option<String>) {
        self.by(|zone| when(zone, at, now))
    }
}

/// A moment. Under a day ago it says how long, with the full date as its title;
/// else it is a date.
#[component]
pub fn When(
    at: DateTime<Utc>,
    /// The server's time: the clock of the reader may be wrong.
    now: DateTime<Utc>,
    /// Always the whole date, as in `Created Nov 21, 2026`.
    #[prop(optional)]
    date: bool,
    /// Within a sentence.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let dates = Dates::of_page();
    let (mut text, title) = if date { (dates.date(at), None) } else { dates.when(at, now) };
    if inline && text == words::JUST_NOW {
        text.make_ascii_lowercase();
    }
    view! { <time datetime=machine(at) title=title>{text}</time> }
}

fn when(zone: &Zone, at: DateTime<Utc>, now: DateTime<Utc>) -> (String, Option<String>) {
    let ago = now - at;
    let (here, today) = (zone.local(at), zone.local(now));
    if ago.abs() < TimeDelta::days(1) {
        let text = if ago.abs() < TimeDelta::minutes(1) {
            words::JUST_NOW.into()
        } else if ago < TimeDelta::zero() {
            // What is to come is worth its hour: `before Nov 22, 14:02`.
            with_time(day(here), here)
        } else if ago < TimeDelta::hours(1) {
            counted(ago.num_minutes(), " minute ago", " minutes ago")
        } else {
            counted(ago.num_hours(), " hour ago", " hours ago")
        };
        let mut title = with_time(date(here), here);
        title.push(' ');
        title.push_str(&offset_name(zone.offset_at(at)));
        return (text, Some(title));
    }
    if ago > TimeDelta::zero() && here.year() == today.year() {
        (day(here), None)
    } else {
        (date(here), None)
    }
}

/// The same as a date from what a date field holds: `2026-12-24`. None while it
/// holds no date.
pub fn date_of_field(typed: &str) -> Option<String> {
    let mut parts = typed.split('-').map(str::parse::<i32>);
    let [year, month, day] = [parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?];
    let at = chrono::NaiveDate::from_ymd_opt(year, month.try_into().ok()?, day.try_into().ok()?)?;
    Some(date(at.into()))
}

fn day(at: NaiveDateTime) -> String {
    const MONTHS: [&str; 12] = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ",
        "Dec ",
    ];
    let mut text = String::from(MONTHS[at.month0() as usize]);
    text.push_str(&at.day().to_string());
    text
}

fn date(at: NaiveDateTime) -> String {
    let mut text = day(at);
    text.push_str(", ");
    text.push_str(&at.year().to_string());
    text
}

fn with_time(mut text: String, at: NaiveDateTime) -> String {
    text.push_str(", ");
    two_digits(&mut text, at.hour());
    text.push(':');
    two_digits(&mut text, at.minute());
    text
}

fn counted(n: i64, one: &str, many: &str) -> String {
    let mut text = n.to_string();
    text.push_str(if n == 1 { one } else { many });
    text
}

/// For the `datetime` attribute: `2026-11-21T14:02Z`.
fn machine(at: DateTime<Utc>) -> String {
    let mut text = at.year().to_string();
    for (sign, n) in [('-', at.month()), ('-', at.day()), ('T', at.hour()), (':', at.minute())] {
        text.push(sign);
        two_digits(&mut text, n);
    }
    text.push('Z');
    text
}

fn two_digits(text: &mut String, n: u32) {
    if n < 10 {
        text.push('0');
    }
    text.push_str(&n.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const NOW: &str = "2026-11-21T14:02:30Z";

    fn utc() -> Zone {
        Zone::default()
    }

    fn india() -> Zone {
        Zone { name: "Asia/Kolkata".into(), offset: 19_800, changes: Vec::new() }
    }

    #[test]
    fn under_a_day_it_says_how_long_ago() {
        for (moment, text, title) in [
            ("2026-11-21T14:02:30Z", "Just now", "Nov 21, 2026, 14:02 UTC"),
            ("2026-11-21T14:02:50Z", "Just now", "Nov 21, 2026, 14:02 UTC"),
            ("2026-11-21T14:01:31Z", "Just now", "Nov 21, 2026, 14:01 UTC"),
            ("2026-11-21T14:01:30Z", "1 minute ago", "Nov 21, 2026, 14:01 UTC"),
            ("2026-11-21T13:58:00Z", "4 minutes ago", "Nov 21, 2026, 13:58 UTC"),
            ("2026-11-21T13:02:31Z", "59 minutes ago", "Nov 21, 2026, 13:02 UTC"),
            ("2026-11-21T13:02:30Z", "1 hour ago", "Nov 21, 2026, 13:02 UTC"),
            ("2026-11-20T14:02:31Z", "23 hours ago", "Nov 20, 2026, 14:02 UTC"),
        ] {
            let words = when(&utc(), at(moment), at(NOW));
            assert_eq!(words, (text.into(), Some(title.into())), "{moment}");
        }
    }

    #[test]
    fn within_a_day_to_come_it_says_the_hour() {
        let words = when(&utc(), at("2026-11-22T09:05:00Z"), at(NOW));
        assert_eq!(words, ("Nov 22, 09:05".into(), Some("Nov 22, 2026, 09:05 UTC".into())));
    }

    #[test]
    fn else_it_is_a_date_and_has_no_year_when_that_is_clear() {
        for (moment, text) in [
            ("2026-11-20T14:02:30Z", "Nov 20"),
            ("2026-01-01T00:00:00Z", "Jan 1"),
            ("2025-12-31T23:59:59Z", "Dec 31, 2025"),
            ("2026-11-22T14:02:30Z", "Nov 22, 2026"),
            ("2027-02-18T00:00:00Z", "Feb 18, 2027"),
        ] {
            assert_eq!(when(&utc(), at(moment), at(NOW)), (text.into(), None), "{moment}");
        }
    }

    #[test]
    fn it_is_the_readers_own_calendar() {
        let words = |moment| when(&india(), at(moment), at(NOW));
        assert_eq!(words("2025-12-31T18:29:59Z").0, "Dec 31, 2025");
        assert_eq!(words("2025-12-31T18:30:00Z").0, "Jan 1");
        let title = words("2026-11-21T14:00:00Z").1;
        assert_eq!(title.as_deref(), Some("Nov 21, 2026, 19:30 UTC+5:30"));
    }

    #[test]
    fn a_date_field_is_read_back() {
        assert_eq!(date_of_field("2026-12-04").as_deref(), Some("Dec 4, 2026"));
        for no_date in ["", "2026-12", "2026-13-01", "2026-02-30", "a-b-c"] {
            assert_eq!(date_of_field(no_date), None, "{no_date}");
        }
    }

    #[test]
    fn machines_read_whole_digits() {
        assert_eq!(machine(at("2026-01-02T03:04:05Z")), "2026-01-02T03:04Z");
        assert_eq!(date(utc().local(at("2026-12-01T00:00:00Z"))), "Dec 1, 2026");
    }
}
