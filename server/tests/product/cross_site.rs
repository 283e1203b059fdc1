//! What another site makes a browser send is refused, for every function.

use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use testing::{Client, TestApp, TestDb, both_databases};

const FORM: &str = "application/x-www-form-urlencoded";

fn post(path: &str) -> Builder {
    Request::post(path)
}

async fn send(client: &Client, request: Builder) -> u16 {
    client.send(request.body(Body::from("name=Eve&expires_in=30&read=true")).unwrap()).await.status
}

both_databases! {
    async fn every_function_refuses_what_is_not_ours(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let functions = server::router::functions();
        assert!(functions.len() > 10, "{functions:?}");
        for path in functions {
            let ours = || post(path).header("sec-fetch-site", "same-origin");
            let takes_a_file = path == "/_fn/profile/save-photo";
            let other = if takes_a_file { FORM } else { "multipart/form-data; boundary=x" };
            for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "LINK"] {
                let request = ours().header("content-type", FORM).method(method);
                assert_eq!(send(&mara, request).await, 405, "{method} {path}");
            }
            for kind in [
                "text/plain",
                other,
                "application/json",
                "application/cbor",
                "text/plain; application/x-www-form-urlencoded",
            ] {
                assert_eq!(
                    send(&mara, ours().header("content-type", kind)).await,
                    415,
                    "{kind} {path}"
                );
            }
            assert_eq!(send(&mara, ours()).await, 415, "without a type: {path}");
            for (name, value) in [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
                ("sec-fetch-site", "none"),
                ("origin", "https://evil.example"),
                ("origin", "http://localhost:3000.evil.example"),
                ("origin", "https://localhost:3000"),
                ("origin", "null"),
                ("x-nothing", "neither of both, but a cookie"),
            ] {
                let request = post(path).header("content-type", FORM).header(name, value);
                assert_eq!(send(&mara, request).await, 403, "{name}: {value} {path}");
            }
            let both = ours().header("content-type", FORM).header("origin", "https://evil.example");
            assert_eq!(send(&mara, both).await, 403, "{path}");
        }
        let _ = mara.get("/account/profile").await.is(200);
        assert!(app.rows("tokens").await.is_empty());
    }

    async fn signing_in_for_somebody_else_is_refused(db: TestDb) {
        let app = TestApp::new(db);
        app.add("eve", testing::PASSWORD, false).await;
        let victim = app.stranger();
        let _ = victim.get("/sign-in").await;
        let evil = |endpoint: &str, fields: &[(&str, &str)]| {
            let mut request = testing::plain(endpoint, fields);
            request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
            request
        };
        let begin = evil("sign-in/begin", &[("email", "eve@fjordline.example"), ("next", "/")]);
        let _ = victim.send(begin).await.is(403);
        let _ =
            victim.send(evil("sign-in/finish", &[("password", testing::PASSWORD)])).await.is(403);
        assert_eq!(victim.session(), None);
    }

    async fn a_browser_that_only_tells_its_origin_may(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let request = post("/_fn/profile/load")
            .header("content-type", FORM)
            .header("accept", "application/json")
            .header("origin", "http://localhost:3000");
        let answer = mara.send(request.body(Body::empty()).unwrap()).await.is(200);
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(vary.iter().any(|value| *value == "Sec-Fetch-Site, Origin"), "{vary:?}");
    }

    async fn a_method_in_a_header_or_field_is_no_method(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let request = Request::get("/_fn/sign-out")
            .header("x-http-method-override", "POST")
            .header("sec-fetch-site", "same-origin");
        assert_eq!(send(&mara, request).await, 405);
        let _ = mara.get("/_fn/sign-out?_method=POST").await.is(405);
        let _ = mara.get("/account/profile").await.is(200);
    }
}
