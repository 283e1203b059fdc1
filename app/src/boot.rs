//! What a page needs before anything is loaded: the theme, the time zone, and what a
//! form that was sent without the script left behind.

use domain::{Zone, flash::Flash, theme::Theme, wire};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Known on the server before the first byte, handed to the browser in the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Boot {
    pub theme: Theme,
    /// By whose calendar and clock dates are written: a [`Zone`] as text, as few
    /// pages have dates.
    pub zone: String,
    /// The id of the person who is signed in; empty when nobody is.
    pub whose: String,
    /// The name of this instance on the network, such as `id.example.com`.
    pub host: String,
    pub flash: Option<Flash>,
    /// Nobody can sign in: there is no account yet.
    pub nobody: bool,
}

/// The context: one for all of it, as each kind weighs on the first page. The flash
/// belongs to the first page only.
#[derive(Clone, Copy)]
pub(crate) struct Provided {
    boot: StoredValue<Boot>,
    theme: RwSignal<Theme>,
}

impl Provided {
    /// The id of the person for whom the page was made.
    pub(crate) fn whose(self) -> String {
        self.boot.with_value(|boot| boot.whose.clone())
    }

    /// The theme, as [`Boot::theme`].
    pub(crate) fn theme(self) -> RwSignal<Theme> {
        self.theme
    }

    /// From now on there is no flash. Callable from anywhere, as an event handler
    /// knows no context.
    pub(crate) fn forget_flash(self) {
        self.boot.update_value(|boot| boot.flash = None);
    }

    /// Changes the zone, for the pages after this one.
    pub(crate) fn change_zone(self, zone: &str) {
        self.boot.update_value(|boot| zone.clone_into(&mut boot.zone));
    }
}

impl Boot {
    /// Reads it on the server; takes it out of the page in the browser.
    pub(crate) fn provide() {
        let text = SharedValue::new_str(Self::written);
        let boot: Self = wire::read(&text.into_inner()).unwrap_or_default();
        let theme = RwSignal::new(boot.theme);
        provide_context(Provided { boot: StoredValue::new(boot), theme });
    }

    /// The context itself, to be kept.
    pub(crate) fn provided() -> Option<Provided> {
        use_context::<Provided>()
    }

    fn read<T: Default>(read: impl FnOnce(&Self) -> T) -> T {
        Self::provided().map(|provided| provided.boot.with_value(read)).unwrap_or_default()
    }

    /// The theme: at first the one with which the page came.
    pub(crate) fn theme() -> RwSignal<Theme> {
        Self::provided().map_or_else(RwSignal::default, |provided| provided.theme)
    }

    /// By whose calendar and clock dates are written.
    pub(crate) fn zone() -> Zone {
        Self::read(|boot| wire::read(&boot.zone).unwrap_or_default())
    }

    /// Whether the page came to somebody who is signed in.
    pub(crate) fn signed_in() -> bool {
        Self::read(|boot| !boot.whose.is_empty())
    }

    /// The host of the public address.
    pub(crate) fn host() -> String {
        Self::read(|boot| boot.host.clone())
    }

    /// Nobody can sign in yet.
    pub(crate) fn nobody() -> bool {
        Self::read(|boot| boot.nobody)
    }

    /// People may make an account by themselves. The first is made in another way.
    #[cfg(feature = "ssr")]
    pub(crate) fn sign_up() -> bool {
        crate::server::browser().is_ok_and(|b| !b.nobody && b.service.settings().sign_up.is_open())
    }

    /// The same, as the page says it.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn sign_up() -> bool {
        Self::says("data-sign-up")
    }

    /// By the policy a person has one token at a time.
    #[cfg(feature = "ssr")]
    pub(crate) fn one_token() -> bool {
        crate::server::browser().is_ok_and(|b| b.service.settings().tokens.limit == 1)
    }

    /// The same, as the page says it.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn one_token() -> bool {
        Self::says("data-one-token")
    }

    #[cfg(not(feature = "ssr"))]
    fn says(attribute: &str) -> bool {
        document().document_element().is_some_and(|html| html.has_attribute(attribute))
    }

    /// The id of the person for whom the page was made.
    pub(crate) fn whose() -> String {
        Self::read(|boot| boot.whose.clone())
    }

    /// What the form at `endpoint` left for this page.
    pub(crate) fn flash(endpoint: &str) -> Option<Flash> {
        Self::read(|boot| boot.flash.clone().filter(|flash| flash.form == endpoint))
    }

    #[cfg(feature = "ssr")]
    fn written() -> String {
        let boot = crate::server::browser().map(|b| Self {
            theme: b.theme,
            zone: b.caller.as_ref().and_then(|c| wire::write(&c.zone).ok()).unwrap_or_default(),
            whose: b.caller.as_ref().map(|c| c.person().to_string()).unwrap_or_default(),
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
