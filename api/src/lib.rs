//! The REST API, version 1. Handlers translate between HTTP and the use-cases;
//! they decide nothing. Bearer tokens only, never the cookie.

mod audit;
mod bearer;
mod body;
mod invitations;
mod me;
mod members;
mod notices;
mod organizations;
mod people;
mod problem;
mod roles;
mod teams;
mod workspaces;

use axum::{
    Router,
    routing::{get, patch, post, put},
};
use service::Service;

pub use audit::file as log_file;
pub use problem::Rejection;

/// Every address of the API with the methods it answers. The router is built of
/// it, and so is the test that calls each of them in every role.
pub const ROUTES: &[(&str, &str)] = &[
    ("GET", "/api/v1/me"),
    ("GET", "/api/v1/organizations"),
    ("POST", "/api/v1/organizations"),
    ("GET", "/api/v1/organizations/{org}"),
    ("PATCH", "/api/v1/organizations/{org}"),
    ("GET", "/api/v1/organizations/{org}/audit"),
    ("GET", "/api/v1/organizations/{org}/invitations"),
    ("POST", "/api/v1/organizations/{org}/invitations"),
    ("PATCH", "/api/v1/organizations/{org}/invitations/{invitation}"),
    ("DELETE", "/api/v1/organizations/{org}/invitations/{invitation}"),
    ("POST", "/api/v1/organizations/{org}/invitations/{invitation}/resend"),
    ("GET", "/api/v1/invitations"),
    ("POST", "/api/v1/invitations/{invitation}/accept"),
    ("POST", "/api/v1/invitations/{invitation}/decline"),
    ("GET", "/api/v1/notices"),
    ("POST", "/api/v1/notices/read"),
    ("POST", "/api/v1/notices/{notice}/read"),
    ("GET", "/api/v1/organizations/{org}/people"),
    ("PATCH", "/api/v1/organizations/{org}/people/{person}"),
    ("DELETE", "/api/v1/organizations/{org}/people/{person}"),
    ("GET", "/api/v1/organizations/{org}/roles"),
    ("POST", "/api/v1/organizations/{org}/roles"),
    ("PATCH", "/api/v1/organizations/{org}/roles/{role}"),
    ("DELETE", "/api/v1/organizations/{org}/roles/{role}"),
    ("GET", "/api/v1/organizations/{org}/teams"),
    ("POST", "/api/v1/organizations/{org}/teams"),
    ("GET", "/api/v1/organizations/{org}/teams/{team}"),
    ("PATCH", "/api/v1/organizations/{org}/teams/{team}"),
    ("DELETE", "/api/v1/organizations/{org}/teams/{team}"),
    ("PUT", "/api/v1/organizations/{org}/teams/{team}/people/{person}"),
    ("DELETE", "/api/v1/organizations/{org}/teams/{team}/people/{person}"),
    ("PUT", "/api/v1/organizations/{org}/teams/{team}/workspaces/{workspace}"),
    ("DELETE", "/api/v1/organizations/{org}/teams/{team}/workspaces/{workspace}"),
    ("GET", "/api/v1/organizations/{org}/workspaces"),
    ("POST", "/api/v1/organizations/{org}/workspaces"),
    ("GET", "/api/v1/workspaces/{workspace}"),
    ("PATCH", "/api/v1/workspaces/{workspace}"),
    ("GET", "/api/v1/workspaces/{workspace}/members"),
    ("PUT", "/api/v1/workspaces/{workspace}/members/{person}"),
    ("DELETE", "/api/v1/workspaces/{workspace}/members/{person}"),
];

/// The routes below `/api`.
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/api/v1/me", get(async |bearer| me::show(bearer)))
        .route("/api/v1/organizations", get(organizations::list).post(organizations::create))
        .route("/api/v1/organizations/{org}", get(organizations::show).patch(organizations::change))
        .route("/api/v1/organizations/{org}/audit", get(audit::list))
        .route(
            "/api/v1/organizations/{org}/invitations",
            get(invitations::list).post(invitations::create),
        )
        .route(
            "/api/v1/organizations/{org}/invitations/{invitation}",
            patch(invitations::change).delete(invitations::revoke),
        )
        .route(
            "/api/v1/organizations/{org}/invitations/{invitation}/resend",
            post(invitations::resend),
        )
        .route("/api/v1/invitations", get(invitations::mine))
        .route("/api/v1/invitations/{invitation}/accept", post(invitations::accept))
        .route("/api/v1/invitations/{invitation}/decline", post(invitations::decline))
        .route("/api/v1/notices", get(notices::list))
        .route("/api/v1/notices/read", post(notices::read_all))
        .route("/api/v1/notices/{notice}/read", post(notices::read))
        .route("/api/v1/organizations/{org}/people", get(people::list))
        .route(
            "/api/v1/organizations/{org}/people/{person}",
            patch(people::change).delete(people::remove),
        )
        .route("/api/v1/organizations/{org}/roles", get(roles::list).post(roles::create))
        .route(
            "/api/v1/organizations/{org}/roles/{role}",
            patch(roles::change).delete(roles::delete),
        )
        .route("/api/v1/organizations/{org}/teams", get(teams::list).post(teams::create))
        .route(
            "/api/v1/organizations/{org}/teams/{team}",
            get(teams::show).patch(teams::change).delete(teams::delete),
        )
        .route(
            "/api/v1/organizations/{org}/teams/{team}/people/{person}",
            put(teams::add).delete(teams::remove),
        )
        .route(
            "/api/v1/organizations/{org}/teams/{team}/workspaces/{workspace}",
            put(teams::give).delete(teams::take),
        )
        .route(
            "/api/v1/organizations/{org}/workspaces",
            get(workspaces::list).post(workspaces::create),
        )
        .route("/api/v1/workspaces/{workspace}", get(workspaces::show).patch(workspaces::change))
        .route("/api/v1/workspaces/{workspace}/members", get(members::list))
        .route(
            "/api/v1/workspaces/{workspace}/members/{person}",
            put(members::put).delete(members::remove),
        )
        .method_not_allowed_fallback(async || problem::method_not_allowed())
        .with_state(service)
}

/// What is under `/api` but at no address of ours.
pub fn not_found() -> Rejection {
    Rejection::Problem(domain::Problem::NotFound)
}
