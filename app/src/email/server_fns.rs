//! What the page of the address asks of the server.

use domain::{Problem, Wire, profile::EmailState};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// How it stands with the caller's address.
#[server(prefix = "/_fn", endpoint = "email/load", output = Wire)]
pub async fn load_email() -> Result<EmailState, Problem> {
    let browser = browser()?;
    browser.told(browser.service.email(browser.caller()?).await)
}

/// Sends a link to an address that the caller wants to sign in with.
#[server(prefix = "/_fn", endpoint = "email/change", output = Wire)]
pub async fn change_email(email: String) -> Result<EmailState, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.change_email(caller, &email, &browser.origin).await)
}

/// The plain form of [`change_email`].
#[cfg(feature = "ssr")]
pub(crate) const CHANGE_EMAIL: PlainForm = PlainForm {
    endpoint: "email/change",
    keep: &["email"],
    page: |_| paths::EMAIL.into(),
    done: |_| paths::EMAIL.into(),
};

/// Sends the link once more.
#[server(prefix = "/_fn", endpoint = "email/resend", output = Wire)]
pub async fn resend_email_link() -> Result<EmailState, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.resend_email_link(caller, &browser.origin).await)
}

/// The plain form of [`resend_email_link`].
#[cfg(feature = "ssr")]
pub(crate) const RESEND_EMAIL_LINK: PlainForm = PlainForm {
    endpoint: "email/resend",
    keep: &[],
    page: |_| paths::EMAIL.into(),
    done: |_| paths::EMAIL.into(),
};

/// Gives the other address up.
#[server(prefix = "/_fn", endpoint = "email/cancel", output = Wire)]
pub async fn cancel_email_change() -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.cancel_email_change(caller, &browser.origin).await)
}

/// The plain form of [`cancel_email_change`].
#[cfg(feature = "ssr")]
pub(crate) const CANCEL_EMAIL_CHANGE: PlainForm = PlainForm {
    endpoint: "email/cancel",
    keep: &[],
    page: |_| paths::EMAIL.into(),
    done: |_| paths::EMAIL.into(),
};
