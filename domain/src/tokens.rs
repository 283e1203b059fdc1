//! API tokens: what they look like, what they may do, how long they live.

use core::{fmt, str::FromStr};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::{
    Code, Secret, Time, TokenId, Zone,
    profile::{line, required},
    secret::base62_u32,
};
#[cfg(feature = "server")]
use crate::{Problem, problem::Checks};

/// Most characters of a token's name.
pub const NAME_MAX: u32 = 64;
/// Days before its end from which a token is shown as expiring.
pub const SOON_DAYS: i64 = 7;
/// Days for which an expired token stays in the list.
pub const LISTED_AFTER_EXPIRY_DAYS: i64 = 30;

/// What kind of token it is; each has its own prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Acts as its person.
    Personal,
}

impl Kind {
    /// What every token of this kind starts with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Personal => "lk_pat_",
        }
    }
}

/// Random characters of a token: 30 of base 62 are 178 bits.
const RANDOM: usize = 30;
/// Characters of the checksum.
const CHECKSUM: usize = 6;

/// A whole token: prefix, 30 random characters, CRC-32 of both in base 62.
/// The checksum tells a typo or a cut without asking the database; it protects
/// nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret(Secret);

impl TokenSecret {
    /// Makes a new token.
    #[cfg(feature = "server")]
    pub fn generate(kind: Kind, rng: &mut impl rand::CryptoRng) -> Self {
        let body = format!("{}{}", kind.prefix(), crate::secret::random_base62(RANDOM, rng));
        let sum = checksum(&body);
        Self(Secret::new(body + &sum))
    }

    /// Reads a token that a client sent. Exactly the published form, nothing
    /// trimmed and no other case.
    pub fn parse(text: &str) -> Option<Self> {
        let kind = Kind::Personal;
        let random = text.strip_prefix(kind.prefix())?;
        let well_formed =
            random.len() == RANDOM + CHECKSUM && random.bytes().all(|b| b.is_ascii_alphanumeric());
        if !well_formed {
            return None;
        }
        let (body, sum) = text.split_at(text.len() - CHECKSUM);
        (checksum(body) == sum).then(|| Self(Secret::new(text)))
    }

    /// The token itself.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The end of the token, by which its owner knows it again.
    pub fn last_four(&self) -> &str {
        let text = self.0.expose();
        &text[text.len() - 4..]
    }

    /// What the database keeps.
    #[cfg(feature = "server")]
    pub fn digest(&self) -> crate::secret::Digest {
        crate::secret::Digest::of(self.0.expose())
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(…)")
    }
}

impl From<TokenSecret> for Secret {
    fn from(token: TokenSecret) -> Self {
        token.0
    }
}

/// CRC-32/ISO-HDLC, bit by bit: 37 bytes are not worth a table in the browser.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

fn checksum(body: &str) -> String {
    base62_u32(crc32(body.as_bytes())).iter().copied().map(char::from).collect()
}

/// What a token may do. Writing includes reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scopes {
    #[default]
    Read,
    ReadWrite,
}

impl Scopes {
    /// The scopes of two ticked boxes.
    pub fn from_boxes(read: bool, write: bool) -> Result<Self, Code> {
        match (read, write) {
            (_, true) => Ok(Self::ReadWrite),
            (true, false) => Ok(Self::Read),
            (false, false) => Err(Code::NoneChosen),
        }
    }

    /// As in OAuth: names with a space between (RFC 6749, 3.3).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ReadWrite => "read write",
        }
    }

    /// May this token change anything?
    pub fn can_write(self) -> bool {
        self == Self::ReadWrite
    }
}

impl FromStr for Scopes {
    type Err = Code;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "read" => Ok(Self::Read),
            "read write" => Ok(Self::ReadWrite),
            _ => Err(Code::NoneChosen),
        }
    }
}

impl Serialize for Scopes {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        text.parse().map_err(|_| serde::de::Error::custom("not a scope"))
    }
}

/// The rules of this instance for personal access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPolicy {
    /// Most live tokens of a person; expired ones do not count.
    pub limit: u32,
    /// The choices under *Expires in*, in days; [`OTHER_DATE`] comes after them.
    pub lifetimes: Vec<u32>,
    /// The choice that is made already.
    pub default_lifetime: u32,
    /// No token lives longer, in days.
    pub max_days: u32,
    /// Days before the end of one on which its person is told of it.
    pub warn_days: Vec<u32>,
}

impl Default for TokenPolicy {
    fn default() -> Self {
        Self {
            limit: 50,
            lifetimes: vec![7, 30, 90, 365],
            default_lifetime: 30,
            max_days: 365,
            warn_days: vec![30, 14, 7, 3, 1],
        }
    }
}

/// The choice under *Expires in* that leaves the day to the person.
pub const OTHER_DATE: &str = "other";

/// A token that somebody wants, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenForm {
    pub name: String,
    /// A number of days, or [`OTHER_DATE`].
    pub expires_in: String,
    /// With [`OTHER_DATE`]: the last day, `2026-12-24`.
    pub last_day: String,
    pub read: bool,
    pub write: bool,
}

/// A token that somebody wants, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    pub name: String,
    /// It stops working at this moment.
    pub expires: Time,
    pub scopes: Scopes,
}

