//! Sessions: when they begin, when they end, and what a browser has of them.

use domain::{
    Problem, Secret,
    passkey::Request,
    tokens::{TokenForm, TokenList},
};
use service::{Error, Origin, SessionCookie};
use testing::{
    Client, PASSWORD, SoftPasskey, TestApp, TestDb, both_databases, email, pictures, time_of,
};

async fn is_in(browser: &Client) -> bool {
    let page = browser.get("/account/profile").await;
    let function = browser.call("profile/load", &[]).await;
    assert_eq!(page.status == 200, function.status == 200, "page and function agree");
    assert!(matches!((page.status, function.status), (200, 200) | (303, 401)));
    page.status == 200
}

both_databases! {
    async fn each_sign_in_has_a_new_cookie_and_the_one_before_dies(db: TestDb) {
        let app = TestApp::new(db);
        let first = app.person("mara").await;
        // The same browser in the middle of another sign-in, as after its cookies were planted.
        let second = app.stranger();
        let _ = second.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
        second.set_cookie("latchkey", &first.session().unwrap());
        let _ = second.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
        assert_ne!(first.session(), second.session());
        assert!(is_in(&second).await && !is_in(&first).await);
        assert_eq!(app.rows("sessions").await.len(), 1);
    }

    async fn a_cookie_that_somebody_planted_is_not_adopted(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let mara = app.stranger();
        let planted = "A".repeat(43);
        mara.set_cookie("latchkey", &planted);
        mara.sign_in(&email("mara"), PASSWORD).await;
        assert_ne!(mara.session().unwrap(), planted);
        let eve = app.stranger();
        eve.set_cookie("latchkey", &planted);
        assert!(!is_in(&eve).await);
    }

    /// Known when the request began; ended before all of it was there.
    async fn a_session_that_has_ended_changes_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let other = app.sign_in("ada").await;
        let Request(options) = ada.call("passkeys/begin", &[]).await.is(200).data();
        let (_, made) = SoftPasskey::make(&options, 1, [0; 16], "usb");
        let _ = ada.new_token("ci").await;
        let list: TokenList = ada.call("tokens/list", &[]).await.is(200).data();
        let token = list.tokens[0].id;
        let cookie = async |browser: &Client| {
            let cookie = SessionCookie(Secret::new(browser.session().unwrap()));
            app.service.authenticate(&cookie).await.unwrap().unwrap()
        };
        let (caller, other) = (cookie(&ada).await, cookie(&other).await.session);
        let _ = ada.call("sign-out", &[]).await;

        let (service, origin) = (&app.service, Origin::default());
        let (name, expires_in) = ("new".into(), "30".into());
        let form = TokenForm { name, expires_in, read: true, ..TokenForm::default() };
        let photo = async { Ok::<_, Problem>(pictures::jpeg(64, 64)) };
        let refused = [
            service.finish_passkey(&caller, &made, &origin).await.err(),
            service.begin_two_factor(&caller).await.err(),
            service.ask_export(&caller, &origin).await.err(),
            service.delete_account(&caller, &email("ada"), &origin).await.err(),
            service.change_email(&caller, "new@example.com", &origin).await.err(),
            service.resend_email_link(&caller, &origin).await.err(),
            service.cancel_email_change(&caller, &origin).await.err(),
            service.save_photo(&caller, photo, &origin).await.err(),
            service.remove_photo(&caller, &origin).await.err(),
            service.end_session(&caller, other, &origin).await.err(),
            service.end_other_sessions(&caller, &[], &origin).await.err(),
            service.delete_token(&caller, token, &origin).await.err(),
            service.rename_token(&caller, token, "other", &origin).await.err(),
            service.create_token(&caller, &form, false, &origin).await.err(),
        ];
        for (n, refused) in refused.into_iter().enumerate() {
            assert!(matches!(refused, Some(Error::Problem(Problem::SignInAgain))), "{n}");
        }
        assert_eq!(app.rows("sessions").await.len(), 1);
    }

    async fn so_many_begin_within_an_hour_and_live_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let first = app.person("mara").await;
        for n in 2..=120 {
            if n == 101 {
                assert!(is_in(&first).await);
                app.wait(60);
                assert!(is_in(&first).await, "and was active lately");
            }
            let _ = app.sign_in("mara").await;
        }
        assert_eq!(app.rows("sessions").await.len(), 100);
        assert!(is_in(&first).await);
        let told = app.mails().await;
        let told = told.iter().filter(|mail| mail.subject == "New sign-in to your account").count();
        assert_eq!(told, 10, "after so many mails they know");
        let more = app.stranger();
        let _ = more.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
        for _ in 0..10 {
            let refused = more.call("sign-in/finish", &[("password", PASSWORD)]).await;
            let told = refused.problem();
            assert!(matches!(told, Problem::TooMany { .. }), "right all the same: {told:?}");
        }
        let new = "nine green otters swim";
        let _ = app.service.reset_password(&email("mara"), Some(Secret::new(new)), false).await;
        more.sign_in(&email("mara"), new).await;
    }

    async fn an_idle_session_ends_after_an_hour(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        app.wait(3599);
        assert!(is_in(&mara).await);
        app.wait(3599);
        assert!(is_in(&mara).await, "each use counts");
        app.wait(3600);
        assert!(!is_in(&mara).await, "at the very second, though nothing was swept");
        assert_eq!(app.rows("sessions").await.len(), 1);
    }

    async fn no_session_lives_longer_than_a_day(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for _ in 0..47 {
            app.wait(1800);
            assert!(is_in(&mara).await);
        }
        app.wait(1799);
        assert!(is_in(&mara).await);
        app.wait(1);
        assert!(!is_in(&mara).await);
    }

    async fn who_stays_signed_in_has_thirty_days(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let mara = app.stranger();
        let _ = mara.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
        let keep = [("password", PASSWORD), ("keep", "true")];
        let answer = mara.call("sign-in/finish", &keep).await.is(200);
        assert!(
            answer.set_cookies()[0].contains("; Max-Age=2592000"),
            "{:?}",
            answer.set_cookies()
        );
        app.wait_days(13);
        assert!(is_in(&mara).await);
        app.wait_days(13);
        assert!(is_in(&mara).await);
        app.wait_days(4);
        assert!(!is_in(&mara).await);
    }

    async fn activity_is_written_at_most_once_a_minute(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let began = app.now();
        let active = async || time_of(&app.rows("sessions").await[0], "last_active_at");
        app.wait(59);
        assert!(is_in(&mara).await);
        assert_eq!(active().await, began);
        app.wait(1);
        assert!(is_in(&mara).await);
        assert_eq!(active().await, app.now());
    }

    async fn signing_out_ends_the_session_on_every_node_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let other = app.node();
        for script in [true, false] {
            let mara = app.person("mara").await;
            let stolen = mara.copy();
            assert!(is_in(&stolen.at(&other)).await);
            let out = if script {
                mara.call("sign-out", &[]).await.is(200)
            } else {
                mara.post_plain("sign-out", &[]).await.is(303)
            };
            assert_eq!(out.location(), "/sign-in");
            assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
            assert_eq!(mara.session(), None, "the browser has lost it");
            assert!(!is_in(&stolen.at(&other)).await, "and a copy is worth nothing");
        }
        assert!(app.rows("sessions").await.is_empty());
    }

    async fn who_is_suspended_is_out_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let otto = app.person("otto").await;
        app.db
            .execute("UPDATE persons SET suspended_at = created_at WHERE first_name = 'Mara'")
            .await;
        assert!(!is_in(&mara).await && !is_in(&mara.at(&app.node())).await);
        assert!(is_in(&otto).await);
        let again = app.stranger();
        let _ = again.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
        let _ = again.call("sign-in/finish", &[("password", PASSWORD)]).await.is(422);
    }

    async fn cookies_tell_nothing_and_are_bound_to_this_origin(db: TestDb) {
        let first = TestApp::new(db);
        for (public_url, name, secure) in [
            ("http://localhost:3000", "latchkey", ""),
            ("https://id.example.com", "__Host-latchkey", "; Secure"),
        ] {
            let app = first.node_with(|config| config.server.public_url = public_url.into());
            app.add("mara", PASSWORD, false).await;
            let mara = app.stranger();
            let first = mara.get("/sign-in").await.is(200);
            assert_eq!(first.set_cookies().len(), 1);
            let visitor = mara.cookie(&format!("{name}-visitor")).unwrap();
            assert_eq!(visitor.len(), 22);
            let attributes = format!("; Path=/; HttpOnly; SameSite=Lax{secure}");
            assert_eq!(first.set_cookies()[0], format!("{name}-visitor={visitor}{attributes}"));

            let _ = mara.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await;
            let done = mara.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
            let session = mara.session().unwrap();
            assert_eq!(session.len(), 43);
            assert!(session.bytes().all(|b| b.is_ascii_alphanumeric()));
            let browser = mara.cookie(&format!("{name}-browser")).unwrap();
            assert_eq!(browser.len(), 22);
            assert_eq!(
                done.set_cookies(),
                [
                    format!("{name}={session}{attributes}"),
                    format!("{name}-browser={browser}{attributes}; Max-Age=34560000"),
                    format!("{name}-visitor={attributes}; Max-Age=0"),
                ]
            );
        }
    }

    async fn a_cookie_that_is_sent_twice_counts_as_none(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let session = mara.session().unwrap();
        let twice = format!("latchkey={session}; latchkey={session}");
        let request = axum::http::Request::get("/account/profile").header("cookie", twice);
        let answer = app.stranger().send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(answer.is(303).location(), "/sign-in?next=%2Faccount%2Fprofile");
    }
}
