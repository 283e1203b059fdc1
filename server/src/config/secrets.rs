//! Settings that are secrets: no error and no log says a word of them.

use domain::Secret;
use figment::{
    Error, Metadata, Profile, Provider,
    value::{Dict, Map, Value},
};
use serde::{Deserialize, Deserializer, de::Error as _};

/// A text, of which no error says a word.
pub(super) fn text<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Secret>, D::Error> {
    match <Value as Deserialize>::deserialize(source)?.into_string() {
        Some(text) => Ok(Some(Secret::new(text))),
        None => Err(D::Error::custom("it must be a text in quotes")),
    }
}

/// The variables that hold secrets, each as it is: a key of digits is no number,
/// and one that starts with a bracket is no list.
pub(super) struct Secrets;

impl Secrets {
    /// The names that [`figment::providers::Env`] must not read.
    pub(super) const NAMES: [&str; 4] =
        ["photos_s3_key_id", "photos_s3_secret", "mail_smtp_password", "secret_key"];
}

impl Provider for Secrets {
    fn metadata(&self) -> Metadata {
        Metadata::named("environment variable(s)")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut sections = std::collections::BTreeMap::<&str, Dict>::new();
        for name in Self::NAMES {
            let variable = ["LATCHKEY_", &name.to_uppercase()].concat();
            if let (Ok(value), Some((section, key))) =
                (std::env::var(variable), name.split_once('_'))
            {
                sections.entry(section).or_default().insert(key.into(), Value::from(value));
            }
        }
        let all = sections.into_iter().map(|(name, dict)| (name.into(), Value::from(dict)));
        Ok(Profile::Default.collect(all.collect()))
    }
}
