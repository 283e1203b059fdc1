//! Asking the browser for a passkey, and bringing its answer to the server (WebAuthn 3).

use domain::{Code, FieldProblem, Problem, passkey::Request, person::WHOSE, wire, words};
use js_sys::{JSON, Object, Promise, Reflect, futures::JsFuture};
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use web_sys::{AbortController, UrlSearchParams};

use crate::{
    call,
    form::{FormProblem, FormState},
    ui::{Button, IconName, Timer},
};

#[wasm_bindgen]
extern "C" {
    /// Options and credentials have JSON forms of their own (WebAuthn 3, 5.1).
    type PublicKeyCredential;

    #[wasm_bindgen(catch, static_method_of = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn to_make(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, static_method_of = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn to_use(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, static_method_of = PublicKeyCredential, js_name = isConditionalMediationAvailable)]
    fn can_wait() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"])]
    fn create(asked: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"])]
    fn get(asked: &JsValue) -> Result<Promise, JsValue>;
}

/// Milliseconds after which passkeys are offered anew: a minute before the server takes no
/// answer any more.
const OFFER_AGAIN: u32 = 9 * 60_000;

/// What is asked of a passkey.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// A new one is made.
    Make,
    /// One proves who somebody is.
    Use,
}

/// Two functions of the server, and the passkey between them.
#[derive(Clone, Copy)]
pub(crate) struct Asking {
    act: Act,
    /// Tells what to ask.
    request: FormState,
    /// Takes the answer as its field `passkey`.
    answer: FormState,
    /// What goes with it.
    fields: StoredValue<Vec<(&'static str, String)>>,
    /// The browser asks the person.
    waits: RwSignal<bool>,
    /// Ends what is offered beside a field.
    offer: StoredValue<Option<SendWrapper<AbortController>>>,
}

impl Asking {
    /// Makes a passkey as `R` tells, for the function of `answer`.
    pub(crate) fn to_make<R>(answer: FormState) -> Self
    where
        R: ServerFn<Output = Request, Error = Problem>,
    {
        Self::new(Act::Make, FormState::of::<R>(), answer, Vec::new())
    }

