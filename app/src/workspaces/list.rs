//! `/settings/{org}/workspaces`: those of an organization, in pages of the server.

use domain::{
    Time,
    rights::Right,
    words,
    workspaces::{WorkspaceList, WorkspaceSummary},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};

use super::{CreateWorkspace, ListWorkspaces};
use crate::{
    ask::Ask,
    form::{FormField, FormState},
    load::{Data, loaded_if_open},
    paths,
    place::named,
    screens::Part,
    ui::{
        ButtonKind, Callout, CalloutKind, Empty, IconName, LinkButton, MenuItem, PageHead, RowMenu,
        Section, Tab, Tabs, When, live,
    },
};

/// The page.
#[lazy]
pub(crate) fn workspaces_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    // The archived ones are another list, the dialog stands over one.
    named(
        |path| {
            let (_, page) = paths::in_settings(path)?;
            Some(if page == paths::ARCHIVED {
                path
            } else {
                path.strip_suffix("/new").unwrap_or(path)
            })
        },
        page,
    )
}

fn page(address: &str) -> AnyView {
    let (slug, page) = paths::in_settings(address).unwrap_or_default();
    let archived = page == paths::ARCHIVED;
    let after = use_query_map().get_untracked().get("after").unwrap_or_default();
    let fields = [
        ("organization", slug),
        ("archived", if archived { "true" } else { "false" }),
        ("after", &*after),
    ];
    let organization = slug.to_owned();
    let list = Data::of(ListWorkspaces { organization, archived, after: after.clone() }, &fields);
    let is_first = after.is_empty();
    loaded_if_open(list, Right::ManageWorkspaces, move |list: WorkspaceList| {
        sections(list, is_first)
    })
}

fn sections(list: WorkspaceList, is_first: bool) -> AnyView {
    let WorkspaceList { place, workspaces, archived, next, frozen, now } = list;
    let address =
        paths::settings(&place.slug, if archived { paths::ARCHIVED } else { paths::WORKSPACES });
    let (active, old) = (
        paths::settings(&place.slug, paths::WORKSPACES),
        paths::settings(&place.slug, paths::ARCHIVED),
    );
    let new = paths::settings(&place.slug, paths::NEW_WORKSPACE);
    let action = (!frozen).then(|| {
        view! {
            <LinkButton
                href=new
                label=words::workspaces::NEW
                kind=ButtonKind::Primary
                icon=IconName::Plus
            />
        }
    });
    let ends = frozen.then(|| {
        view! { <Callout kind=CalloutKind::Warn title=words::organizations::ENDS_NOTHING/> }
    });
    let body = if workspaces.is_empty() {
        let (title, sentence) = if archived {
            (words::workspaces::NONE_ARCHIVED, words::workspaces::NONE_ARCHIVED_HINT)
        } else {
            (words::workspaces::NONE_YET, words::workspaces::NONE_YET_HINT)
        };
        view! { <Empty title sentence/> }.into_any()
    } else {
        table(workspaces, archived, frozen, now)
    };
    let next = next.map(|after| [&*address, "?after=", &after.to_string()].concat());
    let pager = (next.is_some() || !is_first).then(|| {
        // Whole pages: the list starts elsewhere.
        view! {
            <nav class="actions" aria-label=words::workspaces::PAGES>
                {(!is_first)
                    .then(|| {
                        view! {
                            <a class="btn" href=address rel="external">
                                {words::workspaces::FIRST}
                            </a>
                        }
                    })}
                {next
                    .map(|href| {
                        view! {
                            <a class="btn" href=href rel="external">
                                {words::workspaces::NEXT}
                            </a>
                        }
                    })}
            </nav>
        }
    });
    let title =
        if archived { words::workspaces::LIST_ARCHIVED } else { words::workspaces::LIST_ACTIVE };
    view! {
        <Title text=words::workspaces::TITLE/>
        // Before the sections: a dialog stands over them.
        {dialog(place.slug.clone(), frozen)}
        <PageHead title=words::workspaces::TITLE sentence=words::workspaces::lead(&place.name)>
            {action}
        </PageHead>
        <Tabs label=words::workspaces::TABS>
            <Tab href=active label=words::workspaces::ACTIVE current=!archived/>
            <Tab href=old label=words::workspaces::ARCHIVED current=archived/>
        </Tabs>
        {ends}
        <Section id="list" title flush=true>
            {body}
        </Section>
        {pager}
    }
    .into_any()
}

