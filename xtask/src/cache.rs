//! Where things are kept: all outside the clone, so that a new clone is quick.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use crate::steps::Result;

/// Variables that are for us, and that the server would take for settings.
const OURS: [&str; 6] = [
    "LATCHKEY_BIN",
    "LATCHKEY_CACHE",
    "LATCHKEY_SITE",
    "LATCHKEY_TEST_POSTGRES",
    "LATCHKEY_TEST_S3",
    "LATCHKEY_WASM_TOOLCHAIN",
];

/// Takes our own variables away from a program that is about to start.
pub fn without_our_variables(command: &mut Command) {
    for name in OURS {
        command.env_remove(name);
    }
}

/// The folders that are worked in.
#[derive(Debug)]
pub struct Places {
    /// The clone.
    pub root: PathBuf,
    /// Everything that can be made or fetched again.
    pub cache: PathBuf,
    /// Cargo's, for the server and the tools.
    pub target: PathBuf,
}

impl Places {
    /// Finds them, and makes the cache fit for this clone.
    pub fn find() -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?;
        let root = root.to_path_buf();
        let cache = cache_folder().ok_or("neither LATCHKEY_CACHE nor HOME is set")?;
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| cache.join("target"), PathBuf::from);
        let places = Self { root, cache, target: std::path::absolute(target)? };
        fs::create_dir_all(&places.cache)?;
        places.adopt(&places.target)?;
        Ok(places)
    }

    /// The site of a debug build: read from disk, at the address that plain
    /// `cargo` and `cargo leptos` use, too (see `.cargo/config.toml`).
    pub fn debug_site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// Makes Cargo forget this workspace's crates when another clone compiled
    /// last: it takes equal relative paths for equal files and would only look
    /// at their times. What comes from registries stays.
    pub fn adopt(&self, target: &Path) -> Result {
        fs::create_dir_all(target)?;
        let owner = target.join("latchkey-clone");
        let clone = self.root.to_string_lossy();
        match fs::read_to_string(&owner) {
            Ok(last) if last == clone => return Ok(()),
            Ok(_) => forget(target, &self.members()?)?,
            Err(_) => {}
        }
        Ok(fs::write(owner, clone.as_bytes())?)
    }

    fn members(&self) -> Result<Vec<String>> {
        let mut members = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            if entry.path().join("Cargo.toml").is_file() {
                members.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(members)
    }
}

fn cache_folder() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = folder("LATCHKEY_CACHE")
        .or_else(|| folder("XDG_CACHE_HOME").map(|cache| cache.join("latchkey")))
        .or_else(|| folder("HOME").map(|home| home.join(".cache/latchkey")))?;
    std::path::absolute(cache).ok()
}

/// Removes the fingerprints of these crates: at most `<triple>/<profile>/.fingerprint`.
fn forget(target: &Path, crates: &[String]) -> Result {
    for first in folders(target) {
        for second in folders(&first).into_iter().chain([first]) {
            for fingerprint in folders(&second.join(".fingerprint")) {
                let name = fingerprint.file_name().unwrap_or_default().to_string_lossy();
                let package = name.rsplit_once('-').map_or("", |(package, _)| package);
                if crates.iter().any(|one| one == package) {
                    fs::remove_dir_all(&fingerprint)?;
                }
            }
        }
    }
    Ok(())
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Removes all folders but the youngest few.
pub fn keep_youngest(parent: &Path, count: usize) {
    let age = |path: &PathBuf| {
        fs::metadata(path).and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
    };
    let mut all = folders(parent);
    all.sort_by_key(|path| std::cmp::Reverse(age(path)));
    for old in all.iter().skip(count) {
        // Somebody else may be removing it, too.
        let _ = fs::remove_dir_all(old);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_workspaces_crates_are_forgotten() {
        let target = env::temp_dir().join(format!("xtask-forget-{}", std::process::id()));
        let ours = ["debug/.fingerprint/app-12ab", "wasm32/release/.fingerprint/app-34cd"];
        let others = [
            "debug/.fingerprint/serde-56ef",
            "debug/.fingerprint/app-kit-78ab",
            "debug/deps/app-12ab",
        ];
        for folder in ours.iter().chain(&others) {
            fs::create_dir_all(target.join(folder)).unwrap();
        }
        forget(&target, &["app".into(), "server".into()]).unwrap();
        assert!(ours.iter().all(|folder| !target.join(folder).exists()));
        assert!(others.iter().all(|folder| target.join(folder).exists()));
        fs::remove_dir_all(target).unwrap();
    }
}
