//! Tells the compiler where the site is that the binary shall carry: the folder
//! that `LATCHKEY_SITE` names, else the one that development uses.

use std::{env, error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=LATCHKEY_SITE");
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("LATCHKEY_SITE").is_none() {
        let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
        println!("cargo::rustc-env=LATCHKEY_SITE={}", here.join("../target/site").display());
    }
    Ok(())
}
