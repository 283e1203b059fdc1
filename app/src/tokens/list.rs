//! The list of tokens: newest first, cards on phones.

use domain::{
    TokenId,
    tokens::{LastUse, Life, TokenSummary},
    words,
};
use leptos::prelude::*;

use super::{Tokens, key_state, scope_names};
use crate::{
    paths,
    ui::{Badge, BadgeKind, Empty, IconName, KeyCut, MenuItem, RowMenu, When},
};

#[component]
pub(super) fn ListSection(tokens: Tokens) -> impl IntoView {
    let tally = move || {
        tokens.clock.track();
        tokens.list.with(|list| {
            let expired = list.iter().filter(|t| tokens.life(t) == Life::Expired).count();
            words::tokens::tally(list.len() - expired, expired)
        })
    };
    let any = Memo::new(move |_| tokens.list.with(|list| !list.is_empty()));
    view! {
        <section class="section section--flush" id="list" aria-labelledby="list-h">
            <div class="section__head">
                <div>
                    <h2 id="list-h" tabindex="-1">
                        {words::tokens::YOURS}
                    </h2>
                    {move || any.get().then(|| view! { <p>{tally}</p> })}
                </div>
            </div>
            {move || {
                if any.get() {
                    table(tokens).into_any()
                } else {
                    view! {
                        <Empty
                            title=words::tokens::NONE_YET
                            sentence=words::tokens::NONE_YET_HINT
                        />
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

fn table(tokens: Tokens) -> impl IntoView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    // A letter for each, as in the banner above the form.
    let lives = Memo::new(move |_| {
        let now = tokens.clock.get();
        let letter = |token: &TokenSummary| match tokens.life_at(now, token) {
            Life::Active => 'a',
            Life::Soon { days } => u32::try_from(days).ok().and_then(char::from_u32).unwrap_or('s'),
            Life::Expired => 'x',
        };
        Some(tokens.list.with(|list| list.iter().map(letter).collect::<String>()))
    });
    // All anew with each change: a list by keys costs 7 KB of the browser's program.
    let rows = move || {
        // To be read, not only watched: a memo looks at nothing before.
        lives.with(|_| ());
        let row = |token| view! { <Row token tokens/> };
        tokens.list.get().into_iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <div class="section__body">
            <div class="table-wrap">
                <table class="table" role="table" aria-labelledby="list-h">
                    <thead role="rowgroup">
                        <tr role="row">
                            {head(words::tokens::TOKEN)}
                            {head(words::tokens::SCOPES)}
                            {head(words::tokens::LAST_USED)}
                            {head(words::tokens::EXPIRES)}
                            <th role="columnheader" scope="col">
                                <span class="sr">{words::tokens::ACTIONS}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        {rows}
                    </tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Row(token: TokenSummary, tokens: Tokens) -> impl IntoView {
    let life = tokens.life(&token);
    let menu = menu_id(token.id);
    let scopes = scope_names(&token);
    let ending = ["lk_pat_…", &token.last_four].concat();
    view! {
        <tr role="row">
            <td role="cell">
                <div class="cell">
                    <KeyCut teeth=token.cut state=key_state(life)/>
                    <div>
                        <div class="cell__title">{token.name.clone()}</div>
                        <div class="cell__sub">
                            <code>{ending}</code>
                            {words::tokens::CREATED_ON}
                            <When at=token.created_at now=tokens.now() inline=true/>
                        </div>
                    </div>
                </div>
            </td>
            <td role="cell" data-label=words::tokens::SCOPES>
                <span class="badges">
                    {scopes.into_iter().map(|label| view! { <Badge label/> }).collect::<Vec<_>>()}
                </span>
            </td>
            <td role="cell" class="dim nowrap" data-label=words::tokens::LAST_USED>
                {last_use(token.last_use, tokens)}
            </td>
            <td role="cell" class="nowrap" data-label=words::tokens::EXPIRES>
                {match life {
                    Life::Active => {
                        view! { <When at=token.expires_at now=tokens.now() date=true/> }.into_any()
                    }
                    Life::Soon { days } => {
                        view! {
                            <Badge kind=BadgeKind::Soon label=words::tokens::expires_soon(days)/>
                        }
                            .into_any()
                    }
                    Life::Expired => {
                        let label = words::tokens::expired(&tokens.dates.day(token.expires_at));
                        view! {
                            <div>
                                <Badge kind=BadgeKind::Expired label/>
                                <div class="cell__sub">{words::tokens::EXPIRED_NEXT}</div>
                            </div>
                        }
                            .into_any()
                    }
                }}
            </td>
            <td role="cell" class="fit row-menu">
                <RowMenu id=menu label=words::tokens::actions_for(&token.name)>
                    <MenuItem
                        label=words::tokens::RENAME
                        icon=IconName::Edit
                        href=paths::rename_token(token.id)
                    />
                    <MenuItem
                        label=words::tokens::DELETE
                        icon=IconName::Trash
                        href=paths::delete_token(token.id)
                        danger=true
                    />
                </RowMenu>
            </td>
        </tr>
    }
    .into_any()
}

/// The id of the menu of a token's row.
pub(super) fn menu_id(token: TokenId) -> String {
    ["actions-", &token.to_string()].concat()
}

fn last_use(last_use: Option<LastUse>, tokens: Tokens) -> AnyView {
    match last_use {
        Some(LastUse { at, network }) => view! {
            <div>
                <When at now=tokens.now()/>
                <div class="cell__sub">{network}</div>
            </div>
        }
        .into_any(),
        None => words::tokens::NEVER.into_any(),
    }
}
