//! What is asked about somebody, over the list; each at an address of its own.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{
    Code,
    invitations::Invited,
    people::Membership,
    rights::{Right, Role},
    teams::TeamName,
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    InvitePeople, RemovePerson, RevokeInvitation, SetInvitedRole, SetRole, SuspendPerson,
    list::Listed,
};
use crate::{
    ask::{self, Ask, nothing, nothing_there},
    form::FormState,
    load::coming,
    paths,
    roles::roles,
    ui::{ButtonKind, ChoiceList, TextArea, Toggle, live},
};

/// The dialog that the address asks for.
pub(super) fn over(listed: Listed) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let page = path.with(|path| {
            let (_, page) = paths::in_settings(path)?;
            (page != paths::PEOPLE && page.starts_with(paths::PEOPLE)).then(|| page.to_owned())
        })?;
        let listed = listed.clone();
        Some(coming(Box::new(move || Box::pin(people_dialog(page.clone(), listed.clone())))))
    };
    live(dialog)
}

#[lazy]
pub(super) fn people_dialog(page: String, listed: Listed) -> AnyView {
    if page == paths::INVITE {
        let open = listed.may_invite();
        return if open { invite(&listed) } else { nothing_there(listed.address()) };
    }
    if let Some((id, act)) = paths::invitation_dialog(&page) {
        let mut known = listed.invited.iter().chain(&listed.about_invited);
        let one = known.find(|one| Some(one.id) == id).cloned();
        return match (one.filter(|one| listed.may_invite_as(one.role)), act) {
            (Some(one), paths::ROLE) => invited_role(one, &listed),
            (Some(one), paths::CANCEL) => revoke(&one, listed),
            (Some(_), _) => nothing_there(listed.address()),
            (None, _) => nothing(listed.address(), words::invitations::ANSWERED),
        };
    }
    let (id, act) = paths::person_dialog(&page).unwrap_or_default();
    let mut known = listed.people.iter().chain(&listed.about);
    let person = known.find(|person| Some(person.person) == id).cloned();
    if person.is_none() && id.is_some() {
        return nothing(listed.address(), words::people::GONE);
    }
    match (person.filter(|person| listed.may_change(person)), act) {
        (Some(person), paths::ROLE) => role(person, &listed),
        (Some(person), paths::SUSPEND) if !person.you => suspend(&person, listed, true),
        (Some(person), paths::RESUME) if !person.you => suspend(&person, listed, false),
        (Some(person), paths::REMOVE) => remove(&person, listed),
        _ => nothing_there(listed.address()),
    }
}

/// When it worked, or another window was faster: the list shows it, and a toast says it.
fn settle(listed: &Listed, open: RwSignal<bool>, said: impl Into<String>) {
    ask::settle(open, said);
    listed.newest.reload();
}

fn role(person: Membership, listed: &Listed) -> AnyView {
    let state = FormState::of::<SetRole>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<SetRole>(move |()| settle(&then, open, words::people::SAVED));
    state.on_gone(move || settle(&gone, open, words::people::GONE));
    let Membership { person: id, display_name, role, own_role, teams, .. } = person;
    let said = (display_name, words::people::EDIT_LEAD);
    let now = own_role.map_or_else(|| role.as_str().to_owned(), |own| own.id.to_string());
    role_dialog(state, open, said, ("person", id.to_string()), (&now, teams), listed)
}

/// The same of somebody who has not answered yet.
fn invited_role(one: Invited, listed: &Listed) -> AnyView {
    let state = FormState::of::<SetInvitedRole>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<SetInvitedRole>(move |()| settle(&then, open, words::people::SAVED));
    state.on_gone(move || settle(&gone, open, words::invitations::ANSWERED));
    let Invited { id, email, role, teams, .. } = one;
    let said = (email, words::invitations::EDIT_LEAD);
    let now = role.as_str();
    role_dialog(state, open, said, ("invitation", id.to_string()), (now, teams), listed)
}

