//! What the section of the passkeys asks of the server.

use domain::{
    PasskeyId, Problem, Secret, Wire,
    passkey::{Passkey, Passkeys, Request},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// The passkeys of the caller.
#[server(prefix = "/_fn", endpoint = "passkeys/load", output = Wire)]
pub async fn load_passkeys() -> Result<Passkeys, Problem> {
    let browser = browser()?;
    browser.told(browser.service.passkeys(browser.signed_in()?).await)
}

/// What the browser is to ask for a new one.
#[server(prefix = "/_fn", endpoint = "passkeys/begin", output = Wire)]
pub async fn begin_passkey() -> Result<Request, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.begin_passkey(caller, &browser.origin).await)
}

/// Adds what it made.
#[server(prefix = "/_fn", endpoint = "passkeys/add", output = Wire)]
pub async fn add_passkey(passkey: Secret) -> Result<Passkey, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    let added = browser.service.finish_passkey(caller, passkey.expose(), &browser.origin);
    browser.told(added.await)
}

/// Gives one another name, and answers it as it is kept.
#[server(prefix = "/_fn", endpoint = "passkeys/rename", output = Wire)]
pub async fn rename_passkey(id: PasskeyId, name: String) -> Result<String, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.rename_passkey(caller, id, &name, &browser.origin).await)
}

/// The plain form of [`rename_passkey`].
#[cfg(feature = "ssr")]
pub(crate) const RENAME_PASSKEY: PlainForm = PlainForm {
    endpoint: "passkeys/rename",
    keep: &["name"],
    page: |fields| passkey_page(fields.get("id"), paths::RENAME),
    done: |_| paths::SECURITY.into(),
};

/// Removes one.
#[server(prefix = "/_fn", endpoint = "passkeys/remove", output = Wire)]
pub async fn remove_passkey(id: PasskeyId) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.remove_passkey(caller, id, &browser.origin).await)
}

/// The plain form of [`remove_passkey`].
#[cfg(feature = "ssr")]
pub(crate) const REMOVE_PASSKEY: PlainForm = PlainForm {
    endpoint: "passkeys/remove",
    keep: &[],
    page: |fields| passkey_page(fields.get("id"), paths::REMOVE),
    done: |_| paths::SECURITY.into(),
};

#[cfg(feature = "ssr")]
fn passkey_page(id: &str, act: &str) -> String {
    id.parse().map_or_else(|_| paths::SECURITY.into(), |id| paths::of_passkey(id, act))
}

/// What the browser is to ask of a passkey of the caller, to prove once more who that is.
#[server(prefix = "/_fn", endpoint = "confirm/passkey", output = Wire)]
pub async fn begin_passkey_proof() -> Result<Request, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.begin_passkey_proof(caller, &browser.origin).await)
}
