//! What a page needs before anything is loaded: the theme, and what a form that
//! was sent without the script left behind.

use domain::{flash::Flash, theme::Theme};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Known on the server before the first byte, handed to the browser in the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Boot {
    pub theme: Theme,
    pub flash: Option<Flash>,
}

/// The context: the flash belongs to the first page only.
#[derive(Clone, Copy)]
struct Provided(StoredValue<Boot>);

impl Boot {
    /// Reads it on the server; takes it out of the page in the browser.
    pub(crate) fn provide() {
        let boot = SharedValue::new(Self::read).into_inner();
        provide_context(Provided(StoredValue::new(boot)));
    }

    /// The theme with which the page came.
    pub(crate) fn theme() -> Theme {
        use_context::<Provided>().map(|p| p.0.with_value(|b| b.theme)).unwrap_or_default()
    }

    /// What the form at `endpoint` left for this page.
    pub(crate) fn flash(endpoint: &str) -> Option<Flash> {
        let boot = use_context::<Provided>()?;
        boot.0.with_value(|b| b.flash.clone().filter(|f| f.form == endpoint))
    }

    /// From the first navigation on there is no flash.
    pub(crate) fn forget_flash() {
        if let Some(boot) = use_context::<Provided>() {
            boot.0.update_value(|b| b.flash = None);
        }
    }

    #[cfg(feature = "ssr")]
    fn read() -> Self {
        crate::server::browser()
            .map(|b| Self { theme: b.theme, flash: b.flash.clone() })
            .unwrap_or_default()
    }

    #[cfg(not(feature = "ssr"))]
    fn read() -> Self {
        Self::default()
    }
}
