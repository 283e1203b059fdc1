//! The button that sends a form.

use leptos::{ev, prelude::*};

use super::{ButtonKind, Icon, IconName, button, timer::when_slow};

/// Sends its form. While the answer is awaited it takes no second click, and after
/// 300 ms it says so. It is never `disabled`: the focus would be lost.
#[expect(clippy::fn_params_excessive_bools, reason = "each is a named attribute where it is used")]
#[component]
pub fn SubmitButton(
    #[prop(into)] label: String,
    /// In place of the label while busy: `Saving`.
    #[prop(into)]
    busy_label: String,
    /// The answer is awaited.
    #[prop(optional, into)]
    pending: Signal<bool>,
    #[prop(default = ButtonKind::Primary)] kind: ButtonKind,
    #[prop(optional)] icon: Option<IconName>,
    /// Read in place of the label, where several of it stand in a list.
    #[prop(optional, into)]
    spoken: Option<String>,
    #[prop(optional)] small: bool,
    #[prop(optional)] block: bool,
    /// Sent with the form, for a form with two such buttons.
    #[prop(optional)]
    name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    /// The id of the form, for a button that stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// There is another way with script, so it is shown only without.
    #[prop(optional)]
    if_no_script: bool,
) -> impl IntoView {
    let mut class = button::class(kind, small, block, false);
    if if_no_script {
        class.push_str(" if-no-script");
    }
    // It can be pressed, and its form says why nothing comes of it.
    let offline = crate::connection::offline();
    let slow = when_slow(pending);
    let once = move |event: ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            type="submit"
            class=class
            name=name
            value=value
            form=form
            autofocus=autofocus
            aria-label=spoken
            aria-disabled=move || offline.get().then_some("true")
            aria-busy=move || slow.get().then_some("true")
            on:click=once
        >
            <span class="btn__labels">
                <span class="btn__now">{icon.map(|name| view! { <Icon name/> })}{label}</span>
                <span class="btn__then">{busy_label}</span>
            </span>
        </button>
    }
}
