//! More, when it is asked for.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A line that opens to show more.
#[component]
pub fn Disclose(#[prop(into)] summary: String, children: Children) -> impl IntoView {
    view! {
        <details class="disclose">
            <summary>
                <Icon name=IconName::Right small=true/>
                {summary}
            </summary>
            {children()}
        </details>
    }
}
