//! The section of the passkeys, and what is asked about one of them.

use domain::{
    PasskeyId, Time,
    passkey::{Passkey, Passkeys},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use super::{
    AddPasskey, BeginPasskey, LoadPasskeys, RemovePasskey, RenamePasskey,
    dialog::{gone, leave, naming, quiet},
};
use crate::{
    form::{Form, FormProblem, FormState, done},
    load::{Data, loaded_in_place},
    passkey::Asking,
    paths,
    ui::{
        Button, ButtonKind, Dialog, Empty, Icon, IconName, LinkButton, MenuItem, RowMenu, Section,
        SubmitButton, When, focus, live, toast,
    },
};

/// The section; a part of the program of its own, as it has its own data.
#[lazy]
pub(super) fn passkeys_section() -> AnyView {
    let data = Data::of(LoadPasskeys {}, &[]);
    loaded_in_place(data, section)
}

/// What the section and its dialogs share.
#[derive(Clone, Copy)]
struct State {
    list: RwSignal<Vec<Passkey>>,
    possible: bool,
    /// The server's time.
    now: Time,
}

fn section(data: Passkeys) -> AnyView {
    let Passkeys { list, possible, now } = data;
    let state = State { list: RwSignal::new(list), possible, now };
    let rows = live(move || rows(state));
    let added = FormState::of::<AddPasskey>();
    let asking = Asking::to_make::<BeginPasskey>(added);
    let navigate = use_navigate();
    added.on_done::<AddPasskey>(move |passkey| {
        let id = passkey.id;
        state.list.update(|list| list.insert(0, passkey));
        toast(words::passkeys::ADDED);
        // What it is called matters as soon as there are two.
        navigate(&paths::of_passkey(id, paths::RENAME), quiet(false));
    });
    view! {
        {dialogs(state)}
        {done(FormState::of::<RenamePasskey>(), words::passkeys::RENAMED)}
        {done(FormState::of::<RemovePasskey>(), words::passkeys::REMOVED)}
        <FormProblem state=asking.request()/>
        <FormProblem state=added/>
        <Section
            id="passkeys"
            title=words::passkeys::TITLE
            sentence=words::passkeys::LEAD
            actions=move || {
                view! {
                    <Button
                        label=words::passkeys::ADD
                        icon=IconName::Plus
                        small=true
                        if_script=true
                        disabled=!possible
                        on_click=Callback::new(move |()| asking.start())
                    />
                }
            }
            flush=true
        >
            {rows}
        </Section>
    }
    .into_any()
}

fn rows(state: State) -> AnyView {
    let list = state.list.get();
    if !list.is_empty() {
        let rows = list.into_iter().map(|passkey| row(passkey, state.now)).collect::<Vec<_>>();
        return view! { <ul class="rows rows--lined">{rows}</ul> }.into_any();
    }
    let hint = if state.possible { words::passkeys::NONE_HINT } else { words::passkeys::NOT_HERE };
    view! {
        <Empty title=words::passkeys::NONE sentence=hint>
            <p class="dim if-no-script">{words::passkeys::NEEDS_SCRIPT}</p>
        </Empty>
    }
    .into_any()
}

fn row(passkey: Passkey, now: Time) -> AnyView {
    let Passkey { id, name, security_key, created, last_used } = passkey;
    let icon = if security_key { IconName::Key } else { IconName::Passkey };
    let used = match last_used {
        Some(at) => view! {
            {words::passkeys::LAST_USED}
            <When at now inline=true/>
        }
        .into_any(),
        None => words::passkeys::NEVER_USED.into_any(),
    };
    view! {
        <li class="row">
            <span class="row__lead">
                <Icon name=icon/>
            </span>
            <div class="row__main">
                <div class="row__title">{name.clone()}</div>
                <div class="row__meta">
                    {words::passkeys::SINCE} <When at=created now date=true/> ". " {used} "."
                </div>
            </div>
            <div class="actions">
                <RowMenu
                    id=["passkey-", &id.to_string()].concat()
                    label=words::tokens::actions_for(&name)
                >
                    <MenuItem
                        label=words::passkeys::RENAME
                        icon=IconName::Edit
                        href=paths::of_passkey(id, paths::RENAME)
                    />
                    <MenuItem
                        label=words::passkeys::REMOVE
                        icon=IconName::Trash
                        danger=true
                        href=paths::of_passkey(id, paths::REMOVE)
                    />
                </RowMenu>
            </div>
        </li>
    }
    .into_any()
}

/// The one that the address asks for.
fn dialogs(state: State) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked = path.with(|path| {
            let (id, act) = paths::passkey_dialog(path)?;
            Some((id, act.to_owned()))
        });
        asked.map(|(id, act)| about(id, &act, state))
    };
    live(dialog)
}

fn about(id: Option<PasskeyId>, act: &str, state: State) -> AnyView {
    let of = |passkey: &&Passkey| Some(passkey.id) == id;
    let passkey = state.list.with_untracked(|list| list.iter().find(of).cloned());
    match passkey {
        Some(passkey) if act == paths::RENAME => rename(passkey, state),
        Some(passkey) if act == paths::REMOVE => remove(&passkey, state),
        Some(_) => gone(words::NOT_FOUND),
        None if id.is_none() => gone(words::NOT_FOUND),
        None => gone(words::passkeys::REMOVED_ELSEWHERE),
    }
}

fn rename(passkey: Passkey, state: State) -> AnyView {
    let form = FormState::of::<RenamePasskey>();
    let (open, done) = (RwSignal::new(true), RwSignal::new(false));
    let id = passkey.id;
    form.on_done::<RenamePasskey>(move |name| {
        state.list.update(|list| {
            if let Some(passkey) = list.iter_mut().find(|passkey| passkey.id == id) {
                passkey.name = name;
            }
        });
        done.set(true);
        open.set(false);
        toast(words::passkeys::RENAMED);
    });
    form.on_gone(move || {
        state.list.update(|list| list.retain(|passkey| passkey.id != id));
        done.set(true);
        open.set(false);
        toast(words::passkeys::REMOVED_ELSEWHERE);
        request_animation_frame(|| focus("passkeys-h"));
    });
    let said = (words::passkeys::RENAME_TITLE, words::passkeys::RENAME_LEAD);
    naming(form, said, (id.to_string(), passkey.name), open, done)
}

fn remove(passkey: &Passkey, state: State) -> AnyView {
    let form = FormState::of::<RemovePasskey>();
    let (open, done) = (RwSignal::new(true), RwSignal::new(false));
    let id = passkey.id;
    form.on_done::<RemovePasskey>(move |()| {
        state.list.update(|list| list.retain(|passkey| passkey.id != id));
        done.set(true);
        open.set(false);
        toast(words::passkeys::REMOVED);
        request_animation_frame(|| focus("passkeys-h"));
    });
    view! {
        <Dialog
            id="remove-passkey"
            title=words::passkeys::remove_question(&passkey.name)
            sentence=words::passkeys::REMOVE_WARNING.to_owned()
            open
            busy=form.pending()
            on_close=leave(done)
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::SECURITY
                        label=words::passkeys::KEEP
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::passkeys::REMOVE_BUTTON
                        busy_label=words::passkeys::REMOVING
                        pending=form.pending()
                        kind=ButtonKind::Danger
                        form="remove-passkey-form"
                    />
                }
            }
        >
            <Form state=form id="remove-passkey-form" class="">
                <FormProblem state=form/>
                <input type="hidden" name="id" value=id.to_string()/>
            </Form>
        </Dialog>
    }
    .into_any()
}
