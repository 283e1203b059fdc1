//! `[database]`: where everything is kept.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// See the fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// The folder of the SQLite file; made when it is not there.
    pub folder: PathBuf,
    /// A PostgreSQL database (`postgres://user:password@host/name`) in its place.
    pub url: Option<String>,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { folder: PathBuf::from("latchkey-data"), url: None }
    }
}

impl DatabaseConfig {
    /// The folder of the demo.
    pub(super) fn demo() -> Self {
        Self { folder: PathBuf::from("latchkey-demo"), url: None }
    }

    /// The folder that must exist before the database is opened.
    pub fn needs_folder(&self) -> Option<&Path> {
        self.url.is_none().then_some(&self.folder)
    }

    /// The URL to open.
    pub fn url(&self) -> String {
        let file = || format!("sqlite://{}", self.file().display());
        self.url.clone().unwrap_or_else(file)
    }

    /// False while the SQLite file has not been made.
    pub fn is_there(&self) -> bool {
        self.url.is_some() || self.file().exists()
    }

    fn file(&self) -> PathBuf {
        self.folder.join("latchkey.db")
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let known =
            |url: &String| url.starts_with("postgres://") || url.starts_with("postgresql://");
        if self.url.as_ref().is_none_or(known) {
            Ok(())
        } else {
            Err("database.url must start with postgres://. For SQLite set database.folder.".into())
        }
    }
}
