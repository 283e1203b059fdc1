//! The mails that a node has sent, read as a mail program would.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use mail_parser::MessageParser;

use crate::TestApp;

/// A mail as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// All of it, as it was sent.
    pub raw: String,
}

impl Mail {
    /// The address on this instance that follows `before`, up to the end of its line.
    pub fn link(&self, before: &str) -> &str {
        let rest = self.text.split_once(before).expect("the mail has such a link").1;
        rest.lines().next().unwrap_or_default()
    }
}

impl TestApp {
    /// Sends what waits, and answers all mails that this node has sent, the oldest
    /// first.
    pub async fn mails(&self) -> Vec<Mail> {
        self.service.send_mails().await.unwrap();
        self.sent()
    }

    /// The same without sending any.
    pub fn sent(&self) -> Vec<Mail> {
        let folder = self.service.outbox().expect("mails are written into a folder");
        let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| read(file)).collect()
    }
}

fn read(file: &Path) -> Mail {
    let raw = fs::read_to_string(file).unwrap();
    let mail = MessageParser::default().parse(&raw).expect("a mail");
    let to = mail.to().and_then(|to| to.first()?.address()).expect("somebody it is for");
    let body =
        |text: Option<std::borrow::Cow<'_, str>>| text.expect("both forms").replace("\r\n", "\n");
    Mail {
        to: to.into(),
        subject: mail.subject().unwrap_or_default().into(),
        text: body(mail.body_text(0)),
        html: body(mail.body_html(0)),
        raw: raw.clone(),
    }
}

/// A folder of a test's own, which is made with the first mail.
pub(crate) fn folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("latchkey-mails-{}", std::process::id()));
    folder.join(count.to_string())
}
