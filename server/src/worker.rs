//! What happens by itself: saving when tokens were last used, sending mails, taking off
//! second factors that are lost, telling of tokens that end, making archives, deleting those
//! who leave and organizations that end, linking the lines of the audit log, and forgetting
//! what is over.

use std::time::Duration;

use service::Service;
use tokio::time::{MissedTickBehavior, interval};

/// How often uses of tokens are saved.
const SAVE_USES: Duration = Duration::from_secs(1);
/// How often lines of the audit log get their place in its chain.
const SEAL_LOG: Duration = Duration::from_secs(1);
/// How often waiting mails are looked for.
const SEND_MAILS: Duration = Duration::from_secs(1);
/// How often somebody is looked for whose second factor is to be taken off.
const RESET_FACTORS: Duration = Duration::from_mins(1);
/// How often archives are looked for that wait to be made.
const MAKE_EXPORTS: Duration = Duration::from_secs(1);
/// How often somebody is looked for who is to be deleted.
const DELETE_LEAVERS: Duration = Duration::from_mins(1);
/// How often tokens are looked for that end soon, and mails of the day that are due.
const NOTIFY: Duration = Duration::from_mins(1);
/// How often expired rows are deleted, and what is left over in the bucket.
const SWEEP: Duration = Duration::from_mins(10);

/// Runs until the server stops.
pub(crate) async fn run(service: Service) {
    // Side by side: a bucket or a mail server that does not answer holds up nothing else.
    let (rows, files) = (rows(&service), photo_files(&service));
    tokio::join!(rows, files, exports(&service), mails(&service), log(&service));
}

async fn rows(service: &Service) {
    let mut save = interval(SAVE_USES);
    let mut reset = interval(RESET_FACTORS);
    let mut delete = interval(DELETE_LEAVERS);
    let mut notify = interval(NOTIFY);
    let mut sweep = interval(SWEEP);
    notify.set_missed_tick_behavior(MissedTickBehavior::Delay);
    delete.set_missed_tick_behavior(MissedTickBehavior::Delay);
    reset.set_missed_tick_behavior(MissedTickBehavior::Delay);
    save.set_missed_tick_behavior(MissedTickBehavior::Delay);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = save.tick() => report("saving uses of tokens", service.save_token_uses().await),
            _ = reset.tick() => {
                report("resetting second factors", service.reset_factors().await.map(drop));
            }
            _ = delete.tick() => {
                report("deleting accounts", service.delete_leavers().await.map(drop));
                let organizations = service.delete_organizations().await;
                report("deleting organizations", organizations.map(drop));
            }
            _ = notify.tick() => {
                report("warning of tokens", service.warn_of_tokens().await.map(drop));
                report("making mails of the day", service.queue_digests().await.map(drop));
            }
            _ = sweep.tick() => report("sweeping", service.sweep().await.map(drop)),
        }
    }
}

async fn photo_files(service: &Service) {
    let mut sweep = interval(SWEEP);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        sweep.tick().await;
        report("sweeping photos", service.sweep_photo_files().await.map(drop));
    }
}

async fn exports(service: &Service) {
    let mut make = interval(MAKE_EXPORTS);
    make.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        make.tick().await;
        report("making archives", service.make_exports().await.map(drop));
    }
}

async fn log(service: &Service) {
    let mut seal = interval(SEAL_LOG);
    seal.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        seal.tick().await;
        report("sealing the audit log", service.seal_log().await.map(drop));
    }
}

async fn mails(service: &Service) {
    let mut send = interval(SEND_MAILS);
    send.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        send.tick().await;
        report("sending mails", service.send_mails().await.map(drop));
    }
}

/// Failures are told; the next tick tries again.
pub(crate) fn report(what: &str, outcome: service::Result<()>) {
    if let Err(cause) = outcome {
        tracing::error!(%cause, "{what} failed");
    }
}
