//! The section of the second factor: off, being set up, on; and the recovery codes.

use domain::{
    Secret,
    two_factor::{Enrolment, RecoveryCodes, TwoFactor},
    words,
};
use leptos::prelude::*;

use super::{
    ActivateTwoFactor, BeginTwoFactor, CancelTwoFactor, EndTwoFactor, LoadTwoFactor,
    RenewRecoveryCodes,
};
use crate::{
    form::{Form, FormField, FormProblem, FormState, done, whose_password},
    leaving::ask_until_taken,
    load::{Data, loaded_in_place},
    paths,
    ui::{
        Badge, BadgeKind, Button, ButtonKind, Callout, CalloutKind, CodeField, CopyButton,
        CopyField, CopyOutcome, Disclose, Icon, IconName, Outcome, Section, SectionFoot,
        SubmitButton, focus, toast,
    },
};

const SECTION: &str = "two-factor";

/// The section; a part of the program of its own, as it has its own data.
#[lazy]
pub(super) fn two_factor_section() -> AnyView {
    let data = Data::of(LoadTwoFactor {}, &[]);
    view! {
        {done(FormState::of::<EndTwoFactor>(), words::two_factor::ENDED)}
        {loaded_in_place(data, sections)}
    }
    .into_any()
}

/// What the section and its forms share.
#[derive(Clone, Copy)]
struct State {
    /// The policy.
    required: bool,
    email: StoredValue<String>,
    on: RwSignal<bool>,
    left: RwSignal<u32>,
    enrolment: RwSignal<Option<Enrolment>>,
    codes: RwSignal<Option<RecoveryCodes>>,
}

fn sections(data: TwoFactor) -> AnyView {
    let state = State {
        required: data.required,
        email: StoredValue::new(data.email),
        on: RwSignal::new(data.on),
        left: RwSignal::new(data.codes_left),
        enrolment: RwSignal::new(data.enrolment),
        codes: RwSignal::new(data.new_codes),
    };
    let main = move || match state.enrolment.get() {
        Some(enrolment) => setting_up(enrolment, state),
        None if state.on.get() => on(state),
        None => off(state),
    };
    let codes = move || state.on.get().then(|| recovery_codes(state));
    view! {
        {main}
        {codes}
    }
    .into_any()
}

fn off(state: State) -> AnyView {
    view! {
        <Section
            id=SECTION
            title=words::two_factor::TITLE
            sentence=words::two_factor::LEAD
            badge=badge(state)
        >
            {needed(state)}
            {begin(state, words::two_factor::SET_UP)}
        </Section>
    }
    .into_any()
}

fn badge(state: State) -> AnyView {
    let view = move || {
        if state.on.get() {
            view! { <Badge kind=BadgeKind::Active label=words::two_factor::ON/> }
        } else {
            view! { <Badge kind=BadgeKind::Expired label=words::two_factor::OFF/> }
        }
    };
    view.into_any()
}

/// What stands in the way of everything else.
fn needed(state: State) -> AnyView {
    let (title, text) = (words::two_factor::REQUIRED_TITLE, words::two_factor::REQUIRED_TEXT);
    let needed = state.required && !state.on.get_untracked();
    needed.then(|| view! { <Callout kind=CalloutKind::Warn title text/> }).into_any()
}

/// Another window has turned it off.
fn heeds_its_end(form: FormState, state: State) {
    form.on_gone(move || {
        state.on.set(false);
        state.codes.set(None);
        state.enrolment.set(None);
        toast(words::two_factor::OFF_ELSEWHERE);
        request_animation_frame(|| focus("two-factor-h"));
    });
}

/// The button that begins setting up an app.
fn begin(state: State, label: &'static str) -> AnyView {
    let form = FormState::of::<BeginTwoFactor>();
    form.on_done::<BeginTwoFactor>(move |enrolment| {
        state.enrolment.set(Some(enrolment));
        request_animation_frame(|| focus("two-factor-h"));
    });
    view! {
        <Form state=form class="">
            <FormProblem state=form/>
            <SubmitButton
                label
                busy_label=words::two_factor::STARTING
                pending=form.pending()
                kind=ButtonKind::Outlined
            />
        </Form>
    }
    .into_any()
}

