//! News as they come: how many notices of a person are unread, told to the browsers that
//! wait for it, on whatever node it changed.
//!
//! One task asks the database each second for all browsers of this node, with one query, as
//! long as there are any. The same query tells which sessions have ended. What is seen by it
//! is no activity of the person.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{Problem, secret::Digest};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};

use crate::{Result, Service, SessionCookie};

/// How often the database is asked.
const EVERY: Duration = Duration::from_secs(1);
/// Streams of one session at a time: each is a tab that is seen.
const OF_SESSION: usize = 8;

/// What is known of a session: how many are unread, or that it is over.
type Known = Option<i64>;

/// The sessions that are watched on this node.
#[derive(Clone, Default)]
pub(crate) struct Watched(Arc<Mutex<Sessions>>);

#[derive(Default)]
struct Sessions {
    of: HashMap<Digest, watch::Sender<Known>>,
    /// The task runs.
    asks: bool,
}

impl Watched {
    fn lock(&self) -> MutexGuard<'_, Sessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sessions that somebody waits for, one digest after the other. None: nobody waits,
    /// and the task ends.
    fn wanted(&self) -> Option<Vec<u8>> {
        let mut sessions = self.lock();
        sessions.of.retain(|_, sender| sender.receiver_count() > 0);
        sessions.asks = !sessions.of.is_empty();
        sessions.asks.then(|| sessions.of.keys().flat_map(|digest| digest.0).collect())
    }

    /// Tells those who wait what is new. What was `asked` for and is not found is over.
    fn tell(&self, asked: &[u8], found: &HashMap<Digest, i64>) {
        let sessions = self.lock();
        for digest in asked.chunks_exact(32).filter_map(|bytes| bytes.try_into().ok()).map(Digest) {
            if let Some(sender) = sessions.of.get(&digest) {
                let known = found.get(&digest).copied();
                sender.send_if_modified(|before| {
                    let new = *before != known;
                    *before = known;
                    new
                });
            }
        }
    }
}

/// A browser's wait for what is new.
#[derive(Debug)]
pub struct Watch {
    known: watch::Receiver<Known>,
}

impl Watch {
    /// How many are unread: the first time at once, then when it is another number. None
    /// when the session is over.
    pub async fn next(&mut self) -> Option<i64> {
        self.known.changed().await.ok()?;
        *self.known.borrow_and_update()
    }
}

impl Service {
    /// Begins to tell a browser how many notices are unread. None: the session is over.
    ///
    /// # Errors
    /// [`Problem::TooMany`] when the session has enough of them on this node.
    #[tracing::instrument(skip_all)]
    pub async fn watch(&self, cookie: &SessionCookie) -> Result<Option<Watch>> {
        let digest = cookie.digest();
        let found = self.db().read().await?.watched(&digest.0, self.now()).await?;
        let Some(row) = found.into_iter().next() else { return Ok(None) };
        let (watch, begins) = {
            let mut sessions = self.0.watched.lock();
            let sender = sessions.of.entry(digest).or_insert_with(|| watch::Sender::new(None));
            if sender.receiver_count() >= OF_SESSION {
                return Err(Problem::TooMany { retry_after: 60 }.into());
            }
            sender.send_if_modified(|before| {
                let new = *before != Some(row.unread);
                *before = Some(row.unread);
                new
            });
            let mut known = sender.subscribe();
            known.mark_changed();
            (Watch { known }, !std::mem::replace(&mut sessions.asks, true))
        };
        if begins {
            tokio::spawn(self.clone().follow_sessions());
        }
        Ok(Some(watch))
    }

    /// Asks for all, as long as somebody waits.
    async fn follow_sessions(self) {
        let mut tick = interval(EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let Some(wanted) = self.0.watched.wanted() else { return };
            // A database that fails is told elsewhere; the next tick tries again.
            if let Err(cause) = self.look_after(&wanted).await {
                tracing::debug!(%cause, "asking for news failed");
            }
        }
    }

    async fn look_after(&self, wanted: &[u8]) -> Result<()> {
        let rows = self.db().read().await?.watched(wanted, self.now()).await?;
        let found = rows.into_iter().map(|row| (row.digest, row.unread)).collect();
        self.0.watched.tell(wanted, &found);
        Ok(())
    }
}
