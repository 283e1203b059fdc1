//! Asking once more who somebody is, before what matters: a dialog that keeps the page
//! as it is, or, without the script, a page that leads back.

use std::cell::RefCell;

use domain::{security::Proofs, sign_in::safe_next, words};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    form::{Form, FormField, FormProblem, FormState, whose_password},
    load::{Data, loaded, loaded_in_place},
    over::{self, over},
    passkey::Asking,
    screens::Part,
    security::{BeginPasskeyProof, Confirm, LoadProofs},
    ui::{Button, Dialog, LinkButton, PageHead, Section, SectionFoot, SubmitButton, focus},
};

const FORM: &str = "confirm-form";
/// The field that comes first.
const FIRST: &str = "confirm-proof";

thread_local! {
    /// What goes on when it is known who somebody is.
    static THEN: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Asks, and then goes on. Whoever closes the dialog does not.
pub(crate) fn ask(then: Box<dyn FnOnce()>) {
    THEN.set(Some(then));
    over::need();
    over().proves.set(true);
}

/// The dialog.
pub(crate) fn dialog() -> AnyView {
    let proves = over().proves;
    let view = move || proves.get().then(asking);
    view.into_any()
}

fn asking() -> AnyView {
    let state = FormState::of::<Confirm>();
    let proofs = Data::of(LoadProofs {}, &[]);
    let (open, proved) = (RwSignal::new(true), RwSignal::new(false));
    state.on_done::<Confirm>(move |()| {
        proved.set(true);
        open.set(false);
    });
    // Not before it has closed: a dialog gives the focus back first.
    let closed = Callback::new(move |()| {
        let then = THEN.take().filter(|_| proved.get_untracked());
        over().proves.set(false);
        if let Some(then) = then {
            then();
        }
    });
    view! {
        <Dialog
            id="confirm"
            title=words::security::CONFIRM.to_owned()
            sentence=words::security::CONFIRM_LEAD.to_owned()
            open
            busy=state.pending()
            on_close=closed
            foot=move || {
                view! {
                    <Button
                        label=words::security::CANCEL
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    {submit(state)}
                }
            }
        >
            {loaded_in_place(
                proofs,
                move |proofs| {
                    request_animation_frame(|| focus(FIRST));
                    form(state, proofs, "")
                },
            )}
        </Dialog>
    }
    .into_any()
}

/// `/account/confirm?next=…`, without the script.
#[lazy]
pub(crate) fn confirm_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let state = FormState::of::<Confirm>();
    let proofs = Data::of(LoadProofs {}, &[]);
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let next = safe_next(&next).to_owned();
    let back = next.clone();
    view! {
        <Title text=words::security::CONFIRM/>
        <PageHead title=words::security::CONFIRM sentence=words::security::CONFIRM_LEAD/>
        <Section
            id="confirm"
            title=words::security::PROOF
            foot=move || {
                view! {
                    <SectionFoot>
                        <LinkButton href=back label=words::security::CANCEL/>
                        {submit(state)}
                    </SectionFoot>
                }
            }
        >
            {loaded(proofs, move |proofs| form(state, proofs, &next))}
        </Section>
    }
    .into_any()
}

fn form(state: FormState, proofs: Proofs, next: &str) -> AnyView {
    let with_passkey = proofs.passkey.then(|| passkey(state, next));
    let next = next.to_owned();
    view! {
        <Form state id=FORM>
            <FormProblem state/>
            <input type="hidden" name="next" value=next/>
            {if proofs.code { code(state) } else { password(state, proofs.email) }}
            {with_passkey}
        </Form>
    }
    .into_any()
}

/// In place of what is typed.
fn passkey(state: FormState, next: &str) -> AnyView {
    let asking = Asking::to_use::<BeginPasskeyProof>(state, vec![("next", next.to_owned())]);
    asking.button()
}

fn password(state: FormState, email: String) -> AnyView {
    view! {
        {whose_password(email)}
        <FormField
            state
            id=FIRST
            name="password"
            label=words::sign_in::PASSWORD
            kind="password"
            autocomplete="current-password"
            autofocus=true
        />
    }
    .into_any()
}

fn code(state: FormState) -> AnyView {
    view! {
        <FormField
            state
            id=FIRST
            name="code"
            label=words::two_factor::EITHER
            hint=words::two_factor::EITHER_HINT
            autocomplete="one-time-code"
            autofocus=true
        />
    }
    .into_any()
}

fn submit(state: FormState) -> AnyView {
    view! {
        <SubmitButton
            label=words::security::CONFIRM_BUTTON
            busy_label=words::security::CONFIRMING
            pending=state.pending()
            form=FORM
        />
    }
    .into_any()
}
