//! Secrets that cannot be printed by accident (ASVS 14.2.1, 16.2.5).

use core::fmt;

use serde::{Deserialize, Serialize};

/// A text that must not reach a log, a trace or an error. `Debug` hides it and
/// there is no `Display`; whoever needs the text says so with [`Secret::expose`].
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The only form in which the server keeps a random secret: its SHA-256.
/// Enough for secrets of 128 random bits and more (ASVS 6.5.2, 11.4.3).
#[cfg(feature = "server")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

#[cfg(feature = "server")]
impl Digest {
    /// The digest of a secret's bytes.
    pub fn of(secret: impl AsRef<[u8]>) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(secret).into())
    }
}

#[cfg(feature = "server")]
impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `len` random characters of base 62, each equally likely.
#[cfg(feature = "server")]
pub fn random_base62(len: usize, rng: &mut impl rand::CryptoRng) -> String {
    let mut text = String::with_capacity(len);
    let mut byte = [0];
    while text.len() < len {
        rng.fill_bytes(&mut byte);
        // 248 is the largest multiple of 62 in a byte; what is above would make
        // the first characters likelier.
        if byte[0] < 248 {
            text.push(char::from(BASE62[usize::from(byte[0] % 62)]));
        }
    }
    text
}

/// Six characters of base 62, zero-padded: enough for any CRC-32.
pub fn base62_u32(mut value: u32) -> [u8; 6] {
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(value % 62) as usize];
        value /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::new("correct horse");
        assert!(!format!("{secret:?}").contains("correct"));
    }

    #[test]
    fn base62_pads_and_holds_the_largest_value() {
        assert_eq!(&base62_u32(0), b"000000");
        assert_eq!(&base62_u32(61), b"00000z");
        assert_eq!(&base62_u32(62), b"000010");
        assert_eq!(&base62_u32(u32::MAX), b"4gfFC3");
    }
}
