//! The editor of the photo, loaded when it is opened: choose or drop a file, cut
//! a square out of it by mouse, touch or keyboard, and send that square alone, so
//! that the largest camera files work too.

use domain::{
    person::Face,
    photo::{self, FIELD, Side, TYPES},
    words,
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;

use super::{
    canvas::draw,
    crop::{Crop, ZOOM_MAX, ZOOM_MIN},
    desk::{Desk, Pointers, whole},
    remove_button,
};
use crate::{
    form::{FormProblem, FormState},
    leaving::{Holding, ask_before_leaving},
    paths,
    ui::{Button, ButtonKind, FieldError, Icon, IconButton, IconName, Section, SectionFoot, focus},
};

/// Between the edge of the drawing and the ring, of 240 CSS pixels.
const INSET: f64 = 12.0 / 240.0;
/// Sharp on any screen.
const DRAWN: u32 = 480;
/// Sizes of the previews with their classes.
const PREVIEWS: [(u32, &str); 4] = [
    (160, "avatar avatar--xl"),
    (96, "avatar avatar--lg"),
    (64, "avatar"),
    (44, "avatar avatar--xs"),
];
/// The place where files are dropped; it has the focus first.
pub(super) const CHOOSER: &str = "photo-file";

/// What the editor shares with the section around it.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub face: RwSignal<Face>,
    pub saving: FormState,
    pub removing: FormState,
    pub close: Callback<()>,
}

/// Loads the editor. The macro `lazy` makes the function, for the browser only.
pub(super) async fn arrives() {
    #[cfg(not(feature = "ssr"))]
    __preload_photo_editor().await;
}

/// The section while the photo is edited.
#[lazy]
pub(super) fn photo_editor(editor: Editor) -> AnyView {
    let desk = Desk::new(editor.saving);
    ask_before_leaving(Holding {
        holds: desk.touched,
        words: words::leaving::UNSAVED,
        page: paths::PROFILE,
        forms: &["sign-out"],
    });
    if let Some(id) = editor.face.with_untracked(|face| face.photo) {
        spawn_local(desk.opens(photo::address(id, Side::Large), "image/png"));
    }
    request_animation_frame(|| focus(CHOOSER));
    on_cleanup(move || desk.stop());
    let open = Memo::new(move |_| desk.crop.with(Option::is_some));
    let hint = Signal::derive(move || match desk.sent.get() {
        Some(_) => String::new(),
        None => words::photo::CIRCLE.into(),
    });
    let cancel = Callback::new(move |()| {
        if desk.sent.get_untracked().is_some() {
            desk.stop();
        } else {
            editor.close.run(());
        }
    });
    view! {
        <Section
            id="photo"
            title=words::photo::TITLE
            foot=move || {
                view! {
                    {progress(desk)}
                    <SectionFoot hint>
                        {remove_button(editor)}
                        <Button label=words::photo::CANCEL on_click=cancel/>
                        <Button
                            label=words::photo::SAVE
                            kind=ButtonKind::Primary
                            on_click=Callback::new(move |()| desk.save())
                        />
                    </SectionFoot>
                }
            }
        >
            <div class="stack">
                <FormProblem state=editor.saving/>
                <FormProblem state=editor.removing/>
                <div class="avatar-edit">
                    {move || open.get().then(|| drawing(desk))}
                    <div class="avatar-edit__side">
                        {chooser(desk)}
                        {move || open.get().then(|| tools(desk))}
                    </div>
                </div>
            </div>
            <p class="sr" role="status">
                {move || desk.said.get()}
            </p>
        </Section>
    }
    .into_any()
}

fn progress(desk: Desk) -> AnyView {
    let bar = move || {
        desk.sent.get().map(|percent| {
            view! {
                <progress class="progress" max="100" value=whole(percent) aria-label=words::photo::SENDING></progress>
            }
        })
    };
    bar.into_any()
}

/// *Choose a photo or drop one here*.
fn chooser(desk: Desk) -> AnyView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()?.get(0));
        if let Some(file) = file {
            desk.takes(&file);
        }
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        let file = event.data_transfer().and_then(|data| data.files()?.get(0));
        if let Some(file) = file {
            desk.takes(&file);
        }
    };
    let wrong = desk.saving.error(FIELD);
    view! {
        <div>
            <label
                class="dropzone"
                class:is-over=over
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=dropped
            >
                <input
                    class="sr"
                    id=CHOOSER
                    type="file"
                    accept=TYPES
                    node_ref=input
                    aria-describedby="photo-err"
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    on:change=chosen
                />
                <Icon name=IconName::Image/>
                <span>
                    <b>{words::photo::CHOOSE}</b>
                    {words::photo::OR_DROP}
                    <br/>
                    <span class="hint">{words::photo::LIMITS}</span>
                </span>
            </label>
            <FieldError id="photo-err" error=wrong.into()/>
        </div>
    }
    .into_any()
}

