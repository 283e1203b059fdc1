//! No answer sends a browser anywhere but to this very instance.

use axum::{
    body::Body,
    http::{HeaderValue, Request},
};
use testing::{Answer, PASSWORD, TestApp, TestDb, both_databases, email, plain, plain_file};

const ELSEWHERE: &[&str] = &[
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTP://evil.example/",
    "javascript:alert(1)",
    "data:text/html,evil",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    "/\u{0}/evil.example",
    "evil.example",
    "@evil.example",
    "?evil",
    "",
];

#[track_caller]
fn stays(answer: &Answer) {
    let to = answer.location();
    let local = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\r']);
    assert!(local, "{} led to {to:?}", answer.asked);
    assert!(!to.contains("__err"), "{} led to {to:?}", answer.asked);
}

both_databases! {
    async fn after_signing_in_one_stays_here(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        for next in ELSEWHERE {
            for script in [true, false] {
                let mara = app.stranger();
                let begin = [("email", email("mara")), ("next", (*next).to_owned())];
                let begin: Vec<_> = begin.iter().map(|(n, v)| (*n, v.as_str())).collect();
                let finish = [("password", PASSWORD)];
                let (first, done) = if script {
                    (
                        mara.call("sign-in/begin", &begin).await,
                        mara.call("sign-in/finish", &finish).await,
                    )
                } else {
                    (
                        mara.post_plain("sign-in/begin", &begin).await,
                        mara.post_plain("sign-in/finish", &finish).await,
                    )
                };
                stays(&first);
                stays(&done);
                assert_eq!(done.location(), "/", "{next:?}");
            }
        }
        let stranger = app.stranger();
        for path in ["/account/tokens?next=//evil.example", "//evil.example/account/tokens"] {
            let answer = stranger.get(path).await;
            if answer.status == 303 {
                assert!(
                    answer.location().starts_with("/sign-in?next=%2F"),
                    "{}",
                    answer.location()
                );
            }
        }
    }

    async fn forms_that_name_their_page_stay_here(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for page in ELSEWHERE {
            stays(
                &mara.post_plain("theme/set", &[("theme", "dark"), ("page", page)]).await.is(303),
            );
            stays(&mara.post_plain("set-up/finish", &[("link", page)]).await.is(303));
            stays(&mara.post_plain("tokens/delete", &[("id", page)]).await.is(303));
        }
        let back = mara
            .post_plain("theme/set", &[("theme", "dark"), ("page", "/account/tokens?a=b")])
            .await;
        assert_eq!(back.location(), "/account/tokens?a=b");
        assert_eq!(mara.cookie("latchkey-theme").as_deref(), Some("dark"));
        let page = mara.get("/account/tokens").await.page();
        let html = page.tags.iter().find(|tag| tag.name == "html").unwrap();
        assert_eq!(html.get("data-theme"), Some("dark"));
    }

    async fn the_referer_is_never_followed(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for form in app::plain_forms::ALL.iter().filter(|form| form.endpoint != "sign-out") {
            let mut request = match form.endpoint {
                "profile/save-photo" => plain_file(form.endpoint, "photo", "x", b"no photo"),
                endpoint => plain(endpoint, &[("page", "/account/profile")]),
            };
            let referer = HeaderValue::from_static("https://evil.example/?token=secret");
            request.headers_mut().insert("referer", referer);
            let answer = mara.send(request).await.is(303);
            stays(&answer);
            assert!(!answer.location().contains("secret"), "{}", answer.location());
        }
    }

    async fn another_name_leads_to_the_public_address(db: TestDb) {
        let app =
            TestApp::with(db, |config| config.server.public_url = "https://id.example.com/".into());
        for host in
            ["evil.example", "id.example.com.evil.example", "id.example.com:8443", "127.0.0.1:3000"]
        {
            let request = Request::get("/sign-in?next=%2Faccount%2Ftokens").header("host", host);
            let answer = app.stranger().send(request.body(Body::empty()).unwrap()).await.is(307);
            assert_eq!(
                answer.location(),
                "https://id.example.com/sign-in?next=%2Faccount%2Ftokens"
            );
            assert!(answer.set_cookies().is_empty());
        }
        let api = Request::get("/api/v1/me").header("host", "evil.example");
        let _ = app.stranger().send(api.body(Body::empty()).unwrap()).await.is(401);
    }

    async fn what_a_proxy_is_said_to_forward_appears_nowhere(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let link = app.node().service.set_up_link().await.unwrap();
        assert_eq!(link, None);
        for path in [
            "/",
            "/sign-in",
            "/account/profile",
            "/account/tokens",
            "/nothing",
            "/api/v1/me",
            "/api/x",
        ] {
            for browser in [&mara, &app.stranger()] {
                let mut request = Request::get(path);
                for name in [
                    "x-forwarded-host",
                    "x-forwarded-server",
                    "x-host",
                    "x-original-url",
                    "x-rewrite-url",
                    "forwarded",
                    "origin",
                    "referer",
                ] {
                    request = request.header(name, "host=evil.example");
                }
                let answer = browser.send(request.body(Body::empty()).unwrap()).await;
                assert!(!answer.text().contains("evil.example"), "{}", answer.asked);
                assert!(
                    !format!("{:?}", answer.headers).contains("evil.example"),
                    "{}",
                    answer.asked
                );
            }
        }
    }
}
