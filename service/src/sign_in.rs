//! Signing in and out. What is said never tells whether an address exists, and
//! every try is counted before it is judged.

use domain::{
    Code, PersonId, Problem, Secret, SessionId, Time,
    device::Device,
    email::Email,
    notices::About,
    password::stands_alone,
    person,
    secret::{Digest, random_base62},
    sign_in::{SignInStep, WaitsFor, safe_next},
};
use storage::{Credentials, Ladder, NewSession, Tx, Whom};

use crate::{
    Caller, Origin, Result, Service, SessionCookie,
    audit::Action,
    error::refuse,
    flash::count_row,
    mail::Letter,
    notices::{Telling, subject},
    zones,
};

/// Minutes between the first step and the last.
const STEPS_WITHIN: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// How long no code is asked for in a browser that is trusted.
const TRUSTED_FOR: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// Per account: five free tries, then 30 s, doubling up to an hour; after 100
/// in a row the password is of no use until the operator unlocks the account or
/// resets it (63B-4, 3.2.2).
pub(crate) const ACCOUNT: Ladder =
    Ladder { free: 5, first_ms: 30_000, max_ms: 3_600_000, hard: 100 };

/// Per network: wrong tries within the window, in seconds.
pub(crate) const NETWORK_TRIES: i64 = 30;
pub(crate) const NETWORK_WINDOW: i64 = 300;

/// Per person and hour: sessions that begin, and mails of browsers that were not known. Each
/// session leaves a line in the log for good; after so many mails their person knows.
const SESSIONS: (i64, i64) = (120, 3_600);
const NEW_BROWSERS: (i64, i64) = (10, 3_600);

/// Per person and hour: links for a password that is too short by now. Only the right one
/// comes so far, so strangers who ask for links do not use them up.
const OUTGROWN: (i64, i64) = (3, 3_600);

/// Live sessions of a person.
const SESSIONS_AT_ONCE: i64 = 100;

/// A fresh session, and where to go with it.
#[derive(Debug)]
pub struct SignedIn {
    pub cookie: SessionCookie,
    /// Stay when the browser is closed: seconds, else until it is closed.
    pub keep_seconds: Option<i64>,
    /// The browser is known by this from now on; it had nothing before.
    pub browser: Option<Secret>,
    /// A path on this origin.
    pub next: String,
    /// The person wanted to leave, and stays.
    pub stays: bool,
}

impl SignedIn {
    /// Goes on at `next`, unless there is something to be told first.
    pub(crate) fn then(self, next: &str) -> Self {
        let next = if self.stays { crate::deletion::PAGE } else { safe_next(next) };
        Self { next: next.into(), ..self }
    }
}

/// How far the password has brought somebody.
#[derive(Debug)]
pub enum Proved {
    /// A code is asked for as well; the browser goes on with this cookie.
    Password(Secret),
    /// In.
    All(SignedIn),
}

impl Service {
    /// First step: keeps the address for the browser with the cookie `visitor`.
    #[tracing::instrument(skip_all)]
    pub async fn begin_sign_in(
        &self,
        visitor: &Secret,
        email: &str,
        next: &str,
        origin: &Origin,
    ) -> Result<()> {
        let email = Email::parse(email).map_err(|code| Problem::field("email", code))?;
        let visitor = Digest::of(visitor.expose());
        let now = self.now();
        let expires = now + STEPS_WITHIN;
        let mut tx = self.db().begin().await?;
        count_row(&mut tx, origin, now).await?;
        tx.save_sign_in(&visitor, email.as_str(), safe_next(next), expires).await?;
        Ok(tx.commit().await?)
    }

    /// Where the browser with the cookie `visitor` stands.
    #[tracing::instrument(skip_all)]
    pub async fn sign_in_step(&self, visitor: &Secret) -> Result<Option<SignInStep>> {
        let visitor = Digest::of(visitor.expose());
        let row = self.db().read().await?.sign_in(&visitor, self.now()).await?;
        let waits_for = match row.as_ref().and_then(|row| row.proved) {
            Some(person) if self.has_passkeys(person).await? => WaitsFor::CodeOrPasskey,
            Some(_) => WaitsFor::Code,
            None => WaitsFor::Password,
        };
        Ok(row.map(|row| SignInStep {
            initial: person::initials(&row.email),
            waits_for,
            may_keep: !self.settings().two_factor.required,
            may_trust: self.settings().two_factor.trust_browser,
            email: row.email,
        }))
    }

