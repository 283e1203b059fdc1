//! Letters in words.

use domain::{
    Secret, Time,
    email::Email,
    my_data::Block,
    person::{Face, Name},
    profile::Profile,
    rights::Role,
    tokens::TokenSummary,
    words,
};

use super::{
    OwnersNews,
    layout::{Parts, Written, moment},
};
use crate::Settings;

impl Written {
    /// There is an account, without a password yet.
    pub(crate) fn welcome(to: &Profile, link: &Secret, settings: &Settings) -> Self {
        use words::mail::welcome;
        let url = format!("{}/sign-in/reset-{}", settings.public_url, link.expose());
        Parts {
            to,
            subject: welcome::SUBJECT,
            lead: &welcome::lead(&to.email, host(settings)),
            button: Some((welcome::BUTTON, url)),
            after: &[welcome::LASTS],
        }
        .written(settings)
    }

    /// An account is wanted by somebody whose name is not known yet.
    pub(crate) fn sign_up(to: &Email, network: &str, link: &Secret, settings: &Settings) -> Self {
        use words::mail::sign_up as said;
        let url = format!("{}/sign-up/{}", settings.public_url, link.expose());
        let email = to.as_str().into();
        Parts {
            to: &Profile { name: Name::default(), face: Face::default(), email, version: 0 },
            subject: said::SUBJECT,
            lead: &said::lead(to.as_str(), host(settings), network),
            button: Some((said::BUTTON, url)),
            after: &[said::LASTS, said::NOT_YOU],
        }
        .written(settings)
    }

    /// Somebody is invited, of whom nothing is known but the address.
    pub(crate) fn invitation(
        to: &str,
        (by, organization): (&str, &str),
        role: Role,
        link: &Secret,
        settings: &Settings,
    ) -> Self {
        use words::mail::invitation as said;
        let url = format!("{}/invitations/{}", settings.public_url, link.expose());
        let (by, organization) = (unlinked(by), unlinked(organization));
        let role = words::organizations::role(role);
        let to =
            Profile { name: Name::default(), face: Face::default(), email: to.into(), version: 0 };
        Parts {
            to: &to,
            subject: said::SUBJECT,
            lead: &said::lead(&by, &organization, role, host(settings)),
            button: Some((said::BUTTON, url)),
            after: &[said::LASTS, said::NOT_YOU],
        }
        .written(settings)
    }

