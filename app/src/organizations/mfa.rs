//! Whether an organization requires a second factor of everybody in it.

use domain::{organizations::General, rights::Right, words};
use leptos::prelude::*;

use super::{
    RequireMfa,
    general::{Shown, set_line},
};
use crate::{
    form::{Form, FormProblem, FormState},
    ui::{ButtonKind, Section, SubmitButton, focus, live, toast},
};

/// The section: what holds, who set it, and the way to change it.
pub(super) fn section(shown: Shown) -> AnyView {
    let state = FormState::of::<RequireMfa>();
    state.on_done::<RequireMfa>(move |general| {
        // The page stays, with what was typed elsewhere on it.
        shown.general.set(general);
        toast(words::organizations::MFA_SAVED);
        focus("mfa");
    });
    let holds = move || {
        let General { mfa, deletes_at, now, .. } = shown.general.get();
        let rule = if mfa.everywhere {
            words::organizations::MFA_EVERYWHERE
        } else if mfa.required {
            words::organizations::MFA_REQUIRED
        } else {
            words::organizations::MFA_OPTIONAL
        };
        let open = !mfa.everywhere && deletes_at.is_none();
        let change = match (open, shown.may(Right::ChangeOrganization)) {
            (true, true) => form(shown, state, mfa.required),
            (true, false) => {
                view! { <p class="hint">{words::organizations::NOT_YOURS}</p> }.into_any()
            }
            (false, _) => ().into_any(),
        };
        let set = mfa.set.filter(|_| !mfa.everywhere);
        view! {
            <div class="form">
                <p>{rule} " " {mfa.without.map(words::organizations::without_mfa)}</p>
                {change}
                {set.map(|set| set_line(words::organizations::MFA_SET, set, now))}
            </div>
        }
    };
    view! {
        <Section id="mfa" title=words::organizations::MFA>
            {live(holds)}
        </Section>
    }
    .into_any()
}

fn form(shown: Shown, state: FormState, required: bool) -> AnyView {
    let label =
        if required { words::organizations::FREE_MFA } else { words::organizations::REQUIRE_MFA };
    view! {
        <Form state>
            <input type="hidden" name="organization" value=shown.slug()/>
            <input type="hidden" name="required" value=(!required).to_string()/>
            <FormProblem state/>
            <div>
                <SubmitButton
                    label
                    busy_label=words::organizations::SAVING_MFA
                    pending=state.pending()
                    kind=ButtonKind::Outlined
                />
            </div>
        </Form>
    }
    .into_any()
}
