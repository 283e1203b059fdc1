//! The log of an organization: who did what, and when.

use serde::{Deserialize, Serialize};

use crate::{AuditId, PersonId, Time, organizations::Place, person::Face};
#[cfg(feature = "server")]
pub use server::*;

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Newest first.
    pub lines: Vec<Line>,
    /// The next page begins after this place; none is the last page.
    pub next: Option<String>,
}

/// What the page of an organization's log shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    pub place: Place,
    pub log: Log,
    /// What can have happened, by its words: the name of the action, and what it is called.
    pub actions: Vec<(String, String)>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// A line of it. The words are made by the server: the browser needs only those it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: AuditId,
    #[serde(with = "crate::clock::micros")]
    pub at: Time,
    pub who: Who,
    /// The name of the action, and what it is called.
    pub action: String,
    pub what: String,
    /// What it was done to, by name where that is known.
    pub target: String,
    pub changes: Vec<Changed>,
    pub network: String,
    /// The browser; empty for programs.
    pub device: String,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    Person {
        id: PersonId,
        name: String,
        email: String,
        face: Face,
    },
    /// The account is deleted.
    Gone {
        id: PersonId,
    },
    /// Nobody who is known, or the machine itself.
    Nobody,
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The name of what changed, and what it is called.
    pub field: String,
    pub what: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[cfg(feature = "server")]
mod server {
    use core::{fmt::Write as _, str::FromStr};

    use chrono::{NaiveDate, NaiveTime};
    use uuid::Uuid;

    use crate::{
        Time,
        email::CanonicalEmail,
        rights::{Rights, Role},
    };

    /// Lines on one page.
    pub const PAGE: i64 = 50;

