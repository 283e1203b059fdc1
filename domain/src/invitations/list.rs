//! Addresses as people paste them: from a list, a mail or a table.

use std::collections::HashSet;

use super::MOST;
use crate::email::{CanonicalEmail, Email};

/// Most bytes of one list: the longest addresses, with names. Reading takes the square of it.
pub const LENGTH: usize = 320 * MOST;
/// Characters that are kept of what is no address, so that people find it again.
const KEPT: usize = 80;

/// What one entry of a list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Somebody to invite.
    Address { email: Email, canonical: CanonicalEmail },
    /// An address that stands further up, perhaps in other letters.
    Again(Email),
    /// Nothing that mail can be sent to, as it was typed.
    NoAddress(String),
}

impl Entry {
    /// The address as it is compared, of whoever is to be invited.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Address { canonical, .. } => Some(canonical.as_str()),
            Self::Again(_) | Self::NoAddress(_) => None,
        }
    }
}

/// The list has more than [`MOST`] entries, or more than [`LENGTH`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// Reads a list, in its order. Commas, semicolons, lines and spaces stand between addresses;
/// `Name <a@b.example>` is one entry. Only names beside an address are passed over: whatever
/// else is no address is told, or somebody would wait for an invitation in vain.
///
/// # Errors
/// [`TooLong`].
pub fn read_list(text: &str) -> Result<Vec<Entry>, TooLong> {
    if text.len() > LENGTH {
        return Err(TooLong);
    }
    let (mut entries, mut seen) = (Vec::new(), HashSet::new());
    for piece in text.lines().flat_map(pieces) {
        for typed in addresses(piece) {
            if entries.len() == MOST {
                return Err(TooLong);
            }
            entries.push(entry(typed, &mut seen));
        }
    }
    Ok(entries)
}

fn entry(typed: &str, seen: &mut HashSet<CanonicalEmail>) -> Entry {
    let read = Email::parse(typed).and_then(|email| Ok((email.canonical()?, email)));
    match read {
        Ok((canonical, email)) if seen.insert(canonical.clone()) => {
            Entry::Address { email, canonical }
        }
        Ok((_, email)) => Entry::Again(email),
        Err(_) => Entry::NoAddress(typed.chars().take(KEPT).collect()),
    }
}

