//! Forms that work before, and without, the script.
//!
//! A form is a plain `<form method="post">` to the address of its server
//! function. With the script the same fields go the same way, but the page
//! stays: what was typed is never lost, and what is wrong stands beside it.

use domain::{Code, Problem, flash::Flash, person::WHOSE, words};
use leptos::{ev, html, prelude::*, server_fn::ServerFn, task::spawn_local};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;

use crate::{
    boot::{Boot, Provided},
    call::{self, Answer},
    confirm, connection,
    over::over,
    session,
    ui::{Callout, CalloutKind, Field, live},
};

/// What one form is doing. Knows no type of the function behind it, so that forms
/// are compiled once.
#[derive(Clone, Copy)]
pub struct FormState {
    url: &'static str,
    /// The answer is awaited.
    pending: RwSignal<bool>,
    answer: RwSignal<Option<Answer>>,
    /// Fields that were changed since; their error is not shown any more.
    mended: RwSignal<Vec<&'static str>>,
    /// What the form left when it was sent without the script.
    flash: StoredValue<Option<Flash>>,
    boot: Option<Provided>,
}

impl FormState {
    /// The state of the form that calls `S`.
    pub fn of<S: ServerFn<Error = Problem>>() -> Self {
        Self::at(S::PATH)
    }

    /// The state of the form that is sent to `url`, which is no server function.
    pub(crate) fn at(url: &'static str) -> Self {
        Self::with(url, Boot::flash(call::endpoint(url)))
    }

    fn with(url: &'static str, flash: Option<Flash>) -> Self {
        let problem = flash.as_ref().and_then(|flash| flash.problem.clone());
        Self {
            url,
            pending: RwSignal::new(false),
            answer: RwSignal::new(problem.map(Err)),
            mended: RwSignal::new(Vec::new()),
            flash: StoredValue::new(flash),
            boot: Boot::provided(),
        }
    }

    /// Runs `then` with what the function answers, each time that it works.
    pub fn on_done<S>(self, then: impl Fn(S::Output) + 'static)
    where
        S: ServerFn<Error = Problem>,
        S::Output: DeserializeOwned,
    {
        self.on_text(move |text| {
            if let Ok(output) = domain::wire::read(text) {
                then(output);
            }
        });
    }

    /// Runs `then` when another window was faster: what the form is about is gone.
    pub fn on_gone(self, then: impl Fn() + 'static) {
        let then: Box<dyn Fn()> = Box::new(then);
        Effect::new(move |_| {
            if matches!(self.problem(), Some(Problem::NotFound)) {
                untrack(|| {
                    self.forget();
                    then();
                });
            }
        });
    }

    /// The same with the answer as it came, for [`domain::wire::read`].
    pub(crate) fn on_text(self, then: impl Fn(&str) + 'static) {
        self.on_answer(Box::new(then));
    }

    fn on_answer(self, then: Box<dyn Fn(&str)>) {
        Effect::new(move |_| {
            if let Some(Ok(text)) = self.answer.get() {
                untrack(|| then(&text));
            }
        });
    }

    /// The answer is awaited.
    pub fn pending(self) -> Signal<bool> {
        self.pending.into()
    }

    /// What was wrong with the last try, whichever way it was sent.
    pub fn problem(self) -> Option<Problem> {
        self.answer.with(|answer| answer.as_ref()?.as_ref().err().cloned())
    }

    /// What was typed into a field before, or what is saved.
    pub fn value(self, field: &str, saved: &str) -> String {
        self.typed(field).unwrap_or_else(|| saved.into())
    }

    /// What was typed into a field when the form was sent without the script.
    pub fn typed(self, field: &str) -> Option<String> {
        self.flash.with_value(|flash| flash.as_ref()?.value(field).map(Into::into))
    }

    /// Whether a box was ticked when the form was sent without the script, or is as saved.
    pub fn kept(self, field: &str, value: &str, saved: bool) -> bool {
        self.flash.with_value(|flash| match flash {
            Some(Flash { fields, problem: Some(_), .. }) => {
                fields.iter().any(|(name, kept)| name == field && kept == value)
            }
            _ => saved,
        })
    }

    /// The form was sent without the script, and it worked.
    pub fn done_before(self) -> bool {
        self.flash.with_value(|flash| flash.as_ref().is_some_and(|f| f.problem.is_none()))
    }

    /// The sentence under a field.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            if self.mended.with(|m| m.contains(&field)) {
                return None;
            }
            self.answer.with(|answer| match answer {
                Some(Err(problem)) => problem.of_field(field).map(|told| told.sentence.clone()),
                _ => None,
            })
        })
    }

    /// All that is wrong with a field, for one that holds several things.
    pub fn sentences(self, field: &str) -> Vec<String> {
        let Some(Problem::Invalid(fields)) = self.problem() else { return Vec::new() };
        fields.into_iter().filter(|told| told.field == field).map(|told| told.sentence).collect()
    }

    /// A field was changed: what was wrong with it may be right now.
    pub fn mend(self, field: &'static str) -> Callback<String> {
        Callback::new(move |_| {
            if self.mended.with_untracked(|m| !m.contains(&field)) {
                self.mended.update(|m| m.push(field));
            }
        })
    }

    /// The id of the person for whom the page was made.
    pub(crate) fn whose(self) -> String {
        self.boot.map(Provided::whose).unwrap_or_default()
    }

    /// Forgets what was wrong: the fields are back at what is saved.
    pub fn forget(self) {
        self.answer.set(None);
    }

    /// The form made anew starts from what is saved, not from what was typed once.
    pub fn forget_flash(self) {
        if let Some(boot) = self.boot {
            boot.forget_flash();
        }
    }

    /// Sends the fields; a second try while the first is under way is none.
    fn send(self, form: &web_sys::HtmlFormElement) {
        if self.pending.get_untracked() {
            return;
        }
        let Some(fields) = fields_of(form) else { return };
        if connection::offline().get_untracked() {
            return self.finish(Err(Problem::Offline));
        }
        self.mended.set(Vec::new());
        self.forget_flash();
        self.deliver(fields);
    }

    /// Sends fields. What is turned back for want of a proof of who one is, is sent again
    /// after it.
    pub(crate) fn deliver(self, fields: web_sys::UrlSearchParams) {
        self.send_fields(fields, || over().acted.notify());
    }

    /// The same for what only asks for something, before the act: other parts of the page
    /// have nothing new to tell.
    pub(crate) fn inquire(self, fields: web_sys::UrlSearchParams) {
        self.send_fields(fields, || ());
    }

    fn send_fields(self, fields: web_sys::UrlSearchParams, done: fn()) {
        // The page may have been left meanwhile.
        let _ = self.pending.try_set(true);
        spawn_local(async move {
            let answer = call::post(self.url, &fields).await;
            let asks = matches!(answer, Err(Problem::StepUp));
            if answer.is_ok() {
                done();
            }
            self.finish(answer);
            if asks {
                confirm::ask(Box::new(move || self.send_fields(fields, done)));
            }
        });
    }

    /// The answer is there.
    pub(crate) fn finish(self, answer: Answer) {
        if let Err(problem) = &answer {
            session::heed(problem, true);
        }
        // The page may have been left meanwhile.
        let _ = self.mended.try_update(Vec::clear);
        let _ = self.pending.try_set(false);
        let _ = self.answer.try_set(Some(answer));
    }
}

