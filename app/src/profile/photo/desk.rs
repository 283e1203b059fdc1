//! One picture in the making: what is cut out of it, and how it is sent.

use std::{cell::RefCell, rc::Rc};

use domain::{
    Code, Problem,
    person::WHOSE,
    photo::{FIELD, TYPES, refused},
    wire, words,
};
use js_sys::futures::JsFuture;
use leptos::{ev, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Blob, File, FormData, HtmlCanvasElement, ProgressEvent, Url, XmlHttpRequest};

use super::{
    canvas,
    crop::{Crop, ZOOM_MIN},
    editor::CHOOSER,
};
use crate::{boot::Boot, connection, form::FormState, over, ui::focus};

/// What is being cut.
#[derive(Clone)]
pub(super) struct Work {
    /// The whole picture, upright, as large as is worked with.
    pub picture: HtmlCanvasElement,
    /// What the square is sent as.
    pub kind: &'static str,
}

/// The fingers, or the mouse, on the drawing.
pub(super) type Pointers = Rc<RefCell<Vec<(i32, f64, f64)>>>;

/// One picture in the making.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub work: StoredValue<Option<SendWrapper<Work>>>,
    pub crop: RwSignal<Option<Crop>>,
    /// What a screen reader says.
    pub said: RwSignal<String>,
    /// Percent that have been sent, while sending.
    pub sent: RwSignal<Option<f64>>,
    /// There is something to lose.
    pub touched: RwSignal<bool>,
    request: StoredValue<Option<SendWrapper<XmlHttpRequest>>>,
    whose: StoredValue<String>,
    pub saving: FormState,
}

impl Desk {
    pub(super) fn new(saving: FormState) -> Self {
        Self {
            work: StoredValue::new(None),
            crop: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            sent: RwSignal::new(None),
            touched: RwSignal::new(false),
            request: StoredValue::new(None),
            whose: StoredValue::new(Boot::whose()),
            saving,
        }
    }

    /// Changes the square, if there is one.
    pub(super) fn changes(self, change: impl FnOnce(Crop) -> Crop) {
        self.crop.update(|crop| *crop = crop.map(change));
        self.touches();
    }

    fn touches(self) {
        self.touched.set(true);
        over::need();
    }

    /// A file was chosen or dropped.
    pub(super) fn takes(self, file: &File) {
        self.saving.forget();
        self.touches();
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
    pub(super) async fn opens(self, url: String, kind: &'static str) {
        // Only a JPEG is surely without holes to see through.
        let kind = if kind == "image/jpeg" { "image/jpeg" } else { "image/png" };
        match canvas::read(&url).await {
            Some((picture, crop)) => {
                let work = SendWrapper::new(Work { picture, kind });
                let _ = self.work.try_set_value(Some(work));
                let _ = self.crop.try_set(Some(crop));
            }
            None => self.refuses(Code::PhotoDamaged),
        }
    }

    /// One pointer moves the picture, two zoom it.
    pub(super) fn drags(self, all: &mut [(i32, f64, f64)], now: (i32, f64, f64), side: f64) {
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
    pub(super) fn keys(self, event: &ev::KeyboardEvent) {
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
    pub(super) fn save(self) {
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
            let answer = match canvas::square(&work.picture, &crop, work.kind).await {
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
        form.append_with_str(WHOSE, &self.whose.get_value()).ok()?;
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
            _ => {
                connection::lost();
                Err(Problem::Offline)
            }
        })
    }

    /// Stops sending.
    pub(super) fn stop(self) {
        let request = self.request.try_update_value(Option::take).flatten();
        if let Some(request) = request {
            let _ = request.abort();
        }
    }
}

/// A number without its fraction, as text. Printing fractions costs the browser
/// 15 KB of code.
#[expect(clippy::cast_possible_truncation, reason = "a few hundred at most")]
pub(super) fn whole(number: f64) -> String {
    (number.round() as i32).to_string()
}
