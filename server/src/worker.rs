//! What happens by itself: saving when tokens were last used, and forgetting
//! what is over.

use std::time::Duration;

use service::Service;
use tokio::time::{MissedTickBehavior, interval};

/// How often uses of tokens are saved.
const SAVE_USES: Duration = Duration::from_secs(1);
/// How often expired rows are deleted.
const SWEEP: Duration = Duration::from_mins(10);

/// Runs until the server stops.
pub(crate) async fn run(service: Service) {
    let mut save = interval(SAVE_USES);
    let mut sweep = interval(SWEEP);
    save.set_missed_tick_behavior(MissedTickBehavior::Delay);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = save.tick() => report("saving uses of tokens", service.save_token_uses().await),
            _ = sweep.tick() => report("sweeping", service.sweep().await.map(drop)),
        }
    }
}

/// Failures are told; the next tick tries again.
pub(crate) fn report(what: &str, outcome: service::Result<()>) {
    if let Err(cause) = outcome {
        tracing::error!(%cause, "{what} failed");
    }
}