#[cfg(feature = "server")]
impl TokenForm {
    /// Checks the form against the policy, for a token made `now` by somebody who
    /// lives in `zone`.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with `name`, `expires_in`, `last_day`, `scopes`.
    pub fn check(
        &self,
        policy: &TokenPolicy,
        now: Time,
        zone: &Zone,
    ) -> Result<TokenRequest, Problem> {
        let mut checks = Checks::new();
        let name = checks.take("name", token_name(&self.name));
        let expires = if self.expires_in == OTHER_DATE {
            checks.take("last_day", end_of_day(&self.last_day, policy, now, zone))
        } else {
            checks.take("expires_in", end_of_lifetime(&self.expires_in, policy, now))
        };
        let scopes = checks.take("scopes", Scopes::from_boxes(self.read, self.write));
        match (name, expires, scopes) {
            (Some(name), Some(expires), Some(scopes)) => Ok(TokenRequest { name, expires, scopes }),
            _ => Err(checks.problem()),
        }
    }
}

/// Checks and tidies the name of a token.
pub fn token_name(typed: &str) -> Result<String, Code> {
    line(typed, NAME_MAX).and_then(required)
}

/// What two live tokens of a person may not share: the name without its case, and
/// without what only looks different to a machine (NFKC).
#[cfg(feature = "server")]
pub fn name_key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    name.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

#[cfg(feature = "server")]
fn end_of_lifetime(typed: &str, policy: &TokenPolicy, now: Time) -> Result<Time, Code> {
    let days = typed.parse().unwrap_or_default();
    let offered = policy.lifetimes.contains(&days) && (1..=policy.max_days).contains(&days);
    let refused = Code::Lifetime { max_days: policy.max_days };
    if offered { Ok(expiry(now, days)) } else { Err(refused) }
}

#[cfg(feature = "server")]
fn end_of_day(typed: &str, policy: &TokenPolicy, now: Time, zone: &Zone) -> Result<Time, Code> {
    if typed.trim().is_empty() {
        return Err(Code::Required);
    }
    let refused = Code::Day { max_days: policy.max_days };
    let day = typed.trim().parse().map_err(|_| refused)?;
    let (first, last) = days_to_choose(policy, now, zone);
    if !(first..=last).contains(&day) {
        return Err(refused);
    }
    zone.end_of(day).filter(|end| *end > now).ok_or(refused)
}

/// The first and the last day on which a token made `now` may end: none outlives
/// the policy's maximum, whatever the hour.
#[cfg(feature = "server")]
pub fn days_to_choose(
    policy: &TokenPolicy,
    now: Time,
    zone: &Zone,
) -> (chrono::NaiveDate, chrono::NaiveDate) {
    let today = zone.local(now).date();
    let end = zone.local(expiry(now, policy.max_days)).date();
    (today, end.pred_opt().unwrap_or(end).max(today))
}

/// When a token made `created` for `days` stops working: so many times 86,400
/// seconds later, whatever clocks are turned in between.
pub fn expiry(created: Time, days: u32) -> Time {
    created + TimeDelta::days(i64::from(days))
}

/// Where a token stands at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    Active,
    /// Ends within [`SOON_DAYS`], and has passed half of its time; days by the
    /// calendar, 0 on the last one.
    Soon {
        days: i64,
    },
    Expired,
}

/// The last time a token was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    #[serde(with = "crate::clock::micros")]
    pub at: Time,
    /// The network it came from: an IPv4 address, or the /64 of an IPv6 one.
    pub network: String,
}

/// A token as lists show it. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSummary {
    pub id: TokenId,
    pub name: String,
    pub last_four: String,
    pub scopes: Scopes,
    #[serde(with = "crate::clock::micros")]
    pub created_at: Time,
    #[serde(with = "crate::clock::micros")]
    pub expires_at: Time,
    pub last_use: Option<LastUse>,
    /// The teeth of its key, 0 to 3 each.
    pub cut: [u8; 6],
}

impl TokenSummary {
    /// Where it stands at `now`, for somebody in `zone`. Dead from the very second of
    /// its expiry on.
    pub fn life(&self, now: Time, zone: &Zone) -> Life {
        let left = self.expires_at - now;
        let half = (self.expires_at - self.created_at) / 2;
        if left <= TimeDelta::zero() {
            Life::Expired
        } else if left <= half.min(TimeDelta::days(SOON_DAYS)) {
            Life::Soon { days: zone.days_between(now, self.expires_at) }
        } else {
            Life::Active
        }
    }
}

/// The teeth of a token's key: decoration, made from its public id.
#[cfg(feature = "server")]
pub fn key_cut(id: TokenId) -> [u8; 6] {
    let digest = crate::secret::Digest::of(id.to_string()).0;
    core::array::from_fn(|i| digest[i] % 4)
}

/// A token that was just made. `secret` is absent where the new token waits to
/// be shown by the page that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    pub token: TokenSummary,
    pub secret: Option<Secret>,
}

/// Everything that the page of personal access tokens shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenList {
    /// Newest first; expired ones for 30 days.
    pub tokens: Vec<TokenSummary>,
    pub policy: TokenPolicy,
    /// The first and the last day that can be chosen for a new one: `2026-12-24`.
    pub days: (String, String),
    /// The server's time, so that both sides render the same.
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
    /// A token made without the script, to be shown now.
    pub revealed: Option<NewToken>,
    /// Where the API is, for the example.
    pub public_url: String,
}

/// What `GET /api/v1/me` answers: whom a token acts for, and within what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenIdentity {
    pub person: TokenPerson,
    pub token: TokenFacts,
}

/// The person behind a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPerson {
    pub id: crate::PersonId,
    pub display_name: String,
    pub email: String,
}

/// The token itself, as it may be told to its bearer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFacts {
    pub id: TokenId,
    pub name: String,
    pub scopes: Scopes,
    pub created_at: Time,
    pub expires_at: Time,
}

#[cfg(all(test, feature = "server"))]
mod tests;
