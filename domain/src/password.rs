//! What a password must be (NIST SP 800-63B-4, 3.1.1.2; ASVS 6.2). No rules of
//! composition: length, and nothing that an attacker would try first.

use unicode_normalization::UnicodeNormalization as _;

use crate::{Code, visible::is_invisible};

/// Fewest characters of a password that stands alone.
pub const MIN_ALONE: u32 = 15;
/// The same beside a second factor.
pub const MIN_BESIDE: u32 = 8;
/// Most characters; each code point counts as one.
pub const MAX_CHARS: u32 = 256;
/// Most bytes.
pub const MAX_BYTES: usize = 1024;

/// Checks a new password in the form that is hashed. `context` are words that
/// belong to the person or the product (name, address); a password must not be one
/// of them, or little more. What cannot be seen counts for nothing.
pub fn check(password: &str, min: u32, context: &[&str]) -> Result<(), Code> {
    let too_long = |text: &str| text.len() > MAX_BYTES || text.chars().count() > MAX_CHARS as usize;
    if password.is_empty() {
        return Err(Code::Required);
    }
    // Before it grows: one character may become eighteen.
    if too_long(password) || too_long(&normalize(password)) {
        return Err(Code::PasswordLong { max: MAX_CHARS });
    }
    let seen: String = normalize(password).chars().filter(|c| !is_invisible(*c)).collect();
    if seen.chars().count() < min as usize {
        return Err(Code::PasswordShort { min });
    }
    if is_guessable(&seen, context) {
        return Err(Code::PasswordGuessable);
    }
    Ok(())
}

/// True when nothing is left of the password but white space, one repeated piece,
/// a run of neighbours, or the context words with digits and signs around them.
fn is_guessable(password: &str, context: &[&str]) -> bool {
    let lower: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    if password.trim().is_empty() || is_repetition(&lower) || is_run(&lower) {
        return true;
    }
    let mut rest: String = lower.iter().collect();
    let words = context.iter().copied().chain(["latchkey", "password"]);
    let mut words: Vec<String> = words.map(|word| normalize(word.trim()).to_lowercase()).collect();
    // An address goes as a whole before the name within it does.
    words.sort_by_key(|word| core::cmp::Reverse(word.len()));
    for word in words {
        if word.chars().count() >= 3 {
            rest = rest.replace(&word, "");
        }
    }
    rest.len() < lower.len() && rest.chars().filter(|c| c.is_alphabetic()).count() < 4
}

/// `aaaa…`, `abab…`: a piece of up to four characters, again and again.
fn is_repetition(chars: &[char]) -> bool {
    (1..=4).any(|n| chars.len() > 2 * n && chars.iter().zip(&chars[n..]).all(|(a, b)| a == b))
}

/// `12345678…`, `abcdef…`, and back again.
fn is_run(chars: &[char]) -> bool {
    let step = |by: i64| {
        chars.windows(2).all(|w| {
            let next = i64::from(u32::from(w[1])) - i64::from(u32::from(w[0]));
            next == by || (w[0] == '9' && w[1] == '0') || (w[0] == '0' && w[1] == '9')
        })
    };
    chars.len() > 2 && (step(1) || step(-1))
}

/// The form that is hashed: NFKC, so that one password is one whatever keyboard
/// composed it (63B-4, 3.1.1.2).
pub fn normalize(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters() {
        let emoji = "😀🎉🔑🗝🚪🏔🌊🐟🦀🧭🪵🔥❄🌧⭐";
        assert_eq!(emoji.chars().count(), 15);
        assert_eq!(check(emoji, MIN_ALONE, &[]), Ok(()));
        assert_eq!(check("fourteen chars", MIN_ALONE, &[]), Err(Code::PasswordShort { min: 15 }));
        assert_eq!(check("fifteen charact", MIN_ALONE, &[]), Ok(()));
        assert_eq!(check("eight ok", 8, &[]), Ok(()));
        let long = "correct horse ".repeat(20);
        assert_eq!(check(&long[..256], MIN_ALONE, &[]), Ok(()));
        assert_eq!(check(&long[..257], MIN_ALONE, &[]), Err(Code::PasswordLong { max: 256 }));
    }

    #[test]
    fn composition_is_free_but_the_obvious_is_refused() {
        let context =
            ["Mara", "Lindqvist", "mara.lindqvist", "fjordline.example", "mara@fjordline.example"];
        for good in ["correct horse battery", "seventeen grey seals", "tr0ub4dor and mara went"] {
            assert_eq!(check(good, MIN_ALONE, &context), Ok(()), "{good}");
        }
        for bad in [
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
            "123456789012345678",
            "abcdefghijklmnopq",
            "passwordpassword",
            "Password12345678!",
            "mara.lindqvist2026",
            "LindqvistMara1234",
            "latchkey-latchkey",
            "fjordline.example1",
            "mara@fjordline.example",
        ] {
            assert_eq!(check(bad, MIN_ALONE, &context), Err(Code::PasswordGuessable), "{bad}");
        }
    }

    #[test]
    fn what_is_hashed_is_what_is_checked() {
        for (password, code) in [
            // Full width: fourteen, and the obvious, in other clothes.
            ("ｆｏｕｒｔｅｅｎ ｃｈａｒｓ", Code::PasswordShort { min: 15 }),
            ("ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", Code::PasswordGuessable),
            ("１２３４５６７８９０１２３４５６７８", Code::PasswordGuessable),
            // e and an accent are one character.
            ("e\u{301}a\u{301}o\u{301}u\u{301}i\u{301}q\u{301}w", Code::PasswordShort { min: 15 }),
            // Seventeen characters at the keyboard, 306 in the hash.
            (
                "\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}\u{fdfa}",
                Code::PasswordLong { max: 256 },
            ),
        ] {
            assert_eq!(check(password, MIN_ALONE, &[]), Err(code), "{password}");
        }
    }

    #[test]
    fn what_cannot_be_seen_counts_for_nothing() {
        let hidden = "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{3164}\u{ad}\u{61c}";
        let blank = " \u{1680}\u{3000}\u{2003} \u{1680} \u{1680}\u{1680}   \u{1680}   \u{1680} ";
        for (password, code) in [
            (hidden.repeat(3), Code::PasswordShort { min: 15 }),
            (format!("short{hidden}{hidden}"), Code::PasswordShort { min: 15 }),
            (format!("password{hidden}password"), Code::PasswordGuessable),
            (blank.to_owned(), Code::PasswordGuessable),
        ] {
            assert_eq!(check(&password, MIN_ALONE, &[]), Err(code), "{password:?}");
        }
    }

    #[test]
    fn composed_and_decomposed_are_one() {
        assert_eq!(normalize("caf\u{e9}"), normalize("cafe\u{301}"));
    }
}
