//! What HTTP itself asks for, whatever the address.

use testing::{TestApp, TestDb, both_databases, plain, scripted};

both_databases! {
    async fn what_is_too_large_is_told_so_even_without_a_length(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let name = "x".repeat(70_000);
        for form in [scripted, plain] {
            for endpoint in ["tokens/create", "profile/save-name"] {
                let mut request = form(endpoint, &[("name", &name)]);
                request.headers_mut().remove("content-length");
                let _ = mara.send(request).await.is(413);
            }
        }
    }

    async fn who_is_turned_away_for_now_is_told_when_to_come_back(db: TestDb) {
        let app = TestApp::new(db);
        app.db.close().await;
        let answer = app.stranger().get("/readyz").await.is(503);
        assert_eq!(answer.header("retry-after"), "2");
    }

    async fn each_page_has_one_address(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let stranger = app.stranger();
        for (path, to) in [
            ("/sign-in/", "/sign-in"),
            ("/sign-in/password/?x=1", "/sign-in/password?x=1"),
            ("/account/profile//", "/account/profile"),
            ("//evil.example/", "//evil.example"),
            ("//", "/"),
        ] {
            for browser in [&mara, &stranger] {
                let there = ["http://localhost:3000", to].concat();
                assert_eq!(browser.get(path).await.is(307).location(), there);
            }
        }
        assert_eq!(mara.get("/account").await.is(303).location(), "/account/profile");
        let asked = stranger.get("/account").await.is(303);
        assert_eq!(asked.location(), "/sign-in?next=%2Faccount");
    }
}
