//! Each letter, once.

use super::{super::layout::escaped, *};

fn profile(display: &str) -> Profile {
    let name = Name { first: display.into(), last: String::new(), display: display.into() };
    Profile { name, email: "mara@example.com".into(), face: Face::default(), version: 1 }
}

/// A token of this name.
fn token(name: &str) -> TokenSummary {
    TokenSummary {
        id: domain::TokenId(uuid::Uuid::nil()),
        name: name.into(),
        last_four: "x7Qf".into(),
        scopes: domain::tokens::Scopes::Read,
        created_at: Time::UNIX_EPOCH,
        expires_at: Time::UNIX_EPOCH + chrono::TimeDelta::days(1),
        last_use: None,
        cut: [0; 6],
    }
}

/// One of each, to somebody of this name.
fn samples(display: &str) -> Vec<Written> {
    let (settings, to) = (Settings::default(), profile(display));
    let link = Secret::new("s3cret");
    let owners = |news| Written::owners(&to, (Some(display), display), &news, &settings);
    vec![
        Written::reset(&to, "192.0.2.7", &link, &settings),
        Written::welcome(&to, &link, &settings),
        Written::sign_up_taken(&to, "192.0.2.7", &settings),
        Written::locked(&to, "192.0.2.7", Some(&link), true, &settings),
        Written::locked(&to, "192.0.2.7", None, false, &settings),
        Written::export_ready(&to, "192.0.2.7", Time::UNIX_EPOCH, &settings),
        Written::leaves(&to, None, "192.0.2.7", Time::UNIX_EPOCH, &settings),
        Written::leaves(
            &to,
            Some("mara@example.com".into()),
            "192.0.2.7",
            Time::UNIX_EPOCH,
            &settings,
        ),
        Written::stays(&to, "192.0.2.7", None, &settings),
        Written::token_expires(&to, &token(display), Time::UNIX_EPOCH, &settings),
        Written::token_expires(&to, &token(display), Time::MAX_UTC, &settings),
        Written::digest(&to, &[display.into()], 2, &settings),
        Written::membership(&to, (Some(display), display), Some("Admin"), &settings),
        Written::membership(&to, (None, display), None, &settings),
        Written::suspended(&to, (Some(display), display), true, &settings),
        Written::suspended(&to, (None, display), false, &settings),
        owners(OwnersNews::Suspended { whose: display.into(), suspended: true }),
        owners(OwnersNews::Suspended { whose: display.into(), suspended: false }),
        owners(OwnersNews::Role { whose: display.into(), role: Role::Owner }),
        owners(OwnersNews::Removed { whose: display.into() }),
        owners(OwnersNews::Moved { workspace: display.into(), to: display.into() }),
        owners(OwnersNews::Mfa { required: true }),
        owners(OwnersNews::Mfa { required: false }),
        owners(OwnersNews::Ends { at: Time::UNIX_EPOCH }),
        owners(OwnersNews::Stays),
        owners(OwnersNews::Left),
        Written::email_change(&to, "old@example.com", "192.0.2.7", &link, &settings),
        Written::email_taken(&to, "192.0.2.7", &settings),
        Written::email_changed(
            &to,
            "new@example.com",
            "192.0.2.7",
            Time::UNIX_EPOCH,
            Some(&link),
            &settings,
        ),
        Written::email_changed(
            &to,
            "new@example.com",
            "192.0.2.7",
            Time::UNIX_EPOCH,
            None,
            &settings,
        ),
        Written::happened(
            &to,
            ("Recovery code used", "1 is left."),
            "192.0.2.7",
            Time::UNIX_EPOCH,
            Some(&link),
            &settings,
        ),
        Written::happened(
            &to,
            ("Password reset", ""),
            "192.0.2.7",
            Time::UNIX_EPOCH,
            None,
            &settings,
        ),
        Written::new_browser(
            &to,
            "Firefox on Fedora",
            "192.0.2.7",
            Time::UNIX_EPOCH,
            &link,
            &settings,
        ),
    ]
}

