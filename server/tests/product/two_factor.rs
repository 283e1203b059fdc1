//! The second factor: setting it up, signing in with it, recovery codes, turning it off.

use domain::{
    Code, Problem,
    two_factor::{Enrolment, RecoveryCodes, TwoFactor},
};
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email, otp};

async fn state(browser: &Client) -> TwoFactor {
    browser.call("two-factor/load", &[]).await.is(200).data()
}

/// Sets an app up; answers its key and the recovery codes.
pub(crate) async fn turns_on(app: &TestApp, browser: &Client) -> (String, Vec<String>) {
    let enrolment: Enrolment = browser.call("two-factor/begin", &[]).await.is(200).data();
    let key = enrolment.key.expose().to_owned();
    let code = otp(&key, app.now());
    let done = browser.call("two-factor/activate", &[("code", &code)]).await.is(200);
    let codes: Option<RecoveryCodes> = done.data();
    let codes = codes.unwrap().0.iter().map(|code| code.expose().to_owned()).collect();
    (key, codes)
}

/// The password, and what comes after it.
async fn gives_password(app: &TestApp, name: &str) -> Client {
    let browser = app.stranger();
    let _ = browser.call("sign-in/begin", &[("email", &email(name)), ("next", "/")]).await;
    let answer = browser.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
    assert_eq!(answer.location(), "/sign-in/code");
    assert_eq!(browser.session(), None);
    browser
}

async fn gives_code(browser: &Client, code: &str) -> Answer {
    browser.call("sign-in/code", &[("code", code)]).await
}

async fn is_in(browser: &Client) -> bool {
    browser.get("/account/profile").await.status == 200
}

