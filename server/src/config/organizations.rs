//! `[organizations]`: who makes them.

use domain::organizations::Creators;
use serde::Deserialize;

/// Anybody who has an account, unless it is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OrganizationsConfig {
    pub create: Create,
}

/// See [`Creators`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Create {
    #[default]
    Anyone,
    Staff,
}

impl OrganizationsConfig {
    pub(super) fn creators(&self) -> Creators {
        match self.create {
            Create::Anyone => Creators::Anyone,
            Create::Staff => Creators::Staff,
        }
    }
}
