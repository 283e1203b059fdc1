//! The session that ended while a page was open. A dialog says so over a page that
//! holds something, and goes when its person has signed in again; any other page is
//! loaded anew, which leads to signing in.

use domain::{Problem, words};
use leptos::{ev, prelude::*};

use crate::{
    frame::look,
    leaving,
    over::{self, over},
    paths,
    ui::{Button, Dialog, by_id},
};

/// The link that has the focus first.
const AGAIN: &str = "sign-in-again";

/// Learns from what went wrong. What was `typed` must stay; without, signing in comes
/// first. And nothing of a page is anybody else's.
pub(crate) fn heed(problem: &Problem, typed: bool) {
    match problem {
        Problem::SignInAgain if typed => {
            over::need();
            over().ended.set(true);
        }
        Problem::SignInAgain | Problem::OtherPerson => {
            leaving::let_go(&|_| true);
            let _ = window().location().reload();
        }
        _ => {}
    }
}

/// The server knows the person.
pub(crate) fn goes_on() {
    let ended = over().ended;
    if ended.get_untracked() {
        ended.set(false);
    }
}

/// The dialog that says so.
pub(crate) fn dialog() -> AnyView {
    let ended = over().ended;
    let open = RwSignal::new(false);
    // It can be closed; the next try to save opens it again.
    Effect::new(move |_| open.set(ended.get()));
    // An element that comes with the attribute into a page with a focus is told off.
    Effect::new(|_| {
        if let Some(again) = by_id(AGAIN) {
            let _ = again.set_attribute("autofocus", "");
        }
    });
    let back = window_event_listener(ev::focus, move |_| {
        if open.get_untracked() {
            look();
        }
    });
    on_cleanup(move || back.remove());
    view! {
        <Dialog
            id="session"
            title=words::session::TITLE.to_owned()
            sentence=words::session::SENTENCE.to_owned()
            open
            foot=move || {
                view! {
                    <Button
                        label=words::session::CLOSE
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <a class="btn btn--primary" id=AGAIN href=paths::SIGN_IN target="_blank">
                        {words::session::AGAIN}
                    </a>
                }
            }
        />
    }
    .into_any()
}