fn role_dialog(
    state: FormState,
    open: RwSignal<bool>,
    (name, lead): (String, &'static str),
    (field, id): (&'static str, String),
    (now, teams): (&str, Vec<TeamName>),
    listed: &Listed,
) -> AnyView {
    let invited = field != "person";
    let held = listed.held;
    let may = |role: &Role| held.may_manage(*role, false) && !(invited && *role == Role::Owner);
    let own: &[_] =
        if invited || !held.may_manage(Role::Member, true) { &[] } else { &listed.roles };
    let asked = Ask {
        title: words::people::edit_title(&name),
        sentence: lead.to_owned(),
        back: listed.address(),
        keep: words::people::CANCEL,
        act: words::people::SAVE,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        <input type="hidden" name="organization" value=listed.slug.clone()/>
        <input type="hidden" name=field value=id/>
        {roles(state, now, true, words::people::what_it_may, may, own)}
        {ticks(state, listed, &teams)}
    };
    asked.dialog(state, open, fields.into_any())
}

/// The teams of the organization, those ticked in which somebody is. They stay as they are
/// where the caller does not look after teams.
fn ticks(state: FormState, listed: &Listed, theirs: &[TeamName]) -> Option<AnyView> {
    let all = &listed.teams;
    if !listed.held.has(Right::ManageTeams) {
        let stays = |team: &TeamName| {
            view! { <input type="hidden" name="teams[]" value=team.id.to_string()/> }
        };
        return Some(theirs.iter().map(stays).collect::<Vec<_>>().into_any());
    }
    let tick = |team: &TeamName| {
        let id = team.id.to_string();
        let saved = theirs.iter().any(|one| one.id == team.id);
        let checked = RwSignal::new(state.kept("teams[]", &id, saved));
        view! { <Toggle name="teams[]" label=team.name.clone() value=id checked/> }
    };
    let ticks = all.iter().map(tick).collect::<Vec<_>>();
    let list = || {
        view! {
            <ChoiceList id="teams" legend=words::people::TEAMS error=state.error("teams")>
                {ticks}
            </ChoiceList>
        }
        .into_any()
    };
    (!all.is_empty()).then(list)
}

fn invite(listed: &Listed) -> AnyView {
    let state = FormState::of::<InvitePeople>();
    let open = RwSignal::new(true);
    let then = listed.clone();
    state.on_done::<InvitePeople>(move |sent| {
        settle(&then, open, words::invitations::sent(&sent));
    });
    // Line by line, below how many were sent; else it is the list itself that is wrong.
    let partly =
        move || state.problem().is_some_and(|told| told.code("") == Some(Code::NotInvited));
    let left = move || {
        partly().then(|| {
            let line = |line| view! { <li>{line}</li> };
            let lines = state.sentences("addresses").into_iter().map(line).collect::<Vec<_>>();
            view! { <ul class="report">{lines}</ul> }
        })
    };
    let error = Signal::derive(move || state.error("addresses").get().filter(|_| !partly()));
    let says = words::people::what_it_may;
    let held = listed.held;
    let may = |role: &Role| *role != Role::Owner && held.may_manage(*role, false);
    let choices = roles(state, Role::Member.as_str(), false, says, may, &[]);
    // The list shows who was invited once the dialog does not stand over it any more.
    let (sent_some, newest) = (Arc::new(AtomicBool::new(false)), listed.newest);
    let sent = sent_some.clone();
    Effect::new(move |_| sent.fetch_or(partly(), Ordering::Relaxed));
    on_cleanup(move || {
        if sent_some.load(Ordering::Relaxed) {
            newest.reload();
        }
    });
    let asked = Ask {
        title: words::invitations::INVITE.to_owned(),
        sentence: words::invitations::INVITE_LEAD.to_owned(),
        back: listed.address(),
        keep: words::people::CANCEL,
        act: words::invitations::SEND,
        busy: words::invitations::SENDING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        {live(left)}
        <input type="hidden" name="organization" value=listed.slug.clone()/>
        <TextArea
            id="addresses"
            label=words::invitations::ADDRESSES
            text=state.value("addresses", "")
            error
            on_input=state.mend("addresses")
            hint=words::invitations::ADDRESSES_HINT
            autofocus=true
        />
        {choices}
        {ticks(state, listed, &[])}
    };
    asked.dialog(state, open, fields.into_any())
}

fn revoke(one: &Invited, listed: Listed) -> AnyView {
    let state = FormState::of::<RevokeInvitation>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<RevokeInvitation>(move |()| settle(&then, open, words::invitations::REVOKED));
    state.on_gone(move || settle(&gone, open, words::invitations::ANSWERED));
    let title = words::invitations::revoke_question(&one.email);
    let said = (title, words::invitations::REVOKE_WARNING);
    let buttons =
        (words::invitations::KEEP, words::invitations::REVOKE, words::invitations::REVOKING);
    removing(state, open, said, buttons, ("invitation", one.id.to_string()), listed)
}

fn remove(person: &Membership, listed: Listed) -> AnyView {
    let state = FormState::of::<RemovePerson>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<RemovePerson>(move |()| settle(&then, open, words::people::REMOVED));
    // What was asked for is done.
    state.on_gone(move || settle(&gone, open, words::people::REMOVED));
    let said =
        (words::people::remove_question(&person.display_name), words::people::REMOVE_WARNING);
    let buttons = (words::people::KEEP, words::people::REMOVE, words::people::REMOVING);
    removing(state, open, said, buttons, ("person", person.person.to_string()), listed)
}

/// Asks before somebody is suspended, or let in again.
fn suspend(person: &Membership, listed: Listed, suspended: bool) -> AnyView {
    let state = FormState::of::<SuspendPerson>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    let said = if suspended { words::people::SUSPENDED } else { words::people::RESUMED };
    state.on_done::<SuspendPerson>(move |()| settle(&then, open, said));
    state.on_gone(move || settle(&gone, open, words::people::GONE));
    let name = &person.display_name;
    let (title, sentence, act, busy, kind) = if suspended {
        (
            words::people::suspend_question(name),
            words::people::SUSPEND_WARNING,
            words::people::SUSPEND,
            words::people::SUSPENDING,
            ButtonKind::Danger,
        )
    } else {
        (
            words::people::resume_question(name),
            words::people::RESUME_LEAD,
            words::people::RESUME,
            words::people::RESUMING,
            ButtonKind::Primary,
        )
    };
    let asked = Ask {
        title,
        sentence: sentence.to_owned(),
        back: listed.address(),
        keep: words::people::CANCEL,
        act,
        busy,
        kind,
    };
    let fields = view! {
        <input type="hidden" name="organization" value=listed.slug/>
        <input type="hidden" name="person" value=person.person.to_string()/>
        <input type="hidden" name="suspended" value=suspended.to_string()/>
    };
    asked.dialog(state, open, fields.into_any())
}

/// Asks before somebody goes, or their invitation.
fn removing(
    state: FormState,
    open: RwSignal<bool>,
    (title, warning): (String, &'static str),
    (keep, remove, removing): (&'static str, &'static str, &'static str),
    (field, id): (&'static str, String),
    listed: Listed,
) -> AnyView {
    let asked = Ask {
        title,
        sentence: warning.to_owned(),
        back: listed.address(),
        keep,
        act: remove,
        busy: removing,
        kind: ButtonKind::Danger,
    };
    let fields = view! {
        <input type="hidden" name="organization" value=listed.slug/>
        <input type="hidden" name=field value=id/>
    };
    asked.dialog(state, open, fields.into_any())
}
