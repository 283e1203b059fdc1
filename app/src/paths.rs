//! The addresses of the screens, once.

use domain::TokenId;

/// Where a person lands after signing in.
pub const HOME: &str = PROFILE;
pub const PROFILE: &str = "/account/profile";
pub const TOKENS: &str = "/account/tokens";
pub const SIGN_IN: &str = "/sign-in";
pub const PASSWORD: &str = "/sign-in/password";

/// The confirmation before a token is deleted.
pub fn delete_token(id: TokenId) -> String {
    [TOKENS, "/", &id.to_string(), "/delete"].concat()
}

/// The set-up page of a one-time link.
pub fn set_up(link: &str) -> String {
    ["/setup/", link].concat()
}
