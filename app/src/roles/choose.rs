//! Choosing who is meant, and what they are to be.

use domain::{rights::Role, roles::RoleName, teams::Proposed, words};
use leptos::prelude::*;

use crate::{
    form::FormState,
    ui::{Choice, ChoiceList, ListField},
};

/// One of the roles that may be chosen, each with what comes with it, and of the
/// organization's own; the present one can have the focus.
pub(crate) fn roles(
    state: FormState,
    now: &str,
    focused: bool,
    says: fn(Role) -> &'static str,
    may: impl Fn(&Role) -> bool,
    own: &[RoleName],
) -> AnyView {
    let typed = state.value("role", now);
    let choice = |value: String, label: String, sentence: &'static str| {
        let now = typed == value;
        view! {
            <Choice
                name="role"
                autofocus=now && focused
                value
                radio=true
                label
                sentence
                checked=RwSignal::new(now)
            />
        }
    };
    let all = Role::ALL.into_iter().filter(may).map(|role| {
        choice(role.as_str().into(), words::organizations::role(role).into(), says(role))
    });
    let own =
        own.iter().map(|own| choice(own.id.to_string(), own.name.clone(), words::people::CUSTOM));
    let choices = all.chain(own).collect::<Vec<_>>();
    view! {
        <ChoiceList id="roles" legend=words::people::ROLE error=state.error("role")>
            {choices}
        </ChoiceList>
    }
    .into_any()
}

/// The same in a workspace, which has no owners.
pub(crate) fn workspace_roles(state: FormState, now: Role, focused: bool) -> AnyView {
    let says = words::workspaces::what_it_may;
    roles(state, now.as_str(), focused, says, |role| *role != Role::Owner, &[])
}

/// Somebody of the organization, by their address: some are proposed.
pub(crate) fn person(state: FormState, proposed: Vec<Proposed>) -> AnyView {
    let proposal = |one: Proposed| (one.email, one.display_name);
    let proposals: Vec<_> = proposed.into_iter().map(proposal).collect();
    view! {
        <ListField
            id="email"
            label=words::teams::ADDRESS
            value=state.value("email", "")
            proposals
            error=state.error("email")
            on_input=state.mend("email")
            hint=words::teams::ADDRESS_HINT
        />
    }
    .into_any()
}
