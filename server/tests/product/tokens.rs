//! Personal access tokens: making, listing, deleting, and their limits.

use domain::{
    Code, Problem,
    tokens::{NewToken, TokenList, TokenSummary, expiry},
};
use testing::{Client, TestApp, TestDb, both_databases, crowd, token_in};

fn form<'a>(name: &'a str, days: &'a str) -> [(&'a str, &'a str); 3] {
    [("name", name), ("expires_in", days), ("read", "true")]
}

async fn names(person: &Client) -> Vec<String> {
    let list: TokenList = person.call("tokens/list", &[]).await.is(200).data();
    list.tokens.into_iter().map(|token| token.name).collect()
}

both_databases! {
    async fn the_script_gets_the_token_in_the_answer(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let answer = mara.call("tokens/create", &form("ci", "30")).await.is(200);
        let NewToken { token, secret } = answer.data();
        let secret = secret.expect("this once").expose().to_owned();
        assert_eq!(token_in(&secret).as_ref(), Some(&secret), "the published form");
        assert_eq!((token.name.as_str(), token.scopes.as_str()), ("ci", "read"));
        assert_eq!(token.last_four, secret[39..]);
        assert_eq!((token.created_at, token.expires_at), (app.now(), expiry(app.now(), 30)));
        assert_eq!(token.last_use, None);
        let _ = app.bearer(&secret).get("/api/v1/me").await.is(200);
        let page = mara.get("/account/tokens").await.is(200);
        assert!(page.shows("ci") && token_in(&page.text()).is_none(), "never again");
    }

    async fn the_form_tells_what_is_wrong(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let told = mara.call("tokens/create", &[("name", " "), ("expires_in", "31")]).await.is(422);
        assert_eq!(told.code("name"), Some(Code::Required));
        assert_eq!(told.code("expires_in"), Some(Code::Lifetime { max_days: 365 }));
        assert_eq!(told.code("scopes"), Some(Code::NoneChosen));
        for days in ["0", "31", "366", "-1", "30.0", "1e1", "thirty", "", "4294967326"] {
            let told = mara.call("tokens/create", &form("ci", days)).await;
            assert_eq!(
                told.is(422).code("expires_in"),
                Some(Code::Lifetime { max_days: 365 }),
                "{days}"
            );
            let page =
                mara.post_plain("tokens/create", &form("ci", days)).await.is(303).follow().await;
            assert!(page.shows("Choose one of the times above"), "{days}");
        }
        for days in ["7", "30", "90", "365"] {
            let _ = mara.call("tokens/create", &form(days, days)).await.is(200);
        }
        let told = mara.call("tokens/create", &form(&"n".repeat(65), "30")).await.is(422);
        assert_eq!(told.code("name"), Some(Code::TooLong { max: 64 }));
        let _ = mara.call("tokens/create", &form(&"n".repeat(64), "30")).await.is(200);
    }

    async fn what_was_typed_comes_back_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let typed = [("name", "nightly"), ("expires_in", "90")];
        let page = mara.post_plain("tokens/create", &typed).await.is(303).follow().await.is(200);
        assert!(page.shows("Choose at least one."));
        let page = page.page();
        assert_eq!(page.value("name"), Some("nightly"));
        let chosen: Vec<_> = page
            .tags
            .iter()
            .filter(|tag| tag.get("name") == Some("expires_in") && tag.get("checked").is_some())
            .filter_map(|tag| tag.get("value"))
            .collect();
        assert_eq!(chosen, ["90"]);
        let ticked = page
            .tags
            .iter()
            .filter(|tag| matches!(tag.get("name"), Some("read" | "write")))
            .filter(|tag| tag.get("checked").is_some());
        assert_eq!(ticked.count(), 0, "boxes that were not ticked are not");
    }

    async fn a_day_can_be_chosen_up_to_the_maximum(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let list: TokenList = mara.call("tokens/list", &[]).await.is(200).data();
        let (first, last) = list.days;
        assert_eq!(first, app.now().date_naive().to_string());
        let on = |name: &'static str, day: &str| {
            let form = [
                ("name", name),
                ("expires_in", "other"),
                ("last_day", day),
                ("read", "true"),
            ];
            form.map(|(field, value)| (field, value.to_owned()))
        };
        let send = async |fields: &[(&str, String); 4]| {
            let fields = fields.each_ref().map(|(field, value)| (*field, value.as_str()));
            mara.call("tokens/create", &fields).await
        };
        for (name, day) in [("today", &first), ("at last", &last)] {
            let made: NewToken = send(&on(name, day)).await.is(200).data();
            assert_eq!(made.token.expires_at.to_string(), format!("{day} 23:59:59 UTC"));
            assert!(made.token.expires_at <= expiry(app.now(), 365));
        }
        let day = app.now().date_naive();
        let (before, after) = (day.pred_opt().unwrap(), expiry(app.now(), 366).date_naive());
        for (day, code) in [
            ("", Code::Required),
            ("soon", Code::Day { max_days: 365 }),
            (&before.to_string(), Code::Day { max_days: 365 }),
            (&after.to_string(), Code::Day { max_days: 365 }),
        ] {
            assert_eq!(send(&on("x", day)).await.is(422).code("last_day"), Some(code), "{day}");
        }
        let typed = [("name", "late"), ("expires_in", "other"), ("last_day", "2999-01-01")];
        let page = mara.post_plain("tokens/create", &typed).await.is(303).follow().await.is(200);
        assert!(page.shows("Choose a day from today on, within the next 365 days."));
        assert_eq!(page.page().value("last_day"), Some("2999-01-01"));
    }

    async fn a_token_gets_another_name(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let secret = mara.new_token("ci").await;
        app.wait(1);
        let _ = mara.new_token("backup").await;
        let list: TokenList = mara.call("tokens/list", &[]).await.data();
        let id = list.tokens.iter().find(|token| token.name == "ci").unwrap().id.to_string();
        let rename = async |name: &str| {
            mara.call("tokens/rename", &[("id", &id), ("name", name)]).await
        };
        assert_eq!(rename(" ").await.is(422).code("name"), Some(Code::Required));
        assert_eq!(rename("BACKUP").await.is(422).code("name"), Some(Code::TokenNameTaken));
        let renamed: TokenSummary = rename("  ci  of the shop ").await.is(200).data();
        assert_eq!(renamed.name, "ci of the shop");
        assert_eq!(names(&mara).await, ["backup", "ci of the shop"]);
        let me = app.bearer(&secret).get("/api/v1/me").await.is(200);
        assert!(me.text().contains("ci of the shop"), "it goes on working");

        let typed = [("id", id.as_str()), ("name", "backup")];
        let answer = mara.post_plain("tokens/rename", &typed).await.is(303);
        assert_eq!(answer.location(), format!("/account/tokens/{id}/rename"));
        let page = answer.follow().await.is(200);
        assert!(page.shows("You already have a token with this name."));
        assert_eq!(page.page().value("name"), Some("backup"));
        let typed = [("id", id.as_str()), ("name", "shop")];
        let page = mara.post_plain("tokens/rename", &typed).await.is(303).follow().await.is(200);
        assert!(page.shows("Token renamed") && page.shows("shop"));
        assert!(app.audited("token.renamed").await);

        let otto = app.person("otto").await;
        let _ = otto.call("tokens/rename", &[("id", &id), ("name", "mine")]).await.is(404);
    }

    async fn writing_includes_reading(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let write = [("name", "w"), ("expires_in", "30"), ("write", "true")];
        let made: NewToken = mara.call("tokens/create", &write).await.is(200).data();
        assert_eq!(made.token.scopes.as_str(), "read write");
    }

    async fn a_name_is_taken_by_a_live_token_whatever_its_case(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.call("tokens/create", &form("Größe", "7")).await.is(200);
        for name in ["Größe", "gröSSe", "GRÖßE", " größe "] {
            let told = mara.call("tokens/create", &form(name, "30")).await;
            if name == "gröSSe" {
                let _ = told.is(200);
            } else {
                assert_eq!(told.is(422).code("name"), Some(Code::TokenNameTaken), "{name}");
            }
        }
        let page = mara.post_plain("tokens/create", &form("größe", "7")).await.follow().await;
        assert!(page.shows("You already have a token with this name."));
        let otto = app.person("otto").await;
        let _ = otto.call("tokens/create", &form("größe", "7")).await.is(200);
        app.wait_days(7);
        let mara = app.sign_in("mara").await;
        let _ = mara.call("tokens/create", &form("größe", "7")).await.is(200);
    }

    async fn of_a_hundred_at_once_fifty_are_made(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let statuses = crowd(100, |i| {
            let mara = mara.clone();
            async move { mara.call("tokens/create", &form(&format!("t{i}"), "30")).await.status }
        })
        .await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 50, "{statuses:?}");
        assert_eq!(names(&mara).await.len(), 50);
        let told = mara.call("tokens/create", &form("more", "30")).await.is(422);
        assert_eq!(told.code(""), Some(Code::TokenLimit { limit: 50 }));
        let page = mara.post_plain("tokens/create", &form("more", "30")).await.follow().await;
        assert!(page.shows("All 50 tokens are in use. Delete one first."));
    }

    async fn with_a_limit_of_one_there_is_exactly_one(db: TestDb) {
        let app = TestApp::with(db, |config| config.tokens.limit = 1);
        let mara = app.person("mara").await;
        let nodes = [app.clone(), app.node()];
        let made = crowd(100, |i| {
            let mara = mara.at(&nodes[i % 2]);
            async move { mara.call("tokens/create", &form(&format!("t{i}"), "7")).await.status }
        })
        .await;
        assert_eq!(made.iter().filter(|status| **status == 200).count(), 1, "{made:?}");
        let sentence =
            "Only one API token can be created at a time. Delete the current token first.";
        let page = mara.post_plain("tokens/create", &form("more", "7")).await.follow().await;
        assert!(page.shows(sentence));
        app.wait_days(7);
        let mara = app.sign_in("mara").await;
        let _ = mara.call("tokens/create", &form("more", "7")).await.is(200);
        assert_eq!(names(&mara).await.len(), 2, "an expired one is listed but does not count");
    }

    async fn the_newest_is_first_and_expired_ones_stay_for_thirty_days(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for (name, days) in [("first", "7"), ("second", "365"), ("third", "30")] {
            let _ = mara.call("tokens/create", &form(name, days)).await.is(200);
            app.wait(1);
        }
        assert_eq!(names(&mara).await, ["third", "second", "first"]);
        app.wait_days(36);
        let mara = app.sign_in("mara").await;
        let page = mara.get("/account/tokens").await;
        assert!(page.shows("1 active, 2 expired") && page.shows("Expired"));
        app.wait_days(1);
        let mara = app.sign_in("mara").await;
        assert_eq!(names(&mara).await, ["third", "second"]);
        let _ = app.service.sweep().await.unwrap();
        assert_eq!(names(&mara).await, ["third", "second"]);
    }

    async fn a_deleted_token_is_dead_at_the_next_request(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for script in [true, false] {
            let made = mara.new_token_for("ci", 30).await;
            let secret = made.secret.unwrap();
            let other = app.node();
            let program = app.bearer(secret.expose()).at(&other);
            let _ = program.get("/api/v1/me").await.is(200);
            let id = made.token.id.to_string();
            if script {
                let _ = mara.call("tokens/delete", &[("id", &id)]).await.is(200);
            } else {
                let asked = mara.get(&format!("/account/tokens/{id}/delete")).await.is(200);
                assert!(asked.shows("Delete ci?") && asked.page().value("id") == Some(&id));
                let done = mara.post_plain("tokens/delete", &[("id", &id)]).await.is(303);
                assert_eq!(done.location(), "/account/tokens");
                assert!(done.follow().await.shows("Token deleted"));
            }
            let _ = program.get("/api/v1/me").await.is(401);
            let _ = mara.call("tokens/delete", &[("id", &id)]).await.is(404);
            let _ = mara.get(&format!("/account/tokens/{id}/delete")).await.is(404);
        }
        assert!(names(&mara).await.is_empty());
    }

    async fn nobody_deletes_what_is_another_persons(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, eve, staff) =
            (app.person("mara").await, app.person("eve").await, app.staff("ada").await);
        let made = mara.new_token_for("ci", 30).await;
        let id = made.token.id.to_string();
        for other in [&eve, &staff] {
            let told = other.call("tokens/delete", &[("id", &id)]).await.is(404);
            assert_eq!(told.problem(), Problem::NotFound);
            let told = other.post_plain("tokens/delete", &[("id", &id)]).await.is(303);
            let page = told.follow().await.is(404);
            assert!(!page.text().contains("Delete ci"));
            assert!(names(other).await.is_empty());
        }
        for id in ["", "1", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"] {
            let status = mara.call("tokens/delete", &[("id", id)]).await.status;
            assert!(matches!(status, 404 | 422), "{id}: {status}");
        }
        let _ = app.bearer(made.secret.unwrap().expose()).get("/api/v1/me").await.is(200);
    }

    async fn a_token_is_made_for_the_caller_whatever_the_form_says(db: TestDb) {
        let app = TestApp::new(db);
        let victim = app.person("mara").await;
        let id = app.rows("persons").await[0]["id"].as_str().unwrap().to_owned();
        let smuggled = [
            &form("ci", "30")[..],
            &[("user_id", &id), ("owner_id", &id), ("person", &id), ("person_id", &id)],
        ]
        .concat();
        let _ = app.stranger().call("tokens/create", &smuggled).await.is(401);
        let eve = app.person("eve").await;
        let _ = eve.call("tokens/create", &smuggled).await;
        assert!(names(&victim).await.is_empty());
    }
}
