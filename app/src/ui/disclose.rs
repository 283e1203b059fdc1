//! More, when it is asked for.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A line that opens to show more.
#[component]
pub fn Disclose(
    #[prop(into)] summary: String,
    /// It comes open: there is something to read in it.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclose" open=open>
            <summary>
                <Icon name=IconName::Right small=true/>
                {summary}
            </summary>
            {children()}
        </details>
    }
}
