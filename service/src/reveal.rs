//! A new token between the form post that made it and the page that shows it.
//!
//! Without the script there is a redirect between the two. Meanwhile the token
//! lies sealed under a key that is made of the raw session cookie, which only
//! the browser has: a copy of the database tells nothing. The first look at the
//! page takes it away.

use chacha20poly1305::{
    ChaCha20Poly1305, Key, Nonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use domain::{
    RevealId, Secret, Time, TokenId,
    tokens::{NewToken, TokenSummary},
};
use hkdf::Hkdf;
use sha2::Sha256;
use storage::Tx;

use crate::{Caller, Error, Result, Service, SessionCookie};

/// After this the new token cannot be shown any more.
const SHOWN_WITHIN: chrono::TimeDelta = chrono::TimeDelta::minutes(5);

impl Service {
    /// Seals a new token inside the transaction that made it.
    pub(crate) async fn seal_reveal(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        token: TokenId,
        secret: &str,
        now: Time,
    ) -> Result<()> {
        let id = self.0.random.with(|rng| RevealId::new(now, rng));
        let sealed = seal(&caller.cookie, id, token, secret)?;
        tx.insert_reveal(id, caller.session, token, &sealed, now, now + SHOWN_WITHIN).await?;
        Ok(())
    }

    /// Takes the token that waits for this session, if its five minutes are not
    /// over: once, and nobody can have it again. Nothing waiting costs no write.
    pub(crate) async fn take_reveal(
        &self,
        caller: &Caller,
        tokens: &[TokenSummary],
        now: Time,
    ) -> Result<Option<NewToken>> {
        if !self.db().read().await?.has_reveal(caller.session, now).await? {
            return Ok(None);
        }
        let mut tx = self.db().begin().await?;
        let row = tx.take_reveal(caller.session, now).await?;
        tx.commit().await?;
        let Some(row) = row else { return Ok(None) };
        let Some(token) = tokens.iter().find(|t| t.id == row.token) else { return Ok(None) };
        let secret = unseal(&caller.cookie, row.id, row.token, &row.sealed)?;
        Ok(Some(NewToken { token: token.clone(), secret: Some(secret) }))
    }

    /// *Done*: nobody can have the token again, not even one that waits unseen.
    #[tracing::instrument(skip_all)]
    pub async fn end_reveal(&self, caller: &Caller) -> Result<()> {
        let mut tx = self.db().begin().await?;
        tx.delete_reveals(caller.session).await?;
        Ok(tx.commit().await?)
    }
}

fn seal(cookie: &SessionCookie, id: RevealId, token: TokenId, secret: &str) -> Result<Vec<u8>> {
    let payload = Payload { msg: secret.as_bytes(), aad: token.0.as_bytes() };
    cipher(cookie, id)?.encrypt(&Nonce::default(), payload).map_err(|_| Error::Fault("sealing"))
}

fn unseal(cookie: &SessionCookie, id: RevealId, token: TokenId, sealed: &[u8]) -> Result<Secret> {
    let payload = Payload { msg: sealed, aad: token.0.as_bytes() };
    let plain = cipher(cookie, id)?
        .decrypt(&Nonce::default(), payload)
        .map_err(|_| Error::Fault("unsealing"))?;
    String::from_utf8(plain).map(Secret::new).map_err(|_| Error::Fault("unsealing"))
}

/// HKDF-SHA256 (RFC 5869) of the cookie, salted with the id of this one reveal.
/// A key seals one message only, so the nonce may be zero.
fn cipher(cookie: &SessionCookie, id: RevealId) -> Result<ChaCha20Poly1305> {
    let mut key = Key::default();
    Hkdf::<Sha256>::new(Some(id.0.as_bytes()), cookie.0.expose().as_bytes())
        .expand(b"latchkey reveal v1", &mut key)
        .map_err(|_| Error::Fault("key derivation"))?;
    Ok(ChaCha20Poly1305::new(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_cookie_reveal_and_token_open_it() {
        let cookie = SessionCookie(Secret::new("cookie"));
        let (id, token) = (RevealId(uuid(1)), TokenId(uuid(2)));
        let sealed = seal(&cookie, id, token, "lk_pat_x").unwrap();
        assert!(!sealed.windows(8).any(|w| w == b"lk_pat_x"));
        assert_eq!(unseal(&cookie, id, token, &sealed).unwrap().expose(), "lk_pat_x");
        assert!(unseal(&SessionCookie(Secret::new("other")), id, token, &sealed).is_err());
        assert!(unseal(&cookie, RevealId(uuid(3)), token, &sealed).is_err());
        assert!(unseal(&cookie, id, TokenId(uuid(3)), &sealed).is_err());
    }

    fn uuid(n: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(n)
    }
}
