//! The compiler for the browser: the ordinary one with its WebAssembly target,
//! or, where that cannot be had, one from Debian's packages.

use std::{env, fs, path::PathBuf, process::Command};

use crate::{
    cache::Places,
    install,
    steps::{Result, Steps},
};

/// The browser's target.
pub const WASM: &str = "wasm32-unknown-unknown";

const NO_TARGET: &str = "\
Rust's WebAssembly target is missing: `rustup target add wasm32-unknown-unknown`
failed, and without apt-get there is no other source. Get it on a machine that
reaches rustup's server, or install it with your system's packages.";

/// Who compiles for the browser.
#[derive(Debug)]
pub enum Compiler {
    /// The one that compiles the server.
    Ordinary,
    /// One unpacked into this folder.
    Debian(PathBuf),
}

impl Compiler {
    /// Makes sure that there is one.
    pub fn find(steps: &Steps, places: &Places) -> Result<Self> {
        let debian = env::var("LATCHKEY_WASM_TOOLCHAIN").is_ok_and(|value| value == "debian");
        if !debian {
            if target_installed() {
                return Ok(Self::Ordinary);
            }
            let mut rustup = Command::new("rustup");
            rustup.args(["target", "add", WASM]);
            let added =
                steps.uncounted("rustup target add", |step| match step.run(&mut rustup) {
                    Ok(_) => Ok(true),
                    Err(_) => Ok(false),
                })?;
            if added && target_installed() {
                return Ok(Self::Ordinary);
            }
        }
        Self::unpacked(steps, places)
    }

    fn unpacked(steps: &Steps, places: &Places) -> Result<Self> {
        let folder = places.cache.join("toolchain");
        let complete = folder.join("complete");
        if !complete.is_file() {
            if install::find("apt-get").is_none() {
                return Err(NO_TARGET.into());
            }
            if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
            fs::create_dir_all(&folder)?;
            let mut script = Command::new("sh");
            script.args(["-c", include_str!("debian.sh")]).env("C", &folder).env("CARGO", cargo());
            ordinary_flags(&mut script);
            steps.program("unpack Debian's compiler for WebAssembly", &mut script)?;
            // Cargo does not notice a new standard library.
            let compiled = places.cache.join("target-wasm-debian");
            if compiled.exists() {
                fs::remove_dir_all(compiled)?;
            }
            fs::write(complete, "")?;
        }
        Ok(Self::Debian(folder))
    }

    /// Its own folder: the server's builds would wait for its lock otherwise.
    pub fn folder(&self, places: &Places) -> PathBuf {
        places.cache.join(match self {
            Self::Ordinary => "target-wasm",
            Self::Debian(_) => "target-wasm-debian",
        })
    }

    /// Cargo, told to compile the browser crate.
    pub fn cargo(&self, places: &Places, subcommand: &str) -> Command {
        let mut command = match self {
            Self::Debian(folder) if subcommand == "clippy" => {
                Command::new(folder.join("cargo-clippy"))
            }
            _ => Command::new(cargo()),
        };
        if let Self::Debian(folder) = self {
            command.env("RUSTC", folder.join("rustc"));
        }
        ordinary_flags(&mut command);
        command.current_dir(&places.root).env("CARGO_TARGET_DIR", self.folder(places)).args([
            subcommand,
            "--package",
            "frontend",
            "--lib",
            "--target",
            WASM,
        ]);
        command
    }
}

/// Cargo, as it was called by.
pub fn cargo() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".into())
}

/// Takes away flags that would replace those of `.cargo/config.toml`, on which
/// server and browser have to agree.
pub fn ordinary_flags(command: &mut Command) {
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
}

fn target_installed() -> bool {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", WASM]).output();
    output.is_ok_and(|output| {
        output.status.success()
            && PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
    })
}
