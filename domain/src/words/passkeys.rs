//! Passkeys, on the security page and wherever somebody proves who they are.

pub const TITLE: &str = "Passkeys";
pub const LEAD: &str = "Sign in with your fingerprint, face or a security key.";
pub const ADD: &str = "Add passkey";
pub const ADDING: &str = "Adding passkey";
pub const ADDED: &str = "Passkey added";
/// Before the date.
pub const SINCE: &str = "Added ";
/// Before the moment.
pub const LAST_USED: &str = "Last used ";
pub const NEVER_USED: &str = "Never used";
pub const NONE: &str = "No passkeys yet";
pub const NONE_HINT: &str = "With one you need no password and no code.";
pub const NEEDS_SCRIPT: &str = "Adding one needs JavaScript.";
pub const NOT_HERE: &str = "There can be none here: this address has no name.";
pub const RENAME: &str = "Rename";
pub const RENAME_TITLE: &str = "Name this passkey";
pub const RENAME_LEAD: &str = "Call it after where it is kept, such as Work laptop or Blue key.";
pub const RENAMED: &str = "Passkey renamed";
pub const REMOVE: &str = "Remove";
pub const REMOVE_BUTTON: &str = "Remove passkey";
pub const REMOVING: &str = "Removing passkey";
pub const REMOVED_ELSEWHERE: &str = "This passkey was removed in another window";
pub const REMOVED: &str = "Passkey removed";
pub const REMOVE_WARNING: &str =
    "It does not sign you in any more. Delete it where it is kept, too.";
pub const KEEP: &str = "Keep it";
/// The name of one that does not say what made it.
pub const SECURITY_KEY: &str = "Security key";

pub const USE: &str = "Use a passkey";
pub const ASKING: &str = "Waiting for your passkey";
pub const NO_BROWSER: &str = "This browser cannot use passkeys. Choose another way.";
pub const KNOWN: &str = "This passkey is on your list already.";
pub const GIVEN_UP: &str = "The passkey did not answer. Try again, or choose another way.";

/// The question before one is removed.
pub fn remove_question(name: &str) -> String {
    ["Remove ", name, "?"].concat()
}

/// When a person has as many as there may be.
pub fn limit(limit: u32) -> String {
    format!("All {limit} passkeys are in use. Remove one first.")
}
