//! The pages of links in mails that ask before they do something: opening a link does
//! nothing, as mail programs open them too.

use domain::words;
use leptos::prelude::*;

use super::{
    FinishEmailChange, FinishNotMe, LoadEmailChange, LoadEmailUndo, LoadNotMe, UndoEmailChange,
};
use crate::{
    form::{Form, FormProblem, FormState},
    gate::{gate, head, heeds_the_link, leads_on},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    ui::{ButtonKind, SubmitButton},
};

/// What such a page says.
struct Words {
    title: &'static str,
    lead: &'static str,
    button: &'static str,
    busy: &'static str,
    kind: ButtonKind,
    /// When the link does not work, and where that leads to.
    gone: &'static str,
    instead: (&'static str, &'static str),
}

/// *This was not me*.
pub(super) fn not_me(link: &str) -> AnyView {
    let whose = Data::of(LoadNotMe { link: link.into() }, &[("link", link)]);
    question(link, whose, FormState::of::<FinishNotMe>(), &NOT_ME)
}

const NOT_ME: Words = Words {
    title: words::security::NOT_ME,
    lead: words::security::NOT_ME_LEAD,
    button: words::security::NOT_ME_BUTTON,
    busy: words::security::SIGNING_OUT,
    kind: ButtonKind::Danger,
    gone: words::security::NOT_ME_GONE,
    instead: (paths::FORGOT, words::reset::NEW_LINK),
};

/// Confirms another address.
pub(super) fn email_change(link: &str) -> AnyView {
    let address = Data::of(LoadEmailChange { link: link.into() }, &[("link", link)]);
    question(link, address, FormState::of::<FinishEmailChange>(), &EMAIL_CHANGE)
}

const EMAIL_CHANGE: Words = Words {
    title: words::email::CONFIRM,
    lead: words::email::CONFIRM_LEAD,
    button: words::email::CONFIRM_BUTTON,
    busy: words::email::CONFIRMING,
    kind: ButtonKind::Primary,
    gone: words::email::CONFIRM_GONE,
    instead: (paths::PROFILE, words::profile::TITLE),
};

/// Goes back to the address from before.
pub(super) fn email_undo(link: &str) -> AnyView {
    let address = Data::of(LoadEmailUndo { link: link.into() }, &[("link", link)]);
    question(link, address, FormState::of::<UndoEmailChange>(), &EMAIL_UNDO)
}

const EMAIL_UNDO: Words = Words {
    title: words::email::UNDO,
    lead: words::email::UNDO_LEAD,
    button: words::email::UNDO_BUTTON,
    busy: words::email::UNDOING,
    kind: ButtonKind::Danger,
    gone: words::email::UNDO_GONE,
    instead: (paths::SIGN_IN, words::sign_in::TITLE),
};

/// What came of a link, or of leaving, at the address of this step.
pub(super) fn done(step: &str) -> Option<AnyView> {
    let (title, text) = match step {
        paths::step::PASSWORD_DONE => (words::reset::DONE_TITLE, words::reset::DONE),
        paths::step::NOT_ME_DONE => {
            (words::security::NOT_ME_DONE_TITLE, words::security::NOT_ME_DONE)
        }
        paths::step::EMAIL_DONE => (words::email::CONFIRMED, words::email::CONFIRMED_LEAD),
        paths::step::EMAIL_UNDONE => (words::email::UNDONE, words::email::UNDONE_LEAD),
        paths::step::LEAVES => (words::my_data::LEAVES, words::my_data::LEAVES_LEAD),
        _ => return None,
    };
    let card = leads_on(head(title, text), paths::SIGN_IN, words::sign_in::TITLE);
    Some(gate(title, card))
}

/// Asks, as long as the link is about an address.
fn question(
    link: &str,
    address: Data<Option<String>>,
    state: FormState,
    words: &'static Words,
) -> AnyView {
    let link = link.to_owned();
    heeds_the_link(address, state);
    let card = move |address: Option<String>| match address {
        Some(address) => form(state, link.clone(), address, words),
        None => gone(words),
    };
    gate(words.title, loaded_in_place(address, card))
}

fn form(state: FormState, link: String, address: String, words: &'static Words) -> AnyView {
    view! {
        <Form state class="">
            {head(words.title, words.lead)}
            <p>
                <strong>{address}</strong>
            </p>
            <FormProblem state/>
            <input type="hidden" name="link" value=link/>
            <SubmitButton
                label=words.button
                busy_label=words.busy
                pending=state.pending()
                kind=words.kind
                block=true
            />
        </Form>
    }
    .into_any()
}

fn gone(words: &Words) -> AnyView {
    tell_status();
    leads_on(head(words::reset::GONE_TITLE, words.gone), words.instead.0, words.instead.1)
}
