//! The form that makes a token.

use domain::{
    tokens::{TokenPolicy, expiry},
    words,
};
use leptos::{html, prelude::*};

use super::{CreateToken, Fresh, Tokens};
use crate::{
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    ui::{
        Choice, ChoiceList, Field, Fold, SectionFoot, Segment, Segmented, SubmitButton, focus,
        full_date,
    },
};

pub(super) fn create_section(tokens: Tokens, policy: &TokenPolicy) -> AnyView {
    let state = FormState::of::<CreateToken>();
    let form = NodeRef::<html::Form>::new();
    // Out of the way of a new token, unless there is something to mend here.
    let open = tokens.fresh.with_untracked(Option::is_none) || state.problem().is_some();
    let open = RwSignal::new(open);

    let chosen = state.value("expires_in", &policy.default_lifetime.to_string());
    let days = RwSignal::new(chosen.parse().unwrap_or(policy.default_lifetime));
    // Least first: *Read* alone, unless a form came back with something else.
    let came_back = state.typed("name").is_some();
    let read = RwSignal::new(!came_back || state.typed("read").is_some());
    let write = RwSignal::new(state.typed("write").is_some());

    let usual = policy.default_lifetime;
    state.on_done::<CreateToken>(move |made| {
        tokens.list.update(|list| list.insert(0, made.token.clone()));
        tokens.fresh.set(Some(Fresh { made, in_page: false }));
        open.set(false);
        if let Some(form) = form.get_untracked() {
            form.reset();
        }
        days.set(usual);
        read.set(true);
        write.set(false);
        reload_shell();
        request_animation_frame(|| focus("new"));
    });

    let segments = policy.lifetimes.iter().map(|days| Segment {
        value: days.to_string(),
        label: days.to_string(),
        unit: words::tokens::DAYS,
    });
    let segments: Vec<_> = segments.collect();
    let ends = move || words::tokens::stops_working(&full_date(expiry(tokens.now(), days.get())));
    view! {
        <Fold
            id="create"
            title=words::tokens::NEW
            sentence=words::tokens::NEW_LEAD
            open
            foot=move || {
                view! {
                    <SectionFoot>
                        <SubmitButton
                            label=words::tokens::GENERATE
                            busy_label=words::tokens::GENERATING
                            pending=state.pending()
                            form="create-form"
                        />
                    </SectionFoot>
                }
            }
        >
            <Form state id="create-form" node_ref=form>
                <FormProblem state/>
                <Field
                    id="token-name"
                    name="name"
                    label=words::tokens::NAME
                    hint=words::tokens::NAME_HINT
                    placeholder=words::tokens::NAME_EXAMPLE
                    value=state.value("name", "")
                    error=state.error("name")
                    on_input=state.mend("name")
                />
                <Segmented
                    id="expires-in"
                    legend=words::tokens::EXPIRES_IN
                    name="expires_in"
                    segments
                    value=chosen
                    error=state.error("expires_in")
                    on_change=Callback::new(move |value: String| {
                        if let Ok(chosen) = value.parse() {
                            days.set(chosen);
                        }
                    })
                    hint=ends
                />
                {scope_choices(state, read, write)}
            </Form>
        </Fold>
    }
    .into_any()
}

/// *Read* and *Write*: writing includes reading.
fn scope_choices(state: FormState, read: RwSignal<bool>, write: RwSignal<bool>) -> AnyView {
    let (error, mend) = (state.error("scopes"), state.mend("scopes"));
    view! {
        <ChoiceList
            id="scopes"
            legend=words::tokens::SCOPES
            columns=true
            error=error
        >
            <Choice
                name="read"
                label=words::tokens::READ
                sentence=words::tokens::READ_HINT
                error=error
                checked=read
                on_change=Callback::new(move |ticked: bool| {
                    mend.run(String::new());
                    if !ticked {
                        write.set(false);
                    }
                })
            />
            <Choice
                name="write"
                label=words::tokens::WRITE
                sentence=words::tokens::WRITE_HINT
                error=error
                checked=write
                on_change=Callback::new(move |ticked: bool| {
                    mend.run(String::new());
                    if ticked {
                        read.set(true);
                    }
                })
            />
        </ChoiceList>
    }
    .into_any()
}