/// The picture, with the ring around what is kept.
fn drawing(desk: Desk) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    draws(desk, canvas, INSET);
    let pointers = StoredValue::new(SendWrapper::new(Pointers::default()));
    let of = move |event: &ev::PointerEvent| {
        (event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y()))
    };
    let down = move |event: ev::PointerEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            // Without it the drawing would lose a pointer that leaves it.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        pointers.with_value(|all| all.borrow_mut().push(of(&event)));
    };
    let up = move |event: ev::PointerEvent| {
        let id = event.pointer_id();
        pointers.with_value(|all| all.borrow_mut().retain(|(other, ..)| *other != id));
    };
    let moves = move |event: ev::PointerEvent| {
        let Some(canvas) = canvas.get_untracked() else { return };
        let width = canvas.get_bounding_client_rect().width();
        let side = width * (1.0 - 2.0 * INSET);
        pointers.with_value(|all| desk.drags(&mut all.borrow_mut(), of(&event), side));
    };
    let wheel = move |event: ev::WheelEvent| {
        event.prevent_default();
        desk.changes(|crop| crop.zoomed(crop.zoom() * (-event.delta_y() / 600.0).exp()));
    };
    view! {
        <div
            class="crop"
            role="group"
            aria-label=words::photo::CROP
            tabindex="0"
            on:pointerdown=down
            on:pointermove=moves
            on:pointerup=up
            on:pointercancel=up
            on:wheel=wheel
            on:keydown=move |event| desk.keys(&event)
        >
            <canvas width=DRAWN.to_string() height=DRAWN.to_string() node_ref=canvas></canvas>
            <span class="crop__ring" aria-hidden="true"></span>
        </div>
    }
    .into_any()
}

/// Zoom, turn, and how it will look.
fn tools(desk: Desk) -> AnyView {
    let range = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let (Some(range), Some(crop)) = (range.get(), desk.crop.get()) else { return };
        range.set_value_as_number(crop.zoom());
        let filled = (crop.zoom() - ZOOM_MIN) / (ZOOM_MAX - ZOOM_MIN) * 100.0;
        let style = web_sys::HtmlElement::style(&range);
        let _ = style.set_property("--fill", &[&whole(filled), "%"].concat());
    });
    let zooms = move |_| {
        if let Some(range) = range.get_untracked() {
            desk.changes(|crop| crop.zoomed(range.value_as_number()));
        }
    };
    let turns = Callback::new(move |()| {
        desk.changes(Crop::turned_left);
        desk.said.set(words::photo::TURNED.into());
    });
    let previews = PREVIEWS.map(|(side, class)| {
        let canvas = NodeRef::<html::Canvas>::new();
        draws(desk, canvas, 0.0);
        view! {
            <span class=class>
                <canvas width=side.to_string() height=side.to_string() node_ref=canvas></canvas>
            </span>
        }
        .into_any()
    });
    view! {
        <div class="field field--wide">
            <label for="zoom">{words::photo::ZOOM}</label>
            <div class="range-line">
                <input
                    class="range"
                    id="zoom"
                    type="range"
                    min=whole(ZOOM_MIN)
                    max=whole(ZOOM_MAX)
                    step="1"
                    node_ref=range
                    on:input=zooms
                />
                <IconButton label=words::photo::TURN icon=IconName::Rotate small=true on_click=turns/>
            </div>
        </div>
        <div>
            <span class="label">{words::photo::PREVIEW}</span>
            <div class="previews mt-2" aria-hidden="true">
                {previews.into_iter().collect::<Vec<_>>()}
            </div>
        </div>
    }
    .into_any()
}

/// Keeps a drawing up to date.
fn draws(desk: Desk, canvas: NodeRef<html::Canvas>, inset: f64) {
    Effect::new(move |_| {
        let (Some(canvas), Some(crop)) = (canvas.get(), desk.crop.get()) else { return };
        desk.work.with_value(|work| {
            if let Some(work) = work {
                draw(&canvas, &work.picture, &crop, inset);
            }
        });
    });
}
