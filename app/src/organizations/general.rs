//! `/settings/{org}/general`: what an organization is called, and where it is.

use domain::{
    Problem, Time,
    organizations::{General, SetBy},
    rights::Right,
    words,
};
use leptos::{html, prelude::*};
use leptos_meta::Title;

use super::{
    EndOrganization, KeepOrganization, LoadGeneral, RequireMfa, SaveOrganization, ending, mfa,
};
use crate::{
    form::{Form, FormField, FormProblem, FormState, done},
    frame::reload_shell,
    load::{Data, loaded},
    paths,
    place::named,
    save_form::{SaveFoot, SaveState},
    screens::Part,
    ui::{LinkButton, PageHead, Section, When, live},
};

/// What its parts share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// What is saved.
    pub general: RwSignal<General>,
    pub newest: Data<General>,
}

impl Shown {
    pub(super) fn may(self, right: Right) -> bool {
        self.general.with_untracked(|general| general.held.has(right))
    }

    pub(super) fn slug(self) -> String {
        self.general.with_untracked(|general| general.place.slug.clone())
    }

    pub(super) fn name(self) -> String {
        self.general.with_untracked(|general| general.place.name.clone())
    }
}

/// The page.
#[lazy]
pub(crate) fn general_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    named(|path| paths::in_settings(path).map(|(slug, _)| slug), page)
}

fn page(slug: &str) -> AnyView {
    let fields = [("organization", slug)];
    let general = Data::of(LoadGeneral { organization: slug.into() }, &fields);
    loaded(general, move |data: General| {
        let shown = Shown { general: RwSignal::new(data), newest: general };
        let head = move || {
            let sentence = shown.general.with(|general| {
                let role = words::organizations::role(general.held.role);
                let role = general.own_role.as_deref().unwrap_or(role);
                words::organizations::general_lead(&general.place.name, role)
            });
            view! { <PageHead title=words::organizations::GENERAL sentence/> }
        };
        view! {
            <Title text=words::organizations::GENERAL/>
            // Before the sections: a dialog stands over them, a callout above.
            {ending::dialogs(shown)}
            {live(head)}
            {done(FormState::of::<EndOrganization>(), words::organizations::WILL_END)}
            {done(FormState::of::<KeepOrganization>(), words::organizations::KEPT)}
            {done(FormState::of::<RequireMfa>(), words::organizations::MFA_SAVED)}
            {ending::callout(shown)}
            {identity(shown)}
            {mfa::section(shown)}
            {ending::sections(shown)}
        }
        .into_any()
    })
}

fn identity(shown: Shown) -> AnyView {
    let may = shown.may(Right::ChangeOrganization)
        && shown.general.with_untracked(|general| general.deletes_at.is_none());
    if may { editable(shown) } else { readable(shown) }
}

/// Who set something, and when.
pub(super) fn set_line(words: &'static str, set: SetBy, now: Time) -> AnyView {
    let name = set.name.unwrap_or_else(|| words::organizations::SOMEBODY.into());
    view! {
        <p class="hint">
            {words} {name} ", " <When at=set.at now inline=true/> "."
        </p>
    }
    .into_any()
}

fn set_by(shown: Shown) -> AnyView {
    let lines = move || {
        let General { name_set, slug_set, now, .. } = shown.general.get();
        view! {
            {set_line(words::organizations::NAME_SET, name_set, now)}
            {set_line(words::organizations::SLUG_SET, slug_set, now)}
        }
    };
    live(lines)
}

fn readable(shown: Shown) -> AnyView {
    let field = |id: &'static str, label: &'static str, value: String| {
        view! { <crate::ui::Field id label value readonly=true/> }
    };
    let why = if shown.may(Right::ChangeOrganization) {
        words::organizations::ENDS_NOTHING
    } else {
        words::organizations::NOT_YOURS
    };
    view! {
        <Section id="identity" title=words::organizations::IDENTITY sentence=why>
            <div class="form">
                <div class="form__pair">
                    {field("name", words::organizations::NAME, shown.name())}
                    {field("slug", words::organizations::SLUG, shown.slug())}
                </div>
                <div>{set_by(shown)}</div>
            </div>
        </Section>
    }
    .into_any()
}

fn editable(shown: Shown) -> AnyView {
    let state = FormState::of::<SaveOrganization>();
    let form = NodeRef::<html::Form>::new();
    let save = SaveState::new(paths::NOWHERE, form, state);
    state.on_done::<SaveOrganization>(move |general| {
        shown.general.set(general);
        save.done();
        reload_shell();
    });
    let of_saved = move |read: fn(&General) -> &String| {
        Signal::derive(move || shown.general.with(|general| read(general).clone()))
    };
    let version = state.typed("version");
    let version = move || {
        let newest = || shown.general.with(|general| general.version.to_string());
        version.clone().unwrap_or_else(newest)
    };
    let newer = move || {
        matches!(state.problem(), Some(Problem::Conflict)).then(|| {
            view! {
                <LinkButton
                    href=paths::settings(&shown.slug(), paths::GENERAL)
                    label=words::SHOW_NEW_VERSION
                    small=true
                    on_click=Callback::new(move |()| {
                        // What was typed would stay in the fields otherwise.
                        if let Some(form) = form.get_untracked() {
                            form.reset();
                        }
                        state.forget_flash();
                        shown.newest.reload();
                    })
                />
            }
        })
    };
    view! {
        <Section
            id="identity"
            title=words::organizations::IDENTITY
            sentence=words::organizations::SLUG_CHANGES
            foot=move || {
                view! {
                    <SaveFoot
                        form="identity-form"
                        label=words::organizations::SAVE
                        state
                        save
                    />
                }
            }
        >
            <Form state id="identity-form" node_ref=form on_edit=save.watch()>
                <FormProblem state help=newer/>
                <input type="hidden" name="organization" value=of_saved(|g| &g.place.slug)/>
                <input type="hidden" name="version" value=version/>
                <div class="form__pair">
                    <FormField
                        state
                        id="name"
                        label=words::organizations::NAME
                        autocomplete="organization"
                        saved=of_saved(|g| &g.place.name)
                    />
                    <FormField
                        state
                        id="slug"
                        label=words::organizations::SLUG
                        autocomplete="off"
                        saved=of_saved(|g| &g.place.slug)
                        hint=words::organizations::SLUG_HINT
                    />
                </div>
                <div>{set_by(shown)}</div>
            </Form>
        </Section>
    }
    .into_any()
}
