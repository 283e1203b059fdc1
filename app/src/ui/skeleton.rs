//! The shape of a list that is still on its way. It shows itself after 300 ms.

use leptos::prelude::*;

/// Rows to come.
#[component]
pub fn Skeleton(
    /// Read in place of the shapes: `Loading people`.
    #[prop(into)]
    label: String,
    #[prop(default = 3)] rows: usize,
) -> impl IntoView {
    let row = || {
        view! {
            <div class="skeleton-row">
                <span class="skeleton skeleton--round"></span>
                <span>
                    <span class="skeleton skeleton--wide"></span>
                    <span class="skeleton skeleton--narrow"></span>
                </span>
            </div>
        }
    };
    view! {
        <div class="skeletons" role="status" aria-busy="true">
            <span class="sr">{label}</span>
            {std::iter::repeat_with(row).take(rows).collect::<Vec<_>>()}
        </div>
    }
}
