//! Identifiers: UUIDv7, one type per thing, so that a token's id can never be
//! taken for a person's. They name things; they are never secrets.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id: the time in milliseconds, then random bits (RFC 9562, 5.7).
            #[cfg(feature = "server")]
            pub fn new(now: crate::Time, rng: &mut impl rand::Rng) -> Self {
                let mut random = [0; 10];
                rng.fill_bytes(&mut random);
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// One human with one account.
    PersonId,
    /// One personal access token or service token.
    TokenId,
    /// One signed-in browser.
    SessionId,
    /// A one-use link, such as the first set-up.
    LinkId,
    /// A new token that waits, sealed, to be shown once.
    RevealId,
    /// One line of the audit log.
    AuditId,
    /// One mail that waits to be sent.
    MailId,
    /// One passkey.
    PasskeyId,
    /// One organization.
    OrganizationId,
    /// One workspace.
    WorkspaceId,
    /// One invitation to an organization.
    InvitationId,
    /// One team of an organization.
    TeamId,
    /// One role of an organization's own.
    RoleId,
    /// One notice to a person.
    NoticeId,
}
