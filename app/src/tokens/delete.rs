//! The confirmation before a token is deleted.

use domain::{
    tokens::{Life, TokenSummary},
    words,
};
use leptos::prelude::*;

use super::{DeleteToken, Tokens, dialog};
use crate::{
    boot::Boot,
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    paths,
    ui::{ButtonKind, Callout, CalloutKind, Dialog, LinkButton, SubmitButton, When, focus, toast},
};

/// Asks whether it is meant.
pub(super) fn delete(token: TokenSummary, tokens: Tokens) -> AnyView {
    let state = FormState::of::<DeleteToken>();
    let open = RwSignal::new(true);
    let id = token.id;
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
    state.on_done::<DeleteToken>(move |_| deleted());
    // What was asked for is done.
    state.on_gone(deleted);
    view! {
        <Dialog
            id="delete"
            title=words::tokens::delete_question(&token.name)
            sentence=if Boot::one_token() {
                words::tokens::ONE_DELETE_WARNING
            } else {
                words::tokens::DELETE_WARNING
            }
            open
            busy=state.pending()
            on_close=dialog::leave(id, tokens)
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
