//! What a page costs the database.

use testing::{Client, TestApp, TestDb, both_databases};

async fn cost(app: &TestApp, person: &Client, path: &str) -> u64 {
    let before = app.db.queries();
    let _ = person.get(path).await.is(200);
    app.db.queries() - before
}

both_databases! {
    async fn a_page_takes_at_most_eight_queries(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for i in 0..20 {
            let _ = mara.new_token(&format!("token {i}")).await;
        }
        app.wait(61); // so that activity is written, too
        let slug = mara.new_organization("Fjordline").await;
        let id = mara.new_workspace(&slug, "Robots").await;
        let team = [("organization", &*slug), ("name", "Crew")];
        let _ = mara.call("teams/create", &team).await.is(200);
        for path in [
            "/".into(),
            format!("/settings/{slug}/general"),
            format!("/settings/{slug}/workspaces"),
            "/account/invitations".into(),
            "/account/notifications".into(),
            format!("/w/{id}"),
            format!("/settings/{slug}/teams"),
        ] {
            app.wait(61);
            let queries = cost(&app, &mara, &path).await;
            assert!((2..=8).contains(&queries), "{path}: {queries}");
        }
        // Lists that say how long they are, or of what else.
        let team = app.rows("teams").await[0]["id"].as_str().unwrap().to_owned();
        for path in ["people".to_owned(), format!("teams/{team}")] {
            app.wait(61);
            let queries = cost(&app, &mara, &format!("/settings/{slug}/{path}")).await;
            assert!((2..=9).contains(&queries), "{path}: {queries}");
        }
        for path in ["/account/profile", "/account/tokens"] {
            // With a form that came back, a page has one more row to take.
            let form =
                if path == "/account/profile" { "profile/save-name" } else { "tokens/create" };
            let _ = mara.post_plain(form, &[]).await.is(303);
            app.wait(61);
            let queries = cost(&app, &mara, path).await;
            assert!((2..=8).contains(&queries), "{path}: {queries}");
        }
        let (few, many) = (
            cost(&app, &app.person("otto").await, "/account/tokens").await,
            cost(&app, &mara, "/account/tokens").await,
        );
        assert_eq!(few, many, "however many tokens there are");
    }

    async fn the_api_asks_once(db: TestDb) {
        let app = TestApp::new(db);
        let token = app.person("mara").await.new_token("ci").await;
        let before = app.db.queries();
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        assert_eq!(app.db.queries() - before, 1);
    }

    async fn files_and_addresses_of_nothing_ask_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let before = app.db.queries();
        for path in ["/pkg/nothing.js", "/api/v1/nothing", "/favicon.svg", "/livez"] {
            let _ = app.stranger().get(path).await;
        }
        assert_eq!(app.db.queries(), before);
    }
}
