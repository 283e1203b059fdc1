//! The time zone of the browser.

use leptos::{html, prelude::*};

use super::dom;

/// A field that nobody sees and that the script fills with the name of the browser's
/// time zone. Without the script it is empty.
#[component]
pub fn BrowserZone(name: &'static str) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let (Some(field), Some(zone)) = (field.get(), dom::time_zone()) {
            field.set_value(&zone);
        }
    });
    view! { <input type="hidden" name=name node_ref=field/> }.into_any()
}
