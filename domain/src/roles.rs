//! Roles of an organization's own: what a member may, and some of what admins may.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

#[cfg(feature = "server")]
use crate::{
    Code, Problem, organizations::check_name, people::key_of, problem::Checks, profile::line,
};
use crate::{
    RoleId,
    organizations::Place,
    rights::{Held, Rights, Role},
};

/// Most characters of what a role is for.
pub const ABOUT_MAX: u32 = 200;
/// Most roles of one organization's own.
pub const ROLES_MOST: u32 = 20;

/// A role to be, or a changed one.
#[cfg(feature = "server")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleForm {
    pub name: String,
    /// What it is for; may be empty.
    pub about: String,
    pub rights: Rights,
}

/// Checks and tidies what was typed, and tells everything that is wrong with it. Rights that
/// others bring are added.
///
/// # Errors
/// [`Problem::Invalid`] with `name`, `about`; [`Code::NoRights`] for `rights`.
#[cfg(feature = "server")]
pub fn check<'a>(
    name: &str,
    about: &str,
    rights: impl IntoIterator<Item = &'a str>,
) -> Result<RoleForm, Problem> {
    let mut checks = Checks::new();
    let name = checks.take("name", check_own_name(name));
    let about = checks.take("about", line(about, ABOUT_MAX));
    let rights = Rights::named(rights);
    let some = checks.take("rights", if rights.is_empty() { Err(Code::NoRights) } else { Ok(()) });
    match (name, about, some) {
        (Some(name), Some(about), Some(())) => Ok(RoleForm { name, about, rights }),
        _ => Err(checks.problem()),
    }
}

/// Nobody shall take it for one of those that every organization has.
#[cfg(feature = "server")]
fn check_own_name(typed: &str) -> Result<String, Code> {
    let name = check_name(typed)?;
    let key = key_of(&name);
    let taken = Role::ALL.iter().any(|role| key == role.as_str());
    if taken { Err(Code::RoleNameTaken) } else { Ok(name) }
}

/// A role of an organization's own by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    pub id: RoleId,
    pub name: String,
}

/// What somebody can be made: by a role that every organization has, or by one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Role(Role),
    Own(RoleId),
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => f.write_str(role.as_str()),
            Self::Own(id) => id.fmt(f),
        }
    }
}

/// No role is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRole;

impl FromStr for Given {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let own = || text.parse().map(Self::Own).map_err(|_| UnknownRole);
        text.parse().map(Self::Role).or_else(|_| own())
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| D::Error::custom("a role, or the id of one"))
    }
}

/// What the page of an organization's roles shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleList {
    pub place: Place,
    /// What the caller is there.
    pub held: Held,
    /// Those of its own, by name.
    pub own: Vec<OwnRole>,
    /// The organization will be gone, and nothing in it can be changed.
    pub frozen: bool,
}

/// A role of an organization's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRole {
    pub id: RoleId,
    pub name: String,
    pub about: String,
    pub rights: Rights,
    /// Who have it.
    pub people: i64,
    /// Grows with every change; a save must name the version it started from.
    pub version: i64,
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;
    use crate::rights::Right;

    #[test]
    fn a_role_has_a_name_of_its_own_and_some_rights() {
        let role = check(" People  desk ", "", ["manage_people", "owner"]).unwrap();
        assert_eq!(role.name, "People desk");
        assert!(role.rights.has(Right::ManagePeople) && !role.rights.has(Right::ReadLog));
        let problem = check("ADMIN", &"x".repeat(201), []).unwrap_err();
        assert_eq!(problem.code("name"), Some(Code::RoleNameTaken));
        assert_eq!(problem.code("about"), Some(Code::TooLong { max: ABOUT_MAX }));
        assert_eq!(problem.code("rights"), Some(Code::NoRights));
        let alike = check("Ｏwｎér", "", ["read_log"]).unwrap_err();
        assert_eq!(alike.code("name"), Some(Code::RoleNameTaken));
    }

    #[test]
    fn what_is_given_keeps_its_form() {
        let id: RoleId = "0199c1a0-7b1e-7000-8000-0123456789ab".parse().unwrap();
        for given in [Given::Role(Role::Viewer), Given::Own(id)] {
            assert_eq!(given.to_string().parse(), Ok(given));
        }
        assert_eq!("root".parse::<Given>(), Err(UnknownRole));
    }
}
