//! Opening a database, and the transactions it hands out.
//!
//! SQLite has one connection that writes and a few that read: writers then
//! wait in a fair queue of ours instead of spinning on the lock of the file,
//! and readers see the last committed state without waiting (WAL).

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    Connection as _, Executor as _, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection,
    SqlitePool, Transaction,
    migrate::Migrator,
    pool::{PoolConnection, PoolOptions},
    postgres::PgConnectOptions,
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    Engine, StorageError,
    readers::{Reader, Readers},
    run::run,
};

/// How long anything waits for a connection or a lock before it gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// Connections to a PostgreSQL server, of each node.
const POSTGRES_CONNECTIONS: u32 = 16;
/// A connection that rested longer is asked whether it still lives.
const FRESH: Duration = Duration::from_secs(1);

/// Bytes of SQLite's journal that stay between two checkpoints.
const JOURNAL_KEPT: u32 = 16 * 1024 * 1024;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// An open database. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
    queries: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
enum Pools {
    /// A database in memory has no readers: it is gone with its one connection.
    Sqlite {
        writer: SqlitePool,
        readers: Option<Arc<Readers>>,
    },
    Postgres(PgPool),
}

/// A connection on which queries run: a transaction from [`Db::begin`], or a
/// reader from [`Db::read`]. The queries are in the files of the features.
#[derive(Debug)]
pub struct Tx {
    held: Held,
    queries: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Held {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    SqliteReader(Reader),
    SqliteMemory(PoolConnection<Sqlite>),
    PostgresReader(PoolConnection<Postgres>),
}

/// What [`run!`](crate::run::run) matches on.
pub(crate) enum Connection<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Db {
    /// Opens `sqlite:///path/to/file.db` (made when missing, readable by its
    /// owner alone), `sqlite::memory:` or `postgres://…`.
    ///
    /// A database in memory has one connection for everything: whoever holds a
    /// [`Tx`] of it must not wait for another.
    pub async fn connect(url: &str) -> Result<Self, StorageError> {
        let pools = match Engine::of(url).ok_or(StorageError::UnknownEngine)? {
            Engine::Sqlite => sqlite(url).await?,
            Engine::Postgres => postgres(url).await?,
        };
        Ok(Self { pools, queries: Arc::default() })
    }

    /// Brings the schema up to date. Safe to call from several nodes at once.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                // Holding the write lock from the start, two processes cannot
                // both find the same migration missing.
                let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                SQLITE.run(&mut *tx).await?;
                tx.commit().await?;
            }
            Pools::Postgres(pool) => {
                // Takes an advisory lock, for as long as another node migrates.
                let mut connection = pool.acquire().await?.detach();
                connection.execute("SET lock_timeout = 0").await?;
                POSTGRES.run(&mut connection).await?;
                connection.close().await?;
            }
        }
        Ok(())
    }

    /// Starts a transaction that may write. Dropped without [`Tx::commit`], it
    /// is rolled back.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        let held = match &self.pools {
            // A transaction that first reads and then wants to write would fail
            // at once if somebody else had written in between.
            Pools::Sqlite { writer, .. } => {
                Held::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres(pool) => Held::Postgres(pool.begin().await?),
        };
        Ok(Tx { held, queries: self.queries.clone() })
    }

    /// A connection for reading, without a transaction: each query sees what is
    /// committed when it starts.
    pub async fn read(&self) -> Result<Tx, StorageError> {
        let held = match &self.pools {
            Pools::Sqlite { readers: Some(readers), .. } => {
                Held::SqliteReader(readers.take().await?)
            }
            Pools::Sqlite { writer, readers: None } => Held::SqliteMemory(writer.acquire().await?),
            Pools::Postgres(pool) => Held::PostgresReader(pool.acquire().await?),
        };
        Ok(Tx { held, queries: self.queries.clone() })
    }

    /// Asks the database whether it is there.
    pub async fn ping(&self) -> Result<(), StorageError> {
        let mut tx = self.read().await?;
        run!(tx, execute, "SELECT 1")?;
        Ok(())
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Queries so far, of this database and its clones. Tests hold pages to a
    /// number of them.
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// Waits for what is running, then closes every connection.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                if let Some(readers) = readers {
                    readers.close().await;
                }
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything done so far last. A reader has nothing to commit.
    pub async fn commit(self) -> Result<(), StorageError> {
        match self.held {
            Held::Sqlite(tx) => tx.commit().await?,
            Held::Postgres(tx) => tx.commit().await?,
            Held::SqliteReader(_) | Held::SqliteMemory(_) | Held::PostgresReader(_) => {}
        }
        Ok(())
    }

    /// The connection for one more query.
    pub(crate) fn connection(&mut self) -> Connection<'_> {
        self.queries.fetch_add(1, Ordering::Relaxed);
        match &mut self.held {
            Held::Sqlite(tx) => Connection::Sqlite(tx),
            Held::SqliteReader(reader) => Connection::Sqlite(reader.connection()),
            Held::SqliteMemory(reader) => Connection::Sqlite(reader),
            Held::Postgres(tx) => Connection::Postgres(tx),
            Held::PostgresReader(reader) => Connection::Postgres(reader),
        }
    }

    /// To be told of the outcome of each query.
    pub(crate) fn answered<T>(&mut self, outcome: sqlx::Result<T>) -> sqlx::Result<T> {
        if let Held::SqliteReader(reader) = &mut self.held
            && outcome.is_ok()
        {
            reader.answered();
        }
        outcome
    }

    /// Which engine this runs on.
    pub(crate) fn engine(&self) -> Engine {
        match self.held {
            Held::Sqlite(_) | Held::SqliteReader(_) | Held::SqliteMemory(_) => Engine::Sqlite,
            Held::Postgres(_) | Held::PostgresReader(_) => Engine::Postgres,
        }
    }
}

