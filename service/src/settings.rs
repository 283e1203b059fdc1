//! The rules of an instance, as its operator set them.

use std::path::PathBuf;

use chrono::TimeDelta;
use domain::{organizations::Creators, sign_up::SignUpPolicy, tokens::TokenPolicy};

use crate::{Bucket, MailSettings, SecretKeys, passwords::HashCost};

/// What the use-cases need to know of the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which browsers know this instance, without a `/` at
    /// its end. Every link is made of it, never of what a request says.
    pub public_url: String,
    pub tokens: TokenPolicy,
    pub sessions: SessionSettings,
    pub hash_cost: HashCost,
    /// The file of passwords that are known from breaches.
    pub breached: Option<PathBuf>,
    /// Where new photos are kept; in the database, if nothing is said.
    pub bucket: Option<Bucket>,
    pub mail: MailSettings,
    pub two_factor: TwoFactorPolicy,
    pub sign_up: SignUpPolicy,
    /// Who makes organizations.
    pub organizations: Creators,
    /// Nobody can change the address that they sign in with.
    pub email_fixed: bool,
    /// What secrets are sealed with that have to be read again.
    pub secret_keys: SecretKeys,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:3000".into(),
            tokens: TokenPolicy::default(),
            sessions: SessionSettings::default(),
            hash_cost: HashCost::default(),
            breached: None,
            bucket: None,
            mail: MailSettings::default(),
            two_factor: TwoFactorPolicy::default(),
            sign_up: SignUpPolicy::default(),
            organizations: Creators::default(),
            email_fixed: false,
            secret_keys: SecretKeys::default(),
        }
    }
}

/// What is asked of everybody beside the password.
#[derive(Debug, Clone, Copy, Default)]
pub struct TwoFactorPolicy {
    /// Nothing else opens until it is on.
    pub required: bool,
    /// A browser may be trusted, to be asked for no code there for 30 days.
    pub trust_browser: bool,
}

/// How long a session lives (63B-4, 2.1.3 and 2.2.3).
#[derive(Debug, Clone, Copy)]
pub struct SessionSettings {
    /// Without anything that the person does.
    pub idle: TimeDelta,
    /// In all.
    pub max: TimeDelta,
    /// The same for *Keep me signed in*.
    pub keep_idle: TimeDelta,
    pub keep_max: TimeDelta,
    /// How long a proof of who one is counts for what matters.
    pub step_up: TimeDelta,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            idle: TimeDelta::hours(1),
            max: TimeDelta::hours(24),
            keep_idle: TimeDelta::days(14),
            keep_max: TimeDelta::days(30),
            step_up: TimeDelta::minutes(10),
        }
    }
}

impl SessionSettings {
    /// Idle time and whole life of a session.
    pub(crate) fn lives(&self, keep: bool) -> (TimeDelta, TimeDelta) {
        if keep { (self.keep_idle, self.keep_max) } else { (self.idle, self.max) }
    }
}
