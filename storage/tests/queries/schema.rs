//! Both engines have the same schema: two folders of migrations drift apart
//! unless a program compares what they make.

use std::{collections::BTreeSet, fs, path::Path};

use sqlx::{
    Connection as _, PgConnection, Row as _, SqliteConnection, postgres::PgRow, sqlite::SqliteRow,
};
use storage::testing::{on_postgres, on_sqlite};

/// Each fact is a line, such as `tokens.name text not null`.
type Facts = BTreeSet<String>;

const POSTGRES: &str = "
    SELECT c.table_name || '.' || c.column_name || ' '
        || c.data_type
        || CASE c.is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
    FROM information_schema.columns c
    WHERE c.table_schema = 'public'
  UNION ALL
    SELECT t.relname || CASE WHEN i.indisunique THEN ' unique (' ELSE ' index (' END
        || (
            SELECT string_agg(a.attname, ', ' ORDER BY k.n)
            FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
        ) || ')'
        || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE n.nspname = 'public'
  UNION ALL
    SELECT t.relname || '.' || a.attname || ' references '
        || f.relname || '.' || b.attname
        || CASE k.confdeltype WHEN 'c' THEN ' on delete cascade' ELSE '' END
    FROM pg_constraint k
    JOIN pg_class t ON t.oid = k.conrelid
    JOIN pg_class f ON f.oid = k.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1]
    JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.confkey[1]
    WHERE k.contype = 'f'";

const SQLITE: &str = "
    SELECT t.name || '.' || c.name || ' '
        || lower(c.type)
        || CASE c.\"notnull\" WHEN 1 THEN ' not null' ELSE '' END
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type IN ('table', 'view')
  UNION ALL
    SELECT t.name || CASE i.\"unique\" WHEN 1 THEN ' unique (' ELSE ' index (' END
        || (SELECT group_concat(c.name, ', ') FROM pragma_index_info(i.name) c) || ')'
        || CASE i.partial WHEN 1 THEN ' partial' ELSE '' END
    FROM sqlite_schema t, pragma_index_list(t.name) i
    WHERE t.type = 'table'
  UNION ALL
    SELECT t.name || '.' || f.\"from\" || ' references ' || f.\"table\" || '.' || f.\"to\"
        || CASE f.on_delete WHEN 'CASCADE' THEN ' on delete cascade' ELSE '' END
    FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table'";

/// The types of PostgreSQL, as SQLite has to store them.
fn as_in_sqlite(fact: &str) -> String {
    [
        (" uuid", " blob"),
        (" bytea", " blob"),
        (" timestamp with time zone", " text"),
        (" boolean", " integer"),
        (" bigint", " integer"),
    ]
    .into_iter()
    .fold(fact.to_owned(), |fact, (from, to)| fact.replace(from, to))
}

fn ours(facts: impl Iterator<Item = String>) -> Facts {
    facts.filter(|fact| !fact.starts_with("_sqlx") && !fact.starts_with("sqlite_")).collect()
}

fn files(engine: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn both_engines_have_the_same_schema() {
    let (mut sqlite, mut postgres) = (Facts::new(), Facts::new());
    on_sqlite(async |db| {
        let mut connection = SqliteConnection::connect(db.url()).await.unwrap();
        let rows = sqlx::query(SQLITE).fetch_all(&mut connection).await.unwrap();
        sqlite = ours(rows.iter().map(|row: &SqliteRow| row.get(0)));
        connection.close().await.unwrap();
    });
    on_postgres(async |db| {
        let mut connection = PgConnection::connect(db.url()).await.unwrap();
        let rows = sqlx::query(POSTGRES).fetch_all(&mut connection).await.unwrap();
        postgres = ours(rows.iter().map(|row: &PgRow| {
            let fact = as_in_sqlite(row.get(0));
            // Of what a view computes SQLite tells no type.
            let name = fact.split(' ').next().map(|name| [name, " "].concat());
            name.filter(|name| sqlite.contains(name)).unwrap_or(fact)
        }));
        connection.close().await.unwrap();
    });
    let of_one: Vec<_> = sqlite.symmetric_difference(&postgres).collect();
    assert!(of_one.is_empty(), "{of_one:#?}");
    for fact in [
        "tokens.name text not null",
        "tokens.last_used_at text",
        "persons.staff integer not null",
        "persons unique (email_key)",
        "links unique (purpose) partial",
        "flashes unique (visitor)",
        "tokens.person_id references persons.id on delete cascade",
    ] {
        assert!(sqlite.contains(fact), "{fact} is missing in {sqlite:#?}");
    }
}

#[test]
fn every_table_of_sqlite_is_strict() {
    on_sqlite(async |db| {
        let mut connection = SqliteConnection::connect(db.url()).await.unwrap();
        let lax: Vec<(String,)> = sqlx::query_as(
            "SELECT name FROM pragma_table_list
             WHERE type = 'table' AND strict = 0 AND schema = 'main'
               AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        assert_eq!(lax, []);
        connection.close().await.unwrap();
    });
}

#[test]
fn migrations_come_in_pairs() {
    let (sqlite, postgres) = (files("sqlite"), files("postgres"));
    assert_eq!(sqlite, postgres);
    for (number, name) in (1..).zip(&sqlite) {
        assert!(name.starts_with(&format!("{number:04}_")), "{name} has another number");
        assert!(Path::new(name).extension() == Some("sql".as_ref()), "{name}");
        assert_eq!(*name, name.to_lowercase());
    }
}
