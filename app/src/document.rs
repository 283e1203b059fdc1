//! The HTML document around the application. Only the server makes it.

use std::collections::HashMap;

use axum::http::{Uri, request};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{App, boot::Boot, early, paths, screens::Screen, server::browser, staff};

/// The files of the browser's program beside the two that every page loads.
#[derive(Debug, Default)]
pub struct Parts {
    /// The module that loads lazy pages.
    pub loader: &'static str,
    /// What each function that was split off loads, without `.wasm`.
    pub lazy: HashMap<String, Vec<String>>,
}

/// The document, with the address of style and script of this very release.
pub fn document(options: &LeptosOptions, parts: &Parts) -> impl IntoView + use<> {
    let theme = browser().map(|b| b.theme).unwrap_or_default();
    let theme = (theme != domain::theme::Theme::System).then(|| theme.as_str());
    let pkg = format!("/{}/", options.site_pkg_dir);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme data-one-token=Boot::one_token() data-sign-up=Boot::sign_up()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <script nonce=use_nonce()>{early::SCRIPT}</script>
                <link rel="stylesheet" href=format!("{pkg}latchkey.css")/>
                <link
                    rel="preload"
                    href=format!("{pkg}fonts/inter-latin.woff2")
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin=""
                />
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <HydrationScripts options=options.clone()/>
                <link rel="modulepreload" href=format!("{pkg}{}", parts.loader)/>
                {preloads(&pkg, parts)}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The parts of the lazy page that is shown are asked for with the first files, and not
/// when the program has been read. (Leptos could do so, but looks into whatever context
/// its thread has by then.)
fn preloads(pkg: &str, parts: &Parts) -> Vec<AnyView> {
    let address = use_context::<request::Parts>().map(|request| request.uri).unwrap_or_default();
    let functions = lazy_functions(&address);
    let mut files: Vec<&String> =
        functions.iter().filter_map(|function| parts.lazy.get(*function)).flatten().collect();
    files.sort();
    files.dedup();
    let link = |file: &String| {
        let href = format!("{pkg}{file}.wasm");
        view! { <link rel="preload" href=href r#as="fetch" r#type="application/wasm" crossorigin=""/> }
            .into_any()
    };
    files.into_iter().map(link).collect()
}

/// What is split off for the page at this address. A browser test holds it against what
/// is loaded.
fn lazy_functions(address: &Uri) -> Vec<&'static str> {
    let tokens = if Boot::one_token() { "one_token" } else { "many_tokens" };
    match Screen::at(address.path()) {
        Screen::Profile if paths::asks_to_remove_photo(address.query()) => vec!["remove_photo"],
        Screen::Tokens if address.path() == paths::TOKENS => vec![tokens],
        Screen::Tokens => vec![tokens, "token_dialog"],
        Screen::Security if address.path() == paths::SECURITY => {
            vec!["security_page", "two_factor_section"]
        }
        Screen::Security => vec!["security_page", "two_factor_section", "security_dialog"],
        Screen::Home => vec!["home_page"],
        Screen::General => vec!["general_page"],
        Screen::People if address.path().ends_with(paths::PEOPLE) => vec!["people_page"],
        Screen::People => vec!["people_page", "people_dialog"],
        Screen::Notices => vec!["notices_page"],
        Screen::Invitations => vec!["invitations_page"],
        Screen::Audit => vec!["audit_page"],
        Screen::Roles => vec!["roles_page"],
        Screen::Teams => vec!["teams_page"],
        Screen::Team => vec!["team_page"],
        Screen::Workspaces => vec!["workspaces_page"],
        Screen::Workspace => vec!["workspace_page"],
        Screen::Staff => staff::parts(address.path()),
        Screen::Email => vec!["email_page"],
        Screen::Confirm => vec!["confirm_page"],
        Screen::Preferences => vec!["preferences_page"],
        Screen::MyData => vec!["my_data_page"],
        Screen::SignIn => vec!["sign_in_page"],
        Screen::Joining => vec!["joining_page"],
        Screen::Nothing => vec!["not_found_page"],
        Screen::Profile | Screen::Frame => Vec::new(),
    }
}
