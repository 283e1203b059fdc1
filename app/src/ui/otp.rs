//! A one-time code: one real input over six drawn cells.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::{FieldError, field::describe};

/// Six digits. Spaces that were pasted with them are dropped; with the last digit the form
/// is sent by itself.
#[component]
pub fn CodeField(
    id: &'static str,
    label: &'static str,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional_no_strip, into)] hint: Option<&'static str>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let described = describe(id, error, hint.is_some());
    let typed = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let digits: String = input.value().chars().filter(char::is_ascii_digit).take(6).collect();
        if digits != input.value() {
            input.set_value(&digits);
        }
        let complete = digits.len() == 6;
        if let Some(on_input) = on_input {
            on_input.run(digits);
        }
        if complete && let Some(form) = input.form() {
            // Only fails for a form that is not in the page.
            let _ = form.request_submit();
        }
    };
    view! {
        <div class="field field--wide">
            <label for=id>{label}</label>
            <div class="otp-box">
                <div class="otp">
                    <div class="otp__cells" aria-hidden="true">
                        <i></i>
                        <i></i>
                        <i></i>
                        <i></i>
                        <i></i>
                        <i></i>
                    </div>
                    <input
                        id=id
                        name="code"
                        inputmode="numeric"
                        autocomplete="one-time-code"
                        maxlength="11"
                        spellcheck="false"
                        autofocus=autofocus
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        aria-describedby=described
                        on:input=typed
                    />
                </div>
            </div>
            <FieldError id=[id, "-err"].concat() error/>
            {hint.map(|hint| view! { <p class="hint" id=[id, "-hint"].concat()>{hint}</p> })}
        </div>
    }
}
