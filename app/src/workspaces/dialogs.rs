//! What is asked over the page of a workspace, each at an address of its own.

use domain::{
    Problem, WorkspaceId,
    rights::{Right, Role},
    teams::Proposed,
    words,
    workspaces::{Member, Target, WorkspaceChoices, WorkspacePage},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    AddMember, ArchiveWorkspace, LoadWorkspaceChoices, MoveWorkspace, RemoveMember,
    RenameWorkspace, RestoreWorkspace, SetMemberRole,
};
use crate::{
    ask::{self, Ask, no_choice, nothing, nothing_there},
    form::{FormField, FormState},
    frame::reload_shell,
    load::{Data, loaded_in_place},
    paths,
    roles::{person, workspace_roles},
    ui::{ButtonKind, Select, live},
};

/// The dialog that the address asks for.
pub(super) fn over(page: WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let act = path.with(|path| paths::in_workspace(path).map(|(_, act)| act.to_owned()))?;
        let may = |right| page.standing.has(right) && !page.frozen;
        let archived = page.archived_at.is_some();
        match act.as_str() {
            "" => None,
            paths::RENAME if may(Right::ChangeWorkspace) => Some(rename(&page, newest)),
            paths::ARCHIVE if may(Right::ManageWorkspaces) && !archived => {
                Some(archive(&page, newest))
            }
            paths::RESTORE if may(Right::ManageWorkspaces) && archived => {
                Some(restore(&page, newest))
            }
            paths::MOVE if may(Right::MoveWorkspaces) => {
                let page = page.clone();
                Some(with_choices(page.id, move |choices| hand_over(&page, choices.targets)))
            }
            paths::ADD if may(Right::ManageMembers) => {
                let id = page.id;
                Some(with_choices(id, move |choices| add(id, choices.proposed, newest)))
            }
            _ => Some(about_member(&page, newest, &act)),
        }
    };
    live(dialog)
}

/// When it worked: the page shows it, and a toast says it.
fn settle(newest: Data<WorkspacePage>, open: RwSignal<bool>, said: &'static str) {
    ask::settle(open, said);
    reload_shell();
    newest.reload();
}

fn rename(page: &WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<RenameWorkspace>();
    let (id, open) = (page.id, RwSignal::new(true));
    state.on_done::<RenameWorkspace>(move |()| settle(newest, open, words::workspaces::RENAMED));
    let newer = move || {
        matches!(state.problem(), Some(Problem::Conflict)).then(|| {
            view! {
                <a class="btn btn--sm" href=paths::of_workspace(id, paths::RENAME) rel="external">
                    {words::SHOW_NEW_VERSION}
                </a>
            }
        })
    };
    let version = state.value("version", &page.version.to_string());
    let saved = page.name.clone();
    let asked = Ask {
        title: words::workspaces::RENAME_WORKSPACE.to_owned(),
        sentence: words::workspaces::RENAME_LEAD.to_owned(),
        back: paths::workspace(id),
        keep: words::workspaces::CANCEL,
        act: words::workspaces::SAVE_NAME,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        {its_id(id)}
        <input type="hidden" name="version" value=version/>
        <FormField
            state
            id="name"
            label=words::workspaces::NAME
            autocomplete="off"
            saved
            autofocus=true
        />
    };
    asked.with_help(state, open, fields.into_any(), Some(newer.into()))
}

fn archive(page: &WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<ArchiveWorkspace>();
    let open = RwSignal::new(true);
    let said = words::workspaces::DONE_ARCHIVED;
    state.on_done::<ArchiveWorkspace>(move |()| settle(newest, open, said));
    let asked = Ask {
        title: words::workspaces::archive_question(&page.name),
        sentence: words::workspaces::ARCHIVE_WARNING.to_owned(),
        back: paths::workspace(page.id),
        keep: words::workspaces::KEEP,
        act: words::workspaces::ARCHIVE_WORKSPACE,
        busy: words::workspaces::ARCHIVING,
        kind: ButtonKind::Danger,
    };
    asked.dialog(state, open, its_id(page.id))
}

fn restore(page: &WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<RestoreWorkspace>();
    let open = RwSignal::new(true);
    state.on_done::<RestoreWorkspace>(move |()| settle(newest, open, words::workspaces::RESTORED));
    let asked = Ask {
        title: words::workspaces::restore_question(&page.name),
        sentence: words::workspaces::RESTORE_LEAD.to_owned(),
        back: paths::workspace(page.id),
        keep: words::workspaces::CANCEL,
        act: words::workspaces::RESTORE_WORKSPACE,
        busy: words::workspaces::RESTORING,
        kind: ButtonKind::Primary,
    };
    asked.dialog(state, open, its_id(page.id))
}

/// Which workspace a form is about.
fn its_id(id: WorkspaceId) -> AnyView {
    view! { <input type="hidden" name="id" value=id.to_string()/> }.into_any()
}

/// A dialog in which something is chosen: when it is known what of.
fn with_choices(
    id: WorkspaceId,
    dialog: impl Fn(WorkspaceChoices) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let choices = Data::of(LoadWorkspaceChoices { id }, &[("id", &id.to_string())]);
    loaded_in_place(choices, dialog)
}

