//! What the profile page asks of the server.

use domain::{Problem, Wire, profile::Profile};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// The caller's profile.
#[server(prefix = "/_fn", endpoint = "profile/load", output = Wire)]
pub async fn load_profile() -> Result<Profile, Problem> {
    let browser = browser()?;
    browser.told(browser.service.profile(browser.caller()?).await)
}

/// Saves the three names, and answers the profile as it is now.
#[server(prefix = "/_fn", endpoint = "profile/save-name", output = Wire)]
pub async fn save_name(
    first_name: String,
    #[server(default)] last_name: String,
    display_name: String,
    version: i64,
) -> Result<Profile, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    let saved = browser
        .service
        .save_name(caller, &first_name, &last_name, &display_name, version, &browser.origin)
        .await;
    browser.told(saved)
}

/// The plain form of [`save_name`].
#[cfg(feature = "ssr")]
pub(crate) const SAVE_NAME: PlainForm = PlainForm {
    endpoint: "profile/save-name",
    keep: &["first_name", "last_name", "display_name", "version"],
    page: |_| paths::PROFILE.into(),
    done: |_| paths::PROFILE.into(),
};
