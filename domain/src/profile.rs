//! The profile: names, and the address one signs in with.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Problem, Time,
    person::{Face, NAME_MAX, Name},
    problem::Checks,
    visible::{is_invisible, joins},
};

/// The profile as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: Name,
    pub face: Face,
    pub email: String,
    /// Grows with every change; a save must name the version it started from.
    pub version: i64,
}

/// What the profile page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    pub profile: Profile,
    /// What is to be said of the address. Made here, so that the browser needs not know what
    /// it does not show.
    pub email_hint: String,
}

/// How it stands with the address that a person signs in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailState {
    pub email: String,
    /// The policy: it cannot be changed.
    pub fixed: bool,
    /// One that waits to be confirmed.
    pub pending: Option<PendingEmail>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// An address that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingEmail {
    pub email: String,
    #[serde(with = "crate::clock::micros")]
    pub expires: Time,
}

/// Checks and tidies the three names.
///
/// # Errors
/// [`Problem::Invalid`] with `first_name`, `last_name`, `display_name`.
pub fn check_name(first: &str, last: &str, display: &str) -> Result<Name, Problem> {
    let mut checks = Checks::new();
    let first = checks.take("first_name", line(first, NAME_MAX).and_then(required));
    let last = checks.take("last_name", line(last, NAME_MAX));
    let display = checks.take("display_name", line(display, NAME_MAX).and_then(required));
    match (first, last, display) {
        (Some(first), Some(last), Some(display)) => Ok(Name { first, last, display }),
        _ => Err(checks.problem()),
    }
}

/// One line of text: trimmed, inner white space made single, nothing invisible
/// but what joins visible characters, at most `max` characters.
pub(crate) fn line(typed: &str, max: u32) -> Result<String, Code> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let hidden = text.chars().any(|c| is_invisible(c) && !joins(c));
    let only_joins = !text.is_empty() && text.chars().all(|c| is_invisible(c) || c == ' ');
    if hidden || only_joins {
        return Err(Code::Unprintable);
    }
    if text.chars().count() > max as usize {
        return Err(Code::TooLong { max });
    }
    Ok(text)
}

/// Refuses an empty text.
pub(crate) fn required(text: String) -> Result<String, Code> {
    if text.is_empty() { Err(Code::Required) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied() {
        let name = check_name("  Mara ", "von  Lind\tqvist", "Mara L.").unwrap();
        assert_eq!(
            name,
            Name { first: "Mara".into(), last: "von Lind qvist".into(), display: "Mara L.".into() }
        );
        assert!(check_name("Mara", "", "Mara").is_ok(), "many people have one name");
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let problem = check_name("", &"x".repeat(65), "a\u{202e}b").unwrap_err();
        assert_eq!(problem.code("first_name"), Some(Code::Required));
        assert_eq!(problem.code("last_name"), Some(Code::TooLong { max: 64 }));
        assert_eq!(problem.code("display_name"), Some(Code::Unprintable));
    }

    #[test]
    fn what_cannot_be_seen_is_no_name() {
        for hidden in ["\u{3164}", "M\u{ad}ara", "\u{61c}Mara", "\u{200d}", "\u{fe0f} \u{200c}"] {
            let problem = check_name("Mara", "", hidden).unwrap_err();
            assert_eq!(problem.code("display_name"), Some(Code::Unprintable), "{hidden:?}");
        }
        for seen in ["می\u{200c}خواهم", "Mara ❤\u{fe0f}", "👩\u{200d}🚀"] {
            assert_eq!(check_name("Mara", "", seen).unwrap().display, seen);
        }
    }

    #[test]
    fn markup_is_only_text() {
        assert_eq!(check_name("<a href=//e>x</a>", "", "{{7*7}}").unwrap().display, "{{7*7}}");
    }
}
