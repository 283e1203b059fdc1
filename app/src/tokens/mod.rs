//! `/account/tokens`: personal access tokens.

mod create;
mod delete;
mod dialog;
mod list;
mod new_token;
mod rename;
mod server_fns;
mod single;

use std::mem::take;

use chrono::TimeDelta;
use domain::{
    Time,
    tokens::{Life, NewToken, TokenList, TokenSummary},
    words,
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos_meta::Title;
use send_wrapper::SendWrapper;

pub use server_fns::*;

use self::{create::create_section, list::ListSection, new_token::new_token, single::one_token};
use crate::{
    boot::Boot,
    form::{FormState, done},
    load::{Data, loaded},
    screens::Part,
    ui::{Callout, CalloutKind, Dates, KeyState, PageHead},
};

/// What the parts of the page share. Making and deleting tokens changes the list
/// here; nothing is loaded again for it.
#[derive(Clone, Copy)]
struct Tokens {
    list: RwSignal<Vec<TokenSummary>>,
    /// The token that was just made.
    fresh: RwSignal<Option<Fresh>>,
    /// The server's time.
    clock: RwSignal<Time>,
    dates: Dates,
    /// The first and the last day that can be chosen for a new one.
    days: StoredValue<(String, String)>,
}

/// A token that is being shown, this once.
#[derive(Clone)]
struct Fresh {
    made: NewToken,
    /// It came with the page, after a form without the script.
    in_page: bool,
}

impl Tokens {
    fn now(&self) -> Time {
        self.clock.get_untracked()
    }

    fn life(&self, token: &TokenSummary) -> Life {
        self.life_at(self.now(), token)
    }

    fn life_at(&self, now: Time, token: &TokenSummary) -> Life {
        self.dates.by(|zone| token.life(now, zone))
    }
}

/// Milliseconds between two looks at the clock.
const TICK: u32 = 15_000;

/// The server's time goes on while the page is open; a computer that slept has the
/// right one when it wakes.
fn keep_time(clock: RwSignal<Time>) {
    Effect::new(move |_| {
        let (start, began) = (clock.get_untracked(), js_sys::Date::now());
        let tick = SendWrapper::new(Interval::new(TICK, move || {
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a visit")]
            let passed = TimeDelta::milliseconds((js_sys::Date::now() - began) as i64);
            clock.set(start + passed);
        }));
        on_cleanup(move || drop(tick));
    });
}

/// The token that expires next, while one is about to, and how many follow it.
fn next_to_expire(tokens: Tokens) -> AnyView {
    // As text: each kind of memo costs the page half a kilobyte, and this one is there.
    let told = Memo::new(move |_| {
        let now = tokens.clock.get();
        tokens.list.with(|list| {
            let lives = list.iter().map(|token| (token, tokens.life_at(now, token)));
            let (mut next, mut count) = (None::<(&TokenSummary, i64)>, 0);
            for (token, life) in lives {
                let Life::Soon { days } = life else { continue };
                count += 1;
                if next.is_none_or(|(next, _)| token.expires_at < next.expires_at) {
                    next = Some((token, days));
                }
            }
            let (token, days) = next?;
            let title = words::tokens::expires_next(&token.name, days);
            Some([&*title, "\n", &words::tokens::expires_next_hint(count - 1)].concat())
        })
    });
    let banner = move || {
        told.with(|told| {
            let (title, text) = told.as_deref()?.split_once('\n')?;
            Some(view! { <Callout kind=CalloutKind::Warn title text/> })
        })
    };
    banner.into_any()
}

/// Loads the section and the dialog that the page may come with.
#[cfg(not(feature = "ssr"))]
async fn preload(path: String) {
    if !Boot::one_token() && new_token::in_page() {
        new_token::arrives().await;
    }
    if path != crate::paths::TOKENS {
        dialog::__preload_token_dialog().await;
    }
}

/// The page. Which of its two forms is loaded depends on the policy.
pub(crate) async fn tokens_page() -> Part {
    if Boot::one_token() { one_token().await } else { many_tokens().await }
}

/// One of the two.
fn part(view: fn() -> AnyView) -> Part {
    let part = Part::of(view);
    #[cfg(not(feature = "ssr"))]
    let part = part.with(|path| Box::pin(preload(path)));
    part
}

/// As many tokens as the policy allows: a form, and a list.
#[lazy]
fn many_tokens() -> Part {
    part(view)
}

fn view() -> AnyView {
    page(|tokens, data| {
        let (policy, public_url) = (data.policy, data.public_url);
        view! {
            {new_token(tokens, public_url)}
            {next_to_expire(tokens)}
            {create_section(tokens, &policy)}
            <ListSection tokens/>
        }
        .into_any()
    })
}

/// What both forms have in common: head, dialogs, messages, and the time.
fn page(sections: fn(Tokens, TokenList) -> AnyView) -> AnyView {
    let list = Data::of(ListTokens {}, &[]);
    let view = move |mut data: TokenList| {
        let fresh = data.revealed.take().map(|made| Fresh { made, in_page: true });
        let tokens = Tokens {
            list: RwSignal::new(take(&mut data.tokens)),
            fresh: RwSignal::new(fresh),
            clock: RwSignal::new(data.now),
            dates: Dates::of_page(),
            days: StoredValue::new(take(&mut data.days)),
        };
        keep_time(tokens.clock);
        provide_context(tokens);
        view! {
            // Before the sections: a dialog stands over them, a callout above.
            {dialog::over(tokens)}
            {done(FormState::of::<DeleteToken>(), words::tokens::DELETED)}
            {done(FormState::of::<RenameToken>(), words::tokens::RENAMED)}
            {sections(tokens, data)}
        }
        .into_any()
    };
    view! {
        <Title text=words::tokens::TITLE/>
        <PageHead title=words::tokens::TITLE sentence=words::tokens::LEAD/>
        {loaded(list, view)}
    }
    .into_any()
}

/// How a token's key is drawn.
fn key_state(life: Life) -> KeyState {
    match life {
        Life::Active => KeyState::Active,
        Life::Soon { .. } => KeyState::Soon,
        Life::Expired => KeyState::Expired,
    }
}

/// `Read, Write`.
fn scope_names(token: &TokenSummary) -> Vec<&'static str> {
    let mut names = vec![words::tokens::READ];
    if token.scopes.can_write() {
        names.push(words::tokens::WRITE);
    }
    names
}
