//! A new password by mail.

use domain::{Code, Problem};
use testing::{Client, Mail, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

const NEW: &str = "nine green otters swim";
const LINK: &str = "http://localhost:3000/sign-in/reset-";

async fn asks(browser: &Client, address: &str) {
    let asked = browser.call("reset/ask", &[("email", address)]).await.is(200);
    assert_eq!(asked.location(), "/sign-in/sent");
}

/// The secret in the newest link for `name`.
async fn link(app: &TestApp, name: &str) -> String {
    asks(&app.stranger(), &email(name)).await;
    newest(app).await
}

async fn newest(app: &TestApp) -> String {
    let mails = app.mails().await;
    mails.last().expect("a mail").link(LINK).to_owned()
}

async fn sets(app: &TestApp, link: &str, password: &str) -> testing::Answer {
    app.stranger().call("reset/finish", &[("link", link), ("password", password)]).await
}

async fn can_sign_in(app: &TestApp, name: &str, password: &str) -> bool {
    let browser = app.stranger();
    let _ = browser.call("sign-in/begin", &[("email", &email(name)), ("next", "/")]).await;
    browser.call("sign-in/finish", &[("password", password)]).await.status == 200
}

both_databases! {
    async fn a_stranger_who_asks_keeps_nobody_from_asking(db: TestDb) {
        let app = TestApp::new(db);
        app.person("ada").await;
        for _ in 0..5 {
            asks(&app.stranger(), &email("ada")).await;
        }
        let before = app.mails().await.iter().filter(|mail| mail.text.contains(LINK)).count();
        assert_eq!(before, 3);
        // Their links are dead by then.
        app.wait(31 * 60);
        let link = link(&app, "ada").await;
        let _ = sets(&app, &link, NEW).await.is(200);
    }

    async fn the_link_in_the_mail_gives_a_new_password(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let link = link(&app, "ada").await;
        let mail: Mail = app.sent().pop().unwrap();
        assert_eq!((&*mail.to, &*mail.subject), (&*email("ada"), "Choose a new password"));
        assert!(mail.html.contains("Confirm the password change"));
        let page = app.stranger().get(&format!("/sign-in/reset-{link}")).await.is(200);
        assert!(page.page().has_form("reset/finish") && page.shows("Confirm the password change"));

        let _ = sets(&app, &link, NEW).await.is(200);
        assert!(!can_sign_in(&app, "ada", PASSWORD).await);
        assert!(can_sign_in(&app, "ada", NEW).await);
        assert_eq!(ada.get("/account/profile").await.status, 303, "all sessions have ended");
        let told = app.mails().await.into_iter();
        let told = told.rev().find(|mail| mail.subject == "Password reset").unwrap();
        assert_eq!(told.to, email("ada"));
        assert!(!told.raw.contains(NEW) && !told.raw.contains(&link), "no secrets in it");
    }

    async fn it_works_without_the_script_and_signs_nobody_in(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let browser = app.stranger();
        let _ = browser.get("/sign-in/forgot").await.is(200);
        let sent = browser.post_plain("reset/ask", &[("email", &email("ada"))]).await.is(303);
        assert!(sent.follow().await.is(200).shows("Look into your mail"));
        let link = newest(&app).await;
        let page = format!("/sign-in/reset-{link}");
        let _ = browser.get(&page).await.is(200);
        let short = [("link", &*link), ("password", "short")];
        let refused = browser.post_plain("reset/finish", &short).await.is(303).follow().await;
        assert!(refused.shows("Use at least 15 characters."), "{}", refused.text());
        let done = browser.post_plain("reset/finish", &[("link", &*link), ("password", NEW)]).await;
        let page = done.is(303).follow().await;
        assert!(page.shows("Password changed") && !page.page().has_form("reset/finish"));
        assert_eq!(browser.session(), None);
        assert!(can_sign_in(&app, "ada", NEW).await);
    }

    async fn looking_at_the_link_does_not_use_it_up(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let link = link(&app, "ada").await;
        for _ in 0..5 {
            let _ = app.stranger().get(&format!("/sign-in/reset-{link}")).await.is(200);
        }
        let _ = sets(&app, &link, "short").await.is(422);
        let _ = sets(&app, &link, NEW).await.is(200);
    }

    async fn a_link_works_once_and_for_thirty_minutes(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let first = link(&app, "ada").await;
        app.wait(30 * 60 - 1);
        let _ = app.stranger().get(&format!("/sign-in/reset-{first}")).await.is(200);
        app.wait(1);
        let gone = app.stranger().get(&format!("/sign-in/reset-{first}")).await.is(404);
        assert!(gone.shows("This link does not work"));
        assert_eq!(sets(&app, &first, NEW).await.is(422).code(""), Some(Code::ResetLinkGone));

        let second = link(&app, "ada").await;
        let _ = sets(&app, &second, NEW).await.is(200);
        let again = sets(&app, &second, "eleven tired badgers").await.is(422);
        assert_eq!(again.code(""), Some(Code::ResetLinkGone));
        assert!(can_sign_in(&app, "ada", NEW).await);
    }

    async fn only_the_newest_link_works(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let first = link(&app, "ada").await;
        app.wait(1);
        let second = link(&app, "ada").await;
        assert_ne!(first, second);
        let _ = sets(&app, &first, NEW).await.is(422);
        let _ = sets(&app, &second, NEW).await.is(200);
    }

    async fn a_password_from_the_terminal_is_the_end_of_links(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let link = link(&app, "ada").await;
        app.service.reset_password(&email("ada"), None, false).await.unwrap();
        let _ = sets(&app, &link, NEW).await.is(422);
    }

    async fn fifty_at_once_change_it_once(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let link = link(&app, "ada").await;
        let answers = crowd(50, |n| {
            let (app, link) = (app.clone(), link.clone());
            async move { sets(&app, &link, &format!("{NEW} number {n}")).await.status }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    }

    async fn a_stranger_learns_nothing(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let mut seen = Vec::new();
        for address in [email("ada"), email("eve")] {
            let browser = app.stranger();
            let before = app.db.queries();
            let answer = browser.call("reset/ask", &[("email", &address)]).await;
            let queries = app.db.queries() - before;
            let body = answer.raw();
            seen.push((answer.status, answer.location().to_owned(), body, queries));
            assert!(browser.get("/sign-in/sent").await.is(200).shows("If there is an account"));
        }
        assert_eq!(seen[0], seen[1], "known and unknown");
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn the_mail_goes_to_the_address_that_is_kept(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mike", PASSWORD, false).await;
        for (typed, reaches) in [
            ("MIKE@fjordline.example", true),
            ("mike@FJORDLINE.example", true),
            ("m\u{131}ke@fjordline.example", false),
            ("mi\u{212a}e@fjordline.example", true),
        ] {
            let before = app.sent().len();
            let _ = app.stranger().call("reset/ask", &[("email", typed)]).await;
            app.wait(3_601);
            let _ = app.stranger().call("reset/ask", &[("email", typed)]).await;
            let mails = app.mails().await;
            assert_eq!(mails.len() > before, reaches, "{typed}");
            for mail in &mails {
                assert_eq!(mail.to, email("mike"), "{typed}");
            }
        }
    }

    async fn one_address_at_a_time(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let (ada, eve) = (email("ada"), email("eve"));
        let both = format!("{ada},{eve}");
        for fields in [
            vec![("email[]", &*ada), ("email[]", &*eve)],
            vec![("email", &*ada), ("email", &*eve)],
            vec![("email", &*both)],
            vec![("email", "ada@fjordline.example\neve@fjordline.example")],
            vec![("email", "ada@fjordline.example\r\nBcc: eve@fjordline.example")],
            vec![],
        ] {
            let answer = app.stranger().call("reset/ask", &fields).await;
            assert_eq!(answer.status, 422, "{fields:?}");
        }
        assert!(app.mails().await.is_empty());
    }

    async fn no_header_changes_the_link(db: TestDb) {
        use axum::http::HeaderValue;
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        for header in ["x-forwarded-host", "x-forwarded-proto", "forwarded", "x-host", "referer"] {
            let mut request = testing::scripted("reset/ask", &[("email", &email("ada"))]);
            request.headers_mut().insert(header, HeaderValue::from_static("evil.example"));
            let _ = app.stranger().send(request).await;
            app.wait(3_601);
        }
        let mails = app.mails().await;
        assert!(mails.iter().all(|mail| !mail.raw.contains("evil.example")));
    }

    async fn askings_are_limited_and_only_the_network_is_told(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let ada = app.stranger();
        for _ in 0..6 {
            asks(&ada, &email("ada")).await;
        }
        assert_eq!(app.mails().await.len(), 3, "as many as a link lasts, and no word about it");
        for n in 0..14 {
            asks(&ada, &email(&format!("nobody{n}"))).await;
        }
        let refused = ada.call("reset/ask", &[("email", &email("eve"))]).await.is(429);
        assert!(matches!(refused.problem(), Problem::TooMany { .. }));
        app.wait(3_601);
        asks(&ada, &email("ada")).await;
        assert_eq!(app.mails().await.len(), 4);
    }

    async fn a_mail_that_is_late_opens_nothing(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        asks(&app.stranger(), &email("ada")).await;
        app.wait(30 * 60);
        assert!(app.mails().await.is_empty(), "and is not sent");
        assert!(app.rows("mails").await.is_empty());
    }

    async fn it_opens_a_locked_account(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        for _ in 0..6 {
            assert!(!can_sign_in(&app, "ada", "wrong").await);
        }
        assert!(!can_sign_in(&app, "ada", PASSWORD).await, "locked");
        let link = link(&app, "ada").await;
        let _ = sets(&app, &link, NEW).await.is(200);
        assert!(can_sign_in(&app, "ada", NEW).await);
    }

    async fn passwords_are_judged_as_everywhere(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        let link = link(&app, "ada").await;
        for (password, code) in [
            ("fourteen chars", Code::PasswordShort { min: 15 }),
            ("ada@fjordline.example", Code::PasswordOwn),
            ("passwordpassword", Code::PasswordCommon),
            ("", Code::Required),
        ] {
            let refused = sets(&app, &link, password).await.is(422);
            assert_eq!(refused.code("password"), Some(code), "{password}");
        }
        let _ = sets(&app, &link, "fifteen chars ..").await.is(200);
    }

    async fn what_waits_in_the_database_opens_nothing(db: TestDb) {
        let app = TestApp::new(db);
        app.add("ada", PASSWORD, false).await;
        asks(&app.stranger(), &email("ada")).await;
        let waiting = format!("{:?}{:?}", app.rows("mails").await, app.rows("mailed_links").await);
        let link = newest(&app).await;
        assert!(!waiting.contains(&link));
        let kept = format!("{:?}{:?}", app.rows("mails").await, app.rows("mailed_links").await);
        assert!(!kept.contains(&link));
    }

    async fn on_two_nodes_each_mail_goes_once(db: TestDb) {
        let app = TestApp::new(db);
        let other = app.node();
        for n in 0..10 {
            let name = format!("ada{n}");
            app.add(&name, PASSWORD, false).await;
            let browser = app.stranger().from_address([192, 0, 2, n]);
            asks(&browser, &email(&name)).await;
        }
        let (one, two) = tokio::join!(app.service.send_mails(), other.service.send_mails());
        assert_eq!(one.unwrap() + two.unwrap(), 10);
        let mut to: Vec<_> = app.sent().into_iter().map(|mail| mail.to).collect();
        to.sort();
        to.dedup();
        assert_eq!(to.len(), 10);
    }
}
