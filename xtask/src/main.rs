//! `cargo xtask`: builds, runs and tests the project, on a machine that has
//! Rust and a package registry and may have little else. Uses the standard
//! library alone, so that it compiles in seconds.

mod build;
mod cache;
mod install;
mod playwright;
mod postgres;
mod s3;
mod steps;
mod target;
mod test;

use std::{
    env,
    os::unix::process::CommandExt,
    process::{Command, ExitCode},
};

use build::Workshop;
use steps::{Result, Steps};

const HELP: &str = "\
cargo xtask <command>

  run [-- arguments]   build for development and start `latchkey serve`
                       (try `cargo xtask run -- --demo`)
  test                 everything: format, lints, unit and database tests,
                       the release build with its size budget, browser tests
  test lint|unit|browser [-- arguments]
                       one part of it; arguments go to cargo test or Playwright
  build                one release binary that holds everything; sizes
  screenshots          pictures of every page, from the release binary
  setup                install what the other commands would install
  help                 this text

Environment
  LATCHKEY_CACHE           where compiled and downloaded things are kept
                           (default: $XDG_CACHE_HOME/latchkey or ~/.cache/latchkey)
  CARGO_TARGET_DIR         where the server is compiled
  LATCHKEY_TEST_POSTGRES   a PostgreSQL to test with, instead of a private one
  LATCHKEY_TEST_S3         an S3 server to test with, instead of a private one
  LATCHKEY_WASM_TOOLCHAIN  `debian`: compile for the browser with Debian's packages
  CHROMIUM                 the browser to test with
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (ours, theirs) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (&arguments[..], &[][..]),
    };
    let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
    let result = match ours.as_slice() {
        ["run", flags @ ..] => run(flags, theirs),
        ["test"] => return test::all(theirs),
        ["test", "lint"] => return test::lint(),
        ["test", "unit"] => return test::unit(theirs),
        ["test", "browser"] => return test::browser(theirs),
        ["build"] => release(),
        ["screenshots"] => screenshots(theirs),
        ["setup"] => setup(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => {
            Err(format!("there is no command `{}`; see `cargo xtask help`", ours.join(" ")).into())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Builds for development and becomes the server.
fn run(flags: &[&str], arguments: &[String]) -> Result {
    let steps = Steps::new();
    let server = Workshop::open(&steps)?.development(&steps)?;
    let mut command = Command::new(server);
    command.arg("serve").args(flags).args(arguments);
    cache::without_our_variables(&mut command);
    Err(format!("the server does not start: {}", command.exec()).into())
}

fn release() -> Result {
    let steps = Steps::new();
    let release = Workshop::open(&steps)?.release(&steps)?;
    println!("\n{}", release.sizes);
    let bytes = std::fs::metadata(&release.server)?.len();
    println!("{} ({:.1} MB, runs from any folder)", release.server.display(), build::mega(bytes));
    release.verdict
}

fn screenshots(arguments: &[String]) -> Result {
    let steps = Steps::new();
    let workshop = Workshop::open(&steps)?;
    install::end2end(&steps, &workshop.places)?;
    let release = workshop.release(&steps)?;
    playwright::screenshots(&steps, &workshop.places.root, &release.server, arguments)
}

fn setup() -> Result {
    let steps = Steps::new();
    let workshop = Workshop::open(&steps)?;
    install::shrinkers(&steps, &workshop.places)?;
    install::chromium(&steps)?;
    install::postgres(&steps)?;
    install::moto(&steps, &workshop.places)?;
    install::end2end(&steps, &workshop.places)?;
    workshop.bundler(&steps)?;
    println!("everything is there");
    Ok(())
}
