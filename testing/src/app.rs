//! One node of the product over a database of the test's own.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::Router;
use chrono::{DateTime, TimeDelta};
use domain::{Clock, Secret, Time, clock::TestClock};
use server::{
    config::Config,
    router::{Setup, router},
};
use service::Service;
use storage::testing::TestDb;

use crate::Client;

/// The moment at which the clock of every test stands first.
const FIRST: i64 = 1_795_000_000_123_456;

/// The product, as one node serves it.
#[derive(Clone)]
pub struct TestApp {
    pub db: TestDb,
    pub service: Service,
    pub(crate) config: Config,
    pub(crate) router: Router,
    clock: Arc<dyn Clock>,
    moved: Arc<TestClock>,
    seeds: Arc<AtomicU64>,
}

impl TestApp {
    /// With the configuration that an operator who sets nothing has, but cheap
    /// hashes of passwords.
    pub fn new(db: TestDb) -> Self {
        Self::with(db, |_| {})
    }

    /// With another configuration.
    pub fn with(db: TestDb, change: impl FnOnce(&mut Config)) -> Self {
        let clock = Arc::new(TestClock::at(DateTime::from_timestamp_micros(FIRST).unwrap()));
        let mut config = Config::default();
        config.passwords.memory_kib = 64;
        config.passwords.passes = 1;
        // No crowd of a test is turned away for its hashes alone.
        config.passwords.parallel = 600;
        // Each its own; made with the first mail.
        config.mail.outbox = Some(crate::mailbox::folder());
        config.secret.key = Some(Secret::new("the secret key of every test of this product"));
        change(&mut config);
        Self::start(db, config, clock.clone(), clock, Arc::new(AtomicU64::new(1)))
    }

    fn start(
        db: TestDb,
        config: Config,
        clock: Arc<dyn Clock>,
        moved: Arc<TestClock>,
        seeds: Arc<AtomicU64>,
    ) -> Self {
        let seed = seeds.fetch_add(1, Ordering::Relaxed);
        let service = Service::new((*db).clone(), clock.clone(), config.settings(), Some(seed))
            .expect("settings that can be used");
        #[expect(clippy::default_trait_access, reason = "its type has no public name")]
        let router = router(Setup::new(&config, service.clone(), Default::default()));
        Self { db, service, config, router, clock, moved, seeds }
    }

    /// Another node over the same database, or this one after a restart: it
    /// shares the database and the time, and nothing else.
    #[must_use]
    pub fn node(&self) -> Self {
        self.node_with(|_| {})
    }

    /// The same with another configuration.
    #[must_use]
    pub fn node_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.config.clone();
        change(&mut config);
        let (clock, moved) = (self.clock.clone(), self.moved.clone());
        Self::start(self.db.clone(), config, clock, moved, self.seeds.clone())
    }

    /// The same node with a clock that panics: every handler that asks for the
    /// time dies.
    #[must_use]
    pub fn broken(&self) -> Self {
        let (db, config) = (self.db.clone(), self.config.clone());
        Self::start(db, config, Arc::new(BrokenClock), self.moved.clone(), self.seeds.clone())
    }

    /// The present moment.
    pub fn now(&self) -> Time {
        self.moved.now()
    }

    /// Lets so many seconds pass.
    pub fn wait(&self, seconds: i64) {
        self.moved.advance(TimeDelta::seconds(seconds));
    }

    /// Lets so many days pass.
    pub fn wait_days(&self, days: i64) {
        self.moved.advance(TimeDelta::days(days));
    }

    /// A browser that has never been here.
    pub fn stranger(&self) -> Client {
        Client::browser(self)
    }

    /// A program with a token.
    pub fn bearer(&self, token: &str) -> Client {
        Client::program(self, &format!("Bearer {token}"))
    }
}

struct BrokenClock;

impl Clock for BrokenClock {
    fn now(&self) -> Time {
        panic!("the clock of this test is broken")
    }
}
