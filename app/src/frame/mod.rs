//! The frame around every page of a person who is signed in: top bar, side
//! navigation, the place of the page.

mod live;
mod server_fns;
mod switcher;
mod top_bar;

use std::cell::{Cell, OnceCell};

use domain::{person::WHOSE, shell::Shell, theme::Theme, words};
use leptos::{ev, prelude::*, server_fn::ServerFn as _, task::spawn_local};
use leptos_router::hooks::use_location;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, HtmlElement, MessageEvent};

pub use server_fns::*;

use crate::{
    boot::{Boot, Provided},
    call, connection,
    form::FormState,
    load::{Data, WAITING, loaded_quietly},
    over, paths,
    screens::{Screen, outlet},
    ui::{
        ButtonKind, Callout, CalloutKind, Count, Icon, IconButton, IconName, Timer, by_id, closest,
        focus, live,
    },
};

thread_local! {
    /// What the top bar shows; any page may have it loaded anew. In the browser only,
    /// where there is one.
    static SHELL: Cell<Option<(Data<Shell>, Provided)>> = const { Cell::new(None) };
    /// Between the tabs of a browser.
    static CHANNEL: OnceCell<Option<BroadcastChannel>> = const { OnceCell::new() };
}

thread_local! {
    /// How many notices were not read; in the browser only.
    static UNREAD: Cell<Option<RwSignal<usize>>> = const { Cell::new(None) };
}

/// So many notices were not read, as a page of them has just learned.
pub(crate) fn unread(count: usize) {
    if let Some(unread) = UNREAD.get() {
        unread.set(count);
    }
}

/// Loads what the top bar shows anew, here and in every other tab, after a change
/// that shows there.
pub(crate) fn reload_shell() {
    load_shell_anew();
    tell(&JsValue::NULL);
}

/// Tells every other tab a new theme, a new zone, or that something else is new.
pub(crate) fn tell(news: &JsValue) {
    with_channel(|channel| {
        // A tab that does not hear of it shows the change with its next page.
        let _ = channel.post_message(news);
    });
}

/// Hears what another tab tells.
fn hear(news: Option<String>, page: Provided) {
    let Some(news) = news else { return load_shell_anew() };
    match Theme::named(&news) {
        Some(theme) => paint(page.theme(), theme),
        None => page.change_zone(&news),
    }
}

fn load_shell_anew() {
    if let Some((shell, _)) = SHELL.get() {
        shell.reload();
    }
}

/// Asks the server whether this is still the page of whoever is signed in. What it shows
/// stays: a menu may be open.
pub(crate) fn look() {
    if let Some((_, page)) = SHELL.get() {
        spawn_local(async move {
            // Whatever the answer says of the session has been heeded.
            let _ = call::load(LoadShell::PATH, &[(WHOSE, page.whose())]).await;
        });
    }
}

/// Puts a theme on the document, here and in every other tab.
pub(crate) fn show(now: RwSignal<Theme>, theme: Theme) {
    paint(now, theme);
    tell(&theme.as_str().into());
}

fn paint(now: RwSignal<Theme>, theme: Theme) {
    now.set(theme);
    if let Some(html) = document().document_element() {
        let _ = match theme {
            Theme::System => html.remove_attribute("data-theme"),
            Theme::Light | Theme::Dark => html.set_attribute("data-theme", theme.as_str()),
        };
    }
}

fn with_channel(act: impl FnOnce(&BroadcastChannel)) {
    CHANNEL.with(|channel| {
        let channel = channel.get_or_init(|| BroadcastChannel::new(CHANNEL_NAME).ok());
        channel.as_ref().map(act);
    });
}

const CHANNEL_NAME: &str = "latchkey";

