//! Leaving the page with a new token that nobody has taken asks once.

use domain::words;
use leptos::{ev, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, closure::Closure};

use crate::{paths, ui::closest};

/// Asks before the page is left, by a link of ours or in any other way, as long
/// as `untaken` says so. Until this part of the page is gone.
pub(super) fn ask_before_leaving(untaken: RwSignal<bool>) {
    Effect::new(move |_| {
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if untaken.get_untracked() {
                event.prevent_default();
            }
        });
        // On the document, so before the router, which listens on the window.
        let click = Closure::<dyn Fn(ev::MouseEvent)>::new(move |event| on_click(&event, untaken));
        let listener = click.as_ref().unchecked_ref();
        let _ = document().add_event_listener_with_callback("click", listener);
        let click = SendWrapper::new(click);
        on_cleanup(move || {
            unload.remove();
            let listener = click.as_ref().unchecked_ref();
            let _ = document().remove_event_listener_with_callback("click", listener);
        });
    });
}

fn on_click(event: &ev::MouseEvent, untaken: RwSignal<bool>) {
    let leaves = closest(event, "a[href]").and_then(|link| link.get_attribute("href"));
    let leaves = leaves.is_some_and(|to| !to.starts_with(paths::TOKENS) && !to.starts_with('#'));
    if !leaves || !untaken.get_untracked() {
        return;
    }
    if window().confirm_with_message(words::tokens::UNCOPIED).unwrap_or(true) {
        untaken.set(false);
    } else {
        event.prevent_default();
        event.stop_propagation();
    }
}
