//! `/account/profile/email`: another address to sign in with. Asking for it, and the one that waits
//! to be confirmed.

mod server_fns;

use domain::{
    Time,
    profile::{EmailState, PendingEmail},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

pub use server_fns::*;

use crate::{
    form::{Form, FormField, FormProblem, FormState, done},
    load::{Data, loaded},
    paths,
    screens::Part,
    ui::{
        Badge, BadgeKind, ButtonKind, Icon, IconName, LinkButton, PageHead, Section, SectionFoot,
        SubmitButton, When, focus, toast,
    },
};

/// The page.
#[lazy]
pub(crate) fn email_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let email = Data::of(LoadEmail {}, &[]);
    view! {
        <Title text=words::profile::EMAIL/>
        <PageHead title=words::profile::EMAIL sentence=words::profile::EMAIL_HINT/>
        {done(FormState::of::<ChangeEmail>(), words::email::SENT)}
        {done(FormState::of::<ResendEmailLink>(), words::email::SENT)}
        {done(FormState::of::<CancelEmailChange>(), words::email::CANCELLED)}
        {loaded(email, sections)}
    }
    .into_any()
}

fn sections(email: EmailState) -> AnyView {
    let state = RwSignal::new(email);
    let waits = move || {
        let EmailState { pending, now, .. } = state.get();
        pending.map(|pending| waits(pending, now, state))
    };
    let EmailState { email, fixed, .. } = state.get_untracked();
    let hint = if fixed { words::email::FIXED } else { words::profile::EMAIL_HINT };
    view! {
        <Section id="mail" title=words::profile::EMAIL flush=true>
            <div class="rows rows--lined">
                <div class="row">
                    <span class="row__lead">
                        <Icon name=IconName::Mail/>
                    </span>
                    <div class="row__main">
                        <div class="row__title">
                            {email} " "
                            <Badge kind=BadgeKind::Active label=words::profile::ACTIVE/>
                        </div>
                        <div class="row__meta">{hint}</div>
                    </div>
                </div>
                {waits}
            </div>
        </Section>
        {(!fixed).then(|| change(state))}
    }
    .into_any()
}

/// The one that waits to be confirmed.
fn waits(pending: PendingEmail, now: Time, state: RwSignal<EmailState>) -> AnyView {
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

/// Asks for another.
fn change(state: RwSignal<EmailState>) -> AnyView {
    let form = FormState::of::<ChangeEmail>();
    let node = NodeRef::new();
    form.on_done::<ChangeEmail>(move |new| {
        state.set(new);
        toast(words::email::SENT);
        if let Some(form) = node.get_untracked() {
            let form: &web_sys::HtmlFormElement = &form;
            form.reset();
        }
        request_animation_frame(|| focus("mail-h"));
    });
    view! {
        <Section
            id="change"
            title=words::email::CHANGE
            sentence=words::email::NEW_HINT
            foot=move || {
                view! {
                    <SectionFoot>
                        <LinkButton href=paths::PROFILE label=words::email::BACK/>
                        <SubmitButton
                            label=words::email::SEND
                            busy_label=words::email::SENDING
                            pending=form.pending()
                            form="email-form"
                        />
                    </SectionFoot>
                }
            }
        >
            <Form state=form id="email-form" node_ref=node>
                <FormProblem state=form/>
                <FormField
                    state=form
                    id="new_email"
                    name="email"
                    label=words::email::NEW
                    kind="email"
                    autocomplete="email"
                />
            </Form>
        </Section>
    }
    .into_any()
}
