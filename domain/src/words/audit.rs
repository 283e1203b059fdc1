//! The log of an organization.

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
