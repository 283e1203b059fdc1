//! What a plain form leaves for the page after it: never a secret, only for
//! this browser, once, and for ten minutes.

use testing::{PASSWORD, TestApp, TestDb, both_databases, email};

const WRONG: &[(&str, &str)] = &[("name", "My typing"), ("expires_in", "31")];

both_databases! {
    async fn it_is_shown_once_on_the_page_of_its_form(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let sent = mara.post_plain("tokens/create", WRONG).await.is(303);
        assert!(mara.get("/account/profile").await.page().value("name").is_none());
        let page = sent.follow().await.is(200).page();
        assert_eq!(page.value("name"), Some("My typing"));
        assert!(page.text.contains("Choose at least one."));
        assert_eq!(mara.get("/account/tokens").await.page().value("name"), Some(""));
    }

    async fn no_other_browser_sees_it(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let others = [app.sign_in("mara").await, app.person("otto").await];
        let _ = mara.post_plain("tokens/create", WRONG).await.is(303);
        for other in others {
            assert_eq!(other.get("/account/tokens").await.page().value("name"), Some(""));
        }
        assert_eq!(mara.get("/account/tokens").await.page().value("name"), Some("My typing"));

        let stranger = app.stranger();
        let _ = stranger.get("/sign-in").await;
        let typed = [("email", "my typing"), ("next", "/")];
        let _ = stranger.post_plain("sign-in/begin", &typed).await.is(303);
        for other in [app.stranger(), app.stranger()] {
            assert_eq!(other.get("/sign-in").await.page().value("email"), Some(""));
        }
        assert_eq!(stranger.get("/sign-in").await.page().value("email"), Some("my typing"));
    }

    async fn it_lasts_ten_minutes(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for (seconds, kept) in [(599, "My typing"), (600, "")] {
            let _ = mara.post_plain("tokens/create", WRONG).await.is(303);
            app.wait(seconds);
            assert_eq!(mara.get("/account/tokens").await.page().value("name"), Some(kept));
        }
    }

    async fn it_works_in_a_browser_that_comes_for_the_first_time(db: TestDb) {
        let app = TestApp::new(db);
        let stranger = app.stranger();
        let typed = [("email", "my typing"), ("next", "/")];
        let page = stranger.post_plain("sign-in/begin", &typed).await.is(303).follow().await;
        assert_eq!(page.page().value("email"), Some("my typing"));
    }

    async fn a_password_is_never_kept(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let link = app.stranger();
        let wrong = "a wrong but private one";
        let set_up =
            [("link", "none"), ("first_name", "Ada"), ("email", "ada"), ("password", wrong)];
        let _ = link.post_plain("set-up/finish", &set_up).await.is(303);
        let mara = app.stranger();
        let _ = mara.post_plain("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
        let finish = [("password", wrong), ("keep", "true")];
        let _ = mara.post_plain("sign-in/finish", &finish).await.is(303);
        let dump = app.dump().await;
        assert!(dump.rows() > 4);
        assert_eq!(dump.places_of("private one"), [""; 0]);
        assert_eq!(dump.places_of("Ada"), ["flashes"], "the search does find what is kept");
        let form = mara.get("/sign-in/password").await.is(200);
        assert!(form.shows("Email or password is not right."));
        assert!(!form.text().contains(wrong));
    }

    async fn a_page_without_one_writes_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.get("/account/profile").await.is(200);
        assert!(app.rows("flashes").await.is_empty());
    }

    async fn of_what_was_typed_little_is_kept(db: TestDb) {
        let app = TestApp::new(db);
        let typed = "a".repeat(64_000);
        let eve = app.stranger();
        let sent = eve.post_plain("sign-in/begin", &[("next", "/"), ("email", &typed)]).await;
        let form = sent.is(303).follow().await.page();
        assert_eq!(form.value("email"), Some(&typed[..2048]));
        let mara = app.person("mara").await;
        let long = "😀".repeat(2000);
        for (endpoint, [a, b]) in [
            ("tokens/create", ["name", "expires_in"]),
            ("profile/save-name", ["first_name", "last_name"]),
        ] {
            let _ = mara.post_plain(endpoint, &[(a, &long), (b, &long)]).await.is(303);
            let kept = app.rows("flashes").await;
            assert_eq!(kept.len(), 1, "one for each browser");
            assert!(kept[0]["content"].as_str().unwrap().len() < 5000, "{endpoint}");
        }
    }

    async fn a_network_of_strangers_can_leave_only_so_much(db: TestDb) {
        let app = TestApp::new(db);
        let mut statuses = Vec::new();
        for n in 0..700 {
            let eve = app.stranger();
            // Half of it goes wrong; the other half begins to sign in, which leaves two rows.
            let email = if n % 2 == 0 { "typed" } else { "a@b.example" };
            let sent = eve.post_plain("sign-in/begin", &[("next", "/"), ("email", email)]).await;
            statuses.push((n % 2, sent.status));
            if sent.status == 429 {
                assert_eq!(sent.header("retry-after"), "600");
            }
        }
        assert!(statuses[..400].iter().all(|(_, status)| *status == 303), "{statuses:?}");
        assert!(statuses[600..].iter().all(|(_, status)| *status == 429), "{statuses:?}");
        let rows = app.rows("flashes").await.len() + app.rows("sign_ins").await.len();
        assert!(rows <= 600, "{rows}");

        // Neither neighbours nor whoever is signed in there has to wait.
        app.add("mara", PASSWORD, false).await;
        let elsewhere = app.stranger().from_address([192, 0, 2, 55]);
        elsewhere.sign_in(&email("mara"), PASSWORD).await;
        let mara = elsewhere.from_address([203, 0, 113, 7]);
        let page = mara.post_plain("tokens/create", WRONG).await.is(303).follow().await;
        assert_eq!(page.page().value("name"), Some("My typing"));
        app.wait(600);
        app.stranger().sign_in(&email("mara"), PASSWORD).await;
    }
}
