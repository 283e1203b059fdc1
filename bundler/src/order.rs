//! What is asked for on the command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// One run of the bundler.
#[derive(Debug, Default)]
pub struct Order {
    /// The browser crate as the compiler left it, with relocations.
    pub wasm: PathBuf,
    /// The style sheet that imports all others.
    pub style: PathBuf,
    /// Files that are served under their own names.
    pub public: PathBuf,
    /// Where finished scripts are kept, by the hash of what they were made from.
    pub cache: PathBuf,
    /// The folder to fill; for a release, the folder to put it into by hash.
    pub out: PathBuf,
    /// The folder of `wasm-opt` and `esbuild`, which a release needs.
    pub tools: PathBuf,
    /// Shrink, compress, and hold the result against the budget.
    pub release: bool,
}

impl Order {
    /// Reads `--name value` pairs and `--release`.
    pub fn from_args(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut order = Self::default();
        while let Some(name) = args.next() {
            if name == "--release" {
                order.release = true;
                continue;
            }
            let value = args.next().with_context(|| format!("{name} needs a value"))?;
            let path = PathBuf::from(value);
            match name.as_str() {
                "--wasm" => order.wasm = path,
                "--style" => order.style = path,
                "--public" => order.public = path,
                "--cache" => order.cache = path,
                "--out" => order.out = path,
                "--tools" => order.tools = path,
                _ => bail!("unknown argument {name}"),
            }
        }
        for (name, path) in [
            ("--wasm", &order.wasm),
            ("--style", &order.style),
            ("--public", &order.public),
            ("--cache", &order.cache),
            ("--out", &order.out),
        ] {
            if path.as_os_str().is_empty() {
                bail!("{name} is missing");
            }
        }
        Ok(order)
    }
}
