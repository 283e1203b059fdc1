//! What may go wrong inside, and the one place where it becomes what may be
//! said outside.

use domain::{Code, Problem};
use storage::StorageError;

use crate::{FilesError, PostError};

/// The result of a use-case.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// A failed use-case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller's doing; may be told as it is.
    #[error("{0:?}")]
    Problem(Problem),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The bucket of photos failed.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The settings of the mail server cannot be used.
    #[error(transparent)]
    Post(#[from] PostError),
    /// Too many passwords are being hashed already.
    #[error("no room to hash another password")]
    Busy,
    /// Something that cannot happen did.
    #[error("{0}")]
    Fault(&'static str),
}

impl Error {
    /// The error as it may leave the server. Logs the cause of everything that
    /// is not the caller's doing, under the id that the caller is told.
    pub fn into_problem(self, request_id: &str) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Busy => Problem::Unavailable,
            Self::Storage(cause) if cause.is_busy() => {
                tracing::warn!(%request_id, %cause, "database busy");
                Problem::Unavailable
            }
            Self::Files(cause) => {
                tracing::error!(%request_id, %cause, "bucket of photos failed");
                Problem::Unavailable
            }
            cause => {
                tracing::error!(%request_id, %cause, "use-case failed");
                Problem::Internal { request_id: request_id.into() }
            }
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// A refusal that concerns the form as a whole.
pub(crate) fn refuse(code: Code) -> Error {
    Error::Problem(Problem::form(code))
}
