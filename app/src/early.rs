//! Buttons that need the script are in the page before it. What is pressed early is
//! not lost: the line of a part that is coming shows, and the button is pressed again
//! when the page is alive.

/// Runs first of all. Only what was pressed last counts: whoever goes on with something
/// else is not called back.
#[cfg(feature = "ssr")]
pub(crate) const SCRIPT: &str = r#"{
let pressed;
const shows = on => document.documentElement.toggleAttribute("data-loads", on);
const note = event => shows(!!(pressed = event.target.closest(".if-script")));
addEventListener("click", note);
addEventListener("alive", () => {
removeEventListener("click", note);
if (pressed) shows(false), pressed.click();
});
}"#;

/// The page is alive.
#[cfg(feature = "hydrate")]
pub fn press_again() {
    if let Ok(alive) = web_sys::Event::new("alive") {
        // Nobody prevents it, and nothing else can go wrong.
        let _ = leptos::prelude::window().dispatch_event(&alive);
    }
}
