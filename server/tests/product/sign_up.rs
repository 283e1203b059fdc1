//! An account of one's own, by a link in a mail: for whom the policy lets, and nobody
//! learns who has one.

use domain::{Code, Problem, Secret, security::Strength, sign_in::AccountForm};
use server::config::{Config, SignUp};
use testing::{Answer, Client, Mail, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

const LINK: &str = "http://localhost:3000/sign-up/";
const SUBJECT: &str = "Create your account";
const TAKEN: &str = "You already have an account";

fn open(config: &mut Config) {
    config.sign_up.policy = SignUp::Open;
}

/// Only for those with an address at one of these hosts.
fn only_at(hosts: &[&str]) -> impl FnOnce(&mut Config) {
    let hosts = hosts.iter().map(|&host| host.into()).collect();
    move |config| {
        config.sign_up.policy = SignUp::Domains;
        config.sign_up.domains = hosts;
    }
}

/// An instance that somebody runs.
async fn instance(db: TestDb, change: impl FnOnce(&mut Config)) -> TestApp {
    let app = TestApp::with(db, change);
    app.add("root", PASSWORD, true).await;
    app
}

async fn asks(browser: &Client, address: &str) {
    let asked = browser.call("sign-up/ask", &[("email", address)]).await.is(200);
    assert_eq!(asked.location(), "/sign-up/sent");
}

/// The newest mail.
async fn mail(app: &TestApp) -> Mail {
    app.mails().await.pop().expect("a mail")
}

/// The secret of the newest link, which somebody with this address has asked for.
async fn link(app: &TestApp, address: &str) -> String {
    asks(&app.stranger(), address).await;
    mail(app).await.link(LINK).to_owned()
}

fn form<'a>(link: &'a str, password: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("link", link),
        ("first_name", "Ada"),
        ("last_name", "Holm"),
        ("password", password),
        ("time_zone", "Asia/Tokyo"),
    ]
}

async fn finishes(app: &TestApp, link: &str) -> Answer {
    app.stranger().call("sign-up/finish", &form(link, PASSWORD)).await
}

async fn is_gone(app: &TestApp, link: &str) {
    let refused = finishes(app, link).await.is(422);
    assert_eq!(refused.code(""), Some(Code::SignUpLinkGone));
    let page = app.stranger().get(&format!("/sign-up/{link}")).await.is(404);
    assert!(
        page.shows("This link does not work") && page.shows("If you have an account, sign in.")
    );
    assert!(!page.page().has_form("sign-up/finish"));
}

async fn people(app: &TestApp) -> usize {
    app.rows("persons").await.len()
}

