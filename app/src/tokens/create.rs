//! The form that makes a token, and its parts.

use domain::{
    tokens::{OTHER_DATE, TokenPolicy, expiry},
    words,
};
use leptos::{html, prelude::*, task::spawn_local};

use super::{CreateToken, Fresh, Tokens, new_token};
use crate::{
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    paths,
    typed::Typed,
    ui::{
        Choice, ChoiceList, Dates, Field, Fold, SectionFoot, Segment, Segmented, SubmitButton,
        date_of_field,
    },
};

/// What is chosen for a token to be.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub state: FormState,
    pub form: NodeRef<html::Form>,
    /// To be called when something was typed or chosen.
    pub on_edit: Callback<()>,
    /// What is chosen under *Expires in*: days, or [`OTHER_DATE`].
    lifetime: RwSignal<String>,
    /// What the field of the other date holds.
    day: RwSignal<String>,
    read: RwSignal<bool>,
    write: RwSignal<bool>,
}

impl Wanted {
    /// Leaving before it is generated asks, also by these forms.
    pub(super) fn new(policy: &TokenPolicy, forms: &'static [&'static str]) -> Self {
        let form = NodeRef::new();
        let state = FormState::of::<CreateToken>();
        // Least first: *Read* alone, unless a form came back with something else.
        let came_back = state.typed("expires_in").is_some();
        let usual = policy.default_lifetime.to_string();
        Self {
            state,
            form,
            on_edit: Typed::into(form, words::tokens::UNMADE, paths::TOKENS, forms).watch(),
            lifetime: RwSignal::new(state.value("expires_in", &usual)),
            day: RwSignal::new(state.value("last_day", "")),
            read: RwSignal::new(!came_back || state.typed("read").is_some()),
            write: RwSignal::new(state.typed("write").is_some()),
        }
    }

    /// Runs `then` when a token was made. The form is as it was at first.
    pub(super) fn on_made(self, tokens: Tokens, policy: &TokenPolicy, then: impl Fn() + 'static) {
        let usual = policy.default_lifetime.to_string();
        self.state.on_done::<CreateToken>(move |made| {
            tokens.list.update(|list| list.insert(0, made.token.clone()));
            tokens.fresh.set(Some(Fresh { made, in_page: false }));
            if let Some(form) = self.form.get_untracked() {
                form.reset();
            }
            self.lifetime.set(usual.clone());
            self.day.set(String::new());
            self.read.set(true);
            self.write.set(false);
            reload_shell();
            then();
        });
        // Where there is room again nobody is told that there is none.
        Effect::new(move |before: Option<usize>| {
            let tokens = tokens.list.with(Vec::len);
            if before.is_some_and(|before| tokens < before) && self.state.problem().is_some() {
                self.state.forget();
            }
            tokens
        });
    }
}

/// The section of the form, above the list.
pub(super) fn create_section(tokens: Tokens, policy: &TokenPolicy) -> AnyView {
    let wanted = Wanted::new(policy, &["sign-out"]);
    let state = wanted.state;
    // Out of the way of a new token, unless there is something to mend here.
    let open = tokens.fresh.with_untracked(Option::is_none) || state.problem().is_some();
    let open = RwSignal::new(open);
    wanted.on_made(tokens, policy, move || open.set(false));
    let sent = Callback::new(|()| spawn_local(new_token::arrives()));
    let choices = (lifetime_choice(wanted, tokens, policy), scope_choices(wanted));
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
            <Form
                state
                id="create-form"
                node_ref=wanted.form
                on_send=sent
                on_edit=wanted.on_edit
            >
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
                {choices}
            </Form>
        </Fold>
    }
    .into_any()
}

/// *Expires in*, and the field of the other date, which the style sheet shows while
/// that is chosen.
pub(super) fn lifetime_choice(wanted: Wanted, tokens: Tokens, policy: &TokenPolicy) -> AnyView {
    let Wanted { state, lifetime, day, .. } = wanted;
    let (first, last) = tokens.days.get_value();
    let days = policy.lifetimes.iter().map(|days| Segment {
        value: days.to_string(),
        label: days.to_string(),
        unit: words::tokens::DAYS,
    });
    let other = Segment {
        value: OTHER_DATE.into(),
        label: words::tokens::OTHER.into(),
        unit: words::tokens::DATE,
    };
    let segments: Vec<_> = days.chain([other]).collect();
    let dates = Dates::of_page();
    let latest = date_of_field(&last).unwrap_or_default();
    let within = (first.clone(), last.clone());
    let ends = move || {
        let end = if let Ok(days) = lifetime.get().parse() {
            Some(dates.date(expiry(tokens.now(), days)))
        } else {
            // As text they sort like days.
            let day = day.read();
            let within = (within.0.as_str()..=within.1.as_str()).contains(&day.as_str());
            within.then(|| date_of_field(&day)).flatten()
        };
        match end {
            Some(end) => words::tokens::stops_working(&end),
            None => words::tokens::latest(&latest),
        }
    };
    let mend = state.mend("last_day");
    view! {
        <Segmented
            id="expires-in"
            legend=words::tokens::EXPIRES_IN
            name="expires_in"
            segments
            value=lifetime.get_untracked()
            error=state.error("expires_in")
            on_change=Callback::new(move |chosen| lifetime.set(chosen))
            hint=ends
        />
        <div class="other-date">
            <Field
                id="last-day"
                name="last_day"
                label=words::tokens::LAST_DAY
                kind="date"
                min=first
                max=last
                value=day.get_untracked()
                error=state.error("last_day")
                on_input=Callback::new(move |typed: String| {
                    mend.run(String::new());
                    day.set(typed);
                })
            />
        </div>
    }
    .into_any()
}

/// *Read* and *Write*: writing includes reading.
pub(super) fn scope_choices(wanted: Wanted) -> AnyView {
    let Wanted { state, read, write, .. } = wanted;
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
