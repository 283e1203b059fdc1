//! Forms whose foot says what is true: nothing, *You have unsaved changes.*,
//! *Saved.*

use domain::words;
use gloo_timers::future::TimeoutFuture;
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{
    form::FormState,
    typed::Typed,
    ui::{ButtonKind, SectionFoot, SubmitButton},
};

/// How long *Saved.* stands, in milliseconds.
const SAID_FOR: u32 = 4_000;

/// What a form holds beside what is saved.
#[derive(Clone, Copy)]
pub struct SaveState {
    form: NodeRef<html::Form>,
    typed: Typed,
    saved: RwSignal<bool>,
}

impl SaveState {
    /// Watches the fields of `form` on `page`; leaving it with changes asks.
    pub fn new(page: &'static str, form: NodeRef<html::Form>, state: FormState) -> Self {
        let typed = Typed::into(form, words::leaving::UNSAVED, page, &["sign-out"]);
        let saved = RwSignal::new(state.done_before());
        Self { form, typed, saved }
    }

    /// To be called when a field may have changed.
    pub fn watch(self) -> Callback<()> {
        self.typed.watch()
    }

    /// The save worked: the fields show what was saved, and the foot says so.
    pub fn done(self) {
        self.saved.set(true);
        request_animation_frame(move || {
            if let Some(form) = self.form.try_get_untracked().flatten() {
                form.reset();
            }
        });
        spawn_local(async move {
            TimeoutFuture::new(SAID_FOR).await;
            let _ = self.saved.try_set(false);
        });
    }

    /// The first field has the focus: *Discard* goes when it was pressed.
    fn focus(self) {
        let Some(form) = self.form.get_untracked() else { return };
        let first = form.query_selector("input:not([type=hidden]), select").ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            let _ = first.focus();
        }
    }
}

/// The foot of such a form: what is true, *Discard* while there is something to
/// discard, and the button that saves.
#[component]
pub fn SaveFoot(
    /// The id of the form.
    form: &'static str,
    label: &'static str,
    state: FormState,
    save: SaveState,
) -> impl IntoView {
    let unsaved = save.typed.any();
    let hint = Signal::derive(move || {
        let words = match (save.saved.get(), unsaved.get()) {
            (_, true) => words::profile::UNSAVED,
            (true, _) => words::profile::SAVED,
            _ => "",
        };
        words.to_owned()
    });
    view! {
        <SectionFoot hint>
            <button
                type="reset"
                form=form
                class="btn btn--quiet"
                hidden=move || !unsaved.get()
                on:click=move |_| save.focus()
            >
                {words::profile::DISCARD}
            </button>
            <SubmitButton
                label=label
                busy_label=words::profile::SAVING
                pending=state.pending()
                kind=ButtonKind::Primary
                form=form
            />
        </SectionFoot>
    }
}
