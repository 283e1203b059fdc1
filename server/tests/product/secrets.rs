//! No secret lies about, and what happened can be told.

use testing::{PASSWORD, TestApp, TestDb, both_databases, email, token_in};

/// Hints and questions are passwords that others can guess (ASVS 6.4.2).
#[test]
fn nothing_is_kept_that_hints_at_a_password() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../storage/migrations");
    let mut columns = 0;
    for engine in ["sqlite", "postgres"] {
        for file in std::fs::read_dir(format!("{folder}/{engine}")).unwrap() {
            let sql = std::fs::read_to_string(file.unwrap().path()).unwrap().to_lowercase();
            let lines = sql.lines().map(|line| line.split("--").next().unwrap());
            for line in lines {
                columns += usize::from(line.contains(" not null"));
                assert!(
                    !["hint", "question", "answer"].iter().any(|word| line.contains(word)),
                    "{line}"
                );
            }
        }
    }
    assert!(columns > 100, "{columns}");
}

both_databases! {
    async fn no_page_asks_for_more_than_what_proves(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let mut fields = 0;
        for screen in app::screens::Screen::ALL {
            for address in screen.addresses() {
                for browser in [&mara, &app.stranger()] {
                    let answer = browser.get(address).await;
                    for tag in answer.page().tags.iter().filter(|tag| tag.name == "input") {
                        let name = tag.get("name").unwrap_or_default();
                        let asks = ["hint", "question", "answer", "maiden", "birth"];
                        assert!(!asks.iter().any(|word| name.contains(word)), "{name} at {address}");
                        fields += 1;
                    }
                }
            }
        }
        assert!(fields > 30, "{fields}");
    }

    async fn a_copy_of_the_database_opens_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let link = app.service.set_up_link().await.unwrap().unwrap();
        let link = link.rsplit('/').next().unwrap().to_owned();
        let ada = app.stranger();
        let set_up =
            [("link", &*link), ("first_name", "Ada"), ("email", "ada"), ("password", "seven seals")];
        let failed = ada.post_plain("set-up/finish", &set_up).await.is(303);
        assert!(failed.location().ends_with(&link), "{}", failed.location());
        let waiting = app.files();
        assert_eq!(app.dump().await.places_of("Ada"), ["flashes"]);
        assert!(failed.follow().await.shows("Use at least 15 characters."));
        let mara = app.person("mara").await;
        let mut secrets =
            vec![PASSWORD.to_owned(), "seven seals".into(), link, mara.session().unwrap()];
        for script in [true, false] {
            let browser = app.stranger();
            let _ = browser.get("/sign-in").await;
            secrets.push(browser.cookie("latchkey-visitor").unwrap());
            for password in ["wrong but close to it", PASSWORD] {
                let begin = [("email", email("mara")), ("next", "/".into())];
                let begin: Vec<_> = begin.iter().map(|(n, v)| (*n, v.as_str())).collect();
                let finish = [("password", password)];
                if script {
                    let _ = browser.call("sign-in/begin", &begin).await;
                    let _ = browser.call("sign-in/finish", &finish).await;
                } else {
                    let _ = browser.post_plain("sign-in/begin", &begin).await;
                    let _ = browser.post_plain("sign-in/finish", &finish).await;
                }
                secrets.push(password.into());
            }
            secrets.push(browser.session().expect("signed in"));
        }
        secrets.push(mara.new_token("ci").await);
        let plain = [("name", "plain"), ("expires_in", "30"), ("read", "true")];
        let page = mara.post_plain("tokens/create", &plain).await.follow().await;
        secrets.push(token_in(&page.text()).unwrap());

        let dump = app.dump().await;
        assert!(dump.rows() > 15, "{}", dump.rows());
        for secret in &secrets {
            assert_eq!(dump.places_of(secret), [""; 0], "{secret}");
            // Nor in what SQLite has not cleared away yet.
            for (name, bytes) in waiting.iter().chain(&app.files()) {
                let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                assert!(!found, "{secret} in {name}");
            }
        }
        assert!(secrets.len() >= 12);
        assert!(!dump.places_of("mara@fjordline.example").is_empty(), "the search does find text");
    }

    async fn what_happened_is_written_down(db: TestDb) {
        let app = TestApp::new(db);
        let link = app.service.set_up_link().await.unwrap().unwrap();
        let link = link.rsplit('/').next().unwrap().to_owned();
        let ada = app.stranger().from_address([198, 51, 100, 9]);
        let account = [
            ("link", link.as_str()),
            ("first_name", "Ada"),
            ("email", "ada@fjordline.example"),
            ("password", PASSWORD),
        ];
        let _ = ada.call("set-up/finish", &account).await.is(200);
        let _ = ada.call("sign-out", &[]).await.is(200);
        let _ =
            ada.call("sign-in/begin", &[("email", "ada@fjordline.example"), ("next", "/")]).await;
        let _ = ada.call("sign-in/finish", &[("password", "not the password")]).await.is(422);
        let _ = ada.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
        let names = [("first_name", "Ada"), ("display_name", "Ada H."), ("version", "1")];
        let _ = ada.call("profile/save-name", &names).await.is(200);
        let made = ada.new_token_for("ci", 30).await;
        let _ = ada.call("tokens/delete", &[("id", &made.token.id.to_string())]).await.is(200);
        let mut log = app.rows("audit_log").await;
        log.sort_by_key(|row| row["action"].as_str().unwrap().to_owned());
        let person = app.rows("persons").await[0]["id"]
            .as_str()
            .unwrap()
            .replace('-', "")
            .replace("\\x", "");
        let actions: Vec<_> = log.iter().map(|row| row["action"].as_str().unwrap()).collect();
        assert_eq!(
            actions,
            [
                "instance.set_up",
                "profile.name_saved",
                "session.created",
                "session.created",
                "session.ended",
                "session.refused",
                "token.created",
                "token.deleted"
            ]
        );
        for row in &log {
            assert_eq!(row["network"], "198.51.100.9", "{row}");
            assert_eq!(row["request_id"].as_str().unwrap().len(), 12, "{row}");
            let actor = row["actor_id"].as_str().unwrap().replace('-', "");
            assert_eq!(actor, person, "{row}");
        }
    }

    async fn what_failed_leaves_no_trace_of_having_happened(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let before = app.rows("audit_log").await.len();
        let _ = mara
            .call(
                "profile/save-name",
                &[("first_name", "x"), ("display_name", "x"), ("version", "9")],
            )
            .await
            .is(409);
        let _ = mara
            .call("tokens/delete", &[("id", "01a1ee56-5e7b-746f-bcb2-5a0e1b09d1fa")])
            .await
            .is(404);
        let _ = mara.call("tokens/create", &[("name", "x"), ("expires_in", "31")]).await.is(422);
        assert_eq!(app.rows("audit_log").await.len(), before);
    }

    async fn without_its_database_the_product_says_no(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let token = mara.new_token("ci").await;
        app.db.close().await;
        let stranger = app.stranger();
        for answer in [
            mara.get("/account/profile").await,
            mara.call("profile/load", &[]).await,
            mara.post_plain("tokens/create", &[("name", "x")]).await,
            stranger
                .call("sign-in/begin", &[("email", "mara@fjordline.example"), ("next", "/")])
                .await,
            stranger.call("sign-in/finish", &[("password", PASSWORD)]).await,
            stranger
                .call(
                    "set-up/finish",
                    &[
                        ("link", "x"),
                        ("first_name", "x"),
                        ("email", "a@b.example"),
                        ("password", PASSWORD),
                    ],
                )
                .await,
            app.bearer(&token).get("/api/v1/me").await,
            stranger.get("/readyz").await,
        ] {
            assert!(matches!(answer.status, 500 | 503), "{}: {}", answer.asked, answer.status);
            let text = answer.text().to_lowercase();
            for leak in ["pool", "sqlx", "sqlite", "postgres", "select ", ".rs", "panick"] {
                assert!(!text.contains(leak), "{}: {text}", answer.asked);
            }
        }
        let page = mara.get("/account/profile").await;
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{}", page.text());
        let program = app.bearer(&token).get("/api/v1/me").await;
        assert_eq!(program.header("content-type"), "application/problem+json");
        let _ = stranger.get("/livez").await.is(200);
    }

    async fn a_handler_that_dies_tells_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let page = mara.at(&app.broken()).get("/account/profile").await.is(500);
        assert!(page.shows("Something went wrong") && !page.text().contains("clock"));
        let token = mara.new_token("ci").await;
        let told = app.bearer(&token).at(&app.broken()).get("/api/v1/me").await.is(500);
        assert_eq!(told.header("content-type"), "application/problem+json");
        let _ = mara.get("/account/profile").await.is(200);
    }
}
