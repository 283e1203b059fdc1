//! A field: label, input, error, hint, in this order.

use leptos::prelude::*;

use super::{Icon, IconName, words};

/// A labelled input. The browser keeps what is typed in it; `value` is only where
/// it starts. For `kind="password"` it has a button that shows the password.
#[expect(clippy::fn_params_excessive_bools, reason = "each is a named attribute where it is used")]
#[component]
pub fn Field(
    /// Also the name in the form, unless `name` says otherwise.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] name: Option<String>,
    /// The `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] value: Signal<String>,
    /// What is wrong, and how to make it right.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    #[prop(optional_no_strip, into)] hint: Option<&'static str>,
    /// May stay empty; required is normal.
    #[prop(optional)]
    optional: bool,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// Of a date field: the first and the last day.
    #[prop(optional, into)]
    min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] disabled: bool,
    /// Takes the focus when its page or dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Called with the text at each change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let is_password = kind == "password";
    let described = describe(&id, error, hint.is_some());
    let hint_id = suffixed(&id, "-hint");
    let error_id = suffixed(&id, "-err");
    let name = name.unwrap_or_else(|| id.clone());
    let input = view! {
        <input
            class="input"
            id=id.clone()
            name=name
            type=move || if shown.get() { "text" } else { kind }
            value=move || value.get()
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            min=min
            max=max
            required=required
            readonly=readonly
            disabled=disabled
            autofocus=autofocus
            autocapitalize=is_password.then_some("off")
            spellcheck=is_password.then_some("false")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        />
    };
    view! {
        <div class="field">
            <label for=id>
                {label}
                {optional.then(|| view! { " "<span class="optional">{words::OPTIONAL}</span> })}
            </label>
            <div class="input-wrap">
                {input}
                {is_password.then(|| view! { <ShowPassword shown/> })}
            </div>
            <FieldError id=error_id error/>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// A labelled text of several lines. The browser keeps what is typed in it; `text` is only
/// where it starts.
#[component]
pub fn TextArea(
    /// Also the name in the form.
    id: &'static str,
    label: &'static str,
    text: String,
    #[prop(optional, into)] error: MaybeProp<String>,
    hint: &'static str,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let described = describe(id, error, true);
    // As it is written between tags, where a framework would put marks.
    let mut html = text;
    if html.contains(['&', '<']) {
        html = html.replace('&', "&amp;").replace('<', "&lt;");
    }
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea
                class="input"
                id=id
                name=id
                autofocus=autofocus
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&event));
                    }
                }
                inner_html=html
            ></textarea>
            <FieldError id=suffixed(id, "-err") error/>
            <p class="hint" id=suffixed(id, "-hint")>{hint}</p>
        </div>
    }
}

/// A labelled input with proposals: what would be typed, and what is read beside it. Others
/// can be typed, too.
#[component]
pub fn ListField(
    /// Also the name in the form.
    id: &'static str,
    label: &'static str,
    value: String,
    proposals: Vec<(String, String)>,
    #[prop(optional, into)] error: MaybeProp<String>,
    hint: &'static str,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let described = describe(id, error, true);
    let list = suffixed(id, "-list");
    let proposal = |(value, text): (String, String)| view! { <option value=value label=text/> };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="input-wrap">
                <input
                    class="input"
                    id=id
                    name=id
                    type="text"
                    inputmode="email"
                    value=value
                    list=list.clone()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    autofocus=true
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:input=move |event| {
                        if let Some(on_input) = on_input {
                            on_input.run(event_target_value(&event));
                        }
                    }
                />
            </div>
            <datalist id=list>{proposals.into_iter().map(proposal).collect::<Vec<_>>()}</datalist>
            <FieldError id=suffixed(id, "-err") error/>
            <p class="hint" id=suffixed(id, "-hint")>{hint}</p>
        </div>
    }
}

#[component]
fn ShowPassword(shown: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn btn--quiet btn--sm if-script"
            aria-label=words::SHOW_PASSWORD
            aria-pressed=move || if shown.get() { "true" } else { "false" }
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            <Icon name=IconName::Eye/>
        </button>
    }
}

/// What is wrong with a field or a group of choices, below it.
#[component]
pub fn FieldError(
    /// The control names it in `aria-describedby`.
    #[prop(into)]
    id: String,
    error: MaybeProp<String>,
) -> impl IntoView {
    move || {
        error.get().map(|error| {
            view! {
                <p class="error" id=id.clone()>
                    <Icon name=IconName::Alert/>
                    <span>{error}</span>
                </p>
            }
        })
    }
}

/// The ids that describe a control: its error, while there is one, and its hint.
pub(super) fn describe(
    id: &str,
    error: MaybeProp<String>,
    hint: bool,
) -> impl Fn() -> Option<String> + Send + Sync + Clone + use<> {
    let error_id = suffixed(id, "-err");
    let hint_id = suffixed(id, "-hint");
    move || match (error.with(Option::is_some), hint) {
        (true, true) => Some([error_id.as_str(), hint_id.as_str()].join(" ")),
        (true, false) => Some(error_id.clone()),
        (false, true) => Some(hint_id.clone()),
        (false, false) => None,
    }
}

pub(super) fn suffixed(id: &str, suffix: &str) -> String {
    [id, suffix].concat()
}
