//! What is asked about somebody, over the list; each at an address of its own.

use domain::{people::Membership, rights::Role, words};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{RemovePerson, SetRole, list::Listed};
use crate::{
    form::{Form, FormProblem, FormState},
    not_found::tell_status,
    paths,
    ui::{ButtonKind, Choice, ChoiceList, Dialog, LinkButton, SubmitButton, focus, live, toast},
};

/// The dialog that the address asks for.
pub(super) fn over(listed: Listed) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let (id, act) = path.with(|path| {
            let (_, page) = paths::in_settings(path)?;
            paths::person_dialog(page).map(|(id, act)| (id, act.to_owned()))
        })?;
        let person = listed.people.iter().find(|person| Some(person.person) == id).cloned();
        let open = person.filter(|person| listed.may_change(person.role));
        Some(match (open, act.as_str()) {
            (Some(person), paths::ROLE) => role(person, listed.clone()),
            (Some(person), paths::REMOVE) => remove(&person, listed.clone()),
            _ => nothing(&listed),
        })
    };
    live(dialog)
}

/// There is nothing to ask, or not any more, or not by this person.
fn nothing(listed: &Listed) -> AnyView {
    tell_status();
    let (navigate, back) = (use_navigate(), listed.address());
    Effect::new(move |_| navigate(&back, quiet()));
    ().into_any()
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
fn settle(listed: &Listed, open: RwSignal<bool>, said: &'static str) {
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
    let typed = state.value("role", person.role.as_str());
    let choices = Role::ALL.into_iter().filter(|role| listed.may_change(*role)).map(|role| {
        let checked = RwSignal::new(typed == role.as_str());
        view! {
            <Choice
                name="role"
                value=role.as_str()
                radio=true
                label=words::organizations::role(role)
                sentence=words::people::what_it_may(role)
                checked
            />
        }
    });
    let choices = choices.collect::<Vec<_>>();
    let (back, on_close) = (listed.address(), leave(&listed));
    let Membership { person: id, display_name, .. } = person;
    view! {
        <Dialog
            id="role"
            title=words::people::edit_title(&display_name)
            sentence=words::people::EDIT_LEAD.to_owned()
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
                <input type="hidden" name="person" value=id.to_string()/>
                <ChoiceList id="roles" legend=words::people::ROLE error=state.error("role")>
                    {choices}
                </ChoiceList>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn remove(person: &Membership, listed: Listed) -> AnyView {
    let state = FormState::of::<RemovePerson>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<RemovePerson>(move |()| settle(&then, open, words::people::REMOVED));
    // What was asked for is done.
    state.on_gone(move || settle(&gone, open, words::people::REMOVED));
    let (back, on_close) = (listed.address(), leave(&listed));
    let (id, title) = (person.person, words::people::remove_question(&person.display_name));
    view! {
        <Dialog
            id="remove"
            title
            sentence=words::people::REMOVE_WARNING.to_owned()
            open
            busy=state.pending()
            on_close
            foot=move || {
                view! {
                    <LinkButton
                        href=back
                        label=words::people::KEEP
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::people::REMOVE
                        busy_label=words::people::REMOVING
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
                <input type="hidden" name="person" value=id.to_string()/>
            </Form>
        </Dialog>
    }
    .into_any()
}
