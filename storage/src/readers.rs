//! The connections that read an SQLite file.
//!
//! No pool of sqlx: that asks each connection that comes back whether it still
//! lives, and waiting for the answer takes as long as a small query.

use std::{
    mem,
    sync::{Arc, Mutex as SyncMutex, MutexGuard, PoisonError},
};

use sqlx::{
    ConnectOptions as _, Connection as _, Error, SqliteConnection, sqlite::SqliteConnectOptions,
};
use tokio::{
    sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::db::PATIENCE;

/// How many read at the same time.
const COUNT: u32 = 4;

/// All of them, opened when they are first needed.
#[derive(Debug)]
pub(crate) struct Readers {
    options: SqliteConnectOptions,
    /// Whoever has a turn finds one that nobody else has, or opens another.
    turns: Arc<Semaphore>,
    all: SyncMutex<Vec<Arc<Mutex<One>>>>,
}

#[derive(Debug)]
struct One {
    connection: SqliteConnection,
    /// Its last query was answered, and not broken off.
    rests: bool,
}

/// One of them, for a while.
#[derive(Debug)]
pub(crate) struct Reader {
    one: OwnedMutexGuard<One>,
    _turn: OwnedSemaphorePermit,
}

impl Readers {
    pub(crate) fn new(options: SqliteConnectOptions) -> Self {
        let turns = Arc::new(Semaphore::new(COUNT as usize));
        Self { options, turns, all: SyncMutex::default() }
    }

    /// Waits while all are taken.
    pub(crate) async fn take(&self) -> Result<Reader, Error> {
        let turn = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned());
        let turn = turn.await.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)?;
        let free = self.all().iter().find_map(|one| Arc::clone(one).try_lock_owned().ok());
        let one = match free {
            Some(one) if one.rests => one,
            Some(mut one) => {
                *one = self.connect().await?;
                one
            }
            None => {
                let new = Arc::new(Mutex::new(self.connect().await?));
                let one = Arc::clone(&new).lock_owned().await;
                self.all().push(new);
                one
            }
        };
        Ok(Reader { one, _turn: turn })
    }

    async fn connect(&self) -> Result<One, Error> {
        Ok(One { connection: self.options.connect().await?, rests: true })
    }

    /// Waits for those that are taken, and closes all.
    pub(crate) async fn close(&self) {
        let turns = self.turns.acquire_many(COUNT).await;
        self.turns.close();
        let all = mem::take(&mut *self.all());
        for one in all.into_iter().filter_map(Arc::into_inner) {
            // It only read: there is nothing to lose.
            let _ = one.into_inner().connection.close().await;
        }
        drop(turns);
    }

    fn all(&self) -> MutexGuard<'_, Vec<Arc<Mutex<One>>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    /// The connection for one query. Until [`Reader::answered`] it is one that
    /// cannot be relied on.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        self.one.rests = false;
        &mut self.one.connection
    }

    /// The query came to its end, and worked.
    pub(crate) fn answered(&mut self) {
        self.one.rests = true;
    }
}
