//! The list: found, ordered and paged by the server, whose addresses say how.

use domain::{
    PersonId, Time,
    invitations::Invited,
    people::{Known, Membership, Order, People, Shown},
    rights::{Held, Right, Role},
    roles::RoleName,
    teams::TeamName,
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};

use super::{ListPeople, dialogs, invited, toolbar::toolbar};
use crate::{
    form::{FormState, done},
    load::{Data, loaded},
    paths,
    place::named,
    screens::Part,
    ui::{
        Avatar, Badge, BadgeKind, ButtonKind, Callout, CalloutKind, Empty, IconName, LinkButton,
        MenuItem, PageHead, RowMenu, When,
    },
};

/// The page.
#[lazy]
pub(crate) fn people_page() -> Part {
    let part = Part::of(view);
    #[cfg(not(feature = "ssr"))]
    let part = part.with(|path| Box::pin(super::preload(path)));
    part
}

fn view() -> AnyView {
    // A dialog stands over the list.
    named(
        |path| {
            let (slug, page) = paths::in_settings(path)?;
            page.starts_with(paths::PEOPLE).then_some(slug)
        },
        page,
    )
}

/// What the address asks for; it stays while dialogs come and go.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub(super) find: String,
    pub(super) shown: Shown,
    pub(super) order: Order,
    after: String,
}

impl Asked {
    fn of(query: &ParamsMap) -> Self {
        let get = |name| query.get(name).unwrap_or_default();
        Self {
            find: get("find"),
            shown: get("show").parse().unwrap_or_default(),
            order: get("order").parse().unwrap_or_default(),
            after: get("after"),
        }
    }

    /// The same list from the start, or behind somebody, as the end of an address.
    fn query(&self, after: &str) -> String {
        let mut params = ParamsMap::new();
        for (name, value) in [
            ("find", &*self.find),
            ("show", self.shown.as_str()),
            ("order", self.order.as_str()),
            ("after", after),
        ] {
            if !value.is_empty() {
                params.insert(name, value.to_owned());
            }
        }
        params.to_query_string()
    }
}

/// The list, and what its dialogs need of it.
#[derive(Clone)]
pub(super) struct Listed {
    pub(super) slug: String,
    /// The end of the address of this very list.
    pub(super) query: String,
    /// What the caller is.
    pub(super) held: Held,
    /// Nothing can be changed.
    pub(super) frozen: bool,
    /// On this page, and whom a dialog is about.
    pub(super) people: Vec<Membership>,
    pub(super) about: Option<Membership>,
    pub(super) invited: Vec<Invited>,
    pub(super) about_invited: Option<Invited>,
    /// All teams of the organization, and all roles of its own.
    pub(super) teams: Vec<TeamName>,
    pub(super) roles: Vec<RoleName>,
    pub(super) newest: Data<People>,
}

impl Listed {
    /// Whether the caller may change what this one is.
    pub(super) fn may_change(&self, whose: &Membership) -> bool {
        !self.frozen && self.held.may_manage(whose.role, whose.own_role.is_some())
    }

    /// The list itself.
    pub(super) fn address(&self) -> String {
        [&*paths::settings(&self.slug, paths::PEOPLE), &*self.query].concat()
    }

    /// Whether the caller may change what this one will be, and how they are invited.
    pub(super) fn may_invite_as(&self, role: Role) -> bool {
        !self.frozen && self.held.may_manage(role, false)
    }

    /// Whether the caller may invite people.
    pub(super) fn may_invite(&self) -> bool {
        !self.frozen && self.held.has(Right::ManagePeople)
    }

    /// Whether there is anything to say of teams.
    pub(super) fn shows_teams(&self) -> bool {
        let people = self.people.iter().any(|one| !one.teams.is_empty());
        people || self.invited.iter().any(|one| !one.teams.is_empty())
    }

    /// A dialog over it.
    pub(super) fn over(&self, page: &str) -> String {
        [&*paths::settings(&self.slug, page), &*self.query].concat()
    }

    fn about(&self, person: PersonId, act: &str) -> String {
        self.over(&paths::of_person(person, act))
    }
}

/// Whom the dialog of an address is about, wherever they are in the list; nobody, mostly.
fn asked_about(path: &str) -> String {
    let page = paths::in_settings(path).map(|(_, page)| page).unwrap_or_default();
    let person = paths::person_dialog(page).and_then(|(id, _)| id).map(|id| id.to_string());
    let invited = || paths::invitation_dialog(page).and_then(|(id, _)| id).map(|id| id.to_string());
    person.or_else(invited).unwrap_or_default()
}

