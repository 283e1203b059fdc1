//! How mails leave: by a mail server, or into a folder where none is set.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{MailId, Secret, Time};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::AddressError,
    message::{Mailbox, MultiPart},
    transport::smtp::{
        self,
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use tokio::{fs, time::timeout};

use super::layout::Written;

/// A mail server that takes longer for one mail has failed for now.
const PATIENCE: Duration = Duration::from_mins(1);

/// How mails are sent.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `Latchkey <latchkey@example.com>`.
    pub from: String,
    /// By which host this instance introduces itself.
    pub host: String,
    /// None: mails are written into the folder `outbox`.
    pub smtp: Option<Smtp>,
    pub outbox: PathBuf,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            from: "Latchkey <latchkey@localhost>".into(),
            host: "localhost".into(),
            smtp: None,
            outbox: "outbox".into(),
        }
    }
}

impl MailSettings {
    /// Can mails come from here? `Latchkey <latchkey@example.com>`, or the address alone.
    pub fn is_sender(from: &str) -> bool {
        from.parse::<Mailbox>().is_ok()
    }
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// A user, and the password.
    pub login: Option<(String, Secret)>,
}

/// How the way to a mail server is kept from listeners (RFC 8314).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a few words in the clear; without it nothing is sent.
    StartTls,
    /// None: for a server on the same machine.
    None,
}

/// The way that mails leave.
#[derive(Debug)]
pub struct Post {
    from: String,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Folder(PathBuf),
    /// Boxed: it is large, and many have none.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// A mail was not sent. The text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    #[error("the address is none: {0}")]
    Address(#[from] AddressError),
    #[error("the mail cannot be put together: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("{0}")]
    Smtp(#[from] smtp::Error),
    #[error("the mail server took longer than {} seconds", PATIENCE.as_secs())]
    Slow,
    #[error("the folder of mails cannot be written: {0}")]
    Folder(#[from] io::Error),
}

impl PostError {
    /// Another try would fail, too.
    pub(crate) fn is_final(&self) -> bool {
        match self {
            Self::Address(_) | Self::Message(_) => true,
            Self::Smtp(error) => error.is_permanent(),
            Self::Slow | Self::Folder(_) => false,
        }
    }
}

impl Post {
    /// The way of these settings. Nothing is connected yet.
    ///
    /// # Errors
    /// When a name in them cannot be the name of a host.
    pub fn open(settings: &MailSettings) -> Result<Self, PostError> {
        let way = match &settings.smtp {
            None => Way::Folder(settings.outbox.clone()),
            Some(smtp) => {
                let tls = || TlsParameters::new(smtp.host.clone());
                let tls = match smtp.security {
                    Security::Tls => Tls::Wrapper(tls()?),
                    Security::StartTls => Tls::Required(tls()?),
                    Security::None => Tls::None,
                };
                let mut server =
                    AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
                        .port(smtp.port)
                        .tls(tls)
                        .hello_name(ClientId::Domain(settings.host.clone()))
                        .timeout(Some(PATIENCE / 2));
                if let Some((user, password)) = &smtp.login {
                    let login = Credentials::new(user.clone(), password.expose().into());
                    server = server.credentials(login);
                }
                Way::Smtp(Box::new(server.build()))
            }
        };
        Ok(Self { from: settings.from.clone(), way })
    }

    /// The folder into which mails are written, where no mail server is set.
    pub fn folder(&self) -> Option<&Path> {
        match &self.way {
            Way::Folder(folder) => Some(folder),
            Way::Smtp(_) => None,
        }
    }

    /// Sends one mail. Sent again it has the same Message-ID, by which mail programs
    /// know it.
    pub(crate) async fn send(
        &self,
        id: MailId,
        now: Time,
        mail: &Written,
    ) -> Result<(), PostError> {
        let message = self.message(id, now, mail)?;
        match &self.way {
            Way::Folder(folder) => {
                // Old enough to be read by hand: the newest is the last of them.
                let name = format!("{}-{id}.eml", now.format("%Y%m%d-%H%M%S"));
                fs::create_dir_all(folder).await?;
                // Links in it open accounts: for nobody else on this machine.
                write_private(folder.join(name), message.formatted()).await?;
            }
            Way::Smtp(server) => {
                timeout(PATIENCE, server.send(message)).await.map_err(|_| PostError::Slow)??;
            }
        }
        Ok(())
    }

    fn message(&self, id: MailId, now: Time, mail: &Written) -> Result<Message, PostError> {
        let from: Mailbox = self.from.parse()?;
        let (name, address) = &mail.to;
        let name = Some(name.clone()).filter(|name| !name.is_empty());
        let domain = from.email.domain().to_owned();
        Ok(Message::builder()
            .from(from)
            .to(Mailbox::new(name, address.parse()?))
            .subject(mail.subject.as_str())
            .date(now.into())
            .message_id(Some(format!("<{id}@{domain}>")))
            // Nothing that a machine answers to (RFC 3834).
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))?)
    }
}

async fn write_private(path: PathBuf, content: Vec<u8>) -> io::Result<()> {
    use tokio::io::AsyncWriteExt as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(path).await?;
    file.write_all(&content).await?;
    file.sync_all().await
}

/// `Auto-Submitted: auto-generated`: no answer is awaited.
#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn core::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".into())
    }
}