/// The fields as a browser would send them by itself.
pub(crate) fn fields_of(form: &web_sys::HtmlFormElement) -> Option<web_sys::UrlSearchParams> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// A form that calls a server function.
#[component]
pub fn Form(
    state: FormState,
    #[prop(default = "form")] class: &'static str,
    #[prop(optional, into)] id: Option<&'static str>,
    #[prop(optional)] node_ref: NodeRef<html::Form>,
    /// Called when a field may have changed.
    #[prop(optional, into)]
    on_edit: Option<Callback<()>>,
    /// Called when the fields are on their way.
    #[prop(optional, into)]
    on_send: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let run = |callback: Option<Callback<()>>| {
        if let Some(callback) = callback {
            callback.run(());
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(form) = node_ref.get_untracked() {
            state.send(&form);
            run(on_send);
        }
    };
    // The browser's own sentences would stand before ours.
    Effect::new(move |_| {
        if let Some(form) = node_ref.get() {
            form.set_no_validate(true);
        }
    });
    focus_first_wrong_field(state, node_ref);
    let whose = state.whose();
    view! {
        <form
            id=id
            class=class
            action=state.url
            method="post"
            node_ref=node_ref
            on:submit=submit
            on:input=move |_| run(on_edit)
            on:reset=move |_| {
                if state.problem().is_some() {
                    state.forget();
                }
                run(on_edit);
            }
        >
            <input type="hidden" name=WHOSE value=whose/>
            {children()}
        </form>
    }
    .into_any()
}

/// A field of a form: what was typed into it, what is wrong with it and its mending
/// are those of the state under its id.
#[component]
pub fn FormField(
    state: FormState,
    id: &'static str,
    /// Its name in the form, where that is not its id.
    #[prop(default = id)]
    name: &'static str,
    label: &'static str,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    /// What is saved: it starts there, and goes back to it.
    #[prop(optional, into)]
    saved: Signal<String>,
    #[prop(optional_no_strip, into)] hint: Option<&'static str>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <Field
            id
            name
            label
            kind
            autocomplete
            value=state.typed(name).map_or(saved, Signal::from)
            error=state.error(name)
            on_input=state.mend(name)
            hint
            optional
            autofocus
        />
    }
    .into_any()
}

/// After a failed try the first field that needs another look has the focus.
fn focus_first_wrong_field(state: FormState, form: NodeRef<html::Form>) {
    Effect::new(move |_| {
        if !matches!(state.problem(), Some(Problem::Invalid(_))) {
            return;
        }
        // After the errors have been drawn.
        request_animation_frame(move || {
            let Some(form) = form.try_get_untracked().flatten() else { return };
            let wrong = form.query_selector("[aria-invalid=true]");
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
    let (offline, over) = (connection::offline(), over());
    // What is over needs no word any more.
    let shown = move || {
        state.problem().filter(|problem| match problem {
            Problem::Invalid(_) => problem.of_field("").is_some(),
            Problem::Offline => offline.get(),
            Problem::SignInAgain => over.ended.get(),
            // It is being asked for.
            Problem::StepUp => !over.proves.get(),
            _ => true,
        })
    };
    let callout = move || {
        shown().map(|problem| {
            let (title, text) = words::of_problem(&problem);
            let help = help.clone().map(|help| help.run());
            let kind = match problem.code("") {
                Some(Code::SendAgain) => CalloutKind::Info,
                _ => CalloutKind::Danger,
            };
            view! {
                <Callout kind title text alert=true>
                    {help}
                </Callout>
            }
        })
    };
    live(callout)
}

/// Whose password a form asks for: not seen, but read by the browser's own store.
pub(crate) fn whose_password(email: String) -> AnyView {
    view! {
        <input
            class="sr"
            type="text"
            name="email"
            value=email
            autocomplete="username"
            tabindex="-1"
            aria-hidden="true"
            readonly
        />
    }
    .into_any()
}

/// What a form did, when it was sent without the script.
pub(crate) fn done(form: FormState, title: &'static str) -> AnyView {
    let done = form.done_before();
    done.then(|| view! { <Callout kind=CalloutKind::Ok title/> }).into_any()
}
