//! The list behind the bell, which is loaded when it is opened.

use domain::{
    Time,
    notices::{News, Notice},
    words,
};
use leptos::prelude::*;

use super::{LoadNews, ReadNotices, all_read, icon, said};
use crate::{
    form::FormState,
    frame::unread,
    load::{Data, loaded_in_place},
    paths,
    ui::{ButtonKind, Icon, IconName, When},
};

/// The newest that were not read.
#[lazy]
pub(crate) fn bell_list() -> AnyView {
    let newest = Data::of(LoadNews {}, &[]);
    loaded_in_place(newest, move |news| list(news, newest))
}

fn list(news: News, newest: Data<News>) -> AnyView {
    let News { newest: notices, now } = news;
    let read_all = FormState::of::<ReadNotices>();
    read_all.on_done::<ReadNotices>(move |()| {
        unread(0);
        newest.reload();
    });
    let some = !notices.is_empty();
    let rows = if some {
        notices.iter().map(|one| row(one, now)).collect::<Vec<_>>().into_any()
    } else {
        view! {
            <div class="row">
                <span class="row__lead">
                    <Icon name=IconName::Bell/>
                </span>
                <span class="row__main">
                    <b>{words::notices::NOTHING_NEW}</b>
                    <br/>
                    <span class="row__meta">{words::notices::NOTHING_NEW_HINT}</span>
                </span>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="section__head">
            <h2>{words::notices::TITLE}</h2>
            {some.then(|| all_read(read_all, ButtonKind::Quiet))}
        </div>
        <div class="menu__rows rows rows--lined">{rows}</div>
    }
    .into_any()
}

fn row(notice: &Notice, now: Time) -> AnyView {
    let (said, _) = said(notice, now);
    view! {
        <a class="row" href=paths::notice(notice.id) rel="external">
            <span class="row__lead">
                <Icon name=icon(notice.about.kind())/>
            </span>
            <span class="row__main">
                {said}
                <br/>
                <span class="row__meta">
                    <When at=notice.at now/>
                </span>
            </span>
        </a>
    }
    .into_any()
}
