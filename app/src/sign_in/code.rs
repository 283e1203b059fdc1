//! The third step: a code of the app, or a recovery code.

use domain::words;
use leptos::prelude::*;

use super::FinishWithCode;
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    gate::{gate, head},
    paths,
    ui::{CodeField, SubmitButton},
};

/// `/sign-in/code`.
pub(super) fn code() -> AnyView {
    let state = FormState::of::<FinishWithCode>();
    let card = view! {
        <Form state class="">
            {head(words::two_factor::ASK, words::two_factor::ASK_LEAD)}
            <FormProblem state/>
            <CodeField
                id="code"
                label=words::two_factor::CODE
                hint=words::two_factor::CODE_HINT
                error=state.error("code")
                on_input=state.mend("code")
                autofocus=true
            />
            {submit(state)}
            <p>
                <a href=paths::RECOVERY>{words::two_factor::USE_RECOVERY}</a>
            </p>
        </Form>
    };
    gate(words::two_factor::ASK, card)
}

/// `/sign-in/recovery`: the same for whoever has lost the app.
pub(super) fn recovery() -> AnyView {
    let state = FormState::of::<FinishWithCode>();
    let card = view! {
        <Form state class="">
            {head(words::two_factor::RECOVERY, words::two_factor::RECOVERY_LEAD)}
            <FormProblem state/>
            <input type="hidden" name="recovery" value="true"/>
            <FormField
                state
                id="code"
                label=words::two_factor::RECOVERY_CODE
                autocomplete="off"
                autofocus=true
            />
            {submit(state)}
            <p>
                <a href=paths::CODE>{words::two_factor::USE_APP}</a>
            </p>
        </Form>
    };
    gate(words::two_factor::RECOVERY, card)
}

fn submit(state: FormState) -> AnyView {
    view! {
        <SubmitButton
            label=words::sign_in::CONTINUE
            busy_label=words::sign_in::SIGNING_IN
            pending=state.pending()
            block=true
        />
    }
    .into_any()
}
