//! The third step: a code of the app, or a recovery code.

use domain::{
    sign_in::{SignInStep, WaitsFor},
    words,
};
use leptos::prelude::*;

use super::{FinishWithCode, LoadStep, SignInWithPasskey};
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    gate::{gate, head},
    load::{Data, loaded_in_place},
    paths,
    ui::{CodeField, SubmitButton, Toggle},
};

/// `/sign-in/code`.
pub(super) fn code() -> AnyView {
    let step = Data::of(LoadStep {}, &[]);
    gate(words::two_factor::ASK, loaded_in_place(step, |step| code_form(&step)))
}

fn code_form(step: &SignInStep) -> AnyView {
    let &SignInStep { may_trust, waits_for, .. } = step;
    let state = FormState::of::<FinishWithCode>();
    let with_passkey = (waits_for == WaitsFor::CodeOrPasskey).then(|| {
        let answer = FormState::of::<SignInWithPasskey>();
        let asking = super::with_passkey(answer, String::new());
        view! {
            <FormProblem state=answer/>
            {asking.button()}
        }
    });
    let trust = RwSignal::new(state.typed("trust").is_some());
    view! {
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
            {may_trust
                .then(|| {
                    view! { <Toggle name="trust" label=words::two_factor::TRUST checked=trust/> }
                })}
            {submit(state)}
            {with_passkey}
            {ways(paths::RECOVERY, words::two_factor::USE_RECOVERY)}
        </Form>
    }
    .into_any()
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
            {ways(paths::CODE, words::two_factor::USE_APP)}
        </Form>
    };
    gate(words::two_factor::RECOVERY, card)
}

/// The other way to a code, and back to the address.
fn ways(href: &'static str, label: &'static str) -> AnyView {
    view! {
        <p class="gate__ways">
            // A page of its own: the focus goes into its field.
            <a href=href rel="external">{label}</a>
            <a href=paths::SIGN_IN rel="external">{words::sign_in::BACK_SHORT}</a>
        </p>
    }
    .into_any()
}

fn submit(state: FormState) -> AnyView {
    view! {
        <SubmitButton
            label=words::sign_in::TITLE
            busy_label=words::sign_in::SIGNING_IN
            pending=state.pending()
            block=true
        />
    }
    .into_any()
}
