//! The list: found and paged by the server, whose addresses say how.

use domain::{
    PersonId, Time,
    staff::people::{Account, Accounts, Act, Shown},
    words,
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};

use super::{ActOnAccount, CreateAccount, ListAccounts, RenameAccount, dialogs};
use crate::{
    form::{FormState, done},
    load::{Data, loaded},
    paths,
    people::{choice, find_bar},
    staff::{head, pager},
    ui::{
        Avatar, Badge, BadgeKind, ButtonKind, Empty, IconName, LinkButton, MenuItem, RowMenu, When,
    },
};

/// What the address asks for; it stays while dialogs come and go.
#[derive(Clone, Default)]
struct Asked {
    find: String,
    shown: Shown,
    after: String,
}

impl Asked {
    fn of(query: &ParamsMap) -> Self {
        let get = |name| query.get(name).unwrap_or_default();
        let shown = get("show").parse().unwrap_or_default();
        Self { find: get("find"), shown, after: get("after") }
    }

    /// The same list from the start, or behind somebody, as the end of an address.
    fn query(&self, after: &str) -> String {
        let mut params = ParamsMap::new();
        for (name, value) in
            [("find", &*self.find), ("show", self.shown.as_str()), ("after", after)]
        {
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
    /// The end of the address of this very list.
    query: String,
    /// On this page, and whom a dialog is about.
    accounts: Vec<Account>,
    about: Option<Account>,
    pub(super) newest: Data<Accounts>,
}

impl Listed {
    /// The list itself.
    pub(super) fn address(&self) -> String {
        self.over(paths::STAFF_PEOPLE)
    }

    /// Somebody who is known here.
    pub(super) fn account(&self, person: PersonId) -> Option<Account> {
        self.accounts.iter().chain(&self.about).find(|known| known.person == person).cloned()
    }

    /// A dialog over it.
    fn over(&self, address: &str) -> String {
        [address, &*self.query].concat()
    }
}

/// The page.
#[lazy]
pub(crate) fn staff_people() -> AnyView {
    let asked = Asked::of(&use_query_map().get_untracked());
    let about = use_location().pathname.with_untracked(|path| paths::account_dialog(path)?.0);
    let about = about.map(|person| person.to_string()).unwrap_or_default();
    let show = asked.shown.as_str();
    let fields =
        [("find", &*asked.find), ("show", show), ("after", &*asked.after), ("about", &*about)];
    let wanted = ListAccounts {
        find: asked.find.clone(),
        show: show.to_owned(),
        after: asked.after.clone(),
        about: about.clone(),
    };
    let list = Data::of(wanted, &fields);
    loaded(list, move |found: Accounts| sections(found, &asked, list))
}

fn sections(found: Accounts, asked: &Asked, newest: Data<Accounts>) -> AnyView {
    let Accounts { accounts, about, total, next, now } = found;
    let listed = Listed { query: asked.query(&asked.after), accounts, about, newest };
    let body = if listed.accounts.is_empty() {
        let (title, sentence) = (words::staff::people::NOBODY, words::staff::people::NOBODY_HINT);
        view! { <Empty title sentence/> }.into_any()
    } else {
        table(&listed, now)
    };
    let at = |after: &str| [paths::STAFF_PEOPLE, &asked.query(after)].concat();
    let first = (!asked.after.is_empty()).then(|| at(""));
    let next = next.map(|last| at(&last.to_string()));
    let new = view! {
        <LinkButton
            href=listed.over(paths::NEW_PERSON)
            label=words::staff::people::NEW
            kind=ButtonKind::Primary
            icon=IconName::Plus
        />
    };
    view! {
        // Before the sections: a dialog stands over them.
        {dialogs::over(listed)}
        {head(
            paths::STAFF_PEOPLE,
            words::staff::PEOPLE,
            words::staff::people::LEAD,
            Some(new.into_any()),
        )}
        {done(FormState::of::<CreateAccount>(), words::staff::people::CREATED)}
        {done(FormState::of::<RenameAccount>(), words::staff::people::SAVED)}
        {done(FormState::of::<ActOnAccount>(), words::staff::people::DONE)}
        <section class="section section--flush" aria-label=words::staff::PEOPLE id="people">
            {toolbar(asked, words::people::count(total))}
            {body}
        </section>
        {pager(first, next)}
    }
    .into_any()
}

/// What is found and shown. A form of the browser: its address is the list.
fn toolbar(asked: &Asked, counted: String) -> AnyView {
    let lists = Shown::ALL
        .map(|one| (one.as_str(), words::staff::people::shown(one), one == asked.shown))
        .to_vec();
    let shown = choice("show", words::people::SHOW, lists);
    let finds = (asked.find.clone(), words::staff::people::FIND);
    find_bar(paths::STAFF_PEOPLE, finds, shown, counted)
}

fn table(listed: &Listed, now: Time) -> AnyView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    let rows = listed.accounts.iter().map(|account| row(listed, account, now)).collect::<Vec<_>>();
    view! {
        <div class="table-wrap">
            <table class="table" role="table" aria-label=words::staff::PEOPLE>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(words::staff::people::PERSON)}
                        {head(words::staff::people::ORGANIZATIONS)}
                        {head(words::people::TWO_FACTOR)}
                        {head(words::people::LAST_ACTIVE)}
                        <th role="columnheader" scope="col">
                            <span class="sr">{words::people::ACTIONS}</span>
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(listed: &Listed, account: &Account, now: Time) -> AnyView {
    let menu = menu(listed, account);
    let Account { name, email, face, organizations, last_active, .. } = account.clone();
    let active = match last_active {
        Some(at) => view! { <When at now/> }.into_any(),
        None => words::people::NEVER.into_any(),
    };
    let factor = match (account.factor_reset_at, account.two_factor) {
        (Some(_), true) => {
            let label = words::staff::people::FACTOR_ENDS;
            view! { <Badge kind=BadgeKind::Soon label/> }
        }
        (_, true) => view! { <Badge kind=BadgeKind::Active label=words::two_factor::ON/> },
        (_, false) => view! { <Badge kind=BadgeKind::Weak label=words::two_factor::OFF/> },
    };
    view! {
        <tr role="row">
            <td role="cell">
                <div class="cell">
                    <Avatar face/>
                    <div>
                        <div class="cell__title">{name.display} {marks(account)}</div>
                        <div class="cell__sub">{email}</div>
                    </div>
                </div>
            </td>
            <td role="cell" class="num" data-label=words::staff::people::ORGANIZATIONS>
                {organizations}
            </td>
            <td role="cell" data-label=words::people::TWO_FACTOR>
                {factor}
            </td>
            <td role="cell" class="dim nowrap" data-label=words::people::LAST_ACTIVE>
                {active}
            </td>
            <td role="cell" class="fit row-menu">
                {menu}
            </td>
        </tr>
    }
    .into_any()
}

/// What somebody is beside a person with an account.
fn marks(account: &Account) -> Vec<AnyView> {
    let marks = [
        (account.you, BadgeKind::Plain, words::people::YOU),
        (account.staff, BadgeKind::Plain, words::staff::people::STAFF),
        (account.suspended, BadgeKind::Expired, words::staff::people::SUSPENDED),
        (account.leaves_at.is_some(), BadgeKind::Soon, words::staff::people::LEAVING),
    ];
    let shown = marks.into_iter().filter(|(shown, ..)| *shown);
    shown.map(|(_, kind, label)| view! { " " <Badge kind label/> }.into_any()).collect()
}

fn menu(listed: &Listed, account: &Account) -> AnyView {
    let person = account.person;
    let to = |act: &str| listed.over(&paths::of_account(person, act));
    let edit = to(paths::EDIT);
    let fitting = Act::ALL.into_iter().filter(|act| act.fits(account));
    let items = fitting.map(|act| {
        let (label, href) = (words::staff::people::act(act), to(act.as_str()));
        view! { <MenuItem label icon=icon(act) href danger=act == Act::Suspend/> }
    });
    let items = items.collect::<Vec<_>>();
    let label = words::people::actions_for(&account.name.display);
    view! {
        <RowMenu id=["actions-", &person.to_string()].concat() label>
            <MenuItem label=words::staff::people::EDIT icon=IconName::Edit href=edit/>
            {items}
        </RowMenu>
    }
    .into_any()
}

fn icon(act: Act) -> IconName {
    match act {
        Act::SendReset => IconName::Mail,
        Act::SignOut => IconName::SignOut,
        Act::ResetFactor | Act::KeepFactor => IconName::Phone,
        Act::MakeStaff | Act::EndStaff => IconName::Users,
        Act::Suspend => IconName::Lock,
        Act::Resume => IconName::Shield,
    }
}
