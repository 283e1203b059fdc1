//! Who is there: reads the cookies once, so that pages and functions need not.

use app::{
    paths,
    server::{Browser, BrowserInner, Cookies},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{
    Problem, Secret,
    sign_in::{WaitsFor, safe_next},
    theme::Theme,
};
use service::{Caller, Origin, Service, SessionCookie};

use super::trace;
use crate::router::Setup;

/// Finds the session, the theme and what a plain form left, puts them into the
/// request, and sends strangers to sign in.
pub async fn know(State(setup): State<Setup>, request: Request, next: Next) -> Response {
    if is_file(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
    match find(&setup, &parts, origin.clone()).await {
        Err(error) => failed(error.into_problem(&origin.request_id), &parts),
        Ok(Found::Stranger(to)) => Redirect::to(&to).into_response(),
        Ok(Found::Known { browser, new_visitor }) => {
            parts.extensions.insert(browser.clone());
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if new_visitor {
                let cookie = browser.cookies.visitor(&browser.visitor);
                if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
            }
            response
        }
    }
}

/// `/account` leads to its first page.
pub fn account() -> Redirect {
    Redirect::to(paths::PROFILE)
}

enum Found {
    /// Has to go there, or there first.
    Stranger(String),
    Known {
        browser: Browser,
        /// It had no cookie yet and gets one.
        new_visitor: bool,
    },
}

async fn find(setup: &Setup, request: &Parts, origin: Origin) -> service::Result<Found> {
    let service = &setup.service;
    let (headers, path) = (&request.headers, request.uri.path());
    let cookies = Cookies { secure: setup.server.is_secure() };
    let session = cookie(headers, cookies.session_name());
    let caller = match &session {
        Some(cookie) => service.authenticate(&SessionCookie(cookie.clone())).await?,
        None => None,
    };
    let looks = matches!(request.method, Method::GET | Method::HEAD);
    if looks && let Some(to) = elsewhere(service, caller.as_ref(), &request.uri) {
        return Ok(Found::Stranger(to));
    }
    if looks
        && let Some(caller) = &caller
        && let Some(to) = moved(service, caller, &request.uri).await?
    {
        return Ok(Found::Stranger(to));
    }
    let visitor = cookie(headers, cookies.visitor_name());
    let new_visitor = visitor.is_none() && caller.is_none();
    if looks && !has_come(service, visitor.as_ref(), path).await? {
        return Ok(Found::Stranger(paths::SIGN_IN.into()));
    }
    let visitor = visitor.unwrap_or_else(|| service.new_visitor());
    let holder = session.filter(|_| caller.is_some()).unwrap_or_else(|| visitor.clone());
    let flash = if looks && !new_visitor { service.take_flash(&holder, path).await? } else { None };
    // Links of the pages that make accounts lead to the sign-in without asking again.
    let joins = path.starts_with(paths::SET_UP) || paths::sign_up_step(path).is_some();
    let signs_in = path == paths::SIGN_IN || joins;
    let nobody = looks && signs_in && service.is_empty().await?;
    let place = cookie(headers, cookies.place_name()).map(|slug| slug.expose().to_owned());
    let theme = cookie(headers, domain::theme::COOKIE);
    let theme = theme.map(|theme| Theme::parse(theme.expose())).unwrap_or_default();
    let plain = !looks && accepts_html(headers);
    let service = service.clone();
    let browser = Browser::new(BrowserInner {
        service,
        cookies,
        caller,
        visitor,
        holder,
        origin,
        plain,
        theme,
        place,
        flash,
        nobody,
    });
    Ok(Found::Known { browser, new_visitor })
}

/// Where a look at `path` leads instead: strangers sign in first, and whoever is
/// signed in needs not. Whoever has to set up a second factor does that first.
fn elsewhere(service: &Service, caller: Option<&Caller>, uri: &Uri) -> Option<String> {
    let path = uri.path();
    // Not the link of a mail: whoever is signed in may have forgotten the password.
    let before_signing_in = matches!(
        path,
        paths::SIGN_IN | paths::PASSWORD | paths::CODE | paths::RECOVERY | paths::SIGN_UP
    );
    match caller {
        Some(_) if before_signing_in => Some(paths::HOME.into()),
        Some(_) if path == paths::STAFF => Some(paths::STAFF_PEOPLE.into()),
        Some(caller) if service.must_set_up(caller) && needs_second_factor(path) => {
            Some(paths::SECURITY.into())
        }
        None if needs_session(path) => {
            let here = uri.path_and_query().map_or(path, |p| p.as_str());
            let next = serde_urlencoded::to_string([("next", safe_next(here))]);
            Some(format!("{}?{}", paths::SIGN_IN, next.unwrap_or_default()))
        }
        _ => None,
    }
}

/// Where a page of an organization is whose slug is an old one.
async fn moved(service: &Service, caller: &Caller, uri: &Uri) -> service::Result<Option<String>> {
    let Some((slug, page)) = paths::in_settings(uri.path()) else { return Ok(None) };
    let newer = service.newer_slug(caller, slug).await?;
    let query = uri.query().map(|query| ["?", query].concat()).unwrap_or_default();
    Ok(newer.map(|newer| paths::settings(&newer, page) + &query))
}

/// Nobody is asked for a password before the address, nor for a code before the password.
async fn has_come(
    service: &Service,
    visitor: Option<&Secret>,
    path: &str,
) -> service::Result<bool> {
    let code = matches!(path, paths::CODE | paths::RECOVERY);
    if !code && path != paths::PASSWORD {
        return Ok(true);
    }
    let Some(visitor) = visitor else { return Ok(false) };
    let step = service.sign_in_step(visitor).await?;
    Ok(step.is_some_and(|step| !code || step.waits_for != WaitsFor::Password))
}

/// Pages of a person. Everything else tells nothing of anybody.
fn needs_session(path: &str) -> bool {
    let starts = ["/account/", paths::NOTICE, paths::SETTINGS, paths::WORKSPACE];
    matches!(path, paths::HOME | paths::NEW_ORGANIZATION | "/account")
        || paths::in_staff(path).is_some()
        || starts.iter().any(|start| path.starts_with(start))
}

/// Pages of a person, but for those that lead to a second factor.
fn needs_second_factor(path: &str) -> bool {
    needs_session(path) && path != paths::CONFIRM && !path.starts_with(paths::SECURITY)
}

/// The browser's files have no use for cookies.
fn is_file(path: &str) -> bool {
    path.starts_with("/pkg/") || ["/favicon.svg", "/favicon.ico", "/robots.txt"].contains(&path)
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The value of a cookie, if there is exactly one of that name. Only ours must be
/// text: on the same host others may keep whatever they like.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<Secret> {
    let pairs = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let mut found = pairs.flat_map(|all| all.split(|byte| *byte == b';')).filter_map(|pair| {
        let value = pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"=")?;
        (!value.is_empty()).then_some(value)
    });
    let value = found.next()?;
    let only = found.next().is_none();
    str::from_utf8(value).ok().filter(|_| only).map(Secret::new)
}

/// A page for people, a problem for the script.
fn failed(problem: Problem, request: &Parts) -> Response {
    if accepts_html(&request.headers) {
        let status = StatusCode::from_u16(problem.status());
        trace::error_page(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
    } else {
        api::Rejection::Problem(problem).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name_and_only_once() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=1; latchkey=x=y; b=".parse().unwrap());
        assert_eq!(cookie(&headers, "latchkey"), Some(Secret::new("x=y")));
        assert_eq!(cookie(&headers, "latch"), None);
        assert_eq!(cookie(&headers, "b"), None);
        headers.append(header::COOKIE, "latchkey=other".parse().unwrap());
        assert_eq!(cookie(&headers, "latchkey"), None);
    }

    #[test]
    fn a_neighbours_cookie_may_hold_anything() {
        let mut headers = HeaderMap::new();
        let cookies = b"x=\xe9; latchkey=ours;y=\xff; z=\xc3\xa9";
        headers.append(header::COOKIE, HeaderValue::from_bytes(cookies).unwrap());
        assert_eq!(cookie(&headers, "latchkey"), Some(Secret::new("ours")));
        assert_eq!(cookie(&headers, "y"), None);
    }
}