both_databases! {
    async fn the_link_in_the_mail_makes_an_account(db: TestDb) {
        let app = instance(db, open).await;
        let ada = app.stranger();
        assert!(ada.get("/sign-in").await.is(200).shows("New here? Create an account"));
        let page = ada.get("/sign-up").await.is(200);
        assert!(page.page().has_form("sign-up/ask"));
        asks(&ada, " Ada@Harbour.example ").await;
        assert!(ada.get("/sign-up/sent").await.is(200).shows("Look into your mail"));
        let mail = mail(&app).await;
        assert_eq!((&*mail.to, &*mail.subject), ("Ada@Harbour.example", SUBJECT));
        assert!(mail.text.contains("203.0.113.7"), "from where: {}", mail.text);
        let link = mail.link(LINK);
        assert_eq!(link.len(), 22);

        let page = ada.get(&format!("/sign-up/{link}")).await.is(200);
        assert!(page.page().has_form("sign-up/finish"));
        assert_eq!(page.page().value("email"), Some("Ada@Harbour.example"));
        // Whatever else is sent.
        let more = [("email", "eve@evil.example"), ("staff", "true")];
        let fields = [&form(link, PASSWORD)[..], &more].concat();
        let done = ada.call("sign-up/finish", &fields).await.is(200);
        assert_eq!(done.location(), "/account/profile");
        let profile = ada.get("/account/profile").await.is(200);
        assert!(profile.shows("Ada Holm") && profile.shows("Ada@Harbour.example"));

        let persons = app.rows("persons").await;
        let person = persons.iter().find(|row| row["first_name"] == "Ada").unwrap();
        assert_eq!(person["email_key"], "ada@harbour.example");
        assert_eq!(person["time_zone"], "Asia/Tokyo");
        assert!(matches!(person["staff"].to_string().as_str(), "0" | "false"));
        let log = app.rows("audit_log").await;
        let made = log.iter().find(|row| row["action"] == "account.created").unwrap();
        assert_eq!(made["actor_id"], person["id"], "by themselves");
        app.stranger().sign_in("ada@harbour.example", PASSWORD).await;
        assert!(app.rows("sign_ups").await.is_empty());
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = instance(db, open).await;
        let ada = app.stranger();
        let _ = ada.get("/sign-up").await.is(200);
        let wrong = ada.post_plain("sign-up/ask", &[("email", "ada")]).await.is(303).follow().await;
        assert!(wrong.shows("Write the whole address, such as name@example.com."));
        assert_eq!(wrong.page().value("email"), Some("ada"), "what was typed is still there");
        let sent = ada.post_plain("sign-up/ask", &[("email", "ada@harbour.example")]).await;
        assert_eq!(sent.location(), "/sign-up/sent");
        assert!(sent.is(303).follow().await.is(200).shows("Its link works once, for 24 hours."));
        let link = mail(&app).await.link(LINK).to_owned();
        let _ = ada.get(&format!("/sign-up/{link}")).await.is(200);
        let short = ada.post_plain("sign-up/finish", &form(&link, "fourteen chars")).await.is(303);
        let page = short.follow().await.is(200);
        assert!(page.shows("Use at least 15 characters."), "{}", page.page().text);
        assert_eq!(page.page().value("first_name"), Some("Ada"));
        assert_eq!(page.page().value("email"), Some("ada@harbour.example"));
        assert_eq!(page.page().value("password"), Some(""), "but for the password");
        let done = ada.post_plain("sign-up/finish", &form(&link, PASSWORD)).await.is(303);
        assert!(done.follow().await.is(200).shows("Ada Holm"));
    }

    async fn where_the_policy_forbids_it_there_is_no_form_and_no_account(db: TestDb) {
        let root = instance(db, open).await;
        for policy in [SignUp::Closed, SignUp::Invited] {
            let app = root.node_with(|config| config.sign_up.policy = policy);
            let eve = app.stranger();
            assert!(!eve.get("/sign-in").await.is(200).shows("New here?"));
            let page = eve.get("/sign-up").await.is(404);
            assert!(page.shows("Ask whoever runs this to make you an account."), "{policy:?}");
            assert!(!page.page().has_form("sign-up/ask"));
            let refused = eve.call("sign-up/ask", &[("email", "eve@harbour.example")]).await;
            assert_eq!(refused.is(403).problem(), Problem::Forbidden);
            let plain = eve.post_plain("sign-up/ask", &[("email", "eve@harbour.example")]).await;
            assert!(plain.is(303).follow().await.is(404).shows("You cannot sign up here"));
            assert!(app.rows("mails").await.is_empty());
            // The operator can always make one.
            let (first, address) = ("Bea", format!("bea-{policy:?}@harbour.example"));
            let account = AccountForm { first, last: "", email: &address, password: None };
            app.service.create_person(account, false).await.unwrap();
            let mails = app.mails().await;
            let told = mails.iter().find(|mail| mail.to == address).unwrap();
            assert_eq!(told.subject, "Your account is ready");
        }
        assert_eq!(people(&root).await, 3);
    }

    async fn the_first_account_is_made_in_another_way(db: TestDb) {
        let app = TestApp::with(db, open);
        let eve = app.stranger();
        let page = eve.get("/sign-in").await.is(200);
        assert!(page.shows("No account yet.") && !page.shows("New here?"));
        assert!(!eve.get("/sign-up").await.is(404).page().has_form("sign-up/ask"));
        let _ = eve.call("sign-up/ask", &[("email", "eve@harbour.example")]).await.is(403);
        assert!(app.mails().await.is_empty());
        // A link that is there all the same opens nothing.
        app.add("root", PASSWORD, true).await;
        let link = link(&app, "eve@harbour.example").await;
        app.db.execute("DELETE FROM persons").await;
        is_gone(&app.node_with(open), &link).await;
        assert_eq!(people(&app).await, 0);
    }

    async fn known_and_unknown_addresses_are_answered_alike(db: TestDb) {
        let app = instance(db, open).await;
        app.add("ada", PASSWORD, false).await;
        let _ = app.stranger().get("/sign-up").await;
        let mut seen = Vec::new();
        for address in [email("ada"), email("eve"), email("ADA")] {
            let browser = app.stranger();
            let before = app.db.queries();
            let answer = browser.call("sign-up/ask", &[("email", &address)]).await;
            let queries = app.db.queries() - before;
            let page = browser.get("/sign-up/sent").await.is(200).page().text;
            seen.push((answer.status, answer.location().to_owned(), answer.raw(), page, queries));
        }
        assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
        let mails = app.mails().await;
        let mut told: Vec<_> = mails.iter().map(|mail| (&*mail.to, &*mail.subject)).collect();
        told.sort_unstable();
        let (ada, eve) = (email("ada"), email("eve"));
        assert_eq!(told, [(&*ada, TAKEN), (&*ada, TAKEN), (&*eve, SUBJECT)]);
        let taken = mails.iter().find(|mail| mail.subject == TAKEN).unwrap();
        assert!(!taken.raw.contains("/sign-up/"), "no link to another one: {}", taken.raw);
        for way in ["http://localhost:3000/sign-in\n", "http://localhost:3000/sign-in/forgot"] {
            assert!(taken.text.contains(way), "{}", taken.text);
        }
        assert_eq!(app.rows("sign_ups").await.len(), 1);
    }

    async fn whoever_is_locked_out_is_not_told_to_sign_in(db: TestDb) {
        let app = instance(db, open).await;
        app.add("ada", PASSWORD, false).await;
        app.db.execute("UPDATE persons SET suspended_at = created_at WHERE first_name = 'Ada'").await;
        asks(&app.stranger(), &email("ada")).await;
        assert!(app.mails().await.is_empty());
        assert!(app.rows("sign_ups").await.is_empty());
    }

    async fn a_link_works_once_and_for_a_day(db: TestDb) {
        let app = instance(db, open).await;
        let first = link(&app, "ada@harbour.example").await;
        app.wait(86_399);
        for _ in 0..3 {
            let _ = app.stranger().get(&format!("/sign-up/{first}")).await.is(200);
        }
        app.wait(1);
        is_gone(&app, &first).await;
        assert!(app.service.sweep().await.unwrap() > 0);
        assert!(app.rows("sign_ups").await.is_empty());

        let second = link(&app, "ada@harbour.example").await;
        let _ = app.stranger().call("sign-up/finish", &form(&second, "short")).await.is(422);
        let _ = finishes(&app, &second).await.is(200);
        is_gone(&app, &second).await;
        for wrong in ["x", &second[1..], &second.to_lowercase()] {
            is_gone(&app, wrong).await;
        }
        assert_eq!(people(&app).await, 2);
    }

    async fn only_the_newest_link_works_in_whatever_letters(db: TestDb) {
        let app = instance(db, open).await;
        let first = link(&app, "ada@harbour.example").await;
        app.wait(1);
        let second = link(&app, "ADA@Harbour.example").await;
        assert_ne!(first, second);
        is_gone(&app, &first).await;
        let ada = app.stranger();
        let _ = ada.call("sign-up/finish", &form(&second, PASSWORD)).await.is(200);
        assert!(ada.get("/account/profile").await.shows("ADA@Harbour.example"));
    }

    async fn fifty_at_once_make_exactly_one_account(db: TestDb) {
        let app = instance(db, open).await;
        let link = link(&app, "ada@harbour.example").await;
        let answers = crowd(50, |_| {
            let (app, link) = (app.clone(), link.clone());
            async move { finishes(&app, &link).await.status }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 422).count(), 49, "{answers:?}");
        assert_eq!(people(&app).await, 2);
        assert_eq!(app.rows("sessions").await.len(), 1);
    }

    async fn who_comes_first_has_the_address(db: TestDb) {
        let app = instance(db, open).await;
        let link = link(&app, "ada@harbour.example").await;
        let account = AccountForm {
            first: "Ada",
            last: "",
            email: "ADA@harbour.example",
            password: Some(&Secret::new(PASSWORD)),
        };
        app.service.create_person(account, false).await.unwrap();
        is_gone(&app, &link).await;
        // The same by another address of somebody who is there.
        let other = self::link(&app, "ada@quay.example").await;
        let otto = app.person("otto").await;
        let _ = otto.call("email/change", &[("email", "Ada@Quay.example")]).await.is(200);
        let mails = app.mails().await;
        let change = mails.iter().find(|mail| mail.subject == "Confirm your new email address");
        let change = change.unwrap().link("http://localhost:3000/sign-in/email-");
        let _ = otto.call("email-change/finish", &[("link", change)]).await.is(200);
        is_gone(&app, &other).await;
        assert_eq!(people(&app).await, 3);
    }

    async fn the_policy_is_that_of_the_moment(db: TestDb) {
        let app = instance(db, open).await;
        let link = link(&app, "ada@harbour.example").await;
        asks(&app.stranger(), "bea@harbour.example").await;
        for policy in [SignUp::Closed, SignUp::Invited] {
            let shut = app.node_with(|config| config.sign_up.policy = policy);
            is_gone(&shut, &link).await;
            assert_eq!(shut.mails().await.len(), 1, "nor is a mail sent that waits");
        }
        is_gone(&app.node_with(only_at(&["fjordline.example"])), &link).await;
        let _ = finishes(&app.node_with(only_at(&["harbour.example"])), &link).await.is(200);
    }

    async fn a_domain_is_that_very_one(db: TestDb) {
        let app = instance(db, only_at(&["fjordline.example", "xn--bcher-kva.example"])).await;
        let page = app.stranger().get("/sign-up").await.is(200);
        assert!(page.shows("Use an address at fjordline.example or bücher.example."));
        for (n, bad) in [
            "ada@evil-fjordline.example",
            "ada@fjordline.example.evil.example",
            "ada@mail.fjordline.example",
            "ada@xn--bcher-kva.example.evil.example",
        ]
        .into_iter()
        .enumerate()
        {
            let browser = app.stranger();
            let refused = browser.call("sign-up/ask", &[("email", bad)]).await.is(422);
            assert_eq!(refused.code("email"), Some(Code::EmailHost), "{bad}");
            let page = browser.post_plain("sign-up/ask", &[("email", bad)]).await.follow().await;
            let page = page.is(200).page();
            assert_eq!(page.value("email"), Some(bad));
            let told = page.text.matches("Use an address at fjordline.example or bücher.example.");
            assert_eq!(told.count(), 2, "above the form, and at the field: {n}");
        }
        assert!(app.mails().await.is_empty());
        for good in ["Ada@FJORDLINE.example", "käthe@bücher.example", "bea@XN--BCHER-KVA.example"] {
            asks(&app.stranger(), good).await;
        }
        assert_eq!(app.mails().await.len(), 3);
    }

    async fn askings_are_limited_and_only_the_network_is_told(db: TestDb) {
        let app = instance(db, open).await;
        let ada = app.stranger();
        for _ in 0..6 {
            asks(&ada, "ada@harbour.example").await;
        }
        assert_eq!(app.mails().await.len(), 3, "an hour's worth, and no word about it");
        for n in 0..14 {
            asks(&ada, &format!("nobody{n}@harbour.example")).await;
        }
        let refused = ada.call("sign-up/ask", &[("email", "eve@harbour.example")]).await.is(429);
        assert!(matches!(refused.problem(), Problem::TooMany { .. }));
        let elsewhere = ada.from_address([198, 51, 100, 9]);
        asks(&elsewhere, "eve@harbour.example").await;
        app.wait(3_601);
        let before = app.mails().await.len();
        asks(&ada, "ada@harbour.example").await;
        assert_eq!(app.mails().await.len(), before + 1);
    }

    async fn one_address_at_a_time_and_no_header_changes_the_link(db: TestDb) {
        use axum::http::HeaderValue;
        let app = instance(db, open).await;
        for fields in [
            vec![("email", "a@harbour.example"), ("email", "b@harbour.example")],
            vec![("email", "a@harbour.example,b@harbour.example")],
            vec![("email", "a@harbour.example\r\nBcc: b@harbour.example")],
            vec![("email", "")],
            vec![],
        ] {
            let _ = app.stranger().call("sign-up/ask", &fields).await.is(422);
        }
        for header in ["x-forwarded-host", "x-forwarded-proto", "forwarded", "x-host", "referer"] {
            let fields = [("email", "a@harbour.example")];
            let mut request = testing::scripted("sign-up/ask", &fields);
            request.headers_mut().insert(header, HeaderValue::from_static("evil.example"));
            let _ = app.stranger().send(request).await;
            app.wait(3_601);
        }
        let mails = app.mails().await;
        assert!(mails.iter().all(|mail| !mail.raw.contains("evil.example")));
        assert!(mail(&app).await.text.contains(LINK));
    }

    async fn what_waits_in_the_database_opens_nothing(db: TestDb) {
        let app = instance(db, open).await;
        asks(&app.stranger(), "ada@harbour.example").await;
        assert!(app.rows("sign_ups").await.is_empty(), "the link is made with the mail");
        let waiting = format!("{:?}", app.rows("mails").await);
        let link = mail(&app).await.link(LINK).to_owned();
        assert!(!waiting.contains(&link));
        assert_eq!(app.dump().await.places_of(&link), [""; 0]);
        app.wait(1);
        asks(&app.stranger(), "late@harbour.example").await;
        app.wait(86_400);
        assert!(app.mails().await.iter().all(|mail| mail.to != "late@harbour.example"));
    }

    async fn everything_that_is_wrong_is_told_at_once(db: TestDb) {
        let app = instance(db, open).await;
        let link = link(&app, "ada@harbour.example").await;
        let ada = app.stranger();
        let long = "x".repeat(65);
        let wrong =
            [("link", &*link), ("first_name", " "), ("last_name", &long), ("password", "short")];
        let told = ada.call("sign-up/finish", &wrong).await.is(422);
        assert_eq!(told.code("first_name"), Some(Code::Required));
        assert_eq!(told.code("last_name"), Some(Code::TooLong { max: 64 }));
        assert_eq!(told.code("password"), Some(Code::PasswordShort { min: 15 }));
        for (password, code) in [
            ("fourteen chars", Code::PasswordShort { min: 15 }),
            ("ada@harbour.example", Code::PasswordOwn),
            ("adaholm-adaholm-1", Code::PasswordOwn),
            ("passwordpassword", Code::PasswordCommon),
            ("", Code::Required),
        ] {
            let refused = ada.call("sign-up/finish", &form(&link, password)).await.is(422);
            assert_eq!(refused.code("password"), Some(code), "{password}");
        }
        assert_eq!(people(&app).await, 1);
        let _ = ada.call("sign-up/finish", &form(&link, "fifteen chars ..")).await.is(200);
    }

    async fn whoever_is_signed_in_needs_no_account_but_may_make_another(db: TestDb) {
        let app = instance(db, open).await;
        let root = app.sign_in("root").await;
        assert_eq!(root.get("/sign-up").await.is(303).location(), "/");
        let link = link(&app, "ada@harbour.example").await;
        let _ = root.get(&format!("/sign-up/{link}")).await.is(200);
        let before = root.copy();
        let _ = root.call("sign-up/finish", &form(&link, PASSWORD)).await.is(200);
        assert!(root.get("/account/profile").await.is(200).shows("Ada Holm"));
        let _ = before.get("/account/profile").await.is(303);
    }

    async fn a_second_factor_is_set_up_first_where_it_is_required(db: TestDb) {
        let app = instance(db, |config| {
            open(config);
            config.mfa.required = true;
        })
        .await;
        let link = link(&app, "ada@harbour.example").await;
        let ada = app.stranger();
        let done = ada.call("sign-up/finish", &form(&link, PASSWORD)).await.is(200);
        assert_eq!(done.follow().await.is(303).location(), "/account/security");
    }

    async fn nothing_waits_for_somebody_who_has_left(db: TestDb) {
        let app = instance(db, open).await;
        // A link from before there was an account.
        let _ = link(&app, &email("ada")).await;
        let ada = app.person("ada").await;
        let _ = ada.call("data/delete", &[("email", &email("ada"))]).await.is(200);
        app.wait(60);
        app.db.execute("UPDATE persons SET leaves_at = created_at WHERE first_name = 'Ada'").await;
        asks(&app.stranger(), &email("ADA")).await;
        let before = app.sent().len();
        assert_eq!(app.service.delete_leavers().await.unwrap(), 1);
        assert_eq!(app.mails().await.len(), before);
        assert!(app.rows("sign_ups").await.is_empty());
        let dump = app.dump().await;
        assert_eq!(dump.places_of(&email("ada")), [""; 0]);
        // The address is free again.
        app.wait(3_601);
        let link = link(&app, &email("ada")).await;
        let _ = finishes(&app, &link).await.is(200);
    }

    async fn a_password_is_judged_for_whoever_has_a_link(db: TestDb) {
        let app = TestApp::with(db, open);
        let first = app.service.set_up_link().await.unwrap().unwrap();
        let first = first.rsplit('/').next().unwrap().to_owned();
        let typed = [("first_name", "Ada"), ("last_name", "Holm"), ("email", "ada@quay.example")];
        let strength = async |link: &str, password: &str| {
            let fields = [&typed[..], &[("link", link), ("password", password)]].concat();
            app.stranger().call("link/strength", &fields).await
        };
        let judged = async |link: &str, password: &str| -> Strength {
            strength(link, password).await.is(200).data()
        };
        assert_eq!(judged(&first, PASSWORD).await.said, "Strong.");
        assert_eq!(judged(&first, "fourteen chars").await.said, "Use at least 15 characters.");
        assert_eq!(judged(&first, "ada@quay.example").await.score, 1, "what they have typed");
        let account = [&typed[..], &[("link", &*first), ("password", PASSWORD)]].concat();
        let _ = app.stranger().call("set-up/finish", &account).await.is(200);
        assert_eq!(strength(&first, PASSWORD).await.is(404).problem(), Problem::NotFound);

        let link = link(&app, "bea@harbour.example").await;
        assert_eq!(judged(&link, "bea@harbour.example").await.score, 1, "their own address");
        assert_eq!(judged(&link, PASSWORD).await.score, 4);

        app.wait(1);
        let _ = app.stranger().call("reset/ask", &[("email", "ada@quay.example")]).await.is(200);
        let reset = mail(&app).await.link("http://localhost:3000/sign-in/reset-").to_owned();
        assert_eq!(judged(&reset, "adaholm-adaholm-1").await.score, 1, "their own name");
        let _ = app
            .stranger()
            .call("reset/finish", &[("link", &reset), ("password", "nine green otters swim")])
            .await
            .is(200);
        assert_eq!(strength(&reset, PASSWORD).await.is(404).problem(), Problem::NotFound);
        for none in ["", "none", "sent"] {
            let _ = strength(none, PASSWORD).await.is(404);
        }
        let shut = app.node_with(|config| config.sign_up.policy = SignUp::Closed);
        let fields = [("link", &*link), ("password", PASSWORD)];
        let _ = shut.stranger().call("link/strength", &fields).await.is(404);
        // Judging has used nothing up.
        let _ = finishes(&app, &link).await.is(200);
    }

    async fn estimates_are_limited_by_network(db: TestDb) {
        let app = instance(db, open).await;
        let link = link(&app, "ada@harbour.example").await;
        let fields = [("link", &*link), ("password", "x")];
        let ada = app.stranger();
        for _ in 0..600 {
            let _ = ada.call("link/strength", &fields).await.is(200);
        }
        let _ = ada.call("link/strength", &fields).await.is(429);
        // Whoever has no link has counted for nothing.
        let eve = ada.from_address([198, 51, 100, 9]);
        for _ in 0..601 {
            let _ = eve.call("link/strength", &[("link", "none"), ("password", "x")]).await.is(404);
        }
        let _ = eve.call("link/strength", &fields).await.is(200);
    }
}
