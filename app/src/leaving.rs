//! Leaving a page that holds something that would be lost asks first. A dialog of ours
//! asks at links, at *Back*, and at forms that take it away; when the window is closed
//! or loaded anew the browser does, as it lets nobody else.

use std::cell::{Cell, RefCell};

use domain::words;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlFormElement, MouseEvent};

use crate::{
    connection,
    over::{self, over},
    ui::{Button, ButtonKind, Dialog, closest, toast},
};

/// What a page holds, and what takes it away.
#[derive(Clone, Copy)]
pub(crate) struct Holding {
    /// There is something to lose.
    pub holds: RwSignal<bool>,
    /// The question, and what would be lost.
    pub words: (&'static str, &'static str),
    /// The page itself: addresses that start with it do not leave.
    pub page: &'static str,
    /// Ends of the addresses of forms that take it away.
    pub forms: &'static [&'static str],
}

thread_local! {
    /// What the open page holds, the newest last.
    static HELD: RefCell<Vec<Holding>> = const { RefCell::new(Vec::new()) };
    /// How the page is about to be left, and what that would lose.
    static WAY: RefCell<Option<(Way, Holding)>> = const { RefCell::new(None) };
    /// Where in the history the last move began.
    static FROM: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Asks before what is held is lost, until this part of the page is gone.
pub(crate) fn ask_before_leaving(holding: Holding) {
    // The server makes pages for everybody, and notes nothing.
    if cfg!(not(feature = "ssr")) {
        HELD.with_borrow_mut(|held| held.push(holding));
        on_cleanup(move || HELD.with_borrow_mut(|held| held.retain(|h| h.holds != holding.holds)));
    }
}

/// Asks until what is shown only once was taken, also by these `forms`. To be called when it
/// was.
pub(crate) fn ask_until_taken(
    words: (&'static str, &'static str),
    page: &'static str,
    forms: &'static [&'static str],
) -> Callback<()> {
    let untaken = RwSignal::new(true);
    Effect::new(|_| over::need());
    ask_before_leaving(Holding { holds: untaken, words, page, forms });
    // It may be taken when its part of the page is gone.
    Callback::new(move |()| {
        let _ = untaken.try_set(false);
    })
}

/// Something would be lost with this page.
pub(crate) fn holds() -> bool {
    held(&|_| true).is_some()
}

/// From now on nothing is held of what this takes away.
pub(crate) fn let_go(takes: &dyn Fn(&Holding) -> bool) {
    while let Some(holding) = held(takes) {
        holding.holds.set(false);
    }
}

/// The newest of what this takes away.
fn held(takes: &dyn Fn(&Holding) -> bool) -> Option<Holding> {
    let lost = |holding: &&Holding| holding.holds.get_untracked() && takes(holding);
    HELD.with_borrow(|held| held.iter().rev().find(lost).copied())
}

/// How a page is left.
enum Way {
    Link(Element),
    Form(Element),
    /// By so many entries of the history.
    Move(i32),
}

impl Way {
    /// What comes of an event.
    fn of(event: &Event) -> Option<Self> {
        match event.type_().as_str() {
            "click" => {
                let click = event.unchecked_ref::<MouseEvent>();
                // Opens beside this page.
                let beside =
                    click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
                // Nor does what is saved as a file leave.
                let link = closest(event, "a[href]:not([target], [download])");
                let link = link.filter(|_| !beside);
                link.map(Self::Link)
            }
            "submit" => closest(event, "form").map(Self::Form),
            // Browsers that do not tell places in the history mostly go back.
            _ => Some(Self::Move(place().zip(FROM.get()).map_or(-1, |(to, from)| to - from))),
        }
    }

    /// A link to another of our pages: a form says by itself that it cannot be sent, and a
    /// move in the history has happened.
    fn needs_server(&self) -> bool {
        let Self::Link(link) = self else { return false };
        let to = link.get_attribute("href").unwrap_or_default();
        to.starts_with('/')
    }

    fn takes(&self, holding: &Holding) -> bool {
        match self {
            Self::Link(link) => {
                let to = link.get_attribute("href").unwrap_or_default();
                !to.starts_with(holding.page) && !to.starts_with('#')
            }
            Self::Form(form) => {
                let to = form.get_attribute("action").unwrap_or_default();
                holding.forms.iter().any(|form| to.ends_with(form))
            }
            Self::Move(_) => {
                let here = window().location().pathname().unwrap_or_default();
                !here.starts_with(holding.page)
            }
        }
    }

