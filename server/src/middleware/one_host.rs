//! One name: browsers that come by another are sent to the public address, so
//! that cookies and passkeys belong to one origin.

use axum::{
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::router::Setup;

/// Redirects pages to the public address. Anything but a look is let through to
/// the layer that refuses strangers: a redirect would lose what was sent.
pub async fn redirect(State(setup): State<Setup>, request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let public = setup.service.settings().public_url.as_str();
    let ours = public.split("://").nth(1);
    if !looks || host.is_none() || host == ours {
        return next.run(request).await;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Redirect::temporary(&[public, path].concat()).into_response()
}
