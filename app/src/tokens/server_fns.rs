//! What the token page asks of the server.

use domain::{
    Problem, TokenId, Wire,
    tokens::{NewToken, TokenList, TokenSummary},
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
    #[server(default)] last_day: String,
    #[server(default)] read: bool,
    #[server(default)] write: bool,
) -> Result<NewToken, Problem> {
    use domain::tokens::TokenForm;
    let browser = browser()?;
    let caller = browser.caller()?;
    let form = TokenForm { name, expires_in, last_day, read, write };
    browser.told(browser.service.create_token(caller, &form, browser.plain, &browser.origin).await)
}

/// The plain form of [`create_token`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "tokens/create",
    keep: &["name", "expires_in", "last_day", "read", "write"],
    page: |_| paths::TOKENS.into(),
    done: |_| paths::TOKENS.into(),
};

/// Gives a token another name, and answers it as it is now.
#[server(prefix = "/_fn", endpoint = "tokens/rename", output = Wire)]
pub async fn rename_token(id: TokenId, name: String) -> Result<TokenSummary, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.rename_token(caller, id, &name, &browser.origin).await)
}

/// The plain form of [`rename_token`].
#[cfg(feature = "ssr")]
pub(crate) const RENAME: PlainForm = PlainForm {
    endpoint: "tokens/rename",
    keep: &["name"],
    page: |fields| match fields.get("id").parse() {
        Ok(id) => paths::rename_token(id),
        Err(_) => paths::TOKENS.into(),
    },
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

/// *Done*, or *Save* where there is one token at a time: the new token was taken, and
/// nobody can have it again.
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
    done: |fields| if fields.get(LEAVE).is_empty() { paths::TOKENS } else { paths::HOME }.into(),
};

/// A field that a form of [`end_reveal`] has when it leads away from the page.
pub(crate) const LEAVE: &str = "leave";
