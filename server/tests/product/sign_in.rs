//! Signing in: what is said never tells whether an address exists.

use domain::Code;
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, email};

/// Both steps; answers the second, sent with the script or without.
async fn try_in(browser: &Client, address: &str, password: &str, script: bool) -> Answer {
    let begin = [("email", address), ("next", "/account/tokens")];
    let finish = [("password", password)];
    if script {
        let _ = browser.call("sign-in/begin", &begin).await.is(200);
        browser.call("sign-in/finish", &finish).await
    } else {
        let _ = browser.get("/sign-in").await.is(200);
        let _ = browser.post_plain("sign-in/begin", &begin).await.is(303);
        browser.post_plain("sign-in/finish", &finish).await
    }
}

/// All that a stranger can see of an answer, but for what is random by design:
/// the number of the request, and the values (not the names) of cookies.
fn seen(answer: &Answer) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| {
            let value = value.to_str().unwrap();
            let value = if name == "set-cookie" { cookie_shape(value) } else { value.into() };
            (name.to_string(), value)
        })
        .collect();
    headers.sort();
    (answer.status, headers, answer.body.to_vec())
}

fn cookie_shape(cookie: &str) -> String {
    let (pair, attributes) = cookie.split_once(';').unwrap();
    let (name, value) = pair.split_once('=').unwrap();
    format!("{name}={} characters;{attributes}", value.len())
}

both_databases! {
    async fn the_right_password_leads_where_the_person_wanted_to_go(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        for script in [true, false] {
            let mara = app.stranger();
            let sent = mara.get("/account/tokens").await.is(303);
            assert_eq!(sent.location(), "/sign-in?next=%2Faccount%2Ftokens");
            assert_eq!(sent.follow().await.is(200).page().value("next"), Some("/account/tokens"));
            let done = try_in(&mara, &email("mara"), PASSWORD, script).await;
            let done = done.is(if script { 200 } else { 303 });
            assert_eq!(done.location(), "/account/tokens");
            assert!(done.follow().await.is(200).shows("Mara Lindqvist"));
            let back = mara.get("/sign-in").await.is(303);
            assert_eq!(back.location(), "/", "nothing to do there any more");
        }
    }

    async fn known_and_unknown_addresses_are_answered_alike(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        // As long as the known one, so that even its echo is.
        let (known, unknown) = (email("mara"), email("nora"));
        for script in [true, false] {
            let mut all = Vec::new();
            for address in [&known, &unknown] {
                let browser = app.stranger();
                let begin = [("email", address.as_str()), ("next", "/")];
                let first = if script {
                    browser.call("sign-in/begin", &begin).await
                } else {
                    browser.post_plain("sign-in/begin", &begin).await
                };
                let second = try_in(&browser, address, "not the password", script).await;
                let third = browser.get("/sign-in/password").await;
                let length = third.body.len();
                all.push((seen(&first), seen(&second), third.status, length));
            }
            assert_eq!(all[0], all[1], "script: {script}");
        }
    }

    async fn a_wrong_password_is_told_in_one_sentence(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let mara = app.stranger();
        let told = try_in(&mara, &email("mara"), "not the password", true).await.is(422);
        assert_eq!(told.code(""), Some(Code::SignInWrong));
        assert_eq!(mara.session(), None);
        let told = try_in(&mara, &email("mara"), "not the password", false).await.is(303);
        assert_eq!(told.location(), "/sign-in/password");
        let page = told.follow().await.is(200);
        assert!(page.shows("Email or password is not right."));
        assert!(page.shows(&email("mara")), "the address is still there");
        assert_eq!(page.page().value("password"), Some(""));
        let empty = try_in(&mara, &email("mara"), "", true).await.is(422);
        assert_eq!(empty.code("password"), Some(Code::Required));
    }

    async fn without_the_first_step_there_is_no_second(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let mara = app.stranger();
        let page = mara.get("/sign-in/password").await.is(303);
        assert_eq!(page.location(), "/sign-in");
        let stale = mara.call("sign-in/finish", &[("password", PASSWORD)]).await.is(422);
        assert_eq!(stale.code(""), Some(Code::SignInStale));

        let _ = mara.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
        app.wait(601);
        let stale = mara.call("sign-in/finish", &[("password", PASSWORD)]).await.is(422);
        assert_eq!(stale.code(""), Some(Code::SignInStale), "ten minutes are over");
    }

    async fn an_address_that_is_none_is_told_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let browser = app.stranger();
        for (address, code) in [
            ("", Code::Required),
            ("mara", Code::EmailShape),
            ("a@b.example,c@d.example", Code::EmailShape),
            ("a@b.example\nbcc: x@y.example", Code::EmailShape),
        ] {
            let told = browser.call("sign-in/begin", &[("email", address), ("next", "/")]).await;
            assert_eq!(told.is(422).code("email"), Some(code), "{address:?}");
        }
        let typed = [("email", "mara"), ("next", "/account/tokens")];
        let page = browser.post_plain("sign-in/begin", &typed).await.is(303).follow().await;
        assert!(page.shows("Write the whole address"));
        assert_eq!(page.page().value("email"), Some("mara"));
        assert_eq!(page.page().value("next"), Some("/account/tokens"));
    }

    async fn one_address_however_it_is_written(db: TestDb) {
        let app = TestApp::new(db);
        app.add("kim", PASSWORD, false).await;
        for address in
            ["KIM@Fjordline.Example", " kim@fjordline.example ", "\u{212a}im@fjordline.example"]
        {
            app.stranger().sign_in(address, PASSWORD).await;
        }
        let other = try_in(&app.stranger(), "kım@fjordline.example", PASSWORD, true).await;
        assert_eq!(other.is(422).code(""), Some(Code::SignInWrong), "a dotless i is not an i");
    }

    async fn composed_or_not_it_is_one_password(db: TestDb) {
        let app = TestApp::new(db);
        let (composed, decomposed) =
            ("caf\u{e9} au lait et un livre", "cafe\u{301} au lait et un livre");
        app.add("zoe", composed, false).await;
        app.add("leo", decomposed, false).await;
        for name in ["zoe", "leo"] {
            app.stranger().sign_in(&email(name), composed).await;
            app.stranger().sign_in(&email(name), decomposed).await;
        }
    }

    async fn what_differs_after_72_bytes_differs(db: TestDb) {
        let app = TestApp::new(db);
        let (one, other) = ("grey seals ".repeat(7) + "1", "grey seals ".repeat(7) + "2");
        app.add("mara", &one, false).await;
        let refused = try_in(&app.stranger(), &email("mara"), &other, true).await;
        assert_eq!(refused.is(422).code(""), Some(Code::SignInWrong));
        app.stranger().sign_in(&email("mara"), &one).await;
    }

    async fn a_hash_of_an_older_cost_is_made_anew(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let hash = async || app.rows("persons").await[0]["password_hash"].to_string();
        let old = hash().await;
        assert!(old.contains("m=64,t=1,p=1"), "{old}");
        let dearer = app.node_with(|config| config.passwords.passes = 2);
        dearer.stranger().sign_in(&email("mara"), PASSWORD).await;
        let new = hash().await;
        assert!(new.contains("m=64,t=2,p=1"), "{new}");
        dearer.stranger().sign_in(&email("mara"), PASSWORD).await;
        assert_eq!(hash().await, new, "once is enough");
    }
}
