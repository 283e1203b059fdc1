//! Characters that cannot be seen, and so let two texts look the same.

/// Controls, blanks that look like nothing, and whatever turns or hides the text
/// around it: the *default ignorable* characters of Unicode, and a few more.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || joins(c)
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Joiners and variation selectors: scripts and emoji need them between other
/// characters.
pub(crate) fn joins(c: char) -> bool {
    matches!(c, '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_seen_is_not_called_invisible() {
        for c in "a Z9é李\u{301}😀🏽\u{a0}\u{3000}\u{e01}\u{1f1f8}".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
        for c in "\0\n\u{7f}\u{ad}\u{61c}\u{115f}\u{200b}\u{200d}\u{202e}\u{2066}\u{2800}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0041}".chars() {
            assert!(is_invisible(c), "{c:?}");
        }
    }
}
