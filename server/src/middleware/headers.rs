//! The headers that make a browser keep our pages safe (ASVS 3.4).

use app::server::page_response;
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::nonce::use_nonce;

use super::trace::loggable;
use crate::{policy_reports::ADDRESS, router::Setup};

/// Puts them on every answer. What is not said to be cacheable is not stored.
pub async fn secure(State(setup): State<Setup>, request: Request, next: Next) -> Response {
    let secret = loggable(request.uri().path()) != request.uri().path();
    let mut response = next.run(request).await;
    let html = is_html(&response);
    let busy = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Where the address is a one-time secret it is told to nobody. Elsewhere our own pages may
    // know: under `no-referrer` browsers hide the origin of forms, too.
    set(header::REFERRER_POLICY, if secret { "no-referrer" } else { "same-origin" });
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    // A page has its own with a nonce; whatever else looks like one may do nothing.
    set(
        header::CONTENT_SECURITY_POLICY,
        if html {
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        } else {
            "default-src 'none'; frame-ancestors 'none'"
        },
    );
    if busy {
        set(header::RETRY_AFTER, "2");
    }
    if setup.server.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The content security policy of a page: scripts by nonce only. Called while
/// the page is rendered, when its nonce is known.
pub fn page_policy() {
    let Some(nonce) = use_nonce() else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         report-uri {ADDRESS}"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        page_response(header::CONTENT_SECURITY_POLICY, policy);
    }
}