    /// Asks for one that is there.
    pub(crate) fn to_use<R>(answer: FormState, fields: Vec<(&'static str, String)>) -> Self
    where
        R: ServerFn<Output = Request, Error = Problem>,
    {
        Self::new(Act::Use, FormState::of::<R>(), answer, fields)
    }

    fn new(
        act: Act,
        request: FormState,
        answer: FormState,
        fields: Vec<(&'static str, String)>,
    ) -> Self {
        let asking = Self {
            act,
            request,
            answer,
            fields: StoredValue::new(fields),
            waits: RwSignal::new(false),
            offer: StoredValue::new(None),
        };
        request.on_text(move |text| asking.ask(text.to_owned()));
        asking
    }

    /// From the press of a button until it is known what came of it.
    pub(crate) fn pending(self) -> Signal<bool> {
        let (request, answer) = (self.request.pending(), self.answer.pending());
        Signal::derive(move || request.get() || self.waits.get() || answer.get())
    }

    /// What is wrong with what was asked; with the answer, its own form tells.
    pub(crate) fn request(self) -> FormState {
        self.request
    }

    /// Asks now.
    pub(crate) fn start(self) {
        self.withdraw();
        if !self.pending().get_untracked()
            && let Some(fields) = self.with_fields(None)
        {
            self.answer.forget();
            self.request.inquire(fields);
        }
    }

    /// The button that asks, in place of what is typed above it.
    pub(crate) fn button(self) -> AnyView {
        view! {
            <div class="or if-script">{words::sign_in::OR}</div>
            <FormProblem state=self.request/>
            <Button
                label=words::passkeys::USE
                icon=IconName::Passkey
                block=true
                if_script=true
                on_click=Callback::new(move |()| self.start())
            />
        }
        .into_any()
    }

    fn ask(self, text: String) {
        self.waits.set(true);
        spawn_local(async move {
            let came = asked(self.act, &text, None).await;
            if self.waits.try_set(false).is_some() {
                return; // The page was left meanwhile.
            }
            match came {
                Ok(credential) => self.bring(credential),
                Err(error) => self.request.finish(Err(problem(&error))),
            }
        });
    }

    /// Offers passkeys in the list of a field with `webauthn` in its `autocomplete`, for as
    /// long as this part of the page stands. Whatever goes wrong there, nobody has asked.
    pub(crate) fn offer(self, request: &'static str) {
        let timer = Timer::new();
        Effect::new(move |_| {
            on_cleanup(move || self.withdraw());
            self.offer_anew(request, timer);
        });
    }

    /// What is asked grows stale, and a page can stand for hours.
    fn offer_anew(self, request: &'static str, timer: Timer) {
        self.withdraw();
        timer.start(OFFER_AGAIN, move || self.offer_anew(request, timer));
        spawn_local(async move {
            let Ok(controller) = AbortController::new() else { return };
            if self.offer.try_set_value(Some(SendWrapper::new(controller.clone()))).is_some()
                || !waits().await
            {
                return;
            }
            if let Ok(text) = call::load(request, &[]).await
                && let Ok(credential) = asked(Act::Use, &text, Some(&controller)).await
            {
                self.bring(credential);
            }
        });
    }

    /// A browser asks for one at a time.
    fn withdraw(self) {
        let offer = self.offer.try_update_value(Option::take).flatten();
        if let Some(offer) = offer {
            offer.abort();
        }
    }

    fn bring(self, credential: String) {
        if let Some(fields) = self.with_fields(Some(credential)) {
            self.answer.deliver(fields);
        }
    }

    fn with_fields(self, credential: Option<String>) -> Option<UrlSearchParams> {
        let fields = UrlSearchParams::new().ok()?;
        fields.append(WHOSE, &self.request.whose());
        if let Some(credential) = credential {
            fields.append("passkey", &credential);
            self.fields.try_with_value(|all| {
                for (name, value) in all {
                    fields.append(name, value);
                }
            })?;
        }
        Some(fields)
    }
}

/// The browser can offer passkeys in the list of a field.
async fn waits() -> bool {
    let Ok(can) = PublicKeyCredential::can_wait() else { return false };
    JsFuture::from(can).await.is_ok_and(|can| can.is_truthy())
}

/// Asks the browser; answers what the passkey said, as JSON.
async fn asked(act: Act, text: &str, offer: Option<&AbortController>) -> Result<String, JsValue> {
    let Ok(Request(options)) = wire::read(text) else { return Err(JsValue::NULL) };
    let options = JSON::parse(&options)?;
    let options = match act {
        Act::Make => PublicKeyCredential::to_make(&options)?,
        Act::Use => PublicKeyCredential::to_use(&options)?,
    };
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &options)?;
    if let Some(controller) = offer {
        Reflect::set(&asked, &"mediation".into(), &"conditional".into())?;
        Reflect::set(&asked, &"signal".into(), &controller.signal())?;
    }
    let credential = match act {
        Act::Make => create(&asked)?,
        Act::Use => get(&asked)?,
    };
    let credential = JsFuture::from(credential).await?;
    Ok(JSON::stringify(&credential)?.into())
}

/// What went wrong, from the name of the exception. Whether somebody said no, or there was
/// nothing to choose from, the browser does not tell.
fn problem(error: &JsValue) -> Problem {
    let name = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::name);
    let sentence = match name.and_then(|name| name.as_string()).as_deref() {
        Some("ReferenceError" | "TypeError" | "NotSupportedError") => words::passkeys::NO_BROWSER,
        Some("InvalidStateError") => words::passkeys::KNOWN,
        _ => words::passkeys::GIVEN_UP,
    };
    let (field, sentence) = (String::new(), sentence.into());
    Problem::Invalid(vec![FieldProblem { field, code: Code::PasskeyWrong, sentence }])
}
