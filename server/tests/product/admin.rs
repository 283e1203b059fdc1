//! What the operator does for somebody who cannot sign in.

use domain::{Code, Problem, Secret, sign_in::AccountForm};
use service::Error;
use testing::{Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

async fn fails(browser: &Client, times: usize) {
    let _ =
        browser.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await.is(200);
    for _ in 0..times {
        let _ = browser.call("sign-in/finish", &[("password", "not the password")]).await.is(422);
    }
}

async fn status(app: &TestApp, password: &str) -> u16 {
    let browser = app.stranger().from_address([192, 0, 2, 55]);
    let _ =
        browser.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await.is(200);
    browser.call("sign-in/finish", &[("password", password)]).await.status
}

both_databases! {
    async fn a_locked_account_is_unlocked(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        fails(&app.stranger(), 5).await;
        app.db.execute("UPDATE attempts SET failures = 100").await;
        app.wait_days(400);
        assert_eq!(status(&app, PASSWORD).await, 422, "locked for good");
        app.node().service.unlock(" MARA@fjordline.example").await.unwrap();
        assert_eq!(status(&app, PASSWORD).await, 200);
        let log = app.rows("audit_log").await;
        let line = log.iter().find(|row| row["action"] == "account.unlocked").unwrap();
        assert_eq!(line["network"], "terminal");
    }

    async fn a_known_browser_is_unlocked_too(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.call("sign-out", &[]).await;
        fails(&mara, 5).await;
        app.db.execute("UPDATE attempts SET failures = 100").await;
        app.wait_days(1);
        let tries = async || {
            let _ = mara.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
            mara.call("sign-in/finish", &[("password", PASSWORD)]).await.status
        };
        assert_eq!(tries().await, 422);
        app.service.unlock(&email("mara")).await.unwrap();
        assert_eq!(tries().await, 200);
    }

    async fn a_reset_password_ends_sessions_and_unlocks(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let token = mara.new_token("ci").await;
        fails(&app.stranger(), 5).await;
        let new = app.node().service.reset_password(&email("mara"), None, false).await.unwrap();
        assert_eq!(new.expose().len(), 20);
        let _ = mara.call("profile/load", &[]).await.is(401);
        let _ = otto.call("profile/load", &[]).await.is(200);
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        assert_eq!(status(&app, PASSWORD).await, 422);
        assert_eq!(status(&app, new.expose()).await, 200);
        let log = app.rows("audit_log").await;
        assert!(log.iter().any(|row| row["action"] == "account.password_reset"));
        assert_eq!(app.dump().await.places_of(new.expose()), [""; 0]);
    }

    async fn a_password_that_is_given_must_be_a_good_one(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let reset = async |password: &str| {
            app.service.reset_password(&email("mara"), Some(Secret::new(password)), false).await
        };
        for (password, code) in [
            ("", Code::Required),
            ("fourteen chars", Code::PasswordShort { min: 15 }),
            ("mara.lindqvist2026", Code::PasswordOwn),
        ] {
            let Err(Error::Problem(problem)) = reset(password).await else { panic!("{password}") };
            assert_eq!(problem.code("password"), Some(code));
        }
        let _ = mara.call("profile/load", &[]).await.is(200);
        reset("twelve brown otters").await.unwrap();
        assert_eq!(status(&app, "twelve brown otters").await, 200);
    }

    async fn an_account_is_made_and_its_person_chooses_the_password(db: TestDb) {
        let app = TestApp::new(db);
        let address = email("mara");
        let form =
            AccountForm { first: "Mara", last: "Lindqvist", email: &address, password: None };
        let _ = app.service.create_person(form, false).await.unwrap();
        assert_eq!(status(&app, "!").await, 422, "there is no password yet");
        let again = app.service.create_person(form, true).await;
        assert!(matches!(again, Err(Error::Problem(Problem::Conflict))));
        let mail = app.mails().await.pop().unwrap();
        assert_eq!((&*mail.to, &*mail.subject), (&*address, "Your account is ready"));
        let link = mail.link("http://localhost:3000/sign-in/reset-").to_owned();
        app.wait_days(2);
        let fields = [("link", &*link), ("password", "twelve brown otters")];
        let _ = app.stranger().call("reset/finish", &fields).await.is(200);
        assert_eq!(status(&app, "twelve brown otters").await, 200);
        let log = app.rows("audit_log").await;
        assert!(log.iter().any(|row| row["action"] == "account.created"));
    }

    async fn of_fifty_who_make_one_account_one_does(db: TestDb) {
        let app = TestApp::new(db);
        let made = crowd(50, |_| {
            let service = app.service.clone();
            async move {
                let address = email("mara");
                let form = AccountForm { first: "M", last: "", email: &address, password: None };
                service.create_person(form, false).await.is_ok()
            }
        });
        assert_eq!(made.await.into_iter().filter(|made| *made).count(), 1);
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn mails_that_were_given_up_are_shown_and_tried_again(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.call("email/change", &[("email", "mara@harbour.example")]).await.is(200);
        let _ = app.stranger().call("reset/ask", &[("email", "nobody@else.example")]).await.is(200);
        let form = AccountForm { first: "Otto", last: "", email: &email("otto"), password: None };
        let _ = app.service.create_person(form, false).await.unwrap();
        assert!(app.service.dead_mails().await.unwrap().is_empty());
        assert_eq!(app.service.retry_mails().await.unwrap(), 0);
        app.db.execute("UPDATE mails SET failed_at = created_at, error = 'no such mailbox'").await;
        assert!(app.mails().await.is_empty());
        let dead = app.service.dead_mails().await.unwrap();
        let mut told: Vec<_> = dead.iter().map(|mail| (&*mail.kind, &*mail.to)).collect();
        told.sort_unstable();
        let (mara, otto) = (email("mara"), email("otto"));
        let expected = [
            ("email_change", "mara@harbour.example"),
            ("email_change_asked", &*mara),
            ("reset_asked", "nobody@else.example"),
            ("welcome", &*otto),
        ];
        assert_eq!(told, expected);
        assert!(dead.iter().all(|mail| mail.error == "no such mailbox"));
        assert_eq!(app.service.retry_mails().await.unwrap(), 4);
        assert_eq!(app.mails().await.len(), 3, "nobody is told nothing");
        assert!(app.service.dead_mails().await.unwrap().is_empty());
    }

    async fn a_letter_that_cannot_be_read_holds_up_no_other(db: TestDb) {
        let app = TestApp::new(db);
        for name in ["ada", "mara", "otto"] {
            let form = AccountForm { first: name, last: "", email: &email(name), password: None };
            let _ = app.service.create_person(form, false).await.unwrap();
        }
        // As another release would write it.
        app.db
            .execute(
                r#"UPDATE mails SET letter = '{"kind":"new"}'
                   WHERE id = (SELECT id FROM mails ORDER BY id LIMIT 1)"#,
            )
            .await;
        assert_eq!(app.mails().await.len(), 2);
        for _ in 0..40 {
            app.wait_days(1);
            assert_eq!(app.mails().await.len(), 2);
        }
        let dead = app.service.dead_mails().await.unwrap();
        assert_eq!(dead.iter().map(|mail| &*mail.kind).collect::<Vec<_>>(), ["new"], "given up");
    }

    async fn an_address_that_nobody_has_is_told(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        for address in ["otto@fjordline.example", "mara", "", "mara@fjordline.example.evil"] {
            let unlocked = app.service.unlock(address).await;
            assert!(matches!(unlocked, Err(Error::Problem(Problem::NotFound))), "{address}");
            let reset = app.service.reset_password(address, None, false).await;
            assert!(matches!(reset, Err(Error::Problem(Problem::NotFound))), "{address}");
        }
        assert!(app.rows("audit_log").await.is_empty());
    }
}
