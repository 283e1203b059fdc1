//! What the preferences page asks of the server.

use domain::{Problem, Wire, Zone, preferences::Preferences};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// The caller's preferences, and what can be chosen.
#[server(prefix = "/_fn", endpoint = "preferences/load", output = Wire)]
pub async fn load_preferences() -> Result<Preferences, Problem> {
    let browser = browser()?;
    Ok(browser.service.preferences(browser.caller()?))
}

/// Changes the caller's time zone, and answers it.
#[server(prefix = "/_fn", endpoint = "preferences/save-time-zone", output = Wire)]
pub async fn save_time_zone(#[server(default)] time_zone: String) -> Result<Zone, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    browser.told(browser.service.save_time_zone(caller, &time_zone, &browser.origin).await)
}

/// The plain form of [`save_time_zone`].
#[cfg(feature = "ssr")]
pub(crate) const SAVE_TIME_ZONE: PlainForm = PlainForm {
    endpoint: "preferences/save-time-zone",
    keep: &["time_zone"],
    page: |_| paths::PREFERENCES.into(),
    done: |_| paths::PREFERENCES.into(),
};
