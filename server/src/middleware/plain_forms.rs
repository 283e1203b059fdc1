//! Answers forms that a browser sent by itself, without the script, and refuses what a
//! page sends that was made for somebody else.
//!
//! A server function answers a text for the script ([`domain::wire`]), and left alone the framework would send such
//! a browser back to the page that the `Referer` names, with the error in the
//! address. Instead: what was wrong and what was typed is kept for the page that
//! the form declares, and the browser is sent there (303). Nothing secret is
//! kept, and no address is believed.

use std::{error::Error, time::Duration};

use app::{
    paths,
    plain_forms::{Fields, PlainForm, find},
    security,
    server::Browser,
};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header, response},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{Problem, Secret, flash::Flash, person::WHOSE, sign_in::safe_next, wire};
use http_body_util::LengthLimitError;
use tokio::time::timeout;

use super::trace;
use crate::photos;

/// No answer of a form is larger.
const ANSWER_LIMIT: usize = 256 * 1024;
/// No form is larger; the router refuses earlier what says its length.
const FORM_LIMIT: usize = 64 * 1024;
/// And none takes longer to arrive (ASVS 15.2.2).
const FORM_TIME: Duration = Duration::from_secs(15);

/// Turns the answer of a server function into what the caller understands: a
/// status for the script, a redirect for a plain form.
pub async fn answer(mut request: Request, next: Next) -> Response {
    let Some(endpoint) = request.uri().path().strip_prefix("/_fn/").map(str::to_owned) else {
        return next.run(request).await;
    };
    // Not the framework's business any more, nor a secret's place to leak to.
    request.headers_mut().remove(header::REFERER);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let browser = request.extensions().get::<Browser>().cloned();
    let (fields, request) = match fields(request).await {
        Ok(read) => read,
        Err(refused) => return refused.into_response(),
    };
    if let Some(browser) = &browser
        && !browser.may_send(fields.get(WHOSE))
    {
        return somebody_else(browser, &endpoint, fields).await;
    }
    match (browser.filter(|browser| browser.plain), find(&endpoint)) {
        (Some(browser), Some(form)) => plain(&browser, form, fields, request, next).await,
        (Some(_), None) => StatusCode::NOT_ACCEPTABLE.into_response(),
        (None, _) => scripted(next.run(request).await).await,
    }
}

/// Nothing is done, and nothing that one person typed is shown to another. The page is
/// loaded anew, and says why.
async fn somebody_else(browser: &Browser, endpoint: &str, fields: Fields) -> Response {
    let problem = Problem::OtherPerson;
    let Some(form) = find(endpoint) else { return told(&problem) };
    let page = safe_next(&(form.page)(&fields)).to_owned();
    let flash =
        Flash { form: form.endpoint.into(), fields: Vec::new(), problem: Some(problem.clone()) };
    match keep(browser, &browser.holder, &page, flash).await {
        Err(problem) if browser.plain => not_kept(&problem),
        _ if browser.plain => Redirect::to(&page).into_response(),
        _ => told(&problem),
    }
}

/// A problem, as the script reads it.
fn told(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status()).unwrap_or_default();
    (status, wire::write(problem).unwrap_or_default()).into_response()
}

/// The fields of a form, and the request as it was. Of a file none is kept.
async fn fields(request: Request) -> Result<(Fields, Request), StatusCode> {
    if request.uri().path() == photos::SAVE {
        return Ok((Fields(Vec::new()), request));
    }
    let (parts, body) = request.into_parts();
    // Nobody else limits it: the routes below see the body when it is complete.
    let body = timeout(FORM_TIME, to_bytes(body, FORM_LIMIT))
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
        .map_err(|error| refused(&error))?;
    let fields = Fields(serde_urlencoded::from_bytes(&body).unwrap_or_default());
    Ok((fields, Request::from_parts(parts, Body::from(body))))
}

/// Too large, or cut off before its end.
fn refused(error: &axum::Error) -> StatusCode {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        cause = error.source();
    }
    StatusCode::BAD_REQUEST
}

