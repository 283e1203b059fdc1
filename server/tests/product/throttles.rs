//! Limits on trying: they hold in parallel, on every node and over restarts.

use std::net::Ipv4Addr;

use domain::{Code, Problem};
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

/// A network of its own for each number.
fn network(i: usize) -> Ipv4Addr {
    let i = u8::try_from(i % 250).unwrap();
    Ipv4Addr::new(198, 51, 100, i)
}

async fn begin(browser: &Client, name: &str) {
    let _ = browser.call("sign-in/begin", &[("email", &email(name)), ("next", "/")]).await.is(200);
}

async fn guess(browser: &Client, password: &str) -> Answer {
    browser.call("sign-in/finish", &[("password", password)]).await
}

both_databases! {
    async fn a_locked_account_looks_like_a_wrong_password(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let eve = app.stranger();
        begin(&eve, "mara").await;
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.push(guess(&eve, "not the password").await.is(422).body);
        }
        answers.push(guess(&eve, PASSWORD).await.is(422).body);
        assert!(answers.iter().all(|body| *body == answers[0]), "locked looks like wrong");
        app.wait(29);
        let _ = guess(&eve, PASSWORD).await.is(422);
        app.wait(1);
        let _ = guess(&eve, PASSWORD).await.is(200);
    }

    async fn each_further_failure_doubles_the_wait_and_success_ends_it(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let mara = app.stranger();
        begin(&mara, "mara").await;
        for _ in 0..5 {
            let _ = guess(&mara, "not the password").await;
        }
        app.wait(30);
        let _ = guess(&mara, "not the password").await;
        app.wait(59);
        let _ = guess(&mara, PASSWORD).await.is(422);
        app.wait(1);
        let _ = guess(&mara, PASSWORD).await.is(200);
        let fresh = app.stranger();
        begin(&fresh, "mara").await;
        for _ in 0..4 {
            let _ = guess(&fresh, "not the password").await;
        }
        let _ = guess(&fresh, PASSWORD).await.is(200);
    }

    async fn the_account_is_counted_and_not_how_its_address_is_written(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        for (i, address) in [
            "mara@fjordline.example",
            "MARA@fjordline.example",
            "ｍara@fjordline.example",
            "Mara@FJORDLINE.example",
            " mara@fjordline.example",
        ]
        .iter()
        .enumerate()
        {
            let eve = app.stranger().from_address(network(i));
            let _ = eve.call("sign-in/begin", &[("email", address), ("next", "/")]).await.is(200);
            let _ = guess(&eve, "not the password").await.is(422);
        }
        let mara = app.stranger();
        begin(&mara, "mara").await;
        let _ = guess(&mara, PASSWORD).await.is(422);
    }

    async fn of_five_hundred_guesses_at_once_five_are_judged(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let first = app.stranger();
        begin(&first, "mara").await;
        let answers = crowd(501, |i| {
            let eve = first.copy().from_address(network(i));
            async move {
                let password = if i == 250 { PASSWORD } else { "not the password" };
                guess(&eve, password).await.status
            }
        })
        .await;
        assert!(answers.iter().all(|status| matches!(status, 200 | 422 | 503)), "{answers:?}");
        let right = answers.iter().filter(|status| **status == 200).count();
        let attempts = app.rows("attempts").await;
        let judged = attempts.first().map_or(0, |row| row["failures"].as_i64().unwrap());
        assert!(right <= 1 && judged <= 5, "{right} right, {judged} judged");
        if right == 0 {
            assert_eq!(judged, 5);
            begin(&first, "mara").await;
            let _ = guess(&first, PASSWORD).await.is(422);
        }
    }

    async fn a_locked_account_stays_locked_for_a_crowd_that_knows_the_password(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let first = app.stranger();
        begin(&first, "mara").await;
        for _ in 0..5 {
            let _ = guess(&first, "not the password").await;
        }
        let answers = crowd(50, |i| {
            let eve = first.copy().from_address(network(i));
            async move { guess(&eve, PASSWORD).await.status }
        })
        .await;
        assert!(answers.iter().all(|status| *status != 200), "{answers:?}");
    }

    async fn after_a_hundred_failures_not_even_the_right_password_works(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let eve = app.stranger();
        for i in 0..100 {
            let eve = eve.from_address(network(i));
            begin(&eve, "mara").await;
            let _ = guess(&eve, "not the password").await.is(422);
            app.wait(3600);
        }
        app.wait_days(365);
        begin(&eve, "mara").await;
        let _ = guess(&eve, PASSWORD).await.is(422);
    }

    async fn a_network_that_only_fails_has_to_wait(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let eve = app.stranger();
        for i in 0..30 {
            begin(&eve, &format!("nobody{i}")).await;
            let _ = guess(&eve, "not the password").await.is(422);
        }
        app.wait(20);
        begin(&eve, "mara").await;
        let refused = guess(&eve, PASSWORD).await.is(429);
        assert_eq!(refused.header("retry-after"), "280");
        assert_eq!(refused.problem(), Problem::TooMany { retry_after: 280 });
        let plain = eve.post_plain("sign-in/finish", &[("password", PASSWORD)]).await.is(303);
        let page = plain.follow().await;
        assert!(page.shows("Too many tries. Wait 5 minutes, then try again."));

        let elsewhere = app.stranger().from_address([192, 0, 2, 55]);
        begin(&elsewhere, "mara").await;
        let _ = guess(&elsewhere, PASSWORD).await.is(200);
        app.wait(280);
        begin(&eve, "mara").await;
        let _ = guess(&eve, PASSWORD).await.is(200);
    }

    async fn limits_survive_a_restart_and_hold_across_nodes(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let other = app.node();
        let eve = app.stranger();
        begin(&eve, "mara").await;
        for i in 0..5 {
            let node = if i % 2 == 0 { &app } else { &other };
            let _ = guess(&eve.at(node), "not the password").await.is(422);
        }
        let restarted = app.node();
        let refused = guess(&eve.at(&restarted), PASSWORD).await.is(422);
        assert_eq!(refused.code(""), Some(Code::SignInWrong));
        for i in 0..24 {
            begin(&eve.at(&other), &format!("nobody{i}")).await;
            let _ = guess(&eve.at(&other), "not the password").await.is(422);
        }
        let _ = guess(&eve.at(&app.node()), PASSWORD).await.is(429);
    }

    async fn what_a_client_says_of_its_address_is_not_believed(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let eve = app.stranger();
        for i in 0..31 {
            begin(&eve, &format!("nobody{i}")).await;
            let mut request = testing::scripted("sign-in/finish", &[("password", "wrong")]);
            for header in ["x-forwarded-for", "x-real-ip", "forwarded"] {
                let address = network(i).to_string().parse().unwrap();
                request.headers_mut().insert(header, address);
            }
            let _ = eve.send(request).await.is(if i < 30 { 422 } else { 429 });
        }
    }

    async fn a_full_queue_costs_no_try(db: TestDb) {
        let app = TestApp::with(db, |config| {
            config.passwords.memory_kib = 19_456;
            config.passwords.parallel = 1;
        });
        app.add("mara", PASSWORD, false).await;
        let first = app.stranger();
        begin(&first, "mara").await;
        let answers = crowd(120, |i| {
            let eve = first.copy().from_address(network(i));
            async move { guess(&eve, "not the password").await.status }
        })
        .await;
        let busy = answers.iter().filter(|status| **status == 503).count();
        let judged = answers.iter().filter(|status| **status == 422).count();
        assert!(busy > 0 && busy + judged == 120, "{answers:?}");
        let windows = app.rows("rate_windows").await;
        let windows = windows.iter().filter(|row| row["key"].as_str().unwrap().starts_with("network:"));
        let counted: i64 = windows.map(|row| row["used"].as_i64().unwrap()).sum();
        assert_eq!(usize::try_from(counted).unwrap(), judged);
        assert!(app.rows("attempts").await[0]["failures"].as_i64().unwrap() <= 5);
    }

    async fn a_password_that_is_changed_meanwhile_lets_nobody_in(db: TestDb) {
        let app = TestApp::with(db, |config| {
            config.passwords.memory_kib = 65_536;
            config.passwords.passes = 8;
        });
        app.add("mara", PASSWORD, false).await;
        let eve = app.stranger();
        begin(&eve, "mara").await;
        let trying = tokio::spawn({
            let eve = eve.clone();
            async move { guess(&eve, PASSWORD).await.status }
        });
        while app.rows("attempts").await.is_empty() {
            tokio::task::yield_now().await;
        }
        app.db.execute("UPDATE persons SET password_hash = 'another'").await;
        assert_eq!(trying.await.unwrap(), 422);
        assert!(app.rows("sessions").await.is_empty());
    }
}
