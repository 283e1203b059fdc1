//! The editor of the photo, loaded when it is opened: choose or drop a file, cut
//! a square out of it by mouse, touch or keyboard, and send that square alone, so
//! that the largest camera files work too.

use std::{cell::RefCell, rc::Rc};

use domain::{
    Code, Problem,
    person::Face,
    photo::{self, FIELD, Side, TYPES, refused},
    wire, words,
};
use js_sys::futures::JsFuture;
use leptos::{ev, html, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{
    Blob, CanvasRenderingContext2d, File, FormData, HtmlCanvasElement, HtmlImageElement,
    ProgressEvent, Url, XmlHttpRequest,
};

use super::{
    crop::{Crop, ZOOM_MAX, ZOOM_MIN},
    remove_button,
};
use crate::{
    form::{FormProblem, FormState},
    ui::{Button, ButtonKind, FieldError, Icon, IconButton, IconName, Section, SectionFoot, focus},
};

/// The longest side that is worked with: more than any photo needs, less than any
/// browser's limit for a drawing.
const WORK_SIDE: f64 = 3000.0;
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
const CHOOSER: &str = "photo-file";

/// What the editor shares with the section around it.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub face: RwSignal<Face>,
    pub saving: FormState,
    pub removing: FormState,
    pub close: Callback<()>,
}

/// What is being cut.
#[derive(Clone)]
struct Work {
    /// The whole picture, upright, as large as is worked with.
    picture: HtmlCanvasElement,
    /// What the square is sent as.
    kind: &'static str,
}

/// The fingers, or the mouse, on the drawing.
type Pointers = Rc<RefCell<Vec<(i32, f64, f64)>>>;

/// One picture in the making.
#[derive(Clone, Copy)]
struct Desk {
    work: StoredValue<Option<SendWrapper<Work>>>,
    crop: RwSignal<Option<Crop>>,
    /// What a screen reader says.
    said: RwSignal<String>,
    /// Percent that have been sent, while sending.
    sent: RwSignal<Option<f64>>,
    request: StoredValue<Option<SendWrapper<XmlHttpRequest>>>,
    saving: FormState,
}

