//! The photo: what is there now, and a way to change it. The editor comes when it
//! is opened; without script a file is sent as it is, and cut in the middle.

mod canvas;
mod crop;
mod desk;
mod editor;

use domain::{
    person::{Face, WHOSE},
    photo::{FIELD, PhotoId, TYPES},
    wire, words,
};
use leptos::{prelude::*, task::spawn_local};

use self::editor::{Editor, photo_editor};
use super::{RemovePhoto, SAVE_PHOTO_URL};
use crate::{
    boot::Boot,
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    load::later,
    ui::{
        Avatar, AvatarSize, Button, ButtonKind, FieldError, Section, SectionFoot, SubmitButton,
        focus, toast,
    },
};

/// The button that opens the editor; it gets the focus back.
const OPENER: &str = "edit-avatar";

#[component]
pub(super) fn PhotoSection(face: Face) -> impl IntoView {
    let face = RwSignal::new(face);
    let editing = RwSignal::new(false);
    let saving = FormState::at(SAVE_PHOTO_URL);
    let removing = FormState::of::<RemovePhoto>();
    let close = Callback::new(move |()| {
        saving.forget();
        editing.set(false);
        request_animation_frame(|| focus(OPENER));
    });
    let changed = move |photo: Option<PhotoId>, told: &'static str| {
        face.update(|face| face.photo = photo);
        close.run(());
        reload_shell();
        toast(told);
    };
    saving.on_text(move |text| {
        if let Ok(photo) = wire::read(text) {
            changed(Some(photo), words::photo::SAVED);
        }
    });
    removing.on_text(move |_| changed(None, words::photo::REMOVED));
    let editor = Editor { face, saving, removing, close };
    let section = move || {
        if editing.get() {
            later(Box::new(move || Box::pin(async move { photo_editor(editor).await })))
        } else {
            current(editor, editing)
        }
    };
    section.into_any()
}

/// The photo as it is.
fn current(editor: Editor, editing: RwSignal<bool>) -> AnyView {
    let Editor { face, saving, removing, .. } = editor;
    let whose = Boot::whose();
    view! {
        <Section
            id="photo"
            title=words::photo::TITLE
            foot=move || {
                view! {
                    <SectionFoot hint=Signal::stored(words::photo::LIMITS.to_string())>
                        {remove_button(editor)}
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
                <FormProblem state=removing/>
                <div class="photo-now">
                    {move || view! { <Avatar face=face.get() size=AvatarSize::Huge/> }}
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

/// *Remove photo*, while there is one.
fn remove_button(editor: Editor) -> AnyView {
    let Editor { face, removing, .. } = editor;
    let any = Memo::new(move |_| face.with(|face| face.photo.is_some()));
    let button = move || {
        any.get().then(|| {
            view! {
                <Form state=removing class="">
                    <SubmitButton
                        label=words::photo::REMOVE
                        busy_label=words::photo::REMOVING
                        pending=removing.pending()
                        kind=ButtonKind::DangerText
                    />
                </Form>
            }
        })
    };
    button.into_any()
}
