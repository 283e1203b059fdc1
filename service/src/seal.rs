//! Sealing what has to be read again, under a key that is not in the database.

use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use domain::{
    Secret,
    secret::{Digest, random_base62},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::{Error, Result, randomness::Randomness};

/// Fewest characters of a secret key: 43 of base 64 are 256 bits.
const FEWEST: usize = 32;
/// Of a key that is drawn here.
const CHARS: usize = 43;

/// The keys of this instance. The first one seals; all of them open, so that a key can be
/// replaced: put the new one first, and take the old one away when nothing is sealed with
/// it any more.
#[derive(Clone, Default)]
pub struct SecretKeys(Vec<SecretKey>);

#[derive(Clone)]
struct SecretKey {
    /// The first bytes of its digest: says which key opens.
    id: [u8; 4],
    key: Key,
    /// Of marks.
    marks: [u8; 32],
}

impl core::fmt::Debug for SecretKeys {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SecretKeys({})", self.0.len())
    }
}

impl SecretKeys {
    /// Reads keys that commas separate. `None`: there is none, or one of fewer than 32
    /// characters.
    pub fn parse(text: &Secret) -> Option<Self> {
        let keys = text.expose().split(',').map(str::trim).map(SecretKey::of);
        keys.collect::<Option<Vec<_>>>().map(Self)
    }

    /// A new key, as text: 256 random bits in base 62.
    pub fn draw() -> Secret {
        Secret::new(Randomness::new(None).with(|rng| random_base62(CHARS, rng)))
    }

    /// Seals `plain`, to be opened with the same `purpose` and `of` only.
    pub(crate) fn seal(
        &self,
        random: &Randomness,
        (purpose, of): (&str, &[u8]),
        plain: &[u8],
    ) -> Result<Vec<u8>> {
        let key = self.0.first().ok_or(Error::Fault("no secret key"))?;
        let nonce: [u8; 24] = random.bytes();
        let aad = [purpose.as_bytes(), &[0], of].concat();
        let payload = Payload { msg: plain, aad: &aad };
        let sealed = XChaCha20Poly1305::new(&key.key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Fault("sealing"))?;
        Ok([&key.id[..], &nonce, &sealed].concat())
    }

    /// Opens what was sealed; true beside it when that was with a key that is not the
    /// first any more.
    ///
    /// # Errors
    /// [`Error::Fault`] when none of the keys opens it.
    pub(crate) fn open(
        &self,
        (purpose, of): (&str, &[u8]),
        sealed: &[u8],
    ) -> Result<(Vec<u8>, bool)> {
        const LOST: Error = Error::Fault("no secret key opens this");
        let (id, rest) = sealed.split_at_checked(4).ok_or(LOST)?;
        let (nonce, cipher) = rest.split_first_chunk::<24>().ok_or(LOST)?;
        let at = self.0.iter().position(|key| key.id == id).ok_or(LOST)?;
        let aad = [purpose.as_bytes(), &[0], of].concat();
        let payload = Payload { msg: cipher, aad: &aad };
        let plain = XChaCha20Poly1305::new(&self.0[at].key)
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| LOST)?;
        Ok((plain, at > 0))
    }

    /// A mark of `what`: whoever has the database alone cannot make it.
    pub(crate) fn mark(&self, what: &[u8]) -> Result<Vec<u8>> {
        let key = self.0.first().ok_or(Error::Fault("no secret key"))?;
        Ok([&key.id[..], &key.hmac(what)?.finalize().into_bytes()].concat())
    }

    /// Whether it is the mark of `what`. `None`: none of the keys is its.
    pub(crate) fn has_marked(&self, mark: &[u8], what: &[u8]) -> Option<bool> {
        let Some((id, mac)) = mark.split_at_checked(4) else { return Some(false) };
        let key = self.0.iter().find(|key| key.id == id)?;
        Some(key.hmac(what).ok()?.verify_slice(mac).is_ok())
    }
}

impl SecretKey {
    fn hmac(&self, what: &[u8]) -> Result<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.marks)
            .map_err(|_| Error::Fault("a key of marks"))?;
        mac.update(what);
        Ok(mac)
    }

    fn of(text: &str) -> Option<Self> {
        if text.len() < FEWEST {
            return None;
        }
        let (mut key, mut marks) = (Key::default(), [0; 32]);
        let drawn = Hkdf::<Sha256>::new(None, text.as_bytes());
        drawn.expand(b"latchkey sealing v1", &mut key).ok()?;
        drawn.expand(b"latchkey marks v1", &mut marks).ok()?;
        let digest = Digest::of(["latchkey key id:", text].concat());
        Some(Self { id: *digest.0.first_chunk()?, key, marks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "an old key of thirty-two letters";
    const NEW: &str = "a new key of thirty-two letters!";

    fn keys(text: &str) -> SecretKeys {
        SecretKeys::parse(&Secret::new(text)).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_purpose_and_owner_only() {
        let random = Randomness::new(Some(1));
        let sealed = keys(OLD).seal(&random, ("totp", b"mara"), b"secret").unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        let open = |keys: &SecretKeys, what, sealed: &[u8]| keys.open(what, sealed).ok();
        assert_eq!(open(&keys(OLD), ("totp", b"mara"), &sealed), Some((b"secret".into(), false)));
        assert_eq!(open(&keys(NEW), ("totp", b"mara"), &sealed), None);
        assert_eq!(open(&keys(OLD), ("totp", b"otto"), &sealed), None);
        assert_eq!(open(&keys(OLD), ("mail", b"mara"), &sealed), None);
        for end in 0..sealed.len() {
            assert_eq!(open(&keys(OLD), ("totp", b"mara"), &sealed[..end]), None, "{end}");
        }
        let again = keys(OLD).seal(&random, ("totp", b"mara"), b"secret").unwrap();
        assert_ne!(again, sealed, "a nonce of its own");
    }

    #[test]
    fn a_key_is_replaced_by_putting_another_before_it() {
        let random = Randomness::new(Some(1));
        let both = keys(&[NEW, " , ", OLD].concat());
        let old = keys(OLD).seal(&random, ("totp", b"mara"), b"secret").unwrap();
        assert_eq!(both.open(("totp", b"mara"), &old).unwrap(), (b"secret".into(), true));
        let new = both.seal(&random, ("totp", b"mara"), b"secret").unwrap();
        assert_eq!(keys(NEW).open(("totp", b"mara"), &new).unwrap(), (b"secret".into(), false));
    }

    #[test]
    fn a_mark_is_of_its_text_and_key() {
        let (old, new) = (keys(OLD), keys(NEW));
        let both = keys(&[NEW, ",", OLD].concat());
        let mark = old.mark(b"text").unwrap();
        assert_eq!(old.has_marked(&mark, b"text"), Some(true));
        assert_eq!(both.has_marked(&mark, b"text"), Some(true));
        assert_eq!(old.has_marked(&mark, b"test"), Some(false));
        assert_eq!(old.has_marked(&mark[..20], b"text"), Some(false));
        assert_eq!(old.has_marked(b"", b"text"), Some(false));
        assert_eq!(new.has_marked(&mark, b"text"), None);
    }

    #[test]
    fn weak_keys_are_refused() {
        for weak in ["", " ", "short", &[OLD, ","].concat(), &[OLD, ",short"].concat()] {
            assert!(SecretKeys::parse(&Secret::new(weak)).is_none(), "{weak}");
        }
    }
}
