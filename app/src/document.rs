//! The HTML document around the application. Only the server makes it.

use leptos::{WasmSplitManifest, config::LeptosOptions, prelude::*};
use leptos_meta::MetaTags;

use crate::{App, server::browser};

/// The document, with the address of style and script of this very release. The files
/// of the lazy page that it shows are asked for with the first of them, and not when
/// the program has been read: `lazy` says which they are.
pub fn document(options: &LeptosOptions, lazy: &WasmSplitManifest) -> impl IntoView + use<> {
    provide_context(lazy.clone());
    let theme = browser().map(|b| b.theme).unwrap_or_default();
    let theme = (theme != domain::theme::Theme::System).then(|| theme.as_str());
    let pkg = format!("/{}/", options.site_pkg_dir);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
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
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
