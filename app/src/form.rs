//! Forms that work before, and without, the script.
//!
//! A form is a plain `<form method="post">` to the address of its server
//! function. With the script the same fields go the same way, but the page
//! stays: what was typed is never lost, and what is wrong stands beside it.

use domain::{Problem, flash::Flash, words};
use leptos::{ev, form::FromFormData, html, prelude::*, server_fn::{Http, ServerFn, client::Client, codec::PostUrl}};
use wasm_bindgen::JsCast as _;

use crate::{
    boot::Boot,
    ui::{Callout, CalloutKind},
};

/// What one form is doing. Knows nothing of the function behind it, so that the
/// parts of forms are compiled once.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The answer is awaited.
    pub pending: Signal<bool>,
    /// What was wrong with the last try.
    pub problem: Signal<Option<Problem>>,
    /// Fields that were changed since; their error is not shown any more.
    mended: RwSignal<Vec<&'static str>>,
    flash: StoredValue<Option<Flash>>,
}

impl FormState {
    /// The state of the form behind `action`: what its last call answered, or
    /// before the first, what the form left when it was sent without the script.
    pub fn of<S>(action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = Problem> + Clone + Send + Sync + 'static,
        S::Output: Send + Sync + 'static,
    {
        let endpoint = S::PATH.trim_start_matches("/_fn/");
        let flash = Boot::flash(endpoint);
        let before = flash.as_ref().and_then(|f| f.problem.clone());
        let value = action.value();
        let problem = Signal::derive(move || {
            value.with(|value| match value {
                Some(Ok(_)) => None,
                Some(Err(problem)) => Some(problem.clone()),
                None => before.clone(),
            })
        });
        Self {
            pending: action.pending().into(),
            problem,
            mended: RwSignal::new(Vec::new()),
            flash: StoredValue::new(flash),
        }
    }

    /// What was typed into a field before, or what is saved.
    pub fn value(&self, field: &str, saved: &str) -> String {
        self.typed(field).unwrap_or_else(|| saved.into())
    }

    /// What was typed into a field when the form was sent without the script.
    pub fn typed(&self, field: &str) -> Option<String> {
        self.flash.with_value(|flash| flash.as_ref()?.value(field).map(Into::into))
    }

    /// The form was sent without the script, and it worked.
    pub fn done_before(&self) -> bool {
        self.flash.with_value(|flash| flash.as_ref().is_some_and(|f| f.problem.is_none()))
    }

    /// The sentence under a field.
    pub fn error(&self, field: &'static str) -> Signal<Option<String>> {
        let (problem, mended) = (self.problem, self.mended);
        Signal::derive(move || {
            if mended.with(|m| m.contains(&field)) {
                return None;
            }
            problem.with(|p| p.as_ref()?.of_field(field)).map(words::of_code)
        })
    }

    /// A field was changed: what was wrong with it may be right now.
    pub fn mend(&self, field: &'static str) -> Callback<String> {
        let mended = self.mended;
        Callback::new(move |_| {
            if mended.with_untracked(|m| !m.contains(&field)) {
                mended.update(|m| m.push(field));
            }
        })
    }
}

/// A form that calls a server function.
#[component]
pub fn Form<S, Out>(
    action: ServerAction<S>,
    state: FormState,
    #[prop(default = "form")] class: &'static str,
    #[prop(optional, into)] id: Option<&'static str>,
    #[prop(optional)] node_ref: NodeRef<html::Form>,
    /// Called when a field may have changed.
    #[prop(optional, into)]
    on_edit: Option<Callback<()>>,
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Protocol = Http<PostUrl, Out>, Error = Problem>
        + serde::de::DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static,
    S::Output: Send + Sync + 'static,
    S::Client: Client<S::Error>,
{
    let submit = move |event: ev::SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if action.pending().get_untracked() {
            return;
        }
        state.mended.set(Vec::new());
        if let Ok(input) = S::from_event(event.unchecked_ref()) {
            action.dispatch(input);
        }
    };
    let edited = move || {
        if let Some(on_edit) = on_edit {
            on_edit.run(());
        }
    };
    focus_first_wrong_field(state.problem, node_ref);
    view! {
        <form
            id=id
            class=class
            action=S::url()
            method="post"
            node_ref=node_ref
            on:submit=submit
            on:input=move |_| edited()
            on:reset=move |_| edited()
        >
            {children()}
        </form>
    }
}

/// After a failed try the first field that needs another look has the focus.
fn focus_first_wrong_field(problem: Signal<Option<Problem>>, form: NodeRef<html::Form>) {
    Effect::new(move |_| {
        if !problem.with(|p| matches!(p, Some(Problem::Invalid(_)))) {
            return;
        }
        // After the errors have been drawn.
        request_animation_frame(move || {
            let Some(form) = form.get_untracked() else { return };
            let wrong = form.query_selector("[aria-invalid=true], [aria-invalid=true] input");
            if let Ok(Some(field)) = wrong
                && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = field.focus();
            }
        });
    });
}

/// What is wrong with the form as a whole; nothing while only fields are wrong.
#[component]
pub fn FormProblem(
    state: FormState,
    /// The action that helps, if there is one.
    #[prop(optional, into)]
    help: Option<ViewFn>,
) -> impl IntoView {
    let shown = move || {
        state.problem.get().filter(|problem| match problem {
            Problem::Invalid(_) => problem.of_field("").is_some(),
            _ => true,
        })
    };
    move || {
        shown().map(|problem| {
            let (title, text) = words::of_problem(&problem);
            let help = help.clone().map(|help| help.run());
            view! {
                <Callout kind=CalloutKind::Danger title text alert=true>
                    {help}
                </Callout>
            }
        })
    }
}
