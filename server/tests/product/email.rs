//! Another address: confirmed by a link, undone by a link, and nobody learns who has it.

use domain::{Code, Problem, profile::EmailState};
use testing::{Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

const CONFIRM: &str = "http://localhost:3000/sign-in/email-";
const UNDO: &str = "http://localhost:3000/sign-in/undo-email-";
const NEW: &str = "ada@harbour.example";

async fn state(browser: &Client) -> EmailState {
    browser.call("email/load", &[]).await.is(200).data()
}

async fn pending(browser: &Client) -> Option<String> {
    state(browser).await.pending.map(|pending| pending.email)
}

async fn wants(browser: &Client, address: &str) -> testing::Answer {
    browser.call("email/change", &[("email", address)]).await
}

/// The link of the newest mail of this subject.
async fn link(app: &TestApp, subject: &str, start: &str) -> String {
    let mails = app.mails().await;
    let mail = mails.iter().rev().find(|mail| mail.subject == subject).expect(subject);
    mail.link(start).to_owned()
}

async fn confirm_link(app: &TestApp) -> String {
    link(app, "Confirm your new email address", CONFIRM).await
}

async fn undo_link(app: &TestApp) -> String {
    link(app, "Your email address was changed", UNDO).await
}

async fn follows(app: &TestApp, function: &str, link: &str) -> testing::Answer {
    app.stranger().call(function, &[("link", link)]).await
}

async fn can_sign_in(app: &TestApp, address: &str) -> bool {
    let browser = app.stranger();
    let _ = browser.call("sign-in/begin", &[("email", address), ("next", "/")]).await;
    browser.call("sign-in/finish", &[("password", PASSWORD)]).await.status == 200
}

both_databases! {
    async fn a_new_password_drops_the_wish(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = wants(&ada, NEW).await.is(200);
        let link = confirm_link(&app).await;
        let _ = app.service.reset_password(&email("ada"), None, false).await.unwrap();
        let _ = follows(&app, "email-change/finish", &link).await.is(422);
    }

    async fn nothing_changes_before_the_link_is_opened_and_confirmed(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        assert_eq!(pending(&ada).await, None);
        let _ = wants(&ada, &format!(" {NEW} ")).await.is(200);
        assert_eq!(pending(&ada).await.as_deref(), Some(NEW));
        let link = confirm_link(&app).await;
        let sent = app.sent();
        let mail = sent.iter().find(|mail| mail.to == NEW).unwrap();
        let told = sent.iter().find(|mail| mail.subject == "Link to a new email address sent");
        assert_eq!(told.unwrap().to, email("ada"), "the old one is told of the wish");
        assert!(told.unwrap().text.contains(&format!("The new address is {NEW}.")));
        assert!(mail.text.contains(&email("ada")), "{}", mail.text);
        let page = app.stranger().get(&format!("/sign-in/email-{link}")).await.is(200);
        assert!(page.page().has_form("email-change/finish") && page.shows(NEW));
        assert!(!can_sign_in(&app, NEW).await && can_sign_in(&app, &email("ada")).await);

        app.wait(1);
        let _ = follows(&app, "email-change/finish", &link).await.is(200);
        assert_eq!(ada.get("/account/profile").await.status, 303, "all sessions have ended");
        assert!(can_sign_in(&app, NEW).await && !can_sign_in(&app, &email("ada")).await);
        let again = follows(&app, "email-change/finish", &link).await.is(422);
        assert_eq!(again.code(""), Some(Code::LinkGone));
        let told = app.mails().await;
        let told = told.iter().rev().find(|mail| mail.subject == "Your email address was changed");
        let told = told.unwrap();
        assert_eq!(told.to, email("ada"), "the old one is told");
        assert!(told.text.contains(NEW), "{}", told.text);
    }

    async fn the_link_works_once_even_for_fifty_and_for_a_day(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = wants(&ada, NEW).await.is(200);
        let link = confirm_link(&app).await;
        let answers = crowd(50, |_| {
            let (app, link) = (app.clone(), link.clone());
            async move { follows(&app, "email-change/finish", &link).await.status }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");

        let otto = app.person("otto").await;
        let _ = wants(&otto, "otto@harbour.example").await.is(200);
        let late = confirm_link(&app).await;
        app.wait(86_400);
        let _ = follows(&app, "email-change/finish", &late).await.is(422);
        assert!(can_sign_in(&app, &email("otto")).await);
    }

    async fn only_the_newest_wish_counts_and_it_can_be_given_up(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = wants(&ada, NEW).await.is(200);
        let first = confirm_link(&app).await;
        app.wait(1);
        let _ = wants(&ada, "other@harbour.example").await.is(200);
        let second = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &first).await.is(422);
        app.wait(1);
        let _ = ada.call("email/resend", &[]).await.is(200);
        let third = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &second).await.is(422);
        let _ = ada.call("email/cancel", &[]).await.is(200);
        assert_eq!(pending(&ada).await, None);
        let _ = follows(&app, "email-change/finish", &third).await.is(422);
        assert_eq!(ada.call("email/resend", &[]).await.problem(), Problem::NotFound);
        assert!(can_sign_in(&app, &email("ada")).await);
    }

    async fn an_address_that_somebody_has_is_answered_like_any_other(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, otto) = (app.person("ada").await, app.person("otto").await);
        let free = wants(&ada, NEW).await.is(200).raw();
        let _ = ada.call("email/cancel", &[]).await;
        // Two that look alike are one.
        let taken = email("otto").to_uppercase();
        let answer = wants(&ada, &taken).await.is(200).raw();
        assert_eq!(answer.len(), free.len() + taken.len().abs_diff(NEW.len()).div_ceil(3) * 4);
        assert_eq!(pending(&ada).await, Some(taken));
        let mails = app.mails().await;
        let to_otto: Vec<_> = mails.iter().filter(|mail| mail.to == email("otto")).collect();
        let subjects: Vec<_> = to_otto.iter().map(|mail| &*mail.subject).collect();
        assert_eq!(subjects, ["Somebody wants to use your email address"]);
        assert!(!to_otto[0].raw.contains("/sign-in/email-"), "no link");
        drop(otto);
    }

    async fn another_address_is_the_end_of_links_to_a_password(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = app.stranger().call("reset/ask", &[("email", &email("ada"))]).await.is(200);
        let reset = link(&app, "Choose a new password", "http://localhost:3000/sign-in/reset-").await;
        let _ = wants(&ada, NEW).await.is(200);
        let confirm = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &confirm).await.is(200);
        let fields = [("link", &*reset), ("password", "nine green otters swim")];
        let _ = app.stranger().call("reset/finish", &fields).await.is(422);
    }

    async fn who_comes_first_has_it(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, otto) = (app.person("ada").await, app.person("otto").await);
        let _ = wants(&ada, NEW).await.is(200);
        let ada_s = confirm_link(&app).await;
        app.wait(1);
        let _ = wants(&otto, NEW).await.is(200);
        let otto_s = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &ada_s).await.is(200);
        let refused = follows(&app, "email-change/finish", &otto_s).await.is(422);
        assert_eq!(refused.code(""), Some(Code::LinkGone));
        assert!(can_sign_in(&app, &email("otto")).await);
    }

    async fn the_old_address_undoes_it_and_locks_the_account(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = wants(&ada, NEW).await.is(200);
        let link = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &link).await.is(200);
        let undo = undo_link(&app).await;
        // A thief goes on to another one: the first address still undoes it all.
        app.wait(1);
        let thief = app.stranger();
        let _ = thief.call("sign-in/begin", &[("email", NEW), ("next", "/")]).await;
        let _ = thief.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
        let _ = wants(&thief, "thief@evil.example").await.is(200);
        let link = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &link).await.is(200);

        let page = app.stranger().get(&format!("/sign-in/undo-email-{undo}")).await.is(200);
        assert!(page.page().has_form("email-undo/finish") && page.shows(&email("ada")));
        app.wait(71 * 3_600);
        let _ = follows(&app, "email-undo/finish", &undo).await.is(200);
        for address in [&*email("ada"), NEW, "thief@evil.example"] {
            assert!(!can_sign_in(&app, address).await, "{address}");
        }
        let mails = app.mails().await;
        let reset = mails.iter().rev().find(|mail| mail.subject == "Your account is locked: choose a new password");
        assert_eq!(reset.unwrap().to, email("ada"));
        let _ = follows(&app, "email-undo/finish", &undo).await.is(422);
    }

    async fn undoing_is_possible_for_72_hours(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = wants(&ada, NEW).await.is(200);
        let link = confirm_link(&app).await;
        let _ = follows(&app, "email-change/finish", &link).await.is(200);
        let undo = undo_link(&app).await;
        app.wait(72 * 3_600);
        let _ = follows(&app, "email-undo/finish", &undo).await.is(422);
        assert!(can_sign_in(&app, NEW).await);
    }

    async fn it_needs_a_fresh_proof_and_an_address(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        for (typed, code) in [
            ("", Code::Required),
            ("not an address", Code::EmailShape),
            (&*email("ADA"), Code::EmailSame),
        ] {
            let wrong = wants(&ada, typed).await.is(422);
            assert_eq!(wrong.code("email"), Some(code), "{typed}");
        }
        app.wait(600);
        assert_eq!(wants(&ada, NEW).await.problem(), Problem::StepUp);
        assert_eq!(pending(&ada).await, None);
        let _ = ada.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let _ = wants(&ada, NEW).await.is(200);
    }

    async fn nobody_is_flooded_with_links(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, otto) = (app.person("ada").await, app.person("otto").await);
        for _ in 0..5 {
            let _ = wants(&ada, NEW).await.is(200);
        }
        let _ = wants(&ada, NEW).await.is(429);
        let _ = wants(&otto, NEW).await.is(200);
        let sent = app.mails().await.into_iter().filter(|mail| mail.to == NEW).count();
        assert!(sent <= 3, "{sent}");
    }

    async fn where_it_is_fixed_it_stays(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let _ = wants(&ada, NEW).await.is(200);
        let link = confirm_link(&app).await;
        let app = app.node_with(|config| config.email.change = server::config::EmailChange::Fixed);
        let ada = app.sign_in("ada").await;
        assert!(state(&ada).await.fixed);
        assert_eq!(wants(&ada, "x@harbour.example").await.problem(), Problem::Forbidden);
        let _ = follows(&app, "email-change/finish", &link).await.is(422);
        let page = ada.get("/account/profile").await.is(200);
        assert!(page.shows("It is fixed here"));
        assert!(!ada.get("/account/profile/email").await.page().has_form("email/change"));
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let form = ada.get("/account/profile/email").await.is(200);
        assert!(form.page().has_form("email/change"));
        let wrong = ada.post_plain("email/change", &[("email", "nobody")]).await.is(303);
        assert_eq!(wrong.location(), "/account/profile/email");
        assert!(ada.get(wrong.location()).await.shows("name@example.com"));
        let _ = ada.post_plain("email/change", &[("email", NEW)]).await.is(303);
        let page = ada.get("/account/profile/email").await.is(200);
        assert!(page.shows(NEW) && page.shows("Pending confirmation"));
        assert!(ada.get("/account/profile").await.shows("waits to be confirmed"));
        let link = confirm_link(&app).await;
        let stranger = app.stranger();
        let page = format!("/sign-in/email-{link}");
        let _ = stranger.get(&page).await.is(200);
        // Where one was signed in it says the same, though that session has ended.
        let done = ada.post_plain("email-change/finish", &[("link", &link)]).await.is(303);
        assert!(ada.get(done.location()).await.is(200).shows("Your address was changed"));
    }
}
