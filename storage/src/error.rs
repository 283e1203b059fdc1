//! What can go wrong below the SQL.

use crate::dialect;

/// A storage failure. None of it is for the outside world.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The database refused, or did not answer.
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    /// The PostgreSQL server did not let us in at the start.
    #[error("PostgreSQL at {host}: {cause}")]
    Postgres {
        /// With its port; never the user's password.
        host: String,
        #[source]
        cause: sqlx::Error,
    },
    /// The schema could not be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The file of an SQLite database could not be made.
    #[error("cannot create the database file: {0}")]
    File(#[from] std::io::Error),
    /// An address that is neither `sqlite:` nor `postgres:`.
    #[error("the database address must start with sqlite: or postgres:")]
    UnknownEngine,
    /// A row that cannot be what it claims to be.
    #[error("the database holds a broken {0}")]
    Corrupt(&'static str),
}

impl StorageError {
    /// True when nothing is wrong with the request and the same one may work in
    /// a moment: the database is locked, overloaded, restarting or unreachable.
    pub fn is_busy(&self) -> bool {
        let (Self::Sqlx(cause) | Self::Postgres { cause, .. }) = self else { return false };
        match cause {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => true,
            sqlx::Error::Database(error) => dialect::is_busy(error.as_ref()),
            _ => false,
        }
    }
}
