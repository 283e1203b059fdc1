//! Tabs. They are links: every tab has its own address.

use leptos::prelude::*;

use super::badge::Count;

/// A row of [`Tab`]s.
#[component]
pub fn Tabs(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{children()}</nav> }
}

/// One tab.
#[component]
pub fn Tab(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] count: Option<usize>,
    /// The page it leads to is this one.
    #[prop(optional)]
    current: bool,
) -> impl IntoView {
    view! {
        <a href=href aria-current=current.then_some("page")>
            {label}
            {count.map(|n| view! { " "<Count n/> })}
        </a>
    }
}
