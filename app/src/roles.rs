//! Choosing who is meant, and what they are to be.

use domain::{rights::Role, teams::Proposed, words};
use leptos::prelude::*;

use crate::{
    form::FormState,
    ui::{Choice, ChoiceList, ListField},
};

/// One of the roles that may be chosen, each with what comes with it; the present one can
/// have the focus.
pub(crate) fn roles(
    state: FormState,
    now: Role,
    focused: bool,
    says: fn(Role) -> &'static str,
    may: impl Fn(&Role) -> bool,
) -> AnyView {
    let typed = state.value("role", now.as_str());
    let choices = Role::ALL.into_iter().filter(may).map(|role| {
        let now = typed == role.as_str();
        view! {
            <Choice
                name="role"
                autofocus=now && focused
                value=role.as_str()
                radio=true
                label=words::organizations::role(role)
                sentence=says(role)
                checked=RwSignal::new(now)
            />
        }
    });
    let choices = choices.collect::<Vec<_>>();
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
    roles(state, now, focused, says, |role| *role != Role::Owner)
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
