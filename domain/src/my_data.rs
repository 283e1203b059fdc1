//! What a person may take with them, and how they leave.

use serde::{Deserialize, Serialize};

use crate::Time;

/// Days between asking and being gone.
pub const DAYS_TO_LEAVE: i64 = 7;
/// Hours for which the link to an archive works.
pub const EXPORT_HOURS: i64 = 24;

/// What the page of a person's data shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyData {
    pub email: String,
    pub export: Export,
    /// Why the person cannot leave: a sentence for each reason. Made here, so that the
    /// browser needs not know what it does not show.
    pub blocks: Vec<String>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// How it stands with the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// There is none.
    None,
    /// It was asked for.
    BeingMade,
    /// It could not be made.
    Failed,
    /// It can be fetched, once.
    Ready {
        /// Where.
        href: String,
        #[serde(with = "crate::clock::micros")]
        expires: Time,
    },
}

/// Why somebody cannot leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Nobody else runs the instance.
    LastStaff,
    /// Nobody else owns an organization.
    SoleOwner,
}
