//! `[email]`: the addresses that people sign in with.

use serde::Deserialize;

/// They can be changed, unless it is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmailConfig {
    pub change: EmailChange,
}

/// How one comes to another address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailChange {
    /// By a link that is sent there.
    #[default]
    Confirm,
    /// Not at all: the address is what others know the person by.
    Fixed,
}

impl EmailConfig {
    pub(super) fn is_fixed(&self) -> bool {
        self.change == EmailChange::Fixed
    }
}
