//! The second factor: codes of an authenticator app (RFC 6238), and recovery codes for when
//! it is lost.

use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
use crate::Code;
use crate::{Secret, Time};

/// Recovery codes of a set.
pub const RECOVERY_CODES: usize = 10;

/// How it stands with the second factor of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// For the browser's own store of passwords.
    pub email: String,
    pub on: bool,
    /// The policy: it cannot be turned off, and nothing else opens before it is on.
    pub required: bool,
    /// Recovery codes that are left.
    pub codes_left: u32,
    /// An app that is being set up, in this session.
    pub enrolment: Option<Enrolment>,
    /// Recovery codes that were just made, this once.
    pub new_codes: Option<RecoveryCodes>,
}

/// What an app needs to know, until it gave a right code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// For typing: base 32, in groups of four.
    pub key: Secret,
    /// The same as an address that an app on this device opens (the Key Uri Format).
    pub address: Secret,
    pub qr: Qr,
    #[serde(with = "crate::clock::micros")]
    pub expires: Time,
}

/// A QR code as a drawing (ISO/IEC 18004).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// Modules of one side.
    pub side: u32,
    /// The dark modules, as the path of an SVG.
    pub path: Secret,
}

/// A set of recovery codes, as they are shown: `4F7K-92QX-…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes(pub Vec<Secret>);

/// What somebody typed as the second step of signing in.
#[cfg(feature = "server")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Of an app.
    App(u32),
    /// A recovery code in the form that is hashed.
    Recovery(Secret),
}

#[cfg(feature = "server")]
impl TypedCode {
    /// Reads it, whatever spaces and hyphens there are.
    ///
    /// # Errors
    /// [`Code::Required`], [`Code::CodeShape`], [`Code::CodeWrong`].
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let dense = |c: &char| !c.is_whitespace() && *c != '-';
        let text: String = typed.chars().take(100).filter(dense).collect();
        if text.is_empty() {
            return Err(Code::Required);
        }
        if text.len() < RECOVERY_CHARS && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let six = text.len() == 6;
            return text.parse().ok().filter(|_| six).map(Self::App).ok_or(Code::CodeShape);
        }
        recovery_code(&text).map(Self::Recovery).ok_or(Code::CodeWrong)
    }
}

/// Characters of a recovery code: 24 of base 32 are 120 bits.
#[cfg(feature = "server")]
pub const RECOVERY_CHARS: usize = 24;
/// Without I, L, O and U (Crockford): nothing that looks like something else.
#[cfg(feature = "server")]
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new recovery code, in the form that is hashed.
#[cfg(feature = "server")]
pub fn new_recovery_code(rng: &mut impl rand::CryptoRng) -> Secret {
    let mut bytes = [0; RECOVERY_CHARS];
    rng.fill_bytes(&mut bytes);
    let chars = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    Secret::new(chars.collect::<String>())
}

/// The same as it is shown, in groups of four.
#[cfg(feature = "server")]
pub fn grouped(code: &str) -> Secret {
    let groups: Vec<_> = code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    Secret::new(groups.join("-"))
}

/// What was typed, as it was hashed: in capitals, and with the letters that it looks like.
#[cfg(feature = "server")]
fn recovery_code(typed: &str) -> Option<Secret> {
    let read = |c: char| {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        ALPHABET.contains(&u8::try_from(c).ok()?).then_some(c)
    };
    let code: String = typed.chars().map(read).collect::<Option<_>>()?;
    (code.len() == RECOVERY_CHARS).then(|| Secret::new(code))
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["123456", "123 456", " 12-34-56 "] {
            assert_eq!(TypedCode::parse(typed), Ok(TypedCode::App(123_456)), "{typed}");
        }
        assert_eq!(TypedCode::parse("000001"), Ok(TypedCode::App(1)));
        let code = "4F7K92QXW8MD3TNPZR5CH6YN";
        let is = Ok(TypedCode::Recovery(Secret::new(code)));
        for typed in [code, "4F7K-92QX-W8MD-3TNP-ZR5C-H6YN", "4f7k 92qx w8md 3tnp zr5c h6yn"] {
            assert_eq!(TypedCode::parse(typed), is, "{typed}");
        }
        let look_alike = "oil0".to_owned() + &"A".repeat(20);
        let read = "0110".to_owned() + &"A".repeat(20);
        assert_eq!(TypedCode::parse(&look_alike), Ok(TypedCode::Recovery(Secret::new(read))));
        for nothing in ["", "  ", "-"] {
            assert_eq!(TypedCode::parse(nothing), Err(Code::Required));
        }
        for digits in ["1", "12345", "1234567", "00000000000000000000000"] {
            assert_eq!(TypedCode::parse(digits), Err(Code::CodeShape), "{digits}");
        }
        for wrong in ["abcdef", "１２３４５６", "4F7K-92QX", "U".repeat(24).as_str()] {
            assert_eq!(TypedCode::parse(wrong), Err(Code::CodeWrong), "{wrong}");
        }
    }

    #[test]
    fn a_code_is_shown_in_groups_and_read_back() {
        let mut rng = rand::rngs::StdRng::from_seed([7; 32]);
        let code = new_recovery_code(&mut rng);
        assert_eq!(code.expose().len(), 24);
        let shown = grouped(code.expose());
        assert_eq!(shown.expose().len(), 29);
        assert_eq!(TypedCode::parse(shown.expose()), Ok(TypedCode::Recovery(code)));
    }

    use rand::SeedableRng as _;
}
