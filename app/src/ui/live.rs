//! Views that follow what they read.

use leptos::{children::ViewFn, prelude::*};

/// A view that is made anew when what it reads changes. The same as the closure itself,
/// of which each would bring 200 bytes of its own to the browser.
pub fn live(view: impl Into<ViewFn>) -> AnyView {
    erased(view.into())
}

fn erased(view: ViewFn) -> AnyView {
    (move || view.run()).into_any()
}
