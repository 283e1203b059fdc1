//! Whether the server can be reached. The browser knows of its network; that the
//! server is away shows only when something is asked of it.

use domain::words;
use gloo_timers::future::TimeoutFuture;
use js_sys::futures::JsFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;

use crate::ui::toast;

/// Milliseconds between two tries to reach it.
const PAUSE: u32 = 2_000;

thread_local! {
    /// One page, one connection. On the server nothing ever sets it.
    static OFFLINE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// True while the server cannot be reached.
pub(crate) fn offline() -> ArcRwSignal<bool> {
    OFFLINE.with(Clone::clone)
}

/// Something could not be sent: from now on it is tried whether the server is back.
pub(crate) fn lost() {
    let offline = offline();
    if offline.get_untracked() {
        return;
    }
    offline.set(true);
    spawn_local(async move {
        loop {
            TimeoutFuture::new(PAUSE).await;
            if is_there().await {
                break;
            }
        }
        offline.set(false);
        toast(words::shell::BACK_ONLINE);
    });
}

async fn is_there() -> bool {
    let answer = JsFuture::from(window().fetch_with_str("/livez")).await;
    answer.is_ok_and(|answer| answer.unchecked_into::<web_sys::Response>().ok())
}