fn page(slug: &str) -> AnyView {
    let asked = Asked::of(&use_query_map().get_untracked());
    let about = use_location().pathname.with_untracked(|path| asked_about(path));
    let fields = [
        ("organization", slug),
        ("find", &*asked.find),
        ("show", asked.shown.as_str()),
        ("order", asked.order.as_str()),
        ("after", &*asked.after),
        ("about", &*about),
    ];
    let wanted = ListPeople {
        organization: slug.to_owned(),
        find: asked.find.clone(),
        show: asked.shown.as_str().to_owned(),
        order: asked.order.as_str().to_owned(),
        after: asked.after.clone(),
        about: about.clone(),
    };
    let list = Data::of(wanted, &fields);
    loaded(list, move |people: People| sections(people, &asked, list))
}

fn sections(people: People, asked: &Asked, newest: Data<People>) -> AnyView {
    let (more_invited, total, total_invited) =
        (people.more_invited, people.total, people.total_invited);
    let (frozen, now) = (people.frozen, people.now);
    let People { place, held, teams, roles, next, about, .. } = people;
    let (people, invited, about_invited) = (people.people, people.invited, people.about_invited);
    let listed = Listed {
        slug: place.slug.clone(),
        query: asked.query(&asked.after),
        held,
        frozen,
        people,
        about,
        invited,
        about_invited,
        teams,
        roles,
        newest,
    };
    let looks_after = held.has(Right::ManagePeople);
    let ends = frozen.then(|| {
        view! { <Callout kind=CalloutKind::Warn title=words::organizations::ENDS_NOTHING/> }
    });
    let body = if listed.people.is_empty() && listed.invited.is_empty() {
        let (title, sentence) = if asked.shown == Shown::Invited && asked.find.is_empty() {
            (words::invitations::NOBODY, words::invitations::NOBODY_HINT)
        } else {
            (words::people::NOBODY, words::people::NOBODY_HINT)
        };
        view! { <Empty title sentence/> }.into_any()
    } else {
        table(&listed, looks_after, now)
    };
    let address = paths::settings(&place.slug, paths::PEOPLE);
    let first = (!asked.after.is_empty()).then(|| [&*address, &asked.query("")].concat());
    let next = next.map(|last| [&*address, &asked.query(&last.to_string())].concat());
    let rest = Asked { shown: Shown::Invited, ..asked.clone() }.query("");
    let rest = more_invited.then(|| [&*address, &rest].concat());
    // Whole pages: the list starts elsewhere.
    let link = |(href, label): (String, &'static str)| {
        view! {
            <a class="btn" href=href rel="external">
                {label}
            </a>
        }
    };
    let links: Vec<_> = [
        first.map(|href| (href, words::workspaces::FIRST)),
        next.map(|href| (href, words::workspaces::NEXT)),
        rest.map(|href| (href, words::invitations::SHOW_ALL)),
    ]
    .into_iter()
    .flatten()
    .map(link)
    .collect();
    let pager = (!links.is_empty()).then(|| {
        view! {
            <nav class="actions" aria-label=words::workspaces::PAGES>
                {links}
            </nav>
        }
    });
    let buttons = buttons(&listed);
    let counted = [words::people::count(total)]
        .into_iter()
        .chain((total_invited > 0).then(|| words::invitations::and_count(total_invited)));
    let counted = counted.collect::<String>();
    view! {
        <Title text=words::people::TITLE/>
        // Before the sections: a dialog stands over them.
        {dialogs::over(listed)}
        <PageHead title=words::people::TITLE sentence=words::people::lead(&place.name)>
            {buttons}
        </PageHead>
        {done(FormState::of::<super::SetRole>(), words::people::SAVED)}
        {done(FormState::of::<super::RemovePerson>(), words::people::REMOVED)}
        {done(FormState::of::<super::SuspendPerson>(), words::people::SAVED)}
        {done(FormState::of::<super::InvitePeople>(), words::invitations::SENT)}
        {done(FormState::of::<super::ResendInvitation>(), words::invitations::RESENT)}
        {done(FormState::of::<super::SetInvitedRole>(), words::people::SAVED)}
        {done(FormState::of::<super::RevokeInvitation>(), words::invitations::REVOKED)}
        {ends}
        <section class="section section--flush" aria-label=words::people::TITLE id="people">
            {toolbar(&address, asked, looks_after, counted)}
            {body}
        </section>
        {pager}
    }
    .into_any()
}

