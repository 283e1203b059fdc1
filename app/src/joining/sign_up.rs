//! `/sign-up`: an account of one's own, by a link in a mail.

use domain::words;
use leptos::prelude::*;

use super::{AskSignUp, LoadSignUp, LoadSignUpLink, SignUp, account_form};
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    gate::{self, begins_at, gate, head, leads_on, to_sign_in},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    ui::{ButtonKind, LinkButton, SubmitButton},
};

/// Asks for the address, where people may sign up.
pub(super) fn ask() -> AnyView {
    let lead = Data::of(LoadSignUp {}, &[]);
    let card = |lead: Option<String>| lead.map_or_else(closed, ask_form);
    gate(words::sign_up::TITLE, loaded_in_place(lead, card))
}

fn ask_form(lead: String) -> AnyView {
    let state = FormState::of::<AskSignUp>();
    begins_at("email");
    view! {
        <Form state class="">
            <div>
                <h1>{words::sign_up::TITLE}</h1>
                <p class="gate__lead">{lead}</p>
            </div>
            <FormProblem state/>
            <FormField
                state
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                autocomplete="email"
                autofocus=true
            />
            <SubmitButton
                label=words::sign_up::SEND
                busy_label=words::sign_up::SENDING
                pending=state.pending()
                block=true
            />
            {to_sign_in()}
        </Form>
    }
    .into_any()
}

fn closed() -> AnyView {
    tell_status();
    let head = head(words::sign_up::CLOSED, words::sign_up::CLOSED_LEAD);
    leads_on(head, paths::SIGN_IN, words::sign_in::TITLE)
}

/// Says the same whether there is an account or not.
pub(super) fn sent() -> AnyView {
    gate::sent(words::sign_up::SENT, paths::SIGN_UP)
}

/// The page of the link in the mail.
pub(super) fn account(link: String) -> AnyView {
    let address = Data::of(LoadSignUpLink { link: link.clone() }, &[("link", &link)]);
    let card = move |address: Option<String>| {
        if address.is_none() {
            return gone();
        }
        let said = (words::sign_up::TITLE, words::sign_up::FORM_LEAD);
        account_form(FormState::of::<SignUp>(), link.clone(), said, address)
    };
    gate(words::sign_up::TITLE, loaded_in_place(address, card))
}

fn gone() -> AnyView {
    tell_status();
    let (href, label) = (paths::SIGN_UP, words::reset::NEW_LINK);
    view! {
        <div class="stack">
            {head(words::reset::GONE_TITLE, words::sign_up::GONE)}
            <LinkButton href label kind=ButtonKind::Primary block=true/>
            {to_sign_in()}
        </div>
    }
    .into_any()
}
