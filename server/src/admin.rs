//! What the operator does to an account, beside the running server.

use std::{
    io::{self, BufRead as _},
    path::Path,
    sync::Arc,
};

use domain::{Problem, Secret, clock::SystemClock, sign_in::AccountForm};
use service::Service;
use storage::{Db, StorageError};

use crate::{cli::NewUser, config::Config};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AdminError {
    #[error("{0} has an account already")]
    Taken(String),
    #[error(
        "nobody runs this instance yet. Give --staff, or make the first account in the browser"
    )]
    StaffFirst,
    #[error("{0}")]
    Wrong(String),
    #[error("no account has the address {0}")]
    Nobody(String),
    #[error("no account has the address {0} and two-factor authentication")]
    NoTwoFactor(String),
    #[error("nothing was begun for {0}")]
    NotBegun(String),
    #[error("this password will not do. {0}")]
    Password(String),
    #[error("there is no database in {0}")]
    NoDatabase(String),
    #[error("the database cannot be opened: {0}")]
    Database(#[from] StorageError),
    #[error("the secret key cannot be read: {0}")]
    Key(io::Error),
    #[error("the password cannot be read: {0}")]
    Input(#[from] io::Error),
    #[error("{0}")]
    Broken(String),
    #[error("it cannot be written: {0}")]
    Output(io::Error),
    #[error("{0}")]
    Service(service::Error),
}

/// `latchkey admin user create`.
pub(crate) async fn create_user(config: Config, user: NewUser) -> Result<(), AdminError> {
    let NewUser { email, first_name, last_name, staff, stdin } = user;
    let password = if stdin { Some(first_line()?) } else { None };
    let (db, service) = open(&config).await?;
    // The first account is the end of the set-up link.
    if !staff && service.is_empty().await.map_err(AdminError::Service)? {
        return Err(AdminError::StaffFirst);
    }
    let form = AccountForm {
        first: &first_name,
        last: &last_name,
        email: &email,
        password: password.as_ref(),
    };
    let made = service.create_person(form, staff).await;
    made.map_err(|error| not_made(error, &email))?;
    db.close().await;
    if stdin {
        println!("{email} has an account and can sign in.");
    } else {
        println!("{email} has an account. A mail with a link to choose a password is on its way");
        println!("as soon as the server runs.");
    }
    Ok(())
}

/// Every field that is wrong, as it is typed here.
fn not_made(error: service::Error, email: &str) -> AdminError {
    match &error {
        service::Error::Problem(Problem::Conflict) => AdminError::Taken(email.into()),
        service::Error::Problem(Problem::Invalid(fields)) => {
            let lines = fields
                .iter()
                .map(|told| format!("\n  {:<11} {}", told.field.replace('_', "-"), told.sentence));
            AdminError::Wrong(lines.collect())
        }
        _ => AdminError::Service(error),
    }
}

/// `latchkey admin mail list`.
pub(crate) async fn list_mails(config: Config) -> Result<(), AdminError> {
    let (db, service) = open(&config).await?;
    let mails = service.dead_mails().await.map_err(AdminError::Service)?;
    db.close().await;
    for mail in &mails {
        let when = mail.given_up.format("%Y-%m-%d %H:%M UTC");
        // One line each, whatever a mail server says.
        let error = mail.error.replace(char::is_control, " ");
        println!("{when}  {}  {}  {error}", mail.kind, mail.to);
    }
    if mails.is_empty() {
        println!("No mail was given up.");
    }
    Ok(())
}

/// `latchkey admin mail retry`.
pub(crate) async fn retry_mails(config: Config) -> Result<(), AdminError> {
    let (db, service) = open(&config).await?;
    let count = service.retry_mails().await.map_err(AdminError::Service)?;
    db.close().await;
    println!("Mails to try again: {count}.");
    Ok(())
}

/// `latchkey admin unlock`.
pub(crate) async fn unlock(config: Config, email: String) -> Result<(), AdminError> {
    let (db, service) = open(&config).await?;
    service.unlock(&email).await.map_err(|error| told(error, &email))?;
    db.close().await;
    println!("{email} can sign in again.");
    Ok(())
}

/// `latchkey admin reset-password`.
pub(crate) async fn reset_password(
    config: Config,
    email: String,
    given: bool,
    passkeys_too: bool,
) -> Result<(), AdminError> {
    let password = if given { Some(first_line()?) } else { None };
    let (db, service) = open(&config).await?;
    let reset = service.reset_password(&email, password, passkeys_too).await;
    let password = reset.map_err(|error| told(error, &email))?;
    db.close().await;
    let left = if passkeys_too { "API tokens" } else { "API tokens and passkeys" };
    println!("{email} has a new password, and every session has ended. {left} still work.");
    if !given {
        println!("  password  {}", password.expose());
    }
    Ok(())
}

/// `latchkey admin reset-two-factor`.
pub(crate) async fn reset_two_factor(
    config: Config,
    email: String,
    cancel: bool,
) -> Result<(), AdminError> {
    let (db, service) = open(&config).await?;
    let said = if cancel {
        let dropped = service.drop_factor_reset(&email).await;
        dropped.map_err(|error| told_else(error, AdminError::NotBegun(email.clone())))?;
        format!("Two-factor authentication of {email} stays as it is.")
    } else {
        let asked = service.ask_factor_reset(&email).await;
        let at = asked.map_err(|error| told_else(error, AdminError::NoTwoFactor(email.clone())))?;
        let when = at.format("%Y-%m-%d %H:%M UTC");
        format!("Two-factor authentication of {email} is turned off at {when}. {email} was told.")
    };
    db.close().await;
    println!("{said}");
    Ok(())
}

/// The database as it is: the server that runs may be of another version.
pub(crate) async fn open(config: &Config) -> Result<(Db, Service), AdminError> {
    if let Some(folder) = config.database.needs_folder()
        && !config.database.is_there()
    {
        return Err(AdminError::NoDatabase(folder.display().to_string()));
    }
    // The lines of the audit log are marked with it.
    let mut config = config.clone();
    if let Some(folder) = config.database.needs_folder().map(Path::to_owned) {
        config.secret.settle(&folder).map_err(AdminError::Key)?;
    }
    let db = Db::connect(&config.database.url()).await?;
    let service = Service::new(db.clone(), Arc::new(SystemClock), config.settings(), None)
        .map_err(AdminError::Service)?;
    Ok((db, service))
}

fn first_line() -> Result<Secret, io::Error> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}

fn told_else(error: service::Error, not_found: AdminError) -> AdminError {
    match error {
        service::Error::Problem(Problem::NotFound) => not_found,
        error => AdminError::Service(error),
    }
}

fn told(error: service::Error, email: &str) -> AdminError {
    match &error {
        service::Error::Problem(Problem::NotFound) => AdminError::Nobody(email.into()),
        service::Error::Problem(problem) => match problem.of_field("password") {
            Some(told) => AdminError::Password(told.sentence.clone()),
            None => AdminError::Service(error),
        },
        _ => AdminError::Service(error),
    }
}
