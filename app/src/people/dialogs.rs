//! What is asked about somebody, over the list; each at an address of its own.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{Code, invitations::Invited, people::Membership, rights::Role, words};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{InvitePeople, RemovePerson, RevokeInvitation, SetInvitedRole, SetRole, list::Listed};
use crate::{
    form::{Form, FormProblem, FormState},
    load::coming,
    not_found::tell_status,
    paths,
    ui::{
        ButtonKind, Callout, CalloutKind, Choice, ChoiceList, Dialog, LinkButton, SubmitButton,
        TextArea, focus, live, toast,
    },
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
        return if open { invite(listed) } else { nothing(&listed, words::NOT_FOUND) };
    }
    if let Some((id, act)) = paths::invitation_dialog(&page) {
        let mut known = listed.invited.iter().chain(&listed.about_invited);
        let one = known.find(|one| Some(one.id) == id).cloned();
        return match (one.filter(|_| listed.may_invite()), act) {
            (Some(one), paths::ROLE) => invited_role(one, listed),
            (Some(one), paths::CANCEL) => revoke(&one, listed),
            (Some(_), _) => nothing(&listed, words::NOT_FOUND),
            (None, _) => nothing(&listed, words::invitations::ANSWERED),
        };
    }
    let (id, act) = paths::person_dialog(&page).unwrap_or_default();
    let mut known = listed.people.iter().chain(&listed.about);
    let person = known.find(|person| Some(person.person) == id).cloned();
    if person.is_none() && id.is_some() {
        return nothing(&listed, words::people::GONE);
    }
    match (person.filter(|person| listed.may_change(person.role)), act) {
        (Some(person), paths::ROLE) => role(person, listed),
        (Some(person), paths::REMOVE) => remove(&person, listed),
        _ => nothing(&listed, words::NOT_FOUND),
    }
}

/// There is nothing to ask, or not any more, or not by this person. Without the script it
/// stands over the list. Who has just acted here knows it.
fn nothing(listed: &Listed, said: &'static str) -> AnyView {
    tell_status();
    let loads = Owner::current_shared_context().is_none_or(|page| page.during_hydration());
    let (navigate, back) = (use_navigate(), listed.address());
    Effect::new(move |_| {
        if loads {
            toast(said);
        }
        navigate(&back, quiet());
    });
    view! { <Callout kind=CalloutKind::Warn title=said/> }.into_any()
}

fn quiet() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}

/// Back to the list, when a dialog has closed.
fn leave(listed: &Listed) -> Callback<()> {
    let (navigate, back) = (use_navigate(), listed.address());
    Callback::new(move |()| navigate(&back, quiet()))
}

/// When it worked, or another window was faster: the list shows it, and a toast says it.
fn settle(listed: &Listed, open: RwSignal<bool>, said: impl Into<String>) {
    open.set(false);
    toast(said);
    listed.newest.reload();
    request_animation_frame(|| focus("main"));
}

fn role(person: Membership, listed: Listed) -> AnyView {
    let state = FormState::of::<SetRole>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<SetRole>(move |()| settle(&then, open, words::people::SAVED));
    state.on_gone(move || settle(&gone, open, words::people::GONE));
    let Membership { person: id, display_name, role, .. } = person;
    let said = (display_name, words::people::EDIT_LEAD);
    role_dialog(state, open, said, ("person", id.to_string()), role, listed)
}

/// The same of somebody who has not answered yet.
fn invited_role(one: Invited, listed: Listed) -> AnyView {
    let state = FormState::of::<SetInvitedRole>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<SetInvitedRole>(move |()| settle(&then, open, words::people::SAVED));
    state.on_gone(move || settle(&gone, open, words::invitations::ANSWERED));
    let Invited { id, email, role, .. } = one;
    let said = (email, words::invitations::EDIT_LEAD);
    role_dialog(state, open, said, ("invitation", id.to_string()), role, listed)
}

fn role_dialog(
    state: FormState,
    open: RwSignal<bool>,
    (name, lead): (String, &'static str),
    (field, id): (&'static str, String),
    role: Role,
    listed: Listed,
) -> AnyView {
    let invited = field != "person";
    let may = |role: &Role| listed.may_change(*role) && !(invited && *role == Role::Owner);
    let choices = roles(state, role, true, may);
    let (back, on_close) = (listed.address(), leave(&listed));
    view! {
        <Dialog
            id="role"
            title=words::people::edit_title(&name)
            sentence=lead.to_owned()
            open
            busy=state.pending()
            on_close
            foot=move || {
                view! {
                    <LinkButton
                        href=back
                        label=words::people::CANCEL
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::people::SAVE
                        busy_label=words::profile::SAVING
                        pending=state.pending()
                        form="role-form"
                    />
                }
            }
        >
            <Form state id="role-form">
                <FormProblem state/>
                <input type="hidden" name="organization" value=listed.slug/>
                <input type="hidden" name=field value=id/>
                {choices}
            </Form>
        </Dialog>
    }
    .into_any()
}

/// One of the roles that may be chosen; the present one can have the focus.
fn roles(state: FormState, now: Role, focused: bool, may: impl Fn(&Role) -> bool) -> AnyView {
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
                sentence=words::people::what_it_may(role)
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

fn invite(listed: Listed) -> AnyView {
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
    let choices = roles(state, Role::Member, false, |role| *role != Role::Owner);
    // The list shows who was invited once the dialog does not stand over it any more.
    let (sent_some, newest) = (Arc::new(AtomicBool::new(false)), listed.newest);
    let sent = sent_some.clone();
    Effect::new(move |_| sent.fetch_or(partly(), Ordering::Relaxed));
    on_cleanup(move || {
        if sent_some.load(Ordering::Relaxed) {
            newest.reload();
        }
    });
    let (back, on_close) = (listed.address(), leave(&listed));
    view! {
        <Dialog
            id="invite"
            title=words::invitations::INVITE.to_owned()
            sentence=words::invitations::INVITE_LEAD.to_owned()
            open
            busy=state.pending()
            on_close
            foot=move || {
                view! {
                    <LinkButton
                        href=back
                        label=words::people::CANCEL
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::invitations::SEND
                        busy_label=words::invitations::SENDING
                        pending=state.pending()
                        form="invite-form"
                    />
                }
            }
        >
            <Form state id="invite-form">
                <FormProblem state/>
                {live(left)}
                <input type="hidden" name="organization" value=listed.slug/>
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
            </Form>
        </Dialog>
    }
    .into_any()
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

/// Asks before somebody goes, or their invitation.
fn removing(
    state: FormState,
    open: RwSignal<bool>,
    (title, warning): (String, &'static str),
    (keep, remove, removing): (&'static str, &'static str, &'static str),
    (field, id): (&'static str, String),
    listed: Listed,
) -> AnyView {
    let (back, on_close) = (listed.address(), leave(&listed));
    view! {
        <Dialog
            id="remove"
            title
            sentence=warning.to_owned()
            open
            busy=state.pending()
            on_close
            foot=move || {
                view! {
                    <LinkButton
                        href=back
                        label=keep
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=remove
                        busy_label=removing
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="remove-form"
                    />
                }
            }
        >
            <Form state id="remove-form" class="">
                <FormProblem state/>
                <input type="hidden" name="organization" value=listed.slug/>
                <input type="hidden" name=field value=id/>
            </Form>
        </Dialog>
    }
    .into_any()
}
