//! placeholder
use leptos::prelude::*;
/// placeholder
#[component]
pub fn App() -> impl IntoView { view! { <p>"hello"</p> } }
