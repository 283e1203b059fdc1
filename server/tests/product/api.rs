//! The REST API: tokens and nothing else, judged anew at each request.

use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use serde_json::json;
use testing::{Answer, TestApp, TestDb, both_databases, masked, time_of};

const ME: &str = "/api/v1/me";

/// What is wrong, as RFC 9457 and RFC 6750 tell it.
#[track_caller]
fn refused(answer: &Answer, status: u16, kind: &str, challenge: &str) {
    assert_eq!(answer.status, status, "{}: {}", answer.asked, answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let problem: serde_json::Value = answer.json();
    assert_eq!((&problem["type"], &problem["status"]), (&json!(kind), &json!(status)));
    assert!(problem["title"].as_str().is_some_and(|title| title.len() > 10), "{problem}");
    let header = answer.header("www-authenticate");
    if challenge.is_empty() {
        assert_eq!(header, "");
    } else {
        assert!(header.starts_with("Bearer realm=\"latchkey\""), "{header}");
        let code = header
            .split_once("error=\"")
            .map_or("none", |(_, rest)| rest.split('"').next().unwrap_or_default());
        assert_eq!(code, challenge);
    }
}

fn no_credentials(answer: &Answer) {
    refused(answer, 401, "no-credentials", "none");
}

fn invalid_token(answer: &Answer) {
    refused(answer, 401, "invalid-token", "invalid_token");
}

async fn send(app: &TestApp, request: Builder) -> Answer {
    app.stranger().send(request.body(Body::empty()).unwrap()).await
}

both_databases! {
    async fn a_token_tells_whom_it_acts_for(db: TestDb) {
        let app = TestApp::new(db);
        let token = app.person("mara").await.new_token("ci").await;
        let answer = app.bearer(&token).get(ME).await.is(200);
        assert_eq!(answer.header("content-type"), "application/json");
        let body: serde_json::Value = answer.json();
        assert_eq!(
            masked(body.clone()),
            json!({
                "person": {
                    "id": "[id]",
                    "display_name": "Mara Lindqvist",
                    "email": "mara@fjordline.example",
                },
                "token": {
                    "id": "[id]",
                    "name": "ci",
                    "scopes": "read write",
                    "created_at": "[time]",
                    "expires_at": "[time]",
                },
            })
        );
        let lives = time_of(&body["token"], "expires_at") - time_of(&body["token"], "created_at");
        assert_eq!(lives.num_seconds(), 30 * 86_400);
        assert!(answer.set_cookies().is_empty());
    }

    async fn every_refusal_names_its_reason(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let token = mara.new_token("ci").await;
        let good = format!("Bearer {token}");
        let with = |value: &str| Request::get(ME).header("authorization", value);

        no_credentials(&send(&app, Request::get(ME)).await);
        for other in ["Basic bWFyYTp4", "Bearer", "", &token, &format!("Token {token}")] {
            no_credentials(&send(&app, with(other)).await);
        }
        for wrong in ["Bearer ", "Bearer x", "Bearer lk_pat_", &format!("Bearer {token} {token}")] {
            invalid_token(&send(&app, with(wrong)).await);
        }
        let _ = send(&app, with(&format!("bEARER {token}"))).await.is(200);
        for query in ["?access_token=x", "?a=1&access_token=x", &format!("?access_token={token}")] {
            for request in [
                Request::get(format!("{ME}{query}")),
                Request::get(format!("{ME}{query}")).header("authorization", &good),
            ] {
                refused(&send(&app, request).await, 400, "invalid-request", "invalid_request");
            }
        }
        let twice = with(&good).header("authorization", &good);
        refused(&send(&app, twice).await, 400, "invalid-request", "invalid_request");

        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let request = with(&good).method(method);
            let answer = send(&app, request).await;
            refused(&answer, 405, "method-not-allowed", "");
            assert!(answer.header("allow").contains("GET"), "{method}: {:?}", answer.headers);
        }
        for path in [
            "/api",
            "/api/",
            "/api/v1",
            "/api/v2/me",
            "/api/v1/me/",
            "/api/v1/ME",
            "/api/v1/nothing",
        ] {
            let answer = app.bearer(&token).get(path).await;
            refused(&answer, 404, "not-found", "");
        }
    }

    async fn a_malformed_token_never_reaches_the_database(db: TestDb) {
        let app = TestApp::new(db);
        let token = app.person("mara").await.new_token("ci").await;
        let mut all = Vec::new();
        for at in 0..token.len() {
            all.push(token[..at].to_owned());
            all.push(format!("{} {}", &token[..at], &token[at..]));
            all.push(format!("{}0{}", &token[..at], &token[at..]));
            let flipped = token[at..=at].chars().map(|c| {
                if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
            });
            let flipped: String = flipped.collect();
            if flipped != token[at..=at] {
                all.push(format!("{}{flipped}{}", &token[..at], &token[at + 1..]));
            }
        }
        for end in ["0", " ", "\t", ",", "=", "\u{e9}"] {
            all.push(format!("{token}{end}"));
        }
        all.push("A".repeat(1_000_000));
        all.push(format!("lk_pat_{}", "0".repeat(1_000_000)));
        let before = app.db.queries();
        for wrong in &all {
            let request =
                Request::get(ME).header("authorization", format!("Bearer {wrong}").as_bytes());
            invalid_token(&send(&app, request).await);
        }
        assert!(all.len() > 150);
        assert_eq!(app.db.queries(), before);
        let _ = app.bearer(&token).get(ME).await.is(200);
    }

    async fn a_token_expires_at_the_very_second(db: TestDb) {
        let app = TestApp::new(db);
        let made = app.person("mara").await.new_token_for("ci", 7).await;
        let program = app.bearer(made.secret.unwrap().expose());
        app.wait(7 * 86_400 - 1);
        let _ = program.get(ME).await.is(200);
        app.wait(1);
        invalid_token(&program.get(ME).await);
        assert_eq!(app.rows("tokens").await.len(), 1, "nothing was swept");
    }

    async fn a_suspended_person_has_no_tokens(db: TestDb) {
        let app = TestApp::new(db);
        let token = app.person("mara").await.new_token("ci").await;
        let otto = app.person("otto").await.new_token("ci").await;
        app.db
            .execute("UPDATE persons SET suspended_at = created_at WHERE first_name = 'Mara'")
            .await;
        invalid_token(&app.bearer(&token).get(ME).await);
        let _ = app.bearer(&otto).get(ME).await.is(200);
        app.db.execute("DELETE FROM persons WHERE first_name = 'Otto'").await;
        invalid_token(&app.bearer(&otto).get(ME).await);
    }

    async fn cookies_are_for_screens_and_tokens_for_the_api(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        no_credentials(&mara.get(ME).await);
        let session = mara.session().unwrap();
        invalid_token(&app.bearer(&session).get(ME).await);

        let token = mara.new_token("ci").await;
        let program = app.bearer(&token);
        assert!(program.get("/account/profile").await.is(303).location().starts_with("/sign-in?"));
        let _ = program.call("profile/load", &[]).await.is(401);
        let _ = program.call("tokens/create", &[("name", "x"), ("read", "true")]).await.is(401);
        let eve = app.stranger();
        eve.set_cookie("latchkey", &token);
        let _ = eve.get("/account/profile").await.is(303);
    }

    async fn huge_requests_do_no_harm(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let token = mara.new_token("ci").await;
        let huge = "x".repeat(1_000_000);
        let request = Request::get(ME).header("authorization", format!("Bearer {token}"));
        let answer = app.stranger().send(request.body(Body::from(huge.clone())).unwrap()).await;
        assert!(matches!(answer.status, 200 | 413), "{}", answer.status);
        let mut fields = vec![("name", huge.as_str()), ("expires_in", "30"), ("read", "true")];
        let _ = mara.call("tokens/create", &fields).await.is(413);
        let _ = mara.post_plain("tokens/create", &fields).await.is(413);
        for request in
            [testing::plain("tokens/create", &fields), testing::scripted("tokens/create", &fields)]
        {
            let (mut parts, body) = request.into_parts();
            parts.headers.remove("content-length");
            let status = mara.send(Request::from_parts(parts, body)).await.status;
            assert!((400..500).contains(&status), "{status}");
        }
        let many = vec![("read", "true"); 6_000];
        fields = many;
        let status = mara.call("tokens/create", &fields).await.status;
        assert!((400..500).contains(&status), "{status}");
        let cookie = Request::get("/account/profile").header("cookie", format!("latchkey={huge}"));
        let _ = send(&app, cookie).await.is(303);
        let _ = send(&app, Request::get("/x".repeat(30_000))).await.is(404);
    }

    async fn uses_are_saved_together(db: TestDb) {
        let app = TestApp::new(db);
        let token = app.person("mara").await.new_token("ci").await;
        let program = app.bearer(&token).from_address([198, 51, 100, 20]);
        for _ in 0..100 {
            let _ = program.get(ME).await.is(200);
        }
        app.wait(5);
        let last = app
            .bearer(&token)
            .from_address("2001:db8:1:2:3:4:5:6".parse::<std::net::IpAddr>().unwrap());
        let _ = last.get(ME).await.is(200);
        assert!(app.rows("tokens").await[0]["last_used_at"].is_null());
        let before = app.db.queries();
        app.service.save_token_uses().await.unwrap();
        assert_eq!(app.db.queries() - before, 1, "one write for a hundred uses");
        app.service.save_token_uses().await.unwrap();
        assert_eq!(app.db.queries() - before, 1, "and none for no use");
        let row = &app.rows("tokens").await[0];
        assert_eq!(row["last_used_network"], "2001:db8:1:2::/64");
        assert_eq!(time_of(row, "last_used_at"), app.now());
        let page = app.sign_in("mara").await.get("/account/tokens").await;
        assert!(!page.shows("Never"), "{}", page.page().text);
    }
}
