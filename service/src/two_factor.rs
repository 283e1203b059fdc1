//! The second factor: setting up an app, moving to another one, recovery codes, turning it
//! off; and judging a code.

use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit as _, Nonce, aead::Aead as _};
use chrono::TimeDelta;
use domain::{
    Code, PersonId, Problem, Secret, Time,
    password::stands_alone,
    secret::Digest,
    two_factor::{
        Enrolment, RECOVERY_CODES, RecoveryCodes, TwoFactor, TypedCode, grouped, new_recovery_code,
    },
};
use hkdf::Hkdf;
use sha2::Sha256;
use storage::{Ladder, Tx};

use crate::{
    Caller, Error, Origin, Renewed, Result, Service, SessionCookie, admin::terminal, audit::Action,
    mail::Letter, sign_in::in_browser, totp,
};

/// Until an app that is being set up has to give a code.
const ENROL_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// After this new recovery codes cannot be shown any more.
const SHOWN_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// What the secret of an app is sealed for.
const PURPOSE: &str = "totp";

/// Wrong codes of a person: three are free, then 30 s, a step, and longer (63B-4, 3.1.2.2;
/// ASVS 6.6.3).
pub(crate) const CODES: Ladder = Ladder { free: 3, first_ms: 30_000, max_ms: 3_600_000, hard: 50 };

/// What turning it on brought about.
#[derive(Debug)]
pub struct Activated {
    pub renewed: Renewed,
    /// With the first app only, and not when they wait for the next page.
    pub codes: Option<RecoveryCodes>,
}

