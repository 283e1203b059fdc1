//! What the page of a person's data asks of the server.

use domain::{Problem, Wire, my_data::MyData};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::PlainForm,
    server::{browser, respond},
};

/// How it stands with the archive, and with leaving.
#[server(prefix = "/_fn", endpoint = "data/load", output = Wire)]
pub async fn load_my_data() -> Result<MyData, Problem> {
    let browser = browser()?;
    browser.told(browser.service.my_data(browser.caller()?).await)
}

/// Has an archive made.
#[server(prefix = "/_fn", endpoint = "data/export", output = Wire)]
pub async fn ask_export() -> Result<MyData, Problem> {
    let browser = browser()?;
    browser.told(browser.service.ask_export(browser.caller()?, &browser.origin).await)
}

/// The plain form of [`ask_export`].
#[cfg(feature = "ssr")]
pub(crate) const ASK_EXPORT: PlainForm = PlainForm {
    endpoint: "data/export",
    keep: &[],
    page: |_| paths::MY_DATA.into(),
    done: |_| paths::MY_DATA.into(),
};

/// Has the account deleted in a week, and signs out.
#[server(prefix = "/_fn", endpoint = "data/delete", output = Wire)]
pub async fn delete_account(email: String) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    let respond = respond()?;
    browser.told(browser.service.delete_account(caller, &email, &browser.origin).await)?;
    browser.sign_out()?;
    respond.go_to(paths::LEAVES)
}

/// The plain form of [`delete_account`].
#[cfg(feature = "ssr")]
pub(crate) const DELETE_ACCOUNT: PlainForm = PlainForm {
    endpoint: "data/delete",
    keep: &["email"],
    page: |_| paths::DELETE_ACCOUNT.into(),
    done: |_| paths::LEAVES.into(),
};
