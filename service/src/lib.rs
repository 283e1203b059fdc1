//! The use-cases: each public method of [`Service`] is one thing that somebody
//! can do, whether by a click or by a call to the API. It checks who may, checks
//! what was given, and does everything in one transaction.

mod admin;
mod audit;
mod audit_chain;
mod audit_list;
mod breached;
mod caller;
mod clean_up;
mod deletion;
mod demo;
mod demo_log;
mod demo_notices;
mod demo_organizations;
mod email;
mod error;
mod export;
mod flash;
mod invitations;
mod invited;
mod jpeg;
mod lock;
mod mail;
mod members;
mod notice_jobs;
mod notices;
mod organizations;
mod passkeys;
mod password;
mod passwords;
mod people;
mod photo_files;
mod photos;
mod pictures;
mod png;
mod preferences;
mod profile;
mod randomness;
mod reset;
mod reveal;
mod rights;
mod roles;
mod seal;
mod security;
mod set_up;
mod settings;
mod shell;
mod sign_in;
mod sign_up;
mod staff;
mod step_up;
mod teams;
mod tokens;
mod totp;
mod turns;
mod two_factor;
mod uploads;
mod watch;
mod webp;
mod workspaces;
mod zones;

use std::{
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use domain::{Clock, Time};
use storage::Db;

pub use audit_chain::Verdict;
pub use audit_list::{LogAsk, LogExport};
pub use caller::{Caller, Origin, SessionCookie};
pub use demo::DemoSignIn;
pub use error::{Error, Result};
pub use export::DOWNLOADS;
pub use invitations::AsWhat;
pub use mail::{DeadMail, MailSettings, Post, PostError, Security, Smtp};
pub use members::Members;
pub use notices::NoticesAsked;
pub use organizations::{OrganizationChange, OrganizationFacts};
pub use passwords::HashCost;
pub use people::{PeopleAsked, PersonChange};
pub use photo_files::{Bucket, FilesError, PhotoFiles};
pub use photos::PhotoFile;
pub use rights::Actor;
pub use roles::RoleChange;
pub use seal::SecretKeys;
pub use settings::{SessionSettings, Settings, TwoFactorPolicy};
pub use sign_in::{Proved, SignedIn};
pub use staff::{AccountsAsked, Rename};
pub use step_up::{Renewed, Shown};
pub use teams::{TeamFacts, Whom};
pub use tokens::BearerError;
pub use two_factor::Activated;
pub use watch::Watch;
pub use workspaces::{WorkspaceChange, WorkspaceFacts};

use crate::{
    passwords::Passwords, randomness::Randomness, tokens::Uses, turns::Turns, uploads::Uploads,
    watch::Watched,
};

/// Pictures that may wait to be decoded.
const PICTURE_QUEUE: usize = 8;

/// Everything the product can do. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    random: Randomness,
    passwords: Passwords,
    settings: Settings,
    /// None where the public address has no name.
    passkeys: Option<webauthn_rs::Webauthn>,
    photo_files: PhotoFiles,
    post: Post,
    uses: Uses,
    /// One picture is decoded at a time: each may take 100 MB.
    pictures: Turns,
    uploads: Uploads,
    watched: Watched,
    /// Somebody was seen to have an account.
    inhabited: AtomicBool,
}

impl Service {
    /// A service over a migrated database. `seed` makes its randomness
    /// repeatable and is for tests only; `None` asks the operating system.
    ///
    /// # Errors
    /// [`Error::Files`] when the settings of the bucket cannot be used, [`Error::Post`]
    /// when those of the mail server cannot. Whether they are there is not asked.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        settings: Settings,
        seed: Option<u64>,
    ) -> Result<Self> {
        let photo_files = PhotoFiles::open(settings.bucket.as_ref())?;
        let post = Post::open(&settings.mail)?;
        let random = Randomness::new(seed);
        let passwords = Passwords::new(settings.hash_cost, &random);
        let passkeys = passkeys::relying_party(&settings.public_url);
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            random,
            passwords,
            settings,
            passkeys,
            photo_files,
            post,
            uses: Uses::default(),
            pictures: Turns::new(1, PICTURE_QUEUE),
            uploads: Uploads::default(),
            watched: Watched::default(),
            inhabited: AtomicBool::new(false),
        })))
    }

    /// The rules of this instance.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The folder of mails, where no mail server is set.
    pub fn outbox(&self) -> Option<&Path> {
        self.0.post.folder()
    }

    /// The present moment, by this service's clock.
    pub fn now(&self) -> Time {
        self.0.clock.now()
    }

    /// Answers when the database does.
    pub async fn ready(&self) -> Result<()> {
        Ok(self.0.db.ping().await?)
    }

    fn db(&self) -> &Db {
        &self.0.db
    }
}
