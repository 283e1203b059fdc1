//! `/account/tokens`: personal access tokens.

mod create;
mod delete;
mod list;
mod new_token;
mod server_fns;

use chrono::TimeDelta;
use domain::{
    Time,
    tokens::{Life, NewToken, TokenList, TokenSummary},
    words,
};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, components::Outlet, lazy_route};
use send_wrapper::SendWrapper;

pub use delete::DeleteDialog;
pub use server_fns::*;

use self::{create::create_section, list::ListSection, new_token::NewTokenSection};
use crate::{
    form::FormState,
    load::{Data, loaded},
    ui::{Callout, CalloutKind, KeyState, PageHead},
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
        Life::at(self.now(), token.expires_at)
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
            let soon = list.iter().filter_map(|token| match Life::at(now, token.expires_at) {
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
            {loaded(this.list, sections)}
        }
        .into_any()
    }
}

fn sections(data: TokenList) -> AnyView {
    let TokenList { tokens, policy, now, revealed, public_url } = data;
    let fresh = revealed.map(|made| Fresh { made, in_page: true });
    let (list, fresh) = (RwSignal::new(tokens), RwSignal::new(fresh));
    let tokens = Tokens { list, fresh, clock: RwSignal::new(now) };
    keep_time(tokens.clock);
    provide_context(tokens);
    let deleted = FormState::of::<DeleteToken>().done_before();
    view! {
        // Before the sections: a dialog stands over them, a callout above.
        <Outlet/>
        {deleted
            .then(|| view! { <Callout kind=CalloutKind::Ok title=words::tokens::DELETED/> })}
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
