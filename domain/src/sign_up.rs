//! Making an account by oneself: who may.

use crate::{Problem, email::CanonicalEmail};

/// Who may make an account by themselves. The operator can always make one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SignUpPolicy {
    /// Nobody.
    Closed,
    /// Whoever is invited.
    #[default]
    Invited,
    /// Everybody.
    Open,
    /// Whoever has an address at one of these hosts, which are canonical: at that very
    /// one, not below it.
    Domains(Vec<String>),
}

impl SignUpPolicy {
    /// Somebody who was not invited may.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Domains(_))
    }

    /// The hosts of those who may; empty, where it may be any.
    pub fn hosts(&self) -> &[String] {
        if let Self::Domains(hosts) = self { hosts } else { &[] }
    }

    /// Whether the owner of this address may.
    ///
    /// # Errors
    /// [`Problem::Forbidden`] when nobody may; [`Problem::Invalid`] for `email`, which
    /// says where it has to be.
    pub fn admits(&self, email: &CanonicalEmail) -> Result<(), Problem> {
        match self {
            Self::Closed | Self::Invited => Err(Problem::Forbidden),
            Self::Open => Ok(()),
            Self::Domains(hosts) if hosts.iter().any(|host| host == email.host()) => Ok(()),
            Self::Domains(hosts) => Err(Problem::foreign(hosts)),
        }
    }

    /// Whether the owner of this address may once they are invited.
    pub fn admits_invited(&self, email: &CanonicalEmail) -> bool {
        *self == Self::Invited || self.admits(email).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, email::Email};

    fn admits(policy: &SignUpPolicy, email: &str) -> Result<(), Problem> {
        policy.admits(&Email::parse(email).unwrap().canonical().unwrap())
    }

    #[test]
    fn who_may_is_a_matter_of_the_policy() {
        let ada = Email::parse("ada@fjordline.example").unwrap().canonical().unwrap();
        for (policy, may, invited) in [
            (SignUpPolicy::Closed, Err(Problem::Forbidden), false),
            (SignUpPolicy::Invited, Err(Problem::Forbidden), true),
            (SignUpPolicy::Open, Ok(()), true),
        ] {
            assert_eq!(admits(&policy, "ada@fjordline.example"), may, "{policy:?}");
            assert_eq!(policy.admits_invited(&ada), invited, "{policy:?}");
            assert_eq!(policy.is_open(), may.is_ok());
        }
        assert_eq!(SignUpPolicy::default(), SignUpPolicy::Invited);
    }

    #[test]
    fn a_host_is_that_very_one() {
        let hosts = ["fjordline.example", "xn--bcher-kva.example"].map(Into::into);
        let policy = SignUpPolicy::Domains(hosts.into());
        assert!(policy.is_open());
        for good in [
            "ada@fjordline.example",
            "ADA@Fjordline.EXAMPLE",
            "käthe@bücher.example",
            "a@ｆjordline.example",
        ] {
            assert_eq!(admits(&policy, good), Ok(()), "{good}");
            assert!(policy.admits_invited(&Email::parse(good).unwrap().canonical().unwrap()));
        }
        for bad in [
            "ada@evil-fjordline.example",
            "ada@fjordline.example.evil.example",
            "ada@mail.fjordline.example",
            "fjordline.example@evil.example",
            "ada@fjordl\u{131}ne.example",
            "ada@bucher.example",
        ] {
            assert!(!policy.admits_invited(&Email::parse(bad).unwrap().canonical().unwrap()));
            let problem = admits(&policy, bad).unwrap_err();
            let told = problem.of_field("email").unwrap();
            assert_eq!(told.code, Code::EmailHost, "{bad}");
            assert_eq!(told.sentence, "Use an address at fjordline.example or bücher.example.");
        }
    }
}
