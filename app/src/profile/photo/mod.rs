//! The photo: what is there now, and a way to change it. The editor comes when it
//! is opened; without script a file is sent as it is, and cut in the middle.

mod canvas;
mod crop;
mod desk;
mod editor;
mod remove;

use domain::{
    person::{Face, WHOSE},
    photo::{FIELD, PhotoId, TYPES},
    wire, words,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use self::{editor::photo_editor, remove::remove_photo};
use super::{RemovePhoto, SAVE_PHOTO_URL};
use crate::{
    boot::Boot,
    form::{FormProblem, FormState, done},
    frame::reload_shell,
    load::{coming, later},
    paths,
    ui::{
        Avatar, AvatarSize, Button, ButtonKind, FieldError, LinkButton, Section, SectionFoot,
        SubmitButton, focus, live, toast,
    },
};

/// The button that opens the editor; it gets the focus back.
const OPENER: &str = "edit-avatar";

/// What the parts of the section share.
#[derive(Clone, Copy)]
struct Photo {
    face: RwSignal<Face>,
    /// The editor is open.
    editing: RwSignal<bool>,
    /// What is cut in it is not saved.
    unsaved: RwSignal<bool>,
    saving: FormState,
}

impl Photo {
    /// Closes the editor.
    fn close(self) {
        self.saving.forget();
        self.unsaved.set(false);
        self.editing.set(false);
        request_animation_frame(|| focus(OPENER));
    }

    fn saved(self, photo: PhotoId) {
        self.face.update(|face| face.photo = Some(photo));
        self.close();
        reload_shell();
        toast(words::photo::SAVED);
    }

    /// What is being cut meanwhile stays.
    fn removed(self) {
        self.face.update(|face| face.photo = None);
        if !self.unsaved.get_untracked() {
            self.close();
        }
        reload_shell();
        toast(words::photo::REMOVED);
    }
}

#[component]
pub(super) fn PhotoSection(face: Face) -> impl IntoView {
    let photo = Photo {
        face: RwSignal::new(face),
        editing: RwSignal::new(false),
        unsaved: RwSignal::new(false),
        saving: FormState::at(SAVE_PHOTO_URL),
    };
    photo.saving.on_text(move |text| {
        if let Ok(id) = wire::read(text) {
            photo.saved(id);
        }
    });
    let section = move || {
        if photo.editing.get() {
            later(Box::new(move || Box::pin(photo_editor(photo))))
        } else {
            current(photo)
        }
    };
    // Beside the section: a dialog stands over it, a callout above.
    let search = use_location().search;
    let dialog = move || {
        let asks = search.with(|query| paths::asks_to_remove_photo(Some(query)))
            && photo.face.with_untracked(|face| face.photo.is_some());
        asks.then(|| coming(Box::new(move || Box::pin(remove_photo(photo)))))
    };
    view! {
        {live(dialog)}
        {done(photo.saving, words::photo::SAVED)}
        {done(FormState::of::<RemovePhoto>(), words::photo::REMOVED)}
        {live(section)}
    }
    .into_any()
}

/// Loads the dialog that asks, if the page comes with it.
#[cfg(not(feature = "ssr"))]
pub(super) async fn preload() {
    let query = window().location().search().unwrap_or_default();
    if paths::asks_to_remove_photo(query.get(1..)) {
        remove::arrives().await;
    }
}

/// The photo as it is.
fn current(photo: Photo) -> AnyView {
    let Photo { face, editing, saving, .. } = photo;
    let whose = Boot::whose();
    view! {
        <Section
            id="photo"
            title=words::photo::TITLE
            foot=move || {
                view! {
                    <SectionFoot hint=Signal::stored(words::photo::LIMITS.to_string())>
                        {remove_link(face)}
                        <Button
                            id=OPENER
                            label=words::photo::EDIT
                            if_script=true
                            on_click=opens(editing)
                        />
                        <SubmitButton
                            label=words::photo::SAVE
                            busy_label=words::photo::SAVING
                            form="photo-form"
                            if_no_script=true
                        />
                    </SectionFoot>
                }
            }
        >
            <div class="stack">
                <FormProblem state=saving/>
                <div class="photo-now">
                    {live(move || view! { <Avatar face=face.get() size=AvatarSize::Huge/> })}
                    <form
                        id="photo-form"
                        class="field if-no-script"
                        method="post"
                        action=SAVE_PHOTO_URL
                        enctype="multipart/form-data"
                    >
                        <input type="hidden" name=WHOSE value=whose/>
                        <label for="photo-plain">{words::photo::FILE}</label>
                        <input
                            id="photo-plain"
                            name=FIELD
                            type="file"
                            accept=TYPES
                            aria-describedby="photo-err"
                        />
                        <FieldError id="photo-err" error=saving.error(FIELD).into()/>
                    </form>
                </div>
            </div>
        </Section>
    }
    .into_any()
}

/// Opens the editor when it has been loaded: until then the photo stays.
fn opens(editing: RwSignal<bool>) -> Callback<()> {
    Callback::new(move |()| {
        spawn_local(async move {
            editor::arrives().await;
            let _ = editing.try_set(true);
        });
    })
}

/// *Remove photo*, while there is one: opens the dialog that asks.
fn remove_link(face: RwSignal<Face>) -> AnyView {
    let any = Memo::new(move |_| face.with(|face| face.photo.is_some()));
    let link = move || {
        any.get().then(|| {
            view! {
                <LinkButton
                    href=paths::REMOVE_PHOTO
                    label=words::photo::REMOVE
                    kind=ButtonKind::DangerText
                />
            }
        })
    };
    live(link)
}
