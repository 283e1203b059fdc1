//! An authenticator app (RFC 4226, 5.3; RFC 6238).

use data_encoding::BASE32_NOPAD;
use domain::Time;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// The code that an app shows at `now` for this key, as it is typed.
pub fn otp(key: &str, now: Time) -> String {
    let secret = BASE32_NOPAD.decode(key.replace(' ', "").as_bytes()).unwrap();
    let step = now.timestamp() / 30;
    let mut mac = Hmac::<Sha1>::new_from_slice(&secret).unwrap();
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] % 16);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) % (1 << 31);
    format!("{:06}", number % 1_000_000)
}