#[test]
fn each_says_to_whom_what_and_from_where() {
    use words::mail::{digest, membership, owners, token_expires};
    for mail in samples("Mara Lindqvist") {
        assert_eq!(mail.to.1, "mara@example.com");
        assert!(!mail.subject.is_empty());
        for body in [&mail.text, &mail.html] {
            let whence = match mail.subject.as_str() {
                words::mail::welcome::SUBJECT => "an account at localhost:3000",
                // Where somebody else was is not for the others of an organization.
                membership::CHANGED | membership::SUSPENDED => "in Mara Lindqvist. ",
                membership::RESUMED => "again at Mara Lindqvist. ",
                owners::OWNERS => "Mara Lindqvist.",
                membership::REMOVED | owners::MOVED => "from Mara Lindqvist",
                owners::MFA => "in Mara Lindqvist.",
                owners::ENDS => "Mara Lindqvist has Mara Lindqvist deleted",
                token_expires::SOON => "expires on Jan 2, 1970, 00:00 UTC",
                token_expires::OVER => "expired on Jan 2, 1970, 00:00 UTC",
                digest::SUBJECT => "And 1 more.",
                owners::STAYS => "Mara Lindqvist keeps Mara Lindqvist.",
                _ => "192.0.2.7",
            };
            for part in ["Hello Mara Lindqvist,", whence, "http://localhost:3000"] {
                assert!(body.contains(part), "{part} in {body}");
            }
        }
    }
    let reset = &samples("Mara")[0];
    assert!(reset.text.contains("http://localhost:3000/sign-in/reset-s3cret\n"), "{reset:?}");
    assert!(reset.html.contains("href=\"http://localhost:3000/sign-in/reset-s3cret\""));
}

#[test]
fn somebody_without_an_account_has_no_name_yet() {
    let (to, link) = (Email::parse("a&b@x.example").unwrap(), Secret::new("s3cret"));
    let mail = Written::sign_up(&to, "192.0.2.7", &link, &Settings::default());
    assert_eq!(mail.to, (String::new(), "a&b@x.example".into()));
    let url = "http://localhost:3000/sign-up/s3cret";
    assert!(mail.text.starts_with("Hello,\n\nSomebody at 192.0.2.7 wants an account at localhost:3000 with a&b@x.example.\n"), "{}", mail.text);
    assert!(
        mail.text.contains(&format!("\n{url}\n")) && mail.html.contains(&format!("href=\"{url}\""))
    );
    assert!(mail.html.contains("a&amp;b@x.example") && !mail.html.contains("a&b@"));
}

#[test]
fn names_in_an_invitation_are_neither_links_nor_tags() {
    let link = Secret::new("s3cret");
    for (name, told) in [
        ("Fjordline Inc.", "Fjordline Inc."),
        ("https://e.example/now", "https   e example now"),
        ("a@b.example", "a b example"),
        ("<b>\\\\e</b>", "<b>  e< b>"),
    ] {
        let whence = (name, name);
        let (to, settings) = ("a&b@x.example", Settings::default());
        let mail = Written::invitation(to, whence, Role::Member, &link, &settings);
        assert_eq!(mail.to, (String::new(), to.into()));
        let lead = format!("{told} invites you to {told} at localhost:3000, as Member.");
        assert!(mail.text.starts_with(&format!("Hello,\n\n{lead}\n")), "{}", mail.text);
        assert!(mail.html.contains(&escaped(&lead)), "{}", mail.html);
        assert!(!mail.subject.contains(told));
        let to = profile("Mara");
        let moved = OwnersNews::Moved { workspace: name.into(), to: name.into() };
        for letter in [
            Written::membership(&to, (Some(name), name), Some(name), &settings),
            Written::suspended(&to, (Some(name), name), true, &settings),
            Written::owners(&to, (Some(name), name), &moved, &settings),
        ] {
            assert!(letter.text.contains(told) && told == name || !letter.text.contains(name));
        }
        let url = "http://localhost:3000/invitations/s3cret";
        assert!(mail.text.contains(&format!("\n{url}\n")));
        assert!(mail.html.contains(&format!("href=\"{url}\"")));
    }
}

#[test]
fn whoever_has_an_account_is_shown_the_ways_in() {
    let mail = Written::sign_up_taken(&profile("Mara"), "192.0.2.7", &Settings::default());
    for body in [&mail.text, &mail.html] {
        assert!(
            body.contains("http://localhost:3000/sign-in")
                && body.contains("http://localhost:3000/sign-in/forgot")
        );
        assert!(!body.contains("/sign-up/"), "{body}");
    }
}

#[test]
fn a_name_is_text_and_nothing_else() {
    for name in ["<a href=//e.example>x</a>", "\"><script>1</script>", "{{7*7}}", "&amp;"] {
        for mail in samples(name) {
            assert!(mail.text.contains(name), "as it was typed");
            assert!(!mail.html.contains("<script"), "{}", mail.html);
            assert!(!mail.html.contains("e.example>"), "{}", mail.html);
            assert!(mail.html.contains(&escaped(name)), "{}", mail.html);
            assert!(!mail.subject.contains(name), "names never reach a header unescaped");
        }
    }
}
