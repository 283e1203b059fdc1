//! The layout of the pages before signing in: one card over a large key.

use domain::{Code, Problem, words};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    boot::Boot,
    form::FormState,
    load::Data,
    paths,
    ui::{ButtonKind, LinkButton, Mark, focus},
};

/// One card in the middle of the page.
pub(crate) fn gate(title: &'static str, card: impl IntoView) -> AnyView {
    view! {
        <Title text=title/>
        <div class="gate">
            <header class="gate__top">
                <a class="brand" href=paths::SIGN_IN>
                    <Mark/>
                    <span>{words::PRODUCT}</span>
                </a>
            </header>
            <main class="gate__mid" id="main" tabindex="-1">
                <div class="gate__card">{card.into_any()}</div>
            </main>
            <footer class="gate__foot">
                <span>{Boot::host()}</span>
            </footer>
            <svg
                class="gate__key"
                viewBox="0 0 1280 240"
                preserveAspectRatio="xMaxYMin slice"
                fill="none"
                stroke="currentcolor"
                stroke-width="22"
                stroke-linecap="round"
                aria-hidden="true"
            >
                <circle cx="140" cy="84" r="64"></circle>
                <path d="M214 84H1236M1236 84v95M1184 84v49M1132 84v72M1080 84v26M1028 84v95M976 84v72M924 84v49"></path>
            </svg>
            <svg
                class="gate__key gate__key--sm"
                viewBox="0 0 390 92"
                fill="none"
                stroke="currentcolor"
                stroke-width="10"
                stroke-linecap="round"
                aria-hidden="true"
            >
                <circle cx="50" cy="36" r="28"></circle>
                <path d="M82 36H368M368 36v45M343 36v23M318 36v34M293 36v12M268 36v45M243 36v34M218 36v23"></path>
            </svg>
        </div>
    }
    .into_any()
}

/// The head of a card: its title, and what it is about.
pub(crate) fn head(title: &'static str, lead: &'static str) -> AnyView {
    view! {
        <div>
            <h1>{title}</h1>
            <p class="gate__lead">{lead}</p>
        </div>
    }
    .into_any()
}

/// A card at its end: what came of it, and the one way on.
pub(crate) fn leads_on(head: AnyView, href: &'static str, label: &'static str) -> AnyView {
    view! {
        <div class="stack">
            {head}
            <LinkButton href label kind=ButtonKind::Primary block=true/>
        </div>
    }
    .into_any()
}

/// A mail is on its way; another can be asked for at `again`.
pub(crate) fn sent(text: &'static str, again: &'static str) -> AnyView {
    let title = words::reset::SENT_TITLE;
    let card = view! {
        <div class="stack">
            {head(title, text)}
            <p class="dim">{words::reset::NOTHING_CAME}</p>
            <LinkButton href=again label=words::reset::AGAIN block=true/>
            {to_sign_in()}
        </div>
    };
    gate(title, card)
}

/// Back to the first step.
pub(crate) fn to_sign_in() -> AnyView {
    view! {
        <p>
            <a href=paths::SIGN_IN>{words::sign_in::BACK}</a>
        </p>
    }
    .into_any()
}

/// Loads anew what the form of a link is about when that works no more: it was used in
/// another window. Not for forms with more than a password, which keep what was typed.
pub(crate) fn heeds_the_link<T>(link: Data<T>, form: FormState)
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    Effect::new(move |_| {
        let gone = |problem: &Problem| {
            matches!(problem.code(""), Some(Code::LinkGone | Code::ResetLinkGone))
        };
        if form.problem().as_ref().is_some_and(gone) {
            link.reload();
        }
    });
}

/// Where somebody begins who has come by a link within the program: browsers put the focus
/// there only when they load a page.
pub(crate) fn begins_at(id: &'static str) {
    let loads = Owner::current_shared_context().is_none_or(|page| page.during_hydration());
    Effect::new(move |_| {
        if !loads {
            request_animation_frame(move || focus(id));
        }
    });
}
