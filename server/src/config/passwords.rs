//! `[passwords]`: what one password hash costs, and which passwords are known.

use std::{fs::File, path::PathBuf};

use serde::Deserialize;
use service::HashCost;

/// argon2id with one lane. Memory in use is `parallel` times `memory_kib`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordsConfig {
    pub memory_kib: u32,
    pub passes: u32,
    pub parallel: usize,
    /// SHA-1 digests of passwords that are known from breaches, sorted, one in a line.
    pub breached: Option<PathBuf>,
}

impl Default for PasswordsConfig {
    fn default() -> Self {
        let HashCost { memory_kib, passes, parallel } = HashCost::default();
        Self { memory_kib, passes, parallel, breached: None }
    }
}

impl PasswordsConfig {
    pub(super) fn cost(&self) -> HashCost {
        HashCost { memory_kib: self.memory_kib, passes: self.passes, parallel: self.parallel }
    }

    /// Nothing below OWASP's weakest row: 7 MiB and 5 passes.
    pub(super) fn check(&self) -> Result<(), String> {
        let enough = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];
        if !(1..=64).contains(&self.parallel) {
            return Err("passwords.parallel must be 1 to 64.".into());
        }
        if let Some(file) = &self.breached
            && let Err(error) = File::open(file)
        {
            return Err(format!("passwords.breached cannot be read: {}: {error}", file.display()));
        }
        if self.memory_kib > 1_048_576 || self.passes > 100 {
            return Err("passwords.memory_kib or passes is more than anyone can wait for.".into());
        }
        if enough.iter().any(|&(memory, passes)| self.memory_kib >= memory && self.passes >= passes)
        {
            Ok(())
        } else {
            Err("passwords.memory_kib and passes are too weak; 19456 and 2 are enough.".into())
        }
    }
}
