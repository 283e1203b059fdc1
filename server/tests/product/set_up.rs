//! The first account, through the link that the terminal prints.

use domain::{Code, Problem};
use testing::{Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

/// The secret at the end of a new set-up link.
async fn link(app: &TestApp) -> String {
    let link = app.service.set_up_link().await.unwrap().expect("nobody is there yet");
    link.strip_prefix("http://localhost:3000/setup/").expect("the public address").to_owned()
}

fn form<'a>(link: &'a str, email: &'a str, password: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("link", link),
        ("first_name", "Ada"),
        ("last_name", "Holm"),
        ("email", email),
        ("password", password),
    ]
}

async fn is_signed_in(browser: &Client) -> bool {
    browser.get("/account/profile").await.status == 200
}

both_databases! {
    async fn the_link_makes_one_account_that_runs_the_instance(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let ada = app.stranger();
        let page = ada.get(&format!("/setup/{link}")).await.is(200);
        assert!(page.page().has_form("set-up/finish"));
        let done = ada.call("set-up/finish", &form(&link, &email("ada"), PASSWORD)).await.is(200);
        assert_eq!(done.location(), "/account/profile");
        assert!(ada.get("/account/profile").await.is(200).shows("Ada Holm"));

        let persons = app.rows("persons").await;
        assert_eq!(persons.len(), 1);
        assert!(matches!(persons[0]["staff"].to_string().as_str(), "1" | "true"));
        let again = app.stranger();
        again.sign_in(&email("ada"), PASSWORD).await;
        assert!(is_signed_in(&again).await);
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let ada = app.stranger();
        let _ = ada.get(&format!("/setup/{link}")).await.is(200);
        let done = ada.post_plain("set-up/finish", &form(&link, &email("ada"), PASSWORD)).await;
        assert!(done.is(303).follow().await.is(200).shows("Ada Holm"));
    }

    async fn a_used_link_is_dead(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let _ = app.stranger().call("set-up/finish", &form(&link, &email("ada"), PASSWORD)).await;
        let second = app.stranger();
        let refused = second.call("set-up/finish", &form(&link, &email("eve"), PASSWORD)).await;
        assert_eq!(refused.is(422).code(""), Some(Code::SetUpLinkGone));
        let page = second.get(&format!("/setup/{link}")).await.is(404);
        assert!(page.shows("This link does not work") && !page.page().has_form("set-up/finish"));
        assert_eq!(app.rows("persons").await.len(), 1);
        assert_eq!(app.service.set_up_link().await.unwrap(), None, "somebody is there");
    }

    async fn before_it_there_is_nothing_to_sign_in_with(db: TestDb) {
        let app = TestApp::new(db);
        let empty = app.stranger().get("/sign-in").await.is(200);
        assert!(empty.shows("No account yet. Open the link in the terminal."));

        let link = link(&app).await;
        let _ = app.stranger().call("set-up/finish", &form(&link, &email("ada"), PASSWORD)).await;
        let page = app.stranger().get("/sign-in").await.is(200);
        assert!(!page.shows("No account yet."));
        let before = app.db.queries();
        let _ = app.stranger().get("/sign-in").await.is(200);
        assert_eq!(app.db.queries(), before, "that somebody is there is remembered");
    }

    async fn only_the_newest_link_works(db: TestDb) {
        let app = TestApp::new(db);
        let (old, new) = (link(&app).await, link(&app).await);
        let eve = app.stranger();
        for wrong in [old.as_str(), "", "x", &new[1..], &new.to_lowercase(), &format!("{new} ")] {
            let refused = eve.call("set-up/finish", &form(wrong, &email("eve"), PASSWORD)).await;
            assert_eq!(refused.is(422).code(""), Some(Code::SetUpLinkGone), "{wrong:?}");
        }
        let _ = eve.call("set-up/finish", &form(&new, &email("ada"), PASSWORD)).await.is(200);
    }

    async fn twenty_at_once_make_exactly_one_account(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let statuses = crowd(20, |i| {
            let (browser, link) = (app.stranger(), link.clone());
            async move {
                let address = email(&format!("ada{i}"));
                let answer = browser.call("set-up/finish", &form(&link, &address, PASSWORD)).await;
                (answer.status, is_signed_in(&browser).await)
            }
        })
        .await;
        assert_eq!(statuses.iter().filter(|s| **s == (200, true)).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|s| **s == (422, false)).count(), 19, "{statuses:?}");
        assert_eq!(app.rows("persons").await.len(), 1);
    }

    async fn everything_that_is_wrong_is_told_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let wrong = [
            ("link", link.as_str()),
            ("first_name", " "),
            ("last_name", &"x".repeat(65)),
            ("email", "ada"),
            ("password", "fourteen chars"),
        ];
        let ada = app.stranger();
        let told = ada.call("set-up/finish", &wrong).await.is(422);
        assert_eq!(told.code("first_name"), Some(Code::Required));
        assert_eq!(told.code("last_name"), Some(Code::TooLong { max: 64 }));
        assert_eq!(told.code("email"), Some(Code::EmailShape));
        assert_eq!(told.code("password"), Some(Code::PasswordShort { min: 15 }));

        let page = ada.post_plain("set-up/finish", &wrong).await.is(303).follow().await.is(200);
        for sentence in ["Fill this in.", "Use at most 64", "whole address", "Use at least 15"] {
            assert!(page.shows(sentence), "{sentence}: {}", page.page().text);
        }
        assert_eq!(page.page().value("email"), Some("ada"), "what was typed is still there");
        assert_eq!(page.page().value("password"), Some(""), "but for the password");
        assert!(app.rows("persons").await.is_empty());
        let _ = ada.call("set-up/finish", &form(&link, &email("ada"), PASSWORD)).await.is(200);
    }

    async fn a_password_is_long_and_not_the_obvious_and_never_cut(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let ada = app.stranger();
        for (password, code) in [
            ("", Code::Required),
            (&"y".repeat(257), Code::PasswordLong { max: 256 }),
            ("latchkey-latchkey", Code::PasswordOwn),
            ("ada@fjordline.example", Code::PasswordOwn),
        ] {
            let told = ada.call("set-up/finish", &form(&link, &email("ada"), password)).await;
            assert_eq!(told.is(422).code("password"), Some(code), "{password}");
        }
        let long = "correct horse ".repeat(18) + "four";
        assert_eq!(long.len(), 256);
        let _ = ada.call("set-up/finish", &form(&link, &email("ada"), &long)).await.is(200);
        let cut = app.stranger();
        let _ = cut.call("sign-in/begin", &[("email", &email("ada")), ("next", "/")]).await;
        let refused = cut.call("sign-in/finish", &[("password", &long[..255])]).await;
        assert_eq!(refused.is(422).code(""), Some(Code::SignInWrong));
        cut.sign_in(&email("ada"), &long).await;
    }

    async fn missing_and_foreign_fields_are_refused_or_ignored(db: TestDb) {
        let app = TestApp::new(db);
        let link = link(&app).await;
        let eve = app.stranger();
        let refused = eve.call("set-up/finish", &[("link", &link)]).await;
        assert_eq!(refused.is(422).problem(), Problem::Invalid(Vec::new()));
        let address = email("ada");
        let twice =
            [&form(&link, &address, PASSWORD)[..], &[("email", "eve@evil.example")]].concat();
        let _ = eve.call("set-up/finish", &twice).await.is(422);
        assert!(app.rows("persons").await.is_empty(), "an address that is sent twice is none");
    }

    async fn there_is_no_default_account(db: TestDb) {
        let app = TestApp::new(db);
        assert!(app.rows("persons").await.is_empty());
        let _ = link(&app).await;
        for name in ["admin", "root", "demo", "mara"] {
            for password in ["admin", "password", "latchkey", PASSWORD] {
                let eve = app.stranger();
                let _ = eve.call("sign-in/begin", &[("email", &email(name)), ("next", "/")]).await;
                let refused = eve.call("sign-in/finish", &[("password", password)]).await;
                assert_eq!(refused.is(422).code(""), Some(Code::SignInWrong));
            }
        }
    }
}
