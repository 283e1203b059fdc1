//! What a password must be (NIST SP 800-63B-4, 3.1.1.2; ASVS 6.2). No rules of
//! composition: length, and nothing that an attacker would try first.

use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::{
    Score,
    feedback::{Feedback, Warning},
    zxcvbn,
};

use crate::{Code, security::Strength, visible::is_invisible, words};

/// Fewest characters of a password that stands alone.
pub const MIN_ALONE: u32 = 15;
/// The same beside a second factor.
pub const MIN_BESIDE: u32 = 8;
/// Most characters; each code point counts as one.
pub const MAX_CHARS: u32 = 256;
/// Most bytes.
pub const MAX_BYTES: usize = 1024;

/// What the estimate must reach, by what people are known to choose: more than 10^8 guesses
/// of a password that stands alone, 10^6 beside a second factor (ASVS 6.2.4).
const ENOUGH_ALONE: Score = Score::Three;
const ENOUGH_BESIDE: Score = Score::Two;

/// Characters that the estimate looks at. The more, the longer it takes: up to 50 ms.
const ESTIMATED: usize = 32;

/// Checks a new password in the form that is hashed. `context` are words that
/// belong to the person or the product (name, address); a password must not be one
/// of them, or little more. What cannot be seen counts for nothing.
pub fn check(password: &str, min: u32, context: &[&str]) -> Result<(), Code> {
    judge(password, min, context).map(drop)
}

/// The same for one that is still being typed.
pub fn strength(password: &str, min: u32, context: &[&str]) -> Strength {
    match judge(password, min, context) {
        Err(code) => Strength { score: 1, said: words::of_code(code) },
        Ok(Score::Four) => Strength { score: 4, said: words::security::STRONG.into() },
        Ok(score) => Strength { score: score.into(), said: words::security::GOOD.into() },
    }
}

/// Whoever tries what people choose needs this many guesses.
fn judge(password: &str, min: u32, context: &[&str]) -> Result<Score, Code> {
    let too_long = |text: &str| text.len() > MAX_BYTES || text.chars().count() > MAX_CHARS as usize;
    if password.is_empty() {
        return Err(Code::Required);
    }
    // Before it grows: one character may become eighteen.
    if too_long(password) || too_long(&normalize(password)) {
        return Err(Code::PasswordLong { max: MAX_CHARS });
    }
    let seen = seen(password);
    if seen.chars().count() < min as usize {
        return Err(Code::PasswordShort { min });
    }
    let enough = if min < MIN_ALONE { ENOUGH_BESIDE } else { ENOUGH_ALONE };
    guess(&seen, enough, context)
}

/// Whether a password is long enough without a second factor.
pub fn stands_alone(password: &str) -> bool {
    seen(password).chars().count() >= MIN_ALONE as usize
}

/// What cannot be seen counts for nothing.
fn seen(password: &str) -> String {
    normalize(password).chars().filter(|c| !is_invisible(*c)).collect()
}

/// Tries what people choose.
fn guess(password: &str, enough: Score, context: &[&str]) -> Result<Score, Code> {
    let words = context.iter().copied().chain(["latchkey"]);
    let mut words: Vec<String> = words.map(|word| normalize(word.trim()).to_lowercase()).collect();
    words.retain(|word| word.chars().count() >= 3);
    // An address goes as a whole before the name within it does.
    words.sort_by_key(|word| core::cmp::Reverse(word.len()));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let lower = password.to_lowercase();
    if is_little_more_than(&words, &lower) {
        return Err(Code::PasswordOwn);
    }
    if is_little_more_than(&["password"], &lower) {
        return Err(Code::PasswordCommon);
    }
    let start: String = password.trim().chars().take(ESTIMATED).collect();
    let estimate = zxcvbn(&start, &words);
    if estimate.score() >= enough {
        return Ok(estimate.score());
    }
    Err(match estimate.feedback().and_then(Feedback::warning) {
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => Code::PasswordCommon,
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess
            | Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess
            | Warning::SequencesLikeAbcAreEasyToGuess
            | Warning::RecentYearsAreEasyToGuess
            | Warning::DatesAreOftenEasyToGuess,
        ) => Code::PasswordPattern,
        _ => Code::PasswordGuessable,
    })
}

