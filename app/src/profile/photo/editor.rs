//! The editor of the photo, loaded when it is opened: choose or drop a file, cut
//! a square out of it by mouse, touch or keyboard, and send that square alone, so
//! that the largest camera files work too.

use domain::{
    photo::{FIELD, TYPES},
    words,
};
use leptos::{ev, html, prelude::*};
use send_wrapper::SendWrapper;

use super::{
    Photo,
    canvas::draw,
    crop::{ZOOM_MAX, ZOOM_MIN},
    desk::{Desk, Pointers, whole},
    remove_link,
};
use crate::{
    form::FormProblem,
    leaving::{Holding, ask_before_leaving},
    paths,
    ui::{
        AvatarSize, Button, FieldError, Icon, IconButton, IconName, Section, SectionFoot,
        SubmitButton, avatar, focus, live,
    },
};

/// Between the edge of the drawing and the ring, of 240 CSS pixels.
const INSET: f64 = 12.0 / 240.0;
/// Sharp on any screen.
const DRAWN: u32 = 480;
/// Sizes of the previews.
const PREVIEWS: [AvatarSize; 4] =
    [AvatarSize::Huge, AvatarSize::Large, AvatarSize::Normal, AvatarSize::Tiny];
/// The place where files are dropped; it has the focus first, and when it has no good one.
pub(super) const CHOOSER: &str = "photo-file";
/// The drawing; it has the focus when there is a new picture.
pub(super) const CROP: &str = "photo-crop";
/// What saves.
const FORM: &str = "photo-edit";

/// Loads the editor. The macro `lazy` makes the function, for the browser only.
pub(super) async fn arrives() {
    #[cfg(not(feature = "ssr"))]
    __preload_photo_editor().await;
}

/// The section while the photo is edited.
#[lazy]
pub(super) fn photo_editor(photo: Photo) -> AnyView {
    let Photo { face, saving, unsaved, .. } = photo;
    let desk = Desk::new(photo);
    let (now, tint) = face.with_untracked(|face| (face.photo, avatar::tint(face.tint)));
    if let Some(now) = now {
        desk.begins_with(now);
    }
    ask_before_leaving(Holding {
        holds: unsaved,
        words: words::leaving::UNSAVED,
        page: paths::PROFILE,
        forms: &["sign-out"],
    });
    request_animation_frame(|| focus(CHOOSER));
    on_cleanup(move || {
        desk.stop();
    });
    let open = Memo::new(move |_| desk.crop.with(Option::is_some));
    let hint = Signal::derive(move || match desk.sent.get() {
        // Each change is spoken: by tens it is not too much.
        Some(percent) => words::photo::sent(&whole((percent / 10.0).floor() * 10.0)),
        None => words::photo::CIRCLE.into(),
    });
    let cancel = Callback::new(move |()| {
        if desk.stop() {
            desk.said.set(words::photo::STOPPED.into());
        } else {
            photo.close();
        }
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        desk.save();
    };
    let pending = Signal::derive(move || desk.sent.with(Option::is_some));
    view! {
        <Section
            id="photo"
            title=words::photo::TITLE
            foot=move || {
                view! {
                    {progress(desk)}
                    <SectionFoot hint>
                        {remove_link(face)}
                        <Button label=words::photo::CANCEL on_click=cancel/>
                        <SubmitButton
                            label=words::photo::SAVE
                            busy_label=words::photo::SAVING
                            pending
                            form=FORM
                        />
                    </SectionFoot>
                }
            }
        >
            <div class="stack">
                <FormProblem state=saving/>
                <form id=FORM class="avatar-edit" on:submit=save>
                    {live(move || open.get().then(|| drawing(desk, tint)))}
                    <div class="avatar-edit__side">
                        {chooser(desk, saving.error(FIELD))}
                        {live(move || open.get().then(|| tools(desk, tint)))}
                    </div>
                </form>
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
                <progress class="progress photo-sent" max="100" value=whole(percent) aria-label=words::photo::SENDING></progress>
            }
        })
    };
    live(bar)
}

/// *Choose a photo or drop one here*.
fn chooser(desk: Desk, wrong: Signal<Option<String>>) -> AnyView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()?.get(0));
        if let Some(file) = file {
            desk.takes(&file);
        }
    };
    takes_drops(desk, over);
    Effect::new(move |_| {
        if wrong.with(Option::is_some) {
            focus(CHOOSER);
        }
    });
    view! {
        <div>
            <label
                class="dropzone"
                class:is-over=over
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
                    <span class="hint">{words::photo::KINDS}</span>
                </span>
            </label>
            <div class="dropzone__error" role="alert">
                <FieldError id="photo-err" error=wrong.into()/>
            </div>
        </div>
    }
    .into_any()
}

/// A file may be dropped anywhere on the page: beside the place for it, browsers would
/// leave the page and open it.
fn takes_drops(desk: Desk, over: RwSignal<bool>) {
    let has_files = |event: &ev::DragEvent| {
        event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
    };
    let comes = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    });
    // Of the window itself nothing is entered instead.
    let goes = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drops = window_event_listener(ev::drop, move |event| {
        let file = event.data_transfer().and_then(|data| data.files()?.get(0));
        if let Some(file) = file {
            event.prevent_default();
            over.set(false);
            desk.takes(&file);
        }
    });
    on_cleanup(move || [comes, goes, drops].into_iter().for_each(WindowListenerHandle::remove));
}

/// The picture, with the ring around what is kept.
fn drawing(desk: Desk, tint: &str) -> AnyView {
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
        // In a group, screen readers would keep the arrow keys to themselves.
        <div
            class=["crop", tint].concat()
            id=CROP
            role="application"
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
fn tools(desk: Desk, tint: &str) -> AnyView {
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
    let zoom = move || {
        let zoom = desk.crop.with(|crop| crop.map_or(ZOOM_MIN, |crop| crop.zoom()));
        words::photo::percent(&whole(zoom))
    };
    let turns = Callback::new(move |()| desk.turns());
    let previews = PREVIEWS.map(|size| {
        let canvas = NodeRef::<html::Canvas>::new();
        draws(desk, canvas, 0.0);
        let side = (2 * size.pixels()).to_string();
        view! {
            <span class=avatar::class(size) + tint>
                <canvas width=side.clone() height=side node_ref=canvas></canvas>
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
                    aria-valuetext=zoom
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
