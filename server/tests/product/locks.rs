//! What the person of an account can do from a mail when somebody else has come into it:
//! everything that was done lately is gone, and what was there before is back.

use domain::{Problem, passkey::Request};
use testing::{
    Answer, Client, Mail, PASSWORD, SoftPasskey, TestApp, TestDb, both_databases, crowd, email,
};

const HOUR: i64 = 3_600;
const NEW: &str = "thief@harbour.example";
const MODEL: [u8; 16] = [0; 16];

async fn adds_passkey(browser: &Client, n: u8) -> SoftPasskey {
    let Request(options) = browser.call("passkeys/begin", &[]).await.is(200).data();
    let (key, made) = SoftPasskey::make(&options, n, MODEL, "internal");
    let _ = browser.call("passkeys/add", &[("passkey", &made)]).await.is(200);
    key
}

async fn uses_passkey(app: &TestApp, key: &mut SoftPasskey) -> (Client, u16) {
    let browser = app.stranger();
    let Request(options) = browser.call("sign-in/ask-passkey", &[]).await.is(200).data();
    let said = key.answer(&options);
    let answer = browser.call("sign-in/passkey", &[("passkey", &said)]).await;
    (browser, answer.status)
}

async fn works(app: &TestApp, token: &str) -> bool {
    app.bearer(token).get("/api/v1/me").await.status == 200
}

async fn is_in(browser: &Client) -> bool {
    browser.get("/account/profile").await.status == 200
}

/// The newest mail of this subject.
async fn mail(app: &TestApp, subject: &str) -> Mail {
    let mails = app.mails().await;
    let all: Vec<_> = mails.iter().map(|mail| mail.subject.clone()).collect();
    let found = mails.into_iter().rev().find(|mail| mail.subject == subject);
    found.unwrap_or_else(|| panic!("{subject} in {all:?}"))
}

async fn link(app: &TestApp, subject: &str, before: &str) -> String {
    mail(app, subject).await.link(&format!("http://localhost:3000/sign-in/{before}-")).to_owned()
}

async fn follows(app: &TestApp, function: &str, link: &str) -> Answer {
    app.stranger().call(function, &[("link", link)]).await
}

/// Changes the address, and answers the link back.
async fn moves(app: &TestApp, browser: &Client, to: &str) -> String {
    let _ = browser.call("email/change", &[("email", to)]).await.is(200);
    let confirm = link(app, "Confirm your new email address", "email").await;
    let _ = follows(app, "email-change/finish", &confirm).await.is(200);
    let undo = link(app, "Your email address was changed", "undo-email").await;
    app.wait(1);
    undo
}

/// A new password by the link of the newest mail for one; signs in with it.
async fn comes_back(app: &TestApp, name: &str) -> Client {
    const CHOSEN: &str = "nine blue kites over Bergen";
    let reset = link(app, "Your account is locked: choose a new password", "reset").await;
    let fields = [("link", &*reset), ("password", CHOSEN)];
    let _ = app.stranger().call("reset/finish", &fields).await.is(200);
    app.wait(1);
    let browser = app.stranger();
    browser.sign_in(&email(name), CHOSEN).await;
    browser
}

