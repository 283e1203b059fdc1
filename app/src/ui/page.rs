//! The head of a page.

use leptos::prelude::*;

/// Title, one sentence, and at most one action as children.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] sentence: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <h1>{title}</h1>
                {sentence.map(|sentence| view! { <p>{sentence}</p> })}
            </div>
            {children.map(|children| children())}
        </div>
    }
}