/// True for the words themselves, with digits and signs around them.
fn is_little_more_than(words: &[&str], password: &str) -> bool {
    let rest = words.iter().fold(password.to_owned(), |rest, word| rest.replace(word, ""));
    rest.len() < password.len() && rest.chars().filter(|c| c.is_alphabetic()).count() < 4
}

/// The form that is hashed: NFKC, so that one password is one whatever keyboard
/// composed it (63B-4, 3.1.1.2).
pub fn normalize(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Code::{
        PasswordCommon as Common, PasswordGuessable as Guessable, PasswordOwn as Own,
        PasswordPattern as Pattern,
    };

    #[test]
    fn length_is_counted_in_characters() {
        let emoji = "😀🎉🔑🗝🚪🏔🌊🐟🦀🧭🪵🔥❄🌧⭐";
        assert_eq!(emoji.chars().count(), 15);
        assert_eq!(check(emoji, MIN_ALONE, &[]), Ok(()));
        assert_eq!(check("fourteen chars", MIN_ALONE, &[]), Err(Code::PasswordShort { min: 15 }));
        assert_eq!(check("fifteen charact", MIN_ALONE, &[]), Ok(()));
        assert_eq!(check("kv9#mTq2", MIN_BESIDE, &[]), Ok(()));
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
        for (bad, code) in [
            ("aaaaaaaaaaaaaaaa", Pattern),
            ("abababababababab", Pattern),
            ("123456789012345678", Pattern),
            ("abcdefghijklmnopq", Pattern),
            ("passwordpassword", Common),
            ("Password12345678!", Common),
            ("mara.lindqvist2026", Own),
            ("LindqvistMara1234", Own),
            ("latchkey-latchkey", Own),
            ("fjordline.example1", Own),
            ("mara@fjordline.example", Own),
        ] {
            assert_eq!(check(bad, MIN_ALONE, &context), Err(code), "{bad}");
        }
    }

    /// Of the eight characters that do beside a second factor (ASVS 6.2.4).
    #[test]
    fn what_people_choose_is_refused_and_the_reason_told() {
        for (bad, code) in [
            ("12345678", Common),
            ("123456789", Common),
            ("1234567890", Common),
            ("password1", Common),
            ("P@ssw0rd", Common),
            ("iloveyou", Common),
            ("sunshine", Common),
            ("princess", Common),
            ("football", Common),
            ("baseball", Common),
            ("trustno1", Common),
            ("starwars", Common),
            ("superman", Common),
            ("qwertyuiop", Common),
            ("1q2w3e4r", Common),
            ("1qaz2wsx", Common),
            ("zaq12wsx", Common),
            ("abcd1234", Common),
            ("letmein1", Common),
            ("welcome1", Common),
            ("whatever", Common),
            ("11111111", Pattern),
            ("88888888", Pattern),
            ("asdfghjk", Common),
            ("internet", Common),
            ("michelle", Guessable),
            ("jennifer", Guessable),
            ("computer", Common),
            ("dragon12", Common),
            ("monkey123", Common),
            ("Sunshine!", Common),
            ("Pa55word", Common),
            ("qwerty2024", Common),
            ("zxcvbnm,./", Pattern),
            ("19841984", Pattern),
            ("12.05.1987", Pattern),
            ("2024-06-30", Pattern),
            ("aaaaaaaa", Pattern),
            ("abcabcabc", Pattern),
            ("abcdefgh", Pattern),
            ("hgfedcba", Pattern),
            ("qazwsxedc", Common),
            ("latchkey", Own),
            ("Latchkey1", Own),
            ("harbour!", Guessable),
            ("elizabeth", Guessable),
            ("september", Guessable),
            ("chocolate1", Common),
            ("summer2024", Common),
            ("mara1234", Own),
        ] {
            assert_eq!(check(bad, MIN_BESIDE, &["Mara"]), Err(code), "{bad}");
        }
        for good in ["kv9#mTq2", "grey otter", "ærlig-fjord", "two wet dogs"] {
            assert_eq!(check(good, MIN_BESIDE, &["Mara"]), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_hashed_is_what_is_checked() {
        for (password, code) in [
            // Full width: fourteen, and the obvious, in other clothes.
            ("ｆｏｕｒｔｅｅｎ ｃｈａｒｓ", Code::PasswordShort { min: 15 }),
            ("ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", Code::PasswordCommon),
            ("１２３４５６７８９０１２３４５６７８", Code::PasswordPattern),
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
            (format!("password{hidden}password"), Code::PasswordCommon),
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
