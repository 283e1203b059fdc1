//! How a person proves who they are, and where they are signed in.

use serde::{Deserialize, Serialize};

use crate::{
    Code, SessionId, Time,
    device::Device,
    profile::{line, required},
};

/// Most characters of a nickname.
pub const NICKNAME_MAX: u32 = 64;

/// Everything that the security page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    /// For the browser's own store of passwords.
    pub email: String,
    /// Since when the password is what it is.
    #[serde(with = "crate::clock::micros")]
    pub password_since: Time,
    /// Fewest characters of another one.
    pub password_min: u32,
    /// The one that was active last first.
    pub sessions: Vec<Session>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// What happened to the account lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Newest first.
    pub lines: Vec<Happening>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// How hard a password is to guess, while it is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// 0 to 4; what is refused has less than 2.
    pub score: u8,
    /// What would make it better, or that it will do.
    pub said: String,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    /// What the person calls it, else that of its browser.
    pub name: String,
    pub device: Device,
    pub network: String,
    #[serde(with = "crate::clock::micros")]
    pub created: Time,
    #[serde(with = "crate::clock::micros")]
    pub last_active: Time,
    /// The one that asks.
    pub this: bool,
}

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// In words.
    pub what: String,
    /// Somebody failed to get in.
    pub refused: bool,
    #[serde(with = "crate::clock::micros")]
    pub at: Time,
    pub network: String,
    pub device: String,
}

/// What somebody has to show to prove once more who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proofs {
    /// For the browser's own store of passwords.
    pub email: String,
    /// A code is asked for instead of the password.
    pub code: bool,
    /// A passkey will do as well.
    pub passkey: bool,
}

/// Checks and tidies what a person calls a session or a passkey.
///
/// # Errors
/// What is wrong with it.
pub fn nickname(name: &str) -> Result<String, Code> {
    line(name, NICKNAME_MAX).and_then(required)
}
