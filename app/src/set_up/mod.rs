//! The first account, through the one-time link that the terminal printed.

mod server_fns;

use domain::words;
use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_params_map, lazy_route};

pub use server_fns::*;

use crate::{
    form::{Form, FormProblem, FormState},
    gate::gate,
    load::{Data, loaded},
    not_found::tell_status,
    paths,
    ui::{ButtonKind, Field, LinkButton, SubmitButton},
};

/// `/setup/{link}`.
#[derive(Debug)]
pub struct SetUpPage {
    open: Data<bool>,
}

#[lazy_route]
impl LazyRoute for SetUpPage {
    fn data() -> Self {
        Self { open: Data::of(SetUpIsOpen { link: link() }, &[("link", &link())]) }
    }

    fn view(this: Self) -> AnyView {
        let card = loaded(this.open, |open| if open { form() } else { gone() });
        gate(words::sign_in::SET_UP_TITLE, card)
    }
}

fn link() -> String {
    use_params_map().with_untracked(|params| params.get("link").unwrap_or_default())
}

fn form() -> AnyView {
    let state = FormState::of::<SetUp>();
    let field = move |id: &'static str, label: &'static str, autocomplete: &'static str| {
        view! {
            <Field
                id=id
                label=label
                autocomplete=autocomplete
                value=state.value(id, "")
                error=state.error(id)
                on_input=state.mend(id)
                wide=true
                optional=id == "last_name"
                autofocus=id == "first_name"
            />
        }
    };
    view! {
        <Form state class="">
            <div>
                <h1>{words::sign_in::SET_UP_TITLE}</h1>
                <p class="gate__lead">{words::sign_in::SET_UP_LEAD}</p>
            </div>
            <FormProblem state/>
            <input type="hidden" name="link" value=link()/>
            <div class="form__pair">
                {field("first_name", words::profile::FIRST_NAME, "given-name")}
                {field("last_name", words::profile::LAST_NAME, "family-name")}
            </div>
            <Field
                id="email"
                label=words::sign_in::EMAIL
                kind="email"
                autocomplete="username"
                value=state.value("email", "")
                error=state.error("email")
                on_input=state.mend("email")
                wide=true
            />
            <Field
                id="password"
                label=words::sign_in::PASSWORD
                kind="password"
                autocomplete="new-password"
                hint=words::sign_in::SET_UP_PASSWORD_HINT
                error=state.error("password")
                on_input=state.mend("password")
                wide=true
            />
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
    view! {
        <div class="stack">
            <div>
                <h1>{words::sign_in::SET_UP_GONE_TITLE}</h1>
                <p class="gate__lead">{words::sign_in::SET_UP_GONE}</p>
            </div>
            <LinkButton
                href=paths::SIGN_IN
                label=words::sign_in::TITLE
                kind=ButtonKind::Primary
                block=true
            />
        </div>
    }
    .into_any()
}
