//! Preferences: the time zone, and the dates that follow it.

use domain::{
    Code, Zone,
    preferences::Preferences,
    tokens::{NewToken, TokenList},
};
use testing::{Client, PASSWORD, TestApp, TestDb, both_databases, email};

async fn zone(person: &Client) -> String {
    let preferences: Preferences = person.call("preferences/load", &[]).await.is(200).data();
    preferences.time_zone
}

/// Signs in with a browser that is set to a zone.
async fn sign_in(app: &TestApp, name: &str, zone: &str) -> Client {
    let browser = app.stranger();
    let _ = browser.call("sign-in/begin", &[("email", &email(name)), ("next", "/")]).await.is(200);
    let fields = [("password", PASSWORD), ("time_zone", zone)];
    let _ = browser.call("sign-in/finish", &fields).await.is(200);
    browser
}

both_databases! {
    async fn a_zone_is_saved_and_all_dates_follow_it(db: TestDb) {
        let app = TestApp::new(db);
        assert_eq!(zone(&app.person("mara").await).await, "", "none is chosen yet");
        for (name, zone) in [("far east", "Pacific/Kiritimati"), ("far west", "Pacific/Pago_Pago")] {
            let mara = app.sign_in("mara").await;
            let fields = [("time_zone", zone)];
            let saved: Zone =
                mara.call("preferences/save-time-zone", &fields).await.is(200).data();
            assert_eq!(saved.name, zone);
            assert_eq!(self::zone(&mara).await, zone);
            let today = saved.local(app.now()).date();
            let list: TokenList = mara.call("tokens/list", &[]).await.is(200).data();
            assert_eq!(list.days.0, today.to_string());
            let fields = [
                ("name", name),
                ("expires_in", "other"),
                ("last_day", &list.days.0),
                ("read", "true"),
            ];
            let made: NewToken = mara.call("tokens/create", &fields).await.is(200).data();
            assert_eq!(saved.local(made.token.expires_at).to_string(), format!("{today} 23:59:59"));
            // Nothing expires soon in the first half of its time.
            let left = (made.token.expires_at - app.now()).num_seconds();
            app.wait(left / 2 + 1);
            let page = app.sign_in("mara").await.get("/account/tokens").await.is(200);
            assert!(page.shows("Expires today"), "{zone}");
        }
        assert!(app.audited("preferences.time_zone_saved").await);
    }

    async fn a_zone_that_is_none_is_refused(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for zone in ["", "Europe/Atlantis", "US/Eastern", "../../etc/passwd", "+02:00"] {
            let told = mara.call("preferences/save-time-zone", &[("time_zone", zone)]).await;
            assert_eq!(told.is(422).code("time_zone"), Some(Code::Choice), "{zone:?}");
        }
        assert_eq!(zone(&mara).await, "");
        let page = mara.post_plain("preferences/save-time-zone", &[("time_zone", "Asia/Tokyo")]);
        let page = page.await.is(303).follow().await.is(200);
        assert!(page.shows("Saved."));
        assert_eq!(zone(&mara).await, "Asia/Tokyo");
    }

    async fn the_browser_tells_its_zone_once(db: TestDb) {
        let app = TestApp::new(db);
        app.add("mara", PASSWORD, false).await;
        let nowhere = sign_in(&app, "mara", "Europe/Atlantis").await;
        assert_eq!(zone(&nowhere).await, "");
        let home = sign_in(&app, "mara", "europe/stockholm").await;
        assert_eq!(zone(&home).await, "Europe/Stockholm");
        let travelling = sign_in(&app, "mara", "Asia/Tokyo").await;
        assert_eq!(zone(&travelling).await, "Europe/Stockholm", "what was chosen stays");
    }
}
