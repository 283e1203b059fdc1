//! Opening, migrating, reading, committing and rolling back.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use domain::flash::Flash;
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use storage::{
    Db, Engine, StorageError,
    testing::{TestDb, both_databases, on_postgres, on_sqlite},
};

use crate::support::{add_person, at, crowd, digest, name, person, read, session, write};

both_databases! {
    async fn the_database_answers(db: TestDb) {
        db.ping().await.unwrap();
        let sqlite = db.url().starts_with("sqlite:");
        assert_eq!(db.engine() == Engine::Sqlite, sqlite);
        assert_eq!(db.engine().to_string(), if sqlite { "SQLite" } else { "PostgreSQL" });
        let clone = (*db).clone();
        db.close().await;
        assert!(clone.ping().await.is_err());
    }

    async fn what_is_not_committed_is_gone(db: TestDb) {
        let id = person(&db, 1).await;
        let mut tx = db.begin().await.unwrap();
        assert!(tx.save_name(id, &name("Mo"), 1, at(1)).await.unwrap());
        drop(tx);
        assert_eq!(read(&db, async |tx| tx.profile(id).await).await.unwrap().version, 1);
    }

    async fn readers_do_not_wait_for_writers(db: TestDb) {
        let id = person(&db, 1).await;
        let mut writer = db.begin().await.unwrap();
        writer.save_name(id, &name("Mo"), 1, at(1)).await.unwrap();
        let seen = tokio::time::timeout(
            Duration::from_secs(1),
            read(&db, async |tx| tx.profile(id).await),
        );
        assert_eq!(seen.await.unwrap().unwrap().version, 1, "the last committed state");
        writer.commit().await.unwrap();
        assert_eq!(read(&db, async |tx| tx.profile(id).await).await.unwrap().version, 2);
        db.read().await.unwrap().commit().await.unwrap(); // nothing to commit, no error
    }

    async fn a_read_that_is_broken_off_leaves_the_next_ones_alone(db: TestDb) {
        let id = person(&db, 1).await;
        for _ in 0..20 {
            let mut tx = db.read().await.unwrap();
            let begun = tokio::time::timeout(Duration::ZERO, tx.profile(id));
            drop(begun.await);
            drop(tx);
            assert_eq!(read(&db, async |tx| tx.profile(id).await).await.unwrap().version, 1);
        }
    }

    async fn more_readers_than_connections_wait_for_their_turn(db: TestDb) {
        let id = person(&db, 1).await;
        let versions = crowd(50, |_| {
            let db = db.clone();
            async move { read(&db, async |tx| tx.profile(id).await).await.unwrap().version }
        });
        assert_eq!(versions.await, [1; 50]);
        db.close().await;
        assert!(matches!(db.read().await, Err(StorageError::Sqlx(sqlx::Error::PoolClosed))));
    }

    async fn queries_are_counted(db: TestDb) {
        let before = db.queries();
        read(&db, async |tx| {
            tx.person_count().await?;
            tx.session(&digest(1), at(0)).await
        })
        .await;
        assert_eq!(db.queries() - before, 2);
    }

    async fn migrating_again_or_together_changes_nothing(db: TestDb) {
        person(&db, 1).await;
        let nodes = [Db::connect(db.url()).await.unwrap(), Db::connect(db.url()).await.unwrap()];
        let (a, b, c) = tokio::join!(db.migrate(), nodes[0].migrate(), nodes[1].migrate());
        a.unwrap();
        b.unwrap();
        c.unwrap();
        assert_eq!(read(&db, async |tx| tx.person_count().await).await, 1);
        for node in nodes {
            node.close().await;
        }
    }

    async fn a_database_that_gives_no_answer_in_time_is_busy(db: TestDb) {
        let id = person(&db, 1).await;
        let mut holder = db.begin().await.unwrap();
        holder.save_name(id, &name("Mo"), 1, at(1)).await.unwrap();
        let error = async {
            let mut tx = db.begin().await?;
            tx.save_name(id, &name("Late"), 1, at(2)).await
        };
        assert!(error.await.unwrap_err().is_busy());
        // Nobody of ours, but another process holds the lock.
        let node = Db::connect(db.url()).await.unwrap();
        let error = async {
            let mut tx = node.begin().await?;
            tx.save_name(id, &name("Late"), 1, at(2)).await
        };
        assert!(error.await.unwrap_err().is_busy());
        holder.commit().await.unwrap();
        node.close().await;
    }

    async fn an_error_of_ours_is_not_busy(db: TestDb) {
        let mara = person(&db, 1).await;
        session(&db, 2, mara).await;
        let mut tx = db.begin().await.unwrap();
        let twice = storage::NewSession {
            id: domain::SessionId(crate::support::uuid(2)),
            digest: &digest(3),
            person: mara,
            now: at(0),
            proved_at: at(0),
            idle_expires: at(1),
            expires: at(1),
            keep: false,
            user_agent: "",
            network: "",
        };
        assert!(!tx.insert_session(twice).await.unwrap_err().is_busy());
    }

    async fn moments_keep_their_order_and_their_microseconds(db: TestDb) {
        // SQLite compares texts: with and without fractions of a second.
        let mara = person(&db, 1).await;
        let whole = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let micros = [0, 1, 1000, 1001, 100_000, 123_456, 500_000, 999_999, 1_000_000];
        for (n, end) in (10..).zip(micros) {
            let expires = whole + TimeDelta::microseconds(end);
            let new = storage::NewSession {
                id: domain::SessionId(crate::support::uuid(n)),
                digest: &digest(n),
                person: mara,
                now: at(0),
                proved_at: at(0),
                idle_expires: expires,
                expires,
                keep: false,
                user_agent: "",
                network: "",
            };
            write(&db, async |tx| tx.insert_session(new).await).await;
            for seen in micros {
                let time = whole + TimeDelta::microseconds(seen);
                let row = read(&db, async |tx| tx.session(&digest(n), time).await).await;
                assert_eq!(row.is_some(), seen < end, "ends {end}, seen at {seen}");
                assert!(row.is_none_or(|row| row.expires == expires));
            }
        }
    }
}

