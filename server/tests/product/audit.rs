//! The audit log: what it tells, who reads it, how it is exported, and that nobody changes it
//! unseen.

use domain::{audit::Format, rights::Role, words::audit::broken};
use serde_json::Value;
use storage::Engine;
use testing::{Client, TestApp, TestDb, both_databases, crowd, email};

const SLUG: &str = "fjordline";

/// Mara owns an organization, where otto is an admin and ada a member.
async fn organization(app: &TestApp) -> (Client, Client) {
    let mara = app.person("mara").await;
    assert_eq!(mara.new_organization("Fjordline").await, SLUG);
    for (name, role) in [("otto", Role::Admin), ("ada", Role::Member)] {
        app.person(name).await;
        app.join(SLUG, "mara", name, role).await;
    }
    let token = app.bearer(&mara.new_token("log").await);
    (mara, token)
}

async fn log(token: &Client, query: &str) -> Value {
    let path = format!("/api/v1/organizations/{SLUG}/audit{query}");
    token.get(&path).await.is(200).json()
}

async fn actions(token: &Client, query: &str) -> Vec<String> {
    let page = log(token, query).await;
    let lines = page["lines"].as_array().unwrap();
    lines.iter().map(|line| line["action"].as_str().unwrap().to_owned()).collect()
}

async fn set_role(app: &TestApp, by: &Client, whose: &str, role: &str) {
    app.wait(1);
    let id = app.id_of(whose).await.to_string();
    let fields = [("organization", SLUG), ("person", &*id), ("role", role)];
    let _ = by.call("people/role", &fields).await.is(200);
}

async fn invite(app: &TestApp, by: &Client, address: &str) {
    app.wait(1);
    let fields = [("organization", SLUG), ("addresses", address), ("role", "viewer")];
    let _ = by.call("people/invite", &fields).await.is(200);
}

/// Seals what waits, and says what does not hold.
async fn fault(app: &TestApp) -> Option<&'static str> {
    app.service.seal_log().await.unwrap();
    let verdict = app.service.verify_log().await.unwrap();
    assert_eq!(verdict.waiting, 0);
    verdict.broken.map(|(_, _, why)| why)
}

/// Copies of the line that tells of the organization, all of one moment.
macro_rules! copies {
    ($id:literal) => {
        concat!(
            "INSERT INTO audit_log (id, at, action, target, network, request_id, organization_id)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
             SELECT ",
            $id,
            ", l.at, l.action, l.target, l.network, l.request_id,
                    l.organization_id
             FROM n, audit_log l
             WHERE l.action = 'organization.created'"
        )
    };
}