/// Somebody else of the organization.
fn add(id: WorkspaceId, proposed: Vec<Proposed>, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<AddMember>();
    let open = RwSignal::new(true);
    state.on_done::<AddMember>(move |()| settle(newest, open, words::workspaces::ADDED));
    let asked = Ask {
        title: words::workspaces::ADD.to_owned(),
        sentence: words::workspaces::ADD_LEAD.to_owned(),
        back: paths::workspace(id),
        keep: words::workspaces::CANCEL,
        act: words::workspaces::ADD,
        busy: words::workspaces::ADDING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        {its_id(id)}
        {person(state, proposed)}
        {workspace_roles(state, Role::Member, false)}
    };
    asked.dialog(state, open, fields.into_any())
}

fn about_member(page: &WorkspacePage, newest: Data<WorkspacePage>, act: &str) -> AnyView {
    let back = paths::workspace(page.id);
    let Some((Some(id), act)) = paths::member_dialog(act) else { return nothing_there(back) };
    let mut known = page.members.iter().chain(&page.about);
    let member = known.find(|member| member.person == id && member.direct.is_some());
    let Some(member) = member else { return nothing(back, words::workspaces::GONE) };
    let may = page.standing.has(Right::ManageMembers);
    match act {
        _ if page.frozen => nothing_there(back),
        paths::ROLE if may => member_role(page, member, newest),
        paths::REMOVE if may || member.you => remove(page, member, newest),
        _ => nothing_there(back),
    }
}

fn member_role(page: &WorkspacePage, member: &Member, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<SetMemberRole>();
    let open = RwSignal::new(true);
    state.on_done::<SetMemberRole>(move |()| settle(newest, open, words::workspaces::ROLE_SAVED));
    state.on_gone(move || settle(newest, open, words::workspaces::GONE));
    let asked = Ask {
        title: words::workspaces::role_title(&member.display_name),
        sentence: words::workspaces::ROLE_LEAD.to_owned(),
        back: paths::workspace(page.id),
        keep: words::workspaces::CANCEL,
        act: words::workspaces::SAVE_ROLE,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let now = member.direct.unwrap_or(member.role);
    let fields = view! {
        {its_id(page.id)}
        <input type="hidden" name="person" value=member.person.to_string()/>
        {workspace_roles(state, now, true)}
    };
    asked.dialog(state, open, fields.into_any())
}

/// Asks before somebody goes, or before one goes oneself.
fn remove(page: &WorkspacePage, member: &Member, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<RemoveMember>();
    let open = RwSignal::new(true);
    let said = if member.you { words::workspaces::LEFT } else { words::workspaces::REMOVED };
    state.on_done::<RemoveMember>(move |()| settle(newest, open, said));
    // What was asked for is done.
    state.on_gone(move || settle(newest, open, said));
    let (title, sentence, act, busy) = if member.you {
        (
            words::workspaces::leave_question(&page.name),
            words::workspaces::LEAVE_WARNING,
            words::workspaces::LEAVE,
            words::workspaces::LEAVING,
        )
    } else {
        (
            words::workspaces::remove_question(&member.display_name, &page.name),
            words::workspaces::REMOVE_WARNING,
            words::workspaces::REMOVE,
            words::workspaces::REMOVING,
        )
    };
    let asked = Ask {
        title,
        sentence: sentence.to_owned(),
        back: paths::workspace(page.id),
        keep: words::workspaces::KEEP_MEMBER,
        act,
        busy,
        kind: ButtonKind::Danger,
    };
    let fields = view! {
        {its_id(page.id)}
        <input type="hidden" name="person" value=member.person.to_string()/>
    };
    asked.dialog(state, open, fields.into_any())
}

/// To another organization: what goes with it, and who loses it.
fn hand_over(page: &WorkspacePage, targets: Vec<Target>) -> AnyView {
    let state = FormState::of::<MoveWorkspace>();
    let (id, open) = (page.id, RwSignal::new(true));
    let target = |one: Target| (one.slug, words::workspaces::target(&one.name, one.lose));
    let targets: Vec<_> = targets.into_iter().map(target).collect();
    if targets.is_empty() {
        return no_choice(paths::workspace(id), words::workspaces::NOWHERE);
    }
    let asked = Ask {
        title: words::workspaces::move_question(&page.name),
        sentence: words::workspaces::MOVE_LEAD.to_owned(),
        back: paths::workspace(id),
        keep: words::workspaces::CANCEL,
        act: words::workspaces::MOVE_WORKSPACE,
        busy: words::workspaces::MOVING,
        kind: ButtonKind::Primary,
    };
    let first = targets.first().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let fields = view! {
        {its_id(id)}
        <Select
            id="organization"
            label=words::workspaces::MOVE_TO
            options=vec![(String::new(), targets)]
            value=state.value("organization", &first)
            error=state.error("organization")
            on_change=state.mend("organization")
        />
    };
    asked.dialog(state, open, fields.into_any())
}
