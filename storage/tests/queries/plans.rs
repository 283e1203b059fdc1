//! The queries of every request go straight to their row.

use sqlx::{Connection as _, SqliteConnection};
use storage::testing::{TestDb, on_sqlite};

const TOKENS: &str = include_str!("../../src/tokens.rs");
const SESSIONS: &str = include_str!("../../src/sessions.rs");
const FLASHES: &str = include_str!("../../src/flashes.rs");
const REVEALS: &str = include_str!("../../src/reveals.rs");
const PASSKEYS: &str = include_str!("../../src/passkeys.rs");
const PERSONS: &str = include_str!("../../src/persons.rs");
const PHOTOS: &str = include_str!("../../src/photos.rs");
const PHOTO_FILES: &str = include_str!("../../src/photo_files.rs");
const MAILS: &str = include_str!("../../src/mails.rs");
const MAILED_LINKS: &str = include_str!("../../src/mailed_links.rs");
const SIGN_UP: &str = include_str!("../../src/sign_up.rs");
const AUDIT: &str = include_str!("../../src/audit.rs");
const AUDIT_CHAIN: &str = include_str!("../../src/audit_chain.rs");
const AUDIT_LIST: &str = include_str!("../../src/audit_list.rs");
const KNOWN_BROWSERS: &str = include_str!("../../src/known_browsers.rs");
const EXPORTS: &str = include_str!("../../src/exports.rs");
const DELETION: &str = include_str!("../../src/deletion.rs");
const THROTTLES: &str = include_str!("../../src/throttles.rs");
const ORGANIZATIONS: &str = include_str!("../../src/organizations.rs");
const MEMBERSHIPS: &str = include_str!("../../src/memberships.rs");
const PEOPLE: &str = include_str!("../../src/people.rs");
const INVITATIONS: &str = include_str!("../../src/invitations.rs");
const CHOICES: &str = include_str!("../../src/choices.rs");
const ROLES: &str = include_str!("../../src/roles.rs");
const TEAMS: &str = include_str!("../../src/teams.rs");
const MEMBERS: &str = include_str!("../../src/members.rs");
const DIALECT: &str = include_str!("../../src/dialect.rs");
const NOTICES: &str = include_str!("../../src/notices.rs");
const STAFF: &str = include_str!("../../src/staff.rs");
const WORKSPACES: &str = include_str!("../../src/workspaces.rs");

