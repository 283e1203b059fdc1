//! Leaving: what stands against it, and the question before it.

use domain::words;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::DeleteAccount;
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    paths,
    ui::{ButtonKind, Callout, CalloutKind, Dialog, LinkButton, Section, SubmitButton, live},
};

/// The last section: what stands against it.
pub(super) fn section(blocks: &[String]) -> AnyView {
    if blocks.is_empty() {
        return leaving();
    }
    let text = blocks.join(" ");
    view! {
        <Section id="gone" title=words::my_data::DELETE sentence=words::my_data::DELETE_LEAD>
            <Callout kind=CalloutKind::Warn title=words::my_data::BLOCKED text/>
        </Section>
    }
    .into_any()
}

/// Where it begins, here and on the profile.
pub(crate) fn leaving() -> AnyView {
    view! {
        <Section id="gone" title=words::my_data::DELETE sentence=words::my_data::DELETE_LEAD>
            <LinkButton
                href=paths::DELETE_ACCOUNT
                label=words::my_data::DELETE
                kind=ButtonKind::DangerQuiet
            />
        </Section>
    }
    .into_any()
}

/// The question, at its own address.
pub(super) fn dialogs(email: String) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked = path.with(|path| path == paths::DELETE_ACCOUNT);
        asked.then(|| question(email.clone()))
    };
    live(dialog)
}

fn question(email: String) -> AnyView {
    let state = FormState::of::<DeleteAccount>();
    let open = RwSignal::new(true);
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(paths::MY_DATA, options);
    });
    view! {
        <Dialog
            id="delete"
            title=words::my_data::QUESTION.to_owned()
            sentence=words::my_data::WARNING.to_owned()
            open
            busy=state.pending()
            on_close=close
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::MY_DATA
                        label=words::my_data::KEEP
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::my_data::DELETE
                        busy_label=words::my_data::DELETING
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="delete-form"
                    />
                }
            }
        >
            <Form state id="delete-form">
                <FormProblem state/>
                <p>
                    {words::my_data::TYPE} <strong>{email}</strong> {words::my_data::TO_CONFIRM}
                </p>
                <FormField
                    state
                    id="email"
                    label=words::my_data::EMAIL
                    kind="email"
                    autocomplete="off"
                    autofocus=true
                />
            </Form>
        </Dialog>
    }
    .into_any()
}
