//! An authenticator in software: what a phone or a security key would answer (WebAuthn 3).

use data_encoding::BASE64URL_NOPAD as BASE64;
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The person is there, and has shown a finger, a face or a PIN.
const PRESENT_AND_VERIFIED: u8 = 0x05;
/// A new key comes with the data.
const ATTESTED: u8 = 0x40;

/// One passkey. Tests bend what it says.
#[derive(Debug, Clone)]
pub struct SoftPasskey {
    key: SigningKey,
    id: Vec<u8>,
    person: String,
    /// How often it was used, as it says; 0 for those that do not count.
    pub counter: u32,
    /// The page that asks, as the browser says.
    pub origin: String,
    /// What it knows of the person before it signs.
    pub flags: u8,
    /// What the browser says is asked for, in place of the truth.
    pub kind: Option<&'static str>,
    /// The page is within one of another site.
    pub framed: bool,
    /// The site that it signs for, in place of the one that asks.
    pub site: Option<&'static str>,
    /// What it signs with is another key than its own.
    pub forged: bool,
}

impl SoftPasskey {
    /// Makes the passkey that `options` ask for; number `n` of its kind. Answers it with what
    /// the browser sends.
    pub fn make(options: &str, n: u8, model: [u8; 16], transport: &str) -> (Self, String) {
        Self::made(options, (n, vec![n; 32]), model, transport)
    }

    /// The same with another id.
    pub fn make_with_id(options: &str, n: u8, id: Vec<u8>) -> (Self, String) {
        Self::made(options, (n, id), [0; 16], "internal")
    }

    fn made(
        options: &str,
        (n, id): (u8, Vec<u8>),
        model: [u8; 16],
        transport: &str,
    ) -> (Self, String) {
        let options: Value = serde_json::from_str(options).unwrap();
        let key = SigningKey::from_slice(&[n; 32]).unwrap();
        let passkey = Self {
            key,
            id,
            person: options["user"]["id"].as_str().unwrap().into(),
            counter: 0,
            origin: "http://localhost:3000".into(),
            flags: PRESENT_AND_VERIFIED,
            kind: None,
            framed: false,
            site: None,
            forged: false,
        };
        let site = options["rp"]["id"].as_str().unwrap();
        let length = u16::try_from(passkey.id.len()).unwrap().to_be_bytes();
        let new = [&model[..], &length, &passkey.id, &passkey.cose()].concat();
        let data = [passkey.data(site, passkey.flags | ATTESTED), new].concat();
        let client = passkey.client("webauthn.create", &options);
        let sent = json!({
            "id": BASE64.encode(&passkey.id),
            "rawId": BASE64.encode(&passkey.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "attestationObject": BASE64.encode(&unattested(&data)),
                "authenticatorData": BASE64.encode(&data),
                "clientDataJSON": BASE64.encode(client.as_bytes()),
                "transports": [transport],
            },
        });
        (passkey, sent.to_string())
    }

    /// What the browser sends when it is asked by `options`.
    pub fn answer(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        if self.counter > 0 {
            self.counter += 1;
        }
        let site = self.site.unwrap_or(options["rpId"].as_str().unwrap());
        let data = self.data(site, self.flags);
        let client = self.client("webauthn.get", &options);
        let signed = [&data[..], &Sha256::digest(&client)].concat();
        let other = SigningKey::from_slice(&[0x7f; 32]).unwrap();
        let key = if self.forged { &other } else { &self.key };
        let signature: Signature = key.sign(&signed);
        let sent = json!({
            "id": BASE64.encode(&self.id),
            "rawId": BASE64.encode(&self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "authenticatorData": BASE64.encode(&data),
                "clientDataJSON": BASE64.encode(client.as_bytes()),
                "signature": BASE64.encode(signature.to_der().as_bytes()),
                "userHandle": self.person,
            },
        });
        sent.to_string()
    }

    /// The same passkey, as it would speak for somebody else.
    #[must_use]
    pub fn as_person(&self, other: &Self) -> Self {
        Self { person: other.person.clone(), ..self.clone() }
    }

    fn client(&self, kind: &str, options: &Value) -> String {
        let challenge = &options["challenge"];
        json!({
            "type": self.kind.unwrap_or(kind),
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": self.framed,
        })
        .to_string()
    }

    fn data(&self, site: &str, flags: u8) -> Vec<u8> {
        [&Sha256::digest(site)[..], &[flags], &self.counter.to_be_bytes()].concat()
    }

    /// The public key in CBOR (RFC 9053, 7.1.1): ES256 on P-256.
    fn cose(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01];
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        [&head[..], &[0x21, 0x58, 0x20], x, &[0x22, 0x58, 0x20], y].concat()
    }
}

/// An attestation object in CBOR that attests nothing (WebAuthn 3, 8.7).
fn unattested(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap().to_be_bytes();
    let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59";
    [&head[..], &length, data].concat()
}
