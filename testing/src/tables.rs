//! The tables as a thief of the database would read them. Beside `storage`, the
//! only code that speaks SQL: use-cases must not be able to do this.

use domain::Time;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::TestApp;

/// Every row of every table; blobs as lower-case hexadecimal digits.
pub struct Dump(Vec<(String, Vec<Value>)>);

impl Dump {
    /// Where a text is kept, in clear or in hexadecimal: the names of tables.
    pub fn places_of(&self, text: &str) -> Vec<&str> {
        let hex = text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let holds = |rows: &[Value]| rows.iter().any(|row| mentions(row, text, &hex));
        self.0.iter().filter(|(_, rows)| holds(rows)).map(|(table, _)| table.as_str()).collect()
    }

    /// How many rows there are in all.
    pub fn rows(&self) -> usize {
        self.0.iter().map(|(_, rows)| rows.len()).sum()
    }
}

fn mentions(value: &Value, text: &str, hex: &str) -> bool {
    match value {
        Value::String(cell) => cell.contains(text) || cell.contains(hex),
        Value::Array(list) => list.iter().any(|value| mentions(value, text, hex)),
        Value::Object(map) => map.values().any(|value| mentions(value, text, hex)),
        other => other.to_string().contains(text),
    }
}

impl TestApp {
    /// All rows of a table, in no order.
    pub async fn rows(&self, table: &str) -> Vec<Value> {
        let url = self.db.url();
        let rows: Vec<(String,)> = if url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let columns: Vec<(String,)> =
                sqlx::query_as(AssertSqlSafe(columns)).fetch_all(&mut connection).await.unwrap();
            let cells: Vec<_> = columns
                .iter()
                .map(|(c,)| {
                    format!("'{c}', CASE typeof({c}) WHEN 'blob' THEN lower(hex({c})) ELSE {c} END")
                })
                .collect();
            let sql = format!("SELECT json_object({}) FROM {table}", cells.join(", "));
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap()
        } else {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let sql = format!("SELECT row_to_json(t)::text FROM {table} t");
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap()
        };
        rows.iter().map(|(row,)| serde_json::from_str(row).unwrap()).collect()
    }

    /// Is there a line in the audit log for this act?
    pub async fn audited(&self, action: &str) -> bool {
        self.rows("audit_log").await.iter().any(|line| line["action"] == action)
    }

    /// Everything that the database holds.
    pub async fn dump(&self) -> Dump {
        let url = self.db.url();
        let tables: Vec<(String,)> = if url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table'";
            sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
        } else {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
            sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap()
        };
        let mut dump = Vec::new();
        for (table,) in tables {
            let rows = self.rows(&table).await;
            dump.push((table, rows));
        }
        Dump(dump)
    }
}

impl TestApp {
    /// The files of an SQLite database, as they are on the disk; none of PostgreSQL.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let Some(path) = self.db.url().strip_prefix("sqlite://") else { return Vec::new() };
        ["", "-wal", "-shm"]
            .map(|companion| format!("{path}{companion}"))
            .map(|file| (file.clone(), std::fs::read(file).unwrap()))
            .into()
    }
}

/// A time in a row, whatever the engine writes it like.
pub fn time_of(row: &Value, column: &str) -> Time {
    let text = row[column].as_str().unwrap();
    chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}
