//! The page at an address where there is nothing.

use domain::words;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    boot::Boot,
    frame::framed,
    gate::{gate, head, leads_on},
    paths,
    screens::Part,
    ui::LinkButton,
};

/// The screen of an address outside of everything.
#[lazy]
pub(crate) fn not_found_page() -> Part {
    Part::of(not_found)
}

/// The whole page. Whoever is signed in keeps the frame.
pub(crate) fn not_found() -> AnyView {
    if Boot::signed_in() {
        return view! {
            <Title text=words::shell::NOT_FOUND_TITLE/>
            {framed(nothing_here)}
        }
        .into_any();
    }
    tell_status();
    let head = head(words::shell::NOT_FOUND_TITLE, words::NOT_FOUND);
    let card = leads_on(head, paths::PROFILE, words::shell::NOT_FOUND_BACK);
    gate(words::shell::NOT_FOUND_TITLE, card)
}

/// The same inside the frame, for a thing that is not there.
pub(crate) fn nothing_here() -> AnyView {
    tell_status();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <h1>{words::shell::NOT_FOUND_TITLE}</h1>
                <p>{words::NOT_FOUND}</p>
            </div>
        </div>
        <div class="actions">
            <LinkButton href=paths::PROFILE label=words::shell::NOT_FOUND_BACK/>
        </div>
    }
    .into_any()
}

/// Has the page answered with 404.
pub(crate) fn tell_status() {
    #[cfg(feature = "ssr")]
    if let Ok(respond) = crate::server::respond() {
        respond.not_found();
    }
}
