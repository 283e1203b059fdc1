//! The few things that parts ask the browser for. Nothing here runs on the server.

use js_sys::futures::JsFuture;
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Puts the focus on the element with this id; on a heading or a section too.
pub fn focus(id: &str) {
    let Some(element) = by_id(id) else { return };
    if element.tab_index() < 0 {
        // A failure here or below leaves the focus where it was: nothing to mend.
        let _ = element.set_attribute("tabindex", "-1");
    }
    let _ = element.focus();
}

/// Selects all text of the element with this id.
pub(super) fn select(id: &str) {
    if let (Some(element), Ok(Some(selection))) = (by_id(id), window().get_selection()) {
        let _ = selection.select_all_children(&element);
    }
}

/// Writes to the clipboard; `false` when the browser does not let us.
pub(super) async fn copy(text: &str) -> bool {
    // Without TLS there is no clipboard object at all.
    window().is_secure_context()
        && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// The nearest element around the target of an event, itself included, that fits.
pub fn closest(event: &leptos::ev::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The name of the time zone that the browser is set to.
#[cfg(not(feature = "ssr"))]
pub fn time_zone() -> Option<String> {
    use js_sys::{Array, Intl, Object, Reflect};

    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// The server is told.
#[cfg(feature = "ssr")]
pub fn time_zone() -> Option<String> {
    None
}
