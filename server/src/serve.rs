//! Starting and stopping.

use std::{
    fs, io, net::SocketAddr, os::unix::fs::DirBuilderExt as _, path::Path, sync::Arc,
    time::Duration,
};

use domain::clock::SystemClock;
use service::{FilesError, PhotoFiles, Service};
use storage::{Db, StorageError};
use tokio::{net::TcpListener, signal::unix, task::JoinHandle};

use crate::{
    config::Config,
    connections::{self, Limits},
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
    #[error("the folder {0} cannot be used: {1}")]
    Folder(String, io::Error),
    #[error("the database cannot be opened: {0}")]
    Database(#[from] StorageError),
    #[error(
        "{0} cannot be listened on: {1}. Is another server running there? Set LATCHKEY_SERVER_LISTEN to use another address, and LATCHKEY_SERVER_PUBLIC_URL if it is set."
    )]
    Listen(SocketAddr, io::Error),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("photos cannot be kept in the bucket {0}: {1}")]
    Bucket(String, FilesError),
    #[error("{0}")]
    Service(#[from] service::Error),
}

/// Serves until it is told to stop.
pub(crate) async fn serve(mut config: Config, demo: bool) -> Result<(), StartError> {
    let db = open(&config).await?;
    settle(&mut config)?;
    let service = Service::new(db.clone(), Arc::new(SystemClock), config.settings(), None)?;
    let listen = config.server.listen;
    let listener =
        TcpListener::bind(listen).await.map_err(|error| StartError::Listen(listen, error))?;

    greet(&config, &service, demo).await?;

    let stopping = Stopping::default();
    let setup = Setup::new(&config, service.clone(), stopping.clone());
    let app = router::router(setup);
    let limits = Limits::new(&config.server);
    let work: JoinHandle<()> = tokio::spawn(worker::run(service.clone()));
    let stop = stop_signal(stopping)?;
    let forced = forced_stop(stop.clone());
    tokio::select! {
        () = connections::serve(listener, app, limits, wait(stop)) => {}
        () = forced => tracing::warn!("stopped with requests under way"),
    }
    work.abort();
    // What it is in the middle of still asks the database.
    let _ = work.await;
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

/// Tells whether the database and the bucket can be had. Leaves nothing behind.
pub(crate) async fn check(config: Config) -> Result<(), StartError> {
    match config.database.needs_folder() {
        Some(folder) => try_folder(folder)
            .map_err(|error| StartError::Folder(folder.display().to_string(), error))?,
        None => Db::connect(&config.database.url()).await?.close().await,
    }
    if let Some(place) = config.photos.place() {
        let files = PhotoFiles::open(config.settings().bucket.as_ref());
        let tried = async { files?.probe().await };
        tried.await.map_err(|error| StartError::Bucket(place, error))?;
    }
    println!("The configuration is good. Browsers reach it at {}.", config.public_url());
    Ok(())
}

/// Makes a file in the folder, and takes away whatever had to be made for it.
fn try_folder(folder: &Path) -> io::Result<()> {
    let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let new: Vec<&Path> = folder.ancestors().take_while(missing).collect();
    let probe = folder.join("latchkey.probe");
    let tried = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, ""));
    let _ = fs::remove_file(&probe);
    for folder in new {
        let _ = fs::remove_dir(folder);
    }
    tried
}

/// The secret key, from beside the database if it is nowhere else.
pub(crate) fn settle(config: &mut Config) -> Result<(), StartError> {
    let Some(folder) = config.database.needs_folder().map(Path::to_owned) else { return Ok(()) };
    let cannot = |error| StartError::Folder(folder.display().to_string(), error);
    config.secret.settle(&folder).map_err(cannot)
}

async fn open(config: &Config) -> Result<Db, StartError> {
    if let Some(folder) = config.database.needs_folder() {
        // What is made is closed to other users; what is there stays as it is.
        fs::DirBuilder::new()
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
    if let Some(folder) = service.outbox() {
        println!("Mails are written to {}", folder.display());
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