/// The section while the photo is edited.
#[lazy]
pub(super) fn photo_editor(editor: Editor) -> AnyView {
    let desk = Desk {
        work: StoredValue::new(None),
        crop: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        sent: RwSignal::new(None),
        request: StoredValue::new(None),
        saving: editor.saving,
    };
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

/// Draws the square, and `inset` of a side more of the picture around it.
fn draw(canvas: &HtmlCanvasElement, picture: &HtmlCanvasElement, crop: &Crop, inset: f64) {
    let Some(context) = context(canvas) else { return };
    let side = f64::from(canvas.width());
    let matrix = crop.matrix(side * (1.0 - 2.0 * inset), side * inset);
    // Each of these fails only where there is no drawing at all.
    let _ = transform(&context, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    context.clear_rect(0.0, 0.0, side, side);
    let _ = transform(&context, matrix);
    let _ = context.draw_image_with_html_canvas_element(picture, 0.0, 0.0);
}

fn transform(context: &CanvasRenderingContext2d, matrix: [f64; 6]) -> Result<(), JsValue> {
    let [xx, xy, yx, yy, x, y] = matrix;
    context.set_transform(xx, xy, yx, yy, x, y)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    // Of the three qualities the best; the default leaves steps.
    let _ = js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    Some(context)
}

/// A number without its fraction, as text. Printing fractions costs the browser
/// 15 KB of code.
#[expect(clippy::cast_possible_truncation, reason = "a few hundred at most")]
fn whole(number: f64) -> String {
    (number.round() as i32).to_string()
}

fn new_canvas(width: f64, height: f64) -> Option<HtmlCanvasElement> {
    let canvas = document().create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let pixels = |length: f64| JsValue::from(length.round().max(1.0));
    let _ = js_sys::Reflect::set(&canvas, &"width".into(), &pixels(width));
    let _ = js_sys::Reflect::set(&canvas, &"height".into(), &pixels(height));
    Some(canvas)
}

impl Desk {
    /// Changes the square, if there is one.
    fn changes(self, change: impl FnOnce(Crop) -> Crop) {
        self.crop.update(|crop| *crop = crop.map(change));
    }

    /// A file was chosen or dropped.
    fn takes(self, file: &File) {
        self.saving.forget();
        let kind = TYPES.split(',').find(|kind| *kind == file.type_());
        let Some(kind) = kind else { return self.refuses(Code::PhotoKind) };
        let Ok(url) = Url::create_object_url_with_blob(file) else {
            return self.refuses(Code::PhotoDamaged);
        };
        spawn_local(async move {
            self.opens(url.clone(), kind).await;
            let _ = Url::revoke_object_url(&url);
        });
    }

    /// Says what is wrong. What was being cut stays.
    fn refuses(self, code: Code) {
        self.saving.finish(Err(refused(code)));
    }

    /// Loads a picture and shows it.
    async fn opens(self, url: String, kind: &'static str) {
        // Only a JPEG is surely without holes to see through.
        let kind = if kind == "image/jpeg" { "image/jpeg" } else { "image/png" };
        match loaded(&url).await {
            Some((picture, crop)) => {
                let work = SendWrapper::new(Work { picture, kind });
                let _ = self.work.try_set_value(Some(work));
                let _ = self.crop.try_set(Some(crop));
            }
            None => self.refuses(Code::PhotoDamaged),
        }
    }

    /// One pointer moves the picture, two zoom it.
    fn drags(self, all: &mut [(i32, f64, f64)], now: (i32, f64, f64), side: f64) {
        let Some(at) = all.iter().position(|(id, ..)| *id == now.0) else { return };
        let (_, x, y) = std::mem::replace(&mut all[at], now);
        let apart = |first: (f64, f64), second: (f64, f64)| {
            (first.0 - second.0).hypot(first.1 - second.1).max(1.0)
        };
        match *all {
            [_] => self.changes(|crop| crop.moved((x - now.1) / side, (y - now.2) / side)),
            [first, second] => {
                let other = if at == 0 { second } else { first };
                let (before, after) =
                    (apart((x, y), (other.1, other.2)), apart((now.1, now.2), (other.1, other.2)));
                self.changes(|crop| crop.zoomed(crop.zoom() * after / before));
            }
            _ => {}
        }
    }

    /// Arrows move by 1 %, with Shift by 10 %; plus and minus zoom.
    fn keys(self, event: &ev::KeyboardEvent) {
        let step = if event.shift_key() { 0.1 } else { 0.01 };
        let key = event.key();
        let (x, y, direction) = match key.as_str() {
            "ArrowLeft" => (step, 0.0, words::photo::LEFT),
            "ArrowRight" => (-step, 0.0, words::photo::RIGHT),
            "ArrowUp" => (0.0, step, words::photo::UP),
            "ArrowDown" => (0.0, -step, words::photo::DOWN),
            "+" | "=" | "-" | "_" => {
                event.prevent_default();
                let factor = if matches!(key.as_str(), "+" | "=") { 1.1 } else { 1.0 / 1.1 };
                self.changes(|crop| crop.zoomed(crop.zoom() * factor));
                let zoom = self.crop.with_untracked(|crop| crop.map_or(ZOOM_MIN, |c| c.zoom()));
                return self.said.set(words::photo::zoomed(&whole(zoom)));
            }
            _ => return,
        };
        event.prevent_default();
        self.changes(|crop| crop.moved(x, y));
        // The picture goes where the arrow points; its place is told from there.
        let place = self.crop.with_untracked(|crop| crop.map(|crop| crop.place()));
        let Some((across, down)) = place else { return };
        let percent = if y == 0.0 { 100 - across } else { 100 - down };
        self.said.set(words::photo::moved(direction, percent));
    }

    /// Sends the square.
    fn save(self) {
        if self.sent.get_untracked().is_some() {
            return;
        }
        let crop = self.crop.get_untracked();
        let work = self.work.with_value(|work| work.as_deref().cloned());
        let (Some(crop), Some(work)) = (crop, work) else {
            self.refuses(Code::PhotoMissing);
            return focus(CHOOSER);
        };
        self.saving.forget();
        self.sent.set(Some(0.0));
        spawn_local(async move {
            let answer = match square(&work, &crop).await {
                Some(blob) => self.sends(&blob).await,
                None => Some(Err(refused(Code::PhotoDamaged))),
            };
            let _ = self.sent.try_set(None);
            let _ = self.request.try_set_value(None);
            if let Some(answer) = answer {
                self.saving.finish(answer);
            }
        });
    }

    /// None when it was stopped. Tells how far it is, which `fetch` cannot.
    async fn sends(self, blob: &Blob) -> Option<Result<String, Problem>> {
        let form = FormData::new().ok()?;
        form.append_with_blob_and_filename(FIELD, blob, FIELD).ok()?;
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", super::SAVE_PHOTO_URL).ok()?;
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            let percent = event.loaded() / event.total().max(1.0) * 100.0;
            let _ = self.sent.try_set(Some(percent.round()));
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        let _ = self.request.try_set_value(Some(SendWrapper::new(request.clone())));
        let ended = js_sys::Promise::new(&mut |resolve, _| {
            request.set_onloadend(Some(&resolve));
            if request.send_with_opt_form_data(Some(&form)).is_err() {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let _ = JsFuture::from(ended).await;
        let stopped = self.request.try_with_value(Option::is_none).unwrap_or(true);
        if stopped {
            return None;
        }
        let text = request.response_text().ok().flatten().unwrap_or_default();
        Some(match request.status() {
            Ok(200) => Ok(text),
            Ok(1..) => Err(wire::read(&text).unwrap_or_else(|problem| problem)),
            _ => Err(Problem::Offline),
        })
    }

    /// Stops sending.
    fn stop(self) {
        let request = self.request.try_update_value(Option::take).flatten();
        if let Some(request) = request {
            let _ = request.abort();
        }
    }
}

/// A picture in full, upright, and no larger than is worked with.
async fn loaded(url: &str) -> Option<(HtmlCanvasElement, Crop)> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let scale = (WORK_SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round(), (height * scale).round());
    let canvas = new_canvas(width, height)?;
    let context = context(&canvas)?;
    context
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
        .ok()?;
    Some((canvas, Crop::of(width, height)))
}

/// The square as a file.
async fn square(work: &Work, crop: &Crop) -> Option<Blob> {
    let side = f64::from(Side::Large.pixels());
    let canvas = new_canvas(side, side)?;
    draw(&canvas, &work.picture, crop, 0.0);
    let made = js_sys::Promise::new(&mut |resolve, _| {
        let quality = JsValue::from(0.92);
        if canvas.to_blob_with_type_and_encoder_options(&resolve, work.kind, &quality).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}
