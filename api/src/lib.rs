//! The REST API, version 1. Handlers translate between HTTP and the use-cases;
//! they decide nothing. Bearer tokens only, never the cookie.

mod bearer;
mod me;
mod problem;

use axum::{Router, routing::get};
use service::Service;

pub use problem::Rejection;

/// Every address of the API with the methods it answers. The router is built of
/// it, and so is the test that calls each of them in every role.
pub const ROUTES: &[(&str, &str)] = &[("GET", "/api/v1/me")];

/// The routes below `/api`.
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/api/v1/me", get(async |bearer| me::show(bearer)))
        .method_not_allowed_fallback(async || problem::method_not_allowed())
        .with_state(service)
}

/// What is under `/api` but at no address of ours.
pub fn not_found() -> Rejection {
    Rejection::Problem(domain::Problem::NotFound)
}
