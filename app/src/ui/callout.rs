//! A message in the page: bold first sentence, plain second, at most one action.

use leptos::{children::ViewFnOnce, prelude::*};

use super::{Icon, IconName};

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CalloutKind {
    #[default]
    Info,
    /// Something runs out, or there is only one chance.
    Warn,
    /// Something did not work.
    Danger,
    /// Something is done.
    Ok,
}

/// A message, and as children its one action: a small button.
#[component]
pub fn Callout(
    #[prop(optional)] kind: CalloutKind,
    /// What happened.
    #[prop(into)]
    title: String,
    /// What to do.
    #[prop(optional, into)]
    text: String,
    /// The same with more than plain words in it.
    #[prop(optional, into)]
    body: Option<ViewFnOnce>,
    /// In place of the kind's own icon.
    #[prop(optional)]
    icon: Option<IconName>,
    /// It appears after an action, so it is read at once.
    #[prop(optional)]
    alert: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, own) = match kind {
        CalloutKind::Info => ("callout callout--info", IconName::Info),
        CalloutKind::Warn => ("callout callout--warn", IconName::Clock),
        CalloutKind::Danger => ("callout callout--danger", IconName::Alert),
        CalloutKind::Ok => ("callout callout--ok", IconName::Check),
    };
    view! {
        <div class=class role=alert.then_some("alert")>
            <Icon name=icon.unwrap_or(own)/>
            <div>
                <b>{title}</b>
                " "
                {text}
                {body.map(ViewFnOnce::run)}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
