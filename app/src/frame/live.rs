//! The number of unread notices as it changes: the server says it as long as the tab is
//! seen. A tab that is not seen holds no connection, of which a browser has six.

use std::cell::{Cell, RefCell};

use domain::words;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::{
    load::WAITING,
    ui::{Timer, by_id},
};

/// Where the server says it.
const STREAM: &str = "/notices/stream";
/// Milliseconds until the next try after one that failed, first and at most.
const FIRST_PAUSE: u32 = 2_000;
const LONGEST_PAUSE: u32 = 300_000;

/// An open stream, and what listens to it.
struct Stream(
    EventSource,
    #[expect(dead_code, reason = "kept alive")] Closure<dyn Fn(MessageEvent)>,
);

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.close();
    }
}

thread_local! {
    static NOW: RefCell<Option<Stream>> = const { RefCell::new(None) };
    /// What the server said last.
    static LAST: Cell<Option<usize>> = const { Cell::new(None) };
    static PAUSE: Cell<u32> = const { Cell::new(FIRST_PAUSE) };
}

/// Lets the signal follow what the server says, from now on or, for a tab that is not seen,
/// no more. What failed is tried again later.
pub(super) fn follow(unread: RwSignal<usize>, again: Timer) {
    stop();
    if document().hidden() {
        return;
    }
    let Ok(source) = EventSource::new(STREAM) else { return };
    // An error has no data.
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(data) = event.data().as_string() else {
            stop();
            let pause = PAUSE.get();
            PAUSE.set((pause * 2).min(LONGEST_PAUSE));
            return again.start(pause, move || follow(unread, again));
        };
        PAUSE.set(FIRST_PAUSE);
        // Else it says that the session is over.
        let Ok(count) = data.parse() else { return stop() };
        // What the stream says first is no news.
        if LAST.replace(Some(count)).is_some_and(|before| before < count)
            && let Some(said) = by_id(WAITING)
        {
            said.set_text_content(Some(&words::shell::bell(count)));
        }
        // The page may have been left meanwhile.
        let _ = unread.try_set(count);
    });
    let listener = Some(heard.as_ref().unchecked_ref());
    source.set_onmessage(listener);
    source.set_onerror(listener);
    NOW.replace(Some(Stream(source, heard)));
}

/// Closes the stream.
pub(super) fn stop() {
    NOW.take();
}
