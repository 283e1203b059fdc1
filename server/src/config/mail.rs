//! `[mail]`: how mails are sent. Into a folder, unless a mail server is named.

use std::path::{Path, PathBuf};

use domain::Secret;
use serde::Deserialize;
use service::{MailSettings, Security, Smtp};
use url::Url;

use super::secrets::text;

/// A mail server, and by which name mails come.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `Latchkey <latchkey@example.com>`; made of the public address when not set.
    pub from: Option<String>,
    pub smtp_host: Option<String>,
    /// 587, or 465 with `tls`, or 25 with `none`.
    pub smtp_port: Option<u16>,
    pub smtp_security: Option<SmtpSecurity>,
    pub smtp_user: Option<String>,
    #[serde(deserialize_with = "text")]
    pub smtp_password: Option<Secret>,
    /// The folder of mails where there is no server; `outbox` beside the database when
    /// not set.
    pub outbox: Option<PathBuf>,
}

/// How the way to the mail server is kept from listeners.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    #[default]
    StartTls,
    Tls,
    None,
}

impl MailConfig {
    /// What the use-cases need to know. `data` is the folder of the database.
    pub(super) fn settings(&self, public_url: &str, data: &Path) -> MailSettings {
        let host = host_of(public_url);
        let security = match self.smtp_security.unwrap_or_default() {
            SmtpSecurity::StartTls => Security::StartTls,
            SmtpSecurity::Tls => Security::Tls,
            SmtpSecurity::None => Security::None,
        };
        let usual = match security {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        };
        MailSettings {
            from: self.from.clone().unwrap_or_else(|| format!("Latchkey <latchkey@{host}>")),
            smtp: self.smtp_host.clone().map(|host| Smtp {
                host,
                port: self.smtp_port.unwrap_or(usual),
                security,
                login: self.smtp_user.clone().zip(self.smtp_password.clone()),
            }),
            outbox: self.outbox.clone().unwrap_or_else(|| data.join("outbox")),
            host,
        }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(from) = &self.from
            && !MailSettings::is_sender(from)
        {
            return Err("mail.from must look like Latchkey <latchkey@example.com>.".into());
        }
        let Some(host) = &self.smtp_host else { return self.check_none() };
        let of_host = |c: u8| c.is_ascii_alphanumeric() || b".-:".contains(&c);
        if host.is_empty() || !host.bytes().all(of_host) {
            return Err("mail.smtp_host must be the name of a machine, such as \
                        smtp.example.com."
                .into());
        }
        if self.smtp_port == Some(0) {
            return Err("mail.smtp_port is 0; it must be 1 to 65535.".into());
        }
        let local = Url::parse(&format!("smtp://{host}")).is_ok_and(|url| is_near(&url));
        if self.smtp_security == Some(SmtpSecurity::None) && !local {
            return Err("mail.smtp_security must be starttls or tls, because links to new \
                        passwords would be readable on the way. Without it the server must \
                        be on this machine."
                .into());
        }
        match (&self.smtp_user, &self.smtp_password) {
            (Some(_), Some(_)) | (None, None) => Ok(()),
            (None, Some(_)) => Err("mail.smtp_user is missing beside mail.smtp_password.".into()),
            (Some(_), None) => Err("mail.smtp_password is missing beside mail.smtp_user.".into()),
        }
    }

    /// What is said of a server that nobody named is a mistake.
    fn check_none(&self) -> Result<(), String> {
        let said = [
            ("port", self.smtp_port.is_some()),
            ("security", self.smtp_security.is_some()),
            ("user", self.smtp_user.is_some()),
            ("password", self.smtp_password.is_some()),
        ];
        match said.iter().find(|(_, said)| *said) {
            Some((name, _)) => Err(format!("mail.smtp_{name} is set, but mail.smtp_host is not.")),
            None => Ok(()),
        }
    }
}

fn host_of(public_url: &str) -> String {
    let url = Url::parse(public_url).ok();
    url.and_then(|url| url.host_str().map(Into::into)).unwrap_or_else(|| "localhost".into())
}

/// This machine. Unlike a web address, that of a mail server knows no host but by name.
fn is_near(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
