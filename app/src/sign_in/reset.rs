//! A new password by mail: asking for the link, and the page that it opens.

use domain::{sign_in::ResetLink, words};
use leptos::prelude::*;

use super::{AskReset, FinishReset, LoadReset, TypedAddress};
use crate::{
    form::{Form, FormField, FormProblem, FormState, whose_password},
    gate::{gate, head, leads_on},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    ui::{LinkButton, SubmitButton},
};

/// Asks for the address once more; it is there already when it was typed before.
pub(super) fn forgot() -> AnyView {
    let typed = Data::of(TypedAddress {}, &[]);
    gate(words::reset::FORGOT, loaded_in_place(typed, forgot_form))
}

fn forgot_form(typed: String) -> AnyView {
    let state = FormState::of::<AskReset>();
    view! {
        <Form state class="">
            {head(words::reset::FORGOT, words::reset::LEAD)}
            <FormProblem state/>
            <FormField
                state
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                autocomplete="username"
                saved=typed
                autofocus=true
            />
            <SubmitButton
                label=words::reset::SEND
                busy_label=words::reset::SENDING
                pending=state.pending()
                block=true
            />
            {to_sign_in()}
        </Form>
    }
    .into_any()
}

/// Says the same whether there is an account or not.
pub(super) fn sent() -> AnyView {
    let card = view! {
        <div class="stack">
            {head(words::reset::SENT_TITLE, words::reset::SENT)}
            <p class="dim">{words::reset::NOTHING_CAME}</p>
            <LinkButton href=paths::FORGOT label=words::reset::AGAIN block=true/>
            {to_sign_in()}
        </div>
    };
    gate(words::reset::SENT_TITLE, card)
}

/// The page of the link in the mail.
pub(super) fn new_password(link: String) -> AnyView {
    let whose = Data::of(LoadReset { link: link.clone() }, &[("link", &link)]);
    let card = move |whose: Option<ResetLink>| match whose {
        Some(whose) => password_form(link.clone(), whose),
        None => gone(),
    };
    gate(words::reset::TITLE, loaded_in_place(whose, card))
}

fn password_form(link: String, whose: ResetLink) -> AnyView {
    let ResetLink { email, password_min } = whose;
    let state = FormState::of::<FinishReset>();
    view! {
        <Form state class="">
            {head(words::reset::TITLE, words::reset::ENDS_SESSIONS)}
            <FormProblem state/>
            <input type="hidden" name="link" value=link/>
            {whose_password(email)}
            <FormField
                state
                id="password"
                label=words::reset::NEW_PASSWORD
                kind="password"
                autocomplete="new-password"
                hint=words::sign_in::password_hint(password_min)
                autofocus=true
            />
            <SubmitButton
                label=words::reset::SAVE
                busy_label=words::reset::SAVING
                pending=state.pending()
                block=true
            />
        </Form>
    }
    .into_any()
}

fn gone() -> AnyView {
    tell_status();
    leads_on(
        head(words::reset::GONE_TITLE, words::reset::GONE),
        paths::FORGOT,
        words::reset::NEW_LINK,
    )
}

pub(super) fn to_sign_in() -> AnyView {
    view! {
        <p>
            <a href=paths::SIGN_IN>{words::sign_in::BACK}</a>
        </p>
    }
    .into_any()
}
