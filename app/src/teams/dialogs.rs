//! What is asked over the page of a team, each at an address of its own.

use domain::{
    Problem,
    rights::Role,
    teams::{Proposed, TeamChoices, TeamPage, Workspace},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    AddToTeam, DeleteTeam, EditTeam, LoadTeamChoices, SetTeamRole,
    one::{address, may},
};
use crate::{
    ask::{self, Ask, no_choice, nothing, nothing_there},
    form::{FormField, FormState},
    load::{Data, loaded_in_place},
    paths,
    roles::{person, workspace_roles},
    ui::{ButtonKind, Select, live},
};

/// The dialog that the address asks for.
pub(super) fn over(page: TeamPage, newest: Data<TeamPage>) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let act = path.with(|path| {
            let (_, page) = paths::in_settings(path)?;
            paths::in_team(page).map(|(_, act)| act.to_owned())
        })?;
        Some(match act.as_str() {
            "" => return None,
            paths::EDIT if may(&page) => edit(&page, newest),
            paths::DELETE if may(&page) => delete(&page),
            paths::ADD if may(&page) => {
                with_choices(&page, move |page, choices| add(page, choices.proposed, newest))
            }
            paths::GIVE if may(&page) => {
                with_choices(&page, move |page, choices| give(page, choices.workspaces, newest))
            }
            act => change_role(&page, newest, act),
        })
    };
    live(dialog)
}

/// When it worked: the page shows it, and a toast says it.
fn settle(newest: Data<TeamPage>, open: RwSignal<bool>, said: &'static str) {
    ask::settle(open, said);
    newest.reload();
}

/// Which team a form is about.
fn its_ids(page: &TeamPage) -> AnyView {
    view! {
        <input type="hidden" name="organization" value=page.place.slug.clone()/>
        <input type="hidden" name="team" value=page.id.to_string()/>
    }
    .into_any()
}

fn edit(page: &TeamPage, newest: Data<TeamPage>) -> AnyView {
    let state = FormState::of::<EditTeam>();
    let open = RwSignal::new(true);
    state.on_done::<EditTeam>(move |()| settle(newest, open, words::teams::SAVED));
    let here = address(page, paths::EDIT);
    let newer = move || {
        matches!(state.problem(), Some(Problem::Conflict)).then(|| {
            view! {
                <a class="btn btn--sm" href=here.clone() rel="external">
                    {words::SHOW_NEW_VERSION}
                </a>
            }
        })
    };
    let asked = Ask {
        title: words::teams::EDIT_TEAM.to_owned(),
        sentence: words::teams::EDIT_LEAD.to_owned(),
        back: address(page, ""),
        keep: words::teams::CANCEL,
        act: words::teams::SAVE,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let version = state.value("version", &page.version.to_string());
    let fields = view! {
        {its_ids(page)}
        <input type="hidden" name="version" value=version/>
        <FormField
            state
            id="name"
            label=words::teams::NAME
            autocomplete="off"
            saved=page.name.clone()
            autofocus=true
        />
        <FormField
            state
            id="about"
            label=words::teams::ABOUT
            autocomplete="off"
            saved=page.about.clone()
            optional=true
        />
    };
    asked.with_help(state, open, fields.into_any(), Some(newer.into()))
}

fn delete(page: &TeamPage) -> AnyView {
    let state = FormState::of::<DeleteTeam>();
    let asked = Ask {
        title: words::teams::delete_question(&page.name),
        sentence: words::teams::DELETE_WARNING.to_owned(),
        back: address(page, ""),
        keep: words::teams::KEEP,
        act: words::teams::DELETE_TEAM,
        busy: words::teams::DELETING,
        kind: ButtonKind::Danger,
    };
    asked.dialog(state, RwSignal::new(true), its_ids(page))
}

/// A dialog in which something is chosen: when it is known what of.
fn with_choices(
    page: &TeamPage,
    dialog: impl Fn(&TeamPage, TeamChoices) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let page = page.clone();
    let (organization, team) = (page.place.slug.clone(), page.id);
    let fields = [("organization", &*organization), ("team", &*team.to_string())];
    let wanted = LoadTeamChoices { organization: organization.clone(), team };
    loaded_in_place(Data::of(wanted, &fields), move |choices| dialog(&page, choices))
}

/// Somebody else of the organization.
fn add(page: &TeamPage, proposed: Vec<Proposed>, newest: Data<TeamPage>) -> AnyView {
    let state = FormState::of::<AddToTeam>();
    let open = RwSignal::new(true);
    state.on_done::<AddToTeam>(move |()| settle(newest, open, words::teams::ADDED));
    let asked = Ask {
        title: words::teams::ADD.to_owned(),
        sentence: words::teams::ADD_LEAD.to_owned(),
        back: address(page, ""),
        keep: words::teams::CANCEL,
        act: words::teams::ADD,
        busy: words::teams::ADDING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        {its_ids(page)}
        {person(state, proposed)}
    };
    asked.dialog(state, open, fields.into_any())
}

/// A role in one more workspace.
fn give(page: &TeamPage, choices: Vec<Workspace>, newest: Data<TeamPage>) -> AnyView {
    let choices: Vec<_> = choices.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let Some((first, _)) = choices.first().cloned() else {
        return no_choice(address(page, ""), words::teams::NO_CHOICE);
    };
    let state = FormState::of::<SetTeamRole>();
    let open = RwSignal::new(true);
    state.on_done::<SetTeamRole>(move |()| settle(newest, open, words::teams::GIVEN));
    let asked = Ask {
        title: words::teams::GIVE.to_owned(),
        sentence: words::teams::GIVE_LEAD.to_owned(),
        back: address(page, ""),
        keep: words::teams::CANCEL,
        act: words::teams::GIVE,
        busy: words::teams::ADDING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        {its_ids(page)}
        <Select
            id="workspace"
            label=words::teams::WORKSPACE
            options=vec![(String::new(), choices)]
            value=state.value("workspace", &first)
            error=state.error("workspace")
            on_change=state.mend("workspace")
        />
        {workspace_roles(state, Role::Member, false)}
    };
    asked.dialog(state, open, fields.into_any())
}

/// Another role in a workspace in which the team has one.
fn change_role(page: &TeamPage, newest: Data<TeamPage>, act: &str) -> AnyView {
    let back = address(page, "");
    let id = act.strip_prefix(paths::GIVE).and_then(|rest| rest.strip_prefix('/'));
    let Some(id) = id.filter(|_| may(page)) else { return nothing_there(back) };
    let Some(one) = page.workspaces.iter().find(|one| one.id.to_string() == id) else {
        return nothing(back, words::teams::GONE);
    };
    let state = FormState::of::<SetTeamRole>();
    let open = RwSignal::new(true);
    state.on_done::<SetTeamRole>(move |()| settle(newest, open, words::teams::ROLE_SAVED));
    let asked = Ask {
        title: words::workspaces::role_title(&page.name),
        sentence: words::teams::role_in(&one.name),
        back,
        keep: words::teams::CANCEL,
        act: words::teams::SAVE_ROLE,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        {its_ids(page)}
        <input type="hidden" name="workspace" value=one.id.to_string()/>
        {workspace_roles(state, one.role, true)}
    };
    asked.dialog(state, open, fields.into_any())
}
