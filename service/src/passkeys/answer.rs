//! What browsers send of passkeys.

use domain::{Code, device::Device, words};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::models;
use crate::{Error, Result, error::refuse};

/// Longest answer that is looked at, in bytes; that of a security key has 2 KB.
const LONGEST: usize = 64 * 1024;

/// What a browser sent, with the challenge that it answers.
pub(super) struct Answer<T> {
    pub(super) credential: T,
    pub(super) challenge: String,
    json: Value,
}

impl<T: DeserializeOwned> Answer<T> {
    /// # Errors
    /// [`Code::PasskeyWrong`]
    pub(super) fn parse(text: &str) -> Result<Self> {
        Self::read(text).ok_or_else(|| refuse(Code::PasskeyWrong))
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let json: Value = serde_json::from_str(text).ok()?;
        let client: Value = serde_json::from_slice(&bytes(&json, "clientDataJSON")?).ok()?;
        // The library asks this of new passkeys only (WebAuthn 3, 7.2.11).
        if client["crossOrigin"] == true {
            return None;
        }
        let challenge = client["challenge"].as_str()?.to_owned();
        Some(Self { credential: serde_json::from_value(json.clone()).ok()?, challenge, json })
    }
}

impl<T> Answer<T> {
    /// It sits in a key of its own, and not in the device or a store of passwords.
    pub(super) fn is_security_key(&self) -> bool {
        let transports = self.json["response"]["transports"].as_array();
        let over = |name: &str| transports.is_some_and(|all| all.iter().any(|one| one == name));
        over("usb") || over("nfc") || over("smart-card")
    }

    /// What made it, as far as it says; else the browser, or that it is a security key.
    pub(super) fn name(&self, user_agent: &str) -> String {
        let data = bytes(&self.json, "authenticatorData");
        match data.and_then(|data| models::of(&data)) {
            Some(name) => name.into(),
            None if self.is_security_key() => words::passkeys::SECURITY_KEY.into(),
            None => Device::of(user_agent).name,
        }
    }
}

/// A field of the answer.
fn bytes(json: &Value, field: &str) -> Option<Vec<u8>> {
    let text = json["response"][field].as_str()?;
    data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

pub(super) fn json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|_| Error::Fault("writing JSON"))
}
