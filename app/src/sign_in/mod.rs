//! The screens before signing in: the address, the password, and a new password by mail.

mod code;
mod mailed;
mod reset;
mod server_fns;

use domain::{person::Face, sign_in::SignInStep, words};
use leptos::{prelude::*, server_fn::ServerFn as _};
use leptos_router::hooks::{use_location, use_query_map};

pub use server_fns::*;

use crate::{
    boot::Boot,
    form::{Form, FormField, FormProblem, FormState, whose_password},
    gate::gate,
    load::{Data, loaded_in_place},
    not_found::not_found,
    passkey::Asking,
    paths,
    screens::Part,
    ui::{Avatar, AvatarSize, BrowserZone, Callout, SubmitButton, Toggle, dom},
};

/// Every step: one part of the program.
#[lazy]
pub(crate) fn sign_in_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let path = use_location().pathname;
    let step = Memo::new(move |_| path.with(|path| paths::step(path).map(ToOwned::to_owned)));
    let screen = move || match step.get().as_deref() {
        Some("") | None => email(),
        Some(paths::step::PASSWORD) => password(),
        Some(paths::step::CODE) => code::code(),
        Some(paths::step::RECOVERY) => code::recovery(),
        Some(paths::step::FORGOT) => reset::forgot(),
        Some(paths::step::SENT) => reset::sent(),
        Some(other) => match other.strip_prefix(paths::step::RESET) {
            Some(link) => reset::new_password(link.to_owned()),
            None => mailed(other),
        },
    };
    screen.into_any()
}

/// The pages of links that ask before they do something.
fn mailed(step: &str) -> AnyView {
    if let Some(done) = mailed::done(step) {
        return done;
    }
    let page = |start: &str, page: fn(&str) -> AnyView| step.strip_prefix(start).map(page);
    page(paths::step::NOT_ME, mailed::not_me)
        .or_else(|| page(paths::step::EMAIL_CHANGE, mailed::email_change))
        .or_else(|| page(paths::step::EMAIL_UNDO, mailed::email_undo))
        .unwrap_or_else(not_found)
}

/// The address.
fn email() -> AnyView {
    let state = FormState::of::<BeginSignIn>();
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let passkey = FormState::of::<SignInWithPasskey>();
    let asking = with_passkey(passkey, next.clone());
    asking.offer(BeginPasskeySignIn::PATH);
    let card = view! {
        <Form state class="">
            <h1>{words::sign_in::TITLE}</h1>
            {Boot::nobody().then(nobody)}
            <FormProblem state/>
            <FormProblem state=passkey/>
            <input type="hidden" name="next" value=state.value("next", &next)/>
            <FormField
                state
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                autocomplete="username webauthn"
                autofocus=true
            />
            <SubmitButton
                label=words::sign_in::CONTINUE
                busy_label=words::sign_in::CONTINUE
                pending=state.pending()
                block=true
            />
            {asking.button()}
            {Boot::sign_up().then(new_here)}
        </Form>
    };
    gate(words::sign_in::TITLE, card)
}

/// Asks for a passkey; without `next` it goes on where the first step said.
fn with_passkey(answer: FormState, next: String) -> Asking {
    let zone = dom::time_zone().unwrap_or_default();
    Asking::to_use::<BeginPasskeySignIn>(answer, vec![("next", next), ("time_zone", zone)])
}

/// An account can be had.
fn new_here() -> AnyView {
    view! {
        <p>
            {words::sign_up::NEW_HERE} " " <a href=paths::SIGN_UP>{words::sign_up::LINK}</a>
        </p>
    }
    .into_any()
}

/// There is no account that one could sign in with.
fn nobody() -> AnyView {
    let (title, text) = (words::sign_in::NOBODY, words::sign_in::NOBODY_HINT);
    view! { <Callout title text/> }.into_any()
}

/// The password, for the address of the step before.
fn password() -> AnyView {
    let step = Data::of(LoadStep {}, &[]);
    gate(words::sign_in::PASSWORD_TITLE, loaded_in_place(step, password_form))
}

fn password_form(step: SignInStep) -> AnyView {
    let state = FormState::of::<FinishSignIn>();
    let keep = RwSignal::new(state.typed("keep").is_some());
    let face = Face { initials: step.initial, ..Face::default() };
    view! {
        <Form state class="">
            <h1>{words::sign_in::PASSWORD_TITLE}</h1>
            <div class="who">
                <Avatar face size=AvatarSize::Tiny/>
                <span>{step.email.clone()}</span>
                <a href=paths::SIGN_IN>{words::sign_in::CHANGE}</a>
            </div>
            {whose_password(step.email)}
            <FormProblem state/>
            <FormField
                state
                id="password"
                label=words::sign_in::PASSWORD
                kind="password"
                autocomplete="current-password"
                autofocus=true
            />
            <BrowserZone name="time_zone"/>
            {step
                .may_keep
                .then(|| view! { <Toggle name="keep" label=words::sign_in::KEEP checked=keep/> })}
            <SubmitButton
                label=words::sign_in::CONTINUE
                busy_label=words::sign_in::SIGNING_IN
                pending=state.pending()
                block=true
            />
            <p class="gate__ways">
                <a href=paths::FORGOT>{words::reset::FORGOT}</a>
                <a class="if-script" href=paths::SIGN_IN>{words::passkeys::USE}</a>
            </p>
        </Form>
    }
    .into_any()
}