/// A line between its commas and semicolons; those in quotes belong to a name. A quote that
/// is not closed in its line is none.
fn pieces(line: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted && line[at + 1..].contains('"'),
            ',' | ';' | '，' | '；' | '、' if !quoted => {
                pieces.push(&line[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&line[start..]);
    pieces
}

/// The addresses of a piece. Where one stands in angle brackets, what is in quotes is a name;
/// where there is none, the whole piece.
fn addresses(piece: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut rest, bracketed) = (piece, piece.contains('<'));
    while let Some(at) = rest.find(['<', '"']) {
        words.extend(rest[..at].split_whitespace());
        let quote = rest[at..].starts_with('"');
        rest = &rest[at + 1..];
        let Some((inside, behind)) = rest.split_once(if quote { '"' } else { '>' }) else {
            continue;
        };
        if !(quote && bracketed) {
            words.extend(inside.split_whitespace());
        }
        rest = behind;
    }
    words.extend(rest.split_whitespace());
    let found: Vec<&str> = words.into_iter().map(bare).filter(|word| word.contains('@')).collect();
    if !found.is_empty() {
        return found;
    }
    let whole = bare(piece);
    if whole.is_empty() { Vec::new() } else { vec![whole] }
}

/// A word without what programs put around addresses.
fn bare(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| c.is_whitespace() || "'\"<>\u{feff}".contains(c));
    let scheme = bare.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    if scheme { &bare[7..] } else { bare }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `+` is somebody to invite, `=` stands further up, `-` is no address.
    fn told(text: &str) -> Vec<String> {
        let told = |entry| match entry {
            Entry::Address { email, .. } => format!("+{email}"),
            Entry::Again(email) => format!("={email}"),
            Entry::NoAddress(typed) => format!("-{typed}"),
        };
        read_list(text).unwrap().into_iter().map(told).collect()
    }

    #[test]
    fn a_list_is_read_however_it_was_pasted() {
        for (text, is) in [
            ("", &[][..]),
            (" ,;\r\n\t, \u{feff}\n", &[]),
            ("a@x.example", &["+a@x.example"]),
            (
                "a@x.example, b@x.example;c@x.example",
                &["+a@x.example", "+b@x.example", "+c@x.example"],
            ),
            (
                "a@x.example b@x.example\r\nc@x.example",
                &["+a@x.example", "+b@x.example", "+c@x.example"],
            ),
            (
                "a@x.example，b@x.example\u{a0}c@x.example",
                &["+a@x.example", "+b@x.example", "+c@x.example"],
            ),
            ("Ada Lovelace <a@x.example>", &["+a@x.example"]),
            ("Ada <a@x.example> Bob <b@x.example>", &["+a@x.example", "+b@x.example"]),
            ("\"Lovelace, Ada\" <a@x.example>, b@x.example", &["+a@x.example", "+b@x.example"]),
            ("\"me@work\" <a@x.example>", &["+a@x.example"]),
            ("c@x.example Ada <a@x.example>", &["+c@x.example", "+a@x.example"]),
            ("Ada Lovelace a@x.example", &["+a@x.example"]),
            ("\"a@x.example\",'b@x.example'", &["+a@x.example", "+b@x.example"]),
            ("<MAILTO:a@x.example>", &["+a@x.example"]),
            ("\u{feff}email\na@x.example", &["-email", "+a@x.example"]),
        ] {
            assert_eq!(told(text), is, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_and_disturbs_nothing_else() {
        for (text, is) in [
            ("bob.example, a@x.example", &["-bob.example", "+a@x.example"][..]),
            ("Bob Burns\na@x.example", &["-Bob Burns", "+a@x.example"]),
            ("a@b@x.example; @; a@localhost", &["-a@b@x.example", "-@", "-a@localhost"]),
            ("\"Ada <a@x.example>, b@x.example", &["+a@x.example", "+b@x.example"]),
            ("\"Ada\nb@x.example", &["-Ada", "+b@x.example"]),
            ("Ada <a@x.example, b@x.example", &["+a@x.example", "+b@x.example"]),
            ("Ada <>, b@x.example", &["-Ada", "+b@x.example"]),
            ("<<a@x.example>>", &["+a@x.example"]),
            ("a\u{202e}b@x.example", &["-a\u{202e}b@x.example"]),
            ("a@x.example%0abcc:b@x.example", &["-a@x.example%0abcc:b@x.example"]),
            ("ü", &["-ü"]),
        ] {
            assert_eq!(told(text), is, "{text:?}");
        }
        let long = "ü".repeat(1_000);
        assert_eq!(told(&long), [format!("-{}", "ü".repeat(KEPT))]);
    }

    #[test]
    fn who_stands_there_twice_is_invited_once() {
        assert_eq!(
            told("a@x.example, A@X.Example, Ada <ａ@x.example>"),
            ["+a@x.example", "=A@X.Example", "=ａ@x.example"]
        );
    }

    #[test]
    fn a_list_has_an_end() {
        let list = |count: usize| {
            (0..count).map(|n| format!("p{n}@x.example")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(read_list(&list(MOST)).map(|entries| entries.len()), Ok(MOST));
        assert_eq!(read_list(&list(MOST + 1)), Err(TooLong));
        assert_eq!(read_list(&"x,".repeat(MOST + 1)), Err(TooLong));
        assert_eq!(read_list(&" ".repeat(LENGTH)), Ok(Vec::new()));
        assert_eq!(read_list(&" ".repeat(LENGTH + 1)), Err(TooLong));
        assert_eq!(read_list(&"<".repeat(LENGTH)), Ok(Vec::new()));
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_an_address_on_its_own_line_is_found(noise in "[^\n]{0,60}") {
            let entries = read_list(&format!("{noise}\nada@x.example")).unwrap();
            let found = entries.iter().any(|entry| match entry {
                Entry::Address { email, .. } | Entry::Again(email) => {
                    email.as_str() == "ada@x.example"
                }
                Entry::NoAddress(_) => false,
            });
            prop_assert!(found);
        }
    }
}
