//! A new database inside the PostgreSQL server that the environment names.
//!
//! Copying a migrated template takes a fraction of the time of migrating. The
//! template is made once per state of the migrations, by whoever comes first.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::TestDb;
use crate::{Db, db::POSTGRES};

const VARIABLE: &str = "LATCHKEY_TEST_POSTGRES";
/// Any number, as long as every process takes the same.
const LOCK: &str = "SELECT pg_advisory_lock(7236149051)";

/// A database that has a name, whether it exists yet or not.
pub(super) struct Database {
    server: String,
    name: String,
}

impl Database {
    /// The next free name on the server.
    pub(super) fn named() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var(VARIABLE).unwrap_or_else(|_| {
            panic!(
                "{VARIABLE} is not set. Tests run on PostgreSQL, too: name a server \
                 on which databases may be created, such as \
                 postgres://postgres@127.0.0.1:5432/postgres"
            )
        });
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        Self { server, name: format!("latchkey_test_{}_{count}", std::process::id()) }
    }

    pub(super) async fn create(&self) -> TestDb {
        let mut server = self.connect().await;
        let template = self.template(&mut server).await;
        let name = &self.name;
        execute(&mut server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        execute(&mut server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        TestDb::open(self.url(name)).await
    }

    pub(super) async fn drop(&self) {
        let mut server = self.connect().await;
        execute(&mut server, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }

    /// The name of the migrated template. It is made under another name, so
    /// that it is complete as soon as it exists.
    async fn template(&self, server: &mut PgConnection) -> String {
        let mut hasher = DefaultHasher::new();
        POSTGRES.iter().for_each(|migration| migration.checksum.hash(&mut hasher));
        let name = format!("latchkey_template_{:016x}", hasher.finish());

        server.execute(LOCK).await.expect("the lock on the template");
        let (exists,): (bool,) =
            sqlx::query_as("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
                .bind(&name)
                .fetch_one(&mut *server)
                .await
                .expect("the list of databases");
        if !exists {
            let draft = format!("{name}_draft");
            execute(server, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await;
            execute(server, format!("CREATE DATABASE {draft}")).await;
            let db = Db::connect(&self.url(&draft)).await.expect("the template opens");
            db.migrate().await.expect("the template migrates");
            db.close().await;
            execute(server, format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
        }
        server.execute("SELECT pg_advisory_unlock_all()").await.expect("the lock is given back");
        name
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.server)
            .await
            .unwrap_or_else(|error| panic!("the server that {VARIABLE} names: {error}"))
    }

    /// The address of the server, with another database in it.
    fn url(&self, database: &str) -> String {
        let (address, parameters) = match self.server.split_once('?') {
            Some((address, parameters)) => (address, format!("?{parameters}")),
            None => (self.server.as_str(), String::new()),
        };
        let after_scheme = address.find("://").map_or(0, |at| at + 3);
        let end = address[after_scheme..].find('/').map_or(address.len(), |at| after_scheme + at);
        format!("{}/{database}{parameters}", &address[..end])
    }
}

/// For statements that take no parameters. The names in them are our own.
async fn execute(server: &mut PgConnection, sql: String) {
    if let Err(error) = server.execute(AssertSqlSafe(sql.as_str())).await {
        panic!("{sql}: {error}");
    }
}
