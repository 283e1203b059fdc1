//! `[log]`: what is written to standard error, and how.

use std::{
    env,
    io::{self, IsTerminal as _},
    panic,
};

use serde::Deserialize;
use tracing_subscriber::EnvFilter;

/// See the fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    pub format: LogFormat,
    pub level: LogLevel,
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Pretty,
    /// One JSON object a line.
    Json,
}

/// The least that is worth a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

impl LogConfig {
    /// Starts logging. Once per process; a second call changes nothing.
    pub(crate) fn start(&self) {
        let level = match self.level {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
            LogLevel::Trace => "trace",
        };
        // Libraries speak up only when something is wrong.
        let ours = ["server", "service", "storage", "api", "app"];
        let filter = ours.map(|name| format!(",{name}={level}")).concat();
        let lines = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new(format!("warn{filter}")))
            .with_writer(io::stderr)
            .with_ansi(io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none())
            .with_target(false);
        let _ = match self.format {
            LogFormat::Pretty => lines.compact().try_init(),
            LogFormat::Json => lines.json().flatten_event(true).try_init(),
        };
        log_panics();
    }
}

/// From now on a panic is one line of the log.
pub fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or_default();
        let what = what.lines().collect::<Vec<_>>().join(" ");
        tracing::error!(at, what, "panicked");
    }));
}
