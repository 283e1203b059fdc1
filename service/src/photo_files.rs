//! Where the files of photos are: in the row of the photo, or in a bucket that
//! speaks S3, as `{prefix}{photo id}/{512|128|64}`.
//!
//! Nothing here knows whose they are. What keeps photos from being lost and files
//! from being left over is the order of the steps in `photos.rs` and `clean_up.rs`.

use std::{env, error::Error as _, time::Duration};

use domain::{
    Secret,
    photo::{PhotoId, Side},
};
use object_store::ObjectStore as _;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, ObjectStoreExt as _, PutOptions,
    RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{HttpClient, HttpConnector},
    path::Path,
};
use tokio::{sync::Semaphore, time::timeout};

use crate::pictures::Picture;

/// A bucket that takes longer, with a second try, is not there.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long it takes to reach one that can be reached.
const CONNECT: Duration = Duration::from_secs(2);
/// Most bytes of a file: none of ours is as large (512 by 512 of four bytes).
const BYTES_MAX: u64 = 1024 * 1024 + 64 * 1024;
/// Files that are read at once; others wait for their turn.
const READS: usize = 16;
/// Most characters that a cause may fill in the log.
const CAUSE_MAX: usize = 600;

/// What the environment of a machine of Amazon's may say about its identity. Where
/// the bucket is, is a setting of ours, and not taken from there.
const IDENTITY: [&str; 10] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_ENDPOINT_URL_STS",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
];

/// A bucket, and how to get into it.
#[derive(Debug, Clone)]
pub struct Bucket {
    pub name: String,
    pub region: String,
    /// Where it is; Amazon's own when nothing is said. With the name of the bucket
    /// in its host unless `path_style`.
    pub endpoint: Option<String>,
    /// The name of the bucket stands in the path and not in the host.
    pub path_style: bool,
    /// What the name of every object starts with.
    pub prefix: String,
    /// The id of a key, and its secret. None: what the machine is, as in Amazon's
    /// own programs.
    pub key: Option<(String, Secret)>,
}

/// Where the files of new photos go.
#[derive(Debug)]
pub enum PhotoFiles {
    /// Into the row of the photo.
    Database,
    /// Into a bucket.
    S3 {
        /// Boxed: it is large, and most have none.
        store: Box<AmazonS3>,
        prefix: String,
        reads: Semaphore,
    },
}

/// A bucket failed. The text is for the operator: addresses, but no secrets.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("the bucket did not answer within {} seconds", PATIENCE.as_secs())]
    Slow,
    #[error("the key was refused: {0}")]
    Refused(String),
    #[error("there is no such bucket: {0}")]
    NoBucket(String),
    #[error("the bucket cannot be used: {0}")]
    Failed(String),
    #[error("{0} is missing in the bucket")]
    Missing(String),
    #[error("the photo is in a bucket, and photos.s3_bucket is not set")]
    Unset,
    /// The clean-up took an upload for abandoned, as it took an hour.
    #[error("the upload took too long")]
    Late,
}

impl PhotoFiles {
    /// Prepares the way to the bucket, and asks it nothing.
    ///
    /// # Errors
    /// [`FilesError::Failed`], for settings that cannot be right, and for a system
    /// that has no certificates.
    pub fn open(bucket: Option<&Bucket>) -> Result<Self, FilesError> {
        let Some(bucket) = bucket else { return Ok(Self::Database) };
        // The client asks the process for its cryptography. Somebody may have
        // answered that before us, and then it is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = builder(bucket).build().map_err(|error| failed(&error))?;
        let reads = Semaphore::new(READS);
        Ok(Self::S3 { store: Box::new(store), prefix: bucket.prefix.clone(), reads })
    }

    /// Tries all that will be done: writes an object, reads it, deletes it.
    ///
    /// # Errors
    /// Says what keeps photos from being kept there.
    pub async fn probe(&self) -> Result<(), FilesError> {
        let Self::S3 { store, prefix, .. } = self else { return Ok(()) };
        let path = Path::from(format!("{prefix}latchkey.probe"));
        within(async {
            store.put(&path, "probe".into()).await?;
            store.get(&path).await?.bytes().await?;
            store.delete(&path).await
        })
        .await
    }

    /// Uploads all sizes at once. On failure some may be there, or come yet.
    pub(crate) async fn upload(&self, id: PhotoId, picture: &Picture) -> Result<(), FilesError> {
        let Self::S3 { store, .. } = self else { return Err(FilesError::Unset) };
        let [large, medium, small] = [0, 1, 2].map(|n| {
            let kind = Attributes::from_iter([(Attribute::ContentType, picture.kind)]);
            let options = PutOptions { attributes: kind, ..PutOptions::default() };
            let path = self.path(id, Side::ALL[n]);
            async move { store.put_opts(&path, picture.files[n].clone().into(), options).await }
        });
        within(async { tokio::try_join!(large, medium, small).map(drop) }).await
    }

