//! What is asked over the page of a workspace, each at an address of its own.

use domain::{Problem, WorkspaceId, rights::Right, words, workspaces::WorkspacePage};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{ArchiveWorkspace, MoveWorkspace, RenameWorkspace, RestoreWorkspace};
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    frame::reload_shell,
    load::Data,
    not_found::tell_status,
    paths,
    ui::{ButtonKind, Callout, CalloutKind, Dialog, LinkButton, Select, SubmitButton, live, toast},
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
            paths::MOVE if may(Right::MoveWorkspaces) => Some(hand_over(&page)),
            _ => Some(nothing(page.id)),
        }
    };
    live(dialog)
}

/// There is nothing to ask, or not any more, or not of this person.
fn nothing(id: WorkspaceId) -> AnyView {
    tell_status();
    let navigate = use_navigate();
    Effect::new(move |_| navigate(&paths::workspace(id), quiet()));
    ().into_any()
}

fn quiet() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}

/// Back to the page, when a dialog has closed; what has changed is loaded by then.
fn leave(id: WorkspaceId) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| navigate(&paths::workspace(id), quiet()))
}

/// What two buttons of such a dialog say.
struct Says {
    keep: &'static str,
    act: &'static str,
    busy: &'static str,
    kind: ButtonKind,
    /// The safe button comes first.
    careful: bool,
}

fn foot(id: WorkspaceId, state: FormState, open: RwSignal<bool>, says: &Says) -> AnyView {
    view! {
        <LinkButton
            href=paths::workspace(id)
            label=says.keep
            autofocus=says.careful
            on_click=Callback::new(move |()| open.set(false))
        />
        <SubmitButton
            label=says.act
            busy_label=says.busy
            pending=state.pending()
            kind=says.kind
            form="ask-form"
        />
    }
    .into_any()
}

/// When it worked: the page shows it, and a toast says it.
fn settle(newest: Data<WorkspacePage>, open: RwSignal<bool>, said: &'static str) {
    open.set(false);
    toast(said);
    reload_shell();
    newest.reload();
}

fn rename(page: &WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<RenameWorkspace>();
    let (id, open) = (page.id, RwSignal::new(true));
    state.on_done::<RenameWorkspace>(move |()| settle(newest, open, words::workspaces::RENAMED));
    let says = Says {
        keep: words::workspaces::CANCEL,
        act: words::workspaces::SAVE_NAME,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
        careful: false,
    };
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
    view! {
        <Dialog
            id="ask"
            title=words::workspaces::RENAME_WORKSPACE.to_owned()
            sentence=words::workspaces::RENAME_LEAD.to_owned()
            open
            busy=state.pending()
            on_close=leave(id)
            foot=move || foot(id, state, open, &says)
        >
            <Form state id="ask-form">
                <FormProblem state help=newer/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version/>
                <FormField
                    state
                    id="name"
                    label=words::workspaces::NAME
                    autocomplete="off"
                    saved
                    autofocus=true
                />
            </Form>
        </Dialog>
    }
    .into_any()
}

fn archive(page: &WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<ArchiveWorkspace>();
    let open = RwSignal::new(true);
    let said = words::workspaces::DONE_ARCHIVED;
    state.on_done::<ArchiveWorkspace>(move |()| settle(newest, open, said));
    let says = Says {
        keep: words::workspaces::KEEP,
        act: words::workspaces::ARCHIVE_WORKSPACE,
        busy: words::workspaces::ARCHIVING,
        kind: ButtonKind::Danger,
        careful: true,
    };
    let title = words::workspaces::archive_question(&page.name);
    question(page.id, state, open, (title, words::workspaces::ARCHIVE_WARNING), says)
}

fn restore(page: &WorkspacePage, newest: Data<WorkspacePage>) -> AnyView {
    let state = FormState::of::<RestoreWorkspace>();
    let open = RwSignal::new(true);
    state.on_done::<RestoreWorkspace>(move |()| settle(newest, open, words::workspaces::RESTORED));
    let says = Says {
        keep: words::workspaces::CANCEL,
        act: words::workspaces::RESTORE_WORKSPACE,
        busy: words::workspaces::RESTORING,
        kind: ButtonKind::Primary,
        careful: false,
    };
    let title = words::workspaces::restore_question(&page.name);
    question(page.id, state, open, (title, words::workspaces::RESTORE_LEAD), says)
}

/// A question with two answers.
fn question(
    id: WorkspaceId,
    state: FormState,
    open: RwSignal<bool>,
    (title, sentence): (String, &'static str),
    says: Says,
) -> AnyView {
    view! {
        <Dialog
            id="ask"
            title
            sentence=sentence.to_owned()
            open
            busy=state.pending()
            on_close=leave(id)
            foot=move || foot(id, state, open, &says)
        >
            <Form state id="ask-form">
                <FormProblem state/>
                <input type="hidden" name="id" value=id.to_string()/>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// To another organization: what goes with it, and who loses it.
fn hand_over(page: &WorkspacePage) -> AnyView {
    let state = FormState::of::<MoveWorkspace>();
    let (id, open) = (page.id, RwSignal::new(true));
    let target = |target: &domain::workspaces::Target| {
        (target.slug.clone(), words::workspaces::target(&target.name, target.lose))
    };
    let targets: Vec<_> = page.targets.iter().map(target).collect();
    let says = Says {
        keep: words::workspaces::CANCEL,
        act: words::workspaces::MOVE_WORKSPACE,
        busy: words::workspaces::MOVING,
        kind: ButtonKind::Primary,
        careful: false,
    };
    let nowhere = targets.is_empty();
    let body = if nowhere {
        view! { <Callout kind=CalloutKind::Warn title=words::workspaces::NOWHERE/> }.into_any()
    } else {
        let first = targets.first().map(|(slug, _)| slug.clone()).unwrap_or_default();
        view! {
            <Form state id="ask-form">
                <FormProblem state/>
                <input type="hidden" name="id" value=id.to_string()/>
                <Select
                    id="organization"
                    label=words::workspaces::MOVE_TO
                    options=vec![(String::new(), targets)]
                    value=state.value("organization", &first)
                    error=state.error("organization")
                    on_change=state.mend("organization")
                />
            </Form>
        }
        .into_any()
    };
    view! {
        <Dialog
            id="ask"
            title=words::workspaces::move_question(&page.name)
            sentence=words::workspaces::MOVE_LEAD.to_owned()
            open
            busy=state.pending()
            on_close=leave(id)
            foot=move || {
                if nowhere {
                    let href = paths::workspace(id);
                    let close = Callback::new(move |()| open.set(false));
                    view! { <LinkButton href label=words::workspaces::CANCEL on_click=close/> }
                        .into_any()
                } else {
                    foot(id, state, open, &says)
                }
            }
        >
            {body}
        </Dialog>
    }
    .into_any()
}
