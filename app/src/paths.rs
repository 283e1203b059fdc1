//! The addresses of the screens, once.

use domain::TokenId;

/// Where a person lands after signing in.
pub const HOME: &str = PROFILE;
pub const PROFILE: &str = "/account/profile";
/// The profile, asking whether its photo is to be removed.
pub const REMOVE_PHOTO: &str = "/account/profile?remove-photo";
pub const TOKENS: &str = "/account/tokens";
pub const PREFERENCES: &str = "/account/preferences";
pub const SIGN_IN: &str = "/sign-in";
pub const PASSWORD: &str = "/sign-in/password";
pub const FORGOT: &str = "/sign-in/forgot";
pub const SENT: &str = "/sign-in/sent";
/// Before the link of a mail to a new password.
pub const RESET: &str = "/sign-in/reset-";
/// Before the one-time link.
pub const SET_UP: &str = "/setup/";

/// Whether an address with this query is [`REMOVE_PHOTO`].
pub fn asks_to_remove_photo(query: Option<&str>) -> bool {
    query.is_some() && query == REMOVE_PHOTO.strip_prefix(PROFILE).and_then(|asks| asks.get(1..))
}

/// The confirmation before a token is deleted.
pub fn delete_token(id: TokenId) -> String {
    of_token(id, DELETE)
}

/// Where a token gets another name.
pub fn rename_token(id: TokenId) -> String {
    of_token(id, RENAME)
}

/// Ends of the addresses of the dialogs about a token.
pub const DELETE: &str = "delete";
pub const RENAME: &str = "rename";

fn of_token(id: TokenId, act: &str) -> String {
    [TOKENS, "/", &id.to_string(), "/", act].concat()
}

/// The page of a link to a new password.
pub fn reset(link: &str) -> String {
    [RESET, link].concat()
}

/// The steps of signing in, as their addresses name them.
pub mod step {
    pub const PASSWORD: &str = "password";
    pub const FORGOT: &str = "forgot";
    pub const SENT: &str = "sent";
    /// Before the link.
    pub const RESET: &str = "reset-";
}

/// The set-up page of a one-time link.
pub fn set_up(link: &str) -> String {
    [SET_UP, link].concat()
}