    /// What can be told of a change. Nothing else gets into the log, so no secret does.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Field {
        Name,
        Slug,
        Role,
        Rights,
        TwoFactor,
        Organization,
    }

    impl Field {
        pub const ALL: [Self; 6] =
            [Self::Name, Self::Slug, Self::Role, Self::Rights, Self::TwoFactor, Self::Organization];

        /// As the log keeps it.
        pub fn as_str(self) -> &'static str {
            match self {
                Self::Name => "name",
                Self::Slug => "slug",
                Self::Role => "role",
                Self::Rights => "rights",
                Self::TwoFactor => "two_factor",
                Self::Organization => "organization",
            }
        }
    }

    /// What a line tells beside the act: values before and after.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Details {
        changes: Vec<(Field, [Option<String>; 2])>,
        address: Option<String>,
    }

    impl Details {
        /// What something is called; nothing before it is made, nothing after it is gone.
        #[must_use]
        pub fn name(self, before: Option<&str>, after: Option<&str>) -> Self {
            self.with(Field::Name, before, after)
        }

        /// The name of an organization in addresses.
        #[must_use]
        pub fn slug(self, before: Option<&str>, after: Option<&str>) -> Self {
            self.with(Field::Slug, before, after)
        }

        /// What somebody is.
        #[must_use]
        pub fn role(self, before: Option<Role>, after: Option<Role>) -> Self {
            self.with(Field::Role, before.map(Role::as_str), after.map(Role::as_str))
        }

        /// The same by the names of roles, which may be the organization's own.
        #[must_use]
        pub fn role_named(self, before: Option<&str>, after: Option<&str>) -> Self {
            self.with(Field::Role, before, after)
        }

        /// What a role may beside what members may.
        #[must_use]
        pub fn rights(self, before: Rights, after: Rights) -> Self {
            let said = |rights: Rights| rights.names().collect::<Vec<_>>().join(" ");
            let (before, after) = (said(before), said(after));
            let given = |said: &String| !said.is_empty();
            let (before, after) = (Some(before).filter(given), Some(after).filter(given));
            self.with(Field::Rights, before.as_deref(), after.as_deref())
        }

        /// Whether a second factor is required.
        #[must_use]
        pub fn two_factor(self, before: bool, after: bool) -> Self {
            let said = |on: bool| Some(if on { "required" } else { "optional" });
            self.with(Field::TwoFactor, said(before), said(after))
        }

        /// Where something belongs, by the slug.
        #[must_use]
        pub fn organization(self, before: Option<&str>, after: Option<&str>) -> Self {
            self.with(Field::Organization, before, after)
        }

        /// Whom it was about, who may have no account. It is forgotten with them.
        #[must_use]
        pub fn address(mut self, address: &CanonicalEmail) -> Self {
            self.address = Some(address.as_str().to_owned());
            self
        }

        fn with(mut self, field: Field, before: Option<&str>, after: Option<&str>) -> Self {
            if before != after {
                self.changes.push((field, [before, after].map(|value| value.map(Into::into))));
            }
            self
        }

        /// What changed, each with before and after.
        pub fn changes(&self) -> &[(Field, [Option<String>; 2])] {
            &self.changes
        }

        /// The address, or nothing.
        pub fn of_address(&self) -> &str {
            self.address.as_deref().unwrap_or_default()
        }
    }

    /// A place in the log, behind which a page begins.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Cursor(pub Time, pub Uuid);

    impl core::fmt::Display for Cursor {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            write!(f, "{}-{}", self.0.timestamp_micros(), self.1.simple())
        }
    }

    /// No place, day or form is called so.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Unknown;

    impl FromStr for Cursor {
        type Err = Unknown;

        fn from_str(text: &str) -> Result<Self, Unknown> {
            let (at, id) = text.rsplit_once('-').ok_or(Unknown)?;
            let at = at.parse().ok().and_then(Time::from_timestamp_micros).ok_or(Unknown)?;
            Ok(Self(at, Uuid::try_parse(id).map_err(|_| Unknown)?))
        }
    }

    /// The beginning of a day (`2026-11-24`) in UTC.
    ///
    /// # Errors
    /// [`Unknown`] when it is none, or not within the years of four digits.
    pub fn day(text: &str) -> Result<Time, Unknown> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Unknown)?;
        let at = day.and_time(NaiveTime::MIN).and_utc();
        if (0..=253_402_300_799).contains(&at.timestamp()) { Ok(at) } else { Err(Unknown) }
    }

    /// How a log is written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Format {
        Csv,
        Ndjson,
    }

    impl Format {
        /// As addresses call it, and as files end.
        pub fn as_str(self) -> &'static str {
            match self {
                Self::Csv => "csv",
                Self::Ndjson => "ndjson",
            }
        }

        pub fn media_type(self) -> &'static str {
            match self {
                Self::Csv => "text/csv; charset=utf-8",
                Self::Ndjson => "application/x-ndjson",
            }
        }
    }

    impl FromStr for Format {
        type Err = Unknown;

        fn from_str(text: &str) -> Result<Self, Unknown> {
            [Self::Csv, Self::Ndjson].into_iter().find(|one| one.as_str() == text).ok_or(Unknown)
        }
    }

    /// Adds a line of cells (RFC 4180). What a spreadsheet would take for a formula gets an
    /// apostrophe in front.
    pub fn write_csv(out: &mut String, cells: &[&str]) {
        for (n, cell) in cells.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let defused = if formula { "'" } else { "" };
            // Writing to a text does not fail.
            let _ = if cell.contains(['"', ',', '\r', '\n']) {
                write!(out, "{comma}\"{defused}{}\"", cell.replace('"', "\"\""))
            } else {
                write!(out, "{comma}{defused}{cell}")
            };
        }
        out.push_str("\r\n");
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn no_cell_is_a_formula_or_breaks_its_line() {
            for (cell, written) in [
                ("", ""),
                ("Mara", "Mara"),
                ("=1+1", "'=1+1"),
                ("+49", "'+49"),
                ("-1", "'-1"),
                ("@SUM(A1)", "'@SUM(A1)"),
                ("\t=1", "'\t=1"),
                ("\r=1", "\"'\r=1\""),
                ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
                ("a,b", "\"a,b\""),
                ("a\"b", "\"a\"\"b\""),
                ("a\nb", "\"a\nb\""),
                ("a=b", "a=b"),
                (" =1", " =1"),
            ] {
                let mut line = String::new();
                write_csv(&mut line, &["x", cell]);
                assert_eq!(line, format!("x,{written}\r\n"), "{cell:?}");
            }
        }

        #[test]
        fn a_place_comes_back() {
            let at = Time::from_timestamp_micros(1_795_000_000_123_456).unwrap();
            let place = Cursor(at, Uuid::from_u128(7));
            assert_eq!(place.to_string().parse(), Ok(place));
            for odd in
                ["", "-", "1", "1-", "x-00000000000000000000000000000007", "9".repeat(40).as_str()]
            {
                assert_eq!(odd.parse::<Cursor>(), Err(Unknown), "{odd}");
            }
        }

        #[test]
        fn a_day_begins_in_utc() {
            assert_eq!(day("1970-01-02").map(|day| day.timestamp()), Ok(86_400));
            for odd in ["", "2026-13-01", "2026-1", "tomorrow", "-0001-01-01", "+20000-01-01"] {
                assert_eq!(day(odd), Err(Unknown), "{odd}");
            }
        }

        #[test]
        fn what_did_not_change_is_not_told() {
            let same = Details::default().name(Some("a"), Some("a")).role(None, None);
            assert_eq!(same, Details::default());
            let role = Details::default().role(Some(Role::Member), Some(Role::Admin));
            let [before, after] = &role.changes()[0].1;
            assert_eq!((before.as_deref(), after.as_deref()), (Some("member"), Some("admin")));
        }
    }
}
