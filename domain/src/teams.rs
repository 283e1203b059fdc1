//! Teams: named groups of people in an organization, each with a role in some of its
//! workspaces.

use serde::{Deserialize, Serialize};

use crate::{
    Code, PersonId, Problem, TeamId, Time, WorkspaceId,
    organizations::{Place, check_name},
    person::Face,
    problem::Checks,
    profile::line,
    rights::{Held, Role},
};

/// Most characters of what a team is for.
pub const ABOUT_MAX: u32 = 200;
/// Most teams of one organization.
pub const TEAMS_MOST: u32 = 200;
/// People on one page of a team.
pub const PAGE: i64 = 50;
/// People who are proposed by name where one is added; others are found by their address.
pub const PROPOSED: i64 = 100;
/// Most workspaces that one can be chosen of, the newest; others by their own pages.
pub const CHOICES: i64 = 200;

/// A team to be, or a changed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamForm {
    pub name: String,
    /// What it is for; may be empty.
    pub about: String,
}

/// Checks and tidies both, and tells everything that is wrong with them.
///
/// # Errors
/// [`Problem::Invalid`] with `name`, `about`.
pub fn check(name: &str, about: &str) -> Result<TeamForm, Problem> {
    let mut checks = Checks::new();
    let name = checks.take("name", check_name(name));
    let about = checks.take("about", line(about, ABOUT_MAX));
    match (name, about) {
        (Some(name), Some(about)) => Ok(TeamForm { name, about }),
        _ => Err(checks.problem()),
    }
}

/// A team by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamName {
    pub id: TeamId,
    pub name: String,
}

/// What the page of an organization's teams shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamList {
    pub place: Place,
    /// What the caller is there.
    pub held: Held,
    /// All of them, by name.
    pub teams: Vec<TeamSummary>,
    /// The organization will be gone, and nothing in it can be changed.
    pub frozen: bool,
}

/// A team as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSummary {
    pub id: TeamId,
    pub name: String,
    pub about: String,
    pub people: i64,
    pub workspaces: i64,
    /// The caller is in it.
    pub yours: bool,
}

/// What the page of one team shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    pub id: TeamId,
    pub place: Place,
    /// What the caller is in the organization.
    pub held: Held,
    pub name: String,
    pub about: String,
    /// Grows with every change of the two; a save must name the version it started from.
    pub version: i64,
    pub people: Vec<Teammate>,
    /// Of all pages.
    pub people_count: i64,
    /// The next page of people begins after this one.
    pub next: Option<PersonId>,
    /// Those that the caller may know of.
    pub workspaces: Vec<TeamWorkspace>,
    /// The organization will be gone, and nothing in it can be changed.
    pub frozen: bool,
}

/// What can be chosen of in the dialogs over that page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamChoices {
    /// People of the organization who are not in the team, some of them.
    pub proposed: Vec<Proposed>,
    /// Workspaces of the organization that the team has no role in.
    pub workspaces: Vec<Workspace>,
}

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teammate {
    pub person: PersonId,
    pub display_name: String,
    pub email: String,
    pub face: Face,
    /// The caller.
    pub you: bool,
}

/// A workspace, and what everybody in the team is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamWorkspace {
    pub id: WorkspaceId,
    pub name: String,
    pub role: Role,
    #[serde(with = "crate::clock::maybe_micros")]
    pub archived_at: Option<Time>,
}

/// Somebody who can be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub display_name: String,
    pub email: String,
}

/// A workspace by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: String,
}

/// A role in a workspace: there are no owners of workspaces.
///
/// # Errors
/// [`Code::Choice`] for `role`.
pub fn check_workspace_role(role: Role) -> Result<(), Problem> {
    if role == Role::Owner { Err(Problem::field("role", Code::Choice)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_a_name_and_may_say_what_it_is_for() {
        let team = check("  Field   crew ", " Sails in  summer ").unwrap();
        assert_eq!((&*team.name, &*team.about), ("Field crew", "Sails in summer"));
        assert_eq!(check("x", "").unwrap().about, "");
        let problem = check(" ", &"x".repeat(201)).unwrap_err();
        assert_eq!(problem.code("name"), Some(Code::Required));
        assert_eq!(problem.code("about"), Some(Code::TooLong { max: ABOUT_MAX }));
    }

    #[test]
    fn no_workspace_has_an_owner() {
        for role in Role::ALL {
            assert_eq!(check_workspace_role(role).is_ok(), role != Role::Owner, "{role:?}");
        }
    }
}
