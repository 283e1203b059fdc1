//! States as small labels. Each has its own shape: colour is never the only sign.

use leptos::prelude::*;

use super::{Icon, IconName};

/// What a badge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadgeKind {
    /// A plain word, such as a scope or a role.
    #[default]
    Plain,
    /// A dot: works.
    Active,
    /// A clock on brass: runs out.
    Soon,
    /// A triangle on brass: could be better.
    Weak,
    /// A cross, outline only: does not work any more.
    Expired,
    /// A clock, dashed: waits for someone.
    Pending,
    /// An arrow: something newer is there.
    Update,
    /// A triangle on red: needs attention.
    Danger,
}

/// A state, in words and a shape.
#[component]
pub fn Badge(#[prop(optional)] kind: BadgeKind, #[prop(into)] label: String) -> impl IntoView {
    let (class, icon) = match kind {
        BadgeKind::Plain => ("badge", None),
        BadgeKind::Active => ("badge badge--active", None),
        BadgeKind::Soon => ("badge badge--soon", Some(IconName::Clock)),
        BadgeKind::Weak => ("badge badge--soon", Some(IconName::Alert)),
        BadgeKind::Expired => ("badge badge--expired", Some(IconName::Cross)),
        BadgeKind::Pending => ("badge badge--pending", Some(IconName::Clock)),
        BadgeKind::Update => ("badge badge--accent", Some(IconName::Download)),
        BadgeKind::Danger => ("badge badge--danger", Some(IconName::Alert)),
    };
    view! { <span class=class>{icon.map(|name| view! { <Icon name/> })}{label}</span> }
}

/// A number beside a name: of what is there or, with `waiting`, of what waits.
#[component]
pub fn Count(
    n: usize,
    /// The word that is read after the number, as in `3 waiting`; tinted then.
    #[prop(optional)]
    waiting: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span class=if waiting.is_some() { "count count--accent" } else { "count" }>
            {waiting.map(|_| view! { <span class="sr">", "</span> })}
            {n}
            {waiting.map(|word| view! { <span class="sr">" "{word}</span> })}
        </span>
    }
}
