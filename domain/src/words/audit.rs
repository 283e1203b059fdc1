//! The log of an organization.

pub const TITLE: &str = "Audit log";
pub const FIND: &str = "Find a name, value or network";
pub const PERSON: &str = "Email of who did it";
pub const ACTION: &str = "Action";
pub const ALL: &str = "All actions";
pub const FROM: &str = "From";
pub const UNTIL: &str = "To";
pub const SHOW: &str = "Show";
pub const WHO: &str = "Who";
pub const WHAT: &str = "What";
pub const WHENCE: &str = "From where";
pub const WHEN: &str = "When";
/// Somebody whose account is deleted, and nobody who is known.
pub const GONE: &str = "Deleted account";
pub const NOBODY: &str = "The instance";
pub const NOTHING: &str = "Nothing found";
pub const NOTHING_HINT: &str = "Choose other days, or show all actions.";
pub const NEWEST: &str = "Newest";
pub const OLDER: &str = "Older";
pub const EXPORT: &str = "Export";
pub const EXPORT_LEAD: &str = "What is found, all of it. The export is itself a line of the log.";
pub const CSV: &str = "Download CSV";
pub const NDJSON: &str = "Download NDJSON";
/// Before and after what a value was and is.
pub const TO: &str = " → ";
pub const NONE: &str = "none";
pub const CHAINED: &str = "Every line is sealed with the one before it. Whoever runs the instance \
                           proves with latchkey audit verify that none was changed.";

/// The sentence under the title.
pub fn lead(organization: &str) -> String {
    ["Who did what in ", organization, ", and from where."].concat()
}

pub const READERS: &str = "Owners and admins read the log of an organization. Ask one of them.";
/// What changed.
#[cfg(feature = "server")]
pub fn field(field: crate::audit::Field) -> &'static str {
    use crate::audit::Field;
    match field {
        Field::Name => "Name",
        Field::Slug => "Address",
        Field::Role => "Role",
        Field::Rights => "Rights",
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
