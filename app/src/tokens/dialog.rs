//! Dialogs about one token. Each has an address of its own, so that it works without
//! the script, and the button *Back* closes it.

use domain::{TokenId, words};
use leptos::prelude::*;
use leptos_router::{
    LazyRoute, NavigateOptions,
    hooks::{use_navigate, use_params_map},
    lazy_route,
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{Tokens, delete::delete, list::menu_id, rename::rename};
use crate::{
    paths,
    ui::{Callout, by_id},
};

/// `/account/tokens/{id}/{act}`, over the list.
#[derive(Debug)]
pub struct TokenDialog;

#[lazy_route]
impl LazyRoute for TokenDialog {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let TokenDialog = this;
        let (id, act) = use_params_map().with_untracked(|params| {
            (params.get("id").and_then(|id| id.parse::<TokenId>().ok()), params.get("act"))
        });
        let dialog = match act.as_deref() {
            Some(paths::DELETE) => delete,
            Some(paths::RENAME) => rename,
            _ => return gone(),
        };
        let Some((id, tokens)) = id.zip(use_context::<Tokens>()) else { return gone() };
        let token = tokens.list.with_untracked(|list| list.iter().find(|t| t.id == id).cloned());
        let Some(token) = token else { return gone() };
        // *Back* takes the dialog away without closing it, and the focus with it.
        Effect::new(move |_| {
            on_cleanup(move || request_animation_frame(move || give_focus_back(id)));
        });
        dialog(token, tokens)
    }
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
