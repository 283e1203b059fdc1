//! Changing the password.

use domain::{Time, words};
use leptos::{html, prelude::*};

use super::{ChangePassword, LoadStrength, sessions::Sessions};
use crate::{
    form::{Form, FormField, FormProblem, FormState, whose_password},
    paths,
    strength::Meter,
    typed::Typed,
    ui::{Callout, CalloutKind, Dates, Section, SectionFoot, SubmitButton, focus},
};

/// The section of the password.
pub(super) fn section(email: String, since: Time, min: u32, sessions: Sessions) -> AnyView {
    let state = FormState::of::<ChangePassword>();
    let form = NodeRef::<html::Form>::new();
    let typed = Typed::into(form, words::leaving::UNSAVED, paths::SECURITY, &["sign-out"]);
    let meter = Meter::of::<LoadStrength>(state, &[]);
    let changed = RwSignal::new(state.done_before());
    let since = RwSignal::new(since);
    state.on_done::<ChangePassword>(move |()| {
        if let Some(form) = form.get_untracked() {
            form.reset();
        }
        meter.clear();
        changed.set(true);
        since.set(sessions.now);
        sessions.only_this();
        focus("change-h");
    });
    let dates = Dates::of_page();
    let lead = move || [words::security::PASSWORD_SINCE, &dates.date(since.get()), "."].concat();
    let said = move || {
        changed.get().then(|| {
            view! { <Callout kind=CalloutKind::Ok title=words::security::CHANGED alert=true/> }
        })
    };
    view! {
        <Section
            id="change"
            title=words::security::PASSWORD
            sentence=Signal::derive(lead)
            foot=move || {
                view! {
                    <SectionFoot hint=Signal::stored(words::security::ENDS_OTHERS.to_owned())>
                        <SubmitButton
                            label=words::security::CHANGE
                            busy_label=words::security::CHANGING
                            pending=state.pending()
                            form="password-form"
                        />
                    </SectionFoot>
                }
            }
        >
            <Form
                state
                id="password-form"
                node_ref=form
                on_edit=typed.watch()
                on_send=Callback::new(move |()| changed.set(false))
            >
                {said}
                <FormProblem state/>
                {whose_password(email)}
                <FormField
                    state
                    id="current"
                    label=words::security::CURRENT
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="form__pair">
                    {meter
                        .field(
                            words::security::NEW,
                            words::sign_in::password_hint(min),
                            false,
                        )}
                    <FormField
                        state
                        id="repeat"
                        label=words::security::REPEAT
                        kind="password"
                        autocomplete="new-password"
                    />
                </div>
            </Form>
        </Section>
    }
    .into_any()
}
