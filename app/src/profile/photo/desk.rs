//! One picture in the making: what is cut out of it, and how it is sent.

use std::{cell::RefCell, rc::Rc};

use domain::{
    Code, Problem,
    person::WHOSE,
    photo::{FIELD, PhotoId, Side, TYPES, address, refused},
    wire, words,
};
use js_sys::futures::JsFuture;
use leptos::{ev, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{
    Blob, File, FormData, HtmlCanvasElement, HtmlInputElement, ProgressEvent, Url, XmlHttpRequest,
};

use super::{
    Photo, canvas,
    crop::{Crop, ZOOM_MIN},
    editor::{CHOOSER, CROP},
};
use crate::{
    connection, over,
    ui::{by_id, focus},
};

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

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
    /// What sends.
    request: StoredValue<Option<SendWrapper<XmlHttpRequest>>>,
    /// Pictures that were asked for: of two that load, the last one counts.
    asked: StoredValue<u32>,
    photo: Photo,
}

impl Desk {
    pub(super) fn new(photo: Photo) -> Self {
        Self {
            work: StoredValue::new(None),
            crop: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            sent: RwSignal::new(None),
            request: StoredValue::new(None),
            asked: StoredValue::new(0),
            photo,
        }
    }

    /// Changes the square, if there is one. False: it is as it was.
    pub(super) fn changes(self, change: impl FnOnce(Crop) -> Crop) -> bool {
        let before = self.crop.get_untracked();
        let after = before.map(change);
        if after == before {
            return false;
        }
        self.crop.set(after);
        self.touched();
        true
    }

    /// There is something to lose.
    fn touched(self) {
        self.photo.unsaved.set(true);
        over::need();
    }

    /// Begins with the photo that there is. One that cannot be had is nothing to cut.
    pub(super) fn begins_with(self, photo: PhotoId) {
        spawn_local(async move {
            let _ = self.opens(&address(photo, Side::Large), PNG).await;
        });
    }

    /// A file was chosen or dropped.
    pub(super) fn takes(self, file: &File) {
        // What is being sent comes first.
        if self.sent.get_untracked().is_some() {
            return;
        }
        self.photo.saving.forget();
        let kind = TYPES.split(',').find(|kind| *kind == file.type_());
        let Some(kind) = kind else { return self.refuses(Code::PhotoKind) };
        let Ok(url) = Url::create_object_url_with_blob(file) else {
            return self.refuses(Code::PhotoDamaged);
        };
        let name = file.name();
        spawn_local(async move {
            let opened = self.opens(&url, kind).await;
            let _ = Url::revoke_object_url(&url);
            match opened {
                Some(true) => {
                    self.touched();
                    self.said.set(words::photo::opened(&name));
                    // When it has been drawn.
                    request_animation_frame(|| focus(CROP));
                }
                Some(false) => self.refuses(Code::PhotoDamaged),
                None => {}
            }
        });
    }

    /// Says what is wrong. What was being cut stays.
    fn refuses(self, code: Code) {
        // The same file, mended, can be chosen again.
        if let Some(chooser) = by_id(CHOOSER) {
            chooser.unchecked_into::<HtmlInputElement>().set_value("");
        }
        self.photo.saving.finish(Err(refused(code)));
    }

