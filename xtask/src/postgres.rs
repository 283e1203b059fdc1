//! A private PostgreSQL for tests: made, used, and gone with us.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    install,
    steps::{Result, Steps},
};

/// Set by us, or by somebody who has a server at hand.
pub const VARIABLE: &str = "LATCHKEY_TEST_POSTGRES";

/// Stops the server when our end of its input closes, however we end.
const KEEPER: &str = r#"
trap '' INT TERM HUP
"$@" &
read -r _
kill -INT "$(head -n 1 "$FOLDER/data/postmaster.pid")"
wait
rm -rf "$FOLDER"
"#;

/// A running server.
pub struct Postgres {
    /// Where its tests connect to.
    pub url: String,
    keeper: Option<Child>,
}

impl Postgres {
    /// The server that the environment names, or a new one.
    pub fn start(steps: &Steps) -> Result<Self> {
        if let Ok(url) = env::var(VARIABLE) {
            return Ok(Self { url, keeper: None });
        }
        let programs = install::postgres(steps)?;
        steps.work("start a private PostgreSQL", |step| {
            let folder = fresh_folder()?;
            let data = folder.join("data");
            step.run(
                user(&programs.join("initdb"))
                    .args([
                        "--no-sync",
                        "--auth=trust",
                        "--username=postgres",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--pgdata",
                    ])
                    .arg(&data),
            )?;
            // Freed at once; nobody else asks for it in between.
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let server = Self {
                url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
                keeper: Some(keep(&programs, &folder, port)?),
            };
            wait(&folder)?;
            Ok(server)
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            // Nothing depends on how it ended.
            let _ = keeper.wait();
        }
    }
}

/// A program run as somebody who is not root, whom PostgreSQL refuses.
fn user(program: &Path) -> Command {
    if install::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "nobody", "--"]).arg(program).current_dir("/");
        return command;
    }
    Command::new(program)
}

fn fresh_folder() -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("latchkey-pg-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    if install::is_root() {
        Command::new("chown").arg("nobody").arg(&folder).status()?;
    }
    Ok(folder)
}

fn keep(programs: &Path, folder: &Path, port: u16) -> Result<Child> {
    let mut server = user(&programs.join("postgres"));
    server.arg("-D").arg(folder.join("data")).arg("-k").arg(folder).arg("-p").arg(port.to_string());
    // What is lost in a crash was only ever a test.
    for setting in [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=300",
        "listen_addresses=127.0.0.1",
    ] {
        server.arg("-c").arg(setting);
    }
    let log = fs::File::create(folder.join("log"))?;
    let child = Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(server.get_program())
        .args(server.get_args())
        .current_dir("/")
        .env("FOLDER", folder)
        .stdin(Stdio::piped())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    Ok(child)
}

/// Reads the server's log until it says that it is there.
fn wait(folder: &Path) -> Result {
    let begin = Instant::now();
    loop {
        let log = fs::read_to_string(folder.join("log"))?;
        if log.contains("ready to accept connections") {
            return Ok(());
        }
        if begin.elapsed() > Duration::from_secs(30) {
            return Err(format!("PostgreSQL does not start: {log}").into());
        }
        thread::sleep(Duration::from_millis(50));
    }
}
