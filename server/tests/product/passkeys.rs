//! Passkeys: added, used in place of password and code, removed; and what others try with them.

use core::str::FromStr as _;

use domain::{
    Code, PasskeyId, Problem,
    passkey::{LIMIT, Passkey, Passkeys, Request},
};
use testing::{
    Answer, Client, PASSWORD, SoftPasskey, TestApp, TestDb, both_databases, crowd, email, otp,
};

const BITWARDEN: [u8; 16] = *b"\xd5\x48\x82\x6e\x79\xb4\xdb\x40\xa3\xd8\x11\x11\x6f\x7e\x83\x49";
const YUBIKEY: [u8; 16] = *b"\xee\x88\x28\x79\x72\x1c\x49\x13\x97\x75\x3d\xfc\xce\x97\x07\x2a";
const UNKNOWN: [u8; 16] = [0; 16];

async fn asked(browser: &Client, function: &str) -> String {
    let Request(options) = browser.call(function, &[]).await.is(200).data();
    options
}

/// Adds passkey number `n`.
async fn adds(browser: &Client, n: u8) -> (SoftPasskey, Passkey) {
    let options = asked(browser, "passkeys/begin").await;
    let (key, made) = SoftPasskey::make(&options, n, BITWARDEN, "internal");
    let added = browser.call("passkeys/add", &[("passkey", &made)]).await.is(200).data();
    (key, added)
}

async fn list(browser: &Client) -> Vec<Passkey> {
    let passkeys: Passkeys = browser.call("passkeys/load", &[]).await.is(200).data();
    assert!(passkeys.possible);
    passkeys.list
}

/// Signs in with it, in a browser that has done nothing else.
async fn uses(app: &TestApp, key: &mut SoftPasskey) -> (Client, Answer) {
    let browser = app.stranger();
    let options = asked(&browser, "sign-in/ask-passkey").await;
    let said = key.answer(&options);
    let answer = browser.call("sign-in/passkey", &[("passkey", &said)]).await;
    (browser, answer)
}

async fn refused(app: &TestApp, key: &mut SoftPasskey) -> Option<Code> {
    let (browser, answer) = uses(app, key).await;
    assert_eq!(browser.session(), None);
    answer.is(422).code("")
}

async fn is_in(browser: &Client) -> bool {
    browser.get("/account/profile").await.status == 200
}

