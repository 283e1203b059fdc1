//! Work in named steps: each says that it starts, how long it took, and, when
//! it fails, everything that it printed.

use std::{
    error::Error,
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::PathBuf,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// What goes wrong here is told to a person and nothing else is done with it.
pub type Failure = Box<dyn Error + Send + Sync>;
/// Success, or a text for a person.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// How often a long step says that it is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// How often a running program is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// Counts what passed and failed.
#[derive(Debug, Default)]
pub struct Steps {
    passed: AtomicUsize,
    failed: AtomicUsize,
    started: AtomicUsize,
}

impl Steps {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Passed and failed so far.
    pub fn counts(&self) -> (usize, usize) {
        (self.passed.load(Ordering::SeqCst), self.failed.load(Ordering::SeqCst))
    }

    /// Adds what a test runner counted.
    pub fn count(&self, passed: usize, failed: usize) {
        self.passed.fetch_add(passed, Ordering::SeqCst);
        self.failed.fetch_add(failed, Ordering::SeqCst);
    }

    /// Runs a program to its end; a success counts as one. Returns what it printed.
    pub fn program(&self, name: &str, command: &mut Command) -> Result<String> {
        self.work(name, |step| step.run(command))
    }

    /// Does some work as one step that counts.
    pub fn work<T>(&self, name: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
        let result = self.uncounted(name, work);
        match result {
            Ok(_) => self.count(1, 0),
            Err(_) => self.count(0, 1),
        }
        result
    }

    /// The same for a test runner, whose own figures are counted instead.
    pub fn uncounted<T>(&self, name: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
        let number = self.started.fetch_add(1, Ordering::SeqCst);
        let step = Step { name, number, begin: Instant::now() };
        println!("      … {name}");
        let result = work(&step);
        let seconds = step.begin.elapsed().as_secs_f32();
        match result {
            Ok(value) => {
                println!("{seconds:6.1}s {name}");
                Ok(value)
            }
            Err(error) => {
                println!("{seconds:6.1}s {name} FAILED\n{error}\n");
                Err(format!("{name}: failed, see above").into())
            }
        }
    }
}

/// A step that is going on.
#[derive(Debug)]
pub struct Step<'a> {
    name: &'a str,
    number: usize,
    begin: Instant,
}

impl Step<'_> {
    /// Runs a program; an error holds all that it printed.
    pub fn run(&self, command: &mut Command) -> Result<String> {
        let (text, success) = self.observe(command)?;
        if success { Ok(text) } else { Err(text.into()) }
    }

    /// Runs a program and tells what it printed and whether it succeeded.
    pub fn observe(&self, command: &mut Command) -> Result<(String, bool)> {
        let log = self.log();
        let file = File::create(&log)?;
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let mut spoke = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if spoke.elapsed() > SIGN_OF_LIFE {
                spoke = Instant::now();
                let seconds = self.begin.elapsed().as_secs();
                println!("      … {} ({seconds} s) {}", self.name, last_line(&log));
            }
            thread::sleep(PAUSE);
        };
        let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        // Worth nothing any more; the text was read.
        let _ = fs::remove_file(&log);
        Ok((text, status.success()))
    }

    fn log(&self) -> PathBuf {
        let name = format!("latchkey-xtask-{}-{}.log", std::process::id(), self.number);
        std::env::temp_dir().join(name)
    }
}

/// The end of a growing log, for a sign of life.
fn last_line(log: &PathBuf) -> String {
    let mut text = String::new();
    if let Ok(mut file) = File::open(log) {
        let length = file.seek(SeekFrom::End(0)).unwrap_or(0);
        let mut tail = Vec::new();
        if file.seek(SeekFrom::Start(length.saturating_sub(400))).is_ok()
            && file.read_to_end(&mut tail).is_ok()
        {
            text = String::from_utf8_lossy(&tail).into_owned();
        }
    }
    text.trim_end().lines().last().unwrap_or_default().trim().to_owned()
}
