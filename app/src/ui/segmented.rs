//! A few short choices in one track: real radio buttons, one tab stop.

use leptos::prelude::*;

use super::field::{FieldError, describe, suffixed};

/// One choice. A number stands over its unit on phones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What the form sends.
    pub value: String,
    /// `30`, or a short word.
    pub label: String,
    /// `days`, or nothing.
    pub unit: &'static str,
}

/// Up to five choices of which one is taken.
#[component]
pub fn Segmented(
    #[prop(into)] id: String,
    /// The question.
    #[prop(into)]
    legend: String,
    name: &'static str,
    #[prop(into)] segments: Vec<Segment>,
    /// The value that is taken at first.
    #[prop(into)]
    value: String,
    /// What the choice leads to, as a date or in words; it is read when it changes.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let described = describe(&id, error, hint.is_some());
    let error_id = suffixed(&id, "-err");
    let hint_id = suffixed(&id, "-hint");
    let segment = move |segment: Segment| {
        let chosen = segment.value.clone();
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    checked=segment.value == value
                    value=segment.value
                    on:change=move |_| {
                        if let Some(on_change) = on_change {
                            on_change.run(chosen.clone());
                        }
                    }
                />
                <span>
                    <span class="n">{segment.label}</span>
                    " "
                    <span class="unit">{segment.unit}</span>
                </span>
            </label>
        }
    };
    view! {
        <div class="field field--wide">
            <fieldset class="segmented" id=id aria-describedby=described>
                <legend>{legend}</legend>
                <div class="segmented__track">
                    {segments.into_iter().map(segment).collect::<Vec<_>>()}
                </div>
            </fieldset>
            <FieldError id=error_id error/>
            {hint.map(|hint| view! { <p class="hint" id=hint_id aria-live="polite">{move || hint.run()}</p> })}
        </div>
    }
}
