//! What the set-up page asks of the server.

use domain::{Problem, Secret, Wire};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

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
