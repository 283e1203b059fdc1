//! Archives of people's data on the wire: once, and to nobody else.

use app::{paths, server::Browser};
use axum::{
    Extension, Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use domain::{Problem, Secret};
use service::DOWNLOADS;

/// The one route. Only a GET uses a link up.
pub fn router() -> Router {
    let look = async || StatusCode::METHOD_NOT_ALLOWED;
    Router::new().route(&[DOWNLOADS, "{link}"].concat(), get(fetch).head(look))
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
