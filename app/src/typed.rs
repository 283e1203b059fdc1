//! What was typed into a form and is not saved yet.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use crate::{
    leaving::{Holding, ask_before_leaving},
    over,
};

/// Whether the fields of a form differ from what they would go back to.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    form: NodeRef<html::Form>,
    holding: Holding,
}

impl Typed {
    /// Watches the fields of `form` on `page`. Leaving it asks by these `words`, also by
    /// these `forms`.
    pub(crate) fn into(
        form: NodeRef<html::Form>,
        words: (&'static str, &'static str),
        page: &'static str,
        forms: &'static [&'static str],
    ) -> Self {
        let holding = Holding { holds: RwSignal::new(false), words, page, forms };
        ask_before_leaving(holding);
        let this = Self { form, holding };
        // What was typed before the script came counts too.
        Effect::new(move |_| {
            if form.get().is_some() {
                this.look();
            }
        });
        this
    }

    /// There is something that is not saved.
    pub(crate) fn any(self) -> Signal<bool> {
        self.holding.holds.into()
    }

    /// To be called when a field may have changed.
    pub(crate) fn watch(self) -> Callback<()> {
        // A form tells of its reset before the fields go back.
        Callback::new(move |()| request_animation_frame(move || self.look()))
    }

    fn look(self) {
        // The form may be gone by the next frame.
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        let fields = form.elements();
        let changed = (0..fields.length())
            .filter_map(|at| fields.item(at)?.dyn_into::<HtmlInputElement>().ok())
            .any(|field| {
                field.value() != field.default_value() || field.checked() != field.default_checked()
            });
        // Of a list only the browser knows what it would go back to.
        let other = form.query_selector("option[selected]:not(:checked)");
        let changed = changed || other.is_ok_and(|other| other.is_some());
        let _ = self.holding.holds.try_set(changed);
        if changed {
            over::need();
        }
    }
}
