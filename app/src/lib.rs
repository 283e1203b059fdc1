//! The screens. One folder per feature: its page, its parts and its server
//! functions side by side. `ui` holds the parts that all of them are made of.
//!
//! Compiled twice: with `ssr` into the server, which renders the first page and
//! answers server functions, and with `hydrate` into the browser's module.

// Leptos types grow with the view; the default is reached by a table.
#![recursion_limit = "256"]

pub mod boot;
mod call;
pub mod early;
pub mod form;
pub mod paths;
pub mod ui;

pub mod frame;
pub mod not_found;
pub mod preferences;
pub mod profile;
pub mod save_form;
pub mod set_up;
pub mod sign_in;
pub mod tokens;

mod connection;
mod gate;
pub mod leaving;
mod load;
mod over;
mod session;
mod typed;

#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod plain_forms;
#[cfg(feature = "ssr")]
pub mod server;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    boot::Boot,
    frame::Frame,
    not_found::NotFound,
    preferences::PreferencesPage,
    profile::ProfilePage,
    tokens::{TokenDialog, TokensPage},
};

/// The whole application: frame, routes, and what every page needs at once.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Boot::provide();
    view! {
        <Title formatter=page_title/>
            <Router>
                <Routes fallback=NotFound>
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <Route
                            path=path!("/account/profile")
                            view={Lazy::<ProfilePage>::new()}
                        />
                        <Route
                            path=path!("/account/preferences")
                            view={Lazy::<PreferencesPage>::new()}
                        />
                        // The dialogs have addresses of their own and stand over the list.
                        <ParentRoute path=path!("/account/tokens") view={Lazy::<TokensPage>::new()}>
                            <Route path=path!("") view=|| ()/>
                            <Route path=path!(":id/:act") view={Lazy::<TokenDialog>::new()}/>
                        </ParentRoute>
                    </ParentRoute>
                    <Route
                        path=path!("/sign-in/:step?")
                        view={Lazy::<sign_in::SignInPage>::new()}
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/setup/:link")
                        view={Lazy::<set_up::SetUpPage>::new()}
                        ssr=SsrMode::Async
                    />
                </Routes>
            </Router>
        <ui::Toasts/>
    }
}

/// `Profile · Latchkey`.
fn page_title(page: String) -> String {
    if page.is_empty() {
        domain::words::PRODUCT.into()
    } else {
        page + " · " + domain::words::PRODUCT
    }
}
