//! What the profile page asks of the server.

use domain::{
    Problem, Wire,
    profile::{Profile, ProfilePage},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// The caller's profile, and what is to be said of the address.
#[server(prefix = "/_fn", endpoint = "profile/load", output = Wire)]
pub async fn load_profile() -> Result<ProfilePage, Problem> {
    let browser = browser()?;
    browser.told(browser.service.profile_page(browser.caller()?).await)
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

/// Takes the caller's photo away.
#[server(prefix = "/_fn", endpoint = "profile/remove-photo", output = Wire)]
pub async fn remove_photo() -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.remove_photo(caller, &browser.origin).await)
}

/// The plain form that sends a photo. A file is no argument of a server function:
/// the server takes it by itself, at an address that looks the same.
#[cfg(feature = "ssr")]
pub(crate) const SAVE_PHOTO: PlainForm = PlainForm {
    endpoint: "profile/save-photo",
    keep: &[],
    page: |_| paths::PROFILE.into(),
    done: |_| paths::PROFILE.into(),
};
pub(crate) const SAVE_PHOTO_URL: &str = "/_fn/profile/save-photo";

/// The plain form of [`remove_photo`].
#[cfg(feature = "ssr")]
pub(crate) const REMOVE_PHOTO: PlainForm = PlainForm {
    endpoint: "profile/remove-photo",
    keep: &[],
    page: |_| paths::REMOVE_PHOTO.into(),
    done: |_| paths::PROFILE.into(),
};

/// The plain form of [`save_name`].
#[cfg(feature = "ssr")]
pub(crate) const SAVE_NAME: PlainForm = PlainForm {
    endpoint: "profile/save-name",
    keep: &["first_name", "last_name", "display_name", "version"],
    page: |_| paths::PROFILE.into(),
    done: |_| paths::PROFILE.into(),
};
