//! Notices on the wire: the link of one, and the stream of how many were not read.

use std::{convert::Infallible, time::Duration};

use app::{
    paths,
    server::{Browser, Cookies},
};
use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse as _, Redirect, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::get,
};
use domain::Problem;
use futures_util::{Stream, stream};
use service::{SessionCookie, Watch};

use crate::{health::Stopping, middleware::browser, router::Setup};

/// How often a proxy and the browser see that the stream still stands.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Nobody keeps what comes, nor gathers it before it goes on.
const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
];

/// The link of a notice.
pub(crate) fn router() -> Router {
    let look = async || StatusCode::METHOD_NOT_ALLOWED;
    Router::new().route(&[paths::NOTICE, "{id}"].concat(), get(open).head(look))
}

/// Marks a notice as read, and leads to what it is about. One that is not theirs is as good
/// as none.
async fn open(Extension(browser): Extension<Browser>, Path(id): Path<String>) -> Response {
    let Ok(caller) = browser.caller() else { return Redirect::to(paths::NOTICES).into_response() };
    let Ok(id) = id.parse() else { return Redirect::to(paths::NOTICES).into_response() };
    match browser.told(browser.service.read_notice(caller.into(), id).await) {
        Ok(about) => Redirect::to(&about.path()).into_response(),
        Err(Problem::NotFound | Problem::SignInAgain) => {
            Redirect::to(paths::NOTICES).into_response()
        }
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

/// The stream. It stands beside all that knows browsers: what it is asked does not count as
/// something that a person does.
pub(crate) fn live(setup: Setup) -> Router {
    Router::new().route("/notices/stream", get(follow)).with_state(setup)
}

async fn follow(State(setup): State<Setup>, headers: HeaderMap) -> Response {
    let cookies = Cookies { secure: setup.server.is_secure() };
    let Some(cookie) = browser::cookie(&headers, cookies.session_name()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    match setup.service.watch(&SessionCookie(cookie)).await {
        Ok(Some(watch)) => {
            let beat = KeepAlive::new().interval(HEARTBEAT);
            let stream = Sse::new(events(watch, setup.stopping)).keep_alive(beat);
            (HEADERS, stream).into_response()
        }
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => {
            let status = StatusCode::from_u16(error.into_problem("").status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

/// A number, first of all and whenever it is another; `end` when the session is over. When
/// the server stops, the stream just ends, and the browser asks again.
fn events(
    watch: Watch,
    stopping: Stopping,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    stream::unfold(Some((watch, stopping)), async |state| {
        let (mut watch, stopping) = state?;
        let next = tokio::select! {
            next = watch.next() => next,
            () = stopping.begun() => return None,
        };
        match next {
            Some(count) => {
                Some((Ok(Event::default().data(count.to_string())), Some((watch, stopping))))
            }
            None => Some((Ok(Event::default().data("end")), None)),
        }
    })
}
