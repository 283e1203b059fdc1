//! What the token page asks of the server.

use domain::{
    Problem, TokenId, Wire,
    tokens::{NewToken, TokenList},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// The caller's tokens, the policy, and a token that waits to be shown.
#[server(prefix = "/_fn", endpoint = "tokens/list", output = Wire)]
pub async fn list_tokens() -> Result<TokenList, Problem> {
    let browser = browser()?;
    browser.told(browser.service.tokens(browser.caller()?).await)
}

/// Makes a token. The script gets it in the answer; after a plain form it waits,
/// sealed, for the page that follows.
#[server(prefix = "/_fn", endpoint = "tokens/create", output = Wire)]
pub async fn create_token(
    name: String,
    #[server(default)] expires_in: String,
    #[server(default)] read: bool,
    #[server(default)] write: bool,
) -> Result<NewToken, Problem> {
    use domain::tokens::TokenRequest;
    let browser = browser()?;
    let caller = browser.caller()?;
    let days = expires_in.parse().unwrap_or_default();
    let policy = &browser.service.settings().tokens;
    let request = TokenRequest::check(&name, days, read, write, policy)?;
    let made = browser.service.create_token(caller, &request, browser.plain, &browser.origin).await;
    browser.told(made)
}

/// The plain form of [`create_token`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "tokens/create",
    keep: &["name", "expires_in", "read", "write"],
    page: |_| paths::TOKENS.into(),
    done: |_| paths::TOKENS.into(),
};

/// Deletes a token; answers which.
#[server(prefix = "/_fn", endpoint = "tokens/delete", output = Wire)]
pub async fn delete_token(id: TokenId) -> Result<TokenId, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.delete_token(caller, id, &browser.origin).await)?;
    Ok(id)
}

/// The plain form of [`delete_token`].
#[cfg(feature = "ssr")]
pub(crate) const DELETE: PlainForm = PlainForm {
    endpoint: "tokens/delete",
    keep: &[],
    page: |fields| match fields.get("id").parse() {
        Ok(id) => paths::delete_token(id),
        Err(_) => paths::TOKENS.into(),
    },
    done: |_| paths::TOKENS.into(),
};

/// *Done*: the new token was taken, and nobody can have it again.
#[server(prefix = "/_fn", endpoint = "tokens/done", output = Wire)]
pub async fn end_reveal() -> Result<(), Problem> {
    let browser = browser()?;
    browser.told(browser.service.end_reveal(browser.caller()?).await)
}

/// The plain form of [`end_reveal`].
#[cfg(feature = "ssr")]
pub(crate) const DONE: PlainForm = PlainForm {
    endpoint: "tokens/done",
    keep: &[],
    page: |_| paths::TOKENS.into(),
    done: |_| paths::TOKENS.into(),
};