/// Hears what other tabs changed, and whether the network went away. When somebody comes
/// back to the tab, it is asked whether it is still theirs.
fn listen(shell: Data<Shell>, unread: RwSignal<usize>) {
    let (page, again) = (Boot::provided(), Timer::new());
    Effect::new(move |_| {
        let Some(page) = page else { return };
        SHELL.set(Some((shell, page)));
        UNREAD.set(Some(unread));
        live::follow(unread, again);
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            hear(event.data().as_string(), page);
        });
        with_channel(|channel| channel.set_onmessage(Some(heard.as_ref().unchecked_ref())));
        let gone = window_event_listener(ev::offline, |_| connection::lost());
        let back = window_event_listener_untyped("visibilitychange", move |_| {
            live::follow(unread, again);
            if !document().hidden() {
                look();
            }
        });
        let heard = SendWrapper::new(heard);
        on_cleanup(move || {
            gone.remove();
            back.remove();
            live::stop();
            SHELL.set(None);
            UNREAD.set(None);
            with_channel(|channel| channel.set_onmessage(None));
            drop(heard);
        });
    });
}

/// The frame around the pages that have an address.
#[component]
pub fn Frame() -> impl IntoView {
    framed(|| outlet(Screen::inside))
}

/// The frame around `page`.
pub(crate) fn framed(page: fn() -> AnyView) -> AnyView {
    let at = use_location().pathname.get_untracked();
    let shell = Data::of(LoadShell { at: at.clone() }, &[("at", &at)]);
    let sign_out = FormState::of::<SignOut>();
    let unread = RwSignal::new(0);
    listen(shell, unread);
    on_navigation();
    let still_here = move || {
        sign_out.problem().map(|_| {
            view! {
                <Callout
                    kind=CalloutKind::Danger
                    title=words::shell::STILL_SIGNED_IN
                    text=words::shell::SIGN_OUT_FAILED
                    alert=true
                />
            }
        })
    };
    view! {
        <div class="app">
            // The script's router would take the address and leave the focus.
            <a class="skip" href="#main" rel="external" on:click=move |_| focus("main")>
                {words::shell::SKIP}
            </a>
            <top_bar::TopBar shell unread sign_out/>
            <div class="shell">
                <SideNav shell unread/>
                <main class="main" id="main" tabindex="-1">
                    {still_here}
                    {page()}
                    <p class="sr" id=WAITING role="status"></p>
                </main>
            </div>
            {over::dialogs()}
        </div>
    }
    .into_any()
}

/// After a navigation within the app the new page has the focus, the sheet of the
/// side navigation is closed, and nothing is left of the form before.
fn on_navigation() {
    let path = use_location().pathname;
    let boot = Boot::provided();
    Effect::new(move |before: Option<Page>| {
        let page = path.with(|path| page_of(path));
        if let Some(before) = before
            && before != page
        {
            if let Some(boot) = boot {
                boot.forget_flash();
            }
            hide_nav();
            focus("main");
        }
        page
    });
}

/// The page without the dialog that has an address of its own, and whether it is the second
/// of two tabs.
type Page = (Screen, bool);

fn page_of(path: &str) -> Page {
    (Screen::at(path), path.ends_with(paths::ARCHIVED))
}

/// A sheet lies over the page; a column stands in it.
fn is_sheet(nav: &HtmlElement) -> bool {
    let style = window().get_computed_style(nav).ok().flatten();
    style.and_then(|style| style.get_property_value("position").ok()).as_deref() == Some("fixed")
}

fn hide_nav() {
    if let Some(nav) = by_id("nav")
        && nav.matches(":popover-open").unwrap_or(false)
    {
        let _ = nav.hide_popover();
    }
}

