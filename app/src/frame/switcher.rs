//! The switcher in the top bar: where somebody is, and the way to their other organizations
//! and workspaces. Its list is loaded when it is opened; without the script it leads to the
//! page that has all of them.

use domain::{
    organizations::{Home, Place},
    words,
};
use js_sys::JsString;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{
    load::{Data, coming, loaded_in_place},
    organizations::LoadHome,
    paths,
    ui::{Avatar, AvatarSize, Icon, IconName, focus, live},
};

/// The id of the list, and of the field above it.
const LIST: &str = "places";
const FIND: &str = "find-place";

/// The button and the list behind it.
pub(super) fn switcher(place: Place) -> AnyView {
    let Place { slug, name, face } = place;
    let node = NodeRef::<html::Div>::new();
    let opened = RwSignal::new(false);
    let look = move || {
        if node.get_untracked().is_some_and(|list| list.matches(":popover-open").unwrap_or(false)) {
            opened.set(true);
        }
    };
    // It may have been opened before the page came to life.
    Effect::new(move |_| {
        node.track();
        look();
    });
    let list = move || {
        opened.get().then(|| {
            let slug = slug.clone();
            coming(Box::new(move || Box::pin(places_list(slug.clone()))))
        })
    };
    let label = words::organizations::switch_from(&name);
    view! {
        <span class="topbar__slash" aria-hidden="true">
            "/"
        </span>
        <button type="button" class="switcher" popovertarget=LIST aria-label=label>
            <Avatar face size=AvatarSize::Tiny square=true/>
            <span class="switcher__name">{name}</span>
            <Icon name=IconName::UpDown small=true/>
        </button>
        <div
            class="menu"
            id=LIST
            popover="auto"
            tabindex="-1"
            autofocus
            node_ref=node
            on:toggle=move |_| look()
        >
            {live(list)}
            <a class="menu__item" href=paths::HOME>
                {words::organizations::ALL}
            </a>
        </div>
    }
    .into_any()
}

/// All places of the person.
#[lazy]
pub(super) fn places_list(here: String) -> AnyView {
    let home = Data::of(LoadHome {}, &[]);
    loaded_in_place(home, move |home| {
        request_animation_frame(|| focus(FIND));
        list(home, here.clone())
    })
}

fn list(home: Home, here: String) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let shown = move || {
        let wanted = wanted.read();
        let items: Vec<_> = home
            .organizations
            .iter()
            .flat_map(|organization| {
                let of = &organization.place;
                let all = has(&of.name, &wanted);
                let workspaces = organization.workspaces.iter();
                let inside: Vec<_> = workspaces
                    .filter(|workspace| all || has(&workspace.name, &wanted))
                    .map(|workspace| inside(paths::workspace(workspace.id), &workspace.name))
                    .collect();
                let head = (all || !inside.is_empty()).then(|| item(of, of.slug == here));
                head.into_iter().chain(inside)
            })
            .collect();
        let none = items.is_empty().then(|| {
            view! { <p class="menu__label">{words::organizations::NO_MATCH}</p> }
        });
        view! {
            {none}
            {items}
        }
    };
    view! {
        // Keys of the whole list, which are no click on it.
        <div class="places" on:keydown=move |event| on_key(&event)>
            <input
                class="input"
                id=FIND
                type="search"
                autocomplete="off"
                aria-label=words::organizations::FIND
                placeholder=words::organizations::FIND
                on:input=move |event| wanted.set(lower_case(&event_target_value(&event)))
            />
            <div class="places__all">{live(shown)}</div>
            <hr/>
        </div>
    }
    .into_any()
}

fn item(place: &Place, current: bool) -> AnyView {
    let href = paths::settings(&place.slug, paths::GENERAL);
    // Another organization around the page comes with a page of its own.
    view! {
        <a class="menu__item" href=href rel="external" aria-current=current.then_some("true")>
            <Avatar face=place.face.clone() size=AvatarSize::Tiny square=true/>
            {place.name.clone()}
            {current.then(|| view! { <Icon name=IconName::Check/> })}
        </a>
    }
    .into_any()
}

fn inside(href: String, name: &str) -> AnyView {
    view! {
        <a class="menu__item places__inside" href=href rel="external">
            {name.to_owned()}
        </a>
    }
    .into_any()
}

/// Whether a name has in it what somebody looks for, in lower case.
fn has(name: &str, wanted: &str) -> bool {
    lower_case(name).contains(wanted.trim())
}

/// By the browser: tables of letters of our own are 7 KB to download.
fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// Arrows move among the field and what is found; Enter in the field takes the first.
fn on_key(event: &ev::KeyboardEvent) {
    let found = document().query_selector_all("#places .input, #places a");
    let Ok(found) = found else { return };
    let all: Vec<HtmlElement> =
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let at = all.iter().position(|item| active.as_ref() == Some(item.as_ref())).unwrap_or(0);
    match event.key().as_str() {
        "ArrowDown" => move_to(&all, (at + 1) % all.len().max(1)),
        "ArrowUp" => move_to(&all, at.checked_sub(1).unwrap_or(all.len().saturating_sub(1))),
        "Enter" if at == 0 => {
            if let Some(first) = all.get(1) {
                first.click();
            }
        }
        _ => return,
    }
    event.prevent_default();
}

fn move_to(all: &[HtmlElement], at: usize) {
    if let Some(item) = all.get(at) {
        let _ = item.focus();
    }
}