    /// Second step: the password. A session that the browser had already ends
    /// here, so that no cookie from before outlives the sign-in (ASVS 7.2.4). The
    /// browser's time zone is taken for a person who has chosen none.
    #[tracing::instrument(skip_all)]
    pub async fn sign_in(
        &self,
        visitor: &Secret,
        password: &Secret,
        keep: bool,
        time_zone: &str,
        before: Option<&Caller>,
        origin: &Origin,
    ) -> Result<Proved> {
        let now = self.now();
        let policy = self.settings().two_factor;
        let keep = keep && !policy.required;
        let visitor = Digest::of(visitor.expose());
        if password.expose().is_empty() {
            return Err(Problem::field("password", Code::Required).into());
        }
        let step = self.db().read().await?.sign_in(&visitor, now).await?;
        let step = step.ok_or_else(|| refuse(Code::SignInStale))?;

        // Whoever finds no place has not tried, and nothing is counted.
        let place = self.0.passwords.enter()?;
        let network = format!("network:{}", origin.network);
        let attempt = self.count_attempt(&step.email, &network, origin, now).await?;
        let hash = attempt.known.as_ref().filter(|_| attempt.allowed);
        let phc = hash.map(|c| c.password_hash.as_str());
        let verified = self.0.passwords.verify(place, password, phc).await?;
        let Some(known) = hash.filter(|c| verified.right && !c.suspended) else {
            let mut tx = self.db().begin().await?;
            // What is not judged is nobody's: strangers shall not fill somebody's history.
            let actor = attempt.known.as_ref().filter(|_| attempt.allowed).map(|c| c.person);
            self.audit(&mut tx, now, origin, actor, Action::SignInFailed, &"password").await?;
            tx.commit().await?;
            return Err(refuse(Code::SignInWrong));
        };

        // What finds no place is made anew at the next sign-in.
        let rehashed = if verified.outdated {
            self.0.passwords.hash(password, &self.0.random).await.ok()
        } else {
            None
        };
        let mut tx = self.db().begin().await?;
        // It may have been changed while we looked; then all sessions have ended.
        let new = rehashed.as_deref().unwrap_or(&known.password_hash);
        if !tx.replace_password_hash(known.person, &known.password_hash, new).await? {
            return Err(refuse(Code::SignInWrong));
        }
        // In the order in which they were counted.
        tx.uncount_in_window(&network).await?;
        tx.clear_attempts(&attempt.account).await?;
        let trusted = match &origin.browser {
            Some(browser) if policy.trust_browser => {
                tx.trusts_browser(known.person, browser, now).await?
            }
            _ => false,
        };
        let two_factor = tx.authenticator(known.person).await?.is_some();
        if !two_factor && !stands_alone(password.expose()) {
            // The second factor was taken off, so it is the password that has to be renewed.
            let (most, window) = OUTGROWN;
            let counted = format!("outgrown:{}", known.person);
            if tx.count_in_window(&counted, most, window, now).await?.is_none() {
                let (address, network) = (step.email, origin.network.clone());
                self.tell(&mut tx, &Letter::ResetAsked { address, network }, now).await?;
                let (who, action) = (Some(known.person), Action::PasswordOutgrown);
                self.audit(&mut tx, now, origin, who, action, &known.person).await?;
            }
            tx.commit().await?;
            return Err(refuse(Code::PasswordOutgrown));
        }
        if two_factor && !trusted {
            // Whoever planted the cookie of before has nothing of this.
            let fresh = self.new_visitor();
            let cookies = (&visitor, &Digest::of(fresh.expose()));
            let zone = zones::known(time_zone).unwrap_or_default();
            let expires = now + STEPS_WITHIN;
            if !tx.prove_sign_in(cookies, known.person, (keep, &zone), expires).await? {
                return Err(refuse(Code::SignInStale));
            }
            tx.commit().await?;
            return Ok(Proved::Password(fresh));
        }
        if let Some(retry_after) = self.count_session(&mut tx, known.person, now).await? {
            // The password was right all the same.
            tx.commit().await?;
            return Err(Problem::TooMany { retry_after }.into());
        }
        tx.delete_sign_in(&visitor).await?;
        if let Some(before) = before {
            tx.delete_session(before.session).await?;
        }
        if let Some(zone) = zones::known(time_zone) {
            tx.adopt_time_zone(known.person, &zone).await?;
        }
        // The password alone is no proof where there is a second factor, trusted or not.
        let proved = if two_factor { now - self.settings().sessions.step_up } else { now };
        let person = known.person;
        let signed_in = self.open_session(&mut tx, person, keep, (now, proved), origin).await?;
        tx.commit().await?;
        Ok(Proved::All(signed_in.then(&step.next)))
    }

