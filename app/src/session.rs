//! The session ended while a page was open. A dialog says so over the page, what
//! was typed stays, and it goes when the person has signed in again elsewhere.

use std::cell::Cell;

use domain::{PersonId, shell::Shell, words};
use leptos::{ev, prelude::*, server_fn::ServerFn as _, task::spawn_local};

use crate::{
    call,
    frame::{LoadShell, reload_shell},
    paths,
    ui::{Button, Dialog},
};

thread_local! {
    /// One page, one session. On the server nothing ever sets these.
    static ENDED: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static WHO: Cell<Option<PersonId>> = const { Cell::new(None) };
}

/// The server does not know the session any more.
#[cfg(not(feature = "ssr"))]
pub(crate) fn ended() {
    ENDED.with(|ended| ended.set(true));
}

/// Whose pages these are. The server makes pages for everybody, and notes nothing.
pub(crate) fn is_of(person: PersonId) {
    if cfg!(not(feature = "ssr")) {
        WHO.set(WHO.get().or(Some(person)));
    }
}

/// The dialog, while it is needed.
pub(crate) fn dialog_when_ended() -> AnyView {
    let ended = ENDED.with(Clone::clone);
    let dialog = move || {
        ended.get().then(|| crate::load::later(|| Box::pin(async { session_dialog().await })))
    };
    dialog.into_any()
}

#[lazy]
fn session_dialog() -> AnyView {
    let open = RwSignal::new(true);
    let back = window_event_listener(ev::focus, move |_| {
        spawn_local(look(open));
    });
    on_cleanup(move || back.remove());
    let close = Callback::new(|()| ENDED.with(|ended| ended.set(false)));
    view! {
        <Dialog
            id="session"
            title=words::session::TITLE.to_owned()
            sentence=words::session::SENTENCE.to_owned()
            open
            on_close=close
            foot=move || {
                view! {
                    <Button
                        label=words::session::CLOSE
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <a class="btn btn--primary" href=paths::SIGN_IN target="_blank" autofocus>
                        {words::session::AGAIN}
                    </a>
                }
            }
        />
    }
    .into_any()
}

/// Somebody came back to the window: are they signed in?
async fn look(open: RwSignal<bool>) {
    let Ok(nothing) = web_sys::UrlSearchParams::new() else { return };
    let Ok(text) = call::post(LoadShell::PATH, &nothing).await else { return };
    let Ok(Shell { person, .. }) = domain::wire::read(&text) else { return };
    if WHO.get().is_some_and(|who| who != person) {
        // Somebody else: nothing of this page is theirs.
        let _ = window().location().reload();
    } else {
        let _ = open.try_set(false);
        reload_shell();
    }
}
