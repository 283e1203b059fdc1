//! Hashing passwords: argon2id, off the async threads, a few at a time.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use domain::{Secret, password::normalize};

use crate::{Error, Result, randomness::Randomness, turns::Turns};

/// Memory and passes of one hash. The default is OWASP's: 19 MiB, 2 passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    pub memory_kib: u32,
    pub passes: u32,
    /// Hashes computed at the same time; memory is this many times the above.
    pub parallel: usize,
}

impl Default for HashCost {
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, parallel: 2 }
    }
}

/// Hashes that may wait for their turn; the next caller is sent away, so that
/// a flood of sign-ins delays nothing else (ASVS 15.1.3, 15.2.2).
const QUEUE: usize = 32;

/// The password hasher of a process.
pub(crate) struct Passwords {
    cost: HashCost,
    turns: Turns,
    /// The hash of nobody's password, checked where there is no account, so
    /// that an unknown address takes as long as a known one (ASVS 6.3.8).
    nobody: String,
}

/// What a check of a password found.
pub(crate) struct Verified {
    pub(crate) right: bool,
    /// Set when the hash was made with another cost and should be made anew.
    pub(crate) outdated: bool,
}

impl Passwords {
    pub(crate) fn new(cost: HashCost, random: &Randomness) -> Self {
        let nobody = hash(cost, &random.bytes::<32>(), &random.bytes()).unwrap_or_default();
        Self { cost, turns: Turns::new(cost.parallel, QUEUE), nobody }
    }

    /// The PHC string of a new password.
    pub(crate) async fn hash(&self, password: &Secret, random: &Randomness) -> Result<String> {
        let (cost, salt) = (self.cost, random.bytes());
        let password = normalize(password.expose());
        self.turns.run(move || hash(cost, password.as_bytes(), &salt)).await?
    }

    /// Checks a password against a PHC string, or in vain against nobody's.
    pub(crate) async fn verify(&self, password: &Secret, phc: Option<&str>) -> Result<Verified> {
        let known = phc.is_some();
        let phc = phc.unwrap_or(&self.nobody).to_owned();
        let cost = self.cost;
        let password = normalize(password.expose());
        let check = move || {
            let parsed = PasswordHash::new(&phc).map_err(|_| Error::Fault("stored hash"))?;
            let matches = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
            let params = Params::try_from(&parsed).map_err(|_| Error::Fault("stored hash"))?;
            let outdated = params.m_cost() != cost.memory_kib || params.t_cost() != cost.passes;
            Ok(Verified { right: matches && known, outdated })
        };
        self.turns.run(check).await?
    }
}

fn hash(cost: HashCost, password: &[u8], salt: &[u8; 16]) -> Result<String> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|_| Error::Fault("cost of password hashes"))?;
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password, salt)
        .map_err(|_| Error::Fault("password hash"))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const CHEAP: HashCost = HashCost { memory_kib: 64, passes: 1, parallel: 1 };

    fn passwords(cost: HashCost) -> (Passwords, Randomness) {
        let random = Randomness::new(Some(1));
        (Passwords::new(cost, &random), random)
    }

    #[tokio::test]
    async fn the_default_is_argon2id_with_a_salt_of_its_own() {
        let (passwords, random) = passwords(HashCost::default());
        let one = passwords.hash(&Secret::new("correct horse battery"), &random).await.unwrap();
        let two = passwords.hash(&Secret::new("correct horse battery"), &random).await.unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two);
    }

    #[tokio::test]
    async fn what_differs_after_72_bytes_differs() {
        let (passwords, random) = passwords(CHEAP);
        let long = "x".repeat(72);
        let hash = passwords.hash(&Secret::new(format!("{long}a")), &random).await.unwrap();
        let check = async |text: String| {
            passwords.verify(&Secret::new(text), Some(&hash)).await.unwrap().right
        };
        assert!(check(format!("{long}a")).await);
        assert!(!check(format!("{long}b")).await);
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        let (passwords, _) = passwords(CHEAP);
        for guess in ["", "nobody", "correct horse battery"] {
            assert!(!passwords.verify(&Secret::new(guess), None).await.unwrap().right);
        }
    }

    #[tokio::test]
    async fn an_older_cost_is_noticed() {
        let (old, random) = passwords(CHEAP);
        let hash = old.hash(&Secret::new("a"), &random).await.unwrap();
        let (new, _) = passwords(HashCost { passes: 2, ..CHEAP });
        let verified = new.verify(&Secret::new("a"), Some(&hash)).await.unwrap();
        assert!(verified.right && verified.outdated);
    }

    #[tokio::test]
    async fn a_flood_is_turned_away() {
        let (passwords, _) = passwords(HashCost { memory_kib: 19_456, passes: 4, parallel: 1 });
        let passwords = Arc::new(passwords);
        let tries: Vec<_> = (0..200)
            .map(|_| {
                let passwords = Arc::clone(&passwords);
                tokio::spawn(async move { passwords.verify(&Secret::new("x"), None).await })
            })
            .collect();
        let mut busy = 0;
        for one in tries {
            busy += usize::from(matches!(one.await.unwrap(), Err(Error::Busy)));
        }
        assert_eq!(busy, 200 - 1 - QUEUE);
    }
}