/// Files, and the queries in them that never go through a whole table.
const HOT: &[(&str, &str)] = &[
    (TOKENS, "fn token_of"),
    (TOKENS, "fn is_live_token"),
    (TOKENS, "fn delete_token("),
    (TOKENS, "fn delete_tokens_since"),
    (TOKENS, "fn save_token_uses"),
    (TOKENS, "fn insert_token"),
    (SESSIONS, "fn touch_session"),
    (SESSIONS, "fn delete_sessions_of"),
    (SESSIONS, "fn sessions_of"),
    (SESSIONS, "fn renew_session"),
    (SESSIONS, "fn delete_session_of"),
    (SESSIONS, "fn delete_other_sessions"),
    (AUDIT, "fn history_of"),
    (AUDIT, "fn has_done"),
    (KNOWN_BROWSERS, "fn known_browsers"),
    (KNOWN_BROWSERS, "fn know_browser"),
    (KNOWN_BROWSERS, "fn forget_browsers_of"),
    (FLASHES, "fn peek_flash"),
    (FLASHES, "fn take_flash"),
    (REVEALS, "fn has_reveal"),
    (REVEALS, "fn take_reveal"),
    (PASSKEYS, "fn passkeys_of"),
    (PASSKEYS, "fn open_passkey"),
    (PASSKEYS, "fn use_passkey"),
    (PASSKEYS, "fn delete_passkey("),
    (PASSKEYS, "fn take_passkey_challenge"),
    (PERSONS, "fn credentials"),
    (PHOTOS, "fn photo("),
    (PHOTOS, "fn delete_photo"),
    (PHOTO_FILES, "fn keep_photo_files"),
    (PHOTO_FILES, "fn claim_photo_files"),
    (PHOTO_FILES, "fn forget_photo_files"),
    (MAILS, "fn claim_mails"),
    (MAILS, "fn delete_mail"),
    (MAILED_LINKS, "fn mailed_link("),
    (MAILED_LINKS, "fn mailed_payloads"),
    (MAILED_LINKS, "fn use_mailed_link"),
    (SIGN_UP, "fn put_sign_up"),
    (SIGN_UP, "fn sign_up("),
    (SIGN_UP, "fn use_sign_up"),
    (SIGN_UP, "fn delete_sign_up"),
    (EXPORTS, "fn export_of"),
    (EXPORTS, "fn claim_export"),
    (EXPORTS, "fn take_export"),
    (DELETION, "fn has_other_staff"),
    (DELETION, "fn leave("),
    (DELETION, "fn due_leaver"),
    (DELETION, "fn delete_person"),
    (DELETION, "fn blank_history_of"),
    (STAFF, "fn is_staff"),
    (STAFF, "fn account("),
    (STAFF, "fn set_staff"),
    (STAFF, "fn suspend_person"),
    (STAFF, "fn resume_person"),
    (ORGANIZATIONS, "fn claim_slug"),
    (ORGANIZATIONS, "fn membership("),
    (ORGANIZATIONS, "fn newer_slug"),
    (ORGANIZATIONS, "fn save_organization"),
    (ORGANIZATIONS, "fn end_organization"),
    (ORGANIZATIONS, "fn keep_organization"),
    (ORGANIZATIONS, "fn delete_due_organization"),
    (MEMBERSHIPS, "fn leave_organization"),
    (MEMBERSHIPS, "fn counts_of"),
    (MEMBERSHIPS, "fn organizations_of"),
    (MEMBERSHIPS, "fn workspaces_of"),
    (MEMBERSHIPS, "fn whereabouts"),
    (MEMBERSHIPS, "fn owned_alone"),
    (MEMBERSHIPS, "fn owned_count"),
    (PEOPLE, "fn people_count"),
    (PEOPLE, "fn person_in"),
    (PEOPLE, "fn post_in"),
    (PEOPLE, "fn suspend_member"),
    (PEOPLE, "fn set_role"),
    (INVITATIONS, "fn belongs"),
    (INVITATIONS, "fn invitation_for"),
    (INVITATIONS, "fn invitation("),
    (INVITATIONS, "fn invitation_of_link"),
    (INVITATIONS, "fn invitation_to"),
    (INVITATIONS, "fn invitations_to"),
    (INVITATIONS, "fn answered_by"),
    (INVITATIONS, "fn invited("),
    (INVITATIONS, "fn delete_invitations_since"),
    (INVITATIONS, "fn answer_invitation"),
    (INVITATIONS, "fn delete_invitations_for"),
    (NOTICES, "fn insert_notice"),
    (NOTICES, "fn wants_mail"),
    (NOTICES, "fn notices("),
    (NOTICES, "fn read_notice("),
    (NOTICES, "fn read_notices"),
    (NOTICES, "fn settle_notices"),
    (NOTICES, "fn notice_choices"),
    (NOTICES, "fn due_warnings"),
    (NOTICES, "fn move_warning"),
    (NOTICES, "fn take_digest"),
    (WORKSPACES, "fn workspaces_in"),
    (WORKSPACES, "fn workspace("),
    (WORKSPACES, "fn rename_workspace"),
    (WORKSPACES, "fn archive_workspace"),
    (WORKSPACES, "fn move_workspace"),
    (MEMBERS, "fn members_of"),
    (MEMBERS, "fn member_of"),
    (MEMBERS, "fn brought_by_teams"),
    (MEMBERS, "fn person_of_address"),
    (CHOICES, "fn proposed_for_workspace"),
    (MEMBERS, "fn delete_member"),
    (ROLES, "fn role_called"),
    (ROLES, "fn roles_in"),
    (ROLES, "async fn own_role("),
    (ROLES, "fn delete_role"),
    (TEAMS, "fn team_named"),
    (TEAMS, "fn teams_in"),
    (TEAMS, "fn team("),
    (TEAMS, "fn delete_team("),
    (TEAMS, "fn delete_team_member"),
    (TEAMS, "fn teammates"),
    (TEAMS, "fn team_with_workspaces"),
    (TEAMS, "fn teams_of("),
    (CHOICES, "fn proposed_for_team"),
    (CHOICES, "fn choices_for_team"),
    (DIALECT, "fn teams_of_some"),
    (WORKSPACES, "fn targets_of"),
    (AUDIT_CHAIN, "fn unsealed_lines"),
    (AUDIT_CHAIN, "fn sealed_lines"),
    (AUDIT_CHAIN, "fn seal_line"),
    (DELETION, "fn blank_address"),
    (THROTTLES, "fn count_attempt"),
    (THROTTLES, "fn uncount_in_window"),
];

