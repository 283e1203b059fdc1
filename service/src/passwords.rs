//! Hashing passwords: argon2id, off the async threads, a few at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use domain::{Secret, password::normalize};

use crate::{
    Error, Result,
    password::NONE,
    randomness::Randomness,
    turns::{Place, Turns},
};

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
    memories: Arc<Memories>,
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
        let memory = &mut Vec::new();
        let nobody = hash(cost, &random.bytes::<32>(), &random.bytes(), memory);
        let (turns, memories) = (Turns::new(cost.parallel, QUEUE), Arc::default());
        Self { cost, turns, memories, nobody: nobody.unwrap_or_default() }
    }

    /// A place in the queue, for [`verify`](Self::verify). Whoever finds none has
    /// not tried a password.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full.
    pub(crate) fn enter(&self) -> Result<Place<'_>> {
        self.turns.enter()
    }

    /// The PHC string of a new password.
    pub(crate) async fn hash(&self, password: &Secret, random: &Randomness) -> Result<String> {
        let (cost, salt) = (self.cost, random.bytes());
        let password = normalize(password.expose());
        let memories = Arc::clone(&self.memories);
        let work = move || memories.lend(|memory| hash(cost, password.as_bytes(), &salt, memory));
        self.enter()?.run(work).await?
    }

    /// Checks a password against a PHC string, or in vain against nobody's.
    pub(crate) async fn verify(
        &self,
        place: Place<'_>,
        password: &Secret,
        phc: Option<&str>,
    ) -> Result<Verified> {
        let phc = phc.filter(|phc| *phc != NONE);
        let known = phc.is_some();
        let phc = phc.unwrap_or(&self.nobody).to_owned();
        let cost = self.cost;
        let password = normalize(password.expose());
        let memories = Arc::clone(&self.memories);
        let work = move || {
            memories.lend(|memory| {
                let (right, params) = verify(&phc, password.as_bytes(), memory).ok_or(BROKEN)?;
                let outdated = params.m_cost() != cost.memory_kib || params.t_cost() != cost.passes;
                Ok(Verified { right: right && known, outdated })
            })
        };
        place.run(work).await?
    }
}

const BROKEN: Error = Error::Fault("stored hash");

/// What hashes are computed in: one for each that runs, kept for the next while any
/// runs. Taken from the system each time, a flood would leave one behind with every
/// thread; kept for ever, they would be most of what a server at rest takes.
#[derive(Default)]
struct Memories(Mutex<Stock>);

#[derive(Default)]
struct Stock {
    free: Vec<Vec<Block>>,
    lent: usize,
    /// Most that there ever were, free or lent.
    most: usize,
}

impl Memories {
    fn lend<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let mut memory = {
            let mut stock = self.stock();
            stock.lent += 1;
            let memory = stock.free.pop().unwrap_or_default();
            stock.most = stock.most.max(stock.lent + stock.free.len());
            memory
        };
        let done = work(&mut memory);
        let mut stock = self.stock();
        stock.lent -= 1;
        stock.free.push(memory);
        if stock.lent == 0 {
            stock.free = Vec::new();
        }
        done
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(
    cost: HashCost,
    password: &[u8],
    salt: &[u8; 16],
    memory: &mut Vec<Block>,
) -> Result<String> {
    let failed = || Error::Fault("password hash");
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|_| Error::Fault("cost of password hashes"))?;
    let written = ParamsString::try_from(&params).map_err(|_| failed())?;
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    let argon2 = Argon2::new(algorithm, version, params);
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: written,
        salt: Some(Salt::new(salt).map_err(|_| failed())?),
        hash: Some(output(&argon2, password, salt, memory).ok_or_else(failed)?),
    };
    Ok(hash.to_string())
}

/// Is it this password? And the cost at which that was found out. None: that is no
/// hash of ours.
fn verify(phc: &str, password: &[u8], memory: &mut Vec<Block>) -> Option<(bool, Params)> {
    let stored = PasswordHash::new(phc).ok()?;
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = Version::try_from(stored.version?).ok()?;
    let params = Params::try_from(&stored).ok()?;
    let argon2 = Argon2::new(algorithm, version, params.clone());
    let output = output(&argon2, password, &stored.salt?, memory)?;
    // Takes as long for every output: see `Output`.
    Some((output == stored.hash?, params))
}

