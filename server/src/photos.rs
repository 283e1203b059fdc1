//! Photos on the wire: a file comes in as a form, pictures go out as files.

use std::time::Duration;

use app::server::Browser;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, Path, multipart::Field},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use domain::{
    Code, Problem,
    person::WHOSE,
    photo::{self, BYTES_MAX, MEGABYTES_MAX, PhotoId, Side},
    wire,
};
use tokio::time::{Instant, timeout_at};

/// Where a file is sent to, by the script and by the plain form alike.
pub const SAVE: &str = "/_fn/profile/save-photo";
/// What is read of a file that is too large before the connection is given up: a
/// browser reads the answer only when it may finish its question.
const PATIENCE: usize = 64 * 1024 * 1024;

/// The two routes.
pub fn router() -> Router {
    Router::new()
        .route(SAVE, post(save).layer(DefaultBodyLimit::max(PATIENCE)))
        .route("/photos/{id}/{side}", get(show))
}

/// Answers as server functions do.
async fn save(Extension(browser): Extension<Browser>, form: Multipart) -> Response {
    let (status, text) = match try_save(&browser, form).await {
        Ok(id) => (StatusCode::OK, wire::write(&id)),
        // `plain_forms` finds the right one.
        Err(problem) => (StatusCode::INTERNAL_SERVER_ERROR, wire::write(&problem)),
    };
    match text {
        Ok(text) => (status, text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn try_save(browser: &Browser, form: Multipart) -> Result<PhotoId, Problem> {
    let caller = browser.caller()?;
    let file = file_of(browser, form);
    browser.told(browser.service.save_photo(caller, file, &browser.origin).await)
}

/// The file of a form.
async fn file_of(browser: &Browser, mut form: Multipart) -> Result<Vec<u8>, Problem> {
    // What ends before its end was cancelled, or is no form.
    let cut_short = |_| photo::refused(Code::PhotoDamaged);
    while let Some(field) = form.next_field().await.map_err(cut_short)? {
        match field.name() {
            Some(photo::FIELD) => {
                // Browsers send a field without a file as an empty one without a name.
                let chosen = field.file_name().is_some_and(|name| !name.is_empty());
                let bytes = bytes_of(field).await?;
                if chosen || !bytes.is_empty() {
                    return Ok(bytes);
                }
            }
            Some(WHOSE) => {
                let whose = bytes_of(field).await?;
                if !browser.may_send(&String::from_utf8_lossy(&whose)) {
                    return Err(Problem::OtherPerson);
                }
            }
            _ => {}
        }
    }
    Err(photo::refused(Code::PhotoMissing))
}

/// A file that comes more slowly keeps others out for no good reason: bytes a second,
/// after some time to begin.
const SLOWEST: u32 = 8 * 1024;
const BEGINS_WITHIN: Duration = Duration::from_secs(15);

async fn bytes_of(mut field: Field<'_>) -> Result<Vec<u8>, Problem> {
    let too_large = || photo::refused(Code::PhotoBytes { megabytes: MEGABYTES_MAX });
    let (began, mut came) = (Instant::now(), 0_u32);
    let mut bytes = Vec::new();
    let mut fits = true;
    loop {
        let by = began + BEGINS_WITHIN + Duration::from_secs((came / SLOWEST).into());
        let chunk = timeout_at(by, field.chunk()).await.map_err(|_| Problem::Unavailable)?;
        match chunk {
            Ok(Some(chunk)) => {
                came = came.saturating_add(u32::try_from(chunk.len()).unwrap_or(u32::MAX));
                fits &= bytes.len() + chunk.len() <= BYTES_MAX;
                if fits {
                    bytes.extend_from_slice(&chunk);
                }
            }
            Ok(None) if fits => return Ok(bytes),
            Err(_) if fits => return Err(photo::refused(Code::PhotoDamaged)),
            Ok(None) | Err(_) => return Err(too_large()),
        }
    }
}

/// A picture of ours, for whoever is signed in and knows its id. What was no
/// picture would still be no page and no script (ASVS 3.2.1, 5.3.2, 5.4.1).
async fn show(
    Extension(browser): Extension<Browser>,
    Path((id, side)): Path<(String, String)>,
) -> Response {
    let asked = || Some((id.parse::<PhotoId>().ok()?, Side::of(&side)?));
    let (Ok(caller), Some((id, side))) = (browser.signed_in(), asked()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match browser.told(browser.service.photo(caller, id, side).await) {
        Ok(file) => {
            let name = match file.kind {
                "image/png" => "inline; filename=\"photo.png\"",
                _ => "inline; filename=\"photo.jpg\"",
            };
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(file.kind)),
                (header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER)),
                (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NO_PAGE)),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
            ];
            (headers, file.bytes).into_response()
        }
        Err(problem) => {
            let status = StatusCode::from_u16(problem.status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

const FOR_EVER: &str = "private, max-age=31536000, immutable";
const NO_PAGE: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";
