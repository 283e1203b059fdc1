//! Workspaces: what their screens show.

use serde::{Deserialize, Serialize};

use crate::{
    PersonId, Time, WorkspaceId,
    organizations::Place,
    person::Face,
    rights::{Role, Standing},
    teams::Proposed,
};

/// Workspaces on one page, and members on one.
pub const PAGE: i64 = 50;

/// What the page of an organization's workspaces shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceList {
    pub place: Place,
    /// Newest first.
    pub workspaces: Vec<WorkspaceSummary>,
    /// The archived ones, in place of the others.
    pub archived: bool,
    /// The next page begins after this one; none is the last page.
    pub next: Option<WorkspaceId>,
    /// The organization will be gone, and nothing in it can be changed.
    pub frozen: bool,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// A workspace as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceSummary {
    pub id: WorkspaceId,
    pub name: String,
    pub members: i64,
    #[serde(with = "crate::clock::micros")]
    pub created_at: Time,
    #[serde(with = "crate::clock::maybe_micros")]
    pub archived_at: Option<Time>,
}

/// What the page of one workspace shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacePage {
    pub id: WorkspaceId,
    pub name: String,
    /// Grows with every change; a save must name the version it started from.
    pub version: i64,
    pub place: Place,
    pub standing: Standing,
    #[serde(with = "crate::clock::micros")]
    pub created_at: Time,
    #[serde(with = "crate::clock::maybe_micros")]
    pub archived_at: Option<Time>,
    pub frozen: bool,
    pub members: Vec<Member>,
    /// The member whom something is asked about, wherever they are in the list.
    pub about: Option<Member>,
    /// Of all pages.
    pub member_count: i64,
    /// The next page of members begins after this one.
    pub next: Option<PersonId>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// What can be chosen of in the dialogs over that page; what the caller may not do is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceChoices {
    /// People of the organization who can be added, some of them.
    pub proposed: Vec<Proposed>,
    /// Where it can be moved.
    pub targets: Vec<Target>,
}

/// An organization that a workspace may be moved to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub slug: String,
    pub name: String,
    /// Members of the workspace who do not belong there, and lose it.
    pub lose: i64,
}

/// A member of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub person: PersonId,
    pub display_name: String,
    pub face: Face,
    /// The most that they are, by themselves or by a team.
    pub role: Role,
    /// What they are by themselves; none: only a team brings them here.
    pub direct: Option<Role>,
    /// The teams that bring them here.
    pub teams: Vec<String>,
    /// The caller.
    pub you: bool,
}
