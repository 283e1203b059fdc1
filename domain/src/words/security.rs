//! The security page.

pub const TITLE: &str = "Security";
pub const LEAD: &str = "How you prove it is you, and where you are signed in.";
pub const PASSWORD: &str = "Password";
/// Before the date.
pub const PASSWORD_SINCE: &str = "Last changed ";
pub const CURRENT: &str = "Current password";
/// Of a password, and what it is when it will do.
pub const STRENGTH: &str = "Strength";
pub const GOOD: &str = "Good.";
pub const STRONG: &str = "Strong.";
pub const NEW: &str = "New password";
pub const REPEAT: &str = "Repeat new password";
pub const ENDS_OTHERS: &str = "Other sessions will be signed out.";
pub const CHANGE: &str = "Change password";
pub const CHANGING: &str = "Changing password";
pub const CHANGED: &str = "Password changed. Other sessions were signed out.";

pub const SESSIONS: &str = "Active sessions";
pub const SIGN_OUT: &str = "Sign out";
pub const SIGNING_OUT: &str = "Signing out";
pub const SIGN_OUT_OTHERS: &str = "Sign out all others";
pub const OTHERS_QUESTION: &str = "Sign out other sessions?";
pub const OTHERS_WARNING: &str = "Those that are ticked have to sign in again. What is being \
                                  typed there is not saved.";
pub const KEEP: &str = "Keep them";
pub const OTHERS_ENDED: &str = "Other sessions signed out";
pub const ENDED: &str = "Signed out";
pub const THIS: &str = "This session";
pub const ACTIVE_NOW: &str = "Active now";
/// Before the date.
pub const ACTIVE: &str = "Active ";
/// Before the date.
pub const SINCE: &str = "Signed in ";
pub const RENAME: &str = "Rename";
pub const RENAME_TITLE: &str = "Rename session";
pub const RENAME_LEAD: &str = "Call it what you know it by, such as Work laptop.";
pub const NAME: &str = "Name";
pub const SAVE_NAME: &str = "Save name";
pub const RENAMED: &str = "Session renamed";
pub const ENDED_ELSEWHERE: &str = "This session has ended meanwhile";
pub const CANCEL: &str = "Cancel";

pub const HISTORY: &str = "History";
pub const HISTORY_LEAD: &str =
    "What happened to your account. Something you do not know? Change your password.";
pub const MORE: &str = "Show more";

pub const CONFIRM: &str = "Confirm that it is you";
pub const PROOF: &str = "Proof of identity";
pub const CONFIRM_LEAD: &str = "This matters, and you signed in a while ago.";
pub const CONFIRM_BUTTON: &str = "Confirm";
pub const CONFIRMING: &str = "Confirming";

pub const NOT_ME: &str = "Was this not you?";
pub const NOT_ME_LEAD: &str = "We sign you out everywhere, delete the passkeys and API tokens \
                               of the last 7 days, and put your password out of use. Then we \
                               mail you a link with which you choose a new one.";
pub const NOT_ME_BUTTON: &str = "Sign out everywhere";
pub const NOT_ME_DONE_TITLE: &str = "Signed out everywhere";
pub const NOT_ME_DONE: &str = "A link to a new password is on its way to you. You \
                               are asked for a code that you never set up? Then ask whoever \
                               runs this instance.";
pub const NOT_ME_GONE: &str = "It was used already, or is older than 7 days.";

pub const UNKNOWN_BROWSER: &str = "Unknown browser";

/// `Chrome on macOS`.
pub fn device(browser: &str, system: &str) -> String {
    [browser, " on ", system].concat()
}

