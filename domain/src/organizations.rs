//! Organizations: what they are called, and what their screens show.

use serde::{Deserialize, Serialize};

use crate::{
    Code, OrganizationId, Problem, Time, WorkspaceId,
    person::Face,
    problem::Checks,
    profile::{line, required},
    rights::{Held, Role},
};

/// Most characters of the name of an organization or a workspace.
pub const NAME_MAX: u32 = 64;
/// Least and most characters of a slug.
pub const SLUG_MIN: u32 = 2;
pub const SLUG_MAX: u32 = 40;
/// Slugs that one organization can have had in all: nobody else gets them.
pub const SLUGS_MOST: u32 = 10;
/// Days between asking for the end of an organization and its end.
pub const DAYS_TO_DELETE: i64 = 7;

/// Words that an address of ours begins with, or will, and names that would pass for us.
const RESERVED: [&str; 40] = [
    "about",
    "account",
    "admin",
    "administrator",
    "api",
    "app",
    "archived",
    "assets",
    "billing",
    "current",
    "docs",
    "general",
    "health",
    "help",
    "home",
    "instance",
    "internal",
    "invite",
    "latchkey",
    "login",
    "me",
    "new",
    "none",
    "null",
    "oauth",
    "official",
    "pkg",
    "root",
    "security",
    "settings",
    "setup",
    "sign-in",
    "sign-up",
    "staff",
    "status",
    "support",
    "system",
    "undefined",
    "workspaces",
    "www",
];

/// Who may make organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Creators {
    #[default]
    Anyone,
    /// Those who run the instance.
    Staff,
}

/// Name and slug of an organization to be, or changed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub slug: String,
}

/// How an organization is named in an address: by its id, or by a slug that it has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    Id(OrganizationId),
    Slug(String),
}

impl From<&str> for Which {
    fn from(text: &str) -> Self {
        // What has another shape is nobody's; not every database takes it.
        let slug = || check_slug(text).unwrap_or_default();
        text.parse().map_or_else(|_| Self::Slug(slug()), Self::Id)
    }
}

impl From<OrganizationId> for Which {
    fn from(id: OrganizationId) -> Self {
        Self::Id(id)
    }
}

/// Checks and tidies the name of an organization or a workspace.
pub fn check_name(typed: &str) -> Result<String, Code> {
    line(typed, NAME_MAX).and_then(required)
}

/// Checks a slug, and brings it into the one form that it has.
pub fn check_slug(typed: &str) -> Result<String, Code> {
    let slug = required(typed.trim().to_ascii_lowercase())?;
    let shaped = slug.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    let long_enough = (SLUG_MIN as usize..=SLUG_MAX as usize).contains(&slug.len());
    // In the API an id may stand in its place.
    if !shaped || !long_enough || slug.parse::<OrganizationId>().is_ok() {
        return Err(Code::SlugShape);
    }
    if RESERVED.binary_search(&slug.as_str()).is_ok() { Err(Code::SlugReserved) } else { Ok(slug) }
}

/// Both, and everything that is wrong with them.
///
/// # Errors
/// [`Problem::Invalid`] with `name`, `slug`.
pub fn check(name: &str, slug: &str) -> Result<Named, Problem> {
    let mut checks = Checks::new();
    let name = checks.take("name", check_name(name));
    let slug = checks.take("slug", check_slug(slug));
    match (name, slug) {
        (Some(name), Some(slug)) => Ok(Named { name, slug }),
        _ => Err(checks.problem()),
    }
}

/// A slug made of a name whose letters have been taken apart (NFKD): what is no letter or
/// digit of ours parts words. Empty when nothing is left.
pub fn slug_of(taken_apart: &str) -> String {
    let mut slug = String::new();
    for c in taken_apart.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c.is_ascii() && !slug.is_empty() && !slug.ends_with('-') && c != '\'' {
            slug.push('-');
        }
        if slug.len() == SLUG_MAX as usize {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A slug made of a name.
#[cfg(feature = "server")]
pub fn propose_slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    slug_of(&name.nfkd().collect::<String>())
}

/// How an organization is drawn: letters on a tint.
#[cfg(feature = "server")]
pub fn face(id: OrganizationId, name: &str) -> Face {
    Face::of(crate::PersonId(id.0), name, None)
}

/// Where somebody is: the organization around a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub slug: String,
    pub name: String,
    pub face: Face,
}

