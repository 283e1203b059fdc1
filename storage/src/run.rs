//! One query, two engines.
//!
//! `run!` is a `match` over the engine with the same query in both arms: the
//! text and the arguments are written once, and both drivers take `$1`.
//!
//! ```text
//! run!(tx, execute, "UPDATE … WHERE id = $1", id)?          // u64: rows changed
//! run!(tx, fetch_optional as PersonRow, "SELECT …", id)?    // Option<PersonRow>
//! run!(tx, fetch_all as (i64,), "SELECT …")?                // Vec<(i64,)>
//! ```

/// Runs one query on whatever engine the `Tx` is of, and counts it.
macro_rules! run {
    ($tx:expr, execute, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let outcome = match $tx.connection() {
            $crate::db::Connection::Sqlite(c) => {
                sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected())
            }
            $crate::db::Connection::Postgres(c) => {
                sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected())
            }
        };
        $tx.answered(outcome)
    }};
    ($tx:expr, $fetch:ident as $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let outcome = match $tx.connection() {
            $crate::db::Connection::Sqlite(c) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.$fetch(c).await
            }
            $crate::db::Connection::Postgres(c) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.$fetch(c).await
            }
        };
        $tx.answered(outcome)
    }};
}

pub(crate) use run;
