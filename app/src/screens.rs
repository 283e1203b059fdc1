//! Which screen stands at an address, and how it comes into the page.
//!
//! The router's own table of routes costs every visitor some kilobytes for each route, as
//! each is a type. Here a screen is a function, and most are loaded when they are asked for.

use std::{future::ready, pin::Pin};

use leptos::{
    prelude::*,
    reactive::{computed::ScopedFuture, owner::Owner},
    tachys::reactive_graph::OwnedView,
};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider as _},
};

use crate::{
    audit, confirm, email, frame::Frame, invitations, joining, my_data, not_found, notices,
    organizations, paths, people, preferences, profile, roles, security, sign_in, staff, teams,
    tokens, workspaces,
};

/// A screen that is loaded: how it is made, and what it needs before it comes to life.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    view: fn() -> AnyView,
    /// Loads more for the page at an address.
    #[cfg(not(feature = "ssr"))]
    more: Option<More>,
}

#[cfg(not(feature = "ssr"))]
type More = fn(String) -> Pin<Box<dyn Future<Output = ()>>>;

impl Part {
    /// Is made by itself.
    pub(crate) fn of(view: fn() -> AnyView) -> Self {
        Self {
            view,
            #[cfg(not(feature = "ssr"))]
            more: None,
        }
    }

    /// The same, with more that is loaded for the first page: it must be there at once.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn with(self, more: More) -> Self {
        Self { more: Some(more), ..self }
    }
}

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// Before signing in: every step of it.
    SignIn,
    /// An account is made: the first one, or one's own.
    Joining,
    /// The frame of somebody who is signed in, around one of those below.
    Frame,
    Home,
    Profile,
    Email,
    Security,
    Tokens,
    Notices,
    Invitations,
    Preferences,
    MyData,
    General,
    People,
    Audit,
    Roles,
    Teams,
    Team,
    Workspaces,
    Workspace,
    /// Where staff run the instance: which page of it, it says itself.
    Staff,
    /// Asks once more who somebody is.
    Confirm,
    Nothing,
}

/// For the tests: each address is asked for by each kind of caller.
#[cfg(feature = "ssr")]
impl Screen {
    pub const ALL: &[Self] = &[
        Self::Home,
        Self::Profile,
        Self::Email,
        Self::Security,
        Self::Tokens,
        Self::Notices,
        Self::Invitations,
        Self::Preferences,
        Self::MyData,
        Self::General,
        Self::People,
        Self::Audit,
        Self::Roles,
        Self::Teams,
        Self::Team,
        Self::Workspaces,
        Self::Workspace,
        Self::Staff,
        Self::Confirm,
        Self::SignIn,
        Self::Joining,
        Self::Nothing,
    ];

    /// Where it stands, with braces around what varies.
    pub fn addresses(self) -> &'static [&'static str] {
        match self {
            Self::Frame => &[],
            Self::Home => &["/", "/organizations/new"],
            Self::General => &[
                "/settings/{org}/general",
                "/settings/{org}/general/leave",
                "/settings/{org}/general/delete",
            ],
            Self::People => PEOPLE,
            Self::Audit => &["/settings/{org}/audit"],
            Self::Roles => &[
                "/settings/{org}/roles",
                "/settings/{org}/roles/new",
                "/settings/{org}/roles/{role}/edit",
                "/settings/{org}/roles/{role}/delete",
                "/settings/{org}/roles/none",
            ],
            Self::Teams => &["/settings/{org}/teams", "/settings/{org}/teams/new"],
            Self::Team => &[
                "/settings/{org}/teams/{team}",
                "/settings/{org}/teams/{team}/edit",
                "/settings/{org}/teams/{team}/delete",
                "/settings/{org}/teams/{team}/add",
                "/settings/{org}/teams/{team}/workspaces",
                "/settings/{org}/teams/{team}/workspaces/{workspace}",
                "/settings/{org}/teams/{team}/none",
            ],
            Self::Workspaces => &[
                "/settings/{org}/workspaces",
                "/settings/{org}/workspaces/archived",
                "/settings/{org}/workspaces/new",
            ],
            Self::Workspace => &[
                "/w/{workspace}",
                "/w/{workspace}/rename",
                "/w/{workspace}/archive",
                "/w/{workspace}/restore",
                "/w/{workspace}/move",
                "/w/{workspace}/add",
                "/w/{workspace}/members/{person}/role",
                "/w/{workspace}/members/{person}/remove",
                "/w/{workspace}/none",
            ],
            Self::Staff => &[
                "/staff/people",
                "/staff/people/new",
                "/staff/people/{person}/edit",
                "/staff/people/{person}/suspend",
                "/staff/people/{person}/none",
                "/staff/nothing",
            ],
            Self::Profile => &["/account/profile"],
            Self::Email => &["/account/profile/email"],
            Self::Notices => &["/account/notifications"],
            Self::Invitations => &["/account/invitations"],
            Self::Preferences => &["/account/preferences"],
            Self::MyData => &["/account/data", "/account/data/delete"],
            Self::Security => &[
                "/account/security",
                "/account/security/sign-out-others",
                "/account/security/rename/{session}",
                "/account/security/passkeys/{passkey}/rename",
                "/account/security/passkeys/{passkey}/remove",
                "/account/security/none",
            ],
            Self::Confirm => &["/account/confirm"],
            Self::Tokens => &[
                "/account/tokens",
                "/account/tokens/{id}/delete",
                "/account/tokens/{id}/rename",
                "/account/tokens/{id}/none",
            ],
            Self::SignIn => SIGN_IN,
            Self::Joining => &[
                "/setup/{link}",
                "/sign-up",
                "/sign-up/sent",
                "/sign-up/{link}",
                "/invitations/{link}",
                "/invitations/declined",
            ],
            Self::Nothing => &["/nothing", "/account/nothing", "/settings/{org}/nothing"],
        }
    }
}

