//! Notices: what a person is told of, in the application and by mail.

use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{InvitationId, NoticeId, SessionId, Time, TokenId, rights::Role};

/// Notices on a page.
pub const PAGE: i64 = 20;
/// Unread ones behind the bell.
pub const NEWEST: i64 = 5;
/// More are not counted.
pub const COUNTED_MOST: i64 = 99;
/// Days for which a notice is kept that was read, and one that was not.
pub const KEPT_DAYS: i64 = 90;
pub const KEPT_UNREAD_DAYS: i64 = 365;

/// What kind of thing somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    SignIn,
    TokenCreated,
    TokenExpires,
    Invitation,
    Role,
}

impl Kind {
    /// In the order in which they are listed.
    pub const ALL: [Self; 5] =
        [Self::SignIn, Self::TokenCreated, Self::TokenExpires, Self::Invitation, Self::Role];

    /// As addresses, forms and the database name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::TokenCreated => "token_created",
            Self::TokenExpires => "token_expires",
            Self::Invitation => "invitation",
            Self::Role => "role",
        }
    }

    /// Told always, in the application and by mail at once: it keeps the account safe.
    pub fn is_security(self) -> bool {
        matches!(self, Self::SignIn | Self::TokenCreated)
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// What a notice is about. Who did it is kept beside it, as somebody who may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Somebody signed in as the person in a browser that was not known.
    SignIn { session: SessionId, device: String, network: String },
    /// The person has another token.
    TokenCreated { token: TokenId, name: String },
    /// A token ends then, or has ended.
    TokenExpires {
        token: TokenId,
        name: String,
        #[serde(with = "crate::clock::micros")]
        expires: Time,
    },
    /// Somebody invites the person to an organization.
    Invitation { invitation: InvitationId, organization: String, role: Role },
    /// Somebody made the person something else in an organization or, without a role, removed
    /// them.
    Role {
        organization: String,
        slug: String,
        role: Option<Role>,
        /// What it is called, if it is one of the organization's own.
        #[serde(default)]
        own: Option<String>,
    },
}

impl About {
    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::SignIn { .. } => Kind::SignIn,
            Self::TokenCreated { .. } => Kind::TokenCreated,
            Self::TokenExpires { .. } => Kind::TokenExpires,
            Self::Invitation { .. } => Kind::Invitation,
            Self::Role { .. } => Kind::Role,
        }
    }

    /// The page that it leads to.
    #[cfg(feature = "server")]
    pub fn path(&self) -> String {
        match self {
            Self::SignIn { .. } => "/account/security".into(),
            Self::TokenCreated { .. } | Self::TokenExpires { .. } => "/account/tokens".into(),
            Self::Invitation { .. } => "/account/invitations".into(),
            Self::Role { slug, role: Some(_), .. } => format!("/settings/{slug}/general"),
            Self::Role { role: None, .. } => "/".into(),
        }
    }
}

/// Something that a person was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub about: About,
    /// Who did it, if somebody else did and has an account.
    pub by: Option<String>,
    #[serde(with = "crate::clock::micros")]
    pub at: Time,
    pub read: bool,
}

/// The newest that were not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub newest: Vec<Notice>,
    /// The server's time, so that both sides render the same.
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// Where somebody wants to be told of a kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub kind: Kind,
    pub in_app: bool,
    pub by_mail: bool,
}

/// All that somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Of each kind, in the order of [`Kind::ALL`].
    pub of: Vec<Choice>,
    /// What can wait comes in one mail a day.
    pub daily: bool,
    /// Days before the end of a token on which its person is told, as the instance has it.
    pub warn_days: Vec<u32>,
}

/// A page of what somebody was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// Newest first.
    pub notices: Vec<Notice>,
    /// Of all of them, [`COUNTED_MOST`] at most.
    pub unread: usize,
    /// The next page begins behind this one.
    pub next: Option<NoticeId>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// Whether the person is to be told now of the end of a token, and when next. They are told
