//! The mark of Latchkey: a ring and a key that is an L.

use leptos::prelude::*;

/// The mark. The ring is brass, the key petrol; the name stands beside it.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentcolor"
            stroke-width="2.8"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <circle class="mark-ring" cx="8" cy="6.2" r="4.3"></circle>
            <path class="mark-key" d="M8 10.7V21.2h10M8 16.2h5"></path>
        </svg>
    }
}
