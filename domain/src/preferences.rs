//! Preferences: what a person set for themselves.

use serde::{Deserialize, Serialize};

/// The preferences as their page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The name of the person's time zone. Empty while none is chosen.
    pub time_zone: String,
    /// All zones that can be chosen. UTC comes first, under no heading.
    pub zones: Vec<ZoneGroup>,
}

/// The time zones of one part of the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneGroup {
    /// `America`.
    pub heading: String,
    /// Names in the IANA database, and how people find them:
    /// `America/Argentina/Buenos_Aires`, `Argentina, Buenos Aires (UTC-3)`.
    pub zones: Vec<(String, String)>,
}
