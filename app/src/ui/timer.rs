//! One timer for all parts that wait: busy buttons, "Copied", toasts.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// A timer that belongs to the part that made it: starting it again forgets the
/// first, and it never fires after the part has gone.
#[derive(Clone, Copy)]
pub(crate) struct Timer(StoredValue<Option<SendWrapper<Timeout>>>);

impl Timer {
    /// A timer that does not run.
    pub fn new() -> Self {
        // Wrapped one by one: the server never starts a timer, and may drop this part
        // on another thread than the one that made it.
        Self(StoredValue::new(None))
    }

    /// Runs `then` once, after so many milliseconds. Only in the browser.
    pub fn start(self, millis: u32, then: impl FnOnce() + 'static) {
        self.0.set_value(Some(SendWrapper::new(Timeout::new(millis, then))));
    }

    /// Forgets what was to come.
    pub fn stop(self) {
        self.0.set_value(None);
    }
}

/// How long something may take before the page says that it takes time.
const PATIENCE: u32 = 300;

/// `pending`, but not before it has lasted 300 ms: what is quick does not flicker.
pub fn when_slow(pending: Signal<bool>) -> Signal<bool> {
    let slow = RwSignal::new(false);
    let timer = Timer::new();
    Effect::new(move |_| {
        if pending.get() {
            timer.start(PATIENCE, move || slow.set(true));
        } else {
            timer.stop();
            slow.set(false);
        }
    });
    slow.into()
}
