//! Codes that change with the time (RFC 6238, with SHA-1, six digits and steps of 30 s: what
//! every authenticator app knows).

use core::fmt::Write as _;

use data_encoding::BASE32_NOPAD;
use domain::{Secret, Time, two_factor::Qr};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcodegen::{QrCode, QrCodeEcc};
use sha1::Sha1;

use crate::{Error, Result};

/// Bytes of a secret: 160 bits (RFC 4226, R6).
pub(crate) const SECRET_BYTES: usize = 20;
/// Seconds of a step.
const STEP: i64 = 30;

/// The step in which `now` lies.
pub(crate) fn step_of(now: Time) -> i64 {
    now.timestamp().div_euclid(STEP)
}

/// The code of a step (RFC 4226, 5.3).
pub(crate) fn code(secret: &[u8], step: i64) -> Result<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).map_err(|_| Error::Fault("totp"))?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 15);
    let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
    Ok(u32::from_be_bytes(four) % 1_000_000)
}

/// Of which step a code is: of this one, the one before or the next, as the clocks of
/// phones differ (RFC 6238, 5.2). Whether it was used is for others to say.
pub(crate) fn step_of_code(secret: &[u8], typed: u32, now: Time) -> Result<Option<i64>> {
    let this = step_of(now);
    for step in [this, this - 1, this + 1] {
        if code(secret, step)? == typed {
            return Ok(Some(step));
        }
    }
    Ok(None)
}

/// The secret for typing: base 32, in groups of four.
pub(crate) fn key(secret: &[u8]) -> Secret {
    let text = BASE32_NOPAD.encode(secret);
    let groups: Vec<_> = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    Secret::new(groups.join(" "))
}

/// The secret as an address (the Key Uri Format).
pub(crate) fn address(secret: &[u8], issuer: &str, account: &str) -> Secret {
    let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (issuer, account) = (encoded(issuer), encoded(account));
    Secret::new(format!(
        "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}",
        BASE32_NOPAD.encode(secret)
    ))
}

/// An [`address`] for an app's camera.
pub(crate) fn qr(address: &Secret) -> Result<Qr> {
    let code = QrCode::encode_text(address.expose(), QrCodeEcc::Medium)
        .map_err(|_| Error::Fault("a QR code"))?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let run = (x..side).take_while(|&x| code.get_module(x, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Ok(Qr { side: side.unsigned_abs(), path: Secret::new(path) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B: the last six of eight digits.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        for (seconds, is) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            let now = Time::from_timestamp(seconds, 0).unwrap();
            assert_eq!(code(SECRET, step_of(now)).unwrap(), is, "{seconds}");
        }
    }

    #[test]
    fn one_step_early_or_late_is_taken() {
        let at = |seconds| Time::from_timestamp(seconds, 0).unwrap();
        let now = at(1_111_111_111);
        let this = step_of(now);
        for (seconds, found) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let then = at(1_111_111_111 + seconds);
            let typed = code(SECRET, step_of(then)).unwrap();
            let is = found.then_some(this + seconds / 30);
            assert_eq!(step_of_code(SECRET, typed, now).unwrap(), is, "{seconds}");
        }
    }

    #[test]
    fn an_app_reads_what_is_drawn() {
        let qr = qr(&address(SECRET, "id.example.com", "mara@fjordline.example")).unwrap();
        assert!(qr.side >= 33 && qr.path.expose().starts_with("M0 0h7v1h-7z"));
        assert_eq!(key(SECRET).expose(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
