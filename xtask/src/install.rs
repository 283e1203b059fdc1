//! Programs that are not Rust: found, or installed where that is allowed.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    cache::Places,
    steps::{Result, Steps},
};

/// What makes the browser files smaller. Debian's binaryen is too old: it succeeds,
/// and the page is dead.
const SHRINKERS: [&str; 2] = ["binaryen@132.0.0", "esbuild@0.28.2"];

/// What speaks S3 with the tests.
const MOTO: &str = "moto-5.2.5";

/// A program in the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// npm, which builds for others need; without downloads of browsers.
pub fn npm() -> Result<Command> {
    let npm = find("npm")
        .ok_or("Node.js with npm is needed for this; on Debian: apt-get install nodejs npm")?;
    let mut command = Command::new(npm);
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Ok(command)
}

/// The folder of `wasm-opt` and `esbuild`, from npm.
pub fn shrinkers(steps: &Steps, places: &Places) -> Result<PathBuf> {
    let folder = places.cache.join("node").join(SHRINKERS.join("+"));
    let programs = folder.join("node_modules/.bin");
    let complete = folder.join("complete");
    if !complete.is_file() {
        fs::create_dir_all(&folder)?;
        let mut command = npm()?;
        command
            .args(["install", "--fetch-retries=0", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .args(SHRINKERS);
        steps.program("install binaryen and esbuild (npm)", &mut command)?;
        fs::write(complete, "")?;
    }
    Ok(programs)
}

/// The browser tests' own packages, exactly as locked.
pub fn end2end(steps: &Steps, places: &Places) -> Result {
    let folder = places.root.join("end2end");
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed-from");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    let mut command = npm()?;
    command.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]);
    steps.program("install the browser tests' packages (npm)", &mut command)?;
    Ok(fs::write(installed, lock)?)
}

/// A Chromium to test with.
pub fn chromium(steps: &Steps) -> Result<PathBuf> {
    let installed = || {
        let chosen = env::var_os("CHROMIUM").map(PathBuf::from);
        let names = ["chromium", "chromium-browser", "google-chrome"];
        chosen.or_else(|| names.into_iter().find_map(find))
    };
    if let Some(found) = installed() {
        return Ok(found);
    }
    apt(steps, "chromium")?;
    installed().ok_or_else(|| "no chromium after installing it".into())
}

/// The folder of PostgreSQL's server programs.
pub fn postgres(steps: &Steps) -> Result<PathBuf> {
    if let Some(found) = postgres_folder() {
        return Ok(found);
    }
    apt(steps, "postgresql")?;
    postgres_folder().ok_or_else(|| "no initdb after installing postgresql".into())
}

fn postgres_folder() -> Option<PathBuf> {
    if let Some(initdb) = find("initdb") {
        return initdb.parent().map(Path::to_path_buf);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .find(|bin| bin.join("initdb").is_file())
}

/// The server that speaks S3, from PyPI.
pub fn moto(steps: &Steps, places: &Places) -> Result<PathBuf> {
    let folder = places.cache.join("python").join(MOTO);
    let complete = folder.join("complete");
    // Gone when the system has another Python now.
    let interpreter = folder.join("bin/python");
    if !(complete.is_file() && interpreter.exists()) {
        let python = python(steps)?;
        fs::create_dir_all(&folder)?;
        let mut venv = Command::new(python);
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        steps.program("make a folder for Python (venv)", &mut venv)?;
        let mut pip = Command::new(&interpreter);
        pip.args(["-m", "pip", "install", "--no-input", "--no-compile", "--no-deps"])
            .args(["--disable-pip-version-check", "--requirement"])
            .arg(places.root.join("xtask/src/moto.txt"));
        steps.program("install moto, a server that speaks S3 (pip)", &mut pip)?;
        fs::write(complete, "")?;
    }
    Ok(folder.join("bin/moto_server"))
}

/// A Python that can make folders for others.
fn python(steps: &Steps) -> Result<PathBuf> {
    let complete = |python: &PathBuf| {
        let mut command = Command::new(python);
        command.args(["-c", "import venv, ensurepip"]).stderr(Stdio::null());
        command.status().is_ok_and(|it| it.success())
    };
    if let Some(found) = find("python3").filter(complete) {
        return Ok(found);
    }
    apt(steps, "python3-venv")?;
    find("python3").filter(complete).ok_or_else(|| "no venv after installing python3-venv".into())
}

/// Installs a package of Debian's as root or with a silent `sudo`.
fn apt(steps: &Steps, package: &str) -> Result {
    let missing = format!("{package} is missing; on Debian: apt-get install {package}");
    if find("apt-get").is_none() {
        return Err(missing.into());
    }
    let prefix: &[&str] = if is_root() {
        &[]
    } else if Command::new("sudo")
        .args(["-n", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success())
    {
        &["sudo", "-n"]
    } else {
        return Err(missing.into());
    };
    let words = |tail: &[&str]| -> Vec<String> {
        prefix
            .iter()
            .chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"])
            .chain(tail)
            .map(|&word| word.into())
            .collect()
    };
    steps.work(&format!("install {package} (apt)"), |step| {
        for tail in [&["update"][..], &["install", "--yes", "--no-install-recommends", package]] {
            let words = words(tail);
            step.run(Command::new(&words[0]).args(&words[1..]))?;
        }
        Ok(())
    })
}

/// Whether we are the system's administrator.
pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
