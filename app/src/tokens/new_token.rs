//! A token that was just made: shown once, masked, to be copied.

use domain::{tokens::TokenSummary, words};
use leptos::prelude::*;

use super::{EndReveal, Fresh, Tokens, scope_names};
use crate::{
    form::{Form, FormProblem, FormState},
    leaving,
    load::coming,
    paths,
    ui::{
        ButtonKind, CodeBlock, Disclose, KeyCut, KeyState, Secret, SectionFoot, SubmitButton, When,
        focus,
    },
};

/// The section of the token that was just made, if one was. Its code comes when the
/// form is sent, see [`arrives`].
pub(super) fn new_token(tokens: Tokens, public_url: String) -> AnyView {
    coming(Box::new(move || {
        let (fresh, public_url) = (tokens.fresh.get(), public_url.clone());
        Box::pin(async move {
            match fresh {
                Some(fresh) => new_token_section(fresh, tokens, public_url).await,
                None => ().into_any(),
            }
        })
    }))
}

/// Loads the code of the section. The macro `lazy` makes the function.
#[cfg(not(feature = "ssr"))]
pub(super) async fn arrives() {
    __preload_new_token_section().await;
}

/// On the server it is there.
#[cfg(feature = "ssr")]
pub(super) async fn arrives() {}

/// The page came with a new token, from a form without the script.
#[cfg(not(feature = "ssr"))]
pub(super) fn in_page() -> bool {
    crate::ui::by_id(SECTION).is_some()
}

const SECTION: &str = "new";

#[lazy]
fn new_token_section(fresh: Fresh, tokens: Tokens, public_url: String) -> AnyView {
    let state = FormState::of::<EndReveal>();
    let Fresh { made, in_page } = fresh;
    if !in_page {
        Effect::new(|_| request_animation_frame(|| focus(SECTION)));
    }
    let token = made.token;
    let secret = made.secret.map(|secret| secret.expose().to_owned()).unwrap_or_default();
    let on_taken = ask_until_taken(&["tokens/create", "sign-out"]);
    state.on_done::<EndReveal>(move |()| {
        tokens.fresh.set(None);
        focus("list-h");
    });
    let url = public_url + "/api/v1/me";
    let header = "\"Authorization: Bearer $LATCHKEY_TOKEN\"";
    let curl = ["curl ", &url, " \\\n  -H ", header].concat();
    view! {
        <section class="section secret" id=SECTION aria-labelledby="new-h" tabindex="-1">
            <div class="secret__in">
                <div class="secret__top">
                    <KeyCut teeth=token.cut state=KeyState::Soon/>
                    <div>
                        <h2 id="new-h">{words::tokens::ready(&token.name)}</h2>
                        <p>
                            <strong>{words::tokens::COPY_NOW}</strong>
                        </p>
                    </div>
                </div>
                <Form state id="done-form" class="">
                    <FormProblem state/>
                </Form>
                <Secret
                    id="new-token"
                    label=words::tokens::NEW_TOKEN
                    value=secret
                    plain=in_page
                    copied=words::tokens::COPIED
                    on_taken
                />
                {facts(&token, tokens, ().into_any())}
                <Disclose summary=words::tokens::TRY_IT>
                    <CodeBlock caption="curl" code=curl>
                        <span class="c1">"curl"</span>
                        " "
                        {url}
                        " \\\n  -H "
                        <span class="c2">{header}</span>
                    </CodeBlock>
                </Disclose>
            </div>
            <SectionFoot>
                <SubmitButton
                    label=words::tokens::DONE
                    busy_label=words::tokens::DONE
                    pending=state.pending()
                    kind=ButtonKind::Outlined
                    form="done-form"
                />
            </SectionFoot>
        </section>
    }
    .into_any()
}

/// Leaving before the token was copied or shown asks once, also by these forms. To be
/// called when it was.
pub(super) fn ask_until_taken(forms: &'static [&'static str]) -> Callback<()> {
    leaving::ask_until_taken(words::tokens::UNCOPIED, paths::TOKENS, forms)
}

/// When a token was made, when it ends, and what it may do. `beside` is said about the
/// end.
pub(super) fn facts(token: &TokenSummary, tokens: Tokens, beside: AnyView) -> AnyView {
    let fact = |name: &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
        .into_any()
    };
    let date = move |at| view! { <When at now=tokens.now() date=true/> };
    let ends = view! {
        {date(token.expires_at)}
        " "
        {beside}
    };
    view! {
        <dl class="facts">
            {fact(words::tokens::CREATED, date(token.created_at).into_any())}
            {fact(words::tokens::EXPIRES, ends.into_any())}
            {fact(words::tokens::SCOPES, scope_names(token).join(", ").into_any())}
        </dl>
    }
    .into_any()
}
