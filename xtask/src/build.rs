//! The browser program, the site made of it, and the server around both.

use std::{fs, path::PathBuf, process::Command, thread};

use crate::{
    cache::{self, Places},
    install,
    steps::{Failure, Result, Steps},
    target::{Compiler, WASM, cargo, ordinary_flags},
};

/// What a site is for. The browser program is compiled the same way for both:
/// optimising it as a whole is also the quickest way to compile it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Made quickly, and without Node.js; with names for stack traces.
    Development,
    /// Downloads quickly.
    Release,
}

/// The Cargo profile of the browser program.
const PROFILE: &str = "wasm-release";

/// A finished release.
pub struct Release {
    /// The binary.
    pub server: PathBuf,
    /// What the browser files weigh.
    pub sizes: String,
    /// Whether that is within the budget.
    pub verdict: Result,
}

/// The folders and the compilers, ready to work.
pub struct Workshop {
    /// Where.
    pub places: Places,
    /// With what, for the browser.
    pub compiler: Compiler,
}

impl Workshop {
    /// Finds everything needed to compile, and installs the target.
    pub fn open(steps: &Steps) -> Result<Self> {
        let places = Places::find()?;
        let compiler = Compiler::find(steps, &places)?;
        places.adopt(&compiler.folder(&places))?;
        Ok(Self { places, compiler })
    }

    /// Cargo, for the server and the tools.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        ordinary_flags(&mut command);
        command.current_dir(&self.places.root).env("CARGO_TARGET_DIR", &self.places.target);
        command
    }

    /// The tool that makes the site.
    pub fn bundler(&self, steps: &Steps) -> Result {
        let mut command = self.cargo();
        command.args(["build", "--package", "bundler"]);
        steps.program("compile the bundler", &mut command).map(drop)
    }

    /// The browser program, with relocations.
    pub fn wasm(&self, steps: &Steps) -> Result {
        let mut command = self.compiler.cargo(&self.places, "build");
        command.args(["--profile", PROFILE]);
        steps.program("compile for the browser", &mut command).map(drop)
    }

    /// Server and site for development; the server reads the site from disk.
    pub fn development(&self, steps: &Steps) -> Result<PathBuf> {
        // The folder has to be there when the server is compiled.
        fs::create_dir_all(self.places.debug_site())?;
        thread::scope(|scope| {
            let wasm = scope.spawn(|| self.wasm(steps));
            let native = self.bundler(steps).and_then(|()| self.debug_server(steps));
            join(wasm)?;
            native
        })?;
        self.site(steps, Kind::Development)?;
        println!("        the script is larger than in a release: `cargo xtask build` shrinks it");
        Ok(self.places.target.join("debug/latchkey"))
    }

    fn debug_server(&self, steps: &Steps) -> Result {
        let mut command = self.cargo();
        command.args(["build", "--bin", "latchkey"]);
        steps.program("compile the server", &mut command).map(drop)
    }

    /// One binary with everything inside.
    pub fn release(&self, steps: &Steps) -> Result<Release> {
        thread::scope(|scope| {
            let wasm = scope.spawn(|| self.wasm(steps));
            let bundler = self.bundler(steps);
            join(wasm)?;
            bundler
        })?;
        let site = self.site(steps, Kind::Release)?;
        let server = self.release_server(steps, &site)?;
        Ok(Release { server, sizes: site.sizes, verdict: site.verdict })
    }

    /// The release binary around a site. The site's folder is named by its
    /// contents: the server is compiled anew when they change, and only then.
    pub fn release_server(&self, steps: &Steps, site: &Site) -> Result<PathBuf> {
        let mut command = self.cargo();
        command
            .args(["build", "--release", "--bin", "latchkey"])
            .env("LATCHKEY_SITE", &site.folder);
        steps.program("compile the release binary", &mut command)?;
        Ok(self.places.target.join("release/latchkey"))
    }

    /// The folder that the server carries.
    pub fn site(&self, steps: &Steps, kind: Kind) -> Result<Site> {
        let places = &self.places;
        let finished = places.cache.join("browser");
        let store = places.cache.join("site");
        // Before, not after: what is about to be used may be an old one.
        cache::keep_youngest(&finished, 8);
        cache::keep_youngest(&store, 4);
        let wasm = self.compiler.folder(places).join(WASM).join(PROFILE).join("frontend.wasm");
        let mut command = Command::new(places.target.join("debug/bundler"));
        command
            .current_dir(&places.root)
            .args(["--style", "style/main.css", "--public", "public"])
            .arg("--wasm")
            .arg(wasm)
            .arg("--cache")
            .arg(&finished);
        match kind {
            Kind::Development => {
                command.arg("--out").arg(places.debug_site());
            }
            Kind::Release => {
                let tools = install::shrinkers(steps, places)?;
                command.arg("--release").arg("--out").arg(&store).arg("--tools").arg(tools);
            }
        }
        let (text, success) = steps.work("make the site", |step| {
            let (text, success) = step.observe(&mut command)?;
            // A site over its budget is a site.
            if success || text.contains("site: ") { Ok((text, success)) } else { Err(text.into()) }
        })?;
        Site::read(&text, success)
    }
}

/// What the bundler made.
pub struct Site {
    /// Where it lies.
    pub folder: PathBuf,
    /// The table of weights.
    pub sizes: String,
    /// Whether they are within the budget.
    pub verdict: Result,
}

impl Site {
    fn read(text: &str, success: bool) -> Result<Self> {
        let (sizes, rest) = text.split_once("site: ").ok_or("the bundler named no site")?;
        let (folder, complaint) = rest.split_once('\n').unwrap_or((rest, ""));
        let verdict = if success { Ok(()) } else { Err(complaint.trim().to_owned().into()) };
        Ok(Self { folder: PathBuf::from(folder), sizes: sizes.trim_end().to_owned(), verdict })
    }
}

/// Waits for work on another thread.
pub fn join<T>(handle: thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    handle.join().unwrap_or_else(|_| Err(Failure::from("a thread panicked")))
}

/// Bytes as megabytes.
pub fn mega(bytes: u64) -> f64 {
    u32::try_from(bytes / 1000).map_or(f64::INFINITY, f64::from) / 1000.0
}
