//! What is asked about a role, over the page; each at an address of its own.

use domain::{
    Problem, RoleId,
    rights::{GIVEN, Rights},
    roles::{OwnRole, RoleList},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{CreateRole, DeleteRole, EditRole, list::may};
use crate::{
    ask::{self, Ask, nothing, nothing_there},
    form::{FormField, FormState},
    load::Data,
    paths,
    ui::{ButtonKind, Choice, ChoiceList, live},
};

/// The list, and what its dialogs do to it.
#[derive(Clone)]
struct Listed {
    list: RoleList,
    newest: Data<RoleList>,
}

impl Listed {
    fn address(&self) -> String {
        paths::settings(&self.list.place.slug, paths::ROLES)
    }

    /// When it worked, or another window was faster.
    fn settle(&self, open: RwSignal<bool>, said: &'static str) {
        ask::settle(open, said);
        self.newest.reload();
    }
}

/// The dialog that the address asks for.
pub(super) fn over(list: RoleList, newest: Data<RoleList>) -> AnyView {
    let path = use_location().pathname;
    let listed = Listed { list, newest };
    let dialog = move || {
        path.with(|path| {
            let (_, page) = paths::in_settings(path)?;
            let asked = page.strip_prefix(paths::ROLES)?.strip_prefix('/')?;
            Some(asked_for(asked, &listed))
        })
    };
    live(dialog)
}

/// `new`, or the id of a role and an act.
fn asked_for(asked: &str, listed: &Listed) -> AnyView {
    if !may(&listed.list) {
        return nothing_there(listed.address());
    }
    if asked == paths::NEW {
        return create(listed);
    }
    let Some((id, act)) = asked.split_once('/') else { return nothing_there(listed.address()) };
    let Ok(id) = id.parse::<RoleId>() else { return nothing_there(listed.address()) };
    let Some(role) = listed.list.own.iter().find(|role| role.id == id) else {
        return nothing(listed.address(), words::roles::GONE);
    };
    match act {
        paths::EDIT => edit(role, listed),
        paths::DELETE => delete(role, listed),
        _ => nothing_there(listed.address()),
    }
}

fn create(listed: &Listed) -> AnyView {
    let (state, open) = (FormState::of::<CreateRole>(), RwSignal::new(true));
    let then = listed.clone();
    state.on_done::<CreateRole>(move |()| then.settle(open, words::roles::CREATED));
    let asked = Ask {
        title: words::roles::NEW.to_owned(),
        sentence: words::roles::NEW_LEAD.to_owned(),
        back: listed.address(),
        keep: words::roles::CANCEL,
        act: words::roles::CREATE,
        busy: words::roles::CREATING,
        kind: ButtonKind::Primary,
    };
    let saved = ("", "", Rights::NONE);
    asked.dialog(state, open, fields(state, listed, saved))
}

fn edit(role: &OwnRole, listed: &Listed) -> AnyView {
    let (state, open) = (FormState::of::<EditRole>(), RwSignal::new(true));
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<EditRole>(move |()| then.settle(open, words::roles::SAVED));
    state.on_gone(move || gone.settle(open, words::roles::GONE));
    let here = paths::settings(&listed.list.place.slug, &paths::of_role(role.id, paths::EDIT));
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
        title: words::roles::edit_title(&role.name),
        sentence: words::roles::EDIT_LEAD.to_owned(),
        back: listed.address(),
        keep: words::roles::CANCEL,
        act: words::roles::SAVE,
        busy: words::profile::SAVING,
        kind: ButtonKind::Primary,
    };
    let saved = (&*role.name, &*role.about, role.rights);
    let version = state.value("version", &role.version.to_string());
    let fields = view! {
        <input type="hidden" name="role" value=role.id.to_string()/>
        <input type="hidden" name="version" value=version/>
        {fields(state, listed, saved)}
    };
    asked.with_help(state, open, fields.into_any(), Some(newer.into()))
}

fn fields(
    state: FormState,
    listed: &Listed,
    (name, about, rights): (&str, &str, Rights),
) -> AnyView {
    let choices = GIVEN.iter().map(|&(right, value)| {
        let checked = RwSignal::new(state.kept("rights[]", value, rights.has(right)));
        view! {
            <Choice
                name="rights[]"
                value
                label=words::roles::right(right)
                sentence=words::roles::explained(right)
                checked
            />
        }
    });
    let choices = choices.collect::<Vec<_>>();
    view! {
        <input type="hidden" name="organization" value=listed.list.place.slug.clone()/>
        <FormField
            state
            id="name"
            label=words::roles::NAME
            saved=name.to_owned()
            autocomplete="off"
            autofocus=true
        />
        <FormField
            state
            id="about"
            label=words::roles::ABOUT
            saved=about.to_owned()
            autocomplete="off"
            optional=true
        />
        <ChoiceList id="rights" legend=words::roles::RIGHTS error=state.error("rights")>
            {choices}
        </ChoiceList>
    }
    .into_any()
}

fn delete(role: &OwnRole, listed: &Listed) -> AnyView {
    let (state, open) = (FormState::of::<DeleteRole>(), RwSignal::new(true));
    let (then, gone) = (listed.clone(), listed.clone());
    state.on_done::<DeleteRole>(move |()| then.settle(open, words::roles::DELETED));
    // What was asked for is done.
    state.on_gone(move || gone.settle(open, words::roles::DELETED));
    let sentence = if role.people == 0 {
        words::roles::DELETE_WARNING.to_owned()
    } else {
        words::roles::in_use(role.people)
    };
    let asked = Ask {
        title: words::roles::delete_question(&role.name),
        sentence,
        back: listed.address(),
        keep: words::roles::KEEP,
        act: words::roles::DELETE_ROLE,
        busy: words::roles::DELETING,
        kind: ButtonKind::Danger,
    };
    let fields = view! {
        <input type="hidden" name="organization" value=listed.list.place.slug.clone()/>
        <input type="hidden" name="role" value=role.id.to_string()/>
    };
    asked.dialog(state, open, fields.into_any())
}
