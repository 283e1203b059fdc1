//! What a plain form post leaves behind for the page that follows it.

use serde::{Deserialize, Serialize};

use crate::Problem;

/// The outcome of a form that was sent without the script, read once by the
/// next page: what was typed (never secrets), and what was wrong, if anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The endpoint of the form, such as `tokens/create`.
    pub form: String,
    /// Names and values of the fields that may be kept.
    pub fields: Vec<(String, String)>,
    /// What was wrong; nothing when it worked.
    pub problem: Option<Problem>,
}

impl Flash {
    /// The value that was typed into `field`.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}
