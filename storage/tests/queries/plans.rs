//! The queries of every request go straight to their row.

use sqlx::{Connection as _, SqliteConnection};
use storage::testing::{TestDb, on_sqlite};

/// How SQLite would run the query that follows `marker` in a source file.
async fn plan(db: &TestDb, source: &'static str, marker: &str) -> Vec<String> {
    let method = source.split_once(marker).unwrap().1;
    let sql = method.split('"').nth(1).unwrap();
    let mut connection = SqliteConnection::connect(db.url()).await.unwrap();
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let steps: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    steps.into_iter().map(|(.., detail)| detail).collect()
}

#[test]
fn hot_queries_use_their_index() {
    let tokens = include_str!("../../src/tokens.rs");
    let sessions = include_str!("../../src/sessions.rs");
    let flashes = include_str!("../../src/flashes.rs");
    let reveals = include_str!("../../src/reveals.rs");
    let passkeys = include_str!("../../src/passkeys.rs");
    let persons = include_str!("../../src/persons.rs");
    let photos = include_str!("../../src/photos.rs");
    let photo_files = include_str!("../../src/photo_files.rs");
    let mails = include_str!("../../src/mails.rs");
    let mailed_links = include_str!("../../src/mailed_links.rs");
    let sign_up = include_str!("../../src/sign_up.rs");
    let audit = include_str!("../../src/audit.rs");
    let known_browsers = include_str!("../../src/known_browsers.rs");
    let exports = include_str!("../../src/exports.rs");
    let deletion = include_str!("../../src/deletion.rs");
    let throttles = include_str!("../../src/throttles.rs");
    let organizations = include_str!("../../src/organizations.rs");
    let memberships = include_str!("../../src/memberships.rs");
    let workspaces = include_str!("../../src/workspaces.rs");
    on_sqlite(async |db| {
        let by_digest = "SEARCH t USING INDEX sqlite_autoindex_tokens_2 (digest=?)";
        let person = "SEARCH p USING INDEX sqlite_autoindex_persons_1 (id=?)";
        let app = "SEARCH a USING COVERING INDEX sqlite_autoindex_authenticators_1 (person_id=?) LEFT-JOIN";
        assert_eq!(plan(&db, tokens, "fn token_by_digest").await, [by_digest, person, app]);

        let by_digest = "SEARCH s USING INDEX sqlite_autoindex_sessions_2 (digest=?)";
        let photo = "SEARCH f USING INDEX sqlite_autoindex_photos_1 (person_id=?) LEFT-JOIN";
        assert_eq!(plan(&db, sessions, "fn session(").await, [by_digest, person, photo, app]);

        let list = "SEARCH tokens USING INDEX tokens_by_person (person_id=?)";
        assert_eq!(plan(&db, tokens, "fn tokens_of").await, [list], "and no sorting");

        for (source, method) in [
            (tokens, "fn token_of"),
            (tokens, "fn delete_token("),
            (tokens, "fn delete_tokens_since"),
            (tokens, "fn save_token_uses"),
            (tokens, "fn insert_token"),
            (sessions, "fn touch_session"),
            (sessions, "fn delete_sessions_of"),
            (sessions, "fn sessions_of"),
            (sessions, "fn renew_session"),
            (sessions, "fn delete_session_of"),
            (sessions, "fn delete_other_sessions"),
            (audit, "fn history_of"),
            (audit, "fn has_done"),
            (known_browsers, "fn known_browsers"),
            (known_browsers, "fn know_browser"),
            (known_browsers, "fn forget_browsers_of"),
            (flashes, "fn peek_flash"),
            (flashes, "fn take_flash"),
            (reveals, "fn has_reveal"),
            (reveals, "fn take_reveal"),
            (passkeys, "fn passkeys_of"),
            (passkeys, "fn open_passkey"),
            (passkeys, "fn use_passkey"),
            (passkeys, "fn delete_passkey("),
            (passkeys, "fn take_passkey_challenge"),
            (persons, "fn credentials"),
            (photos, "fn photo("),
            (photos, "fn delete_photo"),
            (photo_files, "fn keep_photo_files"),
            (photo_files, "fn claim_photo_files"),
            (photo_files, "fn forget_photo_files"),
            (mails, "fn claim_mails"),
            (mails, "fn delete_mail"),
            (mailed_links, "fn mailed_link("),
            (mailed_links, "fn mailed_payloads"),
            (mailed_links, "fn use_mailed_link"),
            (sign_up, "fn put_sign_up"),
            (sign_up, "fn sign_up("),
            (sign_up, "fn use_sign_up"),
            (sign_up, "fn delete_sign_up"),
            (exports, "fn export_of"),
            (exports, "fn claim_export"),
            (exports, "fn take_export"),
            (deletion, "fn has_other_staff"),
            (deletion, "fn leave("),
            (deletion, "fn due_leaver"),
            (deletion, "fn delete_person"),
            (deletion, "fn blank_history_of"),
            (organizations, "fn claim_slug"),
            (organizations, "fn membership("),
            (organizations, "fn newer_slug"),
            (organizations, "fn save_organization"),
            (organizations, "fn end_organization"),
            (organizations, "fn keep_organization"),
            (organizations, "fn delete_due_organization"),
            (memberships, "fn leave_organization"),
            (memberships, "fn counts_of"),
            (memberships, "fn organizations_of"),
            (memberships, "fn workspaces_of"),
            (memberships, "fn place_of"),
            (memberships, "fn owned_alone"),
            (workspaces, "fn workspaces_in"),
            (workspaces, "fn workspace("),
            (workspaces, "fn rename_workspace"),
            (workspaces, "fn archive_workspace"),
            (workspaces, "fn move_workspace"),
            (workspaces, "fn members_of"),
            (workspaces, "fn targets_of"),
            (throttles, "fn count_attempt"),
            (throttles, "fn uncount_in_window"),
        ] {
            let steps = plan(&db, source, method).await;
            assert!(
                !steps.iter().any(|step| step.starts_with("SCAN") && step != "SCAN CONSTANT ROW"),
                "{method}: {steps:?}"
            );
        }
    });
}
