//! The screen where the policy allows one token at a time: one field. Choose,
//! *Generate*, copy; *Save* leaves it with or without a token.

use domain::{
    tokens::{Life, TokenPolicy, TokenSummary},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{
    EndReveal, Fresh, LEAVE, Tokens,
    create::{Wanted, lifetime_choice, scope_choices},
    key_state,
    list::menu_id,
    new_token::{ask_until_taken, facts},
    page, part,
};
use crate::{
    form::{Form, FormProblem, FormState},
    paths,
    screens::Part,
    ui::{
        Badge, BadgeKind, ButtonKind, Callout, CalloutKind, Icon, IconName, KeyCut, MaskedSecret,
        Secret, Section, SectionFoot, SubmitButton, focus, toast,
    },
};

/// The field of the token.
const FIELD: &str = "token";
/// The forms that leave the page.
const LEAVES: &[&str] = &["tokens/done", "sign-out"];

/// The page in this form.
#[lazy]
pub(super) fn one_token() -> Part {
    part(view)
}

fn view() -> AnyView {
    page(|tokens, data| section(tokens, &data.policy))
}

fn section(tokens: Tokens, policy: &TokenPolicy) -> AnyView {
    let wanted = Wanted::new(policy, LEAVES);
    wanted.on_made(tokens, policy, || request_animation_frame(|| focus(FIELD)));
    let choices = (lifetime_choice(wanted, tokens, policy), scope_choices(wanted));
    let leaving = FormState::of::<EndReveal>();
    let navigate = use_navigate();
    leaving.on_done::<EndReveal>(move |()| {
        tokens.fresh.set(None);
        navigate(paths::HOME, leptos_router::NavigateOptions::default());
        toast(words::profile::SAVED);
    });
    let pending = wanted.state.pending();
    // From before the policy was what it is.
    let more = move || {
        let now = tokens.now();
        let live = tokens.list.with(|list| list.iter().filter(|t| t.expires_at > now).count());
        (live > 1).then(
            || view! { <Callout title=words::tokens::more(live) text=words::tokens::MORE_HINT/> },
        )
    };
    view! {
        <Section
            id="list"
            title=words::tokens::ONE
            sentence=words::tokens::ONE_LEAD
            foot=move || {
                view! {
                    <SectionFoot>
                        <SubmitButton
                            label=words::tokens::SAVE
                            busy_label=words::profile::SAVING
                            pending=leaving.pending()
                            form="done-form"
                        />
                    </SectionFoot>
                }
            }
        >
            <div class="stack">
                <Form
                    state=wanted.state
                    id="create-form"
                    node_ref=wanted.form
                    on_edit=wanted.on_edit
                >
                    <FormProblem state=wanted.state/>
                    <input type="hidden" name="name" value=words::tokens::ONE_NAME/>
                    {choices}
                    <div>
                        <SubmitButton
                            label=words::tokens::GENERATE
                            busy_label=words::tokens::GENERATING
                            pending
                            kind=ButtonKind::Outlined
                            icon=IconName::Key
                        />
                    </div>
                </Form>
                {more}
                <div class="field field--wide">
                    <span class="label" id="token-label">
                        {words::tokens::ONE}
                    </span>
                    {move || field(tokens)}
                </div>
                <Form state=leaving id="done-form" class="">
                    <input type="hidden" name=LEAVE value="true"/>
                    <FormProblem state=leaving/>
                </Form>
            </div>
        </Section>
    }
    .into_any()
}

/// The token: just made, masked, or none.
fn field(tokens: Tokens) -> AnyView {
    if let Some(Fresh { made, in_page }) = tokens.fresh.get() {
        let token = made.token;
        let value = made.secret.map(|secret| secret.expose().to_owned()).unwrap_or_default();
        let (trash, below) = (trash(&token), below(&token, tokens));
        let on_taken = ask_until_taken(LEAVES);
        return view! {
            <p>
                <strong>{words::tokens::COPY_NOW}</strong>
            </p>
            <Secret
                id=FIELD
                label=words::tokens::ONE
                value
                plain=in_page
                copied=words::tokens::COPIED
                on_taken
            >
                {trash}
            </Secret>
            {below}
        }
        .into_any();
    }
    // The live one, else the one that expired last.
    let newest = tokens.list.with(|list| list.first().cloned());
    let Some(token) = newest else {
        return view! {
            <div class="copyfield">
                <output id=FIELD aria-labelledby="token-label" class="dim">
                    {words::tokens::NONE}
                </output>
            </div>
        }
        .into_any();
    };
    let (trash, below) = (trash(&token), below(&token, tokens));
    view! {
        <MaskedSecret
            id=FIELD
            label=words::tokens::ONE
            prefix="lk_pat_"
            last_four=token.last_four.clone()
        >
            {trash}
        </MaskedSecret>
        {below}
    }
    .into_any()
}

/// The icon that deletes the token, after a confirmation.
fn trash(token: &TokenSummary) -> AnyView {
    let label = words::tokens::DELETE_TOKEN;
    let href = paths::delete_token(token.id);
    view! {
        <a class="btn btn--icon" href=href aria-label=label>
            <Icon name=IconName::Trash/>
        </a>
        // Where the focus goes back to: the element before this one.
        <span id=menu_id(token.id) hidden></span>
    }
    .into_any()
}

/// The key of the token and its dates, and what is to be said about its end.
fn below(token: &TokenSummary, tokens: Tokens) -> AnyView {
    let (teeth, ends) = (token.cut, token.expires_at);
    let of_clock = token.clone();
    let life = Memo::new(move |_| tokens.life_at(tokens.clock.get(), &of_clock));
    let badge = move || match life.get() {
        Life::Active => ().into_any(),
        Life::Soon { days } => {
            let label = words::tokens::expires_soon(days);
            view! { <Badge kind=BadgeKind::Soon label/> }.into_any()
        }
        Life::Expired => {
            let label = words::tokens::expired(&tokens.dates.day(ends));
            view! { <Badge kind=BadgeKind::Expired label/> }.into_any()
        }
    };
    let warning = move || match life.get() {
        Life::Active => ().into_any(),
        Life::Soon { days } => {
            let title = words::tokens::expires_next(words::tokens::ONE_NAME, days);
            let text = words::tokens::ONE_EXPIRES_HINT;
            view! { <Callout kind=CalloutKind::Warn title text/> }.into_any()
        }
        Life::Expired => {
            let (title, text) = (words::tokens::ONE_EXPIRED, words::tokens::ONE_EXPIRED_HINT);
            view! { <Callout kind=CalloutKind::Warn title text/> }.into_any()
        }
    };
    let facts = facts(token, tokens, badge.into_any());
    view! {
        <div class="spread">
            {facts}
            {move || view! { <KeyCut teeth state=key_state(life.get())/> }}
        </div>
        {warning}
    }
    .into_any()
}