#[test]
fn a_database_in_memory_serves_writers_and_readers() {
    on_sqlite(async |_| {
        let db = Db::connect("sqlite::memory:").await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.person_count().await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert_eq!(db.read().await.unwrap().person_count().await.unwrap(), 0);
        let other = Db::connect("sqlite::memory:").await.unwrap();
        assert!(other.read().await.unwrap().person_count().await.is_err(), "each is its own");
    });
}

#[test]
fn a_transaction_that_reads_before_it_writes_is_not_refused() {
    on_sqlite(async |db| {
        let id = person(&db, 1).await;
        let node = Db::connect(db.url()).await.unwrap();
        let saved = crowd(40, |n| {
            let db = if n % 2 == 0 { (*db).clone() } else { node.clone() };
            async move {
                let mut tx = db.begin().await.unwrap();
                let version = tx.profile(id).await.unwrap().unwrap().version;
                let saved = tx.save_name(id, &name("Mo"), version, at(1)).await.unwrap();
                tx.commit().await.unwrap();
                saved
            }
        });
        assert!(saved.await.into_iter().all(|saved| saved));
        node.close().await;
    });
}

#[test]
fn a_reader_cannot_write() {
    on_sqlite(async |db| {
        let id = person(&db, 1).await;
        let mut reader = db.read().await.unwrap();
        assert!(reader.save_name(id, &name("Mo"), 1, at(1)).await.is_err());
    });
}

#[test]
#[cfg(unix)]
fn the_file_is_closed_to_other_users() {
    use std::os::unix::fs::PermissionsExt as _;

    on_sqlite(async |db| {
        add_person(&db, 1, "mara@fjordline.example").await;
        let path = db.url().strip_prefix("sqlite://").unwrap();
        for file in [path.to_owned(), format!("{path}-wal"), format!("{path}-shm")] {
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    });
}

#[test]
#[cfg(unix)]
fn an_older_file_is_closed_to_other_users_too() {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

    on_sqlite(async |db| {
        add_person(&db, 1, "mara@fjordline.example").await;
        let path = db.url().strip_prefix("sqlite://").unwrap();
        let files = ["", "-wal", "-shm"].map(|companion| format!("{path}{companion}"));
        for file in &files {
            std::fs::set_permissions(file, Permissions::from_mode(0o644)).unwrap();
        }
        Db::connect(db.url()).await.unwrap().close().await;
        for file in &files {
            let mode = std::fs::metadata(file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    });
}

#[test]
fn what_is_deleted_is_overwritten_and_its_room_given_back() {
    on_sqlite(async |db| {
        let file = db.url().strip_prefix("sqlite://").unwrap().to_owned();
        // Each table and each index keeps a page.
        let mut other = SqliteConnection::connect(db.url()).await.unwrap();
        let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let (empty,): (i64,) = sqlx::query_as(pages).fetch_one(&mut other).await.unwrap();
        other.close().await.unwrap();
        let typed = "what somebody typed ".repeat(200);
        let flash = Flash { form: typed, fields: vec![], problem: None };
        write(&db, async |tx| {
            for n in 0..500 {
                tx.save_flash(&digest(n), &digest(0), &flash, at(9)).await?;
            }
            Ok(())
        })
        .await;
        write(&db, async |tx| tx.sweep(at(9)).await).await;
        db.close().await; // writes the journal into the file
        let bytes = std::fs::read(file).unwrap();
        let left = i64::try_from(bytes.len()).unwrap() - empty;
        assert!(left < 40_000, "{left} bytes are left of two million");
        assert!(!bytes.windows(19).any(|w| w == b"what somebody typed"));
    });
}

#[test]
fn a_server_that_hung_up_is_found_again() {
    on_postgres(async |db| {
        person(&db, 1).await;
        let mut other = PgConnection::connect(db.url()).await.unwrap();
        let hang_up = "SELECT pg_terminate_backend(pid)
             FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.execute(hang_up).await.unwrap();
        for _ in 0..20 {
            // At worst the answer is that the same request may work in a moment.
            let Err(error) = async { db.read().await?.person_count().await }.await else { return };
            assert!(error.is_busy(), "{error:?}");
        }
        panic!("no connection works");
    });
}

#[test]
fn a_wrong_address_is_told() {
    on_sqlite(async |_| {
        let error = Db::connect("mysql://db").await.unwrap_err();
        assert!(matches!(error, StorageError::UnknownEngine));
        let error = Db::connect("sqlite:///no/such/folder/latchkey.db").await.unwrap_err();
        assert!(matches!(error, StorageError::File(_)));
        let nobody_listens = Db::connect("postgres://127.0.0.1:1/db").await.unwrap_err();
        assert!(nobody_listens.is_busy());
    });
}

#[test]
fn a_server_that_is_not_there_is_named_without_the_password() {
    on_sqlite(async |_| {
        let url = "postgres://latchkey:not-for-eyes@127.0.0.1:1/latchkey";
        let error = Db::connect(url).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("127.0.0.1:1") && text.contains("refused"), "{text}");
        assert!(!text.contains("not-for-eyes"), "{text}");
    });
}
