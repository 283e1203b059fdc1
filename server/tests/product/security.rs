//! The security page: changing the password, sessions, the history, proving once more
//! who one is, and a browser that nobody knew.

use std::{fs, path::Path};

use domain::{
    Code, Problem,
    security::{History, Security, Session, Strength},
};
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

const NEW: &str = "nine green otters swim";
const NOT_ME: &str = "http://localhost:3000/sign-in/not-me-";

async fn security(browser: &Client) -> Security {
    browser.call("security/load", &[]).await.is(200).data()
}

async fn changes(browser: &Client, current: &str, password: &str, repeat: &str) -> Answer {
    let fields = [("current", current), ("password", password), ("repeat", repeat)];
    browser.call("security/change-password", &fields).await
}

async fn can_sign_in(app: &TestApp, name: &str, password: &str) -> bool {
    let browser = app.stranger();
    let _ = browser.call("sign-in/begin", &[("email", &email(name)), ("next", "/")]).await;
    browser.call("sign-in/finish", &[("password", password)]).await.status == 200
}

async fn is_in(browser: &Client) -> bool {
    browser.get("/account/profile").await.status == 200
}

async fn proves(browser: &Client, password: &str) -> Answer {
    browser.call("confirm/finish", &[("password", password)]).await
}

async fn makes(browser: &Client, name: &str) -> Answer {
    let fields = [("name", name), ("expires_in", "30"), ("read", "true")];
    browser.call("tokens/create", &fields).await
}