/// What the page where people start shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub organizations: Vec<HomeOrganization>,
    /// By the policy, the person may make one.
    pub may_create: bool,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// An organization of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeOrganization {
    pub place: Place,
    pub role: Role,
    /// What the role is called, if it is one of the organization's own.
    pub own_role: Option<String>,
    /// When it will be gone.
    #[serde(with = "crate::clock::maybe_micros")]
    pub deletes_at: Option<Time>,
    /// Why nothing of it is open to the person but to leave it.
    pub kept_out: Option<KeptOut>,
    /// Those that the person is a member of, and that are not archived.
    pub workspaces: Vec<HomeWorkspace>,
}

/// Why an organization is closed to somebody who belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeptOut {
    /// It requires a second factor, and they have none.
    NoTwoFactor,
    /// Somebody who looks after its people has suspended them there.
    Suspended,
}

/// A workspace of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeWorkspace {
    pub id: WorkspaceId,
    pub name: String,
    pub role: Role,
}

/// What the page *General* shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct General {
    pub id: OrganizationId,
    pub place: Place,
    /// Grows with every change; a save must name the version it started from.
    pub version: i64,
    pub held: Held,
    /// What the role is called, if it is one of its own.
    pub own_role: Option<String>,
    pub name_set: SetBy,
    pub slug_set: SetBy,
    pub mfa: Mfa,
    /// When it will be gone.
    #[serde(with = "crate::clock::maybe_micros")]
    pub deletes_at: Option<Time>,
    /// The caller is an owner, and nobody else is.
    pub last_owner: bool,
    pub people: i64,
    pub workspaces: i64,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// Whether a second factor is required of everybody in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mfa {
    pub required: bool,
    /// None: nobody ever did.
    pub set: Option<SetBy>,
    /// The instance requires it of everybody anyway.
    pub everywhere: bool,
    /// People who have none, for those who look after them.
    pub without: Option<i64>,
}

/// Who set something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetBy {
    /// None: somebody who is gone.
    pub name: Option<String>,
    #[serde(with = "crate::clock::micros")]
    pub at: Time,
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_have_one_form() {
        for (typed, is) in [
            ("fjordline", "fjordline"),
            ("  Fjordline-Robotics ", "fjordline-robotics"),
            ("a1", "a1"),
            ("42", "42"),
            (&"a".repeat(40), &"a".repeat(40)),
        ] {
            assert_eq!(check_slug(typed).as_deref(), Ok(is), "{typed}");
        }
        for typed in [
            "a",
            "-a",
            "a-",
            "a--b",
            "a_b",
            "a b",
            "a.b",
            "a/b",
            "größe",
            "ａｂ",
            "a\u{200d}b",
            "%2e",
            "0199c1a0-7b1e-7000-8000-0123456789ab",
            &"a".repeat(41),
        ] {
            assert_eq!(check_slug(typed), Err(Code::SlugShape), "{typed}");
        }
        assert_eq!(check_slug(" "), Err(Code::Required));
        for typed in ["settings", "API", "sign-in"] {
            assert_eq!(check_slug(typed), Err(Code::SlugReserved), "{typed}");
        }
    }

    #[test]
    fn reserved_words_are_found() {
        assert!(RESERVED.is_sorted());
        for word in RESERVED {
            assert_eq!(check_slug(word), Err(Code::SlugReserved), "{word}");
        }
    }

    #[test]
    fn a_slug_is_made_of_a_name() {
        for (name, is) in [
            ("Fjordline Robotics", "fjordline-robotics"),
            ("  Ærø & Sons, Ltd. ", "r-sons-ltd"),
            ("Café Zoë", "cafe-zoe"),
            ("O'Neill", "oneill"),
            ("Ｆｕｌｌ　Ｗｉｄｔｈ", "full-width"),
            ("李小龍", ""),
            ("---", ""),
        ] {
            assert_eq!(propose_slug(name), is, "{name}");
        }
        assert_eq!(propose_slug(&"ab ".repeat(40)), "ab-".repeat(13) + "a");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let problem = check(" ", "A B").unwrap_err();
        assert_eq!(problem.code("name"), Some(Code::Required));
        assert_eq!(problem.code("slug"), Some(Code::SlugShape));
        let named = check(" Fjord  Line ", "FJ").unwrap();
        assert_eq!(named, Named { name: "Fjord Line".into(), slug: "fj".into() });
    }

    proptest! {
        #[test]
        fn what_is_proposed_will_do_or_is_too_short(name in ".{0,80}") {
            let slug = propose_slug(&name);
            let will_do = matches!(check_slug(&slug), Ok(_) | Err(Code::SlugReserved));
            prop_assert!(will_do || slug.len() < 2, "{slug}");
        }

        #[test]
        fn a_slug_that_was_taken_is_taken_as_it_is(typed in "[a-zA-Z0-9 -]{0,45}") {
            if let Ok(slug) = check_slug(&typed) {
                prop_assert_eq!(check_slug(&slug), Ok(slug));
            }
        }
    }
}
