//! `[mfa]`: what is asked of everybody beside the password.

use serde::Deserialize;
use service::TwoFactorPolicy;

/// Optional, and no browser is trusted, unless it is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MfaConfig {
    /// Nothing else opens until two-factor authentication is on, neither screens nor the API.
    pub required: bool,
    /// People may trust a browser: it is asked for no code for 30 days.
    pub trust_browser: bool,
}

impl MfaConfig {
    pub(super) fn policy(&self) -> TwoFactorPolicy {
        TwoFactorPolicy { required: self.required, trust_browser: self.trust_browser }
    }
}
