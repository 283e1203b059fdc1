//! What holds for tokens.

use proptest::prelude::*;
use rand::SeedableRng as _;

use super::*;

fn token(seed: u64) -> String {
    let mut rng = rand::rngs::StdRng::seed_from_u64(seed);
    TokenSecret::generate(Kind::Personal, &mut rng).expose().into()
}

#[test]
fn the_checksum_is_crc32_iso_hdlc() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(crc32(token(1).as_bytes()), crc32fast::hash(token(1).as_bytes()));
}

#[test]
fn a_token_has_the_published_form() {
    let token = token(7);
    assert_eq!(token.len(), 7 + 30 + 6);
    assert!(token.starts_with("lk_pat_"));
    let parsed = TokenSecret::parse(&token).unwrap();
    assert_eq!(parsed.last_four(), &token[token.len() - 4..]);
    assert!(!format!("{parsed:?}").contains(&token[7..]));
}

#[test]
fn cut_extended_padded_or_with_another_prefix_it_is_no_token() {
    let token = token(9);
    for n in 0..token.len() {
        assert!(TokenSecret::parse(&token[..n]).is_none());
    }
    for other in [
        format!("{token}0"),
        format!(" {token}"),
        format!("{token}\n"),
        token.replace("pat", "svc"),
        token.to_uppercase(),
    ] {
        assert!(TokenSecret::parse(&other).is_none(), "{other:?}");
    }
}

proptest! {
    #[test]
    fn one_changed_character_is_noticed(seed: u64, at in 7usize..43, to in "[0-9A-Za-z]") {
        let token = token(seed);
        let mut other = token.clone();
        other.replace_range(at..=at, &to);
        prop_assert_eq!(TokenSecret::parse(&other).is_some(), other == token);
    }

    #[test]
    fn parsing_never_panics(text in "\\PC{0,60}") {
        let _ = TokenSecret::parse(&text);
    }
}

const NOW: &str = "2026-11-21T14:00:00Z";

fn at(text: &str) -> Time {
    text.parse().expect("a moment")
}

fn form(name: &str, expires_in: &str, last_day: &str) -> TokenForm {
    TokenForm {
        name: name.into(),
        expires_in: expires_in.into(),
        last_day: last_day.into(),
        write: true,
        ..TokenForm::default()
    }
}

#[test]
fn a_request_is_held_to_the_policy() {
    let (policy, utc) = (TokenPolicy::default(), Zone::default());
    let check = |form: &TokenForm| form.check(&policy, at(NOW), &utc);
    let ok = check(&form("  deploy from ci ", "30", "")).unwrap();
    assert_eq!(
        ok,
        TokenRequest {
            name: "deploy from ci".into(),
            expires: at("2026-12-21T14:00:00Z"),
            scopes: Scopes::ReadWrite
        }
    );
    let problem = check(&TokenForm { write: false, ..form(" ", "31", "") }).unwrap_err();
    assert_eq!(problem.code("name"), Some(Code::Required));
    assert_eq!(problem.code("expires_in"), Some(Code::Lifetime { max_days: 365 }));
    assert_eq!(problem.code("scopes"), Some(Code::NoneChosen));
    let strict = TokenPolicy { max_days: 7, ..policy };
    assert!(form("ci", "30", "").check(&strict, at(NOW), &utc).is_err());
}

#[test]
fn a_chosen_day_ends_where_the_person_lives_and_never_too_late() {
    let policy = TokenPolicy { max_days: 10, ..TokenPolicy::default() };
    let tokyo = Zone { name: "Asia/Tokyo".into(), offset: 9 * 3600, changes: Vec::new() };
    let end = |day: &str| {
        let checked = form("ci", OTHER_DATE, day).check(&policy, at(NOW), &tokyo);
        checked.map(|request| request.expires)
    };
    assert_eq!(end("2026-11-24"), Ok(at("2026-11-24T14:59:59Z")));
    assert_eq!(end(" 2026-11-21 "), Ok(at("2026-11-21T14:59:59Z")), "the last hour of today");
    assert_eq!(end("2026-11-30"), Ok(at("2026-11-30T14:59:59Z")));
    for (day, code) in [
        ("", Code::Required),
        ("2026-11-20", Code::Day { max_days: 10 }),
        ("2026-12-01", Code::Day { max_days: 10 }),
        ("tomorrow", Code::Day { max_days: 10 }),
        ("+262143-01-01", Code::Day { max_days: 10 }),
    ] {
        let problem = end(day).unwrap_err();
        assert_eq!(problem.code("last_day"), Some(code), "{day:?}");
    }
}

proptest! {
    #[test]
    fn no_choice_outlives_the_maximum(
        hour in 0i64..9_000,
        offset in -12i32..=14,
        max_days in 1u32..400,
    ) {
        let now = at(NOW) + TimeDelta::hours(hour);
        let zone = Zone { name: "X".into(), offset: offset * 3600, changes: Vec::new() };
        let policy = TokenPolicy { max_days, ..TokenPolicy::default() };
        let (first, last) = days_to_choose(&policy, now, &zone);
        prop_assert!(first <= last);
        prop_assert!(zone.end_of(first).unwrap() >= now);
        prop_assert!(zone.end_of(last).unwrap() <= expiry(now, max_days));
    }
}

/// Made [`NOW`], for so many days.
fn lasting(days: u32) -> TokenSummary {
    TokenSummary {
        id: TokenId(uuid::Uuid::nil()),
        name: "ci".into(),
        last_four: "3kQ9".into(),
        scopes: Scopes::Read,
        created_at: at(NOW),
        expires_at: expiry(at(NOW), days),
        last_use: None,
        cut: [0; 6],
    }
}

#[test]
fn a_token_dies_at_the_very_second() {
    let now = at(NOW);
    let token = lasting(30);
    let state = |seconds| token.life(now + TimeDelta::seconds(seconds), &Zone::default());
    let day = 86_400;
    assert_eq!(state(0), Life::Active);
    assert_eq!(state(23 * day), Life::Soon { days: 7 });
    assert_eq!(state(27 * day), Life::Soon { days: 3 });
    assert_eq!(state(29 * day), Life::Soon { days: 1 }, "tomorrow at this hour");
    assert_eq!(state(29 * day + 10 * 3600), Life::Soon { days: 0 }, "midnight has passed");
    assert_eq!(state(30 * day - 1), Life::Soon { days: 0 });
    assert_eq!(state(30 * day), Life::Expired);
}

#[test]
fn nothing_expires_soon_in_the_first_half_of_its_time() {
    let now = at(NOW);
    for (days, hours, life) in [
        (7, 0, Life::Active),
        (7, 83, Life::Active),
        (7, 84, Life::Soon { days: 3 }),
        (1, 11, Life::Active),
        (1, 13, Life::Soon { days: 0 }),
        (30, 22 * 24, Life::Active),
        (30, 23 * 24, Life::Soon { days: 7 }),
    ] {
        let then = now + TimeDelta::hours(hours);
        let state = lasting(days).life(then, &Zone::default());
        assert_eq!(state, life, "{days} days, after {hours} h");
    }
}
