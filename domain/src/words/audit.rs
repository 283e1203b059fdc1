//! The log of an organization.

pub const TITLE: &str = "Audit log";
pub const FIND: &str = "Find by target, address or value";
pub const PERSON: &str = "Email of a person";
pub const ACTION: &str = "Action";
pub const ALL: &str = "All actions";
pub const FROM: &str = "Since (UTC)";
pub const UNTIL: &str = "Until (UTC)";
pub const SEARCH: &str = "Search";
pub const CLEAR: &str = "Show all";
pub const WHEN: &str = "When";
pub const WHO: &str = "Who";
pub const WHAT: &str = "What";
pub const CHANGES: &str = "Change";
pub const WHENCE: &str = "From";
pub const GONE: &str = "Deleted account";
pub const NOBODY: &str = "Nobody signed in";
pub const NOTHING: &str = "Nothing found";
pub const NOTHING_HINT: &str = "Try other words or days, or show all actions.";
pub const AS_CSV: &str = "Export CSV";
pub const AS_NDJSON: &str = "Export NDJSON";
pub const READERS: &str = "Owners and admins read the log of an organization. Ask one of them.";
/// Before and after.
pub const TO: &str = "to";
pub const NONE: &str = "nothing";

/// The sentence under the title.
pub fn lead(organization: &str) -> String {
    ["What people did in ", organization, ", newest first."].concat()
}

/// What changed.
#[cfg(feature = "server")]
pub fn field(field: crate::audit::Field) -> &'static str {
    use crate::audit::Field;
    match field {
        Field::Name => "Name",
        Field::Slug => "Address",
        Field::Role => "Role",
        Field::TwoFactor => "Two-factor",
        Field::Organization => "Organization",
    }
}

/// Why a chain of lines does not hold.
#[cfg(feature = "server")]
pub mod broken {
    pub const MISSING: &str = "a line is missing before it";
    pub const FORGED: &str = "it was not written by this instance";
    pub const CHANGED: &str = "it was changed";
    pub const ORIGIN: &str = "where it came from was changed";
    pub const ADDRESS: &str = "the address it is about was changed";
    pub const BLANKED: &str = "where it came from was taken away, but its person is there";
    pub const MOVED: &str = "it does not follow the line before it";
    pub const END: &str = "the lines after it are missing";
    pub const NO_KEY: &str = "it was written with a secret key that is not set any more";
}
