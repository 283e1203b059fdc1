//! What the section of the second factor asks of the server.

use domain::{
    Problem, Secret, Wire,
    two_factor::{Enrolment, RecoveryCodes, TwoFactor},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::{Fields, PlainForm},
    server::browser,
};

/// How it stands, and recovery codes that wait to be shown.
#[server(prefix = "/_fn", endpoint = "two-factor/load", output = Wire)]
pub async fn load_two_factor() -> Result<TwoFactor, Problem> {
    let browser = browser()?;
    browser.told(browser.service.two_factor(browser.signed_in()?).await)
}

/// Begins setting up an app.
#[server(prefix = "/_fn", endpoint = "two-factor/begin", output = Wire)]
pub async fn begin_two_factor() -> Result<Enrolment, Problem> {
    let browser = browser()?;
    browser.told(browser.service.begin_two_factor(browser.signed_in()?).await)
}

/// Gives it up.
#[server(prefix = "/_fn", endpoint = "two-factor/cancel", output = Wire)]
pub async fn cancel_two_factor() -> Result<(), Problem> {
    let browser = browser()?;
    browser.told(browser.service.cancel_two_factor(browser.signed_in()?).await)
}

/// Turns it on, or moves to the new app. The first one brings recovery codes: the script
/// gets them in the answer, after a plain form they wait, sealed, for the page.
#[server(prefix = "/_fn", endpoint = "two-factor/activate", output = Wire)]
pub async fn activate_two_factor(code: Secret) -> Result<Option<RecoveryCodes>, Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    let (service, plain) = (&browser.service, browser.plain);
    let activated = service.activate_two_factor(caller, code.expose(), plain, &browser.origin);
    let activated = browser.told(activated.await)?;
    browser.renew(&activated.renewed)?;
    Ok(activated.codes)
}

/// New recovery codes in place of all that there are.
#[server(prefix = "/_fn", endpoint = "two-factor/new-codes", output = Wire)]
pub async fn renew_recovery_codes() -> Result<Option<RecoveryCodes>, Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    let codes = browser.service.renew_recovery_codes(caller, browser.plain, &browser.origin);
    browser.told(codes.await)
}

/// Turns it off.
#[server(prefix = "/_fn", endpoint = "two-factor/end", output = Wire)]
pub async fn end_two_factor(password: Secret) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    let ended = browser.service.end_two_factor(caller, &password, &browser.origin).await;
    browser.renew(&browser.told(ended)?)
}

/// The plain form of [`begin_two_factor`].
#[cfg(feature = "ssr")]
pub(crate) const BEGIN_TWO_FACTOR: PlainForm = on_page("two-factor/begin");

/// The plain form of [`cancel_two_factor`].
#[cfg(feature = "ssr")]
pub(crate) const CANCEL_TWO_FACTOR: PlainForm = on_page("two-factor/cancel");

/// The plain form of [`activate_two_factor`].
#[cfg(feature = "ssr")]
pub(crate) const ACTIVATE_TWO_FACTOR: PlainForm = on_page("two-factor/activate");

/// The plain form of [`renew_recovery_codes`].
#[cfg(feature = "ssr")]
pub(crate) const RENEW_RECOVERY_CODES: PlainForm = on_page("two-factor/new-codes");

/// The plain form of [`end_two_factor`].
#[cfg(feature = "ssr")]
pub(crate) const END_TWO_FACTOR: PlainForm = on_page("two-factor/end");

#[cfg(feature = "ssr")]
const fn on_page(endpoint: &'static str) -> PlainForm {
    PlainForm { endpoint, keep: &[], page: security, done: security }
}

#[cfg(feature = "ssr")]
fn security(_: &Fields) -> String {
    paths::SECURITY.into()
}
