//! The frame around every page of a person who is signed in: top bar, side
//! navigation, the place of the page.

mod server_fns;
mod top_bar;

use domain::{shell::Shell, words};
use leptos::{ev, prelude::*};
use leptos_router::{components::Outlet, hooks::use_location};
use web_sys::HtmlElement;

pub use server_fns::*;

use crate::{
    boot::Boot,
    load::Data,
    paths,
    ui::{ButtonKind, Icon, IconButton, IconName, by_id, closest, focus},
};

/// What the top bar shows; any page may have it loaded anew.
#[derive(Clone, Copy)]
struct ShellData(Data<Shell>);

/// Loads what the top bar shows anew, after a change that shows there.
pub(crate) fn reload_shell() {
    if let Some(data) = use_context::<ShellData>() {
        data.0.reload();
    }
}

/// The frame around the pages that have an address.
#[component]
pub fn Frame() -> impl IntoView {
    framed(|| view! { <Outlet/> }.into_any())
}

/// The frame around `page`.
pub(crate) fn framed(page: fn() -> AnyView) -> AnyView {
    let shell = Data::of(LoadShell {}, &[]);
    provide_context(ShellData(shell));
    on_navigation();
    view! {
        <div class="app">
            // The script's router would take the address and leave the focus.
            <a class="skip" href="#main" rel="external" on:click=move |_| focus("main")>
                {words::shell::SKIP}
            </a>
            <top_bar::TopBar shell/>
            <div class="shell">
                <SideNav/>
                <main class="main" id="main" tabindex="-1">
                    {page()}
                </main>
            </div>
        </div>
    }
    .into_any()
}

/// After a navigation within the app the new page has the focus, the sheet of the
/// side navigation is closed, and nothing is left of the form before.
fn on_navigation() {
    let path = use_location().pathname;
    let boot = Boot::provided();
    Effect::new(move |before: Option<String>| {
        let page = page_of(&path.read()).to_owned();
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

/// The page without the dialog that has an address of its own.
fn page_of(path: &str) -> &str {
    if path.starts_with(paths::TOKENS) { paths::TOKENS } else { path }
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
fn SideNav() -> impl IntoView {
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
    let link = move |href: &'static str, icon: IconName, label: &'static str| {
        let current = move || path.with(|path| page_of(path) == href).then_some("page");
        view! {
            <li>
                <a class="nav__link" href=href aria-current=current>
                    <Icon name=icon/>
                    {label}
                </a>
            </li>
        }
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
            <div class="nav__group">
                <p class="nav__label" id="nav-personal">
                    {words::shell::PERSONAL}
                </p>
                <ul class="nav__list" aria-labelledby="nav-personal">
                    {link(paths::PROFILE, IconName::User, words::profile::TITLE)}
                    {link(paths::TOKENS, IconName::Key, words::tokens::TITLE)}
                </ul>
            </div>
        </nav>
    }
    .into_any()
}