fn buttons(listed: &Listed) -> AnyView {
    let invite = listed.may_invite().then(|| {
        view! {
            <LinkButton
                href=listed.over(paths::INVITE)
                label=words::invitations::INVITE
                kind=ButtonKind::Primary
                icon=IconName::Plus
            />
        }
    });
    view! {
        <div class="actions">
            <LinkButton
                href=paths::settings(&listed.slug, paths::ROLES)
                label=words::roles::TITLE
            />
            {invite}
        </div>
    }
    .into_any()
}

fn table(listed: &Listed, looks_after: bool, now: Time) -> AnyView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    let known = looks_after.then(|| {
        view! {
            {head(words::people::TWO_FACTOR)}
            {head(words::people::LAST_ACTIVE)}
            <th role="columnheader" scope="col">
                <span class="sr">{words::people::ACTIONS}</span>
            </th>
        }
    });
    let rows = listed.people.iter().map(|person| row(listed, person, now)).collect::<Vec<_>>();
    let more = listed.invited.iter().map(|one| invited::row(listed, one.clone(), now));
    let more = more.collect::<Vec<_>>();
    view! {
        <div class="table-wrap">
            <table class="table" role="table" aria-label=words::people::TITLE>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(words::people::PERSON)}
                        {head(words::people::ROLE)}
                        {listed.shows_teams().then(|| head(words::people::TEAMS))}
                        {known}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows} {more}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(listed: &Listed, person: &Membership, now: Time) -> AnyView {
    let menu = listed.may_change(person).then(|| menu(listed, person));
    let Membership {
        display_name, email, face, role, own_role, suspended, teams, you, known, ..
    } = person.clone();
    let you = you.then(|| view! { <Badge label=words::people::YOU/> });
    let suspended = suspended.then(|| {
        view! {
            " "
            <Badge kind=BadgeKind::Expired label=words::people::SUSPENDED/>
        }
    });
    let role = own_role.map_or_else(|| words::organizations::role(role).into(), |own| own.name);
    let known = known.map(|known| cells(&known, menu, now));
    view! {
        <tr role="row">
            <td role="cell">
                <div class="cell">
                    <Avatar face/>
                    <div>
                        <div class="cell__title">{display_name} " " {you} {suspended}</div>
                        <div class="cell__sub">{email}</div>
                    </div>
                </div>
            </td>
            <td role="cell" class="nowrap" data-label=words::people::ROLE>
                {role}
            </td>
            {listed.shows_teams().then(|| in_teams(&teams))}
            {known}
        </tr>
    }
    .into_any()
}

/// The teams of somebody, as a cell.
pub(super) fn in_teams(teams: &[TeamName]) -> AnyView {
    let names: Vec<_> = teams.iter().map(|team| &*team.name).collect();
    let empty = names.is_empty().then_some("");
    view! {
        <td role="cell" class="dim" data-label=words::people::TEAMS data-empty=empty>
            {if names.is_empty() { "–".to_owned() } else { names.join(", ") }}
        </td>
    }
    .into_any()
}

/// What those see who look after people.
fn cells(known: &Known, menu: Option<AnyView>, now: Time) -> AnyView {
    let factor = if known.two_factor {
        view! { <Badge kind=BadgeKind::Active label=words::two_factor::ON/> }
    } else {
        view! { <Badge kind=BadgeKind::Weak label=words::two_factor::OFF/> }
    };
    let active = match known.last_active {
        Some(at) => view! { <When at now/> }.into_any(),
        None => words::people::NEVER.into_any(),
    };
    view! {
        <td role="cell" data-label=words::people::TWO_FACTOR>
            {factor}
        </td>
        <td role="cell" class="dim nowrap" data-label=words::people::LAST_ACTIVE>
            {active}
        </td>
        <td role="cell" class="fit row-menu">
            {menu}
        </td>
    }
    .into_any()
}

fn menu(listed: &Listed, whose: &Membership) -> AnyView {
    let (id, name) = (whose.person, &*whose.display_name);
    let (role, remove) = (listed.about(id, paths::ROLE), listed.about(id, paths::REMOVE));
    let (act, label) = if whose.suspended {
        (paths::RESUME, words::people::RESUME)
    } else {
        (paths::SUSPEND, words::people::SUSPEND)
    };
    let suspend = (!whose.you).then(|| {
        view! { <MenuItem label icon=IconName::Lock href=listed.about(id, act)/> }
    });
    view! {
        <RowMenu id=["actions-", &id.to_string()].concat() label=words::people::actions_for(name)>
            <MenuItem
                label=words::people::EDIT
                icon=IconName::Edit
                href=role
            />
            {suspend}
            <hr/>
            <MenuItem
                label=words::people::REMOVE
                icon=IconName::Trash
                danger=true
                href=remove
            />
        </RowMenu>
    }
    .into_any()
}
