//! One style sheet of many, without white space, and the fonts that it names.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    dependencies::{Dependency, DependencyOptions, UrlDependency},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use crate::{files::Files, shorten::shorten};

/// The sheet and the files that it names.
pub struct Style {
    /// The text of all sheets in one.
    pub sheet: String,
    /// What lies beside it, by relative path.
    pub beside: Files,
}

/// Follows the `@import`s of a sheet. No browser targets are set, so nothing is
/// rewritten for old browsers: nesting, layers, `light-dark()` stay as written.
pub fn bundle(main: &Path) -> Result<Style> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet =
        bundler.bundle(main).map_err(|error| anyhow!("reading the style sheets: {error}"))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("minifying the style sheets: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            analyze_dependencies: Some(DependencyOptions::default()),
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("printing the style sheets: {error}"))?;

    let folder = main.parent().unwrap_or(Path::new(""));
    let mut style = Style { sheet: printed.code, beside: Files::new() };
    for dependency in printed.dependencies.into_iter().flatten() {
        if let Dependency::Url(url) = dependency {
            style.settle(&url, folder)?;
        }
    }
    style.sheet = shorten(&style.sheet);
    Ok(style)
}

impl Style {
    /// Writes an address in the place kept for it. A relative one was relative to
    /// the sheet that named it; now it is to the one sheet, and its file comes along.
    fn settle(&mut self, url: &UrlDependency, folder: &Path) -> Result<()> {
        let elsewhere = url.url.starts_with(['/', '#']) || url.url.contains(':');
        let address = if elsewhere {
            url.url.clone()
        } else {
            let sheet = Path::new(&url.loc.file_path);
            let file = straight(&sheet.with_file_name(&url.url));
            let content = fs::read(&file)
                .with_context(|| format!("{} names {}", sheet.display(), file.display()))?;
            let name = file
                .strip_prefix(straight(folder))
                .with_context(|| format!("{} is not below {}", file.display(), folder.display()))?;
            let name = name.to_string_lossy().into_owned();
            self.beside.insert(name.clone(), content);
            name
        };
        let escaped = address.replace('\\', "\\\\").replace('"', "\\\"");
        self.sheet = self.sheet.replace(&url.placeholder, &escaped);
        Ok(())
    }
}

/// The same path without `.` and `..`.
fn straight(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            part => result.push(part),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::bundle;

    /// What a browser of today knows, and an older minifier would lose or rewrite.
    const MODERN: &str = r#"
        @layer reset, base;
        @property --angle { syntax: "<angle>"; inherits: false; initial-value: 0deg; }
        @view-transition { navigation: auto; }
        .card { color: light-dark(#111111, #eeeeee); &:has(> img) { margin: 1px; } }
        @media (width >= 40rem) { .card { inset-inline: 1px; } }
        @container side (inline-size > 20rem) { .card { gap: 2px; } }
        .tip { position-anchor: --tip; position-area: block-end span-all; position-try-fallbacks: flip-block; }
        .box { corner-shape: squircle; interpolate-size: allow-keywords; field-sizing: content; }
        @starting-style { .tip { opacity: 0; } }
        @supports (color: oklch(50% 0.1 200)) { .card { color: oklch(50% 0.1 200); } }
        @scope (.card) to (.slot) { p { color: red; } }
    "#;

    #[test]
    fn modern_rules_stay_as_they_are() {
        let folder = tempfile("modern");
        fs::write(folder.join("main.css"), MODERN).unwrap();
        let sheet = bundle(&folder.join("main.css")).unwrap().sheet;
        for kept in [
            "@layer reset,base",
            "@property --angle",
            "@view-transition",
            "light-dark(#111,#eee)",
            "&:has(",
            "(width>=40rem)",
            "inset-inline:1px",
            "(inline-size>20rem)",
            "position-anchor:--tip",
            "position-area:block-end span-all",
            "position-try-fallbacks:flip-block",
            "corner-shape:squircle",
            "interpolate-size:allow-keywords",
            "field-sizing:content",
            "@starting-style",
            "oklch(50% .1 200)",
            "@scope",
        ] {
            assert!(sheet.contains(kept), "{kept} is not in {sheet}");
        }
    }

    #[test]
    fn addresses_follow_their_sheet_and_bring_their_files() {
        let folder = tempfile("fonts");
        fs::create_dir_all(folder.join("fonts")).unwrap();
        fs::write(folder.join("main.css"), "@import 'fonts/a.css';").unwrap();
        fs::write(
            folder.join("fonts/a.css"),
            "@font-face { font-family: A; src: url('./a.woff2'); } a { background: url('/x.svg') }",
        )
        .unwrap();
        fs::write(folder.join("fonts/a.woff2"), "font").unwrap();
        let style = bundle(&folder.join("main.css")).unwrap();
        assert!(style.sheet.contains("fonts/a.woff2"), "{}", style.sheet);
        assert!(style.sheet.contains("/x.svg"), "{}", style.sheet);
        assert_eq!(style.beside.keys().collect::<Vec<_>>(), ["fonts/a.woff2"]);

        fs::remove_file(folder.join("fonts/a.woff2")).unwrap();
        assert!(bundle(&folder.join("main.css")).is_err());
    }

    fn tempfile(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("bundler-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
