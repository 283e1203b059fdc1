//! The one source of randomness.

use std::sync::{Mutex, PoisonError};

use rand::{CryptoRng, SeedableRng as _, rngs::StdRng};

/// A generator seeded by the operating system, or by a test.
pub(crate) struct Randomness(Mutex<StdRng>);

impl Randomness {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
        let rng = seed.map_or_else(|| StdRng::from_rng(&mut rand::rng()), StdRng::seed_from_u64);
        Self(Mutex::new(rng))
    }

    /// Lends the generator to `draw`.
    pub(crate) fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// `N` random bytes.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.with(|rng: &mut StdRng| fill(rng, &mut bytes));
        bytes
    }
}

fn fill(rng: &mut impl CryptoRng, bytes: &mut [u8]) {
    rng.fill_bytes(bytes);
}
