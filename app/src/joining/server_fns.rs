//! What the pages that make an account ask of the server.

use domain::{Problem, Secret, Wire};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::PlainForm,
    server::{browser, respond},
};

/// Does the link still work? Looking does not use it up.
#[server(prefix = "/_fn", endpoint = "set-up/is-open", output = Wire)]
pub async fn set_up_is_open(link: String) -> Result<bool, Problem> {
    let browser = browser()?;
    browser.told(browser.service.set_up_is_open(&Secret::new(link)).await)
}

/// Makes the first account and signs it in. `time_zone` is the browser's, if it told.
#[server(prefix = "/_fn", endpoint = "set-up/finish", output = Wire)]
pub async fn set_up(
    link: Secret,
    first_name: String,
    #[server(default)] last_name: String,
    email: String,
    password: Secret,
    #[server(default)] time_zone: String,
) -> Result<(), Problem> {
    use domain::sign_in::AccountForm;
    let browser = browser()?;
    let (first, last) = (&*first_name, &*last_name);
    let form = AccountForm { first, last, email: &email, password: Some(&password) };
    let outcome = browser.service.set_up(&link, form, &password, &time_zone, &browser.origin).await;
    browser.sign_in(&browser.told(outcome)?)
}

/// The plain form of [`set_up`].
#[cfg(feature = "ssr")]
pub(crate) const SET_UP: PlainForm = PlainForm {
    endpoint: "set-up/finish",
    keep: &["first_name", "last_name", "email"],
    page: |fields| paths::set_up(fields.get("link")),
    done: crate::plain_forms::home,
};

/// What is said to whoever wants an account; nothing, where nobody can make one.
#[server(prefix = "/_fn", endpoint = "sign-up/load", output = Wire)]
pub async fn load_sign_up() -> Result<Option<String>, Problem> {
    let browser = browser()?;
    browser.told(browser.service.sign_up_lead().await)
}

/// Has a link to an account mailed to this address, or the way to the one that it has.
#[server(prefix = "/_fn", endpoint = "sign-up/ask", output = Wire)]
pub async fn ask_sign_up(email: String) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    browser.told(browser.service.ask_sign_up(&email, &browser.origin).await)?;
    respond.go_to(paths::SIGN_UP_SENT)
}

/// The plain form of [`ask_sign_up`].
#[cfg(feature = "ssr")]
pub(crate) const ASK_SIGN_UP: PlainForm = PlainForm {
    endpoint: "sign-up/ask",
    keep: &["email"],
    page: |_| paths::SIGN_UP.into(),
    done: |_| paths::SIGN_UP_SENT.into(),
};

/// The address that this link makes an account for, while it works.
#[server(prefix = "/_fn", endpoint = "sign-up/link", output = Wire)]
pub async fn load_sign_up_link(link: String) -> Result<Option<String>, Problem> {
    let browser = browser()?;
    browser.told(browser.service.sign_up_of(&Secret::new(link)).await)
}

/// Makes that account and signs it in. `time_zone` is the browser's, if it told.
#[server(prefix = "/_fn", endpoint = "sign-up/finish", output = Wire)]
pub async fn sign_up(
    link: Secret,
    first_name: String,
    #[server(default)] last_name: String,
    password: Secret,
    #[server(default)] time_zone: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (name, before) = ((&*first_name, &*last_name), browser.caller.as_ref());
    let outcome =
        browser.service.sign_up(&link, name, &password, &time_zone, before, &browser.origin).await;
    browser.sign_in(&browser.told(outcome)?)
}

/// The plain form of [`sign_up`].
#[cfg(feature = "ssr")]
pub(crate) const SIGN_UP: PlainForm = PlainForm {
    endpoint: "sign-up/finish",
    keep: &["first_name", "last_name"],
    page: |fields| paths::sign_up(fields.get("link")),
    done: crate::plain_forms::home,
};
