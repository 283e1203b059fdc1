//! Signing in: the address first, then the password.

mod server_fns;

use domain::{person::Face, sign_in::SignInStep, words};
use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_query_map, lazy_route};

pub use server_fns::*;

use crate::{
    boot::Boot,
    form::{Form, FormField, FormProblem, FormState},
    gate::gate,
    load::{Data, loaded_in_place},
    paths,
    ui::{Avatar, AvatarSize, BrowserZone, Callout, SubmitButton, Toggle},
};

/// `/sign-in`: the address.
#[derive(Debug)]
pub struct EmailPage;

#[lazy_route]
impl LazyRoute for EmailPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let EmailPage = this;
        let state = FormState::of::<BeginSignIn>();
        let next = use_query_map().get_untracked().get("next").unwrap_or_default();
        let card = view! {
            <Form state class="">
                <h1>{words::sign_in::TITLE}</h1>
                {Boot::nobody().then(nobody)}
                <FormProblem state/>
                <input type="hidden" name="next" value=state.value("next", &next)/>
                <FormField
                    state
                    id="email"
                    label=words::sign_in::EMAIL
                    kind="email"
                    autocomplete="username"
                    autofocus=true
                />
                <SubmitButton
                    label=words::sign_in::CONTINUE
                    busy_label=words::sign_in::CONTINUE
                    pending=state.pending()
                    block=true
                />
            </Form>
        };
        gate(words::sign_in::TITLE, card)
    }
}

/// There is no account that one could sign in with.
fn nobody() -> AnyView {
    let (title, text) = (words::sign_in::NOBODY, words::sign_in::NOBODY_HINT);
    view! { <Callout title text/> }.into_any()
}

/// `/sign-in/password`: the password, for the address of the step before.
#[derive(Debug)]
pub struct PasswordPage {
    step: Data<SignInStep>,
}

#[lazy_route]
impl LazyRoute for PasswordPage {
    fn data() -> Self {
        Self { step: Data::of(LoadStep {}, &[]) }
    }

    fn view(this: Self) -> AnyView {
        gate(words::sign_in::PASSWORD_TITLE, loaded_in_place(this.step, password_form))
    }
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
            // Lets password managers know whose password this is.
            <input
                class="sr"
                type="text"
                name="email"
                value=step.email
                autocomplete="username"
                tabindex="-1"
                aria-hidden="true"
                readonly
            />
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
            <Toggle name="keep" label=words::sign_in::KEEP checked=keep/>
            <SubmitButton
                label=words::sign_in::CONTINUE
                busy_label=words::sign_in::SIGNING_IN
                pending=state.pending()
                block=true
            />
        </Form>
    }
    .into_any()
}
