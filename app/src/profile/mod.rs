//! `/account/profile`: names, and the address one signs in with.

mod photo;
mod server_fns;

use domain::{Problem, profile::Profile, words};
use leptos::{html, prelude::*};
use leptos_meta::Title;

pub use server_fns::*;

use self::photo::PhotoSection;

use crate::{
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    load::{Data, loaded},
    paths,
    save_form::{SaveFoot, SaveState},
    ui::{Badge, BadgeKind, Field, Icon, IconName, LinkButton, PageHead, Section},
};

/// The page.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let profile = Data::of(LoadProfile {}, &[]);
    view! {
        <Title text=words::profile::TITLE/>
        <PageHead title=words::profile::TITLE sentence=words::profile::LEAD/>
        {loaded(
            profile,
            move |data| {
                let (face, email) = (data.face.clone(), data.email.clone());
                view! {
                    <PhotoSection face/>
                    <NameSection data newest=profile/>
                    <EmailSection email/>
                }
                .into_any()
            },
        )}
    }
    .into_any()
}

#[component]
fn NameSection(data: Profile, newest: Data<Profile>) -> impl IntoView {
    let state = FormState::of::<SaveName>();
    let form = NodeRef::<html::Form>::new();
    // What is saved: the fields go back to it, and count as changed beside it.
    let saved = RwSignal::new(data);
    let save = SaveState::new(paths::PROFILE, form, state);
    state.on_done::<SaveName>(move |profile| {
        saved.set(profile);
        save.done();
        reload_shell();
    });
    let field = move |id: &'static str, label: &'static str, read: fn(&Profile) -> &String| {
        let typed = state.typed(id);
        let value = Signal::derive(move || saved.with(|p| read(p).clone()));
        (id, label, typed.map_or(value, Signal::from))
    };
    let (first, first_label, first_value) =
        field("first_name", words::profile::FIRST_NAME, |p| &p.name.first);
    let (last, last_label, last_value) =
        field("last_name", words::profile::LAST_NAME, |p| &p.name.last);
    let (display, display_label, display_value) =
        field("display_name", words::profile::DISPLAY_NAME, |p| &p.name.display);
    let version = state.typed("version");
    let version = move || version.clone().unwrap_or_else(|| saved.with(|p| p.version.to_string()));
    let newer = move || {
        matches!(state.problem(), Some(Problem::Conflict)).then(|| {
            view! {
                <LinkButton
                    href=paths::PROFILE
                    label=words::SHOW_NEW_VERSION
                    small=true
                    on_click=Callback::new(move |()| {
                        // What was typed would stay in the fields otherwise.
                        if let Some(form) = form.get_untracked() {
                            form.reset();
                        }
                        state.forget_flash();
                        newest.reload();
                    })
                />
            }
        })
    };
    view! {
        <Section
            id="name"
            title=words::profile::NAME
            foot=move || {
                view! {
                    <SaveFoot form="name-form" label=words::profile::SAVE_NAME state save/>
                }
            }
        >
            <Form state id="name-form" node_ref=form on_edit=save.watch()>
                <FormProblem state help=newer/>
                <input type="hidden" name="version" value=version/>
                <div class="form__pair">
                    <Field
                        id=first
                        label=first_label
                        autocomplete="given-name"
                        value=first_value
                        error=state.error(first)
                        on_input=state.mend(first)
                        maxlength=64
                    />
                    <Field
                        id=last
                        label=last_label
                        optional=true
                        autocomplete="family-name"
                        value=last_value
                        error=state.error(last)
                        on_input=state.mend(last)
                        maxlength=64
                    />
                </div>
                <Field
                    id=display
                    label=display_label
                    hint=words::profile::DISPLAY_NAME_HINT
                    autocomplete="nickname"
                    value=display_value
                    error=state.error(display)
                    on_input=state.mend(display)
                    maxlength=64
                />
            </Form>
        </Section>
    }
    .into_any()
}

#[component]
fn EmailSection(email: String) -> impl IntoView {
    view! {
        <Section id="mail" title=words::profile::EMAIL flush=true>
            <div class="rows rows--lined">
                <div class="row">
                    <span class="row__lead">
                        <Icon name=IconName::Mail/>
                    </span>
                    <div class="row__main">
                        <div class="row__title">
                            {email}
                            " "
                            <Badge kind=BadgeKind::Active label=words::profile::ACTIVE/>
                        </div>
                        <div class="row__meta">{words::profile::EMAIL_HINT}</div>
                    </div>
                </div>
            </div>
        </Section>
    }
}
