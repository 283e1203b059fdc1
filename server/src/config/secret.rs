//! `[secret]`: the key with which secrets are sealed that have to be read again.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use domain::Secret;
use serde::Deserialize;
use service::SecretKeys;

use super::secrets;

/// The file beside an SQLite database.
const FILE: &str = "latchkey.key";

/// One key, or several with commas between them: the first one seals, all of them open.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecretConfig {
    #[serde(deserialize_with = "secrets::text")]
    pub key: Option<Secret>,
}

impl SecretConfig {
    /// The keys; none before [`settle`](Self::settle), when none is configured.
    pub(super) fn keys(&self) -> SecretKeys {
        self.key.as_ref().and_then(SecretKeys::parse).unwrap_or_default()
    }

    /// Whether it can be used. A database on another machine may be that of several nodes,
    /// which need the same key: there it has to be set.
    pub(super) fn check(&self, has_folder: bool) -> Result<(), String> {
        match &self.key {
            None if has_folder => Ok(()),
            None => Err("with PostgreSQL, secret.key must be set: the same on all nodes, \
                         and kept as long as the database. `openssl rand -base64 32` makes one."
                .into()),
            Some(key) if SecretKeys::parse(key).is_none() => {
                Err("secret.key must have 32 characters or more.".into())
            }
            Some(_) => Ok(()),
        }
    }

    /// Takes the key from its file beside the database, when none is configured. Makes the
    /// file when there is none: readable by its owner alone.
    ///
    /// # Errors
    /// When the file can neither be read nor made, or holds no key.
    pub(crate) fn settle(&mut self, folder: &Path) -> io::Result<()> {
        if self.key.is_some() {
            return Ok(());
        }
        let path = folder.join(FILE);
        if !path.exists() {
            make(&path)?;
        }
        let key = Secret::new(fs::read_to_string(&path)?.trim());
        if SecretKeys::parse(&key).is_none() {
            let text = format!("{} holds no key; put it back from where it was", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        self.key = Some(key);
        Ok(())
    }
}

/// Makes the file, whole or not at all; whoever is faster makes it.
fn make(path: &Path) -> io::Result<()> {
    let making = path.with_extension(std::process::id().to_string());
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&making)?;
    file.write_all(SecretKeys::draw().expose().as_bytes())?;
    file.sync_all()?;
    let made = fs::hard_link(&making, path);
    fs::remove_file(&making)?;
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::{env, os::unix::fs::PermissionsExt as _, path::PathBuf, process};

    use super::*;

    /// A folder of the test's own, empty.
    fn folder(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("latchkey-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        folder
    }

    #[test]
    fn a_key_is_made_once_and_closed_to_others() {
        let folder = folder("key");
        let settle = || {
            let mut config = SecretConfig::default();
            config.settle(&folder).map(|()| config.key.unwrap())
        };
        let key = settle().unwrap();
        assert_eq!(key.expose().len(), 43, "256 bits");
        assert_eq!(settle().unwrap(), key);
        let file = folder.join(FILE);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left over");
        fs::write(&file, "cut off").unwrap();
        let error = settle().unwrap_err().to_string();
        assert!(error.contains("latchkey.key holds no key"), "{error}");
        assert_eq!(fs::read(&file).unwrap(), b"cut off", "and nothing is overwritten");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn one_that_is_configured_makes_no_file() {
        let folder = folder("no-key");
        let key = Secret::new("a key that the operator has chosen, long");
        let mut config = SecretConfig { key: Some(key.clone()) };
        config.settle(&folder).unwrap();
        assert_eq!((config.key, fs::read_dir(&folder).unwrap().count()), (Some(key), 0));
        fs::remove_dir(folder).unwrap();
    }
}
