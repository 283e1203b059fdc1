//! The headers that every answer has, whatever kind of answer it is.

use axum::{
    body::Body,
    http::{HeaderMap, Request},
};
use testing::{Answer, TestApp, TestDb, both_databases};

/// One of each kind of answer, with the status that it must have.
async fn of_every_kind(app: &TestApp) -> Vec<Answer> {
    let mara = app.person("mara").await;
    let token = mara.new_token("ci").await;
    let stranger = app.stranger();
    let typed = [("email", "mara@fjordline.example"), ("next", "/")];
    let raw = async |request: Request<Body>| stranger.send(request).await;
    let method = |method: &str, path: &str| {
        Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
    };
    vec![
        mara.get("/account/profile").await.is(200),
        mara.get("/account/tokens").await.is(200),
        mara.get("/account/tokens/none/delete").await.is(404),
        mara.get("/").await.is(200),
        stranger.get("/").await.is(303),
        stranger.get("/sign-in").await.is(200),
        stranger.get("/setup/none").await.is(404),
        stranger.get("/sign-in/reset-none").await,
        stranger.get("/account/tokens").await.is(303),
        stranger.get("/account/nothing.css").await,
        stranger.get("/nothing").await.is(404),
        stranger.get("/pkg/nothing.js").await.is(404),
        stranger.call("sign-in/begin", &typed).await.is(200),
        stranger.post_plain("sign-in/begin", &typed).await.is(303),
        stranger.call("profile/load", &[]).await.is(401),
        stranger.call("nothing", &[]).await.is(405),
        stranger.post_plain("nothing", &[]).await,
        mara.call("tokens/create", &[("name", "x".repeat(70_000).as_str())]).await.is(413),
        raw(method("GET", "/_fn/sign-out")).await.is(405),
        raw(method("PUT", "/account/profile")).await.is(405),
        raw(method("TRACE", "/")).await.is(405),
        raw(method("DELETE", "/nothing")).await.is(405),
        raw(method("POST", "/account/profile")).await,
        raw(Request::post("/_fn/sign-out").header("origin", "null").body(Body::empty()).unwrap())
            .await
            .is(403),
        raw(Request::post("/_fn/sign-out").header("cookie", "").body(Body::empty()).unwrap()).await,
        stranger.get("/livez").await.is(200),
        stranger.get("/readyz").await.is(200),
        raw(method("POST", "/livez")).await.is(405),
        raw(method("TRACE", "/livez")).await.is(405),
        app.bearer(&token).get("/api/v1/me").await.is(200),
        stranger.get("/api/v1/me").await.is(401),
        stranger.get("/api/v1/nothing").await.is(404),
        raw(method("DELETE", "/api/v1/me")).await.is(405),
        raw(method("TRACE", "/api/v1/me")).await.is(405),
        raw(Request::get("/").header("host", "a").header("host", "b").body(Body::empty()).unwrap())
            .await
            .is(400),
        mara.at(&app.broken()).get("/account/profile").await.is(500),
        app.bearer(&token).at(&app.broken()).get("/api/v1/me").await.is(500),
    ]
}

#[track_caller]
fn is_safe(answer: &Answer, https: bool) {
    let asked = &answer.asked;
    let has = |name: &str, value: &str| assert_eq!(answer.header(name), value, "{name} of {asked}");
    has("x-content-type-options", "nosniff");
    has("cross-origin-opener-policy", "same-origin");
    has("cross-origin-resource-policy", "same-origin");
    has("cache-control", "no-store");
    let secret = ["/setup/", "/sign-in/reset-"].iter().any(|start| asked.contains(start));
    has("referrer-policy", if secret { "no-referrer" } else { "same-origin" });
    has("x-frame-options", "DENY");
    has(
        "strict-transport-security",
        if https { "max-age=31536000; includeSubDomains" } else { "" },
    );
    for leak in ["server", "x-powered-by", "access-control-allow-origin", "via"] {
        has(leak, "");
    }
    assert_eq!(answer.header("x-request-id").len(), 12, "{asked}");
    let policy = answer.header("content-security-policy");
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{asked}");
    assert!(policy.starts_with("default-src 'none'"), "{asked}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{asked}: {policy}");
    for weak in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:"] {
        assert!(!policy.contains(weak), "{asked}: {policy}");
    }
    let kind = answer.header("content-type");
    if kind.starts_with("text/html") {
        assert_eq!(kind, "text/html; charset=utf-8", "{asked}");
        for part in ["base-uri 'none'", "form-action 'self'"] {
            assert!(policy.contains(part), "{asked}: {policy}");
        }
    } else if kind.starts_with("text/") {
        assert!(kind.contains("charset=utf-8"), "{asked}: {kind}");
    }
    assert!(answer.body.is_empty() || !kind.is_empty(), "{asked} has no type");
}

