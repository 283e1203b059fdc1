//! Nothing here yet.

use leptos::prelude::*;

use super::{KeyCut, KeyState};

/// A blank key, `No … yet`, what it is for, and as children one button.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(into)] sentence: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <KeyCut state=KeyState::Blank/>
            <h3>{title}</h3>
            <p>{sentence}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