    /// Leaves, and lets go of what that takes away.
    fn go(self) {
        // A form may leave the page where it is.
        let_go(&|holding| !matches!(self, Self::Form(_)) || self.takes(holding));
        match self {
            Self::Link(link) => link.unchecked_into::<HtmlElement>().click(),
            Self::Form(form) => {
                // Fails for no form of ours.
                let _ = form.unchecked_into::<HtmlFormElement>().request_submit();
            }
            Self::Move(by) => travel(by),
        }
    }
}

/// Hears of everything that leaves a page. To be called before there is a router: of
/// the listeners on a window, browsers call the first one first.
pub fn watch() {
    let heard = Closure::<dyn Fn(Event)>::new(|event: Event| hear(&event)).into_js_value();
    let listen = |target: &EventTarget, name: &str| {
        // Fails for no event that there is.
        let _ = target.add_event_listener_with_callback_and_bool(name, heard.unchecked_ref(), true);
    };
    for name in ["click", "submit", "popstate", "beforeunload"] {
        listen(&window(), name);
    }
    if let Some(navigation) = get(&window(), "navigation") {
        listen(navigation.unchecked_ref(), "currententrychange");
    }
}

fn hear(event: &Event) {
    match event.type_().as_str() {
        "currententrychange" => {
            FROM.set(get(event, "from").and_then(|entry| place_of(&entry)));
        }
        "beforeunload" => {
            if holds() {
                event.prevent_default();
            }
        }
        _ => {
            let Some(way) = Way::of(event) else { return };
            if way.needs_server() && connection::offline().get_untracked() {
                // It would wait, and leave when nobody thinks of it any more.
                event.prevent_default();
                event.stop_immediate_propagation();
                toast(words::shell::NOT_WHILE_OFFLINE);
                return;
            }
            let Some(holding) = held(&|holding| way.takes(holding)) else { return };
            event.prevent_default();
            event.stop_immediate_propagation();
            if let Way::Move(by) = way {
                // The address has changed already.
                travel(-by);
            }
            WAY.set(Some((way, holding)));
            over::need();
            over().asks.set(true);
        }
    }
}

fn travel(by: i32) {
    if let Ok(history) = window().history() {
        let _ = history.go_with_delta(by);
    }
}

/// Where in the history we are.
fn place() -> Option<i32> {
    place_of(&get(&get(&window(), "navigation")?, "currentEntry")?)
}

fn place_of(entry: &JsValue) -> Option<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "browsers keep fifty entries or so")]
    get(entry, "index")?.as_f64().map(|index| index as i32)
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// An open menu closes under a dialog; like this, its button takes the focus.
fn close_menu() {
    let menu = document().query_selector("[popover]:popover-open").ok().flatten();
    if let Some(menu) = menu {
        let _ = menu.unchecked_into::<HtmlElement>().hide_popover();
    }
}

/// The dialog that asks.
pub(crate) fn dialog() -> AnyView {
    let asks = over().asks;
    let (question, lost) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let open = RwSignal::new(false);
    let leaves = StoredValue::new(false);
    Effect::new(move |_| {
        if asks.get()
            && let Some((what, then)) = WAY.with_borrow(|way| way.as_ref().map(|(_, h)| h.words))
        {
            close_menu();
            question.set(what.into());
            lost.set(then.into());
            leaves.set_value(false);
            open.set(true);
        }
    });
    // Not before it has closed: a dialog gives the focus back, a new page takes it.
    let closed = Callback::new(move |()| {
        over().asks.set(false);
        let way = WAY.take().filter(|_| leaves.get_value());
        if let Some((way, _)) = way {
            way.go();
        }
    });
    view! {
        <Dialog
            id="leave"
            title=question
            sentence=lost
            open
            on_close=closed
            foot=move || {
                view! {
                    <Button
                        label=words::leaving::STAY
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <Button
                        label=words::leaving::LEAVE
                        kind=ButtonKind::Danger
                        on_click=Callback::new(move |()| {
                            leaves.set_value(true);
                            open.set(false);
                        })
                    />
                }
            }
        />
    }
    .into_any()
}
