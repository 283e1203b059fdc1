//! How strong a password is, told while it is being typed.

use domain::{Problem, Secret, Wire, security::Strength, wire, words};
use leptos::{ev, prelude::*, server_fn::ServerFn};
use web_sys::{HtmlFormElement, HtmlInputElement, UrlSearchParams};

#[cfg(feature = "ssr")]
use crate::server::browser;
use crate::{
    form::{FormField, FormState, fields_of},
    ui::{Timer, live},
};

/// Milliseconds after a key before the server is asked.
const PAUSE: u32 = 400;

/// The field of the new password, in every form.
const PASSWORD: &str = "password";

/// How strong a password is that whoever got a link is typing. The rest is what else stands
/// in their form. Asking does not use the link up.
#[server(prefix = "/_fn", endpoint = "link/strength", output = Wire)]
pub async fn link_strength(
    link: Secret,
    password: Secret,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] email: String,
) -> Result<Strength, Problem> {
    use domain::sign_in::AccountForm;
    let browser = browser()?;
    let (first, last) = (&*first_name, &*last_name);
    let form = AccountForm { first, last, email: &email, password: None };
    let told = browser.service.strength_by_link(&link, form, &password, &browser.origin);
    browser.told(told.await)
}

/// A meter below the field. Without the script, and without an answer, there is none: what
/// will not do is told when it is sent.
#[derive(Clone, Copy)]
pub(crate) struct Meter {
    /// Around the field.
    form: FormState,
    state: FormState,
    /// What the server asks for beside the password.
    beside: &'static [&'static str],
    /// What the server said of it.
    said: RwSignal<String>,
    /// Whatever is on its way is of no use any more.
    empty: StoredValue<bool>,
    timer: Timer,
}

impl Meter {
    /// For whoever has got a link, which stands in the form.
    pub(crate) fn of_link(form: FormState) -> Self {
        Self::of::<LinkStrength>(form, &["link", "first_name", "last_name", "email"])
    }

    /// Asks `S`, with these fields of the form.
    pub(crate) fn of<S>(form: FormState, beside: &'static [&'static str]) -> Self
    where
        S: ServerFn<Output = Strength, Error = Problem>,
    {
        Self::new(form, FormState::of::<S>(), beside)
    }

    fn new(form: FormState, state: FormState, beside: &'static [&'static str]) -> Self {
        let said = RwSignal::new(String::new());
        let (empty, timer) = (StoredValue::new(true), Timer::new());
        state.on_text(move |text| {
            if !empty.get_value() {
                said.set(text.to_owned());
            }
        });
        Self { form, state, beside, said, empty, timer }
    }

    /// The field of a new password, with the meter below it.
    pub(crate) fn field(self, label: &'static str, hint: &'static str, autofocus: bool) -> AnyView {
        let shown = live(move || self.said.with(|said| wire::read(said).map(meter).ok()));
        view! {
            <div on:input=move |event| self.typed(&event)>
                <FormField
                    state=self.form
                    id=PASSWORD
                    label
                    kind="password"
                    autocomplete="new-password"
                    hint
                    autofocus
                />
                <div role="status" class="strength">
                    {shown}
                </div>
            </div>
        }
        .into_any()
    }

    /// The field is empty.
    pub(crate) fn clear(self) {
        self.empty.set_value(true);
        self.timer.stop();
        self.said.set(String::new());
    }

    fn typed(self, event: &ev::Event) {
        let field: HtmlInputElement = event_target(event);
        match field.form() {
            Some(form) if !field.value().is_empty() => {
                self.empty.set_value(false);
                self.wait(form);
            }
            _ => self.clear(),
        }
    }

    fn wait(self, form: HtmlFormElement) {
        self.timer.start(PAUSE, move || self.ask(form));
    }

    fn ask(self, form: HtmlFormElement) {
        // The answer to the form itself will tell.
        if self.form.pending().get_untracked() {
            return self.clear();
        }
        // One after the other: the last answer is about the last text.
        if self.state.pending().get_untracked() {
            return self.wait(form);
        }
        let (Some(all), Ok(fields)) = (fields_of(&form), UrlSearchParams::new()) else { return };
        for name in self.beside.iter().chain([&PASSWORD]) {
            if let Some(value) = all.get(name) {
                fields.append(name, &value);
            }
        }
        self.state.deliver(fields);
    }
}

fn meter(strength: Strength) -> AnyView {
    let Strength { score, said } = strength;
    let class = if score < 2 { "meter is-high" } else { "meter" };
    view! {
        <meter class=class min="0" max="4" value=score.to_string() aria-label=words::security::STRENGTH></meter>
        <p class="hint">{said}</p>
    }
    .into_any()
}
