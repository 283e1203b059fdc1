//! What the browser downloads: archives of people's data, once and to nobody else; and the log of
//! an organization.

use app::{paths, server::Browser};
use axum::{
    Extension, Router,
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use domain::{Problem, Secret, organizations::check_slug, words};
use serde::Deserialize;
use service::{DOWNLOADS, LogAsk};

/// Only a GET uses a link up, or is a line of the log.
pub fn router() -> Router {
    let look = async || StatusCode::METHOD_NOT_ALLOWED;
    Router::new()
        .route(&[DOWNLOADS, "{link}"].concat(), get(fetch).head(look))
        .route(&paths::log_export("{org}"), get(log).head(look))
}

/// Which lines, as the page of the log has them in its address.
#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    find: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    format: String,
}

/// Whoever may not have it learns on the page why.
async fn log(
    Extension(browser): Extension<Browser>,
    Path(slug): Path<String>,
    Query(found): Query<Found>,
) -> Response {
    let Ok(slug) = check_slug(&slug) else { return StatusCode::NOT_FOUND.into_response() };
    let page = || Redirect::to(&paths::settings(&slug, paths::AUDIT)).into_response();
    let (Ok(caller), Ok(format)) = (browser.caller(), found.format.parse()) else { return page() };
    let Found { find, person, action, from, until, .. } = found;
    let ask = LogAsk { find, person, action, ..LogAsk::default() };
    let ask = ask.within(&caller.zone, &from, &until);
    let (by, which) = (caller.into(), (&*slug).into());
    let export = browser.service.export_log(by, &which, &ask, format, &browser.origin).await;
    match browser.told(export) {
        Ok(export) => api::log_file(export, format),
        Err(problem @ Problem::TooMany { .. }) => {
            (StatusCode::TOO_MANY_REQUESTS, words::of_problem(&problem).0).into_response()
        }
        Err(_) => page(),
    }
}

/// Whoever comes too late, or has another person's link, learns on the page how it stands.
async fn fetch(Extension(browser): Extension<Browser>, Path(link): Path<String>) -> Response {
    let Ok(caller) = browser.caller() else { return Redirect::to(paths::MY_DATA).into_response() };
    let taken = browser.service.take_export(caller, &Secret::new(link), &browser.origin).await;
    match browser.told(taken) {
        Ok(archive) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static(NAME)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NO_PAGE)),
            ];
            (headers, archive).into_response()
        }
        Err(Problem::NotFound) => Redirect::to(paths::MY_DATA).into_response(),
        Err(Problem::StepUp) => Redirect::to(&paths::confirm(paths::MY_DATA)).into_response(),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

const NAME: &str = "attachment; filename=\"latchkey-data.zip\"";
const NO_PAGE: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";
