//! What the profile page asks of the server.

use domain::{
    Problem, Wire,
    profile::{EmailState, Profile, ProfilePage},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::PlainForm,
    server::{asks_for, browser},
};

/// The caller's profile, and whether there is more to say of the address.
#[server(prefix = "/_fn", endpoint = "profile/load", output = Wire)]
pub async fn load_profile() -> Result<ProfilePage, Problem> {
    let browser = browser()?;
    let asked = asks_for(paths::asks_for_email);
    let page = browser.told(browser.service.profile_page(browser.caller()?).await)?;
    // What became of a wish is told beside the address.
    let told = browser.flash.as_ref().is_some_and(|flash| flash.form.starts_with("email/"));
    Ok(ProfilePage { email_more: page.email_more || asked || told, ..page })
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
    page: |_| paths::CHANGE_EMAIL.into(),
    done: |_| paths::PROFILE.into(),
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
    page: |_| paths::PROFILE.into(),
    done: |_| paths::PROFILE.into(),
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
    page: |_| paths::PROFILE.into(),
    done: |_| paths::PROFILE.into(),
};
