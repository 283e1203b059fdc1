//! `/account/profile`: names, and the address one signs in with.

mod photo;
mod server_fns;

use domain::{
    Problem,
    profile::{Profile, ProfilePage},
    words,
};
use leptos::{html, prelude::*};
use leptos_meta::Title;

pub use server_fns::*;

use self::photo::PhotoSection;

use crate::{
    form::{Form, FormField, FormProblem, FormState},
    frame::reload_shell,
    load::{Data, loaded},
    my_data, paths,
    save_form::{SaveFoot, SaveState},
    screens::Part,
    ui::{Badge, BadgeKind, Icon, IconName, LinkButton, PageHead, Section, focus},
};

/// The page. Nothing of it is split off, but its dialog.
pub(crate) fn profile_page() -> Part {
    let part = Part::of(view);
    // The page comes to life at once, so a dialog that it comes with has to be there by then.
    #[cfg(not(feature = "ssr"))]
    let part = part.with(|_| Box::pin(photo::preload()));
    part
}

fn view() -> AnyView {
    let profile = Data::of(LoadProfile {}, &[]);
    // The new version was asked for: its first field has the focus.
    let renewed = StoredValue::new(false);
    view! {
        <Title text=words::profile::TITLE/>
        <PageHead title=words::profile::TITLE sentence=words::profile::LEAD/>
        {loaded(
            profile,
            move |page: ProfilePage| {
                let ProfilePage { profile: data, email_hint: hint } = page;
                let (face, email) = (data.face.clone(), data.email.clone());
                view! {
                    <PhotoSection face/>
                    <NameSection data newest=profile renewed/>
                    <EmailSection email hint/>
                    {my_data::leaving()}
                }
                .into_any()
            },
        )}
    }
    .into_any()
}

#[component]
fn NameSection(
    data: Profile,
    newest: Data<ProfilePage>,
    renewed: StoredValue<bool>,
) -> impl IntoView {
    let state = FormState::of::<SaveName>();
    let form = NodeRef::<html::Form>::new();
    // What is saved: the fields go back to it, and count as changed beside it.
    let saved = RwSignal::new(data);
    let save = SaveState::new(paths::PROFILE, form, state);
    Effect::new(move |_| {
        if form.get().is_some() && renewed.get_value() {
            renewed.set_value(false);
            focus("first_name");
        }
    });
    state.on_done::<SaveName>(move |profile| {
        saved.set(profile);
        save.done();
        reload_shell();
    });
    let of_saved = move |read: fn(&Profile) -> &String| {
        Signal::derive(move || saved.with(|p| read(p).clone()))
    };
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
                        renewed.set_value(true);
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
                    <FormField
                        state
                        id="first_name"
                        label=words::profile::FIRST_NAME
                        autocomplete="given-name"
                        saved=of_saved(|p| &p.name.first)
                    />
                    <FormField
                        state
                        id="last_name"
                        label=words::profile::LAST_NAME
                        autocomplete="family-name"
                        saved=of_saved(|p| &p.name.last)
                        optional=true
                    />
                </div>
                <FormField
                    state
                    id="display_name"
                    label=words::profile::DISPLAY_NAME
                    autocomplete="nickname"
                    saved=of_saved(|p| &p.name.display)
                    hint=words::profile::DISPLAY_NAME_HINT
                />
            </Form>
        </Section>
    }
    .into_any()
}

#[component]
fn EmailSection(email: String, hint: String) -> impl IntoView {
    let link = || view! { <LinkButton href=paths::EMAIL label=words::email::CHANGE small=true/> };
    view! {
        <Section id="mail" title=words::profile::EMAIL flush=true actions=link>
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
                        <div class="row__meta">{hint}</div>
                    </div>
                </div>
            </div>
        </Section>
    }
}
