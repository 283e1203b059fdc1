//! `cargo xtask test`: everything that has to hold before a change is taken.

use std::{
    process::{Command, ExitCode},
    thread,
};

use crate::{
    build::{Kind, Site, Workshop, join},
    install, playwright,
    postgres::{self, Postgres},
    s3::{self, S3},
    steps::{Result, Steps},
};

/// Every test there is. Server and browser are compiled side by side.
pub fn all(arguments: &[String]) -> ExitCode {
    summary(|steps| {
        let workshop = Workshop::open(steps)?;
        let servers = Servers::start(steps, &workshop)?;
        install::end2end(steps, &workshop.places)?;
        install::chromium(steps)?;
        let bundler = workshop.bundler(steps);
        let site = thread::scope(|scope| {
            let browser = scope.spawn(|| {
                // One failure does not hide the next.
                let _ = lint_browser(steps, &workshop);
                bundler?;
                site(steps, &workshop)
            });
            let _ = lint_server(steps, &workshop);
            let _ = tests(steps, &workshop, &servers, &[]);
            let _ = tests_of_tools(steps, &workshop);
            join(browser)
        })?;
        browser_tests(steps, &workshop, &site, &servers.postgres, arguments)
    })
}

/// Format and lints.
pub fn lint() -> ExitCode {
    summary(|steps| {
        let workshop = Workshop::open(steps)?;
        let server = lint_server(steps, &workshop);
        lint_browser(steps, &workshop).and(server)
    })
}

/// Tests without a browser, on both databases and a bucket.
pub fn unit(arguments: &[String]) -> ExitCode {
    summary(|steps| {
        let workshop = Workshop::open(steps)?;
        let servers = Servers::start(steps, &workshop)?;
        tests(steps, &workshop, &servers, arguments)
    })
}

/// Tests in a browser, against the release binary.
pub fn browser(arguments: &[String]) -> ExitCode {
    summary(|steps| {
        let workshop = Workshop::open(steps)?;
        let postgres = Postgres::start(steps)?;
        install::end2end(steps, &workshop.places)?;
        workshop.bundler(steps)?;
        let site = site(steps, &workshop)?;
        browser_tests(steps, &workshop, &site, &postgres, arguments)
    })
}

/// What tests of the server talk to.
struct Servers {
    postgres: Postgres,
    s3: S3,
}

impl Servers {
    fn start(steps: &Steps, workshop: &Workshop) -> Result<Self> {
        let postgres = Postgres::start(steps)?;
        Ok(Self { postgres, s3: S3::start(steps, &workshop.places)? })
    }
}

/// Does the work; the last line says how it went.
fn summary(work: impl FnOnce(&Steps) -> Result) -> ExitCode {
    let steps = Steps::new();
    let result = work(&steps);
    let (passed, mut failed) = steps.counts();
    if let Err(error) = result
        && failed == 0
    {
        println!("{error}");
        failed = 1;
    }
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn lint_server(steps: &Steps, workshop: &Workshop) -> Result {
    std::fs::create_dir_all(workshop.places.debug_site())?;
    let run = |name: &str, arguments: &[&str]| {
        steps.program(name, workshop.cargo().args(arguments)).map(drop)
    };
    let results = [
        run("format", &["fmt", "--all", "--check"]),
        run("lints: server", &["clippy", "--all-targets", "--", "-D", "warnings"]),
        run(
            "lints: tools",
            &["clippy", "-p", "xtask", "-p", "bundler", "--all-targets", "--", "-D", "warnings"],
        ),
    ];
    results.into_iter().collect()
}

fn lint_browser(steps: &Steps, workshop: &Workshop) -> Result {
    let mut command = workshop.compiler.cargo(&workshop.places, "clippy");
    command.args(["--", "-D", "warnings"]);
    steps.program("lints: browser", &mut command).map(drop)
}

/// The release's site; being too large is a failure of its own.
fn site(steps: &Steps, workshop: &Workshop) -> Result<Site> {
    workshop.wasm(steps)?;
    let mut site = workshop.site(steps, Kind::Release)?;
    println!("{}", site.sizes);
    let verdict = std::mem::replace(&mut site.verdict, Ok(()));
    // Counted; the browser tests can still run.
    let _ = steps.work("size budget", |_| verdict);
    Ok(site)
}

fn browser_tests(
    steps: &Steps,
    workshop: &Workshop,
    site: &Site,
    postgres: &Postgres,
    arguments: &[String],
) -> Result {
    let server = workshop.release_server(steps, site)?;
    playwright::test(steps, &workshop.places.root, &server, &postgres.url, arguments)
}

/// Tests of the server and all below it, on both databases and a bucket.
fn tests(steps: &Steps, workshop: &Workshop, servers: &Servers, arguments: &[String]) -> Result {
    std::fs::create_dir_all(workshop.places.debug_site())?;
    let mut command = workshop.cargo();
    command
        .args(["test", "--no-fail-fast"])
        .args(arguments)
        .env(postgres::VARIABLE, &servers.postgres.url)
        .env(s3::VARIABLE, &servers.s3.url);
    counted(steps, "unit and database tests", &mut command)
}

fn tests_of_tools(steps: &Steps, workshop: &Workshop) -> Result {
    let mut command = workshop.cargo();
    command.args(["test", "-p", "xtask", "-p", "bundler"]);
    counted(steps, "tests of the tools", &mut command)
}

/// Runs Cargo's tests and counts them.
fn counted(steps: &Steps, name: &str, command: &mut Command) -> Result {
    steps.uncounted(name, |step| {
        let (text, success) = step.observe(command)?;
        let (passed, failed) = results(&text);
        let failed = failed.max(usize::from(!success || passed == 0));
        steps.count(passed, failed);
        println!("        {passed} passed, {failed} failed");
        match (success, passed) {
            (true, 0) => Err("no test was run".into()),
            (true, _) => Ok(()),
            (false, _) => Err(text.into()),
        }
    })
}

/// The sums of the lines `test result: ok. 3 passed; 0 failed; …`.
fn results(text: &str) -> (usize, usize) {
    let mut sums = (0, 0);
    for line in text.lines().filter(|line| line.starts_with("test result: ")) {
        let number = |word: &str| {
            let before = line.split_once(word).map_or("", |(before, _)| before);
            before
                .rsplit([' ', '.', ';'])
                .find(|part| !part.is_empty())
                .and_then(|digits| digits.parse().ok())
                .unwrap_or(0)
        };
        sums = (sums.0 + number(" passed"), sums.1 + number(" failed"));
    }
    sums
}

#[cfg(test)]
mod tests {
    #[test]
    fn cargos_results_are_summed() {
        let text = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
            test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured\n\
            test talks of 9 passed ... ok\n";
        assert_eq!(super::results(text), (15, 2));
    }
}
