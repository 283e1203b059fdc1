//! Pages are made to their end.

use std::panic::resume_unwind;

use axum::{
    extract::Request,
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tracing::Instrument as _;

/// A browser that hangs up would take the router and the signals of the page with
/// it, and views that are still being made would panic for want of them. So each
/// page has a task of its own.
pub async fn run(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