fn output(
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
    memory: &mut Vec<Block>,
) -> Option<Output> {
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::new());
    }
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    let memory = &mut memory[..blocks];
    argon2.hash_password_into_with_memory(password, salt, &mut output, memory).ok()?;
    Output::new(&output).ok()
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    const CHEAP: HashCost = HashCost { memory_kib: 64, passes: 1, parallel: 1 };

    fn passwords(cost: HashCost) -> (Passwords, Randomness) {
        let random = Randomness::new(Some(1));
        (Passwords::new(cost, &random), random)
    }

    async fn check(passwords: &Passwords, guess: &str, phc: Option<&str>) -> Result<Verified> {
        passwords.verify(passwords.enter()?, &Secret::new(guess), phc).await
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
        for (last, right) in [("a", true), ("b", false)] {
            let verified = check(&passwords, &format!("{long}{last}"), Some(&hash)).await.unwrap();
            assert_eq!(verified.right, right, "{last}");
        }
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        let (passwords, _) = passwords(CHEAP);
        for guess in ["", "nobody", "correct horse battery"] {
            assert!(!check(&passwords, guess, None).await.unwrap().right);
        }
    }

    #[tokio::test]
    async fn an_older_cost_is_noticed() {
        let (old, random) = passwords(CHEAP);
        let hash = old.hash(&Secret::new("a"), &random).await.unwrap();
        let (new, _) = passwords(HashCost { passes: 2, ..CHEAP });
        let verified = check(&new, "a", Some(&hash)).await.unwrap();
        assert!(verified.right && verified.outdated);
    }

    #[tokio::test]
    async fn a_flood_is_turned_away() {
        let (passwords, _) = passwords(HashCost { memory_kib: 19_456, passes: 4, parallel: 1 });
        let passwords = Arc::new(passwords);
        let tries: Vec<_> = (0..200)
            .map(|_| {
                let passwords = Arc::clone(&passwords);
                tokio::spawn(async move { check(&passwords, "x", None).await })
            })
            .collect();
        let mut busy = 0;
        for one in tries {
            busy += usize::from(matches!(one.await.unwrap(), Err(Error::Busy)));
        }
        assert_eq!(busy, 200 - 1 - QUEUE);
    }

    #[tokio::test]
    async fn memory_is_used_again_and_never_more_than_may_run_at_once() {
        let (passwords, random) = passwords(HashCost { parallel: 3, ..CHEAP });
        let (passwords, random) = (Arc::new(passwords), Arc::new(random));
        for _ in 0..20 {
            let tries: Vec<_> = (0..35)
                .map(|n| {
                    let (passwords, random) = (Arc::clone(&passwords), Arc::clone(&random));
                    tokio::spawn(async move {
                        let word = Secret::new(format!("word {n}"));
                        let hash = passwords.hash(&word, &random).await?;
                        Ok::<_, Error>(check(&passwords, word.expose(), Some(&hash)).await?.right)
                    })
                })
                .collect();
            for one in tries {
                assert!(one.await.unwrap().unwrap());
            }
        }
        let stock = passwords.memories.stock();
        assert!((1..=3).contains(&stock.most), "{}", stock.most);
        assert_eq!((stock.lent, stock.free.len()), (0, 0), "all came back, and none is kept");
    }

    #[tokio::test]
    async fn used_memory_leaves_nothing_in_the_next_hash() {
        let (passwords, random) = passwords(HashCost { memory_kib: 128, ..CHEAP });
        let ours = passwords.hash(&Secret::new("ours"), &random).await.unwrap();
        let theirs = Argon2::default().hash_password_with_salt(b"theirs", b"salt of a person");
        let theirs = theirs.unwrap().to_string();
        for _ in 0..2 {
            // A larger one, then the smaller one within its memory.
            assert!(check(&passwords, "theirs", Some(&theirs)).await.unwrap().right);
            assert!(check(&passwords, "ours", Some(&ours)).await.unwrap().right);
        }
        let again = passwords.hash(&Secret::new("ours"), &random).await.unwrap();
        let parsed = PasswordHash::new(&again).unwrap();
        assert!(Argon2::default().verify_password(b"ours", &parsed).is_ok());
        for broken in ["", "$argon2id$", "$2b$10$abc", &ours[..ours.len() - 9]] {
            assert!(!check(&passwords, "ours", Some(broken)).await.is_ok_and(|v| v.right));
        }
    }
}