fn setting_up(enrolment: Enrolment, state: State) -> AnyView {
    let form = FormState::of::<ActivateTwoFactor>();
    form.on_done::<ActivateTwoFactor>(move |codes| {
        let first = codes.is_some();
        if let Some(codes) = codes {
            state.left.set(u32::try_from(codes.0.len()).unwrap_or_default());
            state.codes.set(Some(codes));
            // What is shown once stays while the app is moved: it was on then.
            state.on.set(true);
        }
        state.enrolment.set(None);
        // The codes are what there is to see, and a toast would lie over them.
        if !first {
            toast(words::two_factor::MOVED);
        }
        request_animation_frame(move || focus(if first { "codes-h" } else { "two-factor-h" }));
    });
    let cancel = FormState::of::<CancelTwoFactor>();
    cancel.on_done::<CancelTwoFactor>(move |()| {
        state.enrolment.set(None);
        request_animation_frame(|| focus("two-factor-h"));
    });
    let Enrolment { key, address, qr, .. } = enrolment;
    let moves = state.on.get_untracked();
    let (lead, label, busy_label) = if moves {
        let label = words::two_factor::MOVE_NOW;
        (words::two_factor::MOVE_LEAD, label, words::two_factor::MOVING)
    } else {
        let label = words::two_factor::TURN_ON;
        (words::two_factor::LEAD, label, words::two_factor::TURNING_ON)
    };
    let side = (qr.side + 2).to_string();
    let view_box = ["-1 -1 ", &side, " ", &side].concat();
    view! {
        <Section
            id=SECTION
            title=words::two_factor::TITLE
            sentence=lead
            badge=badge(state)
            foot=move || {
                view! {
                    <SectionFoot>
                        <Form state=cancel class="">
                            <SubmitButton
                                label=words::two_factor::CANCEL
                                busy_label=words::two_factor::CANCEL
                                pending=cancel.pending()
                                kind=ButtonKind::Outlined
                            />
                        </Form>
                        <SubmitButton
                            label
                            busy_label
                            pending=form.pending()
                            form="two-factor-form"
                        />
                    </SectionFoot>
                }
            }
        >
            {needed(state)}
            <Form state=form id="two-factor-form" class="">
                <FormProblem state=form/>
                <div class="twofa">
                    <svg
                        class="qr"
                        viewBox=view_box
                        role="img"
                        aria-label=words::two_factor::QR
                        shape-rendering="crispEdges"
                    >
                        <path fill="currentcolor" d=qr.path.expose().to_owned()></path>
                    </svg>
                    <ol class="steps">
                        <li>
                            <h3>{words::two_factor::SCAN}</h3>
                            <a href=address.expose().to_owned() rel="external">
                                {words::two_factor::OPEN_APP}
                            </a>
                            <Disclose summary=words::two_factor::BY_HAND>
                                <CopyField
                                    id="two-factor-key"
                                    value=key.expose()
                                    label=words::two_factor::KEY
                                />
                            </Disclose>
                        </li>
                        <li>
                            <CodeField
                                id="two-factor-code"
                                label=words::two_factor::ENTER
                                error=form.error("code")
                                on_input=form.mend("code")
                            />
                        </li>
                    </ol>
                </div>
            </Form>
        </Section>
    }
    .into_any()
}

fn on(state: State) -> AnyView {
    view! {
        <Section
            id=SECTION
            title=words::two_factor::TITLE
            sentence=words::two_factor::LEAD
            badge=badge(state)
        >
            <div class="stack">
                {begin(state, words::two_factor::MOVE)}
                {if state.required { required() } else { turn_off(state) }}
            </div>
        </Section>
    }
    .into_any()
}

fn required() -> AnyView {
    view! { <p class="dim">{words::two_factor::REQUIRED}</p> }.into_any()
}