    /// The same by somebody who has one.
    pub(crate) fn sign_up_taken(to: &Profile, network: &str, settings: &Settings) -> Self {
        use words::mail::sign_up_taken as said;
        let page = |path: &str| [&settings.public_url, path].concat();
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(&to.email, host(settings), network),
            button: Some((said::BUTTON, page("/sign-in"))),
            after: &[&said::forgot(&page("/sign-in/forgot")), said::NOT_YOU],
        }
        .written(settings)
    }

    /// A link to a new password was asked for.
    pub(crate) fn reset(to: &Profile, network: &str, link: &Secret, settings: &Settings) -> Self {
        use words::mail::reset;
        let url = format!("{}/sign-in/reset-{}", settings.public_url, link.expose());
        Parts {
            to,
            subject: reset::SUBJECT,
            lead: &reset::lead(&to.email, network),
            button: Some((reset::BUTTON, url)),
            after: &[reset::LASTS, reset::NOT_YOU],
        }
        .written(settings)
    }

    /// The account was locked. Without a link, if that is over by now.
    pub(crate) fn locked(
        to: &Profile,
        network: &str,
        link: Option<&Secret>,
        two_factor: bool,
        settings: &Settings,
    ) -> Self {
        use words::mail::locked as said;
        let url = match link {
            Some(link) => format!("{}/sign-in/reset-{}", settings.public_url, link.expose()),
            None => format!("{}/sign-in/forgot", settings.public_url),
        };
        let after = [words::mail::reset::LASTS, said::AGAIN, said::TWO_FACTOR];
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(&to.email, network),
            button: Some((words::mail::welcome::BUTTON, url)),
            after: if two_factor { &after } else { &after[..2] },
        }
        .written(settings)
    }

    /// Somebody has signed in in a new browser.
    pub(crate) fn new_browser(
        to: &Profile,
        device: &str,
        network: &str,
        at: Time,
        link: &Secret,
        settings: &Settings,
    ) -> Self {
        use words::mail::new_browser as said;
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(&to.email, device, &moment(at), network),
            button: Some(not_me(link, settings)),
            after: &[said::YOU, said::NOT_YOU],
        }
        .written(settings)
    }

    /// Another address is wanted: to that one.
    pub(crate) fn email_change(
        to: &Profile,
        old: &str,
        network: &str,
        link: &Secret,
        settings: &Settings,
    ) -> Self {
        use words::mail::email_change as said;
        let url = format!("{}/sign-in/email-{}", settings.public_url, link.expose());
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(old, &to.email, network),
            button: Some((said::BUTTON, url)),
            after: &[said::NOT_YOU],
        }
        .written(settings)
    }

    /// Another wants this person's address.
    pub(crate) fn email_taken(to: &Profile, network: &str, settings: &Settings) -> Self {
        use words::mail::email_taken as said;
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(&to.email, network),
            button: None,
            after: &[said::NOTHING],
        }
        .written(settings)
    }

    /// The address was changed: to the one from before. With a link back, if there is one.
    pub(crate) fn email_changed(
        to: &Profile,
        new: &str,
        network: &str,
        at: Time,
        link: Option<&Secret>,
        settings: &Settings,
    ) -> Self {
        use words::mail::email_changed as said;
        let url =
            |link: &Secret| format!("{}/sign-in/undo-email-{}", settings.public_url, link.expose());
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(&to.email, new, &moment(at), network),
            button: link.map(|link| (said::BUTTON, url(link))),
            after: if link.is_some() { &[said::YOU, said::NOT_YOU] } else { &[said::YOU] },
        }
        .written(settings)
    }

    /// Something happened to the account: what the history calls it, and what else there is
    /// to say.
    pub(crate) fn happened(
        to: &Profile,
        (happened, more): (&str, &str),
        network: &str,
        at: Time,
        link: Option<&Secret>,
        settings: &Settings,
    ) -> Self {
        use words::mail::{happened as said, new_browser};
        let (button, not_you) = if let Some(link) = link {
            (not_me(link, settings), new_browser::NOT_YOU)
        } else {
            let url = format!("{}/account/security", settings.public_url);
            ((said::BUTTON, url), said::NOT_YOU)
        };
        let after = [more, not_you];
        Parts {
            to,
            subject: happened,
            lead: &said::lead(happened, &to.email, &moment(at), network),
            button: Some(button),
            after: if more.is_empty() { &after[1..] } else { &after },
        }
        .written(settings)
    }

    /// The same by staff, who can be asked.
    pub(crate) fn by_staff(
        to: &Profile,
        (happened, more): (&str, &str),
        at: Time,
        settings: &Settings,
    ) -> Self {
        use words::mail::{by_staff as said, happened as shared};
        let after = [more, said::ASK];
        Parts {
            to,
            subject: happened,
            lead: &said::lead(happened, &to.email, &moment(at)),
            button: Some((shared::BUTTON, format!("{}/account/security", settings.public_url))),
            after: if more.is_empty() { &after[1..] } else { &after },
        }
        .written(settings)
    }

    /// The archive of what is kept of the person is made.
    pub(crate) fn export_ready(
        to: &Profile,
        network: &str,
        asked: Time,
        settings: &Settings,
    ) -> Self {
        use words::mail::export_ready as said;
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(&to.email, &moment(asked), network),
            button: Some((said::BUTTON, my_data(settings))),
            after: &[said::LASTS, said::NOT_YOU],
        }
        .written(settings)
    }

    /// A token ends soon, or has ended.
    pub(crate) fn token_expires(
        to: &Profile,
        token: &TokenSummary,
        now: Time,
        settings: &Settings,
    ) -> Self {
        use words::mail::token_expires as said;
        let (name, end) = (&*token.name, &*moment(token.expires_at));
        let over = token.expires_at <= now;
        let (subject, lead) = if over {
            (said::OVER, said::over(name, &token.last_four, end))
        } else {
            (said::SOON, said::soon(name, &token.last_four, end))
        };
        let url = format!("{}/account/tokens", settings.public_url);
        let after = [said::NEW, said::CHOICES];
        Parts { to, subject, lead: &lead, button: Some((said::BUTTON, url)), after: &after }
            .written(settings)
    }

    /// What was told within a day: so many things, of which these are the first.
    pub(crate) fn digest(to: &Profile, lines: &[String], all: usize, settings: &Settings) -> Self {
        use words::mail::digest as said;
        let url = format!("{}/account/notifications", settings.public_url);
        let lines: Vec<_> = lines.iter().map(|line| unlinked(line)).collect();
        let more = said::more(all.saturating_sub(lines.len()));
        let after = lines.iter().map(String::as_str).chain(more.as_deref()).chain([said::CHOICES]);
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &said::lead(all),
            button: Some((said::BUTTON, url)),
            after: &after.collect::<Vec<_>>(),
        }
        .written(settings)
    }

    /// Somebody made the person something else in an organization, or removed them.
    pub(crate) fn membership(
        to: &Profile,
        (by, organization): (Option<&str>, &str),
        role: Option<&str>,
        settings: &Settings,
    ) -> Self {
        use words::{mail::membership as said, organizations};
        let by = &unlinked(by.unwrap_or(organizations::SOMEBODY));
        let organization = &unlinked(organization);
        let (subject, lead) = match role {
            Some(role) => (said::CHANGED, said::changed(by, organization, &unlinked(role))),
            None => (said::REMOVED, said::removed(by, organization)),
        };
        let button = Some((said::BUTTON, format!("{}/", settings.public_url)));
        Parts { to, subject, lead: &lead, button, after: &[said::ASK] }.written(settings)
    }

    /// Somebody suspended the person in an organization, or let them in again.
    pub(crate) fn suspended(
        to: &Profile,
        (by, organization): (Option<&str>, &str),
        suspended: bool,
        settings: &Settings,
    ) -> Self {
        use words::{mail::membership as said, organizations};
        let by = &unlinked(by.unwrap_or(organizations::SOMEBODY));
        let organization = &unlinked(organization);
        let (subject, lead) = if suspended {
            (said::SUSPENDED, said::suspended(by, organization))
        } else {
            (said::RESUMED, said::resumed(by, organization))
        };
        let button = Some((said::BUTTON, format!("{}/", settings.public_url)));
        Parts { to, subject, lead: &lead, button, after: &[said::ASK] }.written(settings)
    }

    /// Somebody changed what owners should know of.
    pub(crate) fn owners(
        to: &Profile,
        (by, organization): (Option<&str>, &str),
        news: &OwnersNews,
        settings: &Settings,
    ) -> Self {
        use words::{mail::owners as said, organizations};
        let by = &unlinked(by.unwrap_or(organizations::SOMEBODY));
        let organization = &unlinked(organization);
        let (subject, lead) = match news {
            OwnersNews::Role { whose, role } => {
                let (whose, role) = (unlinked(whose), organizations::role(*role));
                (said::OWNERS, said::role(by, &whose, organization, role))
            }
            OwnersNews::Removed { whose } => {
                (said::OWNERS, said::removed(by, &unlinked(whose), organization))
            }
            OwnersNews::Suspended { whose, suspended } => {
                (said::OWNERS, said::suspended(by, &unlinked(whose), organization, *suspended))
            }
            OwnersNews::Moved { workspace, to } => {
                let (workspace, to) = (unlinked(workspace), unlinked(to));
                (said::MOVED, said::moved(by, &workspace, organization, &to))
            }
            OwnersNews::Mfa { required: true } => (said::MFA, said::required(by, organization)),
            OwnersNews::Mfa { required: false } => (said::MFA, said::optional(by, organization)),
            OwnersNews::Left => (said::OWNERS, said::left(by, organization)),
            OwnersNews::Ends { at } => (said::ENDS, said::ends(by, organization, &moment(*at))),
            OwnersNews::Stays => (said::STAYS, said::stays(by, organization)),
        };
        let button = Some((words::mail::membership::BUTTON, format!("{}/", settings.public_url)));
        Parts { to, subject, lead: &lead, button, after: &[said::NOT_KNOWN] }.written(settings)
    }

    /// The account will be deleted.
    pub(crate) fn leaves(
        to: &Profile,
        old: Option<String>,
        network: &str,
        at: Time,
        settings: &Settings,
    ) -> Self {
        use words::mail::leaves as said;
        let url = format!("{}/sign-in", settings.public_url);
        let lead = &said::lead(&to.email, network, &moment(at));
        let is_old = old.is_some();
        let to = &Profile { email: old.unwrap_or_else(|| to.email.clone()), ..to.clone() };
        Parts {
            to,
            subject: said::SUBJECT,
            lead,
            button: (!is_old).then_some((said::BUTTON, url)),
            after: if is_old { &[said::OLD] } else { &[said::KEEP, said::NOT_YOU] },
        }
        .written(settings)
    }

    /// It will not.
    pub(crate) fn stays(
        to: &Profile,
        network: &str,
        why: Option<Block>,
        settings: &Settings,
    ) -> Self {
        use words::mail::stays as said;
        let lead = match why {
            None => said::lead(&to.email, network),
            Some(why) => said::blocked(&to.email, words::my_data::block(why)),
        };
        Parts {
            to,
            subject: said::SUBJECT,
            lead: &lead,
            button: Some((said::BUTTON, my_data(settings))),
            after: if why.is_none() { &[said::NOT_YOU] } else { &[] },
        }
        .written(settings)
    }
}

/// A name that somebody else chose: mail programs make no link of it, whatever it is.
fn unlinked(name: &str) -> String {
    let mut told = String::new();
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let within = letters.peek().is_some_and(|next| !next.is_whitespace());
        told.push(if within && matches!(c, '.' | '/' | ':' | '@' | '\\') { ' ' } else { c });
    }
    told
}

/// By what name people know the instance.
fn host(settings: &Settings) -> &str {
    settings.public_url.split("://").nth(1).unwrap_or(&settings.public_url)
}

/// The page of what is kept of a person.
fn my_data(settings: &Settings) -> String {
    format!("{}/account/data", settings.public_url)
}

/// The button that locks the account.
fn not_me(link: &Secret, settings: &Settings) -> (&'static str, String) {
    let url = format!("{}/sign-in/not-me-{}", settings.public_url, link.expose());
    (words::mail::new_browser::BUTTON, url)
}

#[cfg(test)]
mod tests;
