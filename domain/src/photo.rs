//! Photos of persons: what may come in, and under which addresses they go out.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Code, Problem};

/// Most bytes of a file that is sent (ASVS 5.2.1).
pub const BYTES_MAX: usize = 5 * 1024 * 1024;
/// Most megabytes, as people are told.
pub const MEGABYTES_MAX: u32 = 5;
/// Most pixels of a picture, in millions (ASVS 5.2.6).
pub const MEGAPIXELS_MAX: u32 = 24;
/// What a file chooser offers; the server looks at the content alone.
pub const TYPES: &str = "image/png,image/jpeg,image/webp";
/// The field of the form.
pub const FIELD: &str = "photo";

/// The random name of one upload: 128 bits that nobody can guess. Another upload
/// has another one, so a photo may be kept by browsers for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PhotoId(pub [u8; 16]);

impl fmt::Display for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for byte in self.0 {
            for digit in [byte >> 4, byte & 15] {
                fmt::Write::write_char(f, char::from(DIGITS[usize::from(digit)]))?;
            }
        }
        Ok(())
    }
}

impl FromStr for PhotoId {
    type Err = Problem;

    /// Takes what `Display` writes, and no other spelling of it.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let digits = text.as_bytes();
        let digit = |c: u8| match c {
            b'0'..=b'9' => Ok(c - b'0'),
            b'a'..=b'f' => Ok(c - b'a' + 10),
            _ => Err(Problem::NotFound),
        };
        let mut id = [0; 16];
        if digits.len() != 2 * id.len() {
            return Err(Problem::NotFound);
        }
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(id))
    }
}

/// The sizes that are kept, in pixels a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 512: where it is looked at.
    Large,
    /// 128: up to 64 CSS pixels on any screen.
    Medium,
    /// 64: in lines of text.
    Small,
}

impl Side {
    /// All of them, the largest first.
    pub const ALL: [Self; 3] = [Self::Large, Self::Medium, Self::Small];

    /// Pixels a side.
    pub fn pixels(self) -> u32 {
        match self {
            Self::Large => 512,
            Self::Medium => 128,
            Self::Small => 64,
        }
    }

    /// The size of so many pixels, if it is kept.
    pub fn of(pixels: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.pixels().to_string() == pixels)
    }

    /// The smallest size that is sharp at `pixels` CSS pixels, with two or fewer
    /// screen pixels to each.
    pub fn for_css(pixels: u32) -> Self {
        let sharp = |side: &Self| side.pixels() >= 2 * pixels;
        Self::ALL.into_iter().rev().find(sharp).unwrap_or(Self::Large)
    }
}

/// The address of a photo.
pub fn address(id: PhotoId, side: Side) -> String {
    ["/photos/", &id.to_string(), "/", &side.pixels().to_string()].concat()
}

/// A photo that will not do.
pub fn refused(code: Code) -> Problem {
    Problem::field(FIELD, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = PhotoId(*b"\x00\x01\xff789abcdefghij");
        let text = id.to_string();
        assert_eq!(text, "0001ff3738396162636465666768696a");
        assert_eq!(text.parse(), Ok(id));
        for other in ["", "0", &text.to_uppercase(), &text[1..], &format!("{text}0"), "../../etc"] {
            assert_eq!(other.parse::<PhotoId>(), Err(Problem::NotFound), "{other}");
        }
    }

    #[test]
    fn the_smallest_sharp_size_is_used() {
        for (css, side) in [(22, 64), (28, 64), (32, 64), (36, 128), (48, 128), (80, 512)] {
            assert_eq!(Side::for_css(css).pixels(), side, "{css}");
        }
        assert_eq!(Side::of("128"), Some(Side::Medium));
        for other in ["100", "0128", "+128", "128 ", ""] {
            assert_eq!(Side::of(other), None, "{other}");
        }
    }
}
