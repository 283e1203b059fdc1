//! Toasts: what worked and can already be seen elsewhere. Never an error.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Icon, IconName, timer::Timer};

/// How long a toast stays, and how long one with a button does.
const STAYS: u32 = 5_000;
const STAYS_WITH_ACTION: u32 = 10_000;

/// One toast.
#[derive(Clone)]
struct Toast {
    text: String,
    icon: IconName,
    action: Option<Action>,
}

/// Its button. Counted, not owned by a page: `Undo` outlives the page that offers it.
#[derive(Clone)]
struct Action {
    label: &'static str,
    run: Arc<dyn Fn() + Send + Sync>,
}

thread_local! {
    /// The toast there is: one page, one live region, at most one toast. On the server
    /// nothing ever sets it.
    static TOAST: ArcRwSignal<Option<Toast>> = ArcRwSignal::new(None);
}

/// Says that something worked: `Token deleted`. Replaces the toast before it.
pub fn toast(text: impl Into<String>) {
    show(Toast { text: text.into(), icon: IconName::Check, action: None });
}

/// The same with a button, for what the server can undo.
pub fn toast_with(
    icon: IconName,
    text: impl Into<String>,
    label: &'static str,
    run: impl Fn() + Send + Sync + 'static,
) {
    show(Toast { text: text.into(), icon, action: Some(Action { label, run: Arc::new(run) }) });
}

fn show(toast: Toast) {
    TOAST.with(|shown| shown.set(Some(toast)));
}

fn hide() {
    TOAST.with(|shown| shown.set(None));
}

/// The live region for toasts. Once, at the end of the app.
#[component]
pub fn Toasts() -> impl IntoView {
    let shown = TOAST.with(Clone::clone);
    let timer = Timer::new();
    let count_down = {
        let shown = shown.clone();
        move || {
            let stays = shown.with_untracked(|toast| {
                toast.as_ref().map(|t| if t.action.is_some() { STAYS_WITH_ACTION } else { STAYS })
            });
            match stays {
                Some(stays) => timer.start(stays, hide),
                None => timer.stop(),
            }
        }
    };
    Effect::new({
        let (shown, count_down) = (shown.clone(), count_down.clone());
        move |_| {
            shown.track();
            count_down();
        }
    });
    let again = count_down.clone();
    view! {
        <div
            class="toasts"
            role="status"
            on:mouseenter=move |_| timer.stop()
            on:mouseleave=move |_| count_down()
            on:focusin=move |_| timer.stop()
            on:focusout=move |_| again()
        >
            {move || shown.get().map(|toast| view! { <ToastView toast/> })}
        </div>
    }
}

#[component]
fn ToastView(toast: Toast) -> impl IntoView {
    let action = toast.action.map(|Action { label, run }| {
        let click = move |_| {
            hide();
            run();
        };
        view! { <button type="button" class="btn btn--sm" on:click=click>{label}</button> }
    });
    view! {
        <div class="toast">
            <Icon name=toast.icon/>
            <span>{toast.text}</span>
            {action}
        </div>
    }
}
