//! `/api/v1/notices`: what the token's person was told.

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{
    NoticeId, Problem, Time, Zone,
    notices::{Kind, Notice, Notices},
    words,
};
use serde::{Deserialize, Serialize};
use service::{NoticesAsked, Origin, Service};

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    problem::{id, told},
};

/// Something that the person was told.
#[derive(Serialize)]
struct Line {
    id: NoticeId,
    kind: Kind,
    /// In words, as of now.
    text: String,
    /// The page that it leads to.
    url: String,
    created_at: Time,
    read: bool,
}

/// A page of them, newest first.
#[derive(Serialize)]
pub(crate) struct Page {
    notices: Vec<Line>,
    /// Of all of them, 99 at most.
    unread: usize,
    /// The next page is `?after=` this; none is the last page.
    next: Option<NoticeId>,
}

/// Which of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(default)]
    unread: bool,
    kind: Option<Kind>,
    after: Option<NoticeId>,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Page>, Rejection> {
    let Ok(Query(Asked { unread, kind, after })) = asked else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let asked = NoticesAsked { unread, kind, after };
    let Notices { notices, unread, next, now } =
        told(service.notices((&identity).into(), asked).await, &origin)?;
    let host = &service.settings().public_url;
    let line = |Notice { id, about, by, at, read }| Line {
        id,
        kind: about.kind(),
        text: words::notices::told(&about, by.as_deref(), now, &Zone::default()).concat(),
        url: [host, &*about.path()].concat(),
        created_at: at,
        read,
    };
    Ok(Json(Page { notices: notices.into_iter().map(line).collect(), unread, next }))
}

pub(crate) async fn read(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(notice): Path<String>,
) -> Result<StatusCode, Rejection> {
    let id = told(id(&notice), &origin)?;
    let read = service.read_notice((&identity).into(), id).await;
    told(read, &origin).map(|_| StatusCode::NO_CONTENT)
}

pub(crate) async fn read_all(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
) -> Result<StatusCode, Rejection> {
    let read = service.read_notices((&identity).into()).await;
    told(read, &origin).map(|()| StatusCode::NO_CONTENT)
}