both_databases! {
    async fn it_tells_what_was_before_and_after(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, token) = organization(&app).await;
        set_role(&app, &mara, "ada", "viewer").await;
        invite(&app, &mara, "Eve@harbour.example").await;
        let page = log(&token, "").await;
        let [invited, role, ..] = &page["lines"].as_array().unwrap()[..] else { panic!("{page}") };
        assert_eq!(invited["action"], "organization.person_invited");
        assert_eq!(invited["target"], "eve@harbour.example");
        assert_eq!(role["action"], "organization.role_changed");
        assert_eq!(role["target"], "Ada Lindqvist");
        assert_eq!(role["actor"]["email"], email("mara"));
        let change = &role["changes"][0];
        assert_eq!((&change["field"], &change["before"]), (&"role".into(), &"Member".into()));
        assert_eq!(change["after"], "Viewer");
    }

    async fn it_is_found_by_person_action_day_and_text(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, token) = organization(&app).await;
        set_role(&app, &mara, "ada", "viewer").await;
        invite(&app, &mara, "eve@harbour.example").await;
        let (invited, role) = ("organization.person_invited", "organization.role_changed");
        assert_eq!(actions(&token, &format!("?action={role}")).await, [role]);
        assert_eq!(actions(&token, "?find=harbour").await, [invited]);
        assert_eq!(actions(&token, &format!("?person={}", email("otto"))).await, [""; 0]);
        assert_eq!(actions(&token, "?person=nobody@x.example").await, [""; 0]);
        assert_eq!(actions(&token, &format!("?person={}", email("mara"))).await.len(), 3);
        assert_eq!(actions(&token, "?from=9998-01-01").await, [""; 0]);
        assert_eq!(actions(&token, "?until=2000-01-01").await, [""; 0]);
        for odd in ["from=x", "until=x", "before=x", "format=x", "x=x"] {
            let path = format!("/api/v1/organizations/{SLUG}/audit?{odd}");
            let _ = token.get(&path).await.is(422);
        }
    }

    async fn it_comes_in_pages(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, token) = organization(&app).await;
        for n in 0..60 {
            set_role(&app, &mara, "ada", if n % 2 == 0 { "viewer" } else { "member" }).await;
        }
        let first = log(&token, "").await;
        assert_eq!(first["lines"].as_array().unwrap().len(), 50);
        let rest = log(&token, &format!("?before={}", first["next"].as_str().unwrap())).await;
        assert_eq!((rest["lines"].as_array().unwrap().len(), &rest["next"]), (11, &Value::Null));
    }

    async fn only_owners_and_admins_of_it_read_it(db: TestDb) {
        let app = TestApp::new(db);
        let (_, mara) = organization(&app).await;
        let path = format!("/api/v1/organizations/{SLUG}/audit");
        let unknown = "/api/v1/organizations/nobodys/audit";
        app.person("eve").await;
        for (name, status) in [("otto", 200), ("ada", 403), ("eve", 404)] {
            let client = app.sign_in(name).await;
            let token = app.bearer(&client.new_token("log").await);
            for query in ["", "?format=csv"] {
                app.wait(1);
                let answer = token.get(&[&path, query].concat()).await.is(status);
                if name == "eve" {
                    assert_eq!(answer.text(), token.get(unknown).await.text());
                }
            }
        }
        assert_eq!(actions(&mara, "").await[0], "organization.log_exported");
    }

    async fn an_export_is_whole_and_safe(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, token) = organization(&app).await;
        for _ in 0..5 {
            let _ = mara.new_workspace(SLUG, "=HYPERLINK(1)").await;
        }
        app.db.execute(
            "UPDATE audit_log SET target = '=1+1' WHERE action = 'workspace.created'"
        ).await;
        let path = format!("/api/v1/organizations/{SLUG}/audit?format=");
        let csv = token.get(&[&path, "csv"].concat()).await.is(200);
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(csv.text().matches(",'=1+1,").count(), 5);
        // The heading, the organization, five workspaces, and this export.
        assert_eq!(csv.text().matches("\r\n").count(), 8);
        let lines = token.get(&[&path, "ndjson"].concat()).await.is(200);
        let lines: Vec<Value> =
            lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 8, "and the export before");
        let made = lines.iter().filter(|line| line["action"] == "workspace.created");
        assert!(made.clone().all(|line| line["details"]["name"][1] == "=HYPERLINK(1)"));
        assert_eq!(made.count(), 5);
    }

    async fn a_long_log_comes_in_small_pieces(db: TestDb) {
        let app = TestApp::new(db);
        organization(&app).await;
        app.db.execute(match app.db.engine() {
            Engine::Sqlite => copies!("randomblob(16)"),
            Engine::Postgres => copies!("gen_random_uuid()"),
        }).await;
        let which = SLUG.into();
        let begun = app.service.export_whole_log(Some(&which), None, Format::Ndjson).await;
        let (mut export, mut lines) = (begun.unwrap(), 0);
        while let Some(piece) = export.next().await.unwrap() {
            assert!(piece.lines().count() <= 1_000);
            lines += piece.lines().count();
        }
        assert_eq!(lines, 50_001);
    }

    async fn what_many_wrote_on_two_nodes_holds(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _) = organization(&app).await;
        let writers = crowd(12, |n| {
            let (mara, node) = (mara.clone(), app.node());
            async move {
                let _ = mara.new_workspace(SLUG, &format!("Workspace {n}")).await;
                node.service.seal_log().await.unwrap();
            }
        });
        writers.await;
        assert_eq!(fault(&app).await, None);
        let verdict = app.service.verify_log().await.unwrap();
        let count = i64::try_from(app.rows("audit_log").await.len()).unwrap();
        assert_eq!((verdict.lines, verdict.adopted), (count, 0));
        assert!(verdict.end.starts_with(&format!("{count}:")));
    }

    async fn who_leaves_is_forgotten_and_it_still_holds(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, token) = organization(&app).await;
        invite(&app, &mara, "eve@harbour.example").await;
        let otto = app.sign_in("otto").await.from_address([198, 51, 100, 9]);
        invite(&app, &otto, "ivy@harbour.example").await;
        assert_eq!(fault(&app).await, None);
        let fields = [("email", &*email("otto"))];
        let _ = otto.call("data/delete", &fields).await.is(200);
        app.wait_days(8);
        assert_eq!(app.service.delete_leavers().await.unwrap(), 1);
        assert_eq!(fault(&app).await, None);
        let gone = log(&token, "?find=ivy").await["lines"][0].clone();
        assert_eq!((&gone["network"], &gone["actor"]["email"]), (&"".into(), &Value::Null));
    }

    async fn whoever_tampers_is_found(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _) = organization(&app).await;
        invite(&app, &mara, "eve@harbour.example").await;
        set_role(&app, &mara, "ada", "viewer").await;
        assert_eq!(fault(&app).await, None);
        // Each is undone before the next.
        for (act, undo, why) in [
            (
                "UPDATE audit_log SET details = replace(details, 'viewer', 'owner')",
                "UPDATE audit_log SET details = replace(details, 'owner', 'viewer')",
                broken::CHANGED,
            ),
            (
                "UPDATE audit_log SET network = 'x' || network",
                "UPDATE audit_log SET network = substr(network, 2)",
                broken::ORIGIN,
            ),
            (
                "UPDATE audit_log SET address = 'x' || address WHERE address <> ''",
                "UPDATE audit_log SET address = substr(address, 2) WHERE address <> ''",
                broken::ADDRESS,
            ),
            (
                "UPDATE audit_log SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)",
                "UPDATE audit_log SET seq = CASE seq WHEN -3 THEN 2 ELSE 3 END WHERE seq < 0",
                broken::MISSING,
            ),
            (
                "UPDATE audit_chain SET seq = seq + 1",
                "UPDATE audit_chain SET seq = seq - 1",
                broken::END,
            ),
        ] {
            app.db.execute(act).await;
            assert_eq!(fault(&app).await, Some(why), "{act}");
            app.db.execute(undo).await;
            assert_eq!(fault(&app).await, None, "{undo}");
        }
        app.db.execute(
            "UPDATE audit_log SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)",
        ).await;
        app.db.execute("UPDATE audit_log SET seq = -seq WHERE seq < 0").await;
        assert_eq!(fault(&app).await, Some(broken::MOVED), "two lines have changed places");
        app.db.execute(
            "UPDATE audit_log SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)",
        ).await;
        app.db.execute("UPDATE audit_log SET seq = -seq WHERE seq < 0").await;
        app.db.execute("UPDATE audit_log SET network = '', user_agent = '', origin_salt = NULL").await;
        assert_eq!(fault(&app).await, Some(broken::BLANKED));
    }

    async fn a_removed_line_is_found(db: TestDb) {
        let app = TestApp::new(db);
        organization(&app).await;
        assert_eq!(fault(&app).await, None);
        app.db.execute("DELETE FROM audit_log WHERE seq = 2").await;
        assert_eq!(fault(&app).await, Some(broken::MISSING));
    }

    async fn a_removed_end_is_found(db: TestDb) {
        let app = TestApp::new(db);
        organization(&app).await;
        assert_eq!(fault(&app).await, None);
        app.db.execute("DELETE FROM audit_log WHERE seq > 2").await;
        assert_eq!(fault(&app).await, Some(broken::END));
    }

    async fn a_forged_line_is_found(db: TestDb) {
        let app = TestApp::new(db);
        organization(&app).await;
        assert_eq!(fault(&app).await, None);
        app.db.execute(
            "UPDATE audit_log SET seq = NULL, link = NULL, mark = NULL
             WHERE seq = (SELECT MAX(seq) FROM audit_log)",
        ).await;
        app.db.execute("UPDATE audit_chain SET seq = seq - 1, link = (
            SELECT l.link FROM audit_log l WHERE l.seq = audit_chain.seq - 1)").await;
        assert_eq!(fault(&app).await, Some(broken::FORGED));
    }

    async fn lines_of_earlier_versions_get_their_marks_once(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _) = organization(&app).await;
        app.db.execute("UPDATE audit_log SET mark = NULL, origin_salt = NULL, origin_digest = NULL,
            address_salt = NULL, address_digest = NULL").await;
        assert_eq!(fault(&app).await, None);
        let before = app.service.verify_log().await.unwrap();
        assert!(before.adopted > 0 && before.adopted == before.lines);
        invite(&app, &mara, "eve@harbour.example").await;
        assert_eq!(fault(&app).await, None);
        assert_eq!(app.service.verify_log().await.unwrap().adopted, before.adopted);
    }

    async fn its_page_finds_and_its_file_is_the_same(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _) = organization(&app).await;
        set_role(&app, &mara, "ada", "viewer").await;
        app.wait(86_400);
        let (mara, otto) = (app.sign_in("mara").await, app.sign_in("otto").await);
        invite(&app, &otto, "=new@x.example").await;
        invite(&app, &otto, "new@x.example").await;
        let page = async |query: &str| {
            let answer = mara.get(&format!("/settings/{SLUG}/audit{query}")).await.is(200);
            ["Member → Viewer", "Nothing found"]
                .map(|what| answer.shows(what))
        };
        let changed = async |query: &str| page(query).await[0];
        assert!(changed("").await && !page("").await[1]);
        assert!(changed("?action=organization.role_changed").await);
        assert!(!changed("?action=organization.person_invited").await);
        let (by_mara, by_otto) = (email("mara"), email("otto"));
        assert!(changed(&format!("?person={by_mara}")).await);
        assert!(!changed(&format!("?person={by_otto}")).await);
        assert!(page("?person=nobody@x.example").await[1]);
        assert!(changed("?find=viewer").await && page("?find=%25").await[1]);
        let today = app.now().format("%Y-%m-%d").to_string();
        assert!(!changed(&format!("?from={today}")).await && changed("?from=x").await);
        assert!(changed(&format!("?until={today}")).await);
        assert!(changed("?before=nothing").await);

        let path = format!("/exports/audit/{SLUG}?format=csv&action=organization.role_changed");
        let file = mara.get(&path).await.is(200);
        let text = file.text();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[1].contains("organization.role_changed"));
        let lines = mara.get(&format!("/exports/audit/{SLUG}?format=ndjson")).await.is(200);
        let lines = lines.text();
        let actions = lines.lines().map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            line["action"].as_str().unwrap().to_owned()
        });
        assert!(actions.into_iter().any(|action| action == "organization.log_exported"));
        let ada = app.sign_in("ada").await;
        for path in [&*path, "/exports/audit/nobodys?format=csv"] {
            let refused = ada.get(path).await.is(303);
            assert!(refused.location().ends_with("/audit"), "leads to why not");
        }
        let _ = app.stranger().get(&path).await.is(303);
        let _ = mara.get(&format!("/exports/audit/{SLUG}")).await.is(400);
    }
}
