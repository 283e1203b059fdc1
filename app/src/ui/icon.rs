//! The icons. Constants of one type rather than variants of an enum: an icon
//! that no page uses is not shipped to the browser.

use leptos::prelude::*;

/// The drawing of an icon on a grid of 24 by 24, as one path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconName(&'static str);

#[expect(non_upper_case_globals, reason = "read like the variants of an enum")]
impl IconName {
    /// A person.
    pub const User: Self =
        Self("M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0zM4.5 20c1.2-3.6 4-5.5 7.5-5.5s6.3 1.9 7.5 5.5");
    /// Security.
    pub const Shield: Self =
        Self("M12 3l7 2.5v5.7c0 4.4-2.9 7.8-7 9.8-4.1-2-7-5.4-7-9.8V5.5zM9 12l2.2 2.2 4.1-4.2");
    /// Tokens.
    pub const Key: Self = Self("M4 16a4 4 0 1 0 8 0a4 4 0 1 0-8 0zM11 13l9-9M16 8l3 3");
    /// Notifications.
    pub const Bell: Self =
        Self("M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20.5a2.2 2.2 0 0 0 4 0");
    /// A message or an address.
    pub const Mail: Self = Self(
        "M5.5 5h13a2.5 2.5 0 0 1 2.5 2.5v9a2.5 2.5 0 0 1-2.5 2.5h-13a2.5 2.5 0 0 1-2.5-2.5v-9a2.5 2.5 0 0 1 2.5-2.5zM3.5 7.5L12 13l8.5-5.5",
    );
    /// People.
    pub const Users: Self = Self(
        "M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0zM2.5 20c.8-3.4 3.2-5.2 6.5-5.2s5.7 1.8 6.5 5.2M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 15.2c2 .7 3.1 2.4 3.5 4.8",
    );
    /// Billing.
    pub const Card: Self = Self(
        "M5 5h14a2.5 2.5 0 0 1 2.5 2.5v9a2.5 2.5 0 0 1-2.5 2.5h-14a2.5 2.5 0 0 1-2.5-2.5v-9a2.5 2.5 0 0 1 2.5-2.5zM2.5 10h19M6.5 15h4",
    );
    /// Integrations.
    pub const Plug: Self = Self("M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4");
    /// Opens below.
    pub const Down: Self = Self("M6 9l6 6 6-6");
    /// Opens beside.
    pub const Right: Self = Self("M9 6l6 6-6 6");
    /// Switches.
    pub const UpDown: Self = Self("M8 9.5l4-4 4 4M8 14.5l4 4 4-4");
    /// Done, chosen.
    pub const Check: Self = Self("M5 12.5l4.5 4.5L19 7.5");
    /// Close, expired.
    pub const Cross: Self = Self("M6 6l12 12M18 6L6 18");
    /// Make a new one.
    pub const Plus: Self = Self("M12 5v14M5 12h14");
    /// Copy.
    pub const Copy: Self = Self(
        "M11.5 9h6a2.5 2.5 0 0 1 2.5 2.5v6a2.5 2.5 0 0 1-2.5 2.5h-6a2.5 2.5 0 0 1-2.5-2.5v-6a2.5 2.5 0 0 1 2.5-2.5zM15 5.5A1.5 1.5 0 0 0 13.5 4h-8A1.5 1.5 0 0 0 4 5.5v8A1.5 1.5 0 0 0 5.5 15",
    );
    /// Show.
    pub const Eye: Self = Self(
        "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    );
    /// Delete.
    pub const Trash: Self = Self(
        "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.2c.1.7.6 1.3 1.3 1.3h6.8c.7 0 1.2-.6 1.3-1.3L17.5 7M10 11v5.5M14 11v5.5",
    );
    /// More actions.
    pub const Dots: Self = Self(
        "M5 12a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0-1 0zM11.5 12a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0-1 0zM18 12a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0-1 0z",
    );
    /// Download, update.
    pub const Download: Self = Self("M12 4v11M7 10.5l5 5 5-5M4.5 20h15");
    /// Print.
    pub const Print: Self = Self("M7 9V4h10v5M7 17.5H4.5v-8h15v8H17M7 14.5h10V20H7z");
    /// Renew.
    pub const Refresh: Self = Self(
        "M20 11a8 8 0 0 0-14.3-3.9L4 9M4 4.5V9h4.5M4 13a8 8 0 0 0 14.3 3.9L20 15M20 19.5V15h-4.5",
    );
    /// Error, attention.
    pub const Alert: Self = Self("M12 4.2L2.8 19.5h18.4zM12 10v4.5M12 17.2v.05");
    /// Information.
    pub const Info: Self = Self("M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM12 11v5M12 8v.05");
    /// Runs out, waits.
    pub const Clock: Self = Self("M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0zM12 7v5l3.2 2");
    /// A computer.
    pub const Laptop: Self = Self(
        "M6.3 5h11.4a1.8 1.8 0 0 1 1.8 1.8v6.9a1.8 1.8 0 0 1-1.8 1.8h-11.4a1.8 1.8 0 0 1-1.8-1.8v-6.9a1.8 1.8 0 0 1 1.8-1.8zM2.5 19h19",
    );
    /// A phone.
    pub const Phone: Self = Self(
        "M9.5 2.5h5a2.5 2.5 0 0 1 2.5 2.5v14a2.5 2.5 0 0 1-2.5 2.5h-5a2.5 2.5 0 0 1-2.5-2.5v-14a2.5 2.5 0 0 1 2.5-2.5zM11 18.5h2",
    );
    /// A passkey.
    pub const Passkey: Self = Self(
        "M5.75 8a3.75 3.75 0 1 0 7.5 0a3.75 3.75 0 1 0-7.5 0zM2.5 20c.8-3.7 3.5-5.5 7-5.5 1.1 0 2.1.2 3 .5M14.9 12.5a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0zM17.5 15.1V21M17.5 18.2h2.2",
    );
    /// Search.
    pub const Search: Self = Self("M4.5 11a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0zM16 16l4.5 4.5");
    /// A picture.
    pub const Image: Self = Self(
        "M6 4.5h12a2.5 2.5 0 0 1 2.5 2.5v10a2.5 2.5 0 0 1-2.5 2.5h-12a2.5 2.5 0 0 1-2.5-2.5v-10a2.5 2.5 0 0 1 2.5-2.5zM7.4 10a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0zM4 17l5-4.5 3.5 3 3.5-3.5 4.5 4.5",
    );
    /// Turn.
    pub const Rotate: Self = Self("M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5");
    /// Sign out.
    pub const SignOut: Self =
        Self("M14 4.5H7a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h7M10.5 12h10M16.5 8l4 4-4 4");
    /// Appearance.
    pub const Moon: Self = Self("M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z");
    /// Preferences.
    pub const Sliders: Self = Self(
        "M4 7h8M18 7h2M4 17h2M12 17h8M12 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0zM6 17a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    );
    /// Go on.
    pub const Forward: Self = Self("M5 12h14M13 6l6 6-6 6");
    /// Go back.
    pub const Back: Self = Self("M19 12H5M11 6l-6 6 6 6");
    /// Locked, single sign-on.
    pub const Lock: Self = Self(
        "M7.5 10.5h9a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-2.5 2.5h-9a2.5 2.5 0 0 1-2.5-2.5v-5a2.5 2.5 0 0 1 2.5-2.5zM8 10.5V8a4 4 0 0 1 8 0v2.5",
    );
    /// Command line.
    pub const Terminal: Self = Self("M5 7l5 5-5 5M12.5 17H19");
    /// Navigation.
    pub const Menu: Self = Self("M4 7h16M4 12h16M4 17h16");
    /// No connection.
    pub const Offline: Self = Self(
        "M3 3l18 18M5 12.5a10 10 0 0 1 4-2.5M2 8.8a15 15 0 0 1 5-3M19 12.5a10 10 0 0 0-5.5-3M22 8.8A15 15 0 0 0 11 4.6M8.5 16a5 5 0 0 1 7 0M12 19.5v.05",
    );
    /// Rename.
    pub const Edit: Self =
        Self("M4 20l.8-4L16 4.8a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L8 19.2zM14 7l3 3");
    /// Code hosting.
    pub const Branch: Self = Self(
        "M4.7 5.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0zM4.7 18.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0zM14.7 8.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0zM7 7.8v8.4M17 10.8c0 3-4 3.2-10 4.2",
    );
    /// Chat.
    pub const Chat: Self = Self(
        "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4A2.5 2.5 0 0 1 4 13.5zM8.5 8.5h7M8.5 11.5h4.5",
    );
    /// Webhook.
    pub const Hook: Self = Self(
        "M3 17a3 3 0 1 0 6 0a3 3 0 1 0-6 0zM15 17a3 3 0 1 0 6 0a3 3 0 1 0-6 0zM9 6a3 3 0 1 0 6 0a3 3 0 1 0-6 0zM9 17h6M10.4 8.6L7.3 14.3M13.6 8.6l3 5.6",
    );
    /// Monitoring.
    pub const Chart: Self = Self("M4 4v16h16M8 15l3.5-4.5 3 2.5L20 6.5");
    /// Directory.
    pub const Directory: Self = Self(
        "M5.1 4h3.8a1.6 1.6 0 0 1 1.6 1.6v2.8a1.6 1.6 0 0 1-1.6 1.6h-3.8a1.6 1.6 0 0 1-1.6-1.6v-2.8a1.6 1.6 0 0 1 1.6-1.6zM15.1 14h3.8a1.6 1.6 0 0 1 1.6 1.6v2.8a1.6 1.6 0 0 1-1.6 1.6h-3.8a1.6 1.6 0 0 1-1.6-1.6v-2.8a1.6 1.6 0 0 1 1.6-1.6zM7 10v5a2 2 0 0 0 2 2h4.5",
    );
    /// Teams.
    pub const Tree: Self = Self("M9 4h6v5H9zM3.5 15h6v5h-6zM14.5 15h6v5h-6zM12 9v3M6.5 15v-3h11v3");
    /// Other tools.
    pub const Blocks: Self = Self(
        "M5.5 4h4a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-4a1.5 1.5 0 0 1 1.5-1.5zM14.5 13h4a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-4a1.5 1.5 0 0 1 1.5-1.5zM13 7.5h4.5V11M11 16.5H6.5V13",
    );
}

/// An icon. Decoration: the words beside it, or the label of its button, say it.
#[component]
pub fn Icon(
    name: IconName,
    /// 14 px instead of 18.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <svg class=if small { "icon icon--sm" } else { "icon" } viewBox="0 0 24 24" aria-hidden="true">
            <path d=name.0></path>
        </svg>
    }
}