    /// Loads a picture and shows it. False: it cannot be read. None: nobody waits for
    /// it any more.
    async fn opens(self, url: &str, kind: &'static str) -> Option<bool> {
        let turn = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        })?;
        let read = canvas::read(url).await;
        if self.asked.try_get_value()? != turn {
            return None;
        }
        let Some((picture, crop)) = read else { return Some(false) };
        // Only a JPEG is surely without holes to see through.
        let kind = if kind == JPEG { JPEG } else { PNG };
        self.work.set_value(Some(SendWrapper::new(Work { picture, kind })));
        self.crop.set(Some(crop));
        Some(true)
    }

    /// One pointer moves the picture, two zoom it.
    pub(super) fn drags(self, all: &mut [(i32, f64, f64)], now: (i32, f64, f64), side: f64) {
        let Some(at) = all.iter().position(|(id, ..)| *id == now.0) else { return };
        let (_, x, y) = std::mem::replace(&mut all[at], now);
        let apart = |first: (f64, f64), second: (f64, f64)| {
            (first.0 - second.0).hypot(first.1 - second.1).max(1.0)
        };
        match *all {
            [_] => {
                self.changes(|crop| crop.moved((x - now.1) / side, (y - now.2) / side));
            }
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
        let (x, y, direction) = match event.key().as_str() {
            "ArrowLeft" => (step, 0.0, words::photo::LEFT),
            "ArrowRight" => (-step, 0.0, words::photo::RIGHT),
            "ArrowUp" => (0.0, step, words::photo::UP),
            "ArrowDown" => (0.0, -step, words::photo::DOWN),
            "+" | "=" => return self.zooms(event, 1.1),
            "-" | "_" => return self.zooms(event, 1.0 / 1.1),
            _ => return,
        };
        event.prevent_default();
        if !self.changes(|crop| crop.moved(x, y)) {
            return self.said.set(words::photo::at_edge(direction));
        }
        // The picture goes where the arrow points; its place is told from there.
        let place = self.crop.with_untracked(|crop| crop.map(|crop| crop.place()));
        let Some((across, down)) = place else { return };
        let percent = 100 - if y == 0.0 { across } else { down };
        self.said.set(words::photo::moved(direction, &percent.to_string()));
    }

    fn zooms(self, event: &ev::KeyboardEvent, factor: f64) {
        event.prevent_default();
        self.changes(|crop| crop.zoomed(crop.zoom() * factor));
        let zoom = self.crop.with_untracked(|crop| crop.map_or(ZOOM_MIN, |c| c.zoom()));
        self.said.set(words::photo::zoomed(&whole(zoom)));
    }

    /// Turns the picture by a quarter.
    pub(super) fn turns(self) {
        self.changes(Crop::turned_left);
        let degrees = self.crop.with_untracked(|crop| crop.map_or(0.0, |c| c.degrees()));
        self.said.set(words::photo::turned(&whole(degrees)));
    }

    /// Sends the square.
    pub(super) fn save(self) {
        if self.sent.get_untracked().is_some() {
            return;
        }
        let crop = self.crop.get_untracked();
        let work = self.work.with_value(|work| work.as_deref().cloned());
        let (Some(crop), Some(work)) = (crop, work) else {
            return self.refuses(Code::PhotoMissing);
        };
        if connection::offline().get_untracked() {
            return self.photo.saving.finish(Err(Problem::Offline));
        }
        let Ok(request) = XmlHttpRequest::new() else { return };
        self.photo.saving.forget();
        self.sent.set(Some(0.0));
        self.request.set_value(Some(SendWrapper::new(request.clone())));
        spawn_local(async move {
            let square = canvas::square(&work.picture, &crop, work.kind).await;
            let answer = match square {
                Some(square) if self.is_sending(&request) => self.sends(&request, &square).await,
                _ => Err(refused(Code::PhotoDamaged)),
            };
            // Stopped meanwhile, it is nobody's answer.
            if self.is_sending(&request) {
                self.ends();
                if answer == Err(Problem::Offline) {
                    connection::lost();
                }
                self.photo.saving.finish(answer);
            }
        });
    }

    /// Whether it is this request that sends, and nobody stopped it.
    fn is_sending(self, request: &XmlHttpRequest) -> bool {
        let is = |sending: &Option<SendWrapper<_>>| sending.as_deref() == Some(request);
        self.request.try_with_value(is).unwrap_or_default()
    }

    /// Tells how far it is, which `fetch` cannot.
    async fn sends(self, request: &XmlHttpRequest, square: &Blob) -> Result<String, Problem> {
        // None of these fails for what we give it.
        let offline = |_| Problem::Offline;
        let form = FormData::new().map_err(offline)?;
        form.append_with_str(WHOSE, &self.photo.saving.whose()).map_err(offline)?;
        form.append_with_blob_and_filename(FIELD, square, FIELD).map_err(offline)?;
        request.open("POST", super::SAVE_PHOTO_URL).map_err(offline)?;
        let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            let percent = event.loaded() / event.total().max(1.0) * 100.0;
            // What is stopped stays so.
            let _ = self.sent.try_update(|sent| *sent = sent.map(|_| percent));
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        let ended = js_sys::Promise::new(&mut |resolve, _| {
            request.set_onloadend(Some(&resolve));
            if request.send_with_opt_form_data(Some(&form)).is_err() {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let _ = JsFuture::from(ended).await;
        let text = request.response_text().ok().flatten().unwrap_or_default();
        match request.status() {
            Ok(200) => Ok(text),
            Ok(1..) => Err(wire::read(&text).unwrap_or_else(|problem| problem)),
            _ => Err(Problem::Offline),
        }
    }

    /// Stops sending. False: nothing was on its way.
    pub(super) fn stop(self) -> bool {
        let request = self.ends();
        if let Some(request) = &request {
            let _ = request.abort();
        }
        request.is_some()
    }

    fn ends(self) -> Option<SendWrapper<XmlHttpRequest>> {
        let _ = self.sent.try_set(None);
        self.request.try_update_value(Option::take).flatten()
    }
}

/// A number without its fraction, as text. Printing fractions costs the browser
/// 15 KB of code.
#[expect(clippy::cast_possible_truncation, reason = "a few hundred at most")]
pub(super) fn whole(number: f64) -> String {
    (number.round() as i32).to_string()
}