/// What the lines of the history say.
pub mod history {
    pub const SET_UP: &str = "Set up this instance";
    pub const ACCOUNT_CREATED: &str = "Account created";
    pub const MAILS_RETRIED: &str = "Mails tried again";
    pub const UNLOCKED: &str = "Account unlocked";
    pub const STAFF_MADE: &str = "Made a member of staff";
    pub const STAFF_ENDED: &str = "Staff role taken";
    pub const SUSPENDED: &str = "Account suspended";
    pub const RESUMED: &str = "Suspension of the account lifted";
    pub const SIGNED_OUT_BY_STAFF: &str = "Signed out everywhere by staff";
    pub const RESET_SENT: &str = "Link to a password sent by staff";
    pub const NAME_SAVED_BY_STAFF: &str = "Name changed by staff";
    pub const PASSWORD_RESET: &str = "Password reset";
    pub const PASSWORD_OUTGROWN: &str = "Password too short by now, link to a longer one sent";
    pub const PASSWORD_CHANGED: &str = "Password changed";
    pub const NOT_ME: &str = "A sign-in was reported as not yours";
    pub const EMAIL_CHANGE_ASKED: &str = "Link to a new email address sent";
    pub const EMAIL_CHANGE_DROPPED: &str = "Change of email address cancelled";
    pub const EMAIL_CHANGED: &str = "Email address changed";
    pub const EMAIL_UNDONE: &str = "Change of email address undone, account locked";
    pub const TWO_FACTOR_ON: &str = "Two-factor authentication turned on";
    pub const TWO_FACTOR_MOVED: &str = "Two-factor authentication moved to another app";
    pub const TWO_FACTOR_OFF: &str = "Two-factor authentication turned off";
    pub const RECOVERY_CODES_MADE: &str = "New recovery codes";
    pub const RECOVERY_CODE_USED: &str = "Recovery code used";
    pub const FACTOR_RESET_ASKED: &str = "Reset of two-factor authentication asked for";
    pub const FACTOR_RESET_DROPPED: &str = "Reset of two-factor authentication dropped";
    pub const FACTOR_RESET: &str = "Two-factor authentication reset";
    pub const PASSKEY_ADDED: &str = "Passkey added";
    pub const PASSKEY_RENAMED: &str = "Passkey renamed";
    pub const PASSKEY_REMOVED: &str = "Passkey removed";
    pub const PASSKEYS_REMOVED: &str = "All passkeys removed";
    pub const PASSKEY_USED: &str = "Passkey used";
    pub const PASSKEY_REFUSED: &str = "Passkey refused";
    pub const EXPORT_ASKED: &str = "Archive of your data asked for";
    pub const EXPORT_TAKEN: &str = "Archive of your data downloaded";
    pub const LEAVES: &str = "Asked to delete the account";
    pub const STAYS: &str = "Account kept after all";
    pub const DELETED: &str = "Account deleted";
    pub const CODE_REFUSED: &str = "Wrong code";
    pub const SIGNED_IN: &str = "Signed in";
    pub const SIGN_IN_FAILED: &str = "Wrong password";
    pub const SIGNED_OUT: &str = "Signed out";
    pub const SESSION_ENDED: &str = "Signed out a session";
    pub const OTHERS_ENDED: &str = "Signed out all other sessions";
    pub const SESSION_RENAMED: &str = "Renamed a session";
    pub const PROVED: &str = "Confirmed it is you";
    pub const PROOF_FAILED: &str = "Wrong password while confirming";
    pub const NAME_SAVED: &str = "Name changed";
    pub const PHOTO_SAVED: &str = "Photo changed";
    pub const PHOTO_REMOVED: &str = "Photo removed";
    pub const NOTICES_CHOSEN: &str = "Notifications chosen";
    pub const TIME_ZONE_SAVED: &str = "Time zone changed";
    pub const TOKEN_CREATED: &str = "API token made";
    pub const TOKEN_RENAMED: &str = "API token renamed";
    pub const TOKEN_DELETED: &str = "API token deleted";
    pub const ORGANIZATION_CREATED: &str = "Organization created";
    pub const ORGANIZATION_RENAMED: &str = "Organization renamed";
    pub const ORGANIZATION_READDRESSED: &str = "Address of an organization changed";
    pub const MFA_REQUIRED: &str = "Two-factor authentication required in an organization";
    pub const MFA_OPTIONAL: &str = "Two-factor authentication made optional in an organization";
    pub const ORGANIZATION_LEFT: &str = "Organization left";
    pub const ROLE_CHANGED: &str = "Role of somebody in an organization changed";
    pub const PERSON_REMOVED: &str = "Somebody removed from an organization";
    pub const PERSON_INVITED: &str = "Somebody invited to an organization";
    pub const ROLE_CREATED: &str = "Custom role created";
    pub const ROLE_EDITED: &str = "Custom role changed";
    pub const ROLE_DELETED: &str = "Custom role deleted";
    pub const PERSON_SUSPENDED: &str = "Somebody suspended in an organization";
    pub const PERSON_RESUMED: &str = "Suspension in an organization lifted";
    pub const TEAM_CREATED: &str = "Team created";
    pub const TEAM_CHANGED: &str = "Team changed";
    pub const TEAM_DELETED: &str = "Team deleted";
    pub const TEAM_JOINED: &str = "Somebody added to a team";
    pub const TEAM_LEFT: &str = "Somebody removed from a team";
    pub const TEAM_ROLE_SET: &str = "Role of a team in a workspace set";
    pub const TEAM_ROLE_TAKEN: &str = "Workspace taken from a team";
    pub const INVITATION_RESENT: &str = "Invitation sent again";
    pub const INVITATION_CHANGED: &str = "Role or teams of an invitation changed";
    pub const INVITATION_REVOKED: &str = "Invitation cancelled";
    pub const INVITATION_ACCEPTED: &str = "Invitation accepted";
    pub const INVITATION_DECLINED: &str = "Invitation declined";
    pub const ORGANIZATION_ENDS: &str = "Deletion of an organization asked for";
    pub const ORGANIZATION_STAYS: &str = "Organization kept";
    pub const ORGANIZATION_DELETED: &str = "Organization deleted";
    pub const LOG_EXPORTED: &str = "Audit log exported";
    pub const WORKSPACE_CREATED: &str = "Workspace created";
    pub const WORKSPACE_RENAMED: &str = "Workspace renamed";
    pub const WORKSPACE_ARCHIVED: &str = "Workspace archived";
    pub const WORKSPACE_RESTORED: &str = "Workspace restored";
    pub const MEMBER_ADDED: &str = "Somebody added to a workspace";
    pub const MEMBER_CHANGED: &str = "Role of a member of a workspace changed";
    pub const MEMBER_REMOVED: &str = "Somebody removed from a workspace";
    pub const WORKSPACE_MOVED: &str = "Workspace moved to another organization";
    pub const WORKSPACE_RECEIVED: &str = "Workspace taken from another organization";
}
