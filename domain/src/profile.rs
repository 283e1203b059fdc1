//! The profile: names, and the address one signs in with.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Problem,
    person::{Face, NAME_MAX, Name},
    problem::Checks,
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

/// One line of text: trimmed, inner white space made single, nothing invisible,
/// at most `max` characters.
pub(crate) fn line(typed: &str, max: u32) -> Result<String, Code> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(is_invisible) {
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

/// Control characters, and those that turn or hide the text around them
/// (Unicode UAX #9; zero-width joiners stay, scripts and emoji need them).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
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
        assert_eq!(problem.of_field("first_name"), Some(Code::Required));
        assert_eq!(problem.of_field("last_name"), Some(Code::TooLong { max: 64 }));
        assert_eq!(problem.of_field("display_name"), Some(Code::Unprintable));
    }

    #[test]
    fn markup_is_only_text() {
        assert_eq!(check_name("<a href=//e>x</a>", "", "{{7*7}}").unwrap().display, "{{7*7}}");
    }
}