both_databases! {
    async fn it_is_the_only_step(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut key, added) = adds(&ada, 1).await;
        assert_eq!((&*added.name, added.security_key, added.last_used), ("Bitwarden", false, None));
        app.wait(60);
        let (browser, answer) = uses(&app, &mut key).await;
        assert_eq!(answer.is(200).location(), "/");
        assert!(is_in(&browser).await && is_in(&ada).await, "other sessions go on");
        assert_eq!(list(&ada).await[0].last_used, Some(app.now()));
        let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Passkey added".into()), "{told:?}");
        let page = ada.get("/account/security").await.is(200);
        assert!(page.text().contains("Passkey used") && page.text().contains("Bitwarden"));
    }

    async fn it_goes_on_where_the_page_said(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut key, _) = adds(&ada, 1).await;
        for (next, goes) in [("/account/tokens", "/account/tokens"), ("//evil.example", "/")] {
            let browser = app.stranger();
            let options = asked(&browser, "sign-in/ask-passkey").await;
            let fields = [("passkey", &*key.answer(&options)), ("next", next)];
            assert_eq!(browser.call("sign-in/passkey", &fields).await.is(200).location(), goes);
        }
    }

    async fn what_it_says_works_once_and_in_one_browser(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut key, _) = adds(&ada, 1).await;
        let (here, there) = (app.stranger(), app.stranger());
        let options = asked(&here, "sign-in/ask-passkey").await;
        let _ = asked(&there, "sign-in/ask-passkey").await;
        let said = key.answer(&options);
        let stolen = there.call("sign-in/passkey", &[("passkey", &said)]).await.is(422);
        assert_eq!(stolen.code(""), Some(Code::PasskeyStale));
        let used = crowd(20, |_| {
            let (here, said) = (here.copy(), said.clone());
            async move { here.call("sign-in/passkey", &[("passkey", &said)]).await.status }
        })
        .await;
        assert_eq!(used.iter().filter(|status| **status == 200).count(), 1, "{used:?}");
        let late = app.stranger();
        let options = asked(&late, "sign-in/ask-passkey").await;
        let said = key.answer(&options);
        app.wait(10 * 60);
        let late = late.call("sign-in/passkey", &[("passkey", &said)]).await.is(422);
        assert_eq!(late.code(""), Some(Code::PasskeyStale));
    }

    async fn two_windows_may_ask_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut key, _) = adds(&ada, 1).await;
        let browser = app.stranger();
        let first = asked(&browser, "sign-in/ask-passkey").await;
        let _second = asked(&browser, "sign-in/ask-passkey").await;
        let said = key.answer(&first);
        let _ = browser.call("sign-in/passkey", &[("passkey", &said)]).await.is(200);
    }

    async fn what_does_not_hold_is_refused(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, bob) = (app.person("ada").await, app.person("bob").await);
        let (mut key, _) = adds(&ada, 1).await;
        let (of_bob, _) = adds(&bob, 2).await;
        let wrong = Some(Code::PasskeyWrong);
        let bent = |bend: fn(&mut SoftPasskey)| {
            let mut bent = key.clone();
            bend(&mut bent);
            bent
        };
        let (forged, _) = SoftPasskey::make(&asked(&ada, "passkeys/begin").await, 9, UNKNOWN, "usb");
        for (what, mut key) in [
            ("another page", bent(|key| key.origin = "https://evil.example".into())),
            ("a page below", bent(|key| key.origin = "http://evil.localhost:3000".into())),
            ("another port", bent(|key| key.origin = "http://localhost:3001".into())),
            ("another scheme", bent(|key| key.origin = "https://localhost:3000".into())),
            ("within another page", bent(|key| key.framed = true)),
            ("signed for another site", bent(|key| key.site = Some("evil.example"))),
            ("made, not used", bent(|key| key.kind = Some("webauthn.create"))),
            ("signed with another key", bent(|key| key.forged = true)),
            ("no finger", bent(|key| key.flags = 0x01)),
            ("nobody there", bent(|key| key.flags = 0x04)),
            ("in a backup of what cannot be backed up", bent(|key| key.flags = 0x15)),
            ("can be backed up all at once", bent(|key| key.flags = 0x0d)),
            ("of somebody else", key.as_person(&of_bob)),
            ("never added", forged),
        ] {
            assert_eq!(refused(&app, &mut key).await, wrong, "{what}");
        }
        for text in ["", "x", "{}", "null", "{\"response\":{\"clientDataJSON\":\"e30\"}}"] {
            let browser = app.stranger();
            let answer = browser.call("sign-in/passkey", &[("passkey", text)]).await.is(422);
            assert_eq!(answer.code(""), wrong, "{text}");
        }
        let (_, answer) = uses(&app, &mut key).await;
        let _ = answer.is(200);
    }

    async fn what_is_asked_is_random_short_lived_and_tells_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let mut seen = std::collections::HashSet::new();
        for function in ["passkeys/begin", "sign-in/ask-passkey", "passkeys/begin"] {
            let options = asked(&ada, function).await;
            let options: serde_json::Value = serde_json::from_str(&options).unwrap();
            let challenge = options["challenge"].as_str().unwrap().to_owned();
            assert!(challenge.len() >= 22, "128 bits: {challenge}");
            assert!(seen.insert(challenge));
            let wait = options["timeout"].as_u64().unwrap();
            assert!((300_000..=600_000).contains(&wait), "{function}: {wait}");
            if function == "passkeys/begin" {
                assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
                let handle = options["user"]["id"].as_str().unwrap();
                assert_eq!(handle.len(), 22, "16 bytes, and nothing of the person");
                assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
            } else {
                assert_eq!(options["userVerification"], "required");
                let allowed = options["allowCredentials"].as_array();
                assert!(allowed.is_none_or(Vec::is_empty), "nobody learns who has which");
            }
        }
    }

    async fn an_id_that_is_too_long_or_taken_is_refused(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, bob) = (app.person("ada").await, app.person("bob").await);
        let (_, _) = adds(&ada, 1).await;
        let options = asked(&bob, "passkeys/begin").await;
        let (_, same) = SoftPasskey::make(&options, 1, UNKNOWN, "usb");
        let taken = bob.call("passkeys/add", &[("passkey", &same)]).await.is(422);
        assert_eq!(taken.code(""), Some(Code::PasskeyKnown));
        for (length, status) in [(1023, 200), (1024, 422)] {
            let options = asked(&bob, "passkeys/begin").await;
            let (_, made) = SoftPasskey::make_with_id(&options, 3, vec![7; length]);
            let _ = bob.call("passkeys/add", &[("passkey", &made)]).await.is(status);
        }
    }

    async fn a_copy_of_a_key_that_counts_is_found_out(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut key, _) = adds(&ada, 1).await;
        key.counter = 5;
        let mut copy = key.clone();
        for _ in 0..2 {
            let _ = uses(&app, &mut key).await.1.is(200);
        }
        assert_eq!(refused(&app, &mut copy).await, Some(Code::PasskeyWrong));
        let page = ada.get("/account/security").await.is(200);
        assert!(page.text().contains("Passkey refused"));
    }

    async fn it_stands_in_for_a_code(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, bob) = (app.person("ada").await, app.person("bob").await);
        let (mut key, _) = adds(&ada, 1).await;
        let (mut of_bob, _) = adds(&bob, 2).await;
        let enrolment: domain::two_factor::Enrolment =
            ada.call("two-factor/begin", &[]).await.is(200).data();
        let code = otp(enrolment.key.expose(), app.now());
        let _ = ada.call("two-factor/activate", &[("code", &code)]).await.is(200);
        let browser = app.stranger();
        let _ = browser.call("sign-in/begin", &[("email", &email("ada")), ("next", "/x")]).await;
        let _ = browser.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
        let page = browser.get("/sign-in/code").await.is(200);
        assert!(page.text().contains("Use a passkey"));
        let options = asked(&browser, "sign-in/ask-passkey").await;
        assert!(options.contains("\"allowCredentials\":[{"), "{options}");
        let other = of_bob.answer(&options);
        let other = browser.call("sign-in/passkey", &[("passkey", &other)]).await.is(422);
        assert_eq!(other.code(""), Some(Code::PasskeyWrong));
        let options = asked(&browser, "sign-in/ask-passkey").await;
        let said = key.answer(&options);
        let answer = browser.call("sign-in/passkey", &[("passkey", &said)]).await.is(200);
        assert_eq!(answer.location(), "/x");
        assert!(is_in(&browser).await);
        // And alone it is enough.
        let _ = uses(&app, &mut key).await.1.is(200);
    }

    async fn it_proves_once_more_who_one_is(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, bob) = (app.person("ada").await, app.person("bob").await);
        let (mut key, added) = adds(&ada, 1).await;
        let (mut of_bob, _) = adds(&bob, 2).await;
        app.wait(601);
        let id = added.id.to_string();
        let remove = async |browser: &Client| {
            browser.call("passkeys/remove", &[("id", &id)]).await
        };
        assert_eq!(remove(&ada).await.is(403).problem(), Problem::StepUp);
        assert_eq!(ada.call("passkeys/begin", &[]).await.is(403).problem(), Problem::StepUp);
        let options = asked(&ada, "confirm/passkey").await;
        let other = of_bob.answer(&options);
        let other = ada.call("confirm/finish", &[("passkey", &other)]).await.is(422);
        assert_eq!(other.code(""), Some(Code::PasskeyWrong));
        let signs_in = key.answer(&asked(&app.stranger(), "sign-in/ask-passkey").await);
        let other = ada.call("confirm/finish", &[("passkey", &signs_in)]).await.is(422);
        assert_eq!(other.code(""), Some(Code::PasskeyStale), "asked for something else");
        let options = asked(&ada, "confirm/passkey").await;
        let said = key.answer(&options);
        let _ = ada.call("confirm/finish", &[("passkey", &said)]).await.is(200);
        let _ = remove(&ada).await.is(200);
        assert!(list(&ada).await.is_empty());
        let _ = remove(&ada).await.is(200);
        let told: Vec<_> = app.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert!(told.contains(&"Passkey removed".into()), "{told:?}");
        assert_eq!(refused(&app, &mut key).await, Some(Code::PasskeyWrong));
        let none = ada.call("confirm/passkey", &[]).await.is(422);
        assert_eq!(none.code(""), Some(Code::PasskeyWrong));
    }

    async fn each_has_a_name(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, bob) = (app.person("ada").await, app.person("bob").await);
        let mut names = Vec::new();
        for (n, model, transport) in [
            (1, YUBIKEY, "usb"),
            (2, YUBIKEY, "nfc"),
            (3, UNKNOWN, "usb"),
            (4, UNKNOWN, "internal"),
        ] {
            let options = asked(&ada, "passkeys/begin").await;
            let (_, made) = SoftPasskey::make(&options, n, model, transport);
            let added = ada.call("passkeys/add", &[("passkey", &made)]).await.is(200);
            names.push(added.data::<Passkey>().name);
        }
        let unknown = domain::words::security::UNKNOWN_BROWSER;
        assert_eq!(names, ["YubiKey 5", "YubiKey 5 (2)", "Security key", unknown]);
        let id = list(&ada).await[0].id.to_string();
        let rename = async |browser: &Client, name: &str| {
            browser.call("passkeys/rename", &[("id", &id), ("name", name)]).await
        };
        let kept: String = rename(&ada, "  Blue \u{a0}key ").await.is(200).data();
        assert_eq!((&*kept, &*list(&ada).await[0].name), ("Blue key", "Blue key"));
        assert_eq!(rename(&ada, " ").await.is(422).code("name"), Some(Code::Required));
        let long = rename(&ada, &"x".repeat(65)).await.is(422);
        assert_eq!(long.code("name"), Some(Code::TooLong { max: 64 }));
        let _ = rename(&bob, "Mine").await.is(404);
        let _ = bob.call("passkeys/remove", &[("id", &id)]).await.is(200);
        assert_eq!(list(&ada).await.len(), 4, "what is not there can be removed; hers is");
    }

    async fn one_is_added_once(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, bob) = (app.person("ada").await, app.person("bob").await);
        let _ = adds(&ada, 1).await;
        let options = asked(&ada, "passkeys/begin").await;
        assert!(options.contains("\"excludeCredentials\":[{"), "{options}");
        assert!(options.contains("\"residentKey\":\"required\""), "{options}");
        for browser in [&ada, &bob] {
            let options = asked(browser, "passkeys/begin").await;
            let (_, made) = SoftPasskey::make(&options, 1, UNKNOWN, "usb");
            let again = browser.call("passkeys/add", &[("passkey", &made)]).await.is(422);
            assert!(matches!(again.code(""), Some(Code::PasskeyKnown | Code::PasskeyWrong)));
        }
        let options = asked(&ada, "passkeys/begin").await;
        let (_, made) = SoftPasskey::make(&options, 2, UNKNOWN, "usb");
        let other = bob.call("passkeys/add", &[("passkey", &made)]).await.is(422);
        assert_eq!(other.code(""), Some(Code::PasskeyStale), "asked in another session");
        let _ = ada.call("passkeys/add", &[("passkey", &made)]).await.is(200);
        let again = ada.call("passkeys/add", &[("passkey", &made)]).await.is(422);
        assert_eq!(again.code(""), Some(Code::PasskeyStale));
    }

    async fn there_is_a_limit_even_for_many_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let mut made = Vec::new();
        for n in 1..=30 {
            let options = asked(&ada, "passkeys/begin").await;
            made.push(SoftPasskey::make(&options, n, UNKNOWN, "usb").1);
        }
        let answers = crowd(30, |n| {
            let (ada, made) = (ada.copy(), made[n].clone());
            async move { ada.call("passkeys/add", &[("passkey", &made)]).await.status }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), LIMIT as usize);
        let full = ada.call("passkeys/begin", &[]).await.is(422);
        assert_eq!(full.code(""), Some(Code::PasskeyLimit { limit: LIMIT }));
    }

    async fn a_locked_account_stays_shut(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut old, _) = adds(&ada, 1).await;
        app.wait_days(8);
        let thief = app.sign_in("ada").await;
        let (mut new, _) = adds(&thief, 2).await;
        let mail = app.mails().await.into_iter().rev().find(|mail| mail.text.contains("not-me-")).unwrap();
        let link = mail.link("/sign-in/not-me-");
        let _ = app.stranger().call("not-me/finish", &[("link", link)]).await.is(200);
        for key in [&mut old, &mut new] {
            assert_eq!(refused(&app, key).await, Some(Code::PasskeyWrong));
        }
        // After a new password what was there before opens again, and nothing else.
        app.wait(1);
        let mails = app.mails().await;
        let mail = mails.iter().rev().find(|mail| mail.text.contains("/sign-in/reset-")).unwrap();
        let link = mail.link("/sign-in/reset-");
        let fields = [("link", link), ("password", "nine blue kites over Bergen")];
        let _ = app.stranger().call("reset/finish", &fields).await.is(200);
        assert_eq!(refused(&app, &mut new).await, Some(Code::PasskeyWrong));
        let _ = uses(&app, &mut old).await.1.is(200);
    }

    async fn wrong_passwords_do_not_lock_it(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (mut key, _) = adds(&ada, 1).await;
        for _ in 0..8 {
            let browser = app.stranger();
            let _ = browser.call("sign-in/begin", &[("email", &email("ada")), ("next", "/")]).await;
            let _ = browser.call("sign-in/finish", &[("password", "wrong")]).await.is(422);
        }
        let _ = uses(&app, &mut key).await.1.is(200);
        app.db.execute("UPDATE persons SET suspended_at = created_at").await;
        assert_eq!(refused(&app, &mut key).await, Some(Code::PasskeyWrong), "suspended");
    }

    async fn an_address_of_numbers_has_none(db: TestDb) {
        let app = TestApp::with(db, |config| {
            config.server.public_url = "https://192.0.2.7".into();
        });
        let stranger = app.stranger();
        let none = stranger.call("sign-in/ask-passkey", &[]).await.is(422);
        assert_eq!(none.code(""), Some(Code::PasskeyNowhere));
    }

    async fn the_dialogs_work_without_script(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        let (_, added) = adds(&ada, 1).await;
        for (act, says) in [("rename", "Name this passkey"), ("remove", "Remove Bitwarden?")] {
            let page = ada.get(&format!("/account/security/passkeys/{}/{act}", added.id)).await;
            assert!(page.is(200).text().contains(says), "{act}");
        }
        let nobodys = PasskeyId::from_str("0199b1c5-0000-7000-8000-000000000000").unwrap();
        for address in [format!("{nobodys}/rename"), "x/remove".into(), format!("{}/x", added.id)] {
            let _ = ada.get(&format!("/account/security/passkeys/{address}")).await.is(404);
        }
    }
}
