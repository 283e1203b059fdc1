//! One choice out of many: the browser's own list.

use leptos::prelude::*;

use super::{
    Icon, IconName,
    field::{FieldError, describe, suffixed},
};

/// Choices under a heading; with an empty one they stand by themselves. What the form
/// sends comes first in each, then what is read.
pub type Options = (String, Vec<(String, String)>);

/// A labelled list of which one is taken.
#[component]
pub fn Select(
    /// Also the name in the form.
    id: &'static str,
    #[prop(into)] label: String,
    options: Vec<Options>,
    /// The value that is taken at first.
    #[prop(into)]
    value: String,
    error: Signal<Option<String>>,
    /// Called when another is taken.
    on_change: Callback<String>,
) -> impl IntoView {
    let described = describe(id, error.into(), false);
    let option = move |(name, text): (String, String)| {
        let selected = name == value;
        view! {
            <option value=name selected=selected>
                {text}
            </option>
        }
    };
    let group = move |(heading, choices): Options| {
        let options = choices.into_iter().map(option.clone()).collect::<Vec<_>>();
        if heading.is_empty() {
            options.into_any()
        } else {
            view! { <optgroup label=heading>{options}</optgroup> }.into_any()
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="input-wrap">
                <select
                    class="input"
                    id=id
                    name=id
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:change=move |event| on_change.run(event_target_value(&event))
                >
                    {options.into_iter().map(group).collect::<Vec<_>>()}
                </select>
                <Icon name=IconName::Down/>
            </div>
            <FieldError id=suffixed(id, "-err") error=error.into()/>
        </div>
    }
    .into_any()
}
