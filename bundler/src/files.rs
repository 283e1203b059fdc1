//! A folder in memory, and its hash.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Contents by path, the path relative to the folder and with `/` everywhere.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads a folder with all below it; a folder that does not exist is empty.
pub fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(below) = waiting.pop() {
        let here = folder.join(&below);
        if !here.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&here).with_context(|| here.display().to_string())? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.path().is_dir() {
                waiting.push(path);
            } else {
                let name = path.to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}

/// Whether a file is of one of these kinds.
pub fn is(name: &str, kinds: &[&str]) -> bool {
    let kind = Path::new(name).extension().unwrap_or_default();
    kinds.iter().any(|one| kind == *one)
}

/// Writes all files below a folder.
pub fn write(folder: &Path, files: &Files) -> Result<()> {
    for (name, content) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// Sixteen hexadecimal digits that name these contents.
pub fn hash<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut digest = Sha256::new();
    for (name, content) in parts {
        for part in [name.as_bytes(), content] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
    }
    let mut text = String::new();
    for byte in &digest.finalize()[..8] {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The hash of all of them.
pub fn hash_all(files: &Files) -> String {
    hash(files.iter().map(|(name, content)| (name.as_str(), content.as_slice())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Files {
        pairs.iter().map(|(name, text)| ((*name).into(), text.as_bytes().into())).collect()
    }

    #[test]
    fn the_hash_tells_names_from_contents() {
        let one = hash_all(&files(&[("ab", "c")]));
        assert_eq!(one.len(), 16);
        assert_ne!(one, hash_all(&files(&[("a", "bc")])));
        assert_ne!(one, hash_all(&files(&[("ab", "d")])));
        assert_eq!(one, hash_all(&files(&[("ab", "c")])));
    }
}
