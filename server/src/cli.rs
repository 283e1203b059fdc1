//! The commands of the `latchkey` program.

use std::{fmt::Display, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};
use domain::audit::Format;

use crate::{
    admin, audit,
    config::{self, Config},
    serve,
};

/// A thread that hashed a password ends after this much rest, and the memory of
/// the hash goes back to the system with it.
const REST: Duration = Duration::from_secs(1);

/// Account settings and API tokens for a team, in one program.
#[derive(Debug, Parser)]
#[command(name = "latchkey", version)]
struct Cli {
    /// The configuration file; `latchkey.toml` in this folder if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve screens and API. Needs no configuration.
    Serve {
        /// Serve a lively demo from a folder of its own, and print its sign-in.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database to the form that this version needs, and stop.
    Migrate,
    /// Make accounts, and help those who cannot sign in. The server may be running.
    #[command(subcommand)]
    Admin(Admin),
    /// Look after the audit log. The server may be running.
    #[command(subcommand)]
    Audit(Audit),
    /// Read the configuration, look for the database, say what is wrong, and stop.
    CheckConfig,
}

#[derive(Debug, Subcommand)]
enum Admin {
    /// Accounts.
    #[command(subcommand)]
    User(User),
    /// Mails that could not be sent.
    #[command(subcommand)]
    Mail(Mail),
    /// Let an account be signed in to again after too many wrong passwords or codes.
    Unlock {
        /// The address that the person signs in with.
        email: String,
    },
    /// Give an account a new password, print it, and end all sessions.
    ResetPassword {
        /// The address that the person signs in with.
        email: String,
        /// Take the password from the first line of standard input instead.
        #[arg(long)]
        stdin: bool,
        /// Remove all passkeys, too: each of them opens the account alone.
        #[arg(long)]
        passkeys: bool,
    },
    /// Turn two-factor authentication off, in 24 hours, for somebody who has lost the app
    /// and every recovery code. They are told, and can prevent it by signing in.
    ResetTwoFactor {
        /// The address that the person signs in with.
        email: String,
        /// Drop what was begun.
        #[arg(long)]
        cancel: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Go through the log and look whether a line was changed, removed, moved or added.
    Verify,
    /// Write the log to standard output, newest first.
    Export {
        #[arg(long, value_parser = ["csv", "ndjson"])]
        format: String,
        /// Only what happened in the organization of this slug.
        #[arg(long)]
        organization: Option<String>,
        /// Only from this day on, as in 2026-11-24 (UTC).
        #[arg(long)]
        since: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum User {
    /// Make an account. Its person is mailed a link to choose a password.
    Create(NewUser),
}

/// An account, as it is typed.
#[derive(Debug, Args)]
pub(crate) struct NewUser {
    /// The address that the person signs in with.
    pub email: String,
    #[arg(long)]
    pub first_name: String,
    #[arg(long, default_value = "")]
    pub last_name: String,
    /// May run the instance.
    #[arg(long)]
    pub staff: bool,
    /// Take a password from the first line of standard input, and send no mail.
    #[arg(long)]
    pub stdin: bool,
}

#[derive(Debug, Subcommand)]
enum Mail {
    /// Show the mails that were given up: when, what, to whom, and why.
    List,
    /// Have all of them tried once more.
    Retry,
}

/// What could not be done, before the reason.
const NO_START: &str = "The server could not start";
const NO_CHANGE: &str = "Nothing was changed";
const LOG: &str = "Audit log";

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let config = match config::load(cli.config.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match cli.command {
        Command::CheckConfig => block_on(&config, NO_START, serve::check(config.clone())),
        Command::Serve { demo } => {
            let config = if demo { config.for_demo() } else { config };
            block_on(&config, NO_START, serve::serve(config.clone(), demo))
        }
        Command::Migrate => block_on(&config, NO_START, serve::migrate(config.clone())),
        Command::Audit(Audit::Verify) => block_on(&config, LOG, audit::verify(config.clone())),
        Command::Audit(Audit::Export { format, organization, since }) => {
            let format = format.parse().unwrap_or(Format::Ndjson);
            block_on(&config, LOG, audit::export(config.clone(), format, organization, since))
        }
        Command::Admin(Admin::User(User::Create(user))) => {
            block_on(&config, NO_CHANGE, admin::create_user(config.clone(), user))
        }
        Command::Admin(Admin::Mail(Mail::List)) => {
            block_on(&config, NO_CHANGE, admin::list_mails(config.clone()))
        }
        Command::Admin(Admin::Mail(Mail::Retry)) => {
            block_on(&config, NO_CHANGE, admin::retry_mails(config.clone()))
        }
        Command::Admin(Admin::Unlock { email }) => {
            block_on(&config, NO_CHANGE, admin::unlock(config.clone(), email))
        }
        Command::Admin(Admin::ResetPassword { email, stdin, passkeys }) => {
            let reset = admin::reset_password(config.clone(), email, stdin, passkeys);
            block_on(&config, NO_CHANGE, reset)
        }
        Command::Admin(Admin::ResetTwoFactor { email, cancel }) => {
            block_on(&config, NO_CHANGE, admin::reset_two_factor(config.clone(), email, cancel))
        }
    }
}

fn block_on<E: Display>(
    config: &Config,
    failed: &str,
    work: impl Future<Output = Result<(), E>>,
) -> ExitCode {
    config.log.start();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().thread_keep_alive(REST).build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{failed}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{failed}: {error}");
            ExitCode::FAILURE
        }
    }
}
