//! The first account, through the one-time link that the terminal printed.

mod server_fns;

use domain::words;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use server_fns::*;

use crate::{
    form::{Form, FormField, FormProblem, FormState},
    gate::{gate, head, leads_on},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    ui::{BrowserZone, SubmitButton},
};

/// `/setup/{link}`.
#[lazy]
pub(crate) fn set_up_page() -> AnyView {
    let open = Data::of(SetUpIsOpen { link: link() }, &[("link", &link())]);
    let card = loaded_in_place(open, |open| if open { form() } else { gone() });
    gate(words::sign_in::SET_UP_TITLE, card)
}

fn link() -> String {
    use_location().pathname.with_untracked(|path| path[paths::SET_UP.len()..].to_owned())
}

fn form() -> AnyView {
    let state = FormState::of::<SetUp>();
    view! {
        <Form state class="">
            {head(words::sign_in::SET_UP_TITLE, words::sign_in::SET_UP_LEAD)}
            <FormProblem state/>
            <input type="hidden" name="link" value=link()/>
            <div class="form__pair">
                <FormField
                    state
                    id="first_name"
                    label=words::profile::FIRST_NAME
                    autocomplete="given-name"
                    autofocus=true
                />
                <FormField
                    state
                    id="last_name"
                    label=words::profile::LAST_NAME
                    autocomplete="family-name"
                    optional=true
                />
            </div>
            <FormField
                state
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                autocomplete="username"
            />
            <FormField
                state
                id="password"
                label=words::sign_in::PASSWORD
                kind="password"
                autocomplete="new-password"
                hint=words::sign_in::SET_UP_PASSWORD_HINT
            />
            <BrowserZone name="time_zone"/>
            <SubmitButton
                label=words::sign_in::SET_UP
                busy_label=words::sign_in::SETTING_UP
                pending=state.pending()
                block=true
            />
        </Form>
    }
    .into_any()
}

fn gone() -> AnyView {
    tell_status();
    let head = head(words::sign_in::SET_UP_GONE_TITLE, words::sign_in::SET_UP_GONE);
    leads_on(head, paths::SIGN_IN, words::sign_in::TITLE)
}