/// For the script: the text, with the status that says the same.
async fn scripted(response: Response) -> Response {
    if !response.status().is_server_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, ANSWER_LIMIT).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Some(problem) = problem_in(&body) {
        parts.status = StatusCode::from_u16(problem.status()).unwrap_or(parts.status);
        if let Problem::TooMany { retry_after } = problem {
            parts.headers.insert(header::RETRY_AFTER, retry_after.into());
        }
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

/// What a server function says went wrong.
fn problem_in(body: &[u8]) -> Option<Problem> {
    wire::read(str::from_utf8(body).ok()?).ok()
}

async fn plain(
    browser: &Browser,
    form: &PlainForm,
    fields: Fields,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let (answer, body) = response.into_parts();

    let worked = answer.status.is_success();
    let named = answer.headers.get(header::LOCATION).and_then(|to| to.to_str().ok());
    let (page, flash) = if worked {
        let page = named.map_or_else(|| (form.done)(&fields), str::to_owned);
        (page, Flash { form: form.endpoint.into(), fields: Vec::new(), problem: None })
    } else {
        let body = to_bytes(body, ANSWER_LIMIT).await.unwrap_or_default();
        let problem = problem_in(&body);
        let unknown = Problem::Internal { request_id: browser.origin.request_id.clone() };
        let problem = problem.unwrap_or(unknown);
        let page = (form.page)(&fields);
        let kept = fields.only(form.keep);
        (page, Flash { form: form.endpoint.into(), fields: kept, problem: Some(problem) })
    };
    let mut page = safe_next(&page).to_owned();
    // Under the path alone, as the page will ask for it.
    let path = page.split(['?', '#']).next().unwrap_or_default().to_owned();
    let kept = match (&browser.caller, &flash.problem, holder_after(browser, &answer)) {
        // It waits while its person proves who they are.
        (Some(caller), Some(Problem::StepUp), _) => {
            page = paths::confirm(&path);
            browser.told(browser.service.hold_flash(caller, &path, flash).await)
        }
        // A form that waited for this is what the page will tell of.
        (_, None, _) if form.endpoint == security::CONFIRM.endpoint => Ok(()),
        (_, _, Some(holder)) => keep(browser, &holder, &path, flash).await,
        (_, _, None) => Ok(()),
    };
    // What worked can be seen without it; what was wrong must not go unsaid.
    if let Err(problem) = kept
        && !worked
    {
        return not_kept(&problem);
    }
    let mut redirect = Redirect::to(&page).into_response();
    for cookie in answer.headers.get_all(header::SET_COOKIE) {
        redirect.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    if let Some(clear) = answer.headers.get("clear-site-data") {
        redirect.headers_mut().insert("clear-site-data", clear.clone());
    }
    redirect
}

/// Who will ask for the flash: nobody, when the answer also changed who is signed in.
fn holder_after(browser: &Browser, answer: &response::Parts) -> Option<Secret> {
    if !answer.headers.contains_key(header::SET_COOKIE) {
        return Some(browser.holder.clone());
    }
    browser.caller.as_ref()?;
    let name = [browser.cookies.session_name(), "="].concat();
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    let ours = |set: &HeaderValue| {
        let value = set.to_str().ok()?.strip_prefix(&name)?.split(';').next()?.to_owned();
        (!value.is_empty()).then(|| Secret::new(value))
    };
    cookies.into_iter().find_map(ours)
}

async fn keep(browser: &Browser, holder: &Secret, page: &str, flash: Flash) -> Result<(), Problem> {
    let stranger = browser.caller.is_none();
    let origin = &browser.origin;
    browser.told(browser.service.save_flash(holder, stranger, page, flash, origin).await)
}

/// The page after this form could not say what was wrong.
fn not_kept(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status());
    let mut page = trace::error_page(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if let Problem::TooMany { retry_after } = problem {
        page.headers_mut().insert(header::RETRY_AFTER, (*retry_after).into());
    }
    page
}
