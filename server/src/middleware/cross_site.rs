//! Requests that another site makes a browser send are refused (ASVS 3.5).
//!
//! Browsers say where a request comes from. One that may change something must
//! come from our own pages; what says nothing at all is no browser, and may not
//! carry a browser's cookies.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{photos, router::Setup};

/// What forms and our script send.
const FORM: &str = "application/x-www-form-urlencoded";
/// What they send with a file, where one is taken.
const FILE_FORM: &str = "multipart/form-data";

/// Refuses what does not come from our own pages, and bodies that are no form.
pub async fn refuse(State(setup): State<Setup>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if *request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD, POST")])
            .into_response();
    }
    let headers = request.headers();
    let refused = if !is_ours(headers, &setup.service.settings().public_url) {
        Some(StatusCode::FORBIDDEN)
    } else if !is_form(headers, if request.uri().path() == photos::SAVE { FILE_FORM } else { FORM })
    {
        Some(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    } else {
        None
    };
    let mut response = match refused {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    };
    let vary = HeaderValue::from_static("Sec-Fetch-Site, Origin");
    response.headers_mut().append(header::VARY, vary);
    response
}

fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let value = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    match (value("sec-fetch-site"), value("origin")) {
        // A page of ours says both; when they differ, neither is believed. One that tells
        // nobody its address hides its origin, too.
        (Some(site), origin) => {
            let ours = |origin| origin == public_url.as_bytes() || origin == b"null";
            site == b"same-origin" && origin.is_none_or(ours)
        }
        (None, Some(origin)) => origin == public_url.as_bytes(),
        (None, None) => !headers.contains_key(header::COOKIE),
    }
}

fn is_form(headers: &HeaderMap, expected: &str) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let one = types.next().and_then(|value| value.to_str().ok());
    let kind = one.map(|value| value.split(';').next().unwrap_or_default().trim());
    types.next().is_none() && kind.is_some_and(|kind| kind.eq_ignore_ascii_case(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_and_programs_without_cookies_may_post() {
        let ours = "https://id.example.com";
        let table: [(&[(&str, &str)], bool); 16] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", ours)], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")], false),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "null")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "Same-Origin")], false),
            (&[("origin", ours)], true),
            (&[("origin", "https://id.example.com.evil.example")], false),
            (&[("origin", "http://id.example.com")], false),
            (&[("origin", "null")], false),
            (&[("cookie", "a=b")], false),
            (&[("cookie", "a=b"), ("origin", ours)], true),
            (&[], true),
        ];
        for (list, allowed) in table {
            assert_eq!(is_ours(&headers(list), ours), allowed, "{list:?}");
        }
    }

    #[test]
    fn only_forms_are_read() {
        for (kind, good) in [
            (FORM, true),
            ("application/x-www-form-urlencoded; charset=utf-8", true),
            ("Application/X-WWW-Form-Urlencoded", true),
            ("text/plain", false),
            ("text/plain; application/x-www-form-urlencoded", false),
            ("multipart/form-data", false),
            ("application/json", false),
        ] {
            assert_eq!(is_form(&headers(&[("content-type", kind)]), FORM), good, "{kind}");
        }
        assert!(!is_form(&HeaderMap::new(), FORM));
        assert!(!is_form(
            &headers(&[("content-type", FORM), ("content-type", "text/plain")]),
            FORM
        ));
    }
}