both_databases! {
    async fn nothing_is_on_before_the_app_gave_a_right_code(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        assert!(!state(&ada).await.on);
        let enrolment: Enrolment = ada.call("two-factor/begin", &[]).await.is(200).data();
        assert_eq!(state(&ada).await.enrolment.as_ref(), Some(&enrolment), "it can be seen again");
        let wrong = ada.call("two-factor/activate", &[("code", "000000")]).await.is(422);
        assert_eq!(wrong.code("code"), Some(Code::EnrolCodeWrong));
        assert!(!state(&ada).await.on);
        let _ = app.sign_in("ada").await;
        app.wait(600);
        let _ = ada.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let code = otp(enrolment.key.expose(), app.now());
        let late = ada.call("two-factor/activate", &[("code", &code)]).await.is(422);
        assert_eq!(late.code(""), Some(Code::EnrolmentGone));
    }

    async fn it_can_be_begun_in_two_windows(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let begin = async || -> Enrolment { ada.call("two-factor/begin", &[]).await.is(200).data() };
        let (one, other) = (begin().await, begin().await);
        assert_eq!(one.key.expose(), other.key.expose());
        let code = otp(one.key.expose(), app.now());
        let _ = ada.call("two-factor/activate", &[("code", &code)]).await.is(200);
        let late = ada.call("two-factor/activate", &[("code", &code)]).await.is(422);
        assert_eq!(late.code(""), Some(Code::EnrolmentGone));
        assert_ne!(begin().await.key.expose(), one.key.expose(), "another app, another key");
    }

    async fn it_is_asked_for_at_each_sign_in(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let other = app.sign_in("ada").await;
        let (key, codes) = turns_on(&app, &ada).await;
        assert_eq!((codes.len(), state(&ada).await.codes_left), (10, 10));
        assert!(is_in(&ada).await && !is_in(&other).await, "other sessions end");
        app.wait(30);
        let browser = gives_password(&app, "ada").await;
        for (wrong, why) in [("123 45", Code::CodeShape), ("abc", Code::CodeWrong)] {
            let told = gives_code(&browser, wrong).await.is(422);
            assert_eq!(told.code("code"), Some(why), "{wrong}");
        }
        assert!(!is_in(&browser).await);
        let _ = gives_code(&browser, &otp(&key, app.now())).await.is(200);
        assert!(is_in(&browser).await);
        let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Two-factor authentication turned on".into()), "{told:?}");
    }

    async fn a_code_works_once_even_for_fifty_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, _) = turns_on(&app, &ada).await;
        let used = otp(&key, app.now());
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &used).await.is(422);
        app.wait(60);
        app.db.execute("DELETE FROM attempts").await;
        let mut browsers = Vec::new();
        for _ in 0..3 {
            browsers.push(gives_password(&app, "ada").await);
        }
        let code = otp(&key, app.now());
        let answers = crowd(3, |n| {
            let (browser, code) = (browsers[n].copy(), code.clone());
            async move { gives_code(&browser, &code).await.status }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    }

    async fn guesses_are_counted_and_locked_looks_like_wrong(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, _) = turns_on(&app, &ada).await;
        app.wait(60);
        let browser = gives_password(&app, "ada").await;
        for _ in 0..3 {
            let _ = gives_code(&browser, "000000").await.is(422);
        }
        let locked = gives_code(&browser, &otp(&key, app.now())).await.is(422);
        assert_eq!(locked.code("code"), Some(Code::CodeWrong));
        app.wait(31);
        let _ = gives_code(&browser, &otp(&key, app.now())).await.is(200);
    }

    async fn after_fifty_wrong_codes_in_a_row_none_is_right(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, codes) = turns_on(&app, &ada).await;
        let like_a_code = codes[0].replace(|letter| letter != '-', "A");
        for n in 0..50 {
            app.wait(3_600);
            let browser = gives_password(&app, "ada").await;
            // Both kinds are counted as one.
            let wrong = if n % 2 == 0 { "000000" } else { &*like_a_code };
            let _ = gives_code(&browser, wrong).await.is(422);
        }
        app.wait_days(30);
        for right in [otp(&key, app.now()), codes[0].clone()] {
            let browser = gives_password(&app, "ada").await;
            let locked = gives_code(&browser, &right).await.is(422);
            assert_eq!(locked.code("code"), Some(Code::CodeWrong));
        }
        app.service.unlock(&email("ada")).await.unwrap();
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &codes[0]).await.is(200);
    }

    async fn a_mailbox_brings_no_new_tries_of_a_code(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = turns_on(&app, &ada).await;
        for n in 0..2 {
            app.wait(3_600);
            let browser = app.stranger();
            let _ = browser.call("reset/ask", &[("email", &email("ada"))]).await.is(200);
            let mail = app.mails().await.pop().unwrap();
            let link = mail.link("/sign-in/reset-").to_owned();
            let password = format!("{n} brown otters swim in the fjord");
            let fields = [("link", &*link), ("password", &*password)];
            let _ = browser.call("reset/finish", &fields).await.is(200);
            let _ = browser.call("sign-in/begin", &[("email", &email("ada")), ("next", "/")]).await;
            let _ = browser.call("sign-in/finish", &[("password", &*password)]).await.is(200);
            let _ = gives_code(&browser, "000000").await.is(422);
        }
        let attempts = app.rows("attempts").await;
        let codes: Vec<_> = attempts
            .iter()
            .filter(|row| row["key"].as_str().unwrap().starts_with("code:"))
            .map(|row| row["failures"].as_i64().unwrap())
            .collect();
        assert_eq!(codes, [2], "one counter, whatever the browser calls itself");
    }

    async fn whoever_gives_a_code_while_it_is_locked_is_out(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (_, codes) = turns_on(&app, &ada).await;
        let mails = app.mails().await;
        let lock = mails.iter().rev().find(|mail| mail.text.contains("/not-me-")).unwrap();
        let lock = lock.link("/sign-in/not-me-").to_owned();
        let mut waiting = Vec::new();
        for code in codes.into_iter().take(6) {
            waiting.push((gives_password(&app, "ada").await, code));
        }
        let browsers = crowd(7, |n| {
            let (app, waiting, lock) = (app.clone(), waiting.clone(), lock.clone());
            async move {
                let Some((browser, code)) = waiting.get(n) else {
                    let _ = app.stranger().call("not-me/finish", &[("link", &lock)]).await.is(200);
                    return None;
                };
                let browser = browser.copy();
                let _ = gives_code(&browser, code).await;
                Some(browser)
            }
        })
        .await;
        for browser in browsers.into_iter().flatten() {
            assert!(!is_in(&browser).await);
        }
        assert!(app.rows("sessions").await.is_empty());
    }

    async fn without_it_a_short_password_has_to_be_renewed(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = turns_on(&app, &ada).await;
        let fields = [("current", PASSWORD), ("password", "nine seal"), ("repeat", "nine seal")];
        let _ = ada.call("security/change-password", &fields).await.is(200);
        let _ = app.service.ask_factor_reset(&email("ada")).await.unwrap();
        app.wait(86_400);
        assert_eq!(app.service.reset_factors().await.unwrap(), 1);
        let gives = async |password: &str| {
            let browser = app.stranger();
            let _ = browser.call("sign-in/begin", &[("email", &email("ada")), ("next", "/")]).await;
            browser.call("sign-in/finish", &[("password", password)]).await
        };
        let link = async || {
            let mails = app.mails().await;
            let mail = mails.into_iter().rfind(|mail| mail.text.contains("/sign-in/reset-"));
            mail.map(|mail| mail.link("/sign-in/reset-").to_owned())
        };
        assert_eq!(gives("nine sealed").await.is(422).code(""), Some(Code::SignInWrong));
        assert_eq!(link().await, None);
        // Strangers who ask for links do not keep this one back.
        for _ in 0..4 {
            let _ = app.stranger().call("reset/ask", &[("email", &*email("ada"))]).await.is(200);
        }
        app.mails().await;
        app.wait(1_801);
        let before = link().await;
        for _ in 0..5 {
            app.wait(1);
            assert_eq!(gives("nine seal").await.is(422).code(""), Some(Code::PasswordOutgrown));
        }
        let log = app.rows("audit_log").await;
        let lines = log.iter().filter(|row| row["action"] == "account.password_outgrown").count();
        assert_eq!(lines, 3, "and three mails");
        assert_ne!(link().await, before);
        assert!(app.rows("sessions").await.is_empty());
        let link = link().await.unwrap();
        let chosen = "nine blue kites over Bergen";
        let _ = app.stranger().call("reset/finish", &[("link", &link), ("password", chosen)]).await.is(200);
        assert_eq!(gives(chosen).await.is(200).location(), "/");
    }

    async fn a_recovery_code_works_once(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (_, codes) = turns_on(&app, &ada).await;
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &codes[0].to_lowercase()).await.is(200);
        assert!(is_in(&browser).await);
        assert_eq!(state(&browser).await.codes_left, 9);
        let again = gives_password(&app, "ada").await;
        let _ = gives_code(&again, &codes[0]).await.is(422);
        let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Recovery code used".into()), "{told:?}");
        for table in ["recovery_codes", "authenticators", "mails"] {
            for row in app.rows(table).await {
                assert!(!row.to_string().contains(&codes[1]), "in {table}");
            }
        }
    }

    async fn too_many_sessions_use_up_no_code(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (_, codes) = turns_on(&app, &ada).await;
        let browser = gives_password(&app, "ada").await;
        app.db.execute("UPDATE rate_windows SET used = 120 WHERE key LIKE 'sessions:%'").await;
        let refused = gives_code(&browser, &codes[0]).await;
        assert!(matches!(refused.problem(), Problem::TooMany { .. }));
        assert_eq!(state(&ada).await.codes_left, 10);
        // Nor does a wrong code use up a session.
        app.db.execute("UPDATE rate_windows SET used = 119 WHERE key LIKE 'sessions:%'").await;
        let _ = gives_code(&browser, "000000").await.is(422);
        let _ = gives_code(&browser, &codes[0]).await.is(200);
    }

    async fn new_codes_replace_all(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (_, old) = turns_on(&app, &ada).await;
        let new: Option<RecoveryCodes> =
            ada.call("two-factor/new-codes", &[]).await.is(200).data();
        let new = new.unwrap();
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &old[3]).await.is(422);
        let _ = gives_code(&browser, new.0[3].expose()).await.is(200);
    }

    async fn without_the_script_the_codes_are_in_the_next_page_once(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.post_plain("two-factor/begin", &[]).await.is(303);
        let enrolment = state(&ada).await.enrolment.unwrap();
        let code = otp(enrolment.key.expose(), app.now());
        let _ = ada.post_plain("two-factor/activate", &[("code", &code)]).await.is(303);
        assert_eq!(state(&ada).await.new_codes.unwrap().0.len(), 10);
        assert_eq!(state(&ada).await.new_codes, None);
    }

    async fn a_new_password_by_mail_does_not_skip_it(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, _) = turns_on(&app, &ada).await;
        app.wait(60);
        let _ = app.stranger().call("reset/ask", &[("email", &email("ada"))]).await.is(200);
        let mail = app.mails().await.pop().unwrap();
        let link = mail.link("http://localhost:3000/sign-in/reset-").to_owned();
        let fields = [("link", &*link), ("password", PASSWORD)];
        let _ = app.stranger().call("reset/finish", &fields).await.is(200);
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &otp(&key, app.now())).await.is(200);
    }

    async fn turning_it_off_needs_the_password_and_a_fresh_proof(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, _) = turns_on(&app, &ada).await;
        app.wait(600);
        let end = async |password| ada.call("two-factor/end", &[("password", password)]).await;
        assert_eq!(end(PASSWORD).await.problem(), Problem::StepUp);
        let with_password = ada.call("confirm/finish", &[("password", PASSWORD)]).await.is(422);
        assert_eq!(with_password.code("code"), Some(Code::Required), "the strongest that there is");
        let code = otp(&key, app.now());
        let _ = ada.call("confirm/finish", &[("code", &code)]).await.is(200);
        let again = ada.call("confirm/finish", &[("code", &code)]).await.is(422);
        assert_eq!(again.code("code"), Some(Code::CodeWrong), "once");
        let wrong = end("not the password").await.is(422);
        assert_eq!(wrong.code("password"), Some(Code::PasswordWrong));
        let _ = end(PASSWORD).await.is(200);
        assert!(!state(&ada).await.on && app.rows("recovery_codes").await.is_empty());
        let _ = app.sign_in("ada").await;
    }

    async fn moving_to_another_app_ends_the_old_one_and_keeps_the_codes(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (old, codes) = turns_on(&app, &ada).await;
        app.wait(60);
        let enrolment: Enrolment = ada.call("two-factor/begin", &[]).await.is(200).data();
        let code = otp(enrolment.key.expose(), app.now());
        let moved = ada.call("two-factor/activate", &[("code", &code)]).await.is(200);
        assert_eq!(moved.data::<Option<RecoveryCodes>>(), None);
        app.wait(60);
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &otp(&old, app.now())).await.is(422);
        let _ = gives_code(&browser, &codes[0]).await.is(200);
    }

    async fn a_recovery_code_proves_who_one_is(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (_, codes) = turns_on(&app, &ada).await;
        app.wait(600);
        assert_eq!(ada.call("two-factor/begin", &[]).await.problem(), Problem::StepUp);
        let _ = ada.call("confirm/finish", &[("code", &codes[0])]).await.is(200);
        let _ = ada.call("two-factor/begin", &[]).await.is(200);
        assert_eq!(state(&ada).await.codes_left, 9);
    }

    async fn beside_it_a_shorter_password_will_do(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let change = async |current, new| {
            let fields = [("current", current), ("password", new), ("repeat", new)];
            ada.call("security/change-password", &fields).await
        };
        let short = change(PASSWORD, "nine seal").await.is(422);
        assert_eq!(short.code("password"), Some(Code::PasswordShort { min: 15 }));
        let (key, _) = turns_on(&app, &ada).await;
        let shorter = change(PASSWORD, "7 seals").await.is(422);
        assert_eq!(shorter.code("password"), Some(Code::PasswordShort { min: 8 }));
        let _ = change(PASSWORD, "nine seal").await.is(200);
        app.wait(600);
        assert_eq!(change("nine seal", PASSWORD).await.problem(), Problem::StepUp);
        let _ = ada.call("confirm/finish", &[("code", &otp(&key, app.now()))]).await.is(200);
        let alone = ada.call("two-factor/end", &[("password", "nine seal")]).await.is(422);
        assert_eq!(alone.code("password"), Some(Code::PasswordTooShortAlone));
        let _ = change("nine seal", PASSWORD).await.is(200);
        let _ = ada.call("two-factor/end", &[("password", PASSWORD)]).await.is(200);
    }

    async fn where_it_is_required_nothing_else_opens_before_it_is_on(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let token = ada.new_token("ci").await;
        let app = app.node_with(|config| config.mfa.required = true);
        let ada = app.sign_in("ada").await;
        for page in ["/account/profile", "/account/tokens", "/account/preferences"] {
            assert_eq!(ada.get(page).await.is(303).location(), "/account/security", "{page}");
        }
        for function in ["tokens/list", "profile/load", "preferences/load"] {
            assert_eq!(ada.call(function, &[]).await.problem(), Problem::TwoFactorFirst);
        }
        let refused = app.bearer(&token).get("/api/v1/me").await.is(403);
        assert!(refused.raw().contains("two-factor-first"), "{}", refused.raw());
        let page = ada.get("/account/security").await.is(200).raw();
        assert!(page.contains("Two-factor authentication is required here."));
        let (key, _) = turns_on(&app, &ada).await;
        let _ = ada.get("/account/profile").await.is(200);
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        let end = ada.call("two-factor/end", &[("password", PASSWORD)]).await;
        assert_eq!(end.problem(), Problem::Forbidden);
        app.wait(60);
        let browser = gives_password(&app, "ada").await;
        let _ = gives_code(&browser, &otp(&key, app.now())).await.is(200);
    }

    async fn a_browser_is_trusted_only_where_the_policy_allows(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, _) = turns_on(&app, &ada).await;
        let trusting = app.node_with(|config| config.mfa.trust_browser = true);
        let trusts = async |app: &TestApp| {
            app.wait(60);
            let browser = gives_password(app, "ada").await;
            let fields = [("code", &*otp(&key, app.now())), ("trust", "true")];
            let _ = browser.call("sign-in/code", &fields).await.is(200);
            let _ = browser.call("sign-out", &[]).await.is(200);
            browser
        };
        let next = async |browser: &Client| {
            let _ = browser.call("sign-in/begin", &[("email", &email("ada")), ("next", "/")]).await;
            let answer = browser.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
            answer.location().to_owned()
        };
        assert_eq!(next(&trusts(&app).await).await, "/sign-in/code", "not where it is off");
        let browser = trusts(&trusting).await;
        assert_eq!(next(&browser).await, "/");
        let moved = browser.call("two-factor/begin", &[]).await.is(403);
        assert_eq!(moved.problem(), Problem::StepUp, "the password alone is no fresh proof");
        let _ = browser.call("sign-out", &[]).await;
        app.wait_days(30);
        assert_eq!(next(&browser).await, "/sign-in/code", "not for ever");
        let browser = trusts(&trusting).await;
        assert_eq!(next(&browser).await, "/");
        let _ = browser.call("security/end-others", &[]).await.is(200);
        let _ = browser.call("sign-out", &[]).await;
        assert_eq!(next(&browser).await, "/sign-in/code", "not after everybody was signed out");
    }

    async fn staff_take_off_a_lost_one_after_a_day(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = turns_on(&app, &ada).await;
        let _ = app.service.ask_factor_reset(&email("ada")).await.unwrap();
        let asked = "Reset of two-factor authentication asked for";
        let told = app.mails().await.into_iter().find(|mail| mail.subject == asked).unwrap();
        assert!(told.text.contains("in 24 hours"), "{}", told.text);
        app.wait(86_399);
        assert_eq!(app.service.reset_factors().await.unwrap(), 0);
        app.wait(1);
        let done = crowd(5, |_| {
            let service = app.service.clone();
            async move { service.reset_factors().await.unwrap() }
        });
        assert_eq!(done.await.into_iter().sum::<u64>(), 1);
        let _ = app.sign_in("ada").await;
        let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Two-factor authentication reset".into()), "{told:?}");
    }

    async fn whoever_gives_a_code_has_not_lost_it(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (key, codes) = turns_on(&app, &ada).await;
        for code in [None, Some(&codes[0])] {
            let _ = app.service.ask_factor_reset(&email("ada")).await.unwrap();
            app.wait(60);
            let browser = gives_password(&app, "ada").await;
            let code = code.cloned().unwrap_or_else(|| otp(&key, app.now()));
            let _ = gives_code(&browser, &code).await.is(200);
            app.wait(86_400);
            assert_eq!(app.service.reset_factors().await.unwrap(), 0);
        }
        let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Reset of two-factor authentication dropped".into()), "{told:?}");
        let _ = app.service.ask_factor_reset(&email("ada")).await.unwrap();
        app.service.drop_factor_reset(&email("ada")).await.unwrap();
        app.wait(86_400);
        assert_eq!(app.service.reset_factors().await.unwrap(), 0);
        assert!(app.service.drop_factor_reset(&email("ada")).await.is_err(), "nothing is left");
        assert!(app.service.ask_factor_reset(&email("nobody")).await.is_err());
    }
}
