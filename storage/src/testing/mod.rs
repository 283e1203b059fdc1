//! Real databases for tests: every test runs on both engines.
//!
//! ```text
//! use storage::testing::{TestDb, both_databases};
//!
//! both_databases! {
//!     async fn nobody_is_there_at_first(db: TestDb) {
//!         assert_eq!(db.read().await.unwrap().person_count().await.unwrap(), 0);
//!     }
//! }
//! ```
//!
//! makes the tests `nobody_is_there_at_first::sqlite`, on a file of its own, and
//! `nobody_is_there_at_first::postgres`, on a database of its own inside the
//! server that `LATCHKEY_TEST_POSTGRES` names. Without that variable the second
//! one fails: a test that skips proves nothing.

mod postgres;
mod sqlite;

use std::{
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use crate::Db;

/// Makes two tests of each `async fn name(db: TestDb) { … }`: `name::sqlite` and
/// `name::postgres`.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident: $type:ty) $body:block)*) => {$(
        $(#[$attribute])*
        async fn $name($db: $type) $body

        mod $name {
            #[test]
            fn sqlite() {
                $crate::testing::on_sqlite(super::$name);
            }

            #[test]
            fn postgres() {
                $crate::testing::on_postgres(super::$name);
            }
        }
    )*};
}

pub use crate::both_databases;

/// A migrated, empty database that belongs to one test.
#[derive(Debug, Clone)]
pub struct TestDb {
    db: Db,
    url: String,
}

impl TestDb {
    async fn open(url: String) -> Self {
        let db = Db::connect(&url).await.expect("the database of the test opens");
        Self { db, url }
    }

    /// Its address, to open it once more as another node would.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs SQL for which no use-case exists yet, such as suspending a person.
    pub async fn execute(&self, sql: &'static str) {
        let mut tx = self.db.begin().await.expect("a transaction");
        crate::run::run!(tx, execute, sql).expect("the SQL of the test runs");
        tx.commit().await.expect("it commits");
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Runs a test on a new SQLite file. For [`both_databases!`].
pub fn on_sqlite<T: Future<Output = ()>>(test: impl FnOnce(TestDb) -> T) {
    let folder = sqlite::Folder::new();
    run(test, async { folder.database().await }, async || {});
}

/// Runs a test on a new PostgreSQL database. For [`both_databases!`].
pub fn on_postgres<T: Future<Output = ()>>(test: impl FnOnce(TestDb) -> T) {
    let database = postgres::Database::named();
    run(test, database.create(), async || database.drop().await);
}

/// Creates the database, runs the test, and cleans up whatever its outcome.
fn run<T: Future<Output = ()>>(
    test: impl FnOnce(TestDb) -> T,
    create: impl Future<Output = TestDb>,
    clean_up: impl AsyncFnOnce(),
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the test");
    let db = runtime.block_on(create);
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(db.clone()))));
    runtime.block_on(async {
        db.close().await;
        clean_up().await;
    });
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}
