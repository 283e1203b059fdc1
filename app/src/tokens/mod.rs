//! `/account/tokens`: personal access tokens.

mod create;
mod delete;
mod list;
mod new_token;
mod server_fns;

use domain::{
    Time,
    tokens::{Life, NewToken, TokenList, TokenSummary},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, components::Outlet, lazy_route};

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
    /// The server's time when the page was made.
    now: Time,
}

/// A token that is being shown, this once.
#[derive(Clone)]
struct Fresh {
    made: NewToken,
    /// It came with the page, after a form without the script.
    in_page: bool,
}

impl Tokens {
    fn life(&self, token: &TokenSummary) -> Life {
        Life::at(self.now, token.expires_at)
    }
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
    let tokens = Tokens { list: RwSignal::new(tokens), fresh: RwSignal::new(fresh), now };
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
