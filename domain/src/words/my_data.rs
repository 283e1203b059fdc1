//! The page of what a person may take with them, and of leaving.

use crate::my_data::Block;

pub const TITLE: &str = "Your data";
pub const LEAD: &str = "Take a copy of what is kept of you, or have all of it deleted.";

pub const EXPORT: &str = "Download your data";
pub const EXPORT_LEAD: &str = "Your profile, sessions, tokens and history as JSON files, and your photo. \
     No password and no token is in it.";
pub const ASK: &str = "Make an archive";
pub const ASKING: &str = "Asking";
pub const BEING_MADE: &str = "Your archive is being made.";
pub const BEING_MADE_HINT: &str = "It shows here when it is ready, and we mail you.";
pub const FAILED: &str = "Your archive could not be made.";
pub const FAILED_HINT: &str = "Ask for it once more. If that fails, too, tell whoever runs this.";
pub const LOOK_AGAIN: &str = "Look again";
pub const READY: &str = "Your archive is ready.";
/// Before the time until which the link works.
pub const READY_HINT: &str = "The link works once, until ";
pub const DOWNLOAD: &str = "Download archive";
pub const DOWNLOADED: &str = "The download has started";

pub const DELETE: &str = "Delete account";
pub const DELETE_LEAD: &str = "Removes your profile, your tokens and your sessions.";
pub const BLOCKED: &str = "You cannot delete your account now.";
pub const QUESTION: &str = "Delete your account?";
pub const WARNING: &str = "You are signed out everywhere, and your tokens stop working at once. \
                           In 7 days everything of yours is deleted. \
                           Sign in until then, and you keep it all.";
/// Before and after the address.
pub const TYPE: &str = "Type ";
pub const TO_CONFIRM: &str = " to confirm.";
pub const EMAIL: &str = "Your email";
pub const KEEP: &str = "Keep account";
pub const DELETING: &str = "Deleting";

pub const LEAVES: &str = "Your account will be deleted";
pub const LEAVES_LEAD: &str = "In 7 days. Sign in until then, and you keep it all. \
                               A mail with the date is on its way to you.";
pub const STAYS: &str = "You keep your account. Because you signed in, nothing is deleted.";

/// Why somebody cannot leave, and what to do.
pub fn block(why: Block) -> &'static str {
    match why {
        Block::LastStaff => {
            "Nobody else runs this instance. First there must be somebody else who does."
        }
        Block::SoleOwner => {
            "You are the only owner of an organization. First there must be another, or delete it."
        }
    }
}

/// The same, with the names of the organizations.
#[cfg(feature = "server")]
pub fn sole_owner(organizations: &[String]) -> String {
    let names = organizations.join(", ");
    format!("Only you own {names}. First there must be another owner, or delete it.")
}
