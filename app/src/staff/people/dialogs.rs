//! What is asked about an account, over the list; each at an address of its own.

use domain::{
    Problem,
    person::Name,
    staff::people::{Account, Act},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{ActOnAccount, CreateAccount, RenameAccount, list::Listed};
use crate::{
    ask::{self, Ask, nothing, nothing_there},
    form::{FormField, FormState},
    load::coming,
    paths,
    ui::{ButtonKind, Toggle, live},
};

/// The dialog that the address asks for.
pub(super) fn over(listed: Listed) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asks =
            |path: &String| paths::in_staff(path).is_some_and(|(_, asked)| !asked.is_empty());
        let path = path.get();
        asks(&path).then(|| {
            let listed = listed.clone();
            coming(Box::new(move || Box::pin(staff_people_dialog(path.clone(), listed.clone()))))
        })
    };
    live(dialog)
}

#[lazy]
pub(super) fn staff_people_dialog(path: String, listed: Listed) -> AnyView {
    if path == paths::NEW_PERSON {
        return create(listed);
    }
    let Some((Some(person), act)) = paths::account_dialog(&path) else {
        return nothing_there(listed.address());
    };
    let Some(account) = listed.account(person) else {
        return nothing(listed.address(), words::staff::people::GONE);
    };
    match (act, act.parse::<Act>()) {
        (paths::EDIT, _) => edit(account, &listed),
        (_, Ok(act)) if act.fits(&account) => confirm(&account, act, &listed),
        _ => nothing_there(listed.address()),
    }
}

/// When it worked, or another window was faster: the list shows it, and a toast says it.
fn settle(listed: &Listed, open: RwSignal<bool>, said: &'static str) {
    ask::settle(open, said);
    listed.newest.reload();
}

fn create(listed: Listed) -> AnyView {
    let state = FormState::of::<CreateAccount>();
    let open = RwSignal::new(true);
    let staff = RwSignal::new(state.kept("staff", "true", false));
    let asked = Ask {
        title: words::staff::people::NEW.to_owned(),
        sentence: words::staff::people::NEW_LEAD.to_owned(),
        back: listed.address(),
        keep: words::staff::people::CANCEL,
        act: words::staff::people::CREATE,
        busy: words::staff::people::CREATING,
        kind: ButtonKind::Primary,
    };
    state.on_done::<CreateAccount>(move |()| {
        settle(&listed, open, words::staff::people::CREATED);
    });
    let fields = view! {
        {names(state, Name::default())}
        <FormField
            state
            id="email"
            label=words::staff::people::EMAIL
            kind="email"
            autocomplete="off"
        />
        <Toggle name="staff" label=words::staff::people::MAY_RUN checked=staff/>
    };
    asked.dialog(state, open, fields.into_any())
}

fn edit(account: Account, listed: &Listed) -> AnyView {
    let state = FormState::of::<RenameAccount>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<RenameAccount>(move |()| settle(&then, open, words::staff::people::SAVED));
    state.on_gone(move || settle(&gone, open, words::staff::people::GONE));
    let here = paths::of_account(account.person, paths::EDIT);
    let newer = move || {
        matches!(state.problem(), Some(Problem::Conflict)).then(|| {
            view! {
                <a class="btn btn--sm" href=here.clone() rel="external">
                    {words::SHOW_NEW_VERSION}
                </a>
            }
        })
    };
    let asked = Ask {
        title: words::staff::people::edit_title(&account.name.display),
        sentence: words::staff::people::EDIT_LEAD.to_owned(),
        back: listed.address(),
        keep: words::staff::people::CANCEL,
        act: words::staff::people::SAVE,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let version = state.value("version", &account.version.to_string());
    let name = account.name;
    let display = name.display.clone();
    let fields = view! {
        <input type="hidden" name="person" value=account.person.to_string()/>
        <input type="hidden" name="version" value=version/>
        {names(state, name)}
        <FormField
            state
            id="display_name"
            label=words::staff::people::DISPLAY_NAME
            autocomplete="off"
            saved=display
        />
    };
    asked.with_help(state, open, fields.into_any(), Some(newer.into()))
}

/// What somebody is called, as it is or as it was typed.
fn names(state: FormState, name: Name) -> AnyView {
    view! {
        <div class="form__pair">
            <FormField
                state
                id="first_name"
                label=words::staff::people::FIRST_NAME
                autocomplete="off"
                saved=name.first
                autofocus=true
            />
            <FormField
                state
                id="last_name"
                label=words::staff::people::LAST_NAME
                autocomplete="off"
                saved=name.last
                optional=true
            />
        </div>
    }
    .into_any()
}

/// Asks before one of the acts.
fn confirm(account: &Account, act: Act, listed: &Listed) -> AnyView {
    let state = FormState::of::<ActOnAccount>();
    let open = RwSignal::new(true);
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<ActOnAccount>(move |()| settle(&then, open, words::staff::people::done(act)));
    state.on_gone(move || settle(&gone, open, words::staff::people::GONE));
    let asked = Ask {
        title: words::staff::people::question(act, &account.name.display),
        sentence: words::staff::people::warning(act).to_owned(),
        back: listed.address(),
        keep: words::staff::people::CANCEL,
        act: words::staff::people::act(act),
        busy: words::staff::people::doing(act),
        kind: if act.is_grave() { ButtonKind::Danger } else { ButtonKind::Primary },
    };
    let fields = view! {
        <input type="hidden" name="person" value=account.person.to_string()/>
        <input type="hidden" name="act" value=act.as_str()/>
    };
    asked.dialog(state, open, fields.into_any())
}
