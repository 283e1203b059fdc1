//! What the frame asks of the server.

use domain::{Problem, Wire, shell::Shell};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::{PlainForm, home},
    server::{browser, respond},
};

/// The person, where they are, and what waits for them. `at` is the address of the page,
/// which may stand in an organization; else they are where they were last.
#[server(prefix = "/_fn", endpoint = "shell/load", output = Wire)]
pub async fn load_shell(#[server(default)] at: String) -> Result<Shell, Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let here = paths::in_settings(&at).map(|(slug, _)| slug);
    let workspace = paths::in_workspace(&at).and_then(|(id, _)| id.parse().ok());
    let before = browser.place.as_deref().filter(|_| workspace.is_none());
    let organization = here.or(before).map(Into::into);
    let shell = browser.service.shell(browser.signed_in()?, organization.as_ref(), workspace).await;
    let shell = browser.told(shell)?;
    if let Some(place) = &shell.place
        && (here.is_some() || workspace.is_some())
        && browser.place.as_ref() != Some(&place.slug)
    {
        respond.cookie(&browser.cookies.place(&place.slug))?;
    }
    Ok(shell)
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
