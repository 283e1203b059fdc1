//! `[photos]`: where photos are kept. In the database, unless a bucket is named.

use domain::Secret;
use serde::Deserialize;
use service::Bucket;
use url::Url;

use super::{secrets::text, server::is_loopback};

/// Amazon's oldest, which those who have no regions take for theirs.
const REGION: &str = "us-east-1";
/// Most characters that the names of objects may start with.
const PREFIX_MAX: usize = 200;

/// A bucket that speaks S3, of Amazon's or of another's.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PhotosConfig {
    pub s3_bucket: Option<String>,
    pub s3_region: Option<String>,
    /// Where it is; Amazon's own when nothing is said.
    pub s3_endpoint: Option<String>,
    /// Plain http is taken to another machine, too.
    pub s3_allow_http: bool,
    /// What the name of every object starts with.
    pub s3_prefix: String,
    /// The bucket is named in the path and not in the host; so it is at an
    /// endpoint, unless something else is said.
    pub s3_path_style: Option<bool>,
    #[serde(deserialize_with = "text")]
    pub s3_key_id: Option<Secret>,
    #[serde(deserialize_with = "text")]
    pub s3_secret: Option<Secret>,
}

impl PhotosConfig {
    /// The bucket for new photos.
    pub(super) fn bucket(&self) -> Option<Bucket> {
        let name = self.s3_bucket.clone()?;
        let path_style = self.s3_path_style.unwrap_or(self.s3_endpoint.is_some());
        let endpoint = self.s3_endpoint.as_deref().map(|endpoint| {
            let endpoint = endpoint.trim_end_matches('/');
            match endpoint.split_once("://") {
                Some((scheme, rest)) if !path_style => format!("{scheme}://{name}.{rest}"),
                _ => endpoint.to_owned(),
            }
        });
        let key = self.s3_key_id.as_ref().zip(self.s3_secret.clone());
        Some(Bucket {
            name,
            region: self.s3_region.clone().unwrap_or_else(|| REGION.into()),
            endpoint,
            path_style,
            prefix: self.s3_prefix.clone(),
            key: key.map(|(id, secret)| (id.expose().into(), secret)),
        })
    }

    /// What it is called in what operators are told: bucket and place.
    pub fn place(&self) -> Option<String> {
        let at = self.s3_endpoint.as_deref().unwrap_or("Amazon S3");
        self.s3_bucket.as_ref().map(|bucket| format!("{bucket} at {at}"))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let Some(bucket) = &self.s3_bucket else { return self.check_none() };
        let of_name = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b".-".contains(&c);
        if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(of_name) {
            return Err("photos.s3_bucket must be the name of a bucket: 3 to 63 small letters, \
                        digits, dots and hyphens."
                .into());
        }
        let of_region = |c: u8| c.is_ascii_alphanumeric() || b"-_".contains(&c);
        if self.s3_region.as_ref().is_some_and(|it| it.is_empty() || !it.bytes().all(of_region)) {
            return Err("photos.s3_region must look like eu-central-1.".into());
        }
        if let Some(endpoint) = &self.s3_endpoint {
            self.check_endpoint(endpoint)?;
        } else if self.s3_allow_http {
            return Err("photos.s3_allow_http is set, but photos.s3_endpoint is not.".into());
        }
        self.check_prefix()?;
        let there = |key: &Option<Secret>| key.as_ref().map(|key| !key.expose().trim().is_empty());
        match (there(&self.s3_key_id), there(&self.s3_secret)) {
            (Some(true), Some(true)) | (None, None) => Ok(()),
            (None, Some(_)) => Err("photos.s3_key_id is missing beside photos.s3_secret.".into()),
            (Some(_), None) => Err("photos.s3_secret is missing beside photos.s3_key_id.".into()),
            (Some(false), _) => Err("photos.s3_key_id is empty.".into()),
            (_, Some(false)) => Err("photos.s3_secret is empty.".into()),
        }
    }

    /// What is said of a bucket that nobody named is a mistake.
    fn check_none(&self) -> Result<(), String> {
        let said = [
            ("region", self.s3_region.is_some()),
            ("endpoint", self.s3_endpoint.is_some()),
            ("allow_http", self.s3_allow_http),
            ("prefix", !self.s3_prefix.is_empty()),
            ("path_style", self.s3_path_style.is_some()),
            ("key_id", self.s3_key_id.is_some()),
            ("secret", self.s3_secret.is_some()),
        ];
        match said.iter().find(|(_, said)| *said) {
            Some((name, _)) => {
                Err(format!("photos.s3_{name} is set, but photos.s3_bucket is not."))
            }
            None => Ok(()),
        }
    }

    fn check_endpoint(&self, endpoint: &str) -> Result<(), String> {
        let url = Url::parse(endpoint).ok().filter(|url| {
            let plain = url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none();
            plain && url.has_host() && matches!(url.scheme(), "http" | "https")
        });
        let Some(url) = url else {
            return Err("photos.s3_endpoint must look like https://s3.example.com".into());
        };
        if url.scheme() == "http" && !is_loopback(&url) && !self.s3_allow_http {
            return Err("photos.s3_endpoint must start with https://, because photos would be \
                        readable on the way. For a network that you trust, set \
                        photos.s3_allow_http."
                .into());
        }
        Ok(())
    }

    fn check_prefix(&self) -> Result<(), String> {
        let prefix = &self.s3_prefix;
        let known = |c: u8| c.is_ascii_alphanumeric() || b"-_./".contains(&c);
        let mut parts = prefix.split('/').rev();
        // What follows the last slash starts the name of an object.
        let last = parts.next().unwrap_or_default();
        let odd = |part: &str| matches!(part, "." | "..");
        if prefix.len() > PREFIX_MAX
            || !prefix.bytes().all(known)
            || odd(last)
            || parts.any(|part| part.is_empty() || odd(part))
        {
            return Err("photos.s3_prefix must look like latchkey/photos/ and start with no \
                        slash."
                .into());
        }
        Ok(())
    }
}