/// The password is asked for here, whoever has proved lately who they are.
fn turn_off(state: State) -> AnyView {
    let end = FormState::of::<EndTwoFactor>();
    heeds_its_end(end, state);
    end.on_done::<EndTwoFactor>(move |()| {
        state.on.set(false);
        state.codes.set(None);
        toast(words::two_factor::ENDED);
        request_animation_frame(|| focus("two-factor-h"));
    });
    view! {
        <Disclose summary=words::two_factor::TURN_OFF open=end.problem().is_some()>
            <Form state=end>
                <p>{words::two_factor::TURN_OFF_WARNING}</p>
                <FormProblem state=end/>
                {whose_password(state.email.get_value())}
                <FormField
                    state=end
                    id="two-factor-password"
                    name="password"
                    label=words::sign_in::PASSWORD
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <SubmitButton
                        label=words::two_factor::TURN_OFF
                        busy_label=words::two_factor::TURNING_OFF
                        pending=end.pending()
                        kind=ButtonKind::Danger
                    />
                </div>
            </Form>
        </Disclose>
    }
    .into_any()
}

fn recovery_codes(state: State) -> AnyView {
    let form = FormState::of::<RenewRecoveryCodes>();
    heeds_its_end(form, state);
    form.on_done::<RenewRecoveryCodes>(move |codes| {
        if let Some(codes) = codes {
            state.left.set(u32::try_from(codes.0.len()).unwrap_or_default());
            state.codes.set(Some(codes));
            request_animation_frame(|| focus("codes-h"));
        }
    });
    let list = move || state.codes.get().map(|codes| shown_codes(&codes));
    let left = Signal::derive(move || words::two_factor::left(state.left.get()));
    let outcome = RwSignal::new(Outcome::default());
    let ways = move || state.codes.get().map(|codes| ways_to_keep(&codes, outcome));
    view! {
        <Section
            id="codes"
            title=words::two_factor::CODES
            sentence=words::two_factor::CODES_LEAD
            actions=move || ways
            foot=move || {
                view! {
                    <SectionFoot hint=left>
                        <SubmitButton
                            label=words::two_factor::NEW_CODES
                            busy_label=words::two_factor::MAKING
                            pending=form.pending()
                            kind=ButtonKind::Outlined
                            form="codes-form"
                        />
                    </SectionFoot>
                }
            }
        >
            <Form state=form id="codes-form" class="">
                <FormProblem state=form/>
            </Form>
            <CopyOutcome outcome copied=words::two_factor::COPIED selects=LIST/>
            {list}
        </Section>
    }
    .into_any()
}

/// Forms that lose what is not saved.
const LOSE_CODES: &[&str] = &["sign-out"];

/// The id of the list of codes.
const LIST: &str = "codes-list";

fn shown_codes(codes: &RecoveryCodes) -> AnyView {
    let row = |code: &Secret| view! { <li>{code.expose().to_owned()}</li> };
    let rows = codes.0.iter().map(row).collect::<Vec<_>>();
    view! {
        <p class="codes__now">{words::two_factor::SAVE_NOW}</p>
        <ul class="codes codes--new" id=LIST>
            {rows}
        </ul>
    }
    .into_any()
}

/// To the clipboard, into a file, onto paper.
fn ways_to_keep(codes: &RecoveryCodes, outcome: RwSignal<Outcome>) -> AnyView {
    let lines: Vec<_> = codes.0.iter().map(Secret::expose).collect();
    let file = ["data:text/plain,", &lines.join("%0A"), "%0A"].concat();
    let text = StoredValue::new(lines.join("\n"));
    let taken = ask_until_taken(words::two_factor::UNSAVED, paths::SECURITY, LOSE_CODES);
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    let ways = view! {
            <CopyButton text outcome small=true/>
            <a
                class="btn btn--sm"
                href=file
                download=words::two_factor::FILE
                rel="external"
    >
                <Icon name=IconName::Download/>
                {words::two_factor::DOWNLOAD}
            </a>
            <Button
                label=words::two_factor::PRINT
                icon=IconName::Print
                small=true
                if_script=true
                on_click=print
            />
        };
    view! { <div class="actions" on:click=move |_| taken.run(())>{ways}</div> }.into_any()
}
