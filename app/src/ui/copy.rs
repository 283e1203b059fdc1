//! Copying: the button, and what it says when it worked or did not.

use leptos::{prelude::*, task::spawn_local};

use super::{ButtonKind, Icon, IconName, button, dom, timer::Timer, words};

/// How long `Copied` stands in place of `Copy`.
const SAID_FOR: u32 = 2_000;

/// What became of the last click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outcome {
    #[default]
    Nothing,
    Copied,
    Refused,
}

/// Copies a text that is kept in memory, wherever it is shown or not.
#[component]
pub fn CopyButton(
    text: StoredValue<String>,
    outcome: RwSignal<Outcome>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    let timer = Timer::new();
    let copy = move |_| {
        spawn_local(async move {
            let text = text.get_value();
            let became = if dom::copy(&text).await { Outcome::Copied } else { Outcome::Refused };
            // The part may have gone while the browser asked.
            if outcome.try_set(became).is_none() && became == Outcome::Copied {
                timer.start(SAID_FOR, move || outcome.set(Outcome::Nothing));
            }
        });
    };
    let mut class = button::class(kind, small, false, false);
    class.push_str(" if-script");
    view! {
        <button
            type="button"
            class=class
            data-done=move || (outcome.get() == Outcome::Copied).then_some("")
            on:click=copy
        >
            <span class="btn__labels">
                <span class="btn__now"><Icon name=IconName::Copy/>{words::COPY}</span>
                <span class="btn__then"><Icon name=IconName::Check/>{words::COPIED}</span>
            </span>
        </button>
    }
}

/// The live region for what was copied, and the sentence for when that failed.
#[component]
pub fn CopyOutcome(
    outcome: RwSignal<Outcome>,
    copied: &'static str,
    /// The sentence for when that failed.
    #[prop(default = words::COPY_FAILED)]
    failed: &'static str,
    /// The id of what is selected then, to be copied by hand.
    #[prop(optional, into)]
    selects: String,
) -> impl IntoView {
    Effect::new(move |_| {
        if outcome.get() == Outcome::Refused {
            dom::select(&selects);
        }
    });
    view! {
        <span class="sr" role="status">
            {move || if outcome.get() == Outcome::Copied { copied } else { "" }}
        </span>
        {move || {
            (outcome.get() == Outcome::Refused)
                .then(|| {
                    view! {
                        <p class="error" role="alert">
                            <Icon name=IconName::Alert/>
                            <span>{failed}</span>
                        </p>
                    }
                })
        }}
    }
}

/// A value that people take elsewhere. It can be selected, and copied.
#[component]
pub fn CopyField(
    #[prop(into)] id: String,
    #[prop(into)] value: String,
    /// Names the value for those who do not see where it stands.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::default());
    let text = StoredValue::new(value.clone());
    let selects = id.clone();
    view! {
        <div class="copyfield" role="group" aria-label=label>
            <code id=id>{value}</code>
            <CopyButton text outcome/>
        </div>
        <CopyOutcome outcome copied=words::COPIED selects/>
    }
}
