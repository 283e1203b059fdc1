//! Making an account by oneself.

/// On the first page of signing in, before the link.
pub const NEW_HERE: &str = "New here?";
pub const LINK: &str = "Create an account";

pub const TITLE: &str = "Create an account";
pub const SEND: &str = "Send link";
pub const SENDING: &str = "Sending";
/// Says the same whoever has the address.
pub const SENT: &str = "A mail is on its way to this address and says how to go on. \
                        Its link works once, for 24 hours.";

pub const FORM_LEAD: &str = "Your address is confirmed. You sign in with it.";

pub const CLOSED: &str = "You cannot sign up here";
pub const CLOSED_LEAD: &str = "Ask whoever runs this to make you an account.";

pub const GONE: &str = "It was used already, is older than 24 hours, or a newer one was sent. \
                        If you have an account, sign in. If not, ask for a new link.";

pub(super) const LINK_GONE: &str = "This link does not work any more. Sign in if you have an \
                                    account, or ask for a new link.";

/// Where nobody may sign up, who would be told why.
pub(super) const FOREIGN: &str = "Nobody can sign up with this address.";

/// Hosts that a sentence names.
#[cfg(feature = "server")]
const NAMED: usize = 5;

/// What is to be typed, and what comes of it. `hosts` are those that it must be at; none
/// for any.
#[cfg(feature = "server")]
pub fn lead(hosts: &[String]) -> String {
    let lead = "We mail you a link with which you go on.";
    if hosts.is_empty() { lead.into() } else { [lead, " ", &only_at(hosts)].concat() }
}

/// At which hosts an address must be.
#[cfg(feature = "server")]
pub fn only_at(hosts: &[String]) -> String {
    let mut names: Vec<_> =
        hosts.iter().take(NAMED).map(|host| idna::domain_to_unicode(host).0).collect();
    let last = match hosts.len().saturating_sub(NAMED) {
        0 => names.pop(),
        1 => Some("1 other".into()),
        more => Some(format!("{more} others")),
    };
    let before = names.join(", ");
    let last = last.unwrap_or_default();
    let all = if before.is_empty() { last } else { [&*before, " or ", &last].concat() };
    ["Use an address at ", &all, "."].concat()
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_named_as_far_as_a_sentence_goes() {
        let hosts = |n: usize| (0..n).map(|n| format!("{n}.example")).collect::<Vec<_>>();
        for (n, told) in [
            (1, "Use an address at 0.example."),
            (2, "Use an address at 0.example or 1.example."),
            (3, "Use an address at 0.example, 1.example or 2.example."),
            (
                6,
                "Use an address at 0.example, 1.example, 2.example, 3.example, 4.example or 1 other.",
            ),
            (
                9,
                "Use an address at 0.example, 1.example, 2.example, 3.example, 4.example or 4 others.",
            ),
        ] {
            assert_eq!(only_at(&hosts(n)), told);
        }
        assert_eq!(lead(&[]), "We mail you a link with which you go on.");
    }
}
