//! A person: the human behind an account, and how the screens name them.

use serde::{Deserialize, Serialize};

use crate::{PersonId, photo::PhotoId};

/// Most characters of a first, last or display name.
pub const NAME_MAX: u32 = 64;
/// The field by which a page says for whom it was made: the id of a person. Somebody
/// else may be signed in by now, in another tab.
pub const WHOSE: &str = "whose";

/// The names of a person. `display` is what others see.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Name {
    pub first: String,
    pub last: String,
    pub display: String,
}

/// What is known of the person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    pub id: PersonId,
    pub display_name: String,
    pub email: String,
    /// Runs the instance.
    pub staff: bool,
    pub photo: Option<PhotoId>,
}

/// How a person is drawn: a photo, or initials on a tint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Face {
    pub photo: Option<PhotoId>,
    /// The letters in place of a photo.
    pub initials: String,
    /// Which of the six tints stands behind them, 1 to 6.
    pub tint: u8,
}

impl Face {
    /// The face of a person without, or with, a photo.
    pub fn of(person: PersonId, display_name: &str, photo: Option<PhotoId>) -> Self {
        let tint = person.0.as_bytes()[15] % 6 + 1;
        Self { photo, initials: initials(display_name), tint }
    }
}

/// First letters of the first and the last word, in capitals. For the server: the
/// tables of capitals would weigh 7 KB in the browser.
pub fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut letters = name.split_whitespace().filter_map(letter);
    let first = letters.next();
    let last = letters.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_outer_words() {
        for (name, is) in [
            ("Mara Lindqvist", "ML"),
            ("Mara", "M"),
            ("mara van der linden", "ML"),
            ("Mara L.", "ML"),
            ("", ""),
            ("  ", ""),
            ("(Mo) Å", "MÅ"),
            ("李 小龍", "李小"),
        ] {
            assert_eq!(initials(name), is, "{name}");
        }
    }
}