/// The screens of a person. A sheet on narrow screens.
#[component]
fn SideNav(shell: Data<Shell>, unread: RwSignal<usize>) -> impl IntoView {
    // Where there is room for the navigation there is no sheet to close.
    Effect::new(|_| {
        let wide = window_event_listener(ev::resize, |_| {
            if by_id("nav").is_some_and(|nav| !is_sheet(&nav)) {
                hide_nav();
            }
        });
        on_cleanup(move || wide.remove());
    });
    let path = use_location().pathname;
    let waiting = move |shell: Shell| {
        let n = shell.invitations;
        (n > 0).then(|| view! { <Count n waiting=words::shell::WAITING/> }).into_any()
    };
    let new = move |shell: Shell| {
        unread.set(shell.unread);
        live(move || {
            let n = unread.get();
            (n > 0).then(|| view! { <Count n waiting=words::shell::UNREAD/> })
        })
    };
    let personal: Vec<_> = [
        (paths::PROFILE, IconName::User, words::profile::TITLE),
        (paths::SECURITY, IconName::Shield, words::security::TITLE),
        (paths::TOKENS, IconName::Key, words::tokens::TITLE),
        (paths::NOTICES, IconName::Bell, words::shell::NOTIFICATIONS),
        (paths::INVITATIONS, IconName::Mail, words::invitations::TITLE),
        (paths::PREFERENCES, IconName::Sliders, words::preferences::TITLE),
        (paths::MY_DATA, IconName::Download, words::my_data::TITLE),
    ]
    .into_iter()
    .map(|(href, icon, label)| {
        let count = match href {
            paths::INVITATIONS => Some(loaded_quietly(shell, waiting)),
            paths::NOTICES => Some(loaded_quietly(shell, new)),
            _ => None,
        };
        link(path, href.into(), icon, label, count)
    })
    .collect();
    let places = move |shell: Shell| {
        let general = shell.place.map(|place| {
            let to = |page, icon, label| {
                link(path, paths::settings(&place.slug, page), icon, label, None)
            };
            let links = vec![
                to(paths::GENERAL, IconName::Directory, words::organizations::GENERAL),
                to(paths::PEOPLE, IconName::Users, words::people::TITLE),
                to(paths::TEAMS, IconName::Tree, words::teams::TITLE),
                to(paths::WORKSPACES, IconName::Blocks, words::workspaces::TITLE),
                to(paths::AUDIT, IconName::Clock, words::audit::TITLE),
            ];
            group("nav-general", words::shell::GENERAL, links)
        });
        let instance = shell.staff.then(|| {
            let staff = words::shell::STAFF;
            let link = link(path, paths::STAFF.into(), IconName::Terminal, staff, None);
            group("nav-instance", words::shell::INSTANCE, vec![link])
        });
        [general, instance].into_iter().flatten().collect::<Vec<_>>().into_any()
    };
    view! {
        <nav
            class="nav"
            id="nav"
            popover="auto"
            aria-label=words::shell::SETTINGS
            on:click=move |event| {
                if closest(&event, "a").is_some() {
                    hide_nav();
                }
            }
        >
            <div class="nav__head">
                <b>{words::shell::SETTINGS}</b>
                <IconButton
                    icon=IconName::Cross
                    label=words::shell::CLOSE_MENU
                    kind=ButtonKind::Quiet
                    opens="nav"
                />
            </div>
            {group("nav-personal", words::shell::PERSONAL, personal)}
            {loaded_quietly(shell, places)}
        </nav>
    }
    .into_any()
}

/// Links of the navigation, under what they have in common.
fn group(id: &'static str, label: &'static str, links: Vec<AnyView>) -> AnyView {
    view! {
        <div class="nav__group">
            <p class="nav__label" id=id>
                {label}
            </p>
            <ul class="nav__list" aria-labelledby=id>
                {links}
            </ul>
        </div>
    }
    .into_any()
}

/// A link of the navigation.
fn link(
    path: Memo<String>,
    href: String,
    icon: IconName,
    label: &'static str,
    count: Option<AnyView>,
) -> AnyView {
    let here = href.clone();
    let current = move || path.with(|path| path.starts_with(&*here)).then_some("page");
    view! {
        <li>
            <a class="nav__link" href=href aria-current=current>
                <Icon name=icon/>
                {label}
                {count}
            </a>
        </li>
    }
    .into_any()
}
