//! What the frame asks of the server.

use domain::{Problem, Wire, shell::Shell};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::{PlainForm, home},
    server::{browser, respond},
};

/// The person, and what waits for them.
#[server(prefix = "/_fn", endpoint = "shell/load", output = Wire)]
pub async fn load_shell() -> Result<Shell, Problem> {
    let browser = browser()?;
    browser.told(browser.service.shell(browser.signed_in()?).await)
}

/// Ends this session.
#[server(prefix = "/_fn", endpoint = "sign-out", output = Wire)]
pub async fn sign_out() -> Result<(), Problem> {
    let browser = browser()?;
    if let Some(caller) = &browser.caller {
        browser.told(browser.service.sign_out(caller, &browser.origin).await)?;
    }
    browser.sign_out()
}

/// The plain form of [`sign_out`].
#[cfg(feature = "ssr")]
pub(crate) const SIGN_OUT: PlainForm =
    PlainForm { endpoint: "sign-out", keep: &[], page: home, done: |_| paths::SIGN_IN.into() };

/// Keeps the theme on this browser.
#[server(prefix = "/_fn", endpoint = "theme/set", output = Wire)]
pub async fn set_theme(theme: String) -> Result<(), Problem> {
    let browser = browser()?;
    respond()?.cookie(&browser.cookies.theme(domain::theme::Theme::parse(&theme)))
}

/// The plain form of [`set_theme`].
#[cfg(feature = "ssr")]
pub(crate) const SET_THEME: PlainForm = PlainForm {
    endpoint: "theme/set",
    keep: &[],
    page: |fields| fields.get("page").into(),
    done: |fields| fields.get("page").into(),
};
