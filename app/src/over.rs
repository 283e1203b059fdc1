//! The dialogs that may stand over any page. Their part of the program comes before one
//! is needed, as there may be no network then, and stays.

use leptos::prelude::*;

use crate::{confirm, leaving, load::coming, session};

/// What is true of them.
#[derive(Clone)]
pub(crate) struct Over {
    /// One of them may be needed.
    pub needed: ArcRwSignal<bool>,
    /// Somebody is to be asked before leaving.
    pub asks: ArcRwSignal<bool>,
    /// The server does not know the session any more.
    pub ended: ArcRwSignal<bool>,
    /// Somebody is to prove who they are.
    pub proves: ArcRwSignal<bool>,
    /// A form was sent, and it worked.
    pub acted: ArcTrigger,
}

thread_local! {
    /// One page, one set of dialogs. On the server nothing ever sets it.
    static OVER: Over = Over {
        needed: ArcRwSignal::new(false),
        asks: ArcRwSignal::new(false),
        ended: ArcRwSignal::new(false),
        proves: ArcRwSignal::new(false),
        acted: ArcTrigger::new(),
    };
}

/// What is true of the dialogs.
pub(crate) fn over() -> Over {
    OVER.with(Clone::clone)
}

/// Loads them, once.
pub(crate) fn need() {
    let needed = over().needed;
    if !needed.get_untracked() {
        needed.set(true);
    }
}

/// Their place.
pub(crate) fn dialogs() -> AnyView {
    let needed = over().needed;
    let dialogs = move || {
        needed.get().then(|| coming(Box::new(|| Box::pin(async { over_any_page().await }))))
    };
    dialogs.into_any()
}

#[lazy]
fn over_any_page() -> AnyView {
    view! {
        {leaving::dialog()}
        {session::dialog()}
        {confirm::dialog()}
    }
    .into_any()
}