both_databases! {
    async fn what_proves_somebody_is_shown_and_changed_only_so_often(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let mut last = (PASSWORD, NEW);
        for n in 0..31 {
            let changed = changes(&ada, last.0, last.1, last.1).await;
            assert_eq!(changed.status, if n < 30 { 200 } else { 429 }, "{n}");
            last = (last.1, last.0);
        }
        assert!(app.mails().await.len() <= 31);
        let ada = app.person("bea").await;
        let mut statuses = Vec::new();
        for _ in 0..125 {
            statuses.push(proves(&ada, PASSWORD).await.status);
        }
        assert!(statuses[..120].iter().all(|status| *status == 200));
        assert!(statuses[120..].iter().all(|status| *status == 429));
        app.wait(3_600);
        let ada = app.sign_in("bea").await;
        let _ = proves(&ada, PASSWORD).await.is(200);
    }

    async fn a_new_password_ends_other_sessions_and_renews_this_one(db: TestDb) {
        let app = TestApp::new(db);
        let here = app.person("ada").await;
        let there = app.sign_in("ada").await;
        let before = here.copy();
        let _ = changes(&here, PASSWORD, NEW, NEW).await.is(200);
        assert!(is_in(&here).await && !is_in(&there).await);
        assert!(!is_in(&before).await, "the cookie of before is dead");
        assert!(can_sign_in(&app, "ada", NEW).await && !can_sign_in(&app, "ada", PASSWORD).await);
        let told = app.mails().await;
        let told: Vec<_> = told.iter().map(|mail| &*mail.subject).collect();
        assert!(told.contains(&"Password changed"), "{told:?}");
        assert!(!app.sent().iter().any(|mail| mail.raw.contains(NEW)));
    }

    async fn it_needs_the_old_one_and_the_new_one_twice(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let before = app.rows("persons").await;
        for (current, password, repeat, field, code) in [
            ("", NEW, NEW, "current", Code::Required),
            ("not the password", NEW, NEW, "current", Code::PasswordWrong),
            (PASSWORD, NEW, "another of many otters", "repeat", Code::PasswordRepeat),
            (PASSWORD, "fourteen chars", "fourteen chars", "password", Code::PasswordShort { min: 15 }),
            (PASSWORD, "ada.lindqvist2026", "ada.lindqvist2026", "password", Code::PasswordOwn),
            (PASSWORD, "", "", "password", Code::Required),
        ] {
            let answer = changes(&ada, current, password, repeat).await.is(422);
            assert_eq!(answer.code(field), Some(code), "{current} {password} {repeat}");
        }
        // Fields that are not there at all.
        let none = ada.call("security/change-password", &[("password", NEW)]).await;
        assert!(none.status >= 400);
        assert_eq!(app.rows("persons").await, before);
        assert!(is_in(&ada).await);
    }

    async fn how_strong_it_is_is_told_while_it_is_typed(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        for (typed, score, said) in [
            ("short", 1, "Use at least 15 characters."),
            ("passwordpassword", 1, "Passwords like this are tried first."),
            ("ada.lindqvist2026", 1, "Your name, your address and ours are tried first."),
            ("qwertyuiopqwertyuiop", 1, "Repetitions, neighbouring keys and dates are tried first."),
            (NEW, 4, "Strong."),
        ] {
            let strength = ada.call("security/strength", &[("password", typed)]).await.is(200);
            let strength: Strength = strength.data();
            assert_eq!(strength.score, score, "{typed}");
            assert!(strength.said.starts_with(said), "{typed}: {}", strength.said);
        }
        for _ in 5..600 {
            let _ = ada.call("security/strength", &[("password", "")]).await.is(200);
        }
        let _ = ada.call("security/strength", &[("password", "")]).await.is(429);
        assert!(app.sign_in("ada").await.get("/account/profile").await.status == 200);
    }

    async fn one_that_is_known_from_a_breach_is_refused(db: TestDb) {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.txt", db.engine()));
        // SHA-1 of NEW, between two others.
        let known = "0000000000000000000000000000000000000001:9\n\
                     9B9B6F88610C7A7A4DB4BCDE9D435A2BDEF73CBA:2\n\
                     FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:1";
        fs::write(&file, known).unwrap();
        let app = TestApp::with(db, |config| config.passwords.breached = Some(file));
        let ada = app.person("ada").await;
        let answer = changes(&ada, PASSWORD, NEW, NEW).await.is(422);
        assert_eq!(answer.code("password"), Some(Code::PasswordBreached));
        assert!(can_sign_in(&app, "ada", PASSWORD).await);
        let _ = changes(&ada, PASSWORD, "another of many otters", "another of many otters").await.is(200);
    }

    async fn guesses_of_the_old_one_are_counted(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        for _ in 0..5 {
            let _ = changes(&ada, "not the password", NEW, NEW).await.is(422);
        }
        // The right one is of no use now, and looks like a wrong one, on every way.
        let locked = changes(&ada, PASSWORD, NEW, NEW).await.is(422);
        assert_eq!(locked.code("current"), Some(Code::PasswordWrong));
        assert_eq!(proves(&ada, PASSWORD).await.is(422).code("password"), Some(Code::PasswordWrong));
        app.wait(31);
        let _ = changes(&ada, PASSWORD, NEW, NEW).await.is(200);
    }

    async fn fifty_at_once_change_it_once(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let answers = crowd(50, |n| {
            let ada = ada.copy();
            async move {
                let new = format!("{NEW} number {n}");
                changes(&ada, PASSWORD, &new, &new).await.status
            }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    }

    async fn a_change_ends_links_to_a_new_password(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        app.wait(1);
        let _ = app.stranger().call("reset/ask", &[("email", &email("ada"))]).await.is(200);
        let link = app.mails().await.pop().unwrap();
        let link = link.link("http://localhost:3000/sign-in/reset-").to_owned();
        let _ = changes(&ada, PASSWORD, NEW, NEW).await.is(200);
        let fields = [("link", &*link), ("password", "eleven tired badgers")];
        let used = app.stranger().call("reset/finish", &fields).await.is(422);
        assert_eq!(used.code(""), Some(Code::ResetLinkGone));
    }

    async fn sessions_are_listed_and_ended(db: TestDb) {
        let app = TestApp::new(db);
        let here = app.person("ada").await;
        app.wait(60);
        let there = app.sign_in("ada").await;
        let otto = app.person("otto").await;
        let list = security(&here).await.sessions;
        let own = |this: bool| list.iter().find(|s| s.this == this).cloned().unwrap();
        assert_eq!((list.len(), list.iter().filter(|s| s.this).count()), (2, 1));

        // Nobody ends what is another's.
        let id = own(false).id.to_string();
        let _ = otto.call("security/end-session", &[("id", &id)]).await.is(200);
        assert!(is_in(&there).await);
        let name = [("id", &*id), ("name", "mine")];
        let _ = otto.call("security/rename-session", &name).await.is(404);

        let _ = here.call("security/rename-session", &[("id", &*id), ("name", " Desk  at home ")]).await.is(200);
        let renamed: Vec<Session> = security(&here).await.sessions;
        assert!(renamed.iter().any(|s| s.name == "Desk at home" && !s.this));
        let _ = here.call("security/end-session", &[("id", &id)]).await.is(200);
        assert!(is_in(&here).await && !is_in(&there).await);
        let _ = here.call("security/end-session", &[("id", &id)]).await.is(200);

        let (third, fourth) = (app.sign_in("ada").await, app.sign_in("ada").await);
        let _ = here.call("security/end-others", &[]).await.is(200);
        assert!(is_in(&here).await && !is_in(&third).await && !is_in(&fourth).await);
        assert!(is_in(&otto).await);
    }

    async fn several_sessions_end_and_those_that_are_kept_stay(db: TestDb) {
        let app = TestApp::new(db);
        let here = app.person("ada").await;
        let (kept, gone) = (app.sign_in("ada").await, app.sign_in("ada").await);
        let id = async |browser: &Client| {
            let list = security(browser).await.sessions;
            list.into_iter().find(|s| s.this).unwrap().id.to_string()
        };
        let (keep, end) = (id(&kept).await, id(&gone).await);
        let otto = app.person("otto").await;
        let all_kept = [("listed[]", &*keep), ("listed[]", &*end)];
        let refused = here.call("security/end-others", &all_kept).await.is(422);
        assert_eq!(refused.problem(), Problem::field("end", Code::NoneChosen));
        // It is newer than the page, and nobody said that it is to stay.
        let newer = app.sign_in("ada").await;
        let some = [("listed[]", &*keep), ("listed[]", &*end), ("end[]", &*end)];
        let _ = here.call("security/end-others", &some).await.is(200);
        assert!(is_in(&here).await && is_in(&kept).await);
        assert!(!is_in(&gone).await && !is_in(&newer).await);
        assert!(is_in(&otto).await);
        let _ = here.post_plain("security/end-others", &[("listed[]", &keep), ("end[]", &keep)]).await.is(303);
        assert!(!is_in(&kept).await && is_in(&here).await);
    }

    async fn the_history_tells_what_happened_to_oneself(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        app.wait(1);
        assert!(!can_sign_in(&app, "ada", "not the password").await);
        app.wait(1);
        let _ = makes(&ada, "ci").await.is(200);
        let _ = app.person("otto").await;
        let history: History = ada.call("security/history", &[]).await.is(200).data();
        let lines: Vec<_> = history.lines.iter().map(|line| (&*line.what, line.refused)).collect();
        assert_eq!(
            lines,
            [("API token made", false), ("Wrong password", true), ("Signed in", false)]
        );
    }

    async fn what_matters_asks_again_after_ten_minutes(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        app.wait(599);
        let _ = makes(&ada, "in time").await.is(200);
        app.wait(1);
        let before = app.rows("tokens").await.len();
        assert_eq!(makes(&ada, "too late").await.problem(), Problem::StepUp);
        assert_eq!(app.rows("tokens").await.len(), before);
        let old = ada.copy();
        let _ = proves(&ada, "").await.is(422);
        let wrong = proves(&ada, "not the password").await.is(422);
        assert_eq!(wrong.code("password"), Some(Code::PasswordWrong));
        assert_eq!(makes(&ada, "still too late").await.problem(), Problem::StepUp);
        let _ = proves(&ada, PASSWORD).await.is(200);
        let _ = makes(&ada, "proved").await.is(200);
        assert!(!is_in(&old).await, "the cookie of before is dead");
        assert!(app.rows("attempts").await.is_empty(), "no wrong try is left");
    }

    async fn a_plain_form_waits_for_the_proof_and_is_not_lost(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        app.wait(600);
        let fields = [("name", "typed before"), ("expires_in", "7"), ("read", "true")];
        let asked = ada.post_plain("tokens/create", &fields).await.is(303);
        assert_eq!(asked.location(), "/account/confirm?next=/account/tokens");
        assert!(asked.follow().await.is(200).page().has_form("confirm/finish"));
        let wrong = [("password", "not the password"), ("next", "/account/tokens")];
        let wrong = ada.post_plain("confirm/finish", &wrong).await.is(303).follow().await;
        assert!(wrong.shows("This is not your password."));
        let right = [("password", PASSWORD), ("next", "/account/tokens")];
        let page = ada.post_plain("confirm/finish", &right).await.is(303).follow().await;
        assert!(page.shows("Send this once more.") && page.raw().contains("\"typed before\""));
        assert!(app.rows("tokens").await.is_empty());
        let outside = [("password", PASSWORD), ("next", "//evil.example")];
        assert_eq!(ada.post_plain("confirm/finish", &outside).await.is(303).location(), "/");
    }

    async fn a_browser_that_nobody_knew_is_told_of(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        assert!(app.mails().await.is_empty(), "the first one of all is not worth a mail");
        let _ = ada.call("sign-out", &[]).await;
        ada.sign_in(&email("ada"), PASSWORD).await;
        assert!(app.mails().await.is_empty(), "it is known now");
        let eve = app.sign_in("ada").await;
        let mail = app.mails().await.pop().unwrap();
        assert_eq!((&*mail.to, &*mail.subject), (&*email("ada"), "New sign-in to your account"));

        let link = mail.link(NOT_ME).to_owned();
        let page = format!("/sign-in/not-me-{link}");
        let _ = app.stranger().get(&page).await.is(200);
        assert!(is_in(&eve).await, "looking at the link does nothing");
        app.wait(1);
        let stranger = app.stranger();
        let done = stranger.post_plain("not-me/finish", &[("link", &link)]).await.is(303);
        assert!(done.follow().await.shows("Signed out everywhere"));
        assert!(!is_in(&eve).await && !is_in(&ada).await);
        assert!(!can_sign_in(&app, "ada", PASSWORD).await, "the password is of no use");
        let mail = app.mails().await.pop().unwrap();
        let reset = mail.link("http://localhost:3000/sign-in/reset-").to_owned();
        let fields = [("link", &*reset), ("password", NEW)];
        let _ = app.stranger().call("reset/finish", &fields).await.is(200);
        assert!(can_sign_in(&app, "ada", NEW).await);
        let again = app.stranger().call("not-me/finish", &[("link", &link)]).await.is(422);
        assert_eq!(again.code(""), Some(Code::ResetLinkGone));
        assert!(app.stranger().get(&page).await.is(404).shows("This link does not work"));
    }

    async fn each_unknown_browser_has_its_own_link_for_seven_days(db: TestDb) {
        let app = TestApp::new(db);
        let _ = app.person("ada").await;
        let (_, _) = (app.sign_in("ada").await, app.sign_in("ada").await);
        let links: Vec<_> =
            app.mails().await.iter().map(|mail| mail.link(NOT_ME).to_owned()).collect();
        assert_eq!(links.len(), 2);
        for link in &links {
            let _ = app.stranger().get(&format!("/sign-in/not-me-{link}")).await.is(200);
        }
        app.wait_days(7);
        let late = app.stranger().call("not-me/finish", &[("link", &links[0])]).await.is(422);
        assert_eq!(late.code(""), Some(Code::ResetLinkGone));
    }

    async fn strangers_who_guess_do_not_lock_out_who_has_just_come_by_the_mailbox(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.call("sign-out", &[]).await;
        let _ = ada.call("reset/ask", &[("email", &email("ada"))]).await.is(200);
        let mail = app.mails().await.pop().unwrap();
        let link = mail.link("http://localhost:3000/sign-in/reset-");
        let _ = ada.call("reset/finish", &[("link", link), ("password", NEW)]).await.is(200);
        for _ in 0..8 {
            assert!(!can_sign_in(&app, "ada", "not the password").await);
        }
        assert!(!can_sign_in(&app, "ada", NEW).await, "locked for everybody else");
        ada.sign_in(&email("ada"), NEW).await;
        assert!(is_in(&ada).await);
    }

    async fn who_was_signed_out_everywhere_is_a_new_browser(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let thief = app.sign_in("ada").await;
        let news = async || {
            let mails = app.mails().await;
            mails.iter().filter(|mail| mail.subject == "New sign-in to your account").count()
        };
        assert_eq!(news().await, 1);
        let _ = ada.call("security/end-others", &[]).await.is(200);
        app.wait(1);
        thief.sign_in(&email("ada"), PASSWORD).await;
        assert_eq!(news().await, 2, "told again");
        let _ = ada.call("sign-out", &[]).await;
        app.wait(1);
        ada.sign_in(&email("ada"), PASSWORD).await;
        assert_eq!(news().await, 2, "the one that stayed is known");
    }

    async fn strangers_who_guess_do_not_lock_out_a_known_browser(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.call("sign-out", &[]).await;
        for _ in 0..8 {
            assert!(!can_sign_in(&app, "ada", "not the password").await);
        }
        assert!(!can_sign_in(&app, "ada", PASSWORD).await, "locked for everybody else");
        ada.sign_in(&email("ada"), PASSWORD).await;
        assert!(is_in(&ada).await);
        // A cookie that somebody made up knows nobody.
        let eve = app.stranger();
        eve.set_cookie("latchkey-browser", "AAAAAAAAAAAAAAAAAAAAAA");
        let _ = eve.call("sign-in/begin", &[("email", &email("ada")), ("next", "/")]).await;
        let _ = eve.call("sign-in/finish", &[("password", PASSWORD)]).await.is(422);
    }
}