async fn sqlite(url: &str) -> Result<Pools, StorageError> {
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let options = url
        .parse::<SqliteConnectOptions>()?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        // NORMAL survives a killed process but not a power cut: a password
        // change that was acknowledged could be gone. FULL costs one fsync per
        // commit: between a tenth of a millisecond and ten, as the disk is.
        .synchronous(SqliteSynchronous::Full)
        // What is deleted is overwritten.
        .pragma("secure_delete", "ON");
    // Never closed for age: a database in memory would be gone with it.
    let pool = || {
        PoolOptions::<Sqlite>::new()
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
    };
    if in_memory {
        let writer = pool().max_connections(1).connect_with(options).await?;
        return Ok(Pools::Sqlite { writer, readers: None });
    }
    let new = make_private(options.get_filename()).await?;
    let reading = options.clone().pragma("query_only", "ON");
    let mut writing = options
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("journal_size_limit", JOURNAL_KEPT.to_string());
    if new {
        // The sweep gives room back. An older file would have to be written anew.
        writing = writing.auto_vacuum(SqliteAutoVacuum::Incremental);
    }
    let writer = pool().max_connections(1).connect_with(writing).await?;
    let readers = Some(Arc::new(Readers::new(reading)));
    Ok(Pools::Sqlite { writer, readers })
}

/// Makes the file of a new database, and closes it and its companions to other
/// users of the machine. SQLite gives those that it makes the mode of the file.
/// True when nothing is in it.
async fn make_private(file: &Path) -> Result<bool, std::io::Error> {
    let mut options = tokio::fs::OpenOptions::new();
    #[cfg(unix)]
    options.mode(0o600);
    let opened = options.create(true).append(true).open(file).await?;
    #[cfg(unix)]
    for companion in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(companion);
        close_to_others(Path::new(&name)).await?;
    }
    Ok(opened.metadata().await?.len() == 0)
}

/// Takes from everybody but its owner what a file lets them do. One that is not
/// there yet will be closed from the start.
#[cfg(unix)]
async fn close_to_others(file: &Path) -> Result<(), std::io::Error> {
    use std::{fs::Permissions, io::ErrorKind, os::unix::fs::PermissionsExt as _};
    match tokio::fs::metadata(file).await {
        Ok(known) if known.permissions().mode() & 0o077 != 0 => {
            tokio::fs::set_permissions(file, Permissions::from_mode(0o600)).await
        }
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

async fn postgres(url: &str) -> Result<Pools, StorageError> {
    let options = url
        .parse::<PgConnectOptions>()?
        .application_name("latchkey")
        .options([("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "30s")]);
    // Once without the pool, which would only tell that it has waited.
    let first = tokio::time::timeout(PATIENCE, PgConnection::connect_with(&options));
    let late = |_| Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into());
    first.await.unwrap_or_else(late).map_err(|cause| StorageError::Postgres {
        host: format!("{}:{}", options.get_host(), options.get_port()),
        cause,
    })?;
    let pool = PoolOptions::<Postgres>::new()
        .acquire_timeout(PATIENCE)
        .max_connections(POSTGRES_CONNECTIONS)
        // Asking each connection whether it lives would double the time of a
        // small query; one that was in use a moment ago does.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > FRESH {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(Pools::Postgres(pool))
}
