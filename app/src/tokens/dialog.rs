//! Dialogs about one token. Each has an address of its own, so that it works without
//! the script, and the button *Back* closes it.

use domain::{TokenId, words};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{Tokens, delete::delete, list::menu_id, rename::rename};
use crate::{
    load::coming,
    paths,
    ui::{Callout, by_id, live},
};

/// `/account/tokens/{id}/{act}`, over the list.
pub(super) fn over(tokens: Tokens) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked =
            path.with(|path| paths::token_dialog(path).map(|(id, act)| (id, act.to_owned())));
        asked.map(|(id, act)| {
            coming(Box::new(move || Box::pin(token_dialog(id, act.clone(), tokens))))
        })
    };
    live(dialog)
}

#[lazy]
pub(super) fn token_dialog(id: Option<TokenId>, act: String, tokens: Tokens) -> AnyView {
    let dialog = match act.as_str() {
        paths::DELETE => delete,
        paths::RENAME => rename,
        _ => return gone(),
    };
    let token = tokens.list.with_untracked(|list| list.iter().find(|t| Some(t.id) == id).cloned());
    let Some(token) = token else { return gone() };
    let id = token.id;
    // *Back* takes the dialog away without closing it, and the focus with it.
    Effect::new(move |_| {
        on_cleanup(move || request_animation_frame(move || give_focus_back(id)));
    });
    dialog(token, tokens)
}

/// There is no such token, or not any more: the list says what there is.
fn gone() -> AnyView {
    crate::not_found::tell_status();
    let navigate = use_navigate();
    Effect::new(move |_| navigate(paths::TOKENS, replaced(true)));
    view! { <Callout title=words::NOT_FOUND/> }.into_any()
}

/// Back to the list, when the dialog has closed. What was asked about a token that is
/// gone is not asked again by the button *Back*.
pub(super) fn leave(id: TokenId, tokens: Tokens) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| {
        let kept = tokens.list.with_untracked(|list| list.iter().any(|t| t.id == id));
        navigate(paths::TOKENS, replaced(!kept));
    })
}

fn replaced(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, ..NavigateOptions::default() }
}

/// To the button in the token's row, unless something has the focus.
fn give_focus_back(id: TokenId) {
    let lost = document().active_element() == document().body().map(Into::into);
    let button = by_id(&menu_id(id)).and_then(|menu| menu.previous_element_sibling());
    if lost && let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
