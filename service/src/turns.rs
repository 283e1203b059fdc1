//! Heavy work, off the async threads: a few at a time, and a queue that ends.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{Error, Result};

/// Lets so much work run at once, and so much wait for it. What comes after that
/// is sent away, so that a flood of it delays nothing else (ASVS 15.1.3, 15.2.2).
pub(crate) struct Turns {
    running: Arc<Semaphore>,
    places: Semaphore,
}

impl Turns {
    /// `parallel` at once, `queue` waiting.
    pub(crate) fn new(parallel: usize, queue: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(parallel)),
            places: Semaphore::new(parallel + queue),
        }
    }

    /// Takes a place in the queue.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full.
    pub(crate) fn enter(&self) -> Result<Place<'_>> {
        let place = self.places.try_acquire().map_err(|_| Error::Busy)?;
        Ok(Place { _place: place, running: Arc::clone(&self.running) })
    }
}

/// A place in the queue.
pub(crate) struct Place<'a> {
    _place: SemaphorePermit<'a>,
    running: Arc<Semaphore>,
}

impl Place<'_> {
    /// Does `work` on a thread of its own when its turn has come.
    ///
    /// # Errors
    /// [`Error::Fault`] when `work` panics.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Error::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the thread, not by the request: a caller that hangs up
            // does not make room before its work is done.
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| Error::Fault("a thread for heavy work"))
    }
}
