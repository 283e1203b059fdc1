//! A line under the top bar that is true for the whole page: offline, read-only.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What is true for the whole page.
#[component]
pub fn Strip(
    #[prop(default = IconName::Offline)] icon: IconName,
    #[prop(into)] text: String,
) -> impl IntoView {
    view! {
        <div class="strip" role="status">
            <Icon name=icon/>
            <span>{text}</span>
        </div>
    }
}
