//! A private server that speaks S3, for tests: moto's, which keeps everything in
//! its memory and is gone with us.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    cache::Places,
    install,
    steps::{Result, Steps},
};

/// Set by us, or by somebody who has a server at hand.
pub const VARIABLE: &str = "LATCHKEY_TEST_S3";

/// Stops the server when our end of its input closes, however we end.
const KEEPER: &str = r#"
trap '' INT TERM HUP
"$@" &
read -r _
kill -KILL $!
wait
rm -f "$LOG"
"#;

/// A running server.
pub struct S3 {
    /// Where its tests connect to.
    pub url: String,
    keeper: Option<Child>,
}

impl S3 {
    /// The server that the environment names, or a new one.
    pub fn start(steps: &Steps, places: &Places) -> Result<Self> {
        if let Ok(url) = env::var(VARIABLE) {
            return Ok(Self { url, keeper: None });
        }
        let program = install::moto(steps, places)?;
        steps.work("start a private S3 server", |_| {
            // Freed at once; nobody else asks for it in between.
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let log = env::temp_dir().join(format!("latchkey-s3-{}.log", std::process::id()));
            let keeper = keep(&program, &log, port)?;
            let server = Self { url: format!("http://127.0.0.1:{port}"), keeper: Some(keeper) };
            wait(&log, port)?;
            Ok(server)
        })
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            // Nothing depends on how it ended.
            let _ = keeper.wait();
        }
    }
}

fn keep(program: &Path, log: &Path, port: u16) -> Result<Child> {
    let output = fs::File::create(log)?;
    let child = Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(program)
        .args(["-H", "127.0.0.1", "-p", &port.to_string()])
        .current_dir("/")
        .env("LOG", log)
        .stdin(Stdio::piped())
        .stdout(output.try_clone()?)
        .stderr(output)
        .spawn()?;
    Ok(child)
}

/// Knocks until somebody opens.
fn wait(log: &Path, port: u16) -> Result {
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if begin.elapsed() > Duration::from_secs(30) {
            let log = fs::read_to_string(log).unwrap_or_default();
            return Err(format!("the S3 server does not start: {log}").into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
