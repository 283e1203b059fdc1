//! For whom a page was made: what it sends is not done for anybody else who has
//! signed in meanwhile, in another tab of the same browser.

use app::plain_forms::ALL;
use axum::{body::Body, http::Request};
use domain::{Problem, person::WHOSE, photo::FIELD};
use serde_json::Value;
use testing::{Client, TestApp, TestDb, both_databases, pictures::jpeg};

const PAGES: [&str; 3] = ["/account/profile", "/account/tokens", "/account/preferences"];
const SAVE_PHOTO: &str = "profile/save-photo";
const TOLD: &str = "Somebody else is signed in now. Nothing was saved.";

/// The id of the person for whom the server makes pages here.
async fn whose(browser: &Client) -> String {
    browser.get(PAGES[0]).await.page().value(WHOSE).unwrap().to_owned()
}

/// Fields that are right for every form; each takes its own.
fn fields<'a>(whose: &'a str, token: &'a str) -> Vec<(&'a str, &'a str)> {
    let names = [("first_name", "Typed"), ("last_name", ""), ("display_name", "Typed")];
    let token = [("id", token), ("name", "typed"), ("expires_in", "30"), ("read", "true")];
    let rest = [("version", "1"), ("theme", "dark"), ("time_zone", "Asia/Tokyo"), (WHOSE, whose)];
    [&names[..], &token, &rest].concat()
}

/// Everything that a form of a person could change.
async fn rows(app: &TestApp) -> Vec<Value> {
    let mut all = Vec::new();
    for table in ["persons", "tokens", "sessions", "photos"] {
        all.extend(app.rows(table).await);
    }
    all.sort_by_key(ToString::to_string);
    all
}

/// A photo after the field that says whose page it is, as the plain form has it.
fn photo(whose: &str, accept: &str) -> Request<Body> {
    let part = |name: &str, more: &str, value: &[u8]| {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        [head.as_bytes(), value, b"\r\n"].concat()
    };
    let file = part(FIELD, "; filename=\"me.jpg\"", &jpeg(90, 90));
    let body = [part(WHOSE, "", whose.as_bytes()), file, b"--b--\r\n".to_vec()].concat();
    Request::post(format!("/_fn/{SAVE_PHOTO}"))
        .header("accept", accept)
        .header("content-type", "multipart/form-data; boundary=b")
        .header("content-length", body.len())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

both_databases! {
    async fn every_form_says_whose_it_is(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.new_token("of-mara").await;
        let id = whose(&mara).await;
        for path in PAGES {
            let page = mara.get(path).await.is(200).page();
            let forms = page.tags.iter().filter(|tag| tag.name == "form").count();
            let said = page.tags.iter().filter(|tag| tag.get("name") == Some(WHOSE));
            let said: Vec<_> = said.filter_map(|tag| tag.get("value")).collect();
            assert_eq!(said, vec![id.as_str(); forms], "{path}");
        }
        let otto = app.person("otto").await;
        assert_ne!(whose(&otto).await, id);
    }

    async fn nothing_is_done_for_another(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let _ = otto.new_token("of-otto").await;
        let token = app.rows("tokens").await[0]["id"].as_str().unwrap().to_owned();
        let (maras, before) = (whose(&mara).await, rows(&app).await);
        let typed = fields(&maras, &token);
        for form in ALL.iter().filter(|form| form.endpoint != SAVE_PHOTO) {
            let told = otto.call(form.endpoint, &typed).await.is(409);
            assert_eq!(told.problem(), Problem::OtherPerson, "{}", form.endpoint);
            let _ = otto.post_plain(form.endpoint, &typed).await.is(303);
        }
        let told = otto.send(photo(&maras, "application/json")).await.is(409);
        assert_eq!(told.problem(), Problem::OtherPerson);
        let _ = otto.send(photo(&maras, "text/html")).await.is(303);
        for endpoint in ["shell/load", "profile/load", "tokens/list", "preferences/load"] {
            let told = otto.call(endpoint, &[(WHOSE, &maras)]).await.is(409);
            assert_eq!(told.problem(), Problem::OtherPerson, "{endpoint}");
        }
        assert_eq!(rows(&app).await, before);
    }

    async fn the_next_page_says_why_and_shows_nothing_of_the_other(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let maras = whose(&mara).await;
        let typed = fields(&maras, "");
        let page = otto.post_plain("profile/save-name", &typed).await.follow().await.is(200);
        assert!(page.shows(TOLD), "{}", page.page().text);
        assert_eq!(page.page().value("first_name"), Some("Otto"));
        assert!(!page.text().contains("Typed"));
        assert!(!otto.get(PAGES[0]).await.shows(TOLD), "said once");
        // The script loads the page anew.
        let _ = otto.call("profile/save-name", &typed).await.is(409);
        assert!(otto.get(PAGES[0]).await.shows(TOLD));
        let page = otto.send(photo(&maras, "text/html")).await.follow().await.is(200);
        assert!(page.shows(TOLD));
    }

    async fn ones_own_page_goes_on(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let maras = whose(&mara).await;
        let typed = fields(&maras, "");
        let _ = mara.call("profile/save-name", &typed).await.is(200);
        let _ = mara.send(photo(&maras, "application/json")).await.is(200);
        // Also in a session that began after the page was made.
        let again = app.sign_in("mara").await;
        let _ = again.call("shell/load", &[(WHOSE, &maras)]).await.is(200);
        // And whoever is not signed in is told that, not whose page it was.
        let stranger = app.stranger();
        let told = stranger.call("shell/load", &[(WHOSE, &maras)]).await.is(401);
        assert_eq!(told.problem(), Problem::SignInAgain);
    }
}