#[cfg(feature = "ssr")]
const PEOPLE: &[&str] = &[
    "/settings/{org}/people",
    "/settings/{org}/people/{person}/role",
    "/settings/{org}/people/{person}/suspend",
    "/settings/{org}/people/{person}/resume",
    "/settings/{org}/people/{person}/remove",
    "/settings/{org}/people/{person}/none",
    "/settings/{org}/people/invite",
    "/settings/{org}/people/invited/{invitation}/role",
    "/settings/{org}/people/invited/{invitation}/cancel",
    "/settings/{org}/people/invited/{invitation}/none",
];

#[cfg(feature = "ssr")]
const SIGN_IN: &[&str] = &[
    "/sign-in",
    "/sign-in/password",
    "/sign-in/code",
    "/sign-in/recovery",
    "/sign-in/forgot",
    "/sign-in/sent",
    "/sign-in/reset-{link}",
    "/sign-in/not-me-{link}",
    "/sign-in/email-{link}",
    "/sign-in/undo-email-{link}",
    "/sign-in/done-password",
    "/sign-in/done-not-me",
    "/sign-in/done-email",
    "/sign-in/done-undo-email",
    "/sign-in/done-leaving",
    "/sign-in/none",
];

impl Screen {
    /// The screen itself, within the frame or without one.
    pub fn at(path: &str) -> Self {
        let path = path.strip_suffix('/').unwrap_or(path);
        match path {
            "" | paths::NEW_ORGANIZATION => Self::Home,
            paths::PROFILE => Self::Profile,
            paths::EMAIL => Self::Email,
            paths::NOTICES => Self::Notices,
            paths::INVITATIONS => Self::Invitations,
            paths::PREFERENCES => Self::Preferences,
            paths::MY_DATA | paths::DELETE_ACCOUNT => Self::MyData,
            paths::SECURITY => Self::Security,
            paths::CONFIRM => Self::Confirm,
            _ if paths::security_dialog(path).is_some() => Self::Security,
            paths::TOKENS => Self::Tokens,
            _ if paths::token_dialog(path).is_some() => Self::Tokens,
            _ if path.starts_with(paths::SETTINGS) => Self::in_settings(path),
            _ if paths::in_workspace(path).is_some() => Self::Workspace,
            _ if paths::is_in_staff(path) => Self::Staff,
            _ if path.starts_with(paths::SET_UP) => Self::Joining,
            _ if path.starts_with(paths::INVITATION_LINK) => Self::Joining,
            _ if paths::sign_up_step(path).is_some() => Self::Joining,
            _ if paths::step(path).is_some() => Self::SignIn,
            _ => Self::Nothing,
        }
    }