    /// Third step, for whoever has a second factor: a code of the app, or a recovery code.
    /// A browser that is trusted, where the policy allows that, is not asked for 30 days.
    ///
    /// # Errors
    /// [`Code::SignInStale`]; [`Problem::Invalid`] for `code`; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn finish_with_code(
        &self,
        visitor: &Secret,
        code: &str,
        trust: bool,
        before: Option<&Caller>,
        origin: &Origin,
    ) -> Result<SignedIn> {
        let now = self.now();
        let visitor = Digest::of(visitor.expose());
        let step = self.db().read().await?.sign_in(&visitor, now).await?;
        let step = step.ok_or_else(|| refuse(Code::SignInStale))?;
        let person = step.proved.ok_or_else(|| refuse(Code::SignInStale))?;
        let network = format!("network:{}", origin.network);
        let mut tx = self.db().begin().await?;
        let mut full = tx.count_in_window(&network, NETWORK_TRIES, NETWORK_WINDOW, now).await?;
        if full.is_none() {
            // Before the code: what is used up shall not be lost.
            full = self.count_session(&mut tx, person, now).await?;
        }
        tx.commit().await?;
        if let Some(retry_after) = full {
            return Err(Problem::TooMany { retry_after }.into());
        }
        if let Err(wrong) = self.judge_code(person, code, origin).await {
            // No session begins: whoever has the password alone uses up nobody's.
            let mut tx = self.db().begin().await?;
            tx.uncount_in_window(&sessions_key(person)).await?;
            tx.commit().await?;
            return Err(wrong);
        }

        let mut tx = self.db().begin().await?;
        // First of all: what locks the account meanwhile ends this, too.
        tx.lock_person(person).await?;
        tx.uncount_in_window(&network).await?;
        // A new password ends what was begun with the old one.
        if !tx.finish_sign_in(&visitor, person).await? {
            return Err(refuse(Code::SignInStale));
        }
        if let Some(before) = before {
            tx.delete_session(before.session).await?;
        }
        if !step.time_zone.is_empty() {
            tx.adopt_time_zone(person, &step.time_zone).await?;
        }
        let signed_in = self.open_session(&mut tx, person, step.keep, (now, now), origin).await?;
        let browser = signed_in.browser.as_ref().map(|fresh| Digest::of(fresh.expose()));
        if trust
            && self.settings().two_factor.trust_browser
            && let Some(browser) = browser.or(origin.browser)
        {
            tx.trust_browser(person, &browser, now + TRUSTED_FOR).await?;
        }
        tx.commit().await?;
        Ok(signed_in.then(&step.next))
    }

    /// Ends this session.
    #[tracing::instrument(skip_all)]
    pub async fn sign_out(&self, caller: &Caller, origin: &Origin) -> Result<()> {
        let mut tx = self.db().begin().await?;
        tx.delete_session(caller.session).await?;
        let actor = Some(caller.person());
        self.audit(&mut tx, self.now(), origin, actor, Action::SignedOut, &caller.session).await?;
        Ok(tx.commit().await?)
    }

    /// Counts a session that is about to begin. Answers the seconds to wait when there were
    /// too many.
    pub(crate) async fn count_session(
        &self,
        tx: &mut Tx,
        person: PersonId,
        now: Time,
    ) -> Result<Option<u32>> {
        let (most, window) = SESSIONS;
        Ok(tx.count_in_window(&sessions_key(person), most, window, now).await?)
    }

    /// Makes a session inside the transaction that proved the person, who stays if they
    /// wanted to leave. The second of the times is that of the last proof for sensitive acts.
    pub(crate) async fn open_session(
        &self,
        tx: &mut Tx,
        person: PersonId,
        keep: bool,
        (now, proved_at): (Time, Time),
        origin: &Origin,
    ) -> Result<SignedIn> {
        let (idle, max) = self.settings().sessions.lives(keep);
        let (id, raw) =
            self.0.random.with(|rng| (SessionId::new(now, rng), random_base62(43, rng)));
        let cookie = SessionCookie(Secret::new(raw));
        let first = !tx.has_done(person, Action::SignedIn.name()).await?;
        tx.keep_sessions(person, SESSIONS_AT_ONCE - 1).await?;
        tx.insert_session(NewSession {
            id,
            digest: &cookie.digest(),
            person,
            now,
            proved_at,
            idle_expires: now + idle,
            expires: now + max,
            keep,
            user_agent: &origin.user_agent,
            network: &origin.network,
        })
        .await?;
        self.audit(tx, now, origin, Some(person), Action::SignedIn, &id).await?;
        let stays = self.come_back(tx, person, &cookie, now, origin).await?;
        let browser = self.know_browser(tx, (person, first), id, now, origin).await?;
        let keep_seconds = keep.then(|| max.num_seconds());
        Ok(SignedIn { cookie, keep_seconds, browser, next: "/".into(), stays })
    }

    /// Remembers the browser, and tells the person of one that was not known. The very
    /// first sign-in is not worth a mail; the first after all browsers were forgotten is.
    /// Answers what the browser is to keep, if it has nothing yet.
    async fn know_browser(
        &self,
        tx: &mut Tx,
        (person, first): (PersonId, bool),
        session: SessionId,
        now: Time,
        origin: &Origin,
    ) -> Result<Option<Secret>> {
        let (fresh, digest) = if let Some(digest) = origin.browser {
            (None, digest)
        } else {
            let fresh = self.new_visitor();
            let digest = Digest::of(fresh.expose());
            (Some(fresh), digest)
        };
        let (_, known) = tx.known_browsers(person, &digest).await?;
        tx.know_browser(person, &digest, now).await?;
        let counted = format!("new-browsers:{person}");
        let (most, window) = NEW_BROWSERS;
        if !first && !known && tx.count_in_window(&counted, most, window, now).await?.is_none() {
            let device = Device::of(&origin.user_agent).name;
            let network = origin.network.clone();
            let about =
                &About::SignIn { session, device: device.clone(), network: network.clone() };
            let (whom, subject) = (Whom::Person(person), &*subject::sign_in(session));
            self.notify(tx, Telling { whom, subject, about, by: None }, now).await?;
            let letter = Letter::NewBrowser { person, session, device, network };
            self.tell(tx, &letter, now).await?;
        }
        Ok(fresh)
    }

    /// A random cookie for a browser that is not signed in: 128 bits and more.
    pub fn new_visitor(&self) -> Secret {
        Secret::new(self.0.random.with(|rng| random_base62(22, rng)))
    }

    /// The id under which the log knows a request.
    pub fn new_request_id(&self) -> String {
        self.0.random.with(|rng| random_base62(12, rng))
    }

    /// Counts a try, committed before the password is looked at, so that no
    /// failure can undo it and no parallel try slips past.
    async fn count_attempt(
        &self,
        email: &str,
        network: &str,
        origin: &Origin,
        now: Time,
    ) -> Result<Attempt> {
        let mut tx = self.db().begin().await?;
        if let Some(retry_after) =
            tx.count_in_window(network, NETWORK_TRIES, NETWORK_WINDOW, now).await?
        {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let key = Email::parse(email).and_then(|email| email.canonical());
        let known = match &key {
            Ok(key) => tx.credentials(key, origin.browser.as_ref()).await?,
            Err(_) => None,
        };
        // An unknown address is counted like a known one, under its digest.
        let account = match (&known, &key) {
            (Some(known), _) => {
                attempt_key(known.person, origin.browser.as_ref().filter(|_| known.known_browser))
            }
            (None, Ok(key)) => format!("password:{}", hex(&Digest::of(key.as_str()))),
            (None, Err(_)) => "password:unreadable".into(),
        };
        let allowed = tx.count_attempt(&account, &ACCOUNT, now).await?.is_some();
        tx.commit().await?;
        Ok(Attempt { account, known, allowed })
    }
}

/// A try that was counted.
struct Attempt {
    account: String,
    known: Option<Credentials>,
    /// False while the account is locked; looks like a wrong password.
    allowed: bool,
}

/// Where the sessions of a person that begin are counted.
pub(crate) fn sessions_key(person: PersonId) -> String {
    format!("sessions:{person}")
}

/// Where wrong passwords of a person are counted.
pub(crate) fn account_key(person: PersonId) -> String {
    format!("password:{person}")
}

/// The same for a browser in which the person has signed in before: strangers that
/// guess do not lock out whoever the account belongs to (63B-4, 3.2.2).
pub(crate) fn attempt_key(person: PersonId, known_browser: Option<&Digest>) -> String {
    in_browser(account_key(person), known_browser)
}

/// What is counted for one browser alone, if it is known.
pub(crate) fn in_browser(key: String, known_browser: Option<&Digest>) -> String {
    match known_browser {
        Some(browser) => [&*key, ":", &hex(browser)].concat(),
        None => key,
    }
}

pub(crate) fn hex(digest: &Digest) -> String {
    use core::fmt::Write as _;
    digest.0.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