impl Service {
    /// How it stands with the caller's second factor. Recovery codes that wait are shown
    /// by this, once.
    #[tracing::instrument(skip_all)]
    pub async fn two_factor(&self, caller: &Caller) -> Result<TwoFactor> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let on = reader.authenticator(person).await?.is_some();
        let left = if on { reader.recovery_codes_left(person).await? } else { 0 };
        let pending = reader.pending_authenticator(caller.session, now).await?;
        drop(reader);
        let enrolment = match pending {
            Some((sealed, expires)) => Some(self.enrolment(caller, &sealed, expires)?),
            None => None,
        };
        let new_codes = if on { self.take_codes(caller, now).await? } else { None };
        Ok(TwoFactor {
            email: caller.me.email.clone(),
            on,
            required: self.settings().two_factor.required,
            codes_left: u32::try_from(left).unwrap_or_default(),
            enrolment,
            new_codes,
        })
    }

    /// Begins setting up an app, the first one or one in place of another. Nothing is on
    /// before it gave a right code.
    ///
    /// # Errors
    /// [`Problem::StepUp`].
    #[tracing::instrument(skip_all)]
    pub async fn begin_two_factor(&self, caller: &Caller) -> Result<Enrolment> {
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        // Begun in another window, too: what was scanned there stays right.
        if let Some((sealed, expires)) = tx.pending_authenticator(caller.session, now).await? {
            return self.enrolment(caller, &sealed, expires);
        }
        let secret: [u8; totp::SECRET_BYTES] = self.0.random.bytes();
        let sealed = self.seal_totp(person, &secret)?;
        let expires = now + ENROL_WITHIN;
        tx.put_pending_authenticator(person, caller.session, &sealed, expires).await?;
        tx.commit().await?;
        self.enrolment(caller, &sealed, expires)
    }

    /// Gives up setting up an app.
    #[tracing::instrument(skip_all)]
    pub async fn cancel_two_factor(&self, caller: &Caller) -> Result<()> {
        let mut tx = self.db().begin().await?;
        if let Some((sealed, _)) = tx.pending_authenticator(caller.session, self.now()).await? {
            tx.take_pending_authenticator(caller.session, &sealed).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Turns it on, or moves to the new app, with a code that the new one shows. Other
    /// sessions end. The first app brings recovery codes; with `sealed` they wait for the
    /// caller's next look at the page.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Code::EnrolmentGone`]; [`Problem::Invalid`] for `code`.
    #[tracing::instrument(skip_all)]
    pub async fn activate_two_factor(
        &self,
        caller: &Caller,
        typed: &str,
        sealed: bool,
        origin: &Origin,
    ) -> Result<Activated> {
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let wrong = |code| Problem::field("code", code);
        let typed = match TypedCode::parse(typed) {
            Ok(TypedCode::App(typed)) => typed,
            Err(Code::Required) => return Err(wrong(Code::Required).into()),
            // A recovery code will not do here.
            _ => return Err(wrong(Code::CodeShape).into()),
        };
        let counted = format!("enrol:{person}");
        let mut tx = self.db().begin().await?;
        let allowed = tx.count_attempt(&counted, &CODES, now).await?.is_some();
        let pending = tx.pending_authenticator(caller.session, now).await?;
        tx.commit().await?;
        let (pending, _) = pending.ok_or_else(|| crate::error::refuse(Code::EnrolmentGone))?;
        let (secret, _) =
            self.0.settings.secret_keys.open((PURPOSE, person.0.as_bytes()), &pending)?;
        if !allowed {
            return Err(wrong(Code::EnrolWait).into());
        }
        let step = totp::step_of_code(&secret, typed, now)?;
        let step = step.ok_or_else(|| wrong(Code::EnrolCodeWrong))?;

        self.count_credential(caller).await?;
        let mut tx = self.begin_for(caller).await?;
        if !tx.take_pending_authenticator(caller.session, &pending).await? {
            return Err(crate::error::refuse(Code::EnrolmentGone));
        }
        let first = tx.authenticator(person).await?.is_none();
        tx.trust_no_browser(person).await?;
        tx.set_factor_reset(person, None).await?;
        tx.put_authenticator(person, &pending, step, now).await?;
        tx.delete_proved_sign_ins(person).await?;
        tx.clear_attempts(&counted).await?;
        tx.clear_attempts_below(&codes_key(person)).await?;
        let renewed = self.renew(&mut tx, caller, now).await?;
        tx.delete_other_sessions(person, caller.session).await?;
        let codes = if first { Some(self.make_codes(&mut tx, person).await?) } else { None };
        let codes = match codes {
            Some(codes) if sealed => {
                self.keep_codes(&mut tx, caller, &renewed.cookie, &codes, now).await?;
                None
            }
            codes => codes,
        };
        let action = if first { Action::TwoFactorOn } else { Action::TwoFactorMoved };
        self.note(&mut tx, person, action, origin, now).await?;
        tx.commit().await?;
        Ok(Activated { renewed, codes })
    }

    /// New recovery codes in place of all that there are.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Problem::NotFound`] when it is off.
    #[tracing::instrument(skip_all)]
    pub async fn renew_recovery_codes(
        &self,
        caller: &Caller,
        sealed: bool,
        origin: &Origin,
    ) -> Result<Option<RecoveryCodes>> {
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_change(caller).await?;
        if tx.authenticator(person).await?.is_none() {
            return Err(Problem::NotFound.into());
        }
        let codes = self.make_codes(&mut tx, person).await?;
        if sealed {
            self.keep_codes(&mut tx, caller, &caller.cookie, &codes, now).await?;
        }
        let action = Action::RecoveryCodesMade;
        self.note(&mut tx, person, action, origin, now).await?;
        tx.commit().await?;
        Ok((!sealed).then_some(codes))
    }

    /// Turns it off. A password that is good beside a second factor may be too short alone:
    /// it has to be changed first.
    ///
    /// # Errors
    /// [`Problem::Forbidden`] where it is required; [`Problem::StepUp`];
    /// [`Problem::Invalid`] for `password`; [`Problem::NotFound`] when it is off.
    #[tracing::instrument(skip_all)]
    pub async fn end_two_factor(
        &self,
        caller: &Caller,
        password: &Secret,
        origin: &Origin,
    ) -> Result<Renewed> {
        if self.settings().two_factor.required {
            return Err(Problem::Forbidden.into());
        }
        self.proven(caller)?;
        self.prove(caller, "password", password, origin).await?;
        if !stands_alone(password.expose()) {
            return Err(Problem::field("password", Code::PasswordTooShortAlone).into());
        }
        let (now, person) = (self.now(), caller.person());
        self.count_credential(caller).await?;
        let mut tx = self.begin_for(caller).await?;
        if !tx.delete_second_factor(person).await? {
            return Err(Problem::NotFound.into());
        }
        tx.trust_no_browser(person).await?;
        tx.set_factor_reset(person, None).await?;
        let renewed = self.renew(&mut tx, caller, now).await?;
        tx.delete_other_sessions(person, caller.session).await?;
        let action = Action::TwoFactorOff;
        self.note(&mut tx, person, action, origin, now).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// Judges a code of the person's app, or a recovery code, and uses it up. Counted
    /// before it is judged.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `code`: wrong, used before, or locked.
    pub(crate) async fn judge_code(
        &self,
        person: PersonId,
        typed: &str,
        origin: &Origin,
    ) -> Result<()> {
        let wrong = |code| Problem::field("code", code);
        let code = TypedCode::parse(typed).map_err(wrong)?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let known = match &origin.browser {
            Some(browser) => tx.known_browsers(person, browser).await?.1,
            None => false,
        };
        // Nobody is known who has only the password: they do not lock the owner out.
        let key = in_browser(codes_key(person), origin.browser.as_ref().filter(|_| known));
        let allowed = tx.count_attempt(&key, &CODES, now).await?.is_some();
        let sealed = tx.authenticator(person).await?;
        tx.commit().await?;
        let mut tx = self.db().begin().await?;
        // The person first, as everybody does who changes what they prove themselves by.
        tx.lock_person(person).await?;
        let right = match (code, sealed) {
            _ if !allowed => false,
            (_, None) => false,
            (TypedCode::App(typed), Some(sealed)) => {
                self.judge_app(&mut tx, person, typed, &sealed, now).await?
            }
            (TypedCode::Recovery(code), Some(_)) => {
                let right = tx.use_recovery_code(person, &Digest::of(code.expose())).await?;
                if right {
                    let left = tx.recovery_codes_left(person).await?;
                    let letter =
                        Letter::RecoveryCodeUsed { person, network: origin.network.clone(), left };
                    self.tell(&mut tx, &letter, now).await?;
                    let action = Action::RecoveryCodeUsed;
                    self.audit(&mut tx, now, origin, Some(person), action, &person).await?;
                }
                right
            }
        };
        if right {
            tx.clear_attempts(&key).await?;
            // Whoever has it has not lost it.
            if tx.set_factor_reset(person, None).await? {
                self.note(&mut tx, person, Action::FactorResetDropped, origin, now).await?;
            }
        } else if allowed {
            let action = Action::CodeRefused;
            self.audit(&mut tx, now, origin, Some(person), action, &person).await?;
        }
        tx.commit().await?;
        if right { Ok(()) } else { Err(wrong(Code::CodeWrong).into()) }
    }

    /// Takes the second factor off everybody whose time has come; answers how many. May
    /// run on several nodes at once.
    #[tracing::instrument(skip_all)]
    pub async fn reset_factors(&self) -> Result<u64> {
        let mut done = 0;
        loop {
            let now = self.now();
            if self.db().read().await?.due_factor_reset(now).await?.is_none() {
                return Ok(done);
            }
            let mut tx = self.db().begin().await?;
            // It may have been dropped, or done by somebody else, meanwhile.
            let Some(person) = tx.due_factor_reset(now).await? else { continue };
            if tx.set_factor_reset(person, None).await? {
                tx.delete_second_factor(person).await?;
                tx.delete_sessions_of(person).await?;
                tx.delete_proved_sign_ins(person).await?;
                tx.trust_no_browser(person).await?;
                tx.clear_attempts_below(&codes_key(person)).await?;
                self.note(&mut tx, person, Action::FactorReset, &terminal(), now).await?;
                done += 1;
            }
            tx.commit().await?;
        }
    }

    async fn judge_app(
        &self,
        tx: &mut Tx,
        person: PersonId,
        typed: u32,
        sealed: &[u8],
        now: Time,
    ) -> Result<bool> {
        let keys = &self.0.settings.secret_keys;
        let (secret, outdated) = keys.open((PURPOSE, person.0.as_bytes()), sealed)?;
        let Some(step) = totp::step_of_code(&secret, typed, now)? else { return Ok(false) };
        let right = tx.use_step(person, sealed, step).await?;
        if right && outdated {
            let fresh = self.seal_totp(person, &secret)?;
            tx.reseal_authenticator(person, sealed, &fresh).await?;
        }
        Ok(right)
    }

    fn seal_totp(&self, person: PersonId, secret: &[u8]) -> Result<Vec<u8>> {
        let keys = &self.0.settings.secret_keys;
        keys.seal(&self.0.random, (PURPOSE, person.0.as_bytes()), secret)
    }

    fn enrolment(&self, caller: &Caller, sealed: &[u8], expires: Time) -> Result<Enrolment> {
        let settings = &self.0.settings;
        let of = caller.person().0;
        let (secret, _) = settings.secret_keys.open((PURPOSE, of.as_bytes()), sealed)?;
        let host = settings.public_url.split("://").nth(1).unwrap_or_default();
        let address = totp::address(&secret, host, &caller.me.email);
        let qr = totp::qr(&address)?;
        Ok(Enrolment { key: totp::key(&secret), address, qr, expires })
    }

    async fn make_codes(&self, tx: &mut Tx, person: PersonId) -> Result<RecoveryCodes> {
        let draw = |_| self.0.random.with(new_recovery_code);
        let codes: Vec<_> = (0..RECOVERY_CODES).map(draw).collect();
        let digests: Vec<_> = codes.iter().map(|code| Digest::of(code.expose())).collect();
        tx.put_recovery_codes(person, &digests).await?;
        Ok(RecoveryCodes(codes.iter().map(|code| grouped(code.expose())).collect()))
    }

    /// Seals new codes for the next page of the session, under its cookie.
    async fn keep_codes(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        cookie: &SessionCookie,
        codes: &RecoveryCodes,
        now: Time,
    ) -> Result<()> {
        let texts: Vec<_> = codes.0.iter().map(Secret::expose).collect();
        let salt: [u8; 16] = self.0.random.bytes();
        let sealed = cipher(cookie, &salt)?
            .encrypt(&Nonce::default(), texts.join(" ").as_bytes())
            .map_err(|_| Error::Fault("sealing"))?;
        let sealed = [&salt[..], &sealed].concat();
        Ok(tx.put_shown_codes(caller.session, &sealed, now + SHOWN_WITHIN).await?)
    }

    async fn take_codes(&self, caller: &Caller, now: Time) -> Result<Option<RecoveryCodes>> {
        const LOST: Error = Error::Fault("unsealing");
        let mut tx = self.db().begin().await?;
        let sealed = tx.take_shown_codes(caller.session, now).await?;
        tx.commit().await?;
        let Some(sealed) = sealed else { return Ok(None) };
        let (salt, sealed) = sealed.split_first_chunk::<16>().ok_or(LOST)?;
        let Ok(plain) = cipher(&caller.cookie, salt)?.decrypt(&Nonce::default(), sealed) else {
            // The session has another cookie since.
            return Ok(None);
        };
        let text = String::from_utf8(plain).map_err(|_| LOST)?;
        Ok(Some(RecoveryCodes(text.split(' ').map(Secret::new).collect())))
    }
}

/// HKDF-SHA256 (RFC 5869) of the cookie, with a salt of its own for each set: a key seals
/// one message only, so the nonce may be zero.
fn cipher(cookie: &SessionCookie, salt: &[u8]) -> Result<ChaCha20Poly1305> {
    let mut key = Key::default();
    Hkdf::<Sha256>::new(Some(salt), cookie.0.expose().as_bytes())
        .expand(b"latchkey recovery codes v1", &mut key)
        .map_err(|_| Error::Fault("key derivation"))?;
    Ok(ChaCha20Poly1305::new(&key))
}

/// Where wrong codes of a person are counted.
pub(crate) fn codes_key(person: PersonId) -> String {
    format!("code:{person}")
}
