//! The page: the table of rights, and the roles of the organization's own.

use domain::{
    rights::{Right, Role, TABLE},
    roles::{OwnRole, RoleList},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{CreateRole, DeleteRole, EditRole, ListRoles, dialogs};
use crate::{
    form::{FormState, done},
    load::{Data, loaded},
    paths,
    place::named,
    screens::Part,
    ui::{
        ButtonKind, Callout, CalloutKind, Empty, IconName, LinkButton, MenuItem, PageHead, RowMenu,
        Section,
    },
};

/// The page.
#[lazy]
pub(crate) fn roles_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    // A dialog stands over the list.
    named(
        |path| {
            let (slug, page) = paths::in_settings(path)?;
            page.starts_with(paths::ROLES).then_some(slug)
        },
        page,
    )
}

fn page(slug: &str) -> AnyView {
    let list = Data::of(ListRoles { organization: slug.into() }, &[("organization", slug)]);
    loaded(list, move |shown| sections(&shown, list))
}

/// Whether the caller may make and change roles.
pub(super) fn may(list: &RoleList) -> bool {
    list.held.has(Right::ManageRoles) && !list.frozen
}

fn sections(list: &RoleList, newest: Data<RoleList>) -> AnyView {
    let ends = list.frozen.then(|| {
        view! { <Callout kind=CalloutKind::Warn title=words::organizations::ENDS_NOTHING/> }
    });
    let new = may(list).then(|| {
        view! {
            <LinkButton
                href=paths::settings(&list.place.slug, paths::NEW_ROLE)
                label=words::roles::NEW
                kind=ButtonKind::Primary
                icon=IconName::Plus
            />
        }
    });
    let own = if list.own.is_empty() {
        view! { <Empty title=words::roles::NONE_YET sentence=words::roles::NONE_YET_HINT/> }
            .into_any()
    } else {
        let rows = list.own.iter().map(|role| row(list, role)).collect::<Vec<_>>();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    view! {
        <Title text=words::roles::TITLE/>
        {dialogs::over(list.clone(), newest)}
        <PageHead title=words::roles::TITLE sentence=words::roles::lead(&list.place.name)>
            {new}
        </PageHead>
        {done(FormState::of::<CreateRole>(), words::roles::CREATED)}
        {done(FormState::of::<EditRole>(), words::roles::SAVED)}
        {done(FormState::of::<DeleteRole>(), words::roles::DELETED)}
        {ends}
        <Section id="own" title=words::roles::OWN flush=true>
            {own}
        </Section>
        <Section
            id="rights"
            title=words::roles::TABLE
            sentence=words::roles::TABLE_LEAD
            flush=true
        >
            {table()}
        </Section>
    }
    .into_any()
}

fn row(list: &RoleList, role: &OwnRole) -> AnyView {
    let OwnRole { id, name, about, rights, people, .. } = role.clone();
    let may_what: Vec<_> = TABLE
        .iter()
        .filter(|line| rights.has(line.right))
        .map(|line| words::roles::right(line.right))
        .collect();
    let about = (!about.is_empty()).then(|| view! { <div class="row__meta">{about}</div> });
    let menu = may(list).then(|| {
        let to = |act| paths::settings(&list.place.slug, &paths::of_role(id, act));
        let (edit, delete) = (to(paths::EDIT), to(paths::DELETE));
        let label = words::roles::actions_for(&name);
        view! {
            <RowMenu id=["actions-", &id.to_string()].concat() label>
                <MenuItem label=words::roles::EDIT icon=IconName::Edit href=edit/>
                <hr/>
                <MenuItem
                    label=words::roles::DELETE
                    icon=IconName::Trash
                    danger=true
                    href=delete
                />
            </RowMenu>
        }
    });
    view! {
        <li class="row">
            <div class="row__main">
                <div class="row__title">{name}</div>
                {about}
                <div class="row__meta">{may_what.join(" · ")}</div>
            </div>
            <div class="actions">
                <span class="dim nowrap">{words::people::count(people)}</span>
                {menu}
            </div>
        </li>
    }
    .into_any()
}

/// The rights as the code has them.
fn table() -> AnyView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    let roles = Role::ALL.into_iter().map(|role| head(words::organizations::role(role)));
    let roles = roles.collect::<Vec<_>>();
    let rows = TABLE.iter().map(|line| {
        let cells = Role::ALL.into_iter().map(|role| {
            let (class, says) = if role.has(line.right) {
                ("", words::roles::YES)
            } else {
                ("dim", words::roles::NO)
            };
            view! {
                <td role="cell" class=class data-label=words::organizations::role(role)>
                    {says}
                </td>
            }
        });
        let cells = cells.collect::<Vec<_>>();
        view! {
            <tr role="row">
                <td role="cell">
                    <div class="cell__title">{words::roles::right(line.right)}</div>
                </td>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <div class="table-wrap">
            <table class="table" role="table" aria-labelledby="rights-h">
                <thead role="rowgroup">
                    <tr role="row">
                        {head(words::roles::RIGHT)}
                        {roles}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
