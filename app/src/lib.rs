//! The screens. One folder per feature: its page, its parts and its server
//! functions side by side. `ui` holds the parts that all of them are made of.
//!
//! Compiled twice: with `ssr` into the server, which renders the first page and
//! answers server functions, and with `hydrate` into the browser's module.

// Leptos types grow with the view; the default is reached by a table.
#![recursion_limit = "256"]

pub mod audit;
pub mod boot;
mod call;
pub mod early;
pub mod form;
pub mod paths;
pub mod ui;

pub mod frame;
pub mod invitations;
pub mod joining;
pub mod my_data;
pub mod not_found;
pub mod notices;
pub mod organizations;
pub mod people;
pub mod preferences;
pub mod profile;
pub mod save_form;
pub mod screens;
pub mod security;
pub mod sign_in;
pub mod staff;
pub mod strength;
pub mod teams;
pub mod tokens;
pub mod workspaces;

mod ask;
mod confirm;
mod connection;
mod gate;
pub mod leaving;
mod load;
mod over;
mod passkey;
mod place;
mod roles;
mod session;
mod typed;

#[cfg(feature = "ssr")]
pub mod document;
pub mod email;
#[cfg(feature = "ssr")]
pub mod plain_forms;
#[cfg(feature = "ssr")]
pub mod server;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;

use crate::{boot::Boot, screens::Screens};

/// The whole application: frame, routes, and what every page needs at once.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Boot::provide();
    view! {
        <Title formatter=page_title/>
            <Router>
                <Screens/>
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