    /// One size of a photo.
    ///
    /// # Errors
    /// [`FilesError::Missing`] when the bucket answers and does not have it.
    pub(crate) async fn fetch(&self, id: PhotoId, side: Side) -> Result<Vec<u8>, FilesError> {
        let Self::S3 { store, reads, .. } = self else { return Err(FilesError::Unset) };
        let path = self.path(id, side);
        let got = within(async {
            // It is never closed; and the clock runs while one waits.
            let _turn = reads.acquire().await;
            let found = store.get(&path).await?;
            if found.meta.size > BYTES_MAX {
                return Ok(None);
            }
            found.bytes().await.map(Some)
        });
        match got.await {
            Ok(Some(bytes)) if is_ours(&bytes) => Ok(bytes.into()),
            Ok(Some(_)) => Err(FilesError::Failed(format!("{path} is no picture of ours"))),
            Ok(None) => Err(FilesError::Failed(format!("{path} is too large to be ours"))),
            Err(FilesError::Missing(_)) => Err(FilesError::Missing(path.to_string())),
            Err(other) => Err(other),
        }
    }

    /// Deletes all sizes of a photo, those that are there.
    pub(crate) async fn delete(&self, id: PhotoId) -> Result<(), FilesError> {
        let Self::S3 { store, .. } = self else { return Err(FilesError::Unset) };
        let [large, medium, small] = Side::ALL.map(|side| {
            let path = self.path(id, side);
            async move {
                match store.delete(&path).await.map_err(|error| failed(&error)) {
                    // Not an error at Amazon's, but elsewhere.
                    Err(FilesError::Missing(_)) => Ok(()),
                    other => other,
                }
            }
        });
        let all = async { tokio::try_join!(large, medium, small).map(drop) };
        timeout(PATIENCE, all).await.unwrap_or(Err(FilesError::Slow))
    }

    fn path(&self, id: PhotoId, side: Side) -> Path {
        let prefix = match self {
            Self::Database => "",
            Self::S3 { prefix, .. } => prefix,
        };
        Path::from(format!("{prefix}{id}/{}", side.pixels()))
    }
}

/// The two kinds that we make.
fn is_ours(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(b"\x89PNG")
}

/// Reaches the bucket, and nothing that it might point to instead: a redirect would
/// carry our identity there (ASVS 15.3.2).
#[derive(Debug)]
struct NoRedirects {
    plain: bool,
}

impl HttpConnector for NoRedirects {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .https_only(!self.plain)
            .build();
        client.map(HttpClient::new).map_err(|source| object_store::Error::Generic {
            store: "S3",
            source: Box::new(source),
        })
    }
}

fn builder(bucket: &Bucket) -> AmazonS3Builder {
    let plain = bucket.endpoint.as_ref().is_some_and(|url| url.starts_with("http://"));
    let options = ClientOptions::new()
        .with_connect_timeout(CONNECT)
        // We watch the clock ourselves, over all tries.
        .with_timeout_disabled()
        // Whether http will do is decided where the configuration is checked.
        .with_allow_http(plain)
        // Where no certificate is looked at, none has to be there.
        .with_no_system_certificates(plain && bucket.key.is_some());
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_millis(500),
        base: 2.0,
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_virtual_hosted_style_request(!bucket.path_style)
        // Every bucket deletes one object; some know nothing of many.
        .with_disable_bulk_delete(true)
        .with_client_options(options)
        .with_http_connector(NoRedirects { plain })
        .with_retry(RetryConfig { backoff, max_retries: 2, retry_timeout: PATIENCE });
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    match &bucket.key {
        Some((id, secret)) => {
            builder.with_access_key_id(id).with_secret_access_key(secret.expose())
        }
        None => IDENTITY.iter().fold(builder, |builder, name| {
            match (env::var(name), name.to_lowercase().parse()) {
                (Ok(value), Ok(key)) => builder.with_config(key, value),
                _ => builder,
            }
        }),
    }
}

/// Waits for the bucket, but not for long.
async fn within<T>(work: impl Future<Output = object_store::Result<T>>) -> Result<T, FilesError> {
    match timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|error| failed(&error)),
        Err(_) => Err(FilesError::Slow),
    }
}

fn failed(error: &object_store::Error) -> FilesError {
    let cause = cause(error);
    match error {
        object_store::Error::NotFound { .. } if cause.contains("NoSuchBucket") => {
            FilesError::NoBucket(cause)
        }
        object_store::Error::NotFound { path, .. } => FilesError::Missing(path.clone()),
        object_store::Error::PermissionDenied { .. }
        | object_store::Error::Unauthenticated { .. } => FilesError::Refused(cause),
        _ => FilesError::Failed(cause),
    }
}

/// All that an error knows, in one line: the last reason is the one that helps,
/// and the client keeps it to itself.
fn cause(error: &object_store::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(reason) = next {
        let reason_text = reason.to_string();
        if !text.contains(&reason_text) {
            text = format!("{text}: {reason_text}");
        }
        next = reason.source();
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(CAUSE_MAX).collect()
}
