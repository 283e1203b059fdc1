//! `/livez` and `/readyz`, for supervisors and proxies.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use service::Service;
use tokio::sync::watch;

/// Set when the server has been told to stop: it is not ready any more, and a
/// proxy sends no new requests.
#[derive(Debug, Clone, Default)]
pub struct Stopping(Arc<watch::Sender<bool>>);

impl Stopping {
    /// From now on `/readyz` says no.
    pub(crate) fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Waits until then.
    pub(crate) async fn begun(&self) {
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }

    fn has_begun(&self) -> bool {
        *self.0.borrow()
    }
}

/// A database that does not answer within this is not there.
const PATIENCE: Duration = Duration::from_secs(1);

/// Both routes.
pub(crate) fn router(service: Service, stopping: Stopping) -> Router {
    Router::new()
        .route("/livez", get(|| async { "alive" }))
        .route("/readyz", get(ready))
        .with_state((service, stopping))
}

async fn ready(
    State((service, stopping)): State<(Service, Stopping)>,
) -> (StatusCode, &'static str) {
    if stopping.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    match tokio::time::timeout(PATIENCE, service.ready()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
