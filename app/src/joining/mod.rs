//! Making an account: the first one, through the one-time link that the terminal printed,
//! one's own, through the link in a mail, and that of somebody who is invited.

mod server_fns;
mod set_up;
mod sign_up;

use domain::words;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use server_fns::*;

use crate::{
    form::{Form, FormField, FormProblem, FormState},
    gate::head,
    invitations, paths,
    screens::{Part, Screen},
    strength::Meter,
    ui::{BrowserZone, Field, SubmitButton},
};

/// Every page of it: one part of the program.
#[lazy]
pub(crate) fn joining_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let path = use_location().pathname;
    // What is shown stays until the next screen has come.
    let path = Memo::new(move |before: Option<&String>| {
        let before = before.filter(|_| path.with(|path| Screen::at(path) != Screen::Joining));
        before.cloned().unwrap_or_else(|| path.get())
    });
    let page = move || path.with(|path| page(path));
    page.into_any()
}

fn page(path: &str) -> AnyView {
    if let Some(link) = path.strip_prefix(paths::INVITATION_LINK) {
        return invitations::opened(link);
    }
    match paths::sign_up_step(path) {
        Some("") => sign_up::ask(),
        Some(_) if path == paths::SIGN_UP_SENT => sign_up::sent(),
        Some(link) => sign_up::account(link.to_owned()),
        None => set_up::set_up(path.strip_prefix(paths::SET_UP).unwrap_or_default().to_owned()),
    }
}

/// A card that asks who somebody is, and for the password that they choose. An address that
/// is confirmed stands fixed; another is asked for.
fn account_form(
    state: FormState,
    link: String,
    (title, lead): (&'static str, &'static str),
    confirmed: Option<String>,
) -> AnyView {
    let buttons = (words::sign_in::SET_UP, words::sign_in::SETTING_UP);
    view! {
        <Form state class="">
            {head(title, lead)}
            <FormProblem state/>
            {account_fields(state, link, confirmed, buttons)}
        </Form>
    }
    .into_any()
}

/// The fields of such a form, and its button.
pub(crate) fn account_fields(
    state: FormState,
    link: String,
    confirmed: Option<String>,
    (label, busy_label): (&'static str, &'static str),
) -> AnyView {
    let asks = confirmed.is_none();
    let confirmed = confirmed.map(|address| {
        view! {
            <Field
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                value=Signal::stored(address)
                autocomplete="username"
                readonly=true
            />
        }
    });
    let asked = asks.then(|| {
        view! {
            <FormField
                state
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                autocomplete="username"
            />
        }
    });
    let hint = words::sign_in::SET_UP_PASSWORD_HINT;
    view! {
        <input type="hidden" name="link" value=link/>
        {confirmed}
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
        {asked}
        {Meter::of_link(state).field(words::sign_in::PASSWORD, hint, false)}
        <BrowserZone name="time_zone"/>
        <SubmitButton label busy_label pending=state.pending() block=true/>
    }
    .into_any()
}
