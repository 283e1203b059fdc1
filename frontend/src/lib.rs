//! The browser's entry point: hydrates the page that the server rendered.

// The types of views are deep.
#![recursion_limit = "256"]

use js_sys::futures::spawn_local;
use leptos::mount::hydrate_body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the script of the page, when the module has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::leaving::watch();
    spawn_local(async {
        app::screens::preload().await;
        hydrate_body(app::App);
        app::early::press_again();
    });
}