    /// A page of an organization.
    fn in_settings(path: &str) -> Self {
        match paths::in_settings(path).map(|(_, page)| page) {
            Some(paths::GENERAL | paths::LEAVE | paths::END) => Self::General,
            Some(paths::WORKSPACES | paths::ARCHIVED | paths::NEW_WORKSPACE) => Self::Workspaces,
            Some(paths::TEAMS | paths::NEW_TEAM) => Self::Teams,
            // What is none of their dialogs, they say themselves.
            Some(page) if page.starts_with(paths::PEOPLE) => Self::People,
            Some(paths::AUDIT) => Self::Audit,
            Some(page) if page.starts_with(paths::ROLES) => Self::Roles,
            Some(page) if page.starts_with(paths::TEAMS) => Self::Team,
            _ => Self::Nothing,
        }
    }

    fn has_frame(self) -> bool {
        !matches!(self, Self::SignIn | Self::Joining | Self::Nothing)
    }

    /// What stands in the document.
    fn outside(path: &str, _: Option<Self>) -> Self {
        let screen = Self::at(path);
        if screen.has_frame() { Self::Frame } else { screen }
    }

    /// What stands in the frame: for as long as that goes on standing, the one before.
    pub(crate) fn inside(path: &str, before: Option<Self>) -> Self {
        let screen = Self::at(path);
        before.filter(|_| !screen.has_frame()).unwrap_or(screen)
    }

    /// Each as it is: one future for all of them would be as long as all of them.
    fn load(self) -> Pin<Box<dyn Future<Output = Part> + Send>> {
        match self {
            Self::SignIn => Box::pin(sign_in::sign_in_page()),
            Self::Joining => Box::pin(joining::joining_page()),
            Self::Home => Box::pin(organizations::home_page()),
            Self::General => Box::pin(organizations::general_page()),
            Self::People => Box::pin(people::people_page()),
            Self::Audit => Box::pin(audit::audit_page()),
            Self::Roles => Box::pin(roles::roles_page()),
            Self::Teams => Box::pin(teams::teams_page()),
            Self::Team => Box::pin(teams::team_page()),
            Self::Workspaces => Box::pin(workspaces::workspaces_page()),
            Self::Workspace => Box::pin(workspaces::workspace_page()),
            Self::Staff => Box::pin(staff::staff_page()),
            Self::Email => Box::pin(email::email_page()),
            Self::Security => Box::pin(security::security_page()),
            Self::Confirm => Box::pin(confirm::confirm_page()),
            Self::Tokens => Box::pin(tokens::tokens_page()),
            Self::Notices => Box::pin(notices::notices_page()),
            Self::Invitations => Box::pin(invitations::invitations_page()),
            Self::Preferences => Box::pin(preferences::preferences_page()),
            Self::MyData => Box::pin(my_data::my_data_page()),
            Self::Nothing => Box::pin(not_found::not_found_page()),
            Self::Frame | Self::Profile => Box::pin(ready(if self == Self::Frame {
                Part::of(|| Frame().into_any())
            } else {
                profile::profile_page()
            })),
        }
    }
}

/// The screen of the whole document.
#[component]
pub(crate) fn Screens() -> impl IntoView {
    let path = use_location().pathname;
    let router = use_context::<BrowserUrl>();
    // A dialog over the same screen.
    Effect::new(move |before| {
        let screen = path.with(|path| Screen::at(path));
        if before == Some(screen) {
            arrived(router.as_ref());
        }
        screen
    });
    outlet(Screen::outside)
}

/// The router changes the address when it is told that the screen has come. There is none
/// on the server.
fn arrived(router: Option<&BrowserUrl>) {
    if let Some(router) = router {
        router.ready_to_complete();
    }
}

/// Loads what the page at this address is made of, before it comes to life: it is looked
/// at once by then.
#[cfg(not(feature = "ssr"))]
pub async fn preload() {
    let path = window().location().pathname().unwrap_or_default();
    let part = Screen::at(&path).load().await;
    if let Some(more) = part.more {
        more(path).await;
    }
}

/// The place of a screen, which is told by the address and the screen before. What is shown
/// stays, and works, until the next has come.
pub(crate) fn outlet(at: fn(&str, Option<Screen>) -> Screen) -> AnyView {
    let path = use_location().pathname;
    let screen =
        Memo::new(move |before: Option<&Screen>| path.with(|path| at(path, before.copied())));
    let parent = Owner::current().unwrap_or_default();
    let router = use_context::<BrowserUrl>();
    let shown = move || {
        let (screen, router) = (screen.get(), router.clone());
        let owner = parent.child();
        let coming = owner.with(|| ScopedFuture::new(async move { (screen.load().await.view)() }));
        Suspend::new(async move {
            let view = coming.await;
            arrived(router.as_ref());
            OwnedView::new_with_owner(view, owner)
        })
    };
    shown.into_any()
}
