//! Leaving: a week in which one may come back, and nothing that is left after it.

use domain::{Code, Problem};
use testing::{
    Answer, Client, PASSWORD, TestApp, TestBucket, TestDb, both_databases, crowd, email,
    pictures::jpeg, time_of,
};

const WEEK: i64 = 7 * 86_400;

async fn leaves(browser: &Client, name: &str) -> Answer {
    browser.call("data/delete", &[("email", &email(name))]).await
}

async fn is_in(browser: &Client) -> bool {
    browser.get("/account/profile").await.status == 200
}

/// Tries to sign in; where that leads.
async fn signs_in(app: &TestApp, name: &str) -> (Client, Answer) {
    let browser = app.stranger();
    let begin = [("email", &*email(name)), ("next", "/account/tokens")];
    let _ = browser.call("sign-in/begin", &begin).await.is(200);
    let answer = browser.call("sign-in/finish", &[("password", PASSWORD)]).await;
    (browser, answer)
}

async fn delete(app: &TestApp) -> u64 {
    app.service.delete_leavers().await.unwrap()
}

async fn subjects(app: &TestApp) -> Vec<String> {
    app.mails().await.into_iter().map(|mail| mail.subject).collect()
}

both_databases! {
    async fn everything_ends_at_once_and_is_deleted_after_a_week(db: TestDb) {
        let app = TestApp::new(db);
        let (otto, _) = (app.person("otto").await, app.person("ada").await);
        let there = app.sign_in("otto").await;
        let token = otto.new_token("ci").await;
        let _ = app.mails().await;
        let answer = leaves(&otto, "otto").await.is(200);
        assert_eq!(answer.location(), "/sign-in/done-leaving");
        assert!(answer.header("clear-site-data").contains("storage"));
        assert!(otto.session().is_none());
        assert!(answer.follow().await.shows("Your account will be deleted"));
        assert!(!is_in(&otto).await && !is_in(&there).await);
        let _ = app.bearer(&token).get("/api/v1/me").await.is(401);
        let mails = app.mails().await.into_iter();
        let mail = mails.rev().find(|mail| mail.subject.contains("deleted")).unwrap();
        assert_eq!((&*mail.subject, mail.to), ("Your account will be deleted", email("otto")));
        let date = (app.now() + chrono::TimeDelta::days(7)).format("%b %-d, %Y, %H:%M UTC");
        assert!(mail.text.contains(&date.to_string()), "{}", mail.text);
        assert!(mail.text.contains("http://localhost:3000/sign-in\n"), "{}", mail.text);

        app.wait(WEEK - 1);
        assert_eq!(delete(&app).await, 0);
        app.wait(1);
        // Judged at use: the job may be late.
        let (_, late) = signs_in(&app, "otto").await;
        assert_eq!(late.is(422).code(""), Some(Code::SignInWrong));
        assert_eq!(delete(&app).await, 1);
        assert_eq!(delete(&app).await, 0);
        assert_eq!(app.rows("persons").await.len(), 1);
        assert!(app.audited("account.deleted").await);
    }

    async fn nothing_of_the_person_is_left(db: TestDb) {
        let bucket = TestBucket::new();
        let app = TestApp::with(db, |config| bucket.settings(config));
        let otto = app.person("otto").await;
        let other = app.person("ottoline").await;
        let from = otto.from_address([198, 51, 100, 9]);
        let _ = otto.save_photo(&jpeg(64, 64)).await;
        let _ = otto.new_token("grafana").await;
        let _ = otto.call("preferences/save-time-zone", &[("time_zone", "Asia/Tokyo")]).await.is(200);
        let _ = from.call("profile/save-name", &[
            ("first_name", "Otto"), ("display_name", "Otto the Great"), ("version", "1"),
        ]).await.is(200);
        let _ = otto.call("email/change", &[("email", "otto@harbour.example")]).await.is(200);
        let _ = otto.call("data/export", &[]).await.is(200);
        // Wrong passwords, from elsewhere, more than are judged.
        for _ in 0..7 {
            let thief = app.stranger().from_address([198, 51, 100, 77]);
            let _ = thief.call("sign-in/begin", &[("email", &email("OTTO")), ("next", "/")]).await;
            let _ = thief.call("sign-in/finish", &[("password", "not the one")]).await;
            let _ = thief.call("reset/ask", &[("email", &email("otto"))]).await;
        }
        let _ = leaves(&otto, "otto").await.is(200);
        let id = {
            let persons = app.rows("persons").await;
            let row = persons.iter().find(|row| row["first_name"] == "Otto").unwrap();
            row["id"].as_str().unwrap().to_owned()
        };
        app.wait(WEEK);
        let _ = app.stranger().call("sign-in/begin", &[("email", &email("OTTO")), ("next", "/")]).await;
        let _ = app.stranger().call("reset/ask", &[("email", &email("otto"))]).await;
        assert_eq!(delete(&app).await, 1);
        let _ = app.service.sweep().await.unwrap();
        assert_eq!(app.service.sweep_photo_files().await.unwrap(), 1);
        assert!(bucket.names().is_empty());

        let dump = app.dump().await;
        for text in [
            &*email("otto"), &email("OTTO"), "otto@harbour.example", "Great", "grafana", "Tokyo",
            "198.51.100.9",
        ] {
            assert_eq!(dump.places_of(text), [""; 0], "{text}");
        }
        assert_eq!(dump.places_of(&id), ["audit_log"], "who did what stays");
        assert!(!dump.places_of(&email("ottoline")).is_empty());
        for line in app.rows("audit_log").await.iter().filter(|line| line["actor_id"] == *id) {
            for cell in ["target", "network", "user_agent"] {
                assert_eq!(line[cell], "", "{line}");
            }
        }
        for line in app.rows("audit_log").await.iter().filter(|l| l["network"] == "198.51.100.77") {
            assert!(line["actor_id"].is_null(), "what nobody judged is nobody's: {line}");
        }
        assert!(is_in(&other).await || signs_in(&app, "ottoline").await.1.status == 200);

        // The address is free, and whoever has it now has nothing of before.
        app.wait(60);
        let again = app.person("otto").await;
        assert_eq!(again.photo().await, None);
        assert!(again.get("/account/tokens").await.is(200).shows("No tokens yet"));
    }

    async fn signing_in_within_the_week_keeps_everything_and_says_so(db: TestDb) {
        let app = TestApp::new(db);
        let otto = app.person("otto").await;
        let token = otto.new_token("ci").await;
        let _ = leaves(&otto, "otto").await.is(200);
        app.wait(WEEK - 1);
        let (back, answer) = signs_in(&app, "otto").await;
        assert_eq!(answer.is(200).location(), "/account/data");
        let page = back.get("/account/data").await.is(200);
        assert!(page.shows("You keep your account. Because you signed in, nothing is deleted."));
        assert!(!back.get("/account/data").await.shows("You keep your account."), "once");
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        assert!(subjects(&app).await.contains(&"You keep your account".to_owned()));
        assert!(app.audited("account.deletion_dropped").await);
        app.wait(WEEK);
        assert_eq!(delete(&app).await, 0);
        let (_, answer) = signs_in(&app, "otto").await;
        assert_eq!(answer.is(200).location(), "/account/tokens", "as ever");
    }

    async fn it_needs_the_own_address_and_a_fresh_proof(db: TestDb) {
        let app = TestApp::new(db);
        let otto = app.person("otto").await;
        for (typed, code) in [
            ("", Code::Required),
            ("nobody", Code::EmailShape),
            (&*email("ottoline"), Code::EmailOther),
        ] {
            let wrong = otto.call("data/delete", &[("email", typed)]).await.is(422);
            assert_eq!(wrong.code("email"), Some(code), "{typed}");
        }
        app.wait(600);
        assert_eq!(leaves(&otto, "otto").await.problem(), Problem::StepUp);
        assert!(is_in(&otto).await);
        let _ = otto.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let typed = format!(" {} ", email("OTTO"));
        let _ = otto.call("data/delete", &[("email", &typed)]).await.is(200);
        assert!(!is_in(&otto).await);
    }

    async fn of_two_who_run_the_instance_one_stays(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, eve) = (app.staff("ada").await, app.staff("eve").await);
        let there = eve.at(&app.node());
        let (first, second) = tokio::join!(leaves(&ada, "ada"), leaves(&there, "eve"));
        let (last, refused) = if first.status == 200 { (&eve, second) } else { (&ada, first) };
        let refused = refused.is(422);
        assert_eq!(refused.code(""), Some(Code::Blocked));
        let _ = leaves(&ada, "ada").await;
        let _ = leaves(&eve, "eve").await;
        assert!(last.get("/account/data").await.is(200).shows("Nobody else runs this instance."));
        assert!(is_in(last).await);
        app.wait(WEEK);
        assert_eq!(delete(&app).await, 1);
        assert_eq!(app.rows("persons").await.len(), 1);
    }

    async fn who_has_become_the_last_one_meanwhile_stays(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, _) = (app.staff("ada").await, app.staff("eve").await);
        let _ = leaves(&ada, "ada").await.is(200);
        app.db.execute("UPDATE persons SET suspended_at = created_at WHERE first_name = 'Eve'").await;
        app.wait(WEEK);
        assert_eq!(delete(&app).await, 0);
        let told = app.mails().await;
        let told = told.iter().find(|mail| mail.subject == "You keep your account").unwrap();
        assert_eq!(told.to, email("ada"));
        assert!(told.text.contains("Nobody else runs this instance."), "{}", told.text);
        assert!(signs_in(&app, "ada").await.1.status == 200);
    }

    async fn many_nodes_delete_each_once(db: TestDb) {
        let app = TestApp::new(db);
        for n in 0..6 {
            let name = format!("p{n}");
            let _ = leaves(&app.person(&name).await, &name).await.is(200);
        }
        let _ = app.person("stays").await;
        app.wait(WEEK);
        let gone = crowd(8, |_| {
            let node = app.node();
            async move {
                // On PostgreSQL one may have to wait too long for another.
                node.service.delete_leavers().await.unwrap_or_default()
            }
        })
        .await;
        let more = delete(&app).await;
        let lines = app.rows("audit_log").await;
        let lines = lines.iter().filter(|line| line["action"] == "account.deleted").count();
        assert_eq!((app.rows("persons").await.len(), lines), (1, 6), "{gone:?} {more}");
    }

    async fn of_signing_in_and_deleting_at_once_one_happens(db: TestDb) {
        let app = TestApp::new(db);
        for n in 0..4 {
            let name = format!("p{n}");
            let _ = leaves(&app.person(&name).await, &name).await.is(200);
            app.wait(WEEK - 1);
            // The clock strikes between the two.
            let (signed_in, gone) = tokio::join!(signs_in(&app, &name), async {
                app.wait(1);
                delete(&app).await
            });
            let both = (signed_in.1.status, gone);
            assert!(matches!(both, (200, 0) | (422 | 503, 1)), "{both:?}");
        }
    }

    async fn who_leaves_can_choose_a_new_password_and_stay(db: TestDb) {
        let app = TestApp::new(db);
        let otto = app.person("otto").await;
        let _ = leaves(&otto, "otto").await.is(200);
        let _ = app.stranger().call("reset/ask", &[("email", &email("otto"))]).await.is(200);
        let mails = app.mails().await;
        let mail = mails.iter().find(|mail| mail.subject == "Choose a new password").unwrap();
        let link = mail.link("/sign-in/reset-").to_owned();
        let new = [("link", &*link), ("password", "nine green otters swim")];
        let _ = app.stranger().call("reset/finish", &new).await.is(200);
        let row = &app.rows("persons").await[0];
        assert_eq!(time_of(row, "leaves_at"), app.now() + chrono::TimeDelta::days(7));
        app.stranger().sign_in(&email("otto"), "nine green otters swim").await;
        assert!(app.rows("persons").await[0]["leaves_at"].is_null());
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let otto = app.person("otto").await;
        let page = otto.get("/account/data/delete").await.is(200);
        assert!(page.page().has_form("data/delete") && page.shows(&email("otto")));
        let wrong = otto.post_plain("data/delete", &[("email", "x@y.example")]).await.is(303);
        assert_eq!(wrong.location(), "/account/data/delete");
        assert!(otto.get(wrong.location()).await.shows("This is not your address."));
        app.wait(600);
        let typed = email("otto");
        let asks = otto.post_plain("data/delete", &[("email", &typed)]).await.is(303);
        assert_eq!(asks.location(), "/account/confirm?next=/account/data/delete");
        let proof = [("password", PASSWORD), ("next", "/account/data/delete")];
        let back = otto.post_plain("confirm/finish", &proof).await.is(303);
        let form = back.follow().await.is(200);
        assert!(form.shows("Send this once more.") && form.raw().contains(&format!("value=\"{typed}\"")));
        let done = otto.post_plain("data/delete", &[("email", &typed)]).await.is(303);
        assert_eq!(done.location(), "/sign-in/done-leaving");
        assert!(done.follow().await.is(200).shows("Your account will be deleted"));
        let back = app.stranger();
        let _ = back.post_plain("sign-in/begin", &[("email", &typed), ("next", "/")]).await.is(303);
        let in_again = back.post_plain("sign-in/finish", &[("password", PASSWORD)]).await.is(303);
        assert_eq!(in_again.location(), "/account/data");
        assert!(in_again.follow().await.shows("You keep your account."));
    }
}
