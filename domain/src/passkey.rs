//! Passkeys: signing in with what a device or a security key keeps (WebAuthn).

use serde::{Deserialize, Serialize};

use crate::{PasskeyId, Time};

/// Passkeys that a person may have.
pub const LIMIT: u32 = 20;

/// What the section of the passkeys shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkeys {
    /// Newest first.
    pub list: Vec<Passkey>,
    /// There can be some: browsers keep none for an address of numbers.
    pub possible: bool,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    pub id: PasskeyId,
    /// What the person calls it; at first what made it.
    pub name: String,
    /// On a security key, which can be lost as a whole, and not in a store of passwords.
    pub security_key: bool,
    #[serde(with = "crate::clock::micros")]
    pub created: Time,
    #[serde(with = "crate::clock::maybe_micros")]
    pub last_used: Option<Time>,
}

/// What a browser is asked to do: options of WebAuthn in their JSON form (WebAuthn 3, 5.1.9
/// and 5.1.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request(pub String);
