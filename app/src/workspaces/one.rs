//! `/w/{workspace}`: the page of one workspace.

use domain::{
    WorkspaceId,
    rights::Right,
    words,
    workspaces::{Member, WorkspacePage},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

use super::{
    AddMember, ArchiveWorkspace, LoadWorkspace, MoveWorkspace, RemoveMember, RenameWorkspace,
    RestoreWorkspace, SetMemberRole, dialogs,
};
use crate::{
    form::{FormState, done},
    load::{Data, loaded_if_open},
    paths,
    place::named,
    screens::Part,
    ui::{
        Avatar, AvatarSize, Badge, ButtonKind, Callout, CalloutKind, Empty, IconName, LinkButton,
        MenuItem, PageHead, RowMenu, Section, When,
    },
};

/// The page.
#[lazy]
pub(crate) fn workspace_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    named(|path| paths::in_workspace(path).map(|(id, _)| id), page)
}

fn page(id: &str) -> AnyView {
    let after = use_query_map().get_untracked().get("after").unwrap_or_default();
    let whom = use_location().pathname.with_untracked(|path| asked_about(path));
    let fields = [("id", id), ("after", &*after), ("about", &*whom)];
    let wanted = LoadWorkspace { id: id.into(), after: after.clone(), about: whom.clone() };
    let data = Data::of(wanted, &fields);
    loaded_if_open(data, Right::ReadWorkspace, move |page: WorkspacePage| {
        view! {
            <Title text=page.name.clone()/>
            // Before the sections: a dialog stands over them, a callout above.
            {dialogs::over(page.clone(), data)}
            {head(&page)}
            {done(FormState::of::<RenameWorkspace>(), words::workspaces::RENAMED)}
            {done(FormState::of::<ArchiveWorkspace>(), words::workspaces::DONE_ARCHIVED)}
            {done(FormState::of::<RestoreWorkspace>(), words::workspaces::RESTORED)}
            {done(FormState::of::<MoveWorkspace>(), words::workspaces::MOVED)}
            {done(FormState::of::<AddMember>(), words::workspaces::ADDED)}
            {done(FormState::of::<SetMemberRole>(), words::workspaces::ROLE_SAVED)}
            {done(FormState::of::<RemoveMember>(), words::workspaces::REMOVED)}
            {state(&page)}
            {about(&page)}
            {members(page)}
        }
        .into_any()
    })
}

/// Whom the dialog of an address is about, wherever they are in the list; nobody, mostly.
fn asked_about(path: &str) -> String {
    let act = paths::in_workspace(path).map(|(_, act)| act).unwrap_or_default();
    let person = paths::member_dialog(act).and_then(|(person, _)| person);
    person.map(|person| person.to_string()).unwrap_or_default()
}

fn head(page: &WorkspacePage) -> AnyView {
    let sentence = words::workspaces::of(&page.place.name);
    view! {
        <PageHead title=page.name.clone() sentence>
            <LinkButton href=paths::PROFILE label=words::workspaces::ACCOUNT/>
        </PageHead>
    }
    .into_any()
}

/// What keeps it from being used as usual.
fn state(page: &WorkspacePage) -> AnyView {
    let warn = |title| view! { <Callout kind=CalloutKind::Warn title/> };
    let archived = page.archived_at.map(|_| warn(words::workspaces::IS_ARCHIVED));
    let frozen = page.frozen.then(|| warn(words::organizations::ENDS_NOTHING));
    view! {
        {archived}
        {frozen}
    }
    .into_any()
}

