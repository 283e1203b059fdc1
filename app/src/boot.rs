//! What a page needs before anything is loaded: the theme, and what a form that
//! was sent without the script left behind.

use domain::{flash::Flash, theme::Theme, wire};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Known on the server before the first byte, handed to the browser in the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Boot {
    pub theme: Theme,
    /// Somebody is signed in.
    pub signed_in: bool,
    /// The name of this instance on the network, such as `id.example.com`.
    pub host: String,
    pub flash: Option<Flash>,
    /// Nobody can sign in: there is no account yet.
    pub nobody: bool,
}

/// The context: the flash belongs to the first page only.
#[derive(Clone, Copy)]
pub(crate) struct Provided(StoredValue<Boot>);

impl Provided {
    /// From now on there is no flash. Callable from anywhere, as an event handler
    /// knows no context.
    pub(crate) fn forget_flash(self) {
        self.0.update_value(|boot| boot.flash = None);
    }
}

impl Boot {
    /// Reads it on the server; takes it out of the page in the browser.
    pub(crate) fn provide() {
        let text = SharedValue::new_str(Self::written);
        let boot = wire::read(&text.into_inner()).unwrap_or_default();
        provide_context(Provided(StoredValue::new(boot)));
    }

    /// The theme with which the page came.
    pub(crate) fn theme() -> Theme {
        use_context::<Provided>().map(|p| p.0.with_value(|b| b.theme)).unwrap_or_default()
    }

    /// Whether the page came to somebody who is signed in.
    pub(crate) fn signed_in() -> bool {
        use_context::<Provided>().is_some_and(|p| p.0.with_value(|b| b.signed_in))
    }

    /// The host of the public address.
    pub(crate) fn host() -> String {
        use_context::<Provided>().map(|p| p.0.with_value(|b| b.host.clone())).unwrap_or_default()
    }

    /// Nobody can sign in yet.
    pub(crate) fn nobody() -> bool {
        use_context::<Provided>().is_some_and(|p| p.0.with_value(|b| b.nobody))
    }

    /// What the form at `endpoint` left for this page.
    pub(crate) fn flash(endpoint: &str) -> Option<Flash> {
        let boot = use_context::<Provided>()?;
        boot.0.with_value(|b| b.flash.clone().filter(|f| f.form == endpoint))
    }

    /// The context itself, to be kept.
    pub(crate) fn provided() -> Option<Provided> {
        use_context::<Provided>()
    }

    #[cfg(feature = "ssr")]
    fn written() -> String {
        let boot = crate::server::browser().map(|b| Self {
            theme: b.theme,
            signed_in: b.caller.is_some(),
            host: b.host().into(),
            flash: b.flash.clone(),
            nobody: b.nobody,
        });
        wire::write(&boot.unwrap_or_default()).unwrap_or_default()
    }

    /// Only the server writes it.
    #[cfg(not(feature = "ssr"))]
    fn written() -> String {
        String::new()
    }
}
