//! Starting and stopping.

use std::{io, net::SocketAddr, os::unix::fs::DirBuilderExt as _, sync::Arc, time::Duration};

use axum::serve::ListenerExt as _;
use domain::clock::SystemClock;
use service::Service;
use storage::{Db, StorageError};
use tokio::{net::TcpListener, signal::unix, task::JoinHandle};

use crate::{
    config::Config,
    health::Stopping,
    router::{self, Setup},
    worker,
};

/// Requests that are under way when the server is told to stop may take this
/// much longer.
const LAST_CALL: Duration = Duration::from_secs(25);

/// Why the server could not start, or not go on.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the folder {0} cannot be made: {1}")]
    Folder(String, io::Error),
    #[error("the database cannot be opened: {0}")]
    Database(#[from] StorageError),
    #[error(
        "{0} cannot be listened on: {1}. Is another server running there? Set LATCHKEY_SERVER_LISTEN to use another address."
    )]
    Listen(SocketAddr, io::Error),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Service(#[from] service::Error),
}

/// Serves until it is told to stop.
pub(crate) async fn serve(config: Config, demo: bool) -> Result<(), StartError> {
    let db = open(&config).await?;
    let service = Service::new(db.clone(), Arc::new(SystemClock), config.settings(), None);
    let listen = config.server.listen;
    let listener =
        TcpListener::bind(listen).await.map_err(|error| StartError::Listen(listen, error))?;
    // Without this a streamed page waits for delayed acknowledgements.
    let listener = listener.tap_io(|stream| {
        if let Err(cause) = stream.set_nodelay(true) {
            tracing::debug!(%cause, "TCP_NODELAY");
        }
    });

    greet(&config, &service, demo).await?;

    let stopping = Stopping::default();
    let setup = Setup::new(&config, service.clone(), stopping.clone());
    let app = router::router(setup).into_make_service_with_connect_info::<SocketAddr>();
    let work: JoinHandle<()> = tokio::spawn(worker::run(service.clone()));
    let stop = stop_signal(stopping)?;
    let forced = forced_stop(stop.clone());
    tokio::select! {
        outcome = axum::serve(listener, app).with_graceful_shutdown(wait(stop)) => outcome?,
        () = forced => tracing::warn!("stopped with requests under way"),
    }
    work.abort();
    worker::report("saving uses of tokens", service.save_token_uses().await);
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Brings the database up to date.
pub(crate) async fn migrate(config: Config) -> Result<(), StartError> {
    open(&config).await?.close().await;
    println!("The database is up to date.");
    Ok(())
}

async fn open(config: &Config) -> Result<Db, StartError> {
    if let Some(folder) = config.database.needs_folder() {
        // What is made is closed to other users; what is there stays as it is.
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| StartError::Folder(folder.display().to_string(), error))?;
    }
    let db = Db::connect(&config.database.url()).await?;
    db.migrate().await?;
    Ok(db)
}

/// Tells the operator where to go: to the first account, to the demo, or just
/// to the address.
async fn greet(config: &Config, service: &Service, demo: bool) -> Result<(), StartError> {
    println!("Latchkey is at {}", config.public_url());
    if demo {
        let sign_in = service.fill_demo().await?;
        println!("  email     {}", sign_in.email);
        println!("  password  {}", sign_in.password.expose());
    } else if let Some(link) = service.set_up_link().await? {
        println!("Open this link once to make the first account:\n  {link}");
    }
    Ok(())
}

type Stop = tokio::sync::watch::Receiver<bool>;

/// Turns true at the first SIGTERM or Ctrl-C; a second one ends the process.
fn stop_signal(stopping: Stopping) -> Result<Stop, io::Error> {
    let (tell, stop) = tokio::sync::watch::channel(false);
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    let mut interrupt = unix::signal(unix::SignalKind::interrupt())?;
    tokio::spawn(async move {
        let mut next = async || {
            tokio::select! {
                _ = terminate.recv() => (),
                _ = interrupt.recv() => (),
            }
        };
        next().await;
        tracing::info!("stopping; once more to stop at once");
        stopping.begin();
        let _ = tell.send(true);
        next().await;
        std::process::exit(1);
    });
    Ok(stop)
}

async fn wait(mut stop: Stop) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn forced_stop(stop: Stop) {
    wait(stop).await;
    tokio::time::sleep(LAST_CALL).await;
}
