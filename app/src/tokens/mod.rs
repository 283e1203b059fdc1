//! `/account/tokens`: personal access tokens.

mod create;
mod delete;
mod dialog;
mod list;
mod new_token;
mod rename;
mod server_fns;
mod single;

use chrono::TimeDelta;
use domain::{
    Time,
    tokens::{Life, NewToken, TokenList, TokenPolicy, TokenSummary},
    words,
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, components::Outlet, lazy_route};
use send_wrapper::SendWrapper;

pub use dialog::TokenDialog;
pub use server_fns::*;

use self::{
    create::create_section, list::ListSection, new_token::NewTokenSection, single::only_token,
};
use crate::{
    form::FormState,
    load::{Coming, Data, at_once, loaded_later},
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
    /// The screen of one token at a time.
    only_one: bool,
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
        self.dates.by(|zone| Life::at(now, token.expires_at, zone))
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

/// The token that expires next, while one is about to.
fn next_to_expire(tokens: Tokens) -> AnyView {
    let next = Memo::new(move |_| {
        let now = tokens.clock.get();
        tokens.list.with(|list| {
            let soon = list.iter().filter_map(|token| match tokens.life_at(now, token) {
                Life::Soon { days } => Some((token.expires_at, token.name.clone(), days)),
                Life::Active | Life::Expired => None,
            });
            soon.min().map(|(_, name, days)| (name, days))
        })
    });
    let banner = move || {
        next.get().map(|(name, days)| {
            view! {
                <Callout
                    kind=CalloutKind::Warn
                    title=words::tokens::expires_next(&name, days)
                    text=words::tokens::EXPIRES_NEXT_HINT
                />
            }
        })
    };
    banner.into_any()
}

/// The page.
#[derive(Debug)]
pub struct TokensPage {
    list: Data<TokenList>,
}

#[lazy_route]
impl LazyRoute for TokensPage {
    fn data() -> Self {
        Self { list: Data::of(ListTokens {}, &[]) }
    }

    fn view(this: Self) -> AnyView {
        view! {
            <Title text=words::tokens::TITLE/>
            <PageHead title=words::tokens::TITLE sentence=words::tokens::LEAD/>
            {loaded_later(this.list, sections)}
        }
        .into_any()
    }
}

fn sections(data: TokenList) -> Coming {
    let TokenList { tokens, policy, days, now, revealed, public_url } = data;
    let live = tokens.iter().filter(|token| token.expires_at > now).count();
    let fresh = revealed.map(|made| Fresh { made, in_page: true });
    let tokens = Tokens {
        list: RwSignal::new(tokens),
        fresh: RwSignal::new(fresh),
        clock: RwSignal::new(now),
        dates: Dates::of_page(),
        days: StoredValue::new(days),
        // Whoever has more from before sees all of them.
        only_one: policy.limit == 1 && live <= 1,
    };
    keep_time(tokens.clock);
    provide_context(tokens);
    let deleted = FormState::of::<DeleteToken>().done_before();
    let deleted =
        deleted.then(|| view! { <Callout kind=CalloutKind::Ok title=words::tokens::DELETED/> });
    let renamed = FormState::of::<RenameToken>().done_before();
    let renamed =
        renamed.then(|| view! { <Callout kind=CalloutKind::Ok title=words::tokens::RENAMED/> });
    let around = move |sections: AnyView| {
        view! {
            // Before the sections: a dialog stands over them, a callout above.
            <Outlet/>
            {deleted}
            {renamed}
            {sections}
        }
        .into_any()
    };
    if tokens.only_one {
        Box::pin(async move { around(only_token(tokens, policy).await) })
    } else {
        at_once(around(list_of_many(tokens, policy, public_url)))
    }
}

fn list_of_many(tokens: Tokens, policy: TokenPolicy, public_url: String) -> AnyView {
    view! {
        {move || {
            let public_url = public_url.clone();
            tokens.fresh.get().map(|fresh| view! { <NewTokenSection fresh tokens public_url/> })
        }}
        {next_to_expire(tokens)}
        {create_section(tokens, &policy)}
        <ListSection tokens/>
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
