//! Notices: the bell, the page of all of them, and what one chooses to be told.

use crate::{
    Time, Zone,
    notices::{About, Kind},
    words::organizations,
};

/// In place of a name.
const SOMEBODY: &str = "Somebody who has left";

pub const TITLE: &str = "Notifications";
pub const LEAD: &str = "What happened, and what we should tell you about.";
pub const READ_ALL: &str = "Mark all as read";
pub const READING: &str = "Marking";
pub const ALL_READ: &str = "All are read";
pub const NOTHING_NEW: &str = "Nothing new";
pub const NOTHING_NEW_HINT: &str = "What you have not read yet shows here.";

/// The list.
pub const INBOX: &str = "Inbox";
pub const UNREAD: &str = "Unread";
pub const READ: &str = "Mark as read";
pub const SHOW: &str = "Show";
pub const KIND: &str = "About";
pub const EVERYTHING: &str = "Everything";
pub const ANY: &str = "All";
pub const ONLY_UNREAD: &str = "Unread only";
pub const FILTER: &str = "Filter";
pub const NONE: &str = "No notifications";
pub const NONE_HINT: &str = "What happens around your account will be listed here.";
pub const NONE_FOUND: &str = "None of this kind";
pub const NONE_FOUND_HINT: &str = "Show everything to see the others.";

/// The choices.
pub const CHOICES: &str = "Tell me about";
pub const EVENT: &str = "Event";
pub const BY_MAIL: &str = "Email";
pub const IN_APP: &str = "In app";
pub const SUMMARY: &str = "Email summary";
pub const AT_ONCE: &str = "At once";
pub const DAILY: &str = "Daily";
pub const SUMMARY_HINT: &str = "Daily is one email at 8 in the morning, if there is something \
                                new. What keeps your account safe is always sent at once.";
pub const SAVE: &str = "Save choices";

/// What a kind of thing is called.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::SignIn => "Sign-in from a new device",
        Kind::TokenCreated => "Token created",
        Kind::TokenExpires => "Token expires soon",
        Kind::Invitation => "Invitation received",
        Kind::Role => "Role changed or removed",
    }
}

/// When one is told of it; `days` before the end of a token.
pub fn explained(kind: Kind, days: &[u32]) -> String {
    match kind {
        Kind::SignIn | Kind::TokenCreated => "Always on, to keep your account safe.".into(),
        Kind::TokenExpires if days.is_empty() => "When it has expired.".into(),
        Kind::TokenExpires => {
            let all: Vec<_> = days.iter().map(ToString::to_string).collect();
            [&*all.join(", "), " days before, and when it has expired."].concat()
        }
        Kind::Invitation => "Someone asks you to join an organization.".into(),
        Kind::Role => "Someone changes what you may do in an organization.".into(),
    }
}

/// The label of a box: `Token expires soon: email`.
pub fn choice(of: Kind, by_mail: bool) -> String {
    [kind(of), if by_mail { ": email" } else { ": in app" }].concat()
}

/// The button beside a notice.
pub fn action(kind: Kind) -> &'static str {
    match kind {
        Kind::TokenExpires => "Renew",
        Kind::SignIn | Kind::TokenCreated => "Review",
        Kind::Invitation | Kind::Role => "Open",
    }
}

/// A notice in three parts, of which the second is bold.
pub fn told(about: &About, by: Option<&str>, now: Time, zone: &Zone) -> [String; 3] {
    let by = by.unwrap_or(SOMEBODY);
    let (before, bold, after) = match about {
        About::SignIn { device, .. } => (["New sign-in from ", device].concat(), "", String::new()),
        About::TokenCreated { name, .. } => (String::new(), &**name, " was created".into()),
        About::TokenExpires { name, expires, .. } => {
            let after = if *expires <= now {
                " has expired".into()
            } else {
                match zone.days_between(now, *expires) {
                    ..=0 => " expires today".into(),
                    1 => " expires tomorrow".into(),
                    days => [" expires in ", &days.to_string(), " days"].concat(),
                }
            };
            (String::new(), &**name, after)
        }
        About::Invitation { organization, .. } => {
            ([by, " invited you to "].concat(), &**organization, String::new())
        }
        About::Role { organization, role: Some(role), own, .. } => {
            let role = own.as_deref().unwrap_or(organizations::role(*role));
            let what = [by, " made you ", role, " in "].concat();
            (what, &**organization, String::new())
        }
        About::Role { organization, role: None, .. } => {
            ([by, " removed you from "].concat(), &**organization, String::new())
        }
    };
    [before, bold.into(), after]
}

/// The name of the button that marks one as read.
pub fn read_one(told: &[String; 3]) -> String {
    [READ, ": ", &told.concat()].concat()
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::*;
    use crate::{TokenId, rights::Role};

    #[test]
    fn the_end_of_a_token_is_told_as_it_is_now() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        for (seconds, text) in [
            (30 * 86_400, "ci expires in 30 days"),
            (86_400, "ci expires tomorrow"),
            (1, "ci expires today"),
            (0, "ci has expired"),
        ] {
            let expires = now + TimeDelta::seconds(seconds);
            let about =
                About::TokenExpires { token: TokenId(Uuid::nil()), name: "ci".into(), expires };
            assert_eq!(told(&about, None, now, &Zone::default()).concat(), text);
        }
        let about = |role| About::Role {
            organization: "Fjordline".into(),
            slug: "f".into(),
            role,
            own: None,
        };
        let say = |role, by| told(&about(role), by, now, &Zone::default()).concat();
        assert_eq!(say(Some(Role::Admin), Some("Ada")), "Ada made you Admin in Fjordline");
        assert_eq!(say(None, None), "Somebody who has left removed you from Fjordline");
    }
}
