//! Tests and pictures in a real browser, against the release binary.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    install,
    steps::{Result, Steps},
};

fn command(steps: &Steps, root: &Path, server: &Path, arguments: &[String]) -> Result<Command> {
    let mut command = Command::new(root.join("end2end/node_modules/.bin/playwright"));
    command
        .current_dir(root.join("end2end"))
        .arg("test")
        .args(arguments)
        .env("LATCHKEY_BIN", server)
        .env("CHROMIUM", install::chromium(steps)?);
    Ok(command)
}

/// Runs the browser tests and counts them.
pub fn test(
    steps: &Steps,
    root: &Path,
    server: &Path,
    postgres: &str,
    arguments: &[String],
) -> Result {
    let mut command = command(steps, root, server, arguments)?;
    let report = report();
    command
        .arg("--reporter=dot,json")
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env(crate::postgres::VARIABLE, postgres);
    steps.uncounted("browser tests", |step| {
        let (text, success) = step.observe(&mut command)?;
        let json = fs::read_to_string(&report).unwrap_or_default();
        // A report that cannot be removed disturbs nobody.
        let _ = fs::remove_file(&report);
        let (passed, failed) =
            (stat(&json, "expected") + stat(&json, "flaky"), stat(&json, "unexpected"));
        let failed = failed.max(usize::from(!success || passed == 0));
        steps.count(passed, failed);
        println!("        {passed} passed, {failed} failed, {} skipped", stat(&json, "skipped"));
        match (success, passed) {
            (true, 0) => Err("no browser test was run".into()),
            (true, _) => Ok(()),
            (false, _) => Err(text.into()),
        }
    })
}

/// Takes the pictures.
pub fn screenshots(steps: &Steps, root: &Path, server: &Path, arguments: &[String]) -> Result {
    let mut command = command(steps, root, server, arguments)?;
    command.args(["--config", "screenshots.config.ts"]);
    steps.program("take the pictures", &mut command).map(drop)
}

fn report() -> PathBuf {
    env::temp_dir().join(format!("latchkey-playwright-{}.json", std::process::id()))
}

/// A number of the report's summary, its last object.
fn stat(json: &str, name: &str) -> usize {
    let Some(summary) = json.rfind("\"stats\"") else { return 0 };
    let key = format!("\"{name}\":");
    let Some(at) = json[summary..].find(&key) else { return 0 };
    let digits = json[summary + at + key.len()..].trim_start();
    let end = digits.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::stat;

    #[test]
    fn numbers_come_from_the_summary() {
        let json = r#"{ "suites": [{ "expected": 9 }], "stats": { "expected": 42, "unexpected": 1, "flaky": 0 } }"#;
        assert_eq!(stat(json, "expected"), 42);
        assert_eq!(stat(json, "unexpected"), 1);
        assert_eq!(stat(json, "skipped"), 0);
        assert_eq!(stat("", "expected"), 0);
    }
}
