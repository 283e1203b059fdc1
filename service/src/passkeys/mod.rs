//! Passkeys: adding and removing them, and proving with one who one is (WebAuthn 3).
//!
//! A passkey asks for a fingerprint, a face or a PIN before it signs, so it is two factors
//! in one, and no other page can ask for it (63B-4, 3.1.7). It opens the account alone, and
//! will do wherever a code is asked for.

mod answer;
mod models;
mod proof;

use domain::{
    Code, PasskeyId, Problem,
    passkey::{LIMIT, Passkey, Passkeys, Request},
    security::nickname,
    words,
};
use storage::{NewPasskey, PasskeyRow};
use webauthn_rs::prelude::{
    PasskeyRegistration, RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use self::{
    answer::{Answer, json},
    proof::{for_new, wrong},
};
use crate::{Caller, Error, Origin, Result, Service, audit::Action, error::refuse, password::NONE};

/// Longest id of a passkey, in bytes (WebAuthn 3, 7.1.25).
const LONGEST_ID: usize = 1023;

/// This instance, as passkeys know it. None where the public address has no name: browsers
/// keep no passkeys for an address of numbers.
pub(crate) fn relying_party(public_url: &str) -> Option<Webauthn> {
    let url = Url::parse(public_url).ok()?;
    WebauthnBuilder::new(url.domain()?, &url).ok()?.rp_name(words::PRODUCT).build().ok()
}

impl Service {
    /// The caller's passkeys.
    #[tracing::instrument(skip_all)]
    pub async fn passkeys(&self, caller: &Caller) -> Result<Passkeys> {
        let rows = self.db().read().await?.passkeys_of(caller.person()).await?;
        Ok(Passkeys {
            list: rows.into_iter().map(passkey).collect(),
            possible: self.0.passkeys.is_some(),
            now: self.now(),
        })
    }

    /// What the browser is to ask for a new one.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Code::PasskeyLimit`]; [`Code::PasskeyNowhere`].
    #[tracing::instrument(skip_all)]
    pub async fn begin_passkey(&self, caller: &Caller, origin: &Origin) -> Result<Request> {
        self.proven(caller)?;
        let (me, person) = (&caller.me, caller.person());
        let rows = self.db().read().await?.passkeys_of(person).await?;
        room(rows.len())?;
        let known = rows.into_iter().map(|row| row.credential_id).collect();
        let (asked, state) = self
            .relying_party()?
            .start_passkey_registration(person.0, &me.email, &me.display_name, Some(known))
            .map_err(|_| Error::Fault("options of a new passkey"))?;
        let mut options = json(&asked.public_key)?;
        // Found without a name: that is what makes it the only step of signing in.
        options["authenticatorSelection"]["residentKey"] = "required".into();
        options["authenticatorSelection"]["requireResidentKey"] = true.into();
        self.challenge(&for_new(caller.session), &options, &state, origin).await
    }

    /// Adds the passkey that the browser made.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Code::PasskeyStale`], [`Code::PasskeyWrong`],
    /// [`Code::PasskeyKnown`], [`Code::PasskeyLimit`].
    #[tracing::instrument(skip_all)]
    pub async fn finish_passkey(
        &self,
        caller: &Caller,
        answer: &str,
        origin: &Origin,
    ) -> Result<Passkey> {
        let answer = Answer::<RegisterPublicKeyCredential>::parse(answer)?;
        let state: PasskeyRegistration =
            self.challenged(&for_new(caller.session), &answer.challenge).await?;
        let made = self
            .relying_party()?
            .finish_passkey_registration(&answer.credential, &state)
            .map_err(|error| wrong(&error))?;
        if made.cred_id().len() > LONGEST_ID {
            return Err(refuse(Code::PasskeyWrong));
        }
        let credential = json(&made)?.to_string();

        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        let rows = tx.passkeys_of(person).await?;
        room(rows.len())?;
        let name = unlike(answer.name(&origin.user_agent), &rows);
        let id = self.0.random.with(|rng| PasskeyId::new(now, rng));
        let new = NewPasskey {
            id,
            person,
            credential_id: made.cred_id(),
            credential: &credential,
            name: &name,
            security_key: answer.is_security_key(),
            now,
        };
        if !tx.insert_passkey(new).await? {
            return Err(refuse(Code::PasskeyKnown));
        }
        self.note(&mut tx, person, Action::PasskeyAdded, origin, now).await?;
        tx.commit().await?;
        let security_key = answer.is_security_key();
        Ok(Passkey { id, name, security_key, created: now, last_used: None })
    }

    /// Gives one of the caller's passkeys another name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`; [`Problem::NotFound`] when it is not there.
    #[tracing::instrument(skip_all)]
    pub async fn rename_passkey(
        &self,
        caller: &Caller,
        id: PasskeyId,
        name: &str,
        origin: &Origin,
    ) -> Result<String> {
        let name = nickname(name).map_err(|code| Problem::field("name", code))?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_change(caller).await?;
        if !tx.rename_passkey(person, id, &name).await? {
            return Err(Problem::NotFound.into());
        }
        self.audit(&mut tx, now, origin, Some(person), Action::PasskeyRenamed, &id).await?;
        tx.commit().await?;
        Ok(name)
    }

    /// Removes one of the caller's passkeys. One that is gone already is no error.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Code::LastWayIn`].
    #[tracing::instrument(skip_all)]
    pub async fn remove_passkey(
        &self,
        caller: &Caller,
        id: PasskeyId,
        origin: &Origin,
    ) -> Result<()> {
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        if tx.delete_passkey(person, id, NONE).await? {
            self.note(&mut tx, person, Action::PasskeyRemoved, origin, now).await?;
        } else if tx.passkeys_of(person).await?.iter().any(|row| row.id == id) {
            return Err(refuse(Code::LastWayIn));
        }
        Ok(tx.commit().await?)
    }
}

/// A name that none of these has yet: `YubiKey 5`, `YubiKey 5 (2)`.
fn unlike(name: String, rows: &[PasskeyRow]) -> String {
    let taken = |name: &str| rows.iter().any(|row| row.name == name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2..).map(|n| format!("{name} ({n})"));
    numbered.take(LIMIT as usize).find(|name| !taken(name)).unwrap_or(name)
}

fn room(passkeys: usize) -> Result<()> {
    if passkeys < LIMIT as usize {
        return Ok(());
    }
    Err(refuse(Code::PasskeyLimit { limit: LIMIT }))
}

fn passkey(row: PasskeyRow) -> Passkey {
    let PasskeyRow { id, name, security_key, created, last_used, .. } = row;
    Passkey { id, name, security_key, created, last_used }
}