/// How SQLite would run the query that follows `marker` in a source file.
async fn plan(db: &TestDb, source: &'static str, marker: &str) -> Vec<String> {
    let method = source.split_once(marker).unwrap().1;
    let (before, sql) = method.split_once('"').unwrap();
    let sql = sql.split('"').next().unwrap();
    // What several queries of a file share.
    let shared = source.split_once("concat!(").filter(|_| before.contains("select!("));
    let shared = shared.map_or("", |(_, rest)| rest.split_once("};").unwrap().0);
    let [first, last] = [1, 3].map(|n| shared.split('"').nth(n).unwrap_or_default());
    let mut connection = SqliteConnection::connect(db.url()).await.unwrap();
    let explain = format!("EXPLAIN QUERY PLAN {first}{sql}{last}");
    let steps: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    steps.into_iter().map(|(.., detail)| detail).collect()
}

#[test]
fn hot_queries_use_their_index() {
    on_sqlite(async |db| {
        let by_digest = "SEARCH t USING INDEX sqlite_autoindex_tokens_2 (digest=?)";
        let person = "SEARCH p USING INDEX sqlite_autoindex_persons_1 (id=?)";
        let app = "SEARCH a USING COVERING INDEX sqlite_autoindex_authenticators_1 (person_id=?) LEFT-JOIN";
        assert_eq!(plan(&db, TOKENS, "fn token_by_digest").await, [by_digest, person, app]);

        let by_digest = "SEARCH s USING INDEX sqlite_autoindex_sessions_2 (digest=?)";
        let photo = "SEARCH f USING INDEX sqlite_autoindex_photos_1 (person_id=?) LEFT-JOIN";
        assert_eq!(plan(&db, SESSIONS, "fn session(").await, [by_digest, person, photo, app]);

        let list = "SEARCH tokens USING INDEX tokens_by_person (person_id=?)";
        assert_eq!(plan(&db, TOKENS, "fn tokens_of").await, [list], "and no sorting");

        for (list, index) in [
            (
                "let (key, person) =",
                "memberships_by_name (organization_id=? AND (name_key,person_id)>(?,?))",
            ),
            (
                "let (since, person) =",
                "memberships_by_age (organization_id=? AND (created_at,person_id)<(?,?))",
            ),
        ] {
            let steps = plan(&db, PEOPLE, list).await;
            assert!(steps[0].ends_with(index), "{steps:?}");
            let sorted = steps.iter().any(|step| step.contains("SCAN") || step.contains("B-TREE"));
            assert!(!sorted, "{steps:?}");
        }

        // The few who are unread, the steps of a list of digests.
        let unread = plan(&db, NOTICES, "fn unread_notices").await;
        let index = "notices_unread (person_id=?)";
        assert!(unread.iter().any(|step| step.ends_with(index)), "{unread:?}");
        let watched = plan(&db, NOTICES, "fn watched").await;
        let by_digest = "SEARCH s USING INDEX sqlite_autoindex_sessions_2 (digest=?)";
        assert!(watched.contains(&by_digest.to_owned()), "{watched:?}");
        assert!(watched.iter().any(|step| step.ends_with(index)), "{watched:?}");
        let digests = plan(&db, NOTICES, "fn due_digests").await;
        assert!(digests[0].contains("notices_for_digest (person_id>?)"), "{digests:?}");

        for (lines, index) in [
            ("(Some(place), Some(actor)) =>", "audit_log_by_actor"),
            ("(Some(place), None) =>", "audit_log_by_organization"),
            ("(None, Some(actor)) =>", "audit_log_by_actor"),
            ("(None, None) =>", "audit_log_by_time"),
        ] {
            let steps = plan(&db, AUDIT_LIST, lines).await;
            assert!(steps[0].contains(&format!("USING INDEX {index} (")), "{lines}: {steps:?}");
            assert!(!steps.iter().any(|step| step.contains("B-TREE")), "{lines}: {steps:?}");
        }

        for (source, method) in HOT {
            let steps = plan(&db, source, method).await;
            // Of one row each.
            let small = ["SCAN CONSTANT ROW", "SCAN one", "SCAN place LEFT-JOIN"];
            // What an index has found before, or what was given.
            let found =
                ["SCAN r", "SCAN unread", "SCAN workspace_roles", "SCAN j VIRTUAL TABLE INDEX 1:"];
            let scans = |step: &&String| {
                let known = small.iter().chain(&found).any(|known| known == step);
                step.starts_with("SCAN") && !known
            };
            assert!(!steps.iter().any(|step| scans(&step)), "{method}: {steps:?}");
        }
    });
}
