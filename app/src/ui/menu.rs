//! Menus: popovers of the browser, which also places them, closes them on Esc or a
//! click elsewhere, and gives the focus back. Script adds the arrow keys.

use js_sys::JsString;
use leptos::{either::Either, ev, html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

use super::{ButtonKind, Icon, IconButton, IconName, dom, timer::Timer};

/// How large a menu is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MenuSize {
    /// For the few things to do with a row.
    Small,
    #[default]
    Normal,
    /// For a list of its own, without padding.
    Wide,
}

/// A menu. Any button with `popovertarget` set to its id opens it; put it right
/// after that button.
#[component]
pub fn Menu(
    #[prop(into)] id: String,
    #[prop(optional)] size: MenuSize,
    /// Lines up with the end of its button and not with the start.
    #[prop(optional)]
    end: bool,
    /// Whether it is open, for what is loaded then.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// [`MenuItem`]s, `<hr>`s, `<p class="menu__label">`s.
    children: Children,
) -> impl IntoView {
    let class = match (size, end) {
        (MenuSize::Small, false) => "menu menu--sm",
        (MenuSize::Small, true) => "menu menu--end menu--sm",
        (MenuSize::Normal, false) => "menu",
        (MenuSize::Normal, true) => "menu menu--end",
        (MenuSize::Wide, false) => "menu menu--wide",
        (MenuSize::Wide, true) => "menu menu--end menu--wide",
    };
    let node = NodeRef::<html::Div>::new();
    let typed = StoredValue::new(String::new());
    let pause = Timer::new();
    let key = move |event: ev::KeyboardEvent| {
        if let Some(menu) = node.get_untracked() {
            on_key(&menu, &event, typed, pause);
        }
    };
    // The browser gives the focus to the menu as it opens (`autofocus`), so that no key
    // is lost, and tells of it later: a key may have moved the focus on by then.
    let look = move || {
        if let Some((menu, open)) = node.get().zip(open) {
            open.set(menu.matches(":popover-open").unwrap_or(false));
        }
    };
    // It may have been opened before the page came to life.
    if open.is_some() {
        Effect::new(move |_| look());
    }
    let toggled = move |_| {
        look();
        if let Some(menu) = node.get_untracked()
            && menu.matches(":focus:popover-open").unwrap_or(false)
        {
            focus_at(&items(&menu), 0);
        }
    };
    // While the click is still on its way down: whatever the item does next finds the
    // focus back on the button that opened the menu, and leaves or returns it there.
    let chosen = move |event: ev::MouseEvent| {
        if dom::closest(&event, "a, .menu__item:not([data-stays])").is_some()
            && let Some(menu) = node.get_untracked()
        {
            let _ = menu.hide_popover();
        }
    };
    view! {
        <div
            class=class
            id=id
            popover="auto"
            tabindex="-1"
            autofocus
            node_ref=node
            on:keydown=key
            on:toggle=toggled
            on:click:capture=chosen
        >
            {children()}
        </div>
    }
}

/// The ellipsis at the end of a row, and its menu.
#[component]
pub fn RowMenu(
    #[prop(into)] id: String,
    /// `Actions for grafana-readonly`.
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    view! {
        <IconButton
            icon=IconName::Dots
            label
            kind=ButtonKind::Quiet
            small=true
            opens=id.clone()
        />
        <Menu id size=MenuSize::Small end=true children/>
    }
}

/// One thing to choose: a link with `href`, else a button.
#[expect(clippy::fn_params_excessive_bools, reason = "each is a named attribute where it is used")]
#[component]
pub fn MenuItem(
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional, into)] href: Option<String>,
    /// Sends the form around it.
    #[prop(optional)]
    submit: bool,
    /// Destroys something; opens a dialog first.
    #[prop(optional)]
    danger: bool,
    /// The one that is chosen now.
    #[prop(optional)]
    current: bool,
    /// The menu stays open.
    #[prop(optional)]
    stays: bool,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
    /// Before the label in place of an icon: an avatar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if danger { "menu__item menu__item--danger" } else { "menu__item" };
    let current_mark = current.then_some("true");
    let content = view! {
        {icon.map(|name| view! { <Icon name/> })}
        {children.map(|children| children())}
        {label}
        {current.then(|| view! { <Icon name=IconName::Check/> })}
    };
    let click = move |_| super::button::run(on_click);
    if let Some(href) = href {
        Either::Left(view! {
            <a class=class href=href aria-current=current_mark on:click=click>{content}</a>
        })
    } else {
        Either::Right(view! {
            <button
                class=class
                type=if submit { "submit" } else { "button" }
                aria-current=current_mark
                data-stays=stays.then_some("")
                on:click=click
            >
                {content}
            </button>
        })
    }
}

/// How long typing may pause and still go on with the same word.
const TYPING_PAUSE: u32 = 600;

/// Arrows, Home and End move; letters jump to the item that begins with them.
fn on_key(menu: &HtmlElement, event: &ev::KeyboardEvent, typed: StoredValue<String>, pause: Timer) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let items = items(menu);
    let last = items.len().saturating_sub(1);
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let key = event.key();
    let to = match key.as_str() {
        "ArrowDown" => at.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowUp" => at.map_or(last, |at| if at == 0 { last } else { at - 1 }),
        "Home" => 0,
        "End" => last,
        // One character: a letter or a digit, not the name of a key, and not the
        // space that presses a button.
        key if key.chars().count() == 1 && key != " " => {
            typed.update_value(|typed| typed.push_str(&lower_case(key)));
            pause.start(TYPING_PAUSE, move || typed.update_value(String::clear));
            let typed = typed.get_value();
            let begins = |item: &HtmlElement| {
                let label = item.text_content().unwrap_or_default();
                lower_case(label.trim_start()).starts_with(&typed)
            };
            // One letter moves on from where we are, more of them may stay.
            let from = at.map_or(0, |at| if typed.chars().count() == 1 { at + 1 } else { at });
            let found = (from..items.len()).chain(0..from).find(|&at| begins(&items[at]));
            let Some(found) = found else { return };
            found
        }
        // Out of the menu: it closes, and the browser goes on from the button that opened it.
        "Tab" if at == Some(if event.shift_key() { 0 } else { last }) => {
            let _ = menu.hide_popover();
            if event.shift_key() {
                event.prevent_default();
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    focus_at(&items, to);
}

/// By the browser: tables of letters of our own are 7 KB to download.
fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

fn items(menu: &HtmlElement) -> Vec<HtmlElement> {
    let mut items = Vec::new();
    if let Ok(found) = menu.query_selector_all("a[href], button:not(:disabled)") {
        for at in 0..found.length() {
            items.extend(found.get(at).and_then(|node| node.dyn_into::<HtmlElement>().ok()));
        }
    }
    items
}

fn focus_at(items: &[HtmlElement], at: usize) {
    if let Some(item) = items.get(at) {
        let _ = item.focus();
    }
}
