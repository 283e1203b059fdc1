//! *This was not me*: the page of the link in a mail about a sign-in.

use domain::words;
use leptos::prelude::*;

use super::{FinishNotMe, LoadNotMe};
use crate::{
    form::{Form, FormProblem, FormState},
    gate::{gate, head, leads_on},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    ui::{ButtonKind, SubmitButton, focus},
};

/// Asks: opening a link does nothing, as mail programs open them too.
pub(super) fn question(link: String) -> AnyView {
    let whose = Data::of(LoadNotMe { link: link.clone() }, &[("link", &link)]);
    let state = FormState::of::<FinishNotMe>();
    let card = move |email: Option<String>| match email {
        _ if state.done_before() => done(),
        Some(_) => form(state, link.clone()),
        None => gone(),
    };
    gate(words::security::NOT_ME, loaded_in_place(whose, card))
}

fn form(state: FormState, link: String) -> AnyView {
    let ended = RwSignal::new(false);
    state.on_done::<FinishNotMe>(move |()| {
        ended.set(true);
        request_animation_frame(|| focus("main"));
    });
    let shown = move || if ended.get() { done() } else { fields(state, link.clone()) };
    shown.into_any()
}

fn fields(state: FormState, link: String) -> AnyView {
    view! {
        <Form state class="">
            {head(words::security::NOT_ME, words::security::NOT_ME_LEAD)}
            <FormProblem state/>
            <input type="hidden" name="link" value=link/>
            <SubmitButton
                label=words::security::NOT_ME_BUTTON
                busy_label=words::security::SIGNING_OUT
                pending=state.pending()
                kind=ButtonKind::Danger
                block=true
            />
        </Form>
    }
    .into_any()
}

fn done() -> AnyView {
    leads_on(
        head(words::security::NOT_ME_DONE_TITLE, words::security::NOT_ME_DONE),
        paths::SIGN_IN,
        words::sign_in::TITLE,
    )
}

fn gone() -> AnyView {
    tell_status();
    leads_on(
        head(words::reset::GONE_TITLE, words::security::NOT_ME_GONE),
        paths::FORGOT,
        words::reset::NEW_LINK,
    )
}
