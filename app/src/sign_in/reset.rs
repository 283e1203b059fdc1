//! A new password by mail: asking for the link, and the page that it opens.

use domain::{sign_in::ResetLink, words};
use leptos::prelude::*;

use super::{AskReset, FinishReset, LoadReset, TypedAddress};
use crate::{
    form::{Form, FormField, FormProblem, FormState, whose_password},
    gate::{self, gate, head, heeds_the_link, leads_on, to_sign_in},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    strength::Meter,
    ui::SubmitButton,
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
    gate::sent(words::reset::SENT, paths::FORGOT)
}

/// The page of the link in the mail.
pub(super) fn new_password(link: String) -> AnyView {
    let whose = Data::of(LoadReset { link: link.clone() }, &[("link", &link)]);
    let state = FormState::of::<FinishReset>();
    heeds_the_link(whose, state);
    let card = move |whose: Option<ResetLink>| match whose {
        Some(whose) => password_form(state, link.clone(), whose),
        None => gone(),
    };
    gate(words::reset::TITLE, loaded_in_place(whose, card))
}

fn password_form(state: FormState, link: String, whose: ResetLink) -> AnyView {
    let ResetLink { email, password_min } = whose;
    view! {
        <Form state class="">
            {head(words::reset::TITLE, words::reset::ENDS_SESSIONS)}
            <FormProblem state/>
            <input type="hidden" name="link" value=link/>
            {whose_password(email)}
            {Meter::of_link(state)
                .field(
                    words::reset::NEW_PASSWORD,
                    words::sign_in::password_hint(password_min),
                    true,
                )}
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
