//! One name: browsers that come by another are sent to the public address, so
//! that cookies and passkeys belong to one origin. And one address for each page.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Version, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::router::Setup;

/// A request of HTTP/1.1 names its host, and names it once (RFC 9112, 3.2): what
/// says two things may mean one to a proxy and another to us.
pub async fn require(request: Request, next: Next) -> Response {
    let named = request.headers().get_all(header::HOST).iter().count();
    if named > 1 || (named == 0 && request.version() == Version::HTTP_11) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(request).await
}

/// Redirects pages to the public address, and to the one without a slash at its
/// end. Anything but a look is let through to the layer that refuses strangers: a
/// redirect would lose what was sent.
pub async fn redirect(State(setup): State<Setup>, request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let host = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
    let public = setup.service.settings().public_url.as_str();
    let ours = public.split("://").nth(1).map(str::as_bytes);
    let path = request.uri().path();
    let page = path.trim_end_matches('/');
    let is_page = page == path || path == "/";
    if !looks || (is_page && (host.is_none() || host == ours)) {
        return next.run(request).await;
    }
    let page = if page.is_empty() { "/" } else { page };
    let query = request.uri().query().map(|query| ["?", query].concat()).unwrap_or_default();
    Redirect::temporary(&[public, page, &query].concat()).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn one_host_is_named() {
        let app = Router::new().route("/", get("here")).layer(from_fn(require));
        for (version, hosts, status) in [
            (Version::HTTP_11, &["a"][..], 200),
            (Version::HTTP_11, &[], 400),
            (Version::HTTP_11, &["a", "a"], 400),
            (Version::HTTP_10, &[], 200),
            (Version::HTTP_10, &["a", "b"], 400),
        ] {
            let request = Request::get("/").version(version);
            let request = hosts.iter().fold(request, |request, host| request.header("host", *host));
            let answer = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), status, "{version:?} {hosts:?}");
        }
    }
}
