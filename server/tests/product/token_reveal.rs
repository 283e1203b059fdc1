//! A token that was made without the script: shown by the page that follows, once,
//! to this browser only, within five minutes.

use serde_json::Value;
use testing::{Answer, Client, TestApp, TestDb, both_databases, crowd, token_in};

const CI: &[(&str, &str)] = &[("name", "ci"), ("expires_in", "30"), ("read", "true")];

async fn make(person: &Client) -> Answer {
    person.post_plain("tokens/create", CI).await.is(303)
}

async fn shown(person: &Client) -> Option<String> {
    token_in(&person.get("/account/tokens").await.is(200).text())
}

both_databases! {
    async fn the_next_page_shows_it(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let made = make(&mara).await;
        assert_eq!(made.location(), "/account/tokens");
        assert!(token_in(&made.text()).is_none() && made.body.is_empty());
        let page = made.follow().await.is(200);
        assert!(page.shows("ci is ready") && page.shows("Copy it now"));
        let token = token_in(&page.text()).expect("the token");
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        assert_eq!(shown(&mara).await, None, "and never again");
        assert!(app.rows("reveals").await.is_empty());

        let done = mara.post_plain("tokens/done", &[]).await.is(303);
        assert_eq!(done.location(), "/account/tokens");
        assert_eq!(shown(&mara).await, None);
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
    }

    async fn done_puts_away_one_that_nobody_has_seen(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = make(&mara).await;
        let _ = mara.post_plain("tokens/done", &[]).await.is(303);
        assert_eq!(shown(&mara).await, None);
    }

    async fn of_many_who_look_at_once_one_sees_it(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = make(&mara).await;
        let seen = crowd(20, |_| {
            let mara = mara.clone();
            async move { shown(&mara).await }
        })
        .await;
        assert_eq!(seen.into_iter().flatten().count(), 1);
    }

    async fn in_the_database_it_is_sealed(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = make(&mara).await;
        let dump = app.dump().await;
        assert_eq!(app.rows("reveals").await.len(), 1);
        let token = shown(&mara).await.unwrap();
        assert_eq!(dump.places_of(&token), [""; 0]);
        assert_eq!(dump.places_of(&token[7..37]), [""; 0]);
        assert_eq!(dump.places_of(&token[39..]), ["tokens", "mails"], "but for its last four");
    }

    async fn no_other_session_sees_it(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let (other, otto) = (app.sign_in("mara").await, app.person("otto").await);
        let _ = make(&mara).await;
        assert_eq!(shown(&other).await, None);
        assert_eq!(shown(&otto).await, None);
        let _ = other.post_plain("tokens/done", &[]).await.is(303);
        assert!(shown(&mara.at(&app.node())).await.is_some(), "still there for its own");
    }

    async fn after_five_minutes_it_is_gone(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for (name, seconds, seen) in [("in time", 299, true), ("late", 300, false)] {
            let made = [("name", name), ("expires_in", "30"), ("read", "true")];
            let _ = mara.post_plain("tokens/create", &made).await.is(303);
            app.wait(seconds);
            assert_eq!(shown(&mara).await.is_some(), seen, "{name}");
        }
    }

    async fn it_ends_with_the_session_and_with_the_token(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = make(&mara).await;
        let id = app.rows("tokens").await[0]["id"].as_str().unwrap().to_owned();
        let _ = mara.call("tokens/delete", &[("id", &id)]).await.is(200);
        assert_eq!(shown(&mara).await, None);
        let _ = make(&mara).await;
        let _ = mara.post_plain("sign-out", &[]).await.is(303);
        assert!(app.rows("reveals").await.is_empty());
        assert_eq!(shown(&app.sign_in("mara").await).await, None);
    }

    async fn a_second_one_takes_its_place(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = make(&mara).await;
        let more = [("name", "more"), ("expires_in", "30"), ("read", "true")];
        let _ = mara.post_plain("tokens/create", &more).await.is(303);
        let page = mara.get("/account/tokens").await;
        assert!(page.shows("more is ready") && !page.shows("ci is ready"));
        let token = token_in(&page.text()).unwrap();
        let me: Value = app.bearer(&token).get("/api/v1/me").await.is(200).json();
        assert_eq!(me["token"]["name"], "more");
        assert_eq!(shown(&mara).await, None);
    }
}
