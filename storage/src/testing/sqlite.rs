//! A folder with a new SQLite database.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use super::TestDb;

/// A folder that goes away with the value.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("latchkey-test-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path); // of an earlier process with our number
        std::fs::create_dir(&path).expect("a temporary folder");
        Self(path)
    }

    pub(super) async fn database(&self) -> TestDb {
        let file = self.0.join("test.db");
        let db = TestDb::open(format!("sqlite://{}", file.display())).await;
        db.migrate().await.expect("the database of the test migrates");
        db
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
