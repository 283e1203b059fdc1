//! A copy of what is kept of a person: made in the background, fetched once by nobody
//! else, and without a secret in it.

use std::io::{Cursor, Read as _};

use domain::{
    PersonId, Problem,
    my_data::{Export, MyData},
    two_factor::{Enrolment, RecoveryCodes},
};
use serde_json::Value;
use storage::AuditEntry;
use testing::{
    Answer, Client, PASSWORD, TestApp, TestBucket, TestDb, both_databases, bucket, crowd, email,
    otp,
    pictures::{jpeg, png},
};
use zip::ZipArchive;

const HOUR: i64 = 3_600;

async fn state(browser: &Client) -> Export {
    browser.call("data/load", &[]).await.is(200).data::<MyData>().export
}

async fn asks(browser: &Client) -> Answer {
    browser.call("data/export", &[]).await
}

/// The link, when the archive is ready.
async fn link(browser: &Client) -> String {
    match state(browser).await {
        Export::Ready { href, .. } => href,
        other => panic!("{other:?}"),
    }
}

/// Has one made.
async fn made(app: &TestApp, browser: &Client) -> String {
    let _ = asks(browser).await.is(200);
    assert_eq!(app.service.make_exports().await.unwrap(), 1);
    link(browser).await
}

/// What is in the file.
fn unpacked(answer: &Answer) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(answer.body.to_vec())).unwrap();
    let count = zip.len();
    let read = |n| {
        let mut file = zip.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().to_owned(), bytes)
    };
    (0..count).map(read).collect()
}

fn data(files: &[(String, Vec<u8>)]) -> Value {
    assert_eq!(files[0].0, "data.json");
    serde_json::from_slice(&files[0].1).unwrap()
}