both_databases! {
    async fn every_kind_of_answer_is_safe(db: TestDb) {
        let app = TestApp::new(db);
        for answer in of_every_kind(&app).await {
            is_safe(&answer, false);
        }
    }

    async fn on_https_browsers_are_told_to_stay_there(db: TestDb) {
        let app =
            TestApp::with(db, |config| config.server.public_url = "https://id.example.com".into());
        for answer in of_every_kind(&app).await {
            is_safe(&answer, true);
        }
    }

    async fn scripts_run_by_a_nonce_that_is_new_each_time(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let mut nonces = Vec::new();
        for path in ["/account/profile", "/account/tokens", "/account/profile", "/nothing"] {
            let answer = mara.get(path).await;
            let policy = answer.header("content-security-policy");
            let nonce = policy.split_once("'nonce-").unwrap().1.split('\'').next().unwrap();
            assert!(nonce.len() >= 22, "128 bits: {nonce}");
            let page = answer.page();
            let scripts: Vec<_> = page.tags.iter().filter(|tag| tag.name == "script").collect();
            assert!(!scripts.is_empty());
            for script in scripts {
                assert_eq!(script.get("nonce"), Some(nonce), "{script:?}");
            }
            for tag in &page.tags {
                let inline =
                    tag.attributes.keys().find(|name| name.starts_with("on") || *name == "style");
                assert_eq!(inline, None, "{tag:?}");
            }
            nonces.push(nonce.to_owned());
        }
        nonces.sort();
        nonces.dedup();
        assert_eq!(nonces.len(), 4);
    }

    async fn what_breaks_the_policy_is_told_to_an_address_of_ours(db: TestDb) {
        let app = TestApp::new(db);
        let page = app.stranger().get("/sign-in").await;
        assert!(page.header("content-security-policy").ends_with("report-uri /policy-reports"));
        let report = r#"{"csp-report":{"document-uri":"http://localhost:3000/sign-in",
            "effective-directive":"script-src-attr","blocked-uri":"inline"}}"#;
        for (body, status) in [
            (report.to_owned(), 204),
            ("{}".into(), 400),
            ("not JSON".into(), 400),
            ("x".repeat(20_000), 413),
        ] {
            let sent = Request::post("/policy-reports")
                .header("content-type", "application/csp-report")
                .header("content-length", body.len())
                .body(Body::from(body))
                .unwrap();
            let _ = app.stranger().send(sent).await.is(status);
        }
    }

    async fn only_the_browsers_files_may_be_kept(db: TestDb) {
        let app = TestApp::new(db);
        let pkg = &server::site::options().site_pkg_dir;
        for (path, kept) in [
            ("/favicon.svg".to_owned(), "public, max-age=3600"),
            ("/robots.txt".to_owned(), "public, max-age=3600"),
            (format!("/{pkg}/latchkey.css"), "public, max-age=31536000, immutable"),
        ] {
            // Where the site has not been built yet there is nothing to keep.
            let built = server::site::file(&path, &HeaderMap::new()).is_some();
            let answer = app.stranger().get(&path).await.is(if built { 200 } else { 404 });
            assert_eq!(
                answer.header("cache-control"),
                if built { kept } else { "no-store" },
                "{path}"
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            if built {
                assert!(answer.set_cookies().is_empty());
            }
        }
        let icon = app.stranger().get("/favicon.ico").await.is(308);
        assert_eq!(icon.location(), "/favicon.svg");
        assert_eq!(icon.header("cache-control"), "public, max-age=86400");
        assert!(icon.set_cookies().is_empty());
        for path in [
            "/site.json",
            "/pkg/../../../Cargo.toml",
            "/pkg/%2e%2e/site.json",
            "/pkg/..%2f..%2fCargo.toml",
            "//etc/passwd",
            "/.git/config",
            "/account/profile/x.css",
        ] {
            let answer = app.stranger().get(path).await;
            assert!(matches!(answer.status, 404 | 303), "{path}: {}", answer.status);
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }

    async fn passwords_are_fields_that_managers_know(db: TestDb) {
        let app = TestApp::new(db);
        let link = app.service.set_up_link().await.unwrap().unwrap();
        let link = link.strip_prefix("http://localhost:3000").unwrap().to_owned();
        let stranger = app.stranger();
        let _ = stranger
            .call("sign-in/begin", &[("email", "mara@fjordline.example"), ("next", "/")])
            .await;
        for (path, user, password) in [
            (link.as_str(), "username", "new-password"),
            ("/sign-in/password", "username", "current-password"),
        ] {
            let page = stranger.get(path).await.is(200).page();
            let inputs: Vec<_> = page.tags.iter().filter(|tag| tag.name == "input").collect();
            let field = |name| inputs.iter().find(|tag| tag.get("name") == Some(name)).unwrap();
            assert_eq!(field("password").get("type"), Some("password"));
            assert_eq!(field("password").get("autocomplete"), Some(password));
            assert_eq!(field("email").get("autocomplete"), Some(user));
        }
    }
}