fn about(page: &WorkspacePage) -> AnyView {
    let (id, standing, frozen) = (page.id, page.standing, page.frozen);
    let act = move |right, act: &str, label: &'static str, kind| {
        (standing.has(right) && !frozen).then(|| {
            view! { <LinkButton href=paths::of_workspace(id, act) label kind small=true/> }
        })
    };
    let manages = Right::ManageWorkspaces;
    let outlined = ButtonKind::Outlined;
    let archive = if page.archived_at.is_none() {
        act(manages, paths::ARCHIVE, words::workspaces::ARCHIVE, ButtonKind::DangerQuiet)
    } else {
        act(manages, paths::RESTORE, words::workspaces::RESTORE, outlined)
    };
    let actions = move || {
        view! {
            {act(Right::ChangeWorkspace, paths::RENAME, words::workspaces::RENAME, outlined)}
            {act(Right::MoveWorkspaces, paths::MOVE, words::workspaces::MOVE, outlined)}
            {archive}
        }
    };
    let role = match (standing.workspace, standing.organization) {
        (Some(role), _) => words::organizations::role(role).to_owned(),
        (None, role) => {
            let role = role.map(|held| words::organizations::role(held.role)).unwrap_or_default();
            [role, " ", words::workspaces::IN_ORGANIZATION].concat()
        }
    };
    let general = paths::settings(&page.place.slug, paths::GENERAL);
    let row = |label: &'static str, value: AnyView| {
        view! {
            <div class="row">
                <div class="row__main">
                    <div class="row__meta">{label}</div>
                    <div class="row__title">{value}</div>
                </div>
            </div>
        }
    };
    let organization = view! { <a href=general>{page.place.name.clone()}</a> }.into_any();
    let created = view! { <When at=page.created_at now=page.now date=true/> }.into_any();
    view! {
        <Section id="about" title=words::workspaces::ABOUT flush=true actions>
            <div class="rows rows--lined">
                {row(words::workspaces::ORGANIZATION, organization)}
                {row(words::workspaces::YOUR_ROLE, role.into_any())}
                {row(words::workspaces::CREATED_ON, created)}
            </div>
        </Section>
    }
    .into_any()
}

fn members(page: WorkspacePage) -> AnyView {
    let may = page.standing.has(Right::ManageMembers) && !page.frozen;
    let WorkspacePage { id, members, member_count, next, frozen, .. } = page;
    let sentence = words::workspaces::members(member_count);
    let more = next.map(|after| {
        let href = [&*paths::workspace(id), "?after=", &after.to_string()].concat();
        view! {
            <div class="rows__more">
                <a class="btn btn--sm" href=href rel="external">
                    {words::workspaces::NEXT}
                </a>
            </div>
        }
    });
    let actions = move || {
        may.then(|| {
            let href = paths::of_workspace(id, paths::ADD);
            view! { <LinkButton href label=words::workspaces::ADD small=true/> }
        })
    };
    let body = if members.is_empty() {
        view! {
            <Empty
                title=words::workspaces::NO_MEMBERS
                sentence=words::workspaces::NO_MEMBERS_HINT
            />
        }
        .into_any()
    } else {
        let rows = members.into_iter().map(|one| member(id, one, may, frozen)).collect::<Vec<_>>();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    view! {
        <Section id="members" title=words::workspaces::MEMBERS sentence flush=true actions>
            {body}
            {more}
        </Section>
    }
    .into_any()
}

fn member(id: WorkspaceId, member: Member, may: bool, frozen: bool) -> AnyView {
    let Member { person, display_name, face, role, direct, teams, you } = member;
    let by = (!teams.is_empty()).then(|| words::workspaces::by_teams(&teams, direct.is_some()));
    let act = move |act| paths::of_member(id, person, act);
    let menu = (may && direct.is_some()).then(|| {
        view! {
            <RowMenu
                id=["actions-", &person.to_string()].concat()
                label=words::workspaces::actions_for(&display_name)
            >
                <MenuItem
                    label=words::workspaces::CHANGE_ROLE
                    icon=IconName::Edit
                    href=act(paths::ROLE)
                />
                <hr/>
                <MenuItem
                    label=words::workspaces::REMOVE
                    icon=IconName::Trash
                    danger=true
                    href=act(paths::REMOVE)
                />
            </RowMenu>
        }
    });
    let leave = (you && !may && !frozen && direct.is_some()).then(|| {
        let (href, kind) = (act(paths::REMOVE), ButtonKind::DangerQuiet);
        view! { <LinkButton href label=words::workspaces::LEAVE kind small=true/> }
    });
    view! {
        <li class="row">
            <Avatar face size=AvatarSize::Normal/>
            <div class="row__main">
                <div class="row__title">
                    {display_name} " "
                    {you.then(|| view! { <Badge label=words::workspaces::YOU/> })}
                </div>
                {by.map(|by| view! { <div class="row__meta">{by}</div> })}
            </div>
            <div class="actions">
                <Badge label=words::organizations::role(role)/>
                {leave}
                {menu}
            </div>
        </li>
    }
    .into_any()
}
