//! The confirmation before a token is deleted. It has an address of its own, so
//! that it works without the script, and the button *Back* closes it.

use domain::{
    Problem, TokenId,
    tokens::{Life, TokenSummary},
    words,
};
use leptos::prelude::*;
use leptos_router::{
    LazyRoute, NavigateOptions,
    hooks::{use_navigate, use_params_map},
    lazy_route,
};

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{DeleteToken, Tokens, list::menu_id};
use crate::{
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    paths,
    ui::{
        ButtonKind, Callout, CalloutKind, Dialog, LinkButton, SubmitButton, When, by_id, focus,
        toast,
    },
};

/// `/account/tokens/{id}/delete`, over the list.
#[derive(Debug)]
pub struct DeleteDialog;

#[lazy_route]
impl LazyRoute for DeleteDialog {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let DeleteDialog = this;
        confirmation()
    }
}

fn confirmation() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id"));
    let id = id.and_then(|id| id.parse::<TokenId>().ok());
    let found = use_context::<Tokens>().and_then(|tokens| {
        let token =
            tokens.list.with_untracked(|list| list.iter().find(|t| Some(t.id) == id).cloned());
        Some((token?, tokens))
    });
    match found {
        Some((token, tokens)) => dialog(token, tokens),
        None => gone(),
    }
}

/// There is no such token, or not any more: the list says what there is.
fn gone() -> AnyView {
    crate::not_found::tell_status();
    let navigate = use_navigate();
    Effect::new(move |_| navigate(paths::TOKENS, replaced()));
    view! { <Callout title=words::NOT_FOUND/> }.into_any()
}

/// In place of the address of the question, so that *Back* does not lead there.
fn replaced() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}

fn dialog(token: TokenSummary, tokens: Tokens) -> AnyView {
    let state = FormState::of::<DeleteToken>();
    let open = RwSignal::new(true);
    let id = token.id;
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        let kept = tokens.list.with_untracked(|list| list.iter().any(|t| t.id == id));
        navigate(paths::TOKENS, NavigateOptions { replace: !kept, ..replaced() });
    });
    let deleted = move || {
        open.set(false);
        tokens.list.update(|list| list.retain(|t| t.id != id));
        if tokens.fresh.with_untracked(|f| f.as_ref().is_some_and(|f| f.made.token.id == id)) {
            tokens.fresh.set(None);
        }
        toast(words::tokens::DELETED);
        reload_shell();
        request_animation_frame(|| focus("list-h"));
    };
    // *Back* takes the dialog away without closing it, and the focus with it.
    Effect::new(move |_| {
        on_cleanup(move || request_animation_frame(move || give_focus_back(id)));
    });
    state.on_done::<DeleteToken>(move |_| deleted());
    Effect::new(move |_| {
        // Another window was faster: what was asked for is done.
        if matches!(state.problem(), Some(Problem::NotFound)) {
            untrack(|| {
                state.forget();
                deleted();
            });
        }
    });
    view! {
        <Dialog
            id="delete"
            title=words::tokens::delete_question(&token.name)
            sentence=words::tokens::DELETE_WARNING
            open
            busy=state.pending()
            on_close=leave
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::TOKENS
                        label=words::tokens::KEEP
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::tokens::DELETE_TOKEN
                        busy_label=words::tokens::DELETING
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="delete-form"
                    />
                }
            }
        >
            <Form state id="delete-form">
                <input type="hidden" name="id" value=id.to_string()/>
                {fact(&token, tokens)}
                <FormProblem state/>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// To the button in the token's row, unless something has the focus.
fn give_focus_back(id: TokenId) {
    let lost = document().active_element() == document().body().map(Into::into);
    let button = by_id(&menu_id(id)).and_then(|menu| menu.previous_element_sibling());
    if lost && let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// What helps to decide: when and from where the token was last used.
fn fact(token: &TokenSummary, tokens: Tokens) -> AnyView {
    if tokens.life(token) == Life::Expired {
        return view! {
            <Callout title=words::tokens::EXPIRED_FACT text=words::tokens::EXPIRED_HINT/>
        }
        .into_any();
    }
    let Some(last) = token.last_use.clone() else {
        return view! { <Callout title=words::tokens::NEVER_USED/> }.into_any();
    };
    view! {
        <Callout
            kind=CalloutKind::Warn
            title=words::tokens::IN_USE
            body=move || {
                view! {
                    {words::tokens::LAST_USED}
                    " "
                    <When at=last.at now=tokens.now() inline=true/>
                    {words::tokens::FROM}
                    <code>{last.network.clone()}</code>
                    "."
                }
            }
        />
    }
    .into_any()
}
