//! Puts script, style and public files together.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{
    compress,
    files::{self, Files},
    order::Order,
    script::{MANIFEST, NAME},
    style::Style,
};

/// A finished site.
pub struct Site {
    /// Where it lies.
    pub folder: PathBuf,
    /// The browser files, uncompressed, by their name below `pkg`.
    pub browser: Files,
    /// Their folder, relative to `folder`.
    pub pkg: String,
    /// Lazy page → the files that it loads (without `.wasm`).
    pub lazy: Value,
}

/// Writes the site, unless the same one is there already.
pub fn assemble(order: &Order, script: Files, style: Style) -> Result<Site> {
    let mut browser = script;
    browser.insert(format!("{NAME}.css"), style.sheet.into_bytes());
    browser.extend(style.beside);
    let pkg = format!("pkg/{}", files::hash_all(&browser));
    let manifest = browser.get(MANIFEST).context("the split wrote no manifest")?;
    let lazy: Value = serde_json::from_slice(manifest)?;

    let mut all = files::read(&order.public)?;
    all.insert("site.json".into(), describe(&pkg, &browser, &lazy)?);
    all.extend(browser.iter().map(|(name, content)| (format!("{pkg}/{name}"), content.clone())));

    let folder =
        if order.release { order.out.join(files::hash_all(&all)) } else { order.out.clone() };
    let site = Site { folder, browser, pkg, lazy };
    if order.release && site.folder.is_dir() {
        return Ok(site);
    }
    if order.release {
        all.extend(compress::siblings(&all));
    }
    publish(&site.folder, &all)?;
    Ok(site)
}

/// The file by which the server finds the rest.
fn describe(pkg: &str, browser: &Files, lazy: &Value) -> Result<Vec<u8>> {
    let fonts: Vec<_> = browser.keys().filter(|name| files::is(name, &["woff2"])).collect();
    let sizes: serde_json::Map<_, _> =
        browser.iter().map(|(name, content)| (name.clone(), json!(content.len()))).collect();
    let text = json!({ "pkg": pkg, "fonts": fonts, "split": lazy, "sizes": sizes });
    Ok(serde_json::to_vec_pretty(&text)?)
}

/// Replaces the folder as a whole, so that nothing of an older site is left.
fn publish(folder: &std::path::Path, all: &Files) -> Result<()> {
    if !folder.is_symlink() && files::read(folder)? == *all {
        return Ok(());
    }
    let fresh = folder.with_extension(format!("new-{}", std::process::id()));
    files::write(&fresh, all)?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::rename(&fresh, folder).with_context(|| folder.display().to_string())
}
