//! `[sign_up]`: who may make an account by themselves.

use domain::{email::canonical_host, sign_up::SignUpPolicy};
use serde::Deserialize;

/// Whoever is invited, unless it is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignUpConfig {
    pub policy: SignUp,
    /// With `domains`: the hosts of the addresses of those who may.
    pub domains: Vec<String>,
}

/// See [`SignUpPolicy`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    Closed,
    #[default]
    Invited,
    Open,
    Domains,
}

impl SignUpConfig {
    pub(super) fn policy(&self) -> SignUpPolicy {
        match self.policy {
            SignUp::Closed => SignUpPolicy::Closed,
            SignUp::Invited => SignUpPolicy::Invited,
            SignUp::Open => SignUpPolicy::Open,
            SignUp::Domains => SignUpPolicy::Domains(self.domains.clone()),
        }
    }

    /// Keeps each domain in the form in which hosts of addresses are compared.
    pub(super) fn check(&mut self) -> Result<(), String> {
        match (self.policy, self.domains.is_empty()) {
            (SignUp::Domains, true) => {
                return Err("sign_up.domains is empty; name those whose people may sign up, \
                            such as [\"example.com\"]."
                    .into());
            }
            (SignUp::Closed | SignUp::Invited | SignUp::Open, false) => {
                return Err("sign_up.domains is set, but sign_up.policy is not domains.".into());
            }
            _ => {}
        }
        for domain in &mut self.domains {
            *domain = canonical_host(domain).map_err(|_| {
                format!(
                    "sign_up.domains names {domain:?}, which is no host of email addresses, \
                     such as example.com."
                )
            })?;
        }
        Ok(())
    }
}
