//! What a visitor has to download, and how much that may be.

use std::{fmt::Write, fs};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::{files, script::NAME, site::Site};

/// Brotli bytes that the first page may cost in all.
const FIRST_LOAD: usize = 195_000;
/// What of that is kept for the page's HTML, which a browser test measures.
const HTML: usize = 5_000;
/// Brotli bytes that one more lazy page may cost: what no other part loads as well.
const LAZY_PAGE: usize = 15_000;
/// Tools that are loaded when somebody opens them, and what they may cost.
const TOOLS: [(&str, usize); 1] = [("photo_editor", 26_000)];

/// The first load, as the table calls it.
const FIRST: &str = "first load without HTML";

/// Sizes for people, and whether they are small enough.
pub struct Report {
    /// A line per browser file and per lazy page.
    pub table: String,
    /// An error that names what is too large.
    pub verdict: Result<()>,
}

/// Weighs a release.
pub fn measure(site: &Site) -> Result<Report> {
    let mut table =
        format!("{:<52} {:>10} {:>10} {:>10}\n", "browser file", "raw", "gzip", "brotli");
    let mut first = 0;
    for (name, content) in &site.browser {
        let raw = content.len();
        let (gzip, brotli) = (packed(site, name, "gz", raw), packed(site, name, "br", raw));
        let _ = writeln!(table, "{name:<52} {raw:>10} {gzip:>10} {brotli:>10}");
        if is_first(name) {
            first += brotli;
        }
    }
    let mut excess = Vec::new();
    table.push('\n');
    let mut weigh = |name: &str, bytes: usize, budget: usize| {
        let _ = writeln!(table, "{name}: {bytes} of {budget} bytes (brotli)");
        if bytes > budget {
            excess.push(format!("{name}: {} bytes too many", bytes - budget));
        }
    };
    weigh(FIRST, first, FIRST_LOAD - HTML);
    for (page, bytes) in lazy_pages(site)? {
        let tool = TOOLS.iter().find(|(name, _)| page.starts_with(name));
        weigh(&page, bytes, tool.map_or(LAZY_PAGE, |(_, budget)| *budget));
    }
    let verdict = if excess.is_empty() { Ok(()) } else { Err(anyhow::anyhow!(excess.join("\n"))) };
    Ok(Report { table, verdict })
}

/// The program, every script and the style; lazy pages and fonts come later.
fn is_first(name: &str) -> bool {
    name == format!("{NAME}_bg.wasm") || files::is(name, &["js", "css"])
}

/// The bytes of a file's compressed sibling, or of itself when it has none.
fn packed(site: &Site, name: &str, end: &str, raw: usize) -> usize {
    let path = site.folder.join(&site.pkg).join(format!("{name}.{end}"));
    fs::metadata(path).ok().and_then(|found| usize::try_from(found.len()).ok()).unwrap_or(raw)
}

fn lazy_pages(site: &Site) -> Result<Vec<(String, usize)>> {
    let Some(pages) = site.lazy.as_object() else { bail!("the split's manifest is no object") };
    let parts_of = |page: &Value| -> Vec<String> {
        let parts = page.as_array().into_iter().flatten();
        parts.filter_map(|part| part.as_str().map(str::to_owned)).collect()
    };
    let all: Vec<_> = pages.values().flat_map(parts_of).collect();
    let is_own = |part: &String| all.iter().filter(|other| *other == part).count() == 1;
    let mut sizes = Vec::new();
    for (page, parts) in pages {
        let own = parts_of(parts).into_iter().filter(is_own);
        let bytes = own.map(|part| {
            let name = format!("{part}.wasm");
            let raw = site.browser.get(&name).map_or(0, Vec::len);
            packed(site, &name, "br", raw)
        });
        sizes.push((page.clone(), bytes.sum()));
    }
    sizes.sort();
    Ok(sizes)
}
