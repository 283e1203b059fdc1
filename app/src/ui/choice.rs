//! Checkboxes, radio buttons and switches with their words.

use leptos::{ev, html, prelude::*};

use super::field::{FieldError, describe, suffixed};

/// A question with choices below it.
#[component]
pub fn ChoiceList(
    #[prop(into)] id: String,
    #[prop(into)] legend: String,
    /// Side by side where there is room.
    #[prop(optional)]
    columns: bool,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// Some [`Choice`]s.
    children: Children,
) -> impl IntoView {
    let described = describe(&id, error, false);
    let error_id = suffixed(&id, "-err");
    view! {
        <div class="field field--wide">
            <fieldset id=id aria-describedby=described>
                <legend>{legend}</legend>
                <div class=if columns { "choice-list choice-list--2" } else { "choice-list" }>
                    {children()}
                </div>
            </fieldset>
            <FieldError id=error_id error/>
        </div>
    }
}

/// One choice in a bordered label: its name and one plain sentence.
#[component]
pub fn Choice(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] sentence: String,
    #[prop(default = "true".into(), into)] value: String,
    /// One of several, and not one more.
    #[prop(optional)]
    radio: bool,
    /// What is wrong with the list around it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Ticked. The box writes it, and what another box writes shows in this one.
    #[prop(optional)]
    checked: RwSignal<bool>,
    #[prop(optional)] disabled: bool,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let kind = if radio { "radio" } else { "checkbox" };
    view! {
        <label class="choice">
            <Tick class="check" kind name value error checked disabled autofocus on_change/>
            <span>
                <b>{label}</b>
                <small>{sentence}</small>
            </span>
        </label>
    }
}

/// A checkbox or a switch in a line of text.
#[component]
pub fn Toggle(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(default = "true".into(), into)] value: String,
    /// A switch, for what takes effect at once.
    #[prop(optional)]
    switch: bool,
    #[prop(optional)] checked: RwSignal<bool>,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let class = if switch { "switch" } else { "check" };
    view! {
        <label class="toggle-line">
            <Tick
                class
                kind="checkbox"
                name
                value
                error=MaybeProp::default()
                checked
                disabled
                autofocus=false
                on_change
            />
            {label}
        </label>
    }
}

/// The box itself. What was ticked before the script came stays ticked: the first
/// word is the box's, later ones are the signal's.
#[component]
fn Tick(
    class: &'static str,
    kind: &'static str,
    name: &'static str,
    value: String,
    error: MaybeProp<String>,
    checked: RwSignal<bool>,
    disabled: bool,
    autofocus: bool,
    #[prop(optional_no_strip)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |first: Option<()>| {
        let Some(tick) = node.get() else { return };
        let wanted = checked.get();
        if first.is_some() {
            tick.set_checked(wanted);
        } else if tick.checked() != wanted {
            checked.set(tick.checked());
        }
    });
    let change = move |event: ev::Event| {
        let ticked = event_target_checked(&event);
        checked.set(ticked);
        if let Some(on_change) = on_change {
            on_change.run(ticked);
        }
    };
    view! {
        <input
            type=kind
            class=class
            role=(class == "switch").then_some("switch")
            name=name
            value=value
            checked=checked.get_untracked()
            disabled=disabled
            autofocus=autofocus
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            node_ref=node
            on:change=change
        />
    }
}
