//! A line under the top bar that is true for the whole page: offline, read-only.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What is true for the whole page. It comes and goes inside of a live region.
#[component]
pub fn Strip(
    #[prop(default = IconName::Offline)] icon: IconName,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <div class="strip">
            <Icon name=icon/>
            <span>{text}</span>
        </div>
    }
}
