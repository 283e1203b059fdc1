//! Code to copy.

use leptos::prelude::*;

use super::{
    ButtonKind,
    copy::{CopyButton, CopyOutcome, Outcome},
    words,
};

/// Code with a caption and `Copy`. It scrolls inside itself, so it takes the focus.
#[component]
pub fn CodeBlock(
    /// The language or the tool: `curl`.
    #[prop(into)]
    caption: String,
    /// What is copied.
    #[prop(into)]
    code: String,
    /// The same in colours: `<span class="c1">` a command, `c2` a string, `c3` a comment.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::default());
    let text = StoredValue::new(code.clone());
    let shown = children.map_or_else(|| code.into_any(), |children| children());
    view! {
        <figure class="code">
            <figcaption>
                {caption}
                <CopyButton text outcome kind=ButtonKind::Quiet small=true/>
            </figcaption>
            <pre tabindex="0">{shown}</pre>
            <CopyOutcome outcome copied=words::COPIED/>
        </figure>
    }
}
