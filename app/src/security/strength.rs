//! How strong a password is, told while it is being typed.

use domain::{security::Strength, wire, words};
use leptos::prelude::*;

use super::LoadStrength;
use crate::{
    form::FormState,
    ui::{Timer, live},
};

/// Milliseconds after a key before the server is asked.
const PAUSE: u32 = 400;

/// A meter below the field. Without the script, and without an answer, there is none: what
/// will not do is told when it is sent.
#[derive(Clone, Copy)]
pub(super) struct Meter {
    state: FormState,
    /// What the server said of it.
    said: RwSignal<String>,
    /// Whatever is on its way is of no use any more.
    empty: StoredValue<bool>,
    timer: Timer,
}

impl Meter {
    pub(super) fn new() -> Self {
        let meter = Self {
            state: FormState::of::<LoadStrength>(),
            said: RwSignal::new(String::new()),
            empty: StoredValue::new(true),
            timer: Timer::new(),
        };
        meter.state.on_text(move |text| {
            if !meter.empty.get_value() {
                meter.said.set(text.to_owned());
            }
        });
        meter
    }

    /// The text of the field is another one.
    pub(super) fn typed(self, text: String) {
        self.empty.set_value(text.is_empty());
        if text.is_empty() {
            self.timer.stop();
            self.said.set(text);
        } else {
            self.timer.start(PAUSE, move || self.ask(text));
        }
    }

    fn ask(self, text: String) {
        // One after the other: the last answer is about the last text.
        if self.state.pending().get_untracked() {
            self.typed(text);
        } else if let Ok(fields) = web_sys::UrlSearchParams::new() {
            fields.append("password", &text);
            self.state.deliver(fields);
        }
    }

    pub(super) fn view(self) -> AnyView {
        let shown = live(move || self.said.with(|said| wire::read(said).map(meter).ok()));
        view! { <div role="status" class="strength">{shown}</div> }.into_any()
    }
}

fn meter(strength: Strength) -> AnyView {
    let Strength { score, said } = strength;
    let class = if score < 2 { "meter is-high" } else { "meter" };
    view! {
        <meter class=class min="0" max="4" value=score.to_string() aria-label=words::security::STRENGTH></meter>
        <p class="hint">{said}</p>
    }
    .into_any()
}
