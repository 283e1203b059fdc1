//! Buttons, and links that look like one. A label is a verb and its object.

use leptos::prelude::*;

use super::{Icon, IconName};

/// How a button looks. One filled button per section; the rest is quieter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// White with an outline.
    #[default]
    Outlined,
    /// Filled with petrol: the one thing to do here.
    Primary,
    /// Tinted with petrol: the thing to do in a row.
    Soft,
    /// Text only.
    Quiet,
    /// Filled with red: only in the dialog that confirms.
    Danger,
    /// Red text: opens that dialog.
    DangerQuiet,
    /// Red text without an outline: takes away what can be had again.
    DangerText,
}

/// The classes of a button.
pub(super) fn class(kind: ButtonKind, small: bool, block: bool, icon_only: bool) -> String {
    let mut class = String::from("btn");
    class.push_str(match kind {
        ButtonKind::Outlined => "",
        ButtonKind::Primary => " btn--primary",
        ButtonKind::Soft => " btn--soft",
        ButtonKind::Quiet => " btn--quiet",
        ButtonKind::Danger => " btn--danger",
        ButtonKind::DangerQuiet => " btn--danger-quiet",
        ButtonKind::DangerText => " btn--quiet btn--danger-quiet",
    });
    if small {
        class.push_str(" btn--sm");
    }
    if block {
        class.push_str(" btn--block");
    }
    if icon_only {
        class.push_str(" btn--icon");
    }
    class
}

/// A button that does something at once. To send a form, see
/// [`SubmitButton`](super::SubmitButton).
#[expect(clippy::fn_params_excessive_bools, reason = "each is a named attribute where it is used")]
#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<IconName>,
    /// For rows and heads of sections.
    #[prop(optional)]
    small: bool,
    /// As wide as its parent.
    #[prop(optional)]
    block: bool,
    /// The id of the popover it opens.
    #[prop(optional, into)]
    opens: Option<String>,
    /// Cannot be used; the reason stands beside it.
    #[prop(optional)]
    disabled: bool,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Does nothing without script, so it is not shown then.
    #[prop(optional)]
    if_script: bool,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    let mut class = class(kind, small, block, false);
    if if_script {
        class.push_str(" if-script");
    }
    view! {
        <button
            type="button"
            id=id
            class=class
            popovertarget=opens
            disabled=disabled
            autofocus=autofocus
            on:click=move |_| run(on_click)
        >
            {icon.map(|name| view! { <Icon name/> })}
            {label}
        </button>
    }
}

/// A button that is only an icon; its label is read, not seen.
#[component]
pub fn IconButton(
    icon: IconName,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
    /// The id of the popover it opens.
    #[prop(optional, into)]
    opens: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class(kind, small, false, true)
            aria-label=label
            popovertarget=opens
            on:click=move |_| run(on_click)
        >
            <Icon name=icon/>
        </button>
    }
}

/// A link that looks like a button: it goes somewhere, and works without script.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] small: bool,
    #[prop(optional)] block: bool,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <a
            class=class(kind, small, block, false)
            href=href
            autofocus=autofocus
            on:click=move |_| run(on_click)
        >
            {icon.map(|name| view! { <Icon name/> })}
            {label}
        </a>
    }
}

pub(super) fn run(callback: Option<Callback<()>>) {
    if let Some(callback) = callback {
        callback.run(());
    }
}
