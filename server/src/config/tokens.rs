//! `[tokens]`: the rules for personal access tokens.

use domain::tokens::TokenPolicy;
use serde::Deserialize;

/// See [`TokenPolicy`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TokensConfig {
    pub limit: u32,
    pub lifetimes: Vec<u32>,
    pub default_lifetime: u32,
    pub max_days: u32,
    pub warn_days: Vec<u32>,
}

impl Default for TokensConfig {
    fn default() -> Self {
        let TokenPolicy { limit, lifetimes, default_lifetime, max_days, warn_days } =
            TokenPolicy::default();
        Self { limit, lifetimes, default_lifetime, max_days, warn_days }
    }
}

impl TokensConfig {
    pub(super) fn policy(&self) -> TokenPolicy {
        TokenPolicy {
            limit: self.limit,
            lifetimes: self.lifetimes.clone(),
            default_lifetime: self.default_lifetime,
            max_days: self.max_days,
            warn_days: self.warn_days.clone(),
        }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=500).contains(&self.limit) {
            return Err("tokens.limit must be 1 to 500.".into());
        }
        if !(1..=3650).contains(&self.max_days) {
            return Err("tokens.max_days must be 1 to 3650.".into());
        }
        let rising = self.lifetimes.is_sorted_by(|a, b| a < b);
        let within = self.lifetimes.iter().all(|days| (1..=self.max_days).contains(days));
        // And *Other date* is one more choice.
        if !(1..=4).contains(&self.lifetimes.len()) || !rising || !within {
            return Err("tokens.lifetimes must be one to four rising numbers of days, none above \
                        tokens.max_days."
                .into());
        }
        if !self.lifetimes.contains(&self.default_lifetime) {
            return Err("tokens.default_lifetime must be one of tokens.lifetimes.".into());
        }
        let falling = self.warn_days.is_sorted_by(|a, b| a > b);
        let within = self.warn_days.iter().all(|days| (1..=60).contains(days));
        if self.warn_days.len() > 10 || !falling || !within {
            return Err("tokens.warn_days must be at most ten falling numbers, 60 to 1.".into());
        }
        Ok(())
    }
}