both_databases! {
    async fn it_is_made_told_and_fetched_once(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        assert_eq!(state(&mara).await, Export::None);
        let asked: MyData = asks(&mara).await.is(200).data();
        assert_eq!(asked.export, Export::BeingMade);
        assert!(app.mails().await.is_empty(), "it is not ready");
        app.wait(5);
        assert_eq!(app.service.make_exports().await.unwrap(), 1);
        let link = link(&mara).await;

        let mail = app.mails().await.pop().unwrap();
        assert_eq!((&*mail.subject, mail.to), ("Your data is ready", email("mara")));
        assert!(mail.text.contains("http://localhost:3000/account/data\n"), "{}", mail.text);
        assert!(!mail.raw.contains("downloads"), "the mail alone opens nothing");

        let file = mara.get(&link).await.is(200);
        for (header, value) in [
            ("content-type", "application/zip"),
            ("content-disposition", "attachment; filename=\"latchkey-data.zip\""),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(file.header(header), value, "{header}");
        }
        assert_eq!(unpacked(&file).len(), 2, "there is no photo");
        let again = mara.get(&link).await.is(303);
        assert_eq!(again.location(), "/account/data");
        assert_eq!(state(&mara).await, Export::None);
        assert!(app.rows("exports").await.is_empty());
        assert!(app.audited("account.export_asked").await);
        assert!(app.audited("account.export_taken").await);
    }

    async fn everything_is_in_it_and_no_secret(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let otto = app.person("otto").await;
        let mut secrets = vec![PASSWORD.to_owned(), "argon2".into()];
        let token = mara.new_token("grafana").await;
        let other = otto.new_token("of another").await;
        let photo = mara.save_photo(&jpeg(700, 400)).await;
        let begun: Enrolment = mara.call("two-factor/begin", &[]).await.is(200).data();
        let code = otp(begun.key.expose(), app.now());
        let on = mara.call("two-factor/activate", &[("code", &code)]).await.is(200);
        let codes: RecoveryCodes = on.data();
        secrets.extend(codes.0.iter().map(|code| code.expose().to_owned()));
        secrets.push(begun.key.expose().replace(' ', ""));
        let _ = mara.call("preferences/save-time-zone", &[("time_zone", "Asia/Tokyo")]).await.is(200);
        let _ = mara.call("email/change", &[("email", "mara@harbour.example")]).await.is(200);
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        app.service.save_token_uses().await.unwrap();
        let confirm = app.mails().await;
        let confirm = confirm.iter().find(|mail| mail.subject.starts_with("Confirm")).unwrap();
        secrets.push(confirm.link("/sign-in/email-").to_owned());
        secrets.extend([token[..token.len() - 4].to_owned(), other.clone()]);
        secrets.push(mara.session().unwrap());
        secrets.push(mara.cookie("latchkey-browser").unwrap());
        // What the database keeps in their place is none of the person's business either.
        for table in ["sessions", "tokens", "known_browsers", "mailed_links", "recovery_codes"] {
            let digest = |row: &Value| row["digest"].as_str().unwrap().replace("\\x", "");
            secrets.extend(app.rows(table).await.iter().map(digest));
        }
        let sealed = app.rows("authenticators").await;
        secrets.push(sealed[0]["sealed"].as_str().unwrap().replace("\\x", ""));

        let link = made(&app, &mara).await;
        let files = unpacked(&mara.get(&link).await.is(200));
        assert_eq!(files[1].0, "photo.jpg");
        assert!(files[1].1 == mara.get_photo(photo, 512).await.body, "the largest");
        let data = data(&files);
        assert_eq!(data["profile"]["email"], email("mara"));
        assert_eq!(data["profile"]["display_name"], "Mara Lindqvist");
        assert_eq!(data["profile"]["photo"], "photo.jpg");
        assert_eq!(data["profile"]["pending_email"]["email"], "mara@harbour.example");
        assert_eq!(data["preferences"]["time_zone"], "Asia/Tokyo");
        assert_eq!(data["security"]["two_factor"], true);
        assert_eq!(data["security"]["recovery_codes_left"], 10);
        assert_eq!(data["security"]["known_browsers"], 1);
        assert_eq!(data["sessions"][0]["network"], "203.0.113.7");
        let tokens = data["tokens"].as_array().unwrap();
        assert_eq!(tokens.len(), 1);
        assert_eq!((&tokens[0]["name"], &tokens[0]["prefix"]), (&"grafana".into(), &"lk_pat_".into()));
        assert_eq!(tokens[0]["last_four"], token[token.len() - 4..]);
        assert_eq!(tokens[0]["last_used_network"], "203.0.113.7");
        let (name, history) = files.last().unwrap();
        assert_eq!(name, "history.json");
        let history: Vec<Value> = serde_json::from_slice(history).unwrap();
        let actions: Vec<_> = history.iter().map(|line| line["action"].as_str().unwrap()).collect();
        for action in ["account.export_asked", "session.created", "token.created"] {
            assert!(actions.contains(&action), "{action} in {actions:?}");
        }

        let text = [&files[0].1[..], &files[2].1].concat();
        let text = String::from_utf8(text).unwrap();
        for secret in secrets {
            assert!(secret.len() > 5 && !text.contains(&secret), "{secret} in {text}");
        }
        assert!(!text.contains("otto") && !text.contains("of another"), "{text}");
    }

    async fn a_copy_of_the_database_does_not_open_it(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.save_photo(&png(64, 64)).await;
        let link = made(&app, &mara).await;
        let secret = link.strip_prefix("/downloads/").unwrap();
        let dump = app.dump().await;
        for text in [secret, "data.json", "photo.png"] {
            assert_eq!(dump.places_of(text), [""; 0], "{text}");
        }
        let elsewhere = app.node_with(|config| {
            config.secret.key = Some(domain::Secret::new("another key of thirty-two letters"));
        });
        let there = mara.at(&elsewhere);
        assert_eq!(state(&there).await, Export::None);
        let _ = there.get(&link).await.is(500);
        let _ = mara.get(&link).await.is(200);
    }

    async fn of_fifty_at_once_one_gets_it(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, node) = (app.person("mara").await, app.node());
        let link = made(&app, &mara).await;
        let statuses = crowd(50, |n| {
            let browser = if n % 2 == 0 { mara.clone() } else { mara.at(&node) };
            let link = link.clone();
            async move { browser.get(&link).await.status }
        })
        .await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 200 | 303)), "{statuses:?}");
    }

    async fn nobody_else_gets_it_and_a_look_uses_nothing_up(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let link = made(&app, &mara).await;
        for (who, browser) in [("otto", &otto), ("stranger", &app.stranger())] {
            let refused = browser.get(&link).await.is(303);
            assert_eq!((refused.location(), refused.body.len()), ("/account/data", 0), "{who}");
        }
        let token = mara.new_token("ci").await;
        let _ = app.bearer(&token).get(&link).await.is(303);
        let head = axum::http::Request::head(&link).body(axum::body::Body::empty()).unwrap();
        let _ = mara.send(head).await.is(405);
        let _ = mara.call("sign-out", &[]).await.is(200);
        let _ = mara.get(&link).await.is(303);
        let _ = app.sign_in("mara").await.get(&link).await.is(200);
    }

    async fn it_lasts_a_day(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let link = made(&app, &mara).await;
        app.wait(24 * HOUR - 1);
        let mara = app.sign_in("mara").await;
        assert!(matches!(state(&mara).await, Export::Ready { .. }));
        app.wait(1);
        assert_eq!(state(&mara).await, Export::None);
        let _ = mara.get(&link).await.is(303);
        let _ = app.service.sweep().await.unwrap();
        assert!(app.rows("exports").await.is_empty());
    }

    async fn one_in_an_hour_takes_the_place_of_the_one_before(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let first = made(&app, &mara).await;
        // As in another window: it is there.
        let _ = asks(&mara).await.is(200);
        assert_eq!(link(&mara).await, first);
        app.wait(HOUR);
        let mara = app.sign_in("mara").await;
        let second = made(&app, &mara).await;
        let _ = mara.get(&first).await.is(303);
        let _ = mara.get(&second).await.is(200);
        let again = asks(&mara).await.is(429);
        assert_eq!(again.problem(), Problem::TooMany { retry_after: 3_600 });
        let answers = crowd(50, |_| {
            let app = app.clone();
            let mara = mara.clone();
            async move { app.wait(0); asks(&mara).await.status }
        })
        .await;
        assert!(answers.iter().all(|status| *status == 429), "{answers:?}");
    }

    async fn it_needs_a_fresh_proof(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        app.wait(600);
        assert_eq!(asks(&mara).await.problem(), Problem::StepUp);
        assert_eq!(state(&mara).await, Export::None);
        let _ = mara.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let _ = asks(&mara).await.is(200);
    }

    async fn fetching_it_needs_one_too(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let link = made(&app, &mara).await;
        app.wait(600);
        let asked = mara.get(&link).await.is(303);
        assert_eq!(asked.location(), "/account/confirm?next=/account/data");
        let _ = mara.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let _ = mara.get(&link).await.is(200);
    }

    async fn a_long_history_is_whole_and_in_order(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let persons = app.rows("persons").await;
        let id: PersonId = persons[0]["id"].as_str().unwrap().replace("\\x", "").parse().unwrap();
        let mut tx = app.db.begin().await.unwrap();
        let began = app.now();
        for n in 0..4_500_u32 {
            // Some at one moment.
            let at = began + chrono::TimeDelta::seconds(i64::from(n / 3));
            let target = n.to_string();
            tx.insert_audit(AuditEntry {
                id: format!("{n:032x}").parse().unwrap(),
                at,
                actor: Some(id),
                organization: None,
                action: "profile.name_saved",
                target: &target,
                network: &target,
                user_agent: "",
                request_id: "",
                details: "",
                address: "",
                mark: None,
            })
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        let link = made(&app, &mara).await;
        let files = unpacked(&mara.get(&link).await.is(200));
        let history: Vec<Value> = serde_json::from_slice(&files[1].1).unwrap();
        let lines = history.iter().filter(|line| line["action"] == "profile.name_saved");
        let number = |line: &Value| line["network"].as_str().unwrap().parse().unwrap();
        let seen: Vec<u32> = lines.map(number).collect();
        assert!(seen.iter().copied().eq((0..4_500).rev()), "{seen:?}");
    }

    async fn what_cannot_be_made_is_given_up_and_can_be_asked_for_anew(db: TestDb) {
        let bucket = TestBucket::new();
        let app = TestApp::with(db, |config| bucket.settings(config));
        let mara = app.person("mara").await;
        let _ = mara.save_photo(&jpeg(64, 64)).await;
        let down = app.node_with(|config| bucket.settings_at(&bucket::down(), config));
        let _ = asks(&mara).await.is(200);
        for _ in 0..3 {
            assert!(down.service.make_exports().await.is_err());
            assert_eq!(state(&mara).await, Export::BeingMade);
            app.wait(300);
        }
        assert_eq!(state(&mara).await, Export::Failed);
        assert_eq!(app.service.make_exports().await.unwrap(), 0);
        let page = mara.get("/account/data").await.is(200);
        assert!(page.shows("Your archive could not be made.") && page.page().has_form("data/export"));
        app.wait(2_700);
        let _ = made(&app, &app.sign_in("mara").await).await;
    }

    async fn of_two_nodes_one_makes_it_and_who_died_is_followed(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = asks(&mara).await.is(200);
        let made = crowd(8, |_| {
            let node = app.node();
            async move { node.service.make_exports().await.unwrap() }
        })
        .await;
        assert_eq!(made.iter().sum::<u64>(), 1, "{made:?}");
        let mails = app.mails().await.iter().filter(|m| m.subject == "Your data is ready").count();
        assert_eq!(mails, 1);

        // Taken on by somebody who died.
        let otto = app.person("otto").await;
        let _ = asks(&otto).await.is(200);
        let mut tx = app.db.begin().await.unwrap();
        let five = app.now() + chrono::TimeDelta::minutes(5);
        assert!(tx.claim_export(3, app.now(), five).await.unwrap().is_some());
        tx.commit().await.unwrap();
        assert_eq!(app.service.make_exports().await.unwrap(), 0);
        app.wait(300);
        assert_eq!(app.service.make_exports().await.unwrap(), 1);
        assert!(matches!(state(&otto).await, Export::Ready { .. }));
    }

    async fn while_the_bucket_is_down_it_waits_and_others_are_made(db: TestDb) {
        let bucket = TestBucket::new();
        let app = TestApp::with(db, |config| bucket.settings(config));
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let photo = mara.save_photo(&jpeg(64, 64)).await;
        let down = app.node_with(|config| bucket.settings_at(&bucket::down(), config));
        let _ = asks(&mara).await.is(200);
        let _ = asks(&otto).await.is(200);
        assert!(down.service.make_exports().await.is_err());
        assert_eq!(state(&mara).await, Export::BeingMade);
        assert!(matches!(state(&otto).await, Export::Ready { .. }));
        app.wait(300);
        assert_eq!(app.service.make_exports().await.unwrap(), 1);
        let link = link(&mara).await;
        let files = unpacked(&mara.get(&link).await.is(200));
        assert!(files[1].1 == mara.get_photo(photo, 512).await.body);
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let page = mara.get("/account/data").await.is(200);
        assert!(page.page().has_form("data/export"));
        let asked = mara.post_plain("data/export", &[]).await.is(303);
        assert_eq!(asked.location(), "/account/data");
        assert!(asked.follow().await.shows("Your archive is being made."));
        let _ = app.service.make_exports().await.unwrap();
        let page = mara.get("/account/data").await.is(200);
        assert!(page.shows("Your archive is ready."));
        let link = link(&mara).await;
        assert!(page.raw().contains(&format!("href=\"{link}\"")));
        let _ = mara.get(&link).await.is(200);
        assert!(mara.get("/account/data").await.page().has_form("data/export"));
        let again = mara.post_plain("data/export", &[]).await.is(303);
        assert!(again.follow().await.shows("Too many tries. Wait 60 minutes, then try again."));
    }
}
