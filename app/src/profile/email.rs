//! Another address to sign in with: asking for it, and the one that waits to be confirmed.
//! Loaded when there is something to see of it.

use domain::{
    profile::{EmailState, PendingEmail},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use super::{CancelEmailChange, ChangeEmail, LoadEmail, ResendEmailLink};
use crate::{
    form::{Form, FormField, FormProblem, FormState, done},
    load::{Data, loaded_in_place},
    paths,
    ui::{
        Badge, BadgeKind, ButtonKind, Icon, IconName, LinkButton, SubmitButton, When, focus, toast,
    },
};

/// Around what this part draws: by it the script knows that the part is in the page.
const PLACE: &str = "email-change";

/// Loads the part, if the page comes with it. The macro `lazy` makes the function, for the
/// browser only.
#[cfg(not(feature = "ssr"))]
pub(super) async fn preload() {
    if crate::ui::by_id(PLACE).is_some() {
        __preload_email_change().await;
    }
}

/// The form, while the address asks for it, and what waits.
#[lazy]
pub(super) fn email_change() -> AnyView {
    let data = Data::of(LoadEmail {}, &[]);
    view! {
        <div id=PLACE>
            {done(FormState::of::<ChangeEmail>(), words::email::SENT)}
            {done(FormState::of::<ResendEmailLink>(), words::email::SENT)}
            {done(FormState::of::<CancelEmailChange>(), words::email::CANCELLED)}
            {loaded_in_place(data, rows)}
        </div>
    }
    .into_any()
}

fn rows(data: EmailState) -> AnyView {
    let state = RwSignal::new(data);
    let search = use_location().search;
    let asked = Memo::new(move |_| search.with(|query| paths::asks_for_email(Some(query))));
    let form = move || asked.get().then(|| form(state));
    let waits = move || {
        let EmailState { pending, now, .. } = state.get();
        pending.map(|pending| waits(pending, now, state))
    };
    view! {
        {form}
        {waits}
    }
    .into_any()
}

fn form(state: RwSignal<EmailState>) -> AnyView {
    let form = FormState::of::<ChangeEmail>();
    let navigate = use_navigate();
    form.on_done::<ChangeEmail>(move |new| {
        state.set(new);
        navigate(paths::PROFILE, Default::default());
        toast(words::email::SENT);
    });
    view! {
        <div class="row">
            <div class="row__main">
                <Form state=form>
                    <FormProblem state=form/>
                    <FormField
                        state=form
                        id="new_email"
                        name="email"
                        label=words::email::NEW
                        kind="email"
                        autocomplete="email"
                        hint=words::email::NEW_HINT
                        autofocus=true
                    />
                    <div class="actions">
                        <LinkButton href=paths::PROFILE label=words::email::CANCEL/>
                        <SubmitButton
                            label=words::email::SEND
                            busy_label=words::email::SENDING
                            pending=form.pending()
                        />
                    </div>
                </Form>
            </div>
        </div>
    }
    .into_any()
}

fn waits(pending: PendingEmail, now: domain::Time, state: RwSignal<EmailState>) -> AnyView {
    let resend = FormState::of::<ResendEmailLink>();
    resend.on_done::<ResendEmailLink>(move |new| {
        state.set(new);
        toast(words::email::SENT);
    });
    let cancel = FormState::of::<CancelEmailChange>();
    cancel.on_done::<CancelEmailChange>(move |()| {
        state.update(|state| state.pending = None);
        toast(words::email::CANCELLED);
        request_animation_frame(|| focus("mail-h"));
    });
    let PendingEmail { email, expires } = pending;
    view! {
        <div class="row">
            <span class="row__lead">
                <Icon name=IconName::Clock/>
            </span>
            <div class="row__main">
                <div class="row__title">
                    {email} " " <Badge kind=BadgeKind::Pending label=words::email::PENDING/>
                </div>
                <div class="row__meta">
                    {words::email::BEFORE} <When at=expires now/> {words::email::NOTHING_CHANGES}
                </div>
                <FormProblem state=resend/>
                <FormProblem state=cancel/>
            </div>
            <div class="actions actions--wide">
                <Form state=resend class="">
                    <SubmitButton
                        label=words::email::RESEND
                        busy_label=words::email::SENDING
                        pending=resend.pending()
                        kind=ButtonKind::Outlined
                        small=true
                    />
                </Form>
                <Form state=cancel class="">
                    <SubmitButton
                        label=words::email::CANCEL_CHANGE
                        busy_label=words::email::CANCELLING
                        pending=cancel.pending()
                        kind=ButtonKind::Outlined
                        small=true
                    />
                </Form>
            </div>
        </div>
    }
    .into_any()
}
