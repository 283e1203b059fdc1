//! What is asked over a page, in a dialog with an address of its own.

use domain::words;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    form::{Form, FormProblem, FormState},
    not_found::tell_status,
    ui::{ButtonKind, Callout, CalloutKind, Dialog, LinkButton, SubmitButton, focus, toast},
};

/// A form that is asked over a page, and its two buttons.
pub(crate) struct Ask {
    pub title: String,
    pub sentence: String,
    /// The address of the page.
    pub back: String,
    pub keep: &'static str,
    pub act: &'static str,
    /// In place of `act` while the answer is awaited.
    pub busy: &'static str,
    /// With [`ButtonKind::Danger`] the other button has the focus.
    pub kind: ButtonKind,
}

impl Ask {
    /// The dialog, with `fields` in its form.
    pub(crate) fn dialog(self, state: FormState, open: RwSignal<bool>, fields: AnyView) -> AnyView {
        self.with_help(state, open, fields, None)
    }

    /// The same with what helps when the form as a whole is wrong.
    pub(crate) fn with_help(
        self,
        state: FormState,
        open: RwSignal<bool>,
        fields: AnyView,
        help: Option<ViewFn>,
    ) -> AnyView {
        let Self { title, sentence, back, keep, act, busy, kind } = self;
        let on_close = leave(back.clone());
        let foot = move || {
            view! {
                <LinkButton
                    href=back
                    label=keep
                    autofocus=kind == ButtonKind::Danger
                    on_click=Callback::new(move |()| open.set(false))
                />
                <SubmitButton
                    label=act
                    busy_label=busy
                    pending=state.pending()
                    kind
                    form=FORM
                />
            }
        };
        let problem = match help {
            Some(help) => view! { <FormProblem state help/> },
            None => view! { <FormProblem state/> },
        };
        view! {
            <Dialog id="ask" title sentence open busy=state.pending() on_close foot>
                <Form state id=FORM>
                    {problem}
                    {fields}
                </Form>
            </Dialog>
        }
        .into_any()
    }
}

const FORM: &str = "ask-form";

/// Back to the page, when a dialog has closed.
pub(crate) fn leave(back: String) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| navigate(&back, quiet()))
}

/// There is nothing to ask, or not any more, or not of this person. Without the script it
/// stands over the page. Who has just acted here knows it.
pub(crate) fn nothing(back: String, said: &'static str) -> AnyView {
    tell_status();
    no_choice(back, said)
}

/// The same where what is asked about is there, but nothing to choose of.
pub(crate) fn no_choice(back: String, said: &'static str) -> AnyView {
    let loads = Owner::current_shared_context().is_none_or(|page| page.during_hydration());
    let leave = leave(back);
    Effect::new(move |_| {
        if loads {
            toast(said);
        }
        leave.run(());
    });
    view! { <Callout kind=CalloutKind::Warn title=said/> }.into_any()
}

/// The same where nobody is meant.
pub(crate) fn nothing_there(back: String) -> AnyView {
    nothing(back, words::NOT_FOUND)
}

/// When it worked, or another window was faster: a toast says it, and the page that shows it
/// has the focus.
pub(crate) fn settle(open: RwSignal<bool>, said: impl Into<String>) {
    open.set(false);
    toast(said);
    request_animation_frame(|| focus("main"));
}

fn quiet() -> NavigateOptions {
    NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }
}
