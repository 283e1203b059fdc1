//! The browser's entry point: hydrates the page that the server rendered.

// The types of views are deep.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the script of the page, when the module has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::leaving::watch();
    leptos::mount::hydrate_lazy(app::App);
}
