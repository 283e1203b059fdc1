//! The dialog that makes an organization, at an address of its own.

use domain::{organizations::slug_of, words};
use js_sys::JsString;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::CreateOrganization;
use crate::{
    ask::Ask,
    form::FormState,
    paths,
    ui::{ButtonKind, Callout, CalloutKind, Field, live},
};

/// The dialog, when the address asks for it.
pub(super) fn over(may_create: bool) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked = path.with(|path| path == paths::NEW_ORGANIZATION);
        asked.then(|| if may_create { create() } else { only_staff() })
    };
    live(dialog)
}

fn only_staff() -> AnyView {
    view! { <Callout kind=CalloutKind::Warn title=words::organizations::ONLY_STAFF/> }.into_any()
}

fn create() -> AnyView {
    let state = FormState::of::<CreateOrganization>();
    // Where the field starts, for as long as nothing is typed into it.
    let proposed = RwSignal::new(state.value("slug", ""));
    let mend = state.mend("name");
    let propose = Callback::new(move |name: String| {
        let taken_apart = String::from(JsString::from(&*name).normalize("NFKD"));
        proposed.set(slug_of(&taken_apart));
        mend.run(name);
    });
    let asked = Ask {
        title: words::organizations::CREATE.to_owned(),
        sentence: words::organizations::CREATE_LEAD.to_owned(),
        back: paths::HOME.to_owned(),
        keep: words::workspaces::CANCEL,
        act: words::organizations::CREATE,
        busy: words::organizations::CREATING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        <Field
            id="name"
            label=words::organizations::NAME
            autocomplete="organization"
            value=state.value("name", "")
            error=state.error("name")
            on_input=propose
            autofocus=true
        />
        <Field
            id="slug"
            label=words::organizations::SLUG
            value=proposed
            error=state.error("slug")
            on_input=state.mend("slug")
            hint=words::organizations::SLUG_EMPTY_HINT
            optional=true
        />
    };
    asked.dialog(state, RwSignal::new(true), fields.into_any())
}
