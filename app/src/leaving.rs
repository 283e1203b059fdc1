//! Leaving a page that holds something that would be lost asks once: by a link, by
//! *Back*, by sending another form, or by closing the window.

use std::cell::RefCell;

use leptos::{ev, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{AddEventListenerOptions, Event, EventTarget};

use crate::ui::closest;

/// What a page holds, and what takes it away.
#[derive(Clone, Copy)]
pub(crate) struct Holding {
    /// There is something to lose.
    pub holds: RwSignal<bool>,
    /// The sentence that asks.
    pub question: &'static str,
    /// The page itself: addresses that start with it do not leave.
    pub page: &'static str,
    /// Ends of the addresses of forms that take it away.
    pub forms: &'static [&'static str],
}

/// Asks before what is held is lost, until this part of the page is gone.
pub(crate) fn ask_before_leaving(holding: Holding) {
    Effect::new(move |_| {
        let click = listen(&document(), "click", move |event| on_click(&event, holding));
        let submit = listen(&document(), "submit", move |event| on_submit(&event, holding));
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if holding.holds.get_untracked() {
                event.prevent_default();
            }
        });
        HOLDING.with_borrow_mut(|all| all.push(holding));
        let listeners = SendWrapper::new((click, submit));
        on_cleanup(move || {
            HOLDING.with_borrow_mut(|all| all.retain(|other| other.holds != holding.holds));
            unload.remove();
            drop(listeners);
        });
    });
}

thread_local! {
    /// What the page holds that is open.
    static HOLDING: RefCell<Vec<Holding>> = const { RefCell::new(Vec::new()) };
}

/// Hears of *Back* and *Forward*. To be called before there is a router: of the
/// listeners on a window, browsers call the first one first.
pub fn watch_back() {
    window_event_listener(ev::popstate, |event| {
        // Who stays is asked no more.
        let held = |at| HOLDING.with_borrow(|all| all.get(at).copied());
        let _ = (0..).map_while(held).all(|holding| goes_back(&event, holding));
    });
}

/// A listener that hears of an event before the router does, until it is dropped.
struct Listener {
    target: EventTarget,
    name: &'static str,
    run: Closure<dyn Fn(Event)>,
}

fn listen(target: &EventTarget, name: &'static str, run: impl Fn(Event) + 'static) -> Listener {
    let run = Closure::<dyn Fn(Event)>::new(run);
    let first = AddEventListenerOptions::new();
    first.set_capture(true);
    // Fails for no event that there is.
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
        name,
        run.as_ref().unchecked_ref(),
        &first,
    );
    Listener { target: target.clone(), name, run }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let run = self.run.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.name, run, true);
    }
}

fn on_click(event: &Event, holding: Holding) {
    let to = closest(event, "a[href]").filter(|link| !link.has_attribute("target"));
    let to = to.and_then(|link| link.get_attribute("href"));
    let leaves = to.is_some_and(|to| !to.starts_with(holding.page) && !to.starts_with('#'));
    if leaves && !holding.may_go() {
        stop(event);
    }
}

fn on_submit(event: &Event, holding: Holding) {
    let to = closest(event, "form").and_then(|form| form.get_attribute("action"));
    let takes = to.is_some_and(|to| holding.forms.iter().any(|form| to.ends_with(form)));
    if takes && !holding.may_go() {
        stop(event);
    }
}

/// *Back* and *Forward* have changed the address already; it is put back.
fn goes_back(event: &Event, holding: Holding) -> bool {
    let to = window().location().pathname().unwrap_or_default();
    let goes = to.starts_with(holding.page) || holding.may_go();
    if !goes {
        event.stop_immediate_propagation();
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(holding.page));
        }
    }
    goes
}

fn stop(event: &Event) {
    event.prevent_default();
    event.stop_immediate_propagation();
}

impl Holding {
    /// Asks, if there is something to lose. It is asked once.
    fn may_go(self) -> bool {
        if !self.holds.get_untracked() {
            return true;
        }
        let goes = window().confirm_with_message(self.question).unwrap_or(true);
        if goes {
            self.holds.set(false);
        }
        goes
    }
}
