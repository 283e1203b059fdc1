//! The people of an organization: how they are listed, found and paged.

use core::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    PersonId, Time,
    invitations::Invited,
    organizations::Place,
    person::Face,
    rights::{Held, Role},
    roles::RoleName,
    teams::TeamName,
};

/// People on one page.
pub const PAGE: i64 = 50;
/// Invitations below the first page of them; the rest has a list of its own.
pub const INVITED_BELOW: i64 = 10;
/// Most characters of what is searched for; the rest is not looked at.
pub const SEARCH_MAX: usize = 100;

/// What the page of an organization's people shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub place: Place,
    /// What the caller is there.
    pub held: Held,
    pub people: Vec<Membership>,
    /// Somebody who was asked for by name, wherever they are in the list.
    pub about: Option<Membership>,
    /// The same of somebody who is invited.
    pub about_invited: Option<Invited>,
    /// Who is invited, newest first, for those who look after people: some below the first
    /// page of people, or a page of its own list.
    pub invited: Vec<Invited>,
    /// There are more of them than are shown below people.
    pub more_invited: bool,
    /// Everybody, found or not.
    pub total: i64,
    /// Everybody who is invited; nobody, for those who do not look after people.
    pub total_invited: i64,
    /// All teams, and all roles of its own, for those who look after people.
    pub teams: Vec<TeamName>,
    pub roles: Vec<RoleName>,
    /// The next page begins after this one; none is the last page.
    pub next: Option<Uuid>,
    /// The organization will be gone, and nothing in it can be changed.
    pub frozen: bool,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// A person, as one of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub person: PersonId,
    pub display_name: String,
    pub email: String,
    pub face: Face,
    pub role: Role,
    /// In place of its name, if it is one of the organization's own.
    pub own_role: Option<RoleName>,
    /// Nothing there is open to them.
    pub suspended: bool,
    /// The names of their teams.
    pub teams: Vec<TeamName>,
    /// The one who asks.
    pub you: bool,
    /// For those who look after them.
    pub known: Option<Known>,
}

/// What not everybody knows of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub two_factor: bool,
    #[serde(with = "crate::clock::maybe_micros")]
    pub last_active: Option<Time>,
    #[serde(with = "crate::clock::micros")]
    pub since: Time,
}

/// Of whom a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    #[default]
    Everyone,
    Only(Role),
    /// Who have a role of the organization's own.
    OwnRoles,
    /// Who have no second factor.
    WithoutTwoFactor,
    /// To whom nothing there is open.
    Suspended,
    /// Who are invited.
    Invited,
}

/// No list is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownList;

impl Shown {
    pub const ALL: [Self; 9] = [
        Self::Everyone,
        Self::Only(Role::Owner),
        Self::Only(Role::Admin),
        Self::Only(Role::Member),
        Self::Only(Role::Viewer),
        Self::OwnRoles,
        Self::WithoutTwoFactor,
        Self::Suspended,
        Self::Invited,
    ];

    /// Only those who look after people may ask for it.
    pub fn is_for_managers(self) -> bool {
        matches!(self, Self::WithoutTwoFactor | Self::Suspended | Self::Invited)
    }

    /// As addresses call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "",
            Self::Only(role) => role.as_str(),
            Self::OwnRoles => "custom",
            Self::WithoutTwoFactor => "no-mfa",
            Self::Suspended => "suspended",
            Self::Invited => "invited",
        }
    }
}

impl FromStr for Shown {
    type Err = UnknownList;

    fn from_str(text: &str) -> Result<Self, UnknownList> {
        Self::ALL.into_iter().find(|shown| shown.as_str() == text).ok_or(UnknownList)
    }
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// Who joined last comes first.
    Newest,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Name, Self::Newest];

    /// As addresses call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "",
            Self::Newest => "newest",
        }
    }
}

impl FromStr for Order {
    type Err = UnknownList;

    fn from_str(text: &str) -> Result<Self, UnknownList> {
        Self::ALL.into_iter().find(|order| order.as_str() == text).ok_or(UnknownList)
    }
}

/// A name, or a part of one, as names are compared: without marks, in small letters, one
/// space between words (NFKD).
#[cfg(feature = "server")]
pub fn key_of(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is searched for as a pattern of `LIKE`, whose escape is `!`: anywhere in a key.
#[cfg(feature = "server")]
pub fn pattern_of(search: &str) -> String {
    let short: String = search.chars().take(SEARCH_MAX).filter(|c| *c != '\0').collect();
    let mut pattern = String::from("%");
    for c in key_of(&short).chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    if pattern.len() > 1 {
        pattern.push('%');
    }
    pattern
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_marks_and_capitals() {
        for (name, key) in [
            ("Zoë  Ångström", "zoe angstrom"),
            ("ＡＤＡ", "ada"),
            ("İpek", "ipek"),
            ("李小龍", "李小龍"),
            ("", ""),
        ] {
            assert_eq!(key_of(name), key, "{name}");
        }
    }

    #[test]
    fn what_is_searched_for_is_no_pattern_of_its_own() {
        for (search, pattern) in [
            ("", "%"),
            ("  ", "%"),
            ("Ada L", "%ada l%"),
            ("50%_!", "%50!%!_!!%"),
            ("a\0b", "%ab%"),
        ] {
            assert_eq!(pattern_of(search), pattern, "{search}");
        }
        assert_eq!(pattern_of(&"a".repeat(1_000)).len(), SEARCH_MAX + 2);
    }

    #[test]
    fn lists_keep_their_names() {
        for shown in Shown::ALL {
            assert_eq!(shown.as_str().parse(), Ok(shown));
        }
        for order in Order::ALL {
            assert_eq!(order.as_str().parse(), Ok(order));
        }
        assert_eq!("Owner".parse::<Shown>(), Err(UnknownList));
        assert_eq!("name".parse::<Order>(), Err(UnknownList));
    }
}