/// so many days before it, and when it has come; never in the first half of its life, and
/// not of what is long over.
#[cfg(feature = "server")]
pub fn warning(days: &[u32], (created, expires): (Time, Time), now: Time) -> (bool, Option<Time>) {
    use chrono::TimeDelta;
    /// Days after which nobody is told any more.
    const STALE: i64 = 7;
    let moments = days
        .iter()
        .map(|days| TimeDelta::days(i64::from(*days)))
        .filter(|left| *left * 2 <= expires - created)
        .map(|left| expires - left)
        .chain([expires]);
    let (past, to_come): (Vec<_>, Vec<_>) = moments.partition(|moment| *moment <= now);
    let due = !past.is_empty() && now < expires + TimeDelta::days(STALE);
    (due, to_come.into_iter().min())
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const LADDER: [u32; 5] = [30, 14, 7, 3, 1];
    const DAY: i64 = 86_400;

    fn at(seconds: i64) -> Time {
        Time::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    /// Seconds after its making at which the person of a token is told.
    fn told(days: &[u32], life: i64) -> Vec<i64> {
        let (created, expires) = (at(0), at(life));
        let (mut all, mut now) = (Vec::new(), created);
        while let (_, Some(next)) = warning(days, (created, expires), now) {
            assert!(next > now, "it goes on");
            now = next;
            assert!(warning(days, (created, expires), now).0, "it is told then");
            all.push((now - created).num_seconds());
        }
        all
    }

    #[test]
    fn a_token_is_warned_of_in_the_second_half_of_its_life() {
        for (life, days) in [
            (365, vec![335, 351, 358, 362, 364, 365]),
            (90, vec![60, 76, 83, 87, 89, 90]),
            (60, vec![30, 46, 53, 57, 59, 60]),
            (59, vec![45, 52, 56, 58, 59]),
            (30, vec![16, 23, 27, 29, 30]),
            (14, vec![7, 11, 13, 14]),
            (7, vec![4, 6, 7]),
            (2, vec![1, 2]),
            (1, vec![1]),
        ] {
            let seconds: Vec<_> = days.iter().map(|day| day * DAY).collect();
            assert_eq!(told(&LADDER, life * DAY), seconds, "{life} days");
        }
        assert_eq!(told(&LADDER, 3_600), [3_600], "an hour");
        assert_eq!(told(&[], 90 * DAY), [90 * DAY], "no ladder");
    }

    #[test]
    fn it_is_told_at_the_very_second_and_not_before() {
        let token = (at(0), at(30 * DAY));
        for (seconds, due) in [
            (0, false),
            (16 * DAY - 1, false),
            (16 * DAY, true),
            (30 * DAY, true),
            (37 * DAY - 1, true),
            (37 * DAY, false),
        ] {
            assert_eq!(warning(&LADDER, token, at(seconds)).0, due, "{seconds}");
        }
        assert_eq!(warning(&LADDER, token, at(30 * DAY)).1, None);
    }

    #[test]
    fn kinds_are_known_by_name() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert_eq!("".parse::<Kind>(), Err(()));
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let id = NoticeId(uuid::Uuid::nil());
        for about in [
            About::SignIn {
                session: SessionId(id.0),
                device: "Firefox on Fedora".into(),
                network: "192.0.2.7".into(),
            },
            About::TokenCreated { token: TokenId(id.0), name: "ci".into() },
            About::TokenExpires { token: TokenId(id.0), name: "ci".into(), expires: at(0) },
            About::Invitation {
                invitation: InvitationId(id.0),
                organization: "Fjordline".into(),
                role: Role::Member,
            },
            About::Role {
                organization: "Fjordline".into(),
                slug: "f".into(),
                role: None,
                own: None,
            },
        ] {
            let kept = serde_json::to_string(&about).unwrap();
            assert!(kept.starts_with(&format!("{{\"{}\":", about.kind().as_str())), "{kept}");
            assert_eq!(serde_json::from_str::<About>(&kept).unwrap(), about);
            assert!(about.path().starts_with('/'));
        }
    }
}