both_databases! {
    async fn what_was_added_lately_goes_and_the_rest_stays(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut old_key, old_token) = (adds_passkey(&ada, 1).await, ada.new_token("old").await);
        let otto_s = app.person("otto").await.new_token("of another").await;
        let slug = ada.new_organization("Fjordline").await;
        app.wait_days(8);
        let thief = app.sign_in("ada").await;
        let (mut new_key, new_token) = (adds_passkey(&thief, 2).await, thief.new_token("new").await);
        let accomplice =
            [("organization", &*slug), ("addresses", "eve@x.example"), ("role", "admin")];
        let _ = thief.call("people/invite", &accomplice).await.is(200);
        assert_eq!(app.rows("invitations").await.len(), 1);
        let not_me = link(&app, "New sign-in to your account", "not-me").await;
        app.wait(1);
        let _ = follows(&app, "not-me/finish", &not_me).await.is(200);
        assert_eq!(app.rows("invitations").await.len(), 0, "whom the thief has invited");
        assert!(!is_in(&thief).await && !works(&app, &new_token).await);
        assert!(works(&app, &old_token).await && works(&app, &otto_s).await);
        let _ = comes_back(&app, "ada").await;
        assert_eq!(uses_passkey(&app, &mut new_key).await.1, 422);
        assert_eq!(uses_passkey(&app, &mut old_key).await.1, 200);
    }

    async fn every_mail_about_what_was_done_as_the_person_can_lock(db: TestDb) {
        let app = TestApp::new(db);
        for (name, subject) in [
            ("ada", "API token made"),
            ("bea", "Passkey added"),
            ("cat", "Password changed"),
            ("dee", "Link to a new email address sent"),
        ] {
            let person = app.person(name).await;
            let fields = [("current", PASSWORD), ("password", "nine green otters swim"), ("repeat", "nine green otters swim")];
            match subject {
                "API token made" => drop(person.new_token("ci").await),
                "Passkey added" => drop(adds_passkey(&person, 1).await),
                "Password changed" => drop(person.call("security/change-password", &fields).await.is(200)),
                _ => drop(person.call("email/change", &[("email", NEW)]).await.is(200)),
            }
            let told = mail(&app, subject).await;
            assert_eq!(told.to, email(name));
            let link = told.link("http://localhost:3000/sign-in/not-me-").to_owned();
            assert!(is_in(&person).await);
            app.wait(1);
            let _ = follows(&app, "not-me/finish", &link).await.is(200);
            assert!(!is_in(&person).await, "{subject}");
            app.wait(1);
        }
        let token = mail(&app, "API token made").await;
        assert!(token.text.contains("It is called ci, ends with "), "{}", token.text);
    }

    async fn what_the_operator_did_locks_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let mut key = adds_passkey(&ada, 1).await;
        app.wait(1);
        let _ = app.service.reset_password(&email("ada"), None, true).await.unwrap();
        for subject in ["All passkeys removed", "Password reset"] {
            let told = mail(&app, subject).await;
            assert!(!told.raw.contains("not-me-"), "{}", told.text);
            assert!(told.text.contains("from terminal"), "{}", told.text);
        }
        assert_eq!(uses_passkey(&app, &mut key).await.1, 422);
    }

    async fn after_a_lock_the_first_sign_in_is_told(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.new_token("ci").await;
        let not_me = link(&app, "API token made", "not-me").await;
        let _ = follows(&app, "not-me/finish", &not_me).await.is(200);
        app.wait(1);
        let news = "New sign-in to your account";
        assert!(app.mails().await.iter().all(|mail| mail.subject != news));
        let back = comes_back(&app, "ada").await;
        let again = link(&app, news, "not-me").await;
        let _ = follows(&app, "not-me/finish", &again).await.is(200);
        assert!(!is_in(&back).await);
    }

    async fn undoing_an_address_reaches_back_to_the_asking(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let thief = app.sign_in("ada").await;
        let _ = thief.call("email/change", &[("email", NEW)]).await.is(200);
        let (mut key, token) = (adds_passkey(&thief, 1).await, thief.new_token("ci").await);
        let _ = app.mails().await;
        app.wait(23 * HOUR);
        let thief = app.sign_in("ada").await;
        let _ = thief.call("email/resend", &[]).await.is(200);
        app.wait(HOUR - 1);
        let confirm = link(&app, "Confirm your new email address", "email").await;
        let _ = follows(&app, "email-change/finish", &confirm).await.is(200);
        let undo = link(&app, "Your email address was changed", "undo-email").await;
        app.wait(72 * HOUR - 1);
        let _ = follows(&app, "email-undo/finish", &undo).await.is(200);
        assert!(!works(&app, &token).await && !is_in(&ada).await);
        app.wait(1);
        let _ = comes_back(&app, "ada").await;
        assert_eq!(uses_passkey(&app, &mut key).await.1, 422);
    }

    async fn sending_the_link_again_makes_it_last_no_longer(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.call("email/change", &[("email", NEW)]).await.is(200);
        app.wait(HOUR / 2);
        let _ = ada.call("email/resend", &[]).await.is(200);
        let confirm = link(&app, "Confirm your new email address", "email").await;
        app.wait(24 * HOUR - HOUR / 2);
        let _ = follows(&app, "email-change/finish", &confirm).await.is(422);
    }

    async fn a_thiefs_way_back_is_not_the_end_of_the_owners(db: TestDb) {
        let app = TestApp::new(db);
        let _ = app.person("ada").await;
        let thief = app.sign_in("ada").await;
        let first = moves(&app, &thief, NEW).await;
        let browser = app.stranger();
        browser.sign_in(NEW, PASSWORD).await;
        let his = moves(&app, &browser, "second@harbour.example").await;
        let _ = follows(&app, "email-undo/finish", &his).await.is(200);
        app.wait(1);
        // His mailbox has the link to a password now, and he uses it.
        let reset = link(&app, "Your account is locked: choose a new password", "reset").await;
        let fields = [("link", &*reset), ("password", "nine blue kites over Bergen")];
        let _ = app.stranger().call("reset/finish", &fields).await.is(200);
        app.wait(1);
        let _ = follows(&app, "email-undo/finish", &first).await.is(200);
        app.wait(1);
        assert_eq!(mail(&app, "Your account is locked: choose a new password").await.to, email("ada"));
        let told = mail(&app, "Your email address was changed").await;
        assert_eq!(told.to, NEW, "where it was taken from");
        assert!(!told.raw.contains("undo-email-"), "and no way back: {}", told.text);
        let _ = follows(&app, "email-undo/finish", &his).await.is(422);
        assert!(is_in(&comes_back(&app, "ada").await).await);
    }

    async fn not_me_goes_back_to_where_it_was_mailed(db: TestDb) {
        let app = TestApp::new(db);
        let _ = app.person("ada").await;
        let thief = app.sign_in("ada").await;
        let not_me = link(&app, "New sign-in to your account", "not-me").await;
        let _ = moves(&app, &thief, NEW).await;
        let page = app.stranger().get(&format!("/sign-in/not-me-{not_me}")).await.is(200);
        assert!(page.shows(&email("ada")) && !page.shows(NEW));
        app.wait(1);
        let _ = follows(&app, "not-me/finish", &not_me).await.is(200);
        app.wait(1);
        assert_eq!(mail(&app, "Your account is locked: choose a new password").await.to, email("ada"));
        assert!(is_in(&comes_back(&app, "ada").await).await);
    }

    async fn not_me_is_over_when_the_address_can_be_undone_no_more(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.new_token("ci").await;
        let not_me = link(&app, "API token made", "not-me").await;
        let _ = moves(&app, &ada, NEW).await;
        app.wait(72 * HOUR);
        let _ = app.stranger().get(&format!("/sign-in/not-me-{not_me}")).await.is(404);
        let _ = follows(&app, "not-me/finish", &not_me).await.is(422);
        let browser = app.stranger();
        browser.sign_in(NEW, PASSWORD).await;
        assert!(is_in(&browser).await, "an old mailbox locks nobody out");
    }

    async fn going_back_by_oneself_leaves_a_thief_no_way(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = moves(&app, &ada, NEW).await;
        let browser = app.stranger();
        browser.sign_in(NEW, PASSWORD).await;
        app.wait(1);
        let _ = browser.call("email/change", &[("email", &email("ADA"))]).await.is(200);
        let confirm = link(&app, "Confirm your new email address", "email").await;
        let _ = app.mails().await;
        app.wait(1);
        let _ = follows(&app, "email-change/finish", &confirm).await.is(200);
        let told = mail(&app, "Your email address was changed").await;
        assert_eq!(told.to, NEW);
        assert!(!told.raw.contains("undo-email-"), "{}", told.text);
        let undos = app.rows("mailed_links").await;
        assert!(undos.iter().all(|row| row["purpose"] != "email_undo"), "{undos:?}");
    }

    async fn a_late_mail_brings_no_way_back(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = ada.call("email/change", &[("email", NEW)]).await.is(200);
        let confirm = link(&app, "Confirm your new email address", "email").await;
        let _ = follows(&app, "email-change/finish", &confirm).await.is(200);
        // The mail waits, and the way back is there already; gone, it stays gone.
        assert!(app.rows("mailed_links").await.iter().any(|row| row["purpose"] == "email_undo"));
        let mut tx = app.db.begin().await.unwrap();
        let who = app.rows("persons").await[0]["id"].as_str().unwrap().replace("\\x", "");
        tx.delete_mailed_links(who.parse().unwrap(), storage::MailedLink::EmailUndo).await.unwrap();
        tx.commit().await.unwrap();
        let told = mail(&app, "Your email address was changed").await;
        assert!(!told.raw.contains("undo-email-"), "{}", told.text);
        assert!(app.rows("mailed_links").await.iter().all(|row| row["purpose"] != "email_undo"));
    }

    async fn a_lock_stops_the_deletion(db: TestDb) {
        let app = TestApp::new(db);
        let _ = app.person("staff").await;
        for (name, with_address) in [("otto", true), ("olga", false)] {
            let thief = app.person(name).await;
            let token = thief.new_token("ci").await;
            let (subject, before) = if with_address {
                let _ = thief.call("email/change", &[("email", NEW)]).await.is(200);
                let confirm = link(&app, "Confirm your new email address", "email").await;
                let _ = follows(&app, "email-change/finish", &confirm).await.is(200);
                ("Your email address was changed", "undo-email")
            } else {
                ("API token made", "not-me")
            };
            let lock = link(&app, subject, before).await;
            let (thief, address) = if with_address {
                let browser = app.stranger();
                browser.sign_in(NEW, PASSWORD).await;
                (browser, NEW.to_owned())
            } else {
                (thief, email(name))
            };
            let _ = thief.call("data/delete", &[("email", &address)]).await.is(200);
            let mails = app.mails().await.into_iter();
            let told = mails.filter(|mail| mail.subject == "Your account will be deleted");
            let told: Vec<_> = told.map(|mail| mail.to).collect();
            assert!(told.contains(&address), "{told:?}");
            assert!(told.contains(&email(name)), "the address from before is told, too: {told:?}");
            app.wait(71 * HOUR);
            let function = if with_address { "email-undo/finish" } else { "not-me/finish" };
            let _ = follows(&app, function, &lock).await.is(200);
            app.wait_days(5);
            assert_eq!(app.service.delete_leavers().await.unwrap(), 0);
            assert!(!works(&app, &token).await, "made within the last week");
            app.wait(1);
        }
        assert_eq!(app.rows("persons").await.len(), 3);
    }

    async fn whoever_signs_in_while_it_is_locked_is_out(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let mut keys = Vec::new();
        for n in 1..=6 {
            keys.push(adds_passkey(&ada, n).await);
        }
        let lock = link(&app, "Passkey added", "not-me").await;
        // Each has a right answer before the lock.
        let mut waiting = Vec::new();
        for key in &mut keys {
            let browser = app.stranger();
            let Request(options) = browser.call("sign-in/ask-passkey", &[]).await.is(200).data();
            waiting.push((browser, key.answer(&options)));
        }
        let browsers = crowd(7, |n| {
            let (app, waiting, lock) = (app.clone(), waiting.clone(), lock.clone());
            async move {
                let Some((browser, said)) = waiting.get(n) else {
                    let _ = follows(&app, "not-me/finish", &lock).await.is(200);
                    return None;
                };
                let browser = browser.copy();
                let _ = browser.call("sign-in/passkey", &[("passkey", said)]).await;
                Some(browser)
            }
        })
        .await;
        for browser in browsers.into_iter().flatten() {
            assert!(!is_in(&browser).await);
        }
        assert!(app.rows("sessions").await.is_empty());
    }

    async fn what_leaves_a_line_for_good_has_an_end(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let zone = async |name: &str| {
            ada.call("preferences/save-time-zone", &[("time_zone", name)]).await
        };
        for n in 0..300 {
            let _ = zone(if n % 2 == 0 { "Asia/Tokyo" } else { "Europe/Oslo" }).await.is(200);
        }
        assert_eq!(zone("Asia/Tokyo").await.problem(), Problem::TooMany { retry_after: 3_600 });
        app.wait(HOUR);
        let ada = app.sign_in("ada").await;
        let fields = [("time_zone", "Asia/Tokyo")];
        let _ = ada.call("preferences/save-time-zone", &fields).await.is(200);
    }
}