fn table(workspaces: Vec<WorkspaceSummary>, archived: bool, frozen: bool, now: Time) -> AnyView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    let row = |workspace| row(workspace, frozen, now);
    let rows = workspaces.into_iter().map(row).collect::<Vec<_>>();
    let when =
        if archived { words::workspaces::ARCHIVED_ON } else { words::workspaces::CREATED_ON };
    view! {
            <div class="table-wrap">
                <table class="table" role="table" aria-labelledby="list-h">
                    <thead role="rowgroup">
                        <tr role="row">
                            {head(words::workspaces::WORKSPACE)}
                            {head(words::workspaces::MEMBERS)}
                            {head(when)}
                            <th role="columnheader" scope="col">
                                <span class="sr">{words::workspaces::ACTIONS}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
    }
    .into_any()
}

fn row(workspace: WorkspaceSummary, frozen: bool, now: Time) -> AnyView {
    let WorkspaceSummary { id, name, members, created_at, archived_at } = workspace;
    let item = move |act: &str, label: &'static str, icon| {
        view! { <MenuItem label icon href=paths::of_workspace(id, act)/> }
    };
    let changes = (!frozen).then(|| {
        view! {
            {item(paths::RENAME, words::workspaces::RENAME, IconName::Edit)}
            {item(paths::MOVE, words::workspaces::MOVE, IconName::Forward)}
            {if archived_at.is_none() {
                item(paths::ARCHIVE, words::workspaces::ARCHIVE, IconName::Download)
            } else {
                item(paths::RESTORE, words::workspaces::RESTORE, IconName::Refresh)
            }}
        }
    });
    let label = words::workspaces::actions_for(&name);
    view! {
        <tr role="row">
            <td role="cell">
                <a class="cell__title" href=paths::workspace(id)>
                    {name}
                </a>
            </td>
            <td role="cell" class="dim nowrap" data-label=words::workspaces::MEMBERS>
                {members}
            </td>
            <td role="cell" class="dim nowrap" data-label=words::workspaces::CREATED_ON>
                <When at=archived_at.unwrap_or(created_at) now date=true/>
            </td>
            <td role="cell" class="fit row-menu">
                <RowMenu id=["actions-", &id.to_string()].concat() label>
                    <MenuItem
                        label=words::workspaces::OPEN
                        icon=IconName::Blocks
                        href=paths::workspace(id)
                    />
                    {changes}
                </RowMenu>
            </td>
        </tr>
    }
    .into_any()
}

/// The dialog that makes one, at an address of its own.
fn dialog(slug: String, frozen: bool) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked = path.with(|path| {
            paths::in_settings(path).is_some_and(|(_, page)| page == paths::NEW_WORKSPACE)
        });
        (asked && !frozen).then(|| create(slug.clone()))
    };
    live(dialog)
}

fn create(slug: String) -> AnyView {
    let state = FormState::of::<CreateWorkspace>();
    let asked = Ask {
        title: words::workspaces::NEW.to_owned(),
        sentence: words::workspaces::NEW_LEAD.to_owned(),
        back: paths::settings(&slug, paths::WORKSPACES),
        keep: words::workspaces::CANCEL,
        act: words::workspaces::CREATE,
        busy: words::workspaces::CREATING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        <input type="hidden" name="organization" value=slug/>
        <FormField
            state
            id="name"
            label=words::workspaces::NAME
            autocomplete="off"
            autofocus=true
        />
    };
    asked.dialog(state, RwSignal::new(true), fields.into_any())
}
