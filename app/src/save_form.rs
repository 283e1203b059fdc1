//! Forms whose foot says what is true: nothing, *You have unsaved changes.*,
//! *Saved.*

use domain::words;
use gloo_timers::future::TimeoutFuture;
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::{
    form::FormState,
    leaving::{Holding, ask_before_leaving},
    ui::{ButtonKind, SectionFoot, SubmitButton},
};

/// How long *Saved.* stands, in milliseconds.
const SAID_FOR: u32 = 4_000;

/// What a form holds beside what is saved.
#[derive(Clone, Copy)]
pub struct SaveState {
    form: NodeRef<html::Form>,
    /// A field differs from what is saved.
    changed: RwSignal<bool>,
    saved: RwSignal<bool>,
}

impl SaveState {
    /// Watches the fields of `form` on `page`; leaving it with changes asks.
    pub fn new(page: &'static str, form: NodeRef<html::Form>, state: FormState) -> Self {
        let changed = RwSignal::new(false);
        let this = Self { form, changed, saved: RwSignal::new(state.done_before()) };
        ask_before_leaving(Holding {
            holds: changed,
            question: words::profile::LEAVE,
            page,
            forms: &["sign-out"],
        });
        // What was typed before the script came counts too.
        Effect::new(move |_| {
            if form.get().is_some() {
                this.look();
            }
        });
        this
    }

    /// To be called when a field may have changed.
    pub fn watch(self) -> Callback<()> {
        // A form tells of its reset before the fields go back.
        Callback::new(move |()| request_animation_frame(move || self.look()))
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

    /// Compares each field with the value it would go back to.
    fn look(self) {
        // The form may be gone by the next frame.
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        let fields = form.elements();
        let changed = (0..fields.length())
            .filter_map(|at| fields.item(at)?.dyn_into::<HtmlInputElement>().ok())
            .any(|field| field.value() != field.default_value());
        // Of a list only the browser knows what it would go back to.
        let other = form.query_selector("option[selected]:not(:checked)");
        let changed = changed || other.is_ok_and(|other| other.is_some());
        let _ = self.changed.try_set(changed);
        if changed {
            let _ = self.saved.try_set(false);
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
    let hint = Signal::derive(move || {
        let words = match (save.saved.get(), save.changed.get()) {
            (true, _) => words::profile::SAVED,
            (_, true) => words::profile::UNSAVED,
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
                hidden=move || !save.changed.get()
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
