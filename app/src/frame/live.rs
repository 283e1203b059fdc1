//! The number of unread notices as it changes: the server says it as long as the tab is
//! seen. A tab that is not seen holds no connection, of which a browser has six.

use std::cell::{Cell, RefCell};

use domain::words;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use super::UNREAD;
use crate::ui::Timer;

/// Where the server says it.
const STREAM: &str = "/notices/stream";
/// Milliseconds until the next try after one that failed, first and at most.
const FIRST_PAUSE: u32 = 2_000;
const LONGEST_PAUSE: u32 = 300_000;

/// An open stream, and what listens to it.
struct Stream {
    source: EventSource,
    _heard: [Closure<dyn Fn(MessageEvent)>; 2],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

thread_local! {
    static STREAM_NOW: RefCell<Option<Stream>> = const { RefCell::new(None) };
    static PAUSE: Cell<u32> = const { Cell::new(FIRST_PAUSE) };
}

/// Lets the signal follow what the server says, and has it said when there are more.
pub(super) fn listen(unread: RwSignal<usize>, said: RwSignal<String>) {
    let again = Timer::new();
    Effect::new(move |_| {
        UNREAD.set(Some(unread));
        follow(unread, said, again);
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            PAUSE.set(FIRST_PAUSE);
            follow(unread, said, again);
        });
        on_cleanup(move || {
            seen.remove();
            UNREAD.set(None);
            close();
        });
    });
}

fn close() {
    STREAM_NOW.with(|now| now.borrow_mut().take());
}

fn follow(unread: RwSignal<usize>, said: RwSignal<String>, again: Timer) {
    close();
    if document().hidden() {
        return;
    }
    let Ok(source) = EventSource::new(STREAM) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        PAUSE.set(FIRST_PAUSE);
        match event.data().as_string().and_then(|data| data.parse().ok()) {
            Some(count) => {
                // The page may have been left meanwhile.
                if unread.try_get_untracked().is_some_and(|before| before < count) {
                    let _ = said.try_set(words::shell::bell(count));
                }
                let _ = unread.try_set(count);
            }
            // It says that the session is over.
            None => close(),
        }
    });
    let failed = Closure::<dyn Fn(MessageEvent)>::new(move |_| {
        close();
        let pause = PAUSE.get();
        PAUSE.set((pause * 2).min(LONGEST_PAUSE));
        again.start(pause, move || follow(unread, said, again));
    });
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    source.set_onerror(Some(failed.as_ref().unchecked_ref()));
    let stream = Stream { source, _heard: [heard, failed] };
    STREAM_NOW.with(|now| now.borrow_mut().replace(stream));
}
