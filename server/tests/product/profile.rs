//! The profile page: names, and what happens when two windows save.

use domain::{
    Code, Problem,
    profile::{Profile, ProfilePage},
};
use testing::{TestApp, TestDb, both_databases};

fn names<'a>(
    first: &'a str,
    last: &'a str,
    display: &'a str,
    version: &'a str,
) -> [(&'a str, &'a str); 4] {
    [("first_name", first), ("last_name", last), ("display_name", display), ("version", version)]
}

both_databases! {
    async fn names_are_tidied_and_saved(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let saved: Profile = mara
            .call("profile/save-name", &names(" Maria ", "von  Lind\tqvist", "Maria L.", "1"))
            .await
            .is(200)
            .data();
        assert_eq!((saved.name.last.as_str(), saved.version), ("von Lind qvist", 2));

        let plain = names("Marit", "", "Marit L.", "2");
        let page =
            mara.post_plain("profile/save-name", &plain).await.is(303).follow().await.is(200);
        assert!(page.shows("Saved."), "{}", page.page().text);
        assert_eq!(page.page().value("first_name"), Some("Marit"));
        assert_eq!(page.page().value("last_name"), Some(""), "many people have one name");
        assert_eq!(page.page().value("version"), Some("3"));
        assert!(page.shows("Marit L."), "the frame shows the new name");
        assert!(!mara.get("/account/profile").await.shows("Saved."), "said once");
    }

    async fn the_slower_of_two_windows_loses_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.call("profile/save-name", &names("Fast", "", "Fast", "1")).await.is(200);
        let slow = names("Slow", "", "Slow", "1");
        let told = mara.call("profile/save-name", &slow).await.is(409);
        assert_eq!(told.problem(), Problem::Conflict);
        let page = mara.post_plain("profile/save-name", &slow).await.is(303).follow().await;
        assert!(page.shows("This was changed in another window. Your text is still here."));
        assert_eq!(page.page().value("first_name"), Some("Slow"));
        let ProfilePage { profile, .. } = mara.call("profile/load", &[]).await.data();
        assert_eq!(profile.name.first, "Fast");
        let _ = mara.call("profile/save-name", &names("Slow", "", "Slow", "2")).await.is(200);
    }

    async fn of_twenty_windows_at_once_one_saves(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let statuses = testing::crowd(20, |i| {
            let mara = mara.clone();
            async move {
                let name = format!("Window {i}");
                mara.call("profile/save-name", &names(&name, "", &name, "1")).await.status
            }
        })
        .await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 19, "{statuses:?}");
    }

    async fn every_wrong_field_is_told_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let long = "x".repeat(65);
        let wrong = names("", &long, "a\u{202e}b", "1");
        let told = mara.call("profile/save-name", &wrong).await.is(422);
        assert_eq!(told.code("first_name"), Some(Code::Required));
        assert_eq!(told.code("last_name"), Some(Code::TooLong { max: 64 }));
        assert_eq!(told.code("display_name"), Some(Code::Unprintable));
        let page = mara.post_plain("profile/save-name", &wrong).await.is(303).follow().await;
        for sentence in ["Fill this in.", "Use at most 64 characters.", "signs that can be seen."] {
            assert!(page.shows(sentence), "{sentence}");
        }
        assert_eq!(page.page().value("last_name"), Some(long.as_str()));
        let ProfilePage { profile, .. } = mara.call("profile/load", &[]).await.data();
        assert_eq!(profile.version, 1);
    }

    async fn a_form_that_is_none_of_ours_changes_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for fields in [
            vec![],
            vec![("first_name", "Eve")],
            names("Eve", "", "Eve", "").to_vec(),
            names("Eve", "", "Eve", "one").to_vec(),
            names("Eve", "", "Eve", "99999999999999999999").to_vec(),
        ] {
            let _ = mara.call("profile/save-name", &fields).await.is(422);
            let _ = mara.post_plain("profile/save-name", &fields).await.is(303);
        }
        let foreign = [
            &names("Maria", "", "Maria", "1")[..],
            &[("staff", "true"), ("email", "eve@evil.example"), ("id", "1")],
        ]
        .concat();
        let _ = mara.call("profile/save-name", &foreign).await;
        let row = &app.rows("persons").await[0];
        assert_eq!(row["email"], "mara@fjordline.example");
        assert!(matches!(row["staff"].to_string().as_str(), "0" | "false"));
    }

    async fn markup_in_a_name_is_text(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let evil = "</script><b onclick=\"x\">&amp;{{7*7}}";
        let _ = mara.call("profile/save-name", &names(evil, "", evil, "1")).await.is(200);
        let token = mara.new_token(evil).await;
        for path in ["/account/profile", "/account/tokens"] {
            let page = mara.get(path).await.is(200);
            assert!(page.shows(evil), "{path}: {}", page.page().text);
            assert!(!page.raw().contains("<b onclick"), "{path}");
            assert!(!page.raw().contains(evil), "{path}: nor in a script");
        }
        assert_eq!(mara.get("/account/profile").await.page().value("display_name"), Some(evil));
        let me: serde_json::Value = app.bearer(&token).get("/api/v1/me").await.is(200).json();
        assert_eq!(me["person"]["display_name"], evil);
    }
}
