//! Asking passkeys and judging what they answer: to sign in, and to prove once more who one is.

use chrono::TimeDelta;
use domain::{Code, PersonId, Problem, Secret, SessionId, Time, passkey::Request, secret::Digest};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use storage::{PasskeyRow, Tx};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, PublicKeyCredential, Webauthn, WebauthnError,
};

use super::answer::{Answer, json};
use crate::{
    Caller, Error, Origin, Result, Service, SignedIn,
    audit::Action,
    error::refuse,
    password::NONE,
    sign_in::{NETWORK_TRIES, NETWORK_WINDOW},
    zones,
};

/// Until a passkey has to answer (WebAuthn 3, 15.1). A page that offers them asks anew before.
const ANSWER_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// Challenges for one network, within the window in seconds: each leaves a row.
const CHALLENGES: (i64, i64) = (600, 600);

impl Service {
    /// What a browser that is not signed in is to ask of a passkey: of any, or, when the
    /// password was right, of those of the person.
    ///
    /// # Errors
    /// [`Code::PasskeyNowhere`]; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn begin_passkey_sign_in(
        &self,
        visitor: &Secret,
        origin: &Origin,
    ) -> Result<Request> {
        let step = Digest::of(visitor.expose());
        let step = self.db().read().await?.sign_in(&step, self.now()).await?;
        let of = step.and_then(|step| step.proved);
        self.ask(&for_visitor(visitor), of, origin).await
    }

    /// Signs in with a passkey: without another step, or in place of a code.
    /// The browser's time zone is taken for a person who has chosen none.
    ///
    /// # Errors
    /// [`Code::PasskeyStale`], [`Code::PasskeyWrong`]; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn sign_in_with_passkey(
        &self,
        visitor: &Secret,
        answer: &str,
        (time_zone, next): (&str, &str),
        before: Option<&Caller>,
        origin: &Origin,
    ) -> Result<SignedIn> {
        let now = self.now();
        let network = format!("network:{}", origin.network);
        let mut tx = self.db().begin().await?;
        let full = tx.count_in_window(&network, NETWORK_TRIES, NETWORK_WINDOW, now).await?;
        tx.commit().await?;
        if let Some(retry_after) = full {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let digest = Digest::of(visitor.expose());
        let step = self.db().read().await?.sign_in(&digest, now).await?;
        let of = step.as_ref().and_then(|step| step.proved);
        let right = self.judge_passkey(&for_visitor(visitor), of, answer, origin).await?;
        let person = right.row.person;

        let mut tx = self.db().begin().await?;
        self.use_passkey(&mut tx, right, origin, now).await?;
        // In the order in which codes are counted.
        tx.uncount_in_window(&network).await?;
        if let Some(retry_after) = self.count_session(&mut tx, person, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        // A new password ends what was begun with the old one.
        if of.is_some() && !tx.finish_sign_in(&digest, person).await? {
            return Err(refuse(Code::SignInStale));
        }
        tx.delete_sign_in(&digest).await?;
        if let Some(before) = before {
            tx.delete_session(before.session).await?;
        }
        let keep = step.as_ref().is_some_and(|step| step.proved.is_some() && step.keep);
        let zone = step.as_ref().map_or(time_zone, |step| match &*step.time_zone {
            "" => time_zone,
            zone => zone,
        });
        if let Some(zone) = zones::known(zone) {
            tx.adopt_time_zone(person, &zone).await?;
        }
        // Whoever has it has not lost a factor.
        if tx.set_factor_reset(person, None).await? {
            self.note(&mut tx, person, Action::FactorResetDropped, origin, now).await?;
        }
        let signed_in = self.open_session(&mut tx, person, keep, (now, now), origin).await?;
        tx.commit().await?;
        let next = match step {
            Some(step) if next.is_empty() => step.next,
            _ => next.to_owned(),
        };
        Ok(signed_in.then(&next))
    }

    /// What the caller's browser is to ask of one of their passkeys, to prove once more who
    /// they are.
    ///
    /// # Errors
    /// [`Code::PasskeyNowhere`]; [`Code::PasskeyWrong`] where the caller has none.
    #[tracing::instrument(skip_all)]
    pub async fn begin_passkey_proof(&self, caller: &Caller, origin: &Origin) -> Result<Request> {
        self.ask(&for_proof(caller.session), Some(caller.person()), origin).await
    }

    /// Judges what a passkey of the caller answered to [`Self::begin_passkey_proof`].
    pub(crate) async fn prove_with_passkey(
        &self,
        caller: &Caller,
        answer: &str,
        origin: &Origin,
    ) -> Result<RightAnswer> {
        let (holder, person) = (for_proof(caller.session), caller.person());
        self.judge_passkey(&holder, Some(person), answer, origin).await
    }

    /// Notes that a passkey was used, inside the transaction of what it opens: it may have
    /// been removed, or its account locked, since it answered.
    ///
    /// # Errors
    /// [`Code::PasskeyStale`]
    pub(crate) async fn use_passkey(
        &self,
        tx: &mut Tx,
        RightAnswer { row, credential }: RightAnswer,
        origin: &Origin,
        now: Time,
    ) -> Result<()> {
        let (id, person) = (row.id, row.person);
        tx.lock_person(person).await?;
        let open = tx.open_passkey(person, &row.credential_id, NONE).await?.is_some();
        if !open || !tx.use_passkey(id, (&row.credential, &credential), now).await? {
            return Err(refuse(Code::PasskeyStale));
        }
        self.audit(tx, now, origin, Some(person), Action::PasskeyUsed, &id).await
    }

    /// Whether the person has passkeys that can be asked.
    pub(crate) async fn has_passkeys(&self, person: PersonId) -> Result<bool> {
        Ok(self.0.passkeys.is_some()
            && !self.db().read().await?.passkeys_of(person).await?.is_empty())
    }

    pub(super) fn relying_party(&self) -> Result<&Webauthn> {
        self.0.passkeys.as_ref().ok_or_else(|| refuse(Code::PasskeyNowhere))
    }

    /// Asks any passkey, or those of one person.
    async fn ask(&self, holder: &Digest, of: Option<PersonId>, origin: &Origin) -> Result<Request> {
        let (asked, state) = self
            .relying_party()?
            .start_discoverable_authentication()
            .map_err(|_| Error::Fault("options for passkeys"))?;
        let mut options = json(&asked.public_key)?;
        if let Some(person) = of {
            let rows = self.db().read().await?.passkeys_of(person).await?;
            if rows.is_empty() {
                return Err(refuse(Code::PasskeyWrong));
            }
            let allowed = |row: &PasskeyRow| {
                let id = data_encoding::BASE64URL_NOPAD.encode(&row.credential_id);
                serde_json::json!({ "type": "public-key", "id": id })
            };
            options["allowCredentials"] = rows.iter().map(allowed).collect();
        }
        self.challenge(holder, &options, &state, origin).await
    }

    /// Keeps what the answer is judged by, for `holder` and once.
    pub(super) async fn challenge(
        &self,
        holder: &Digest,
        options: &Value,
        state: &impl Serialize,
        origin: &Origin,
    ) -> Result<Request> {
        let now = self.now();
        let challenge = options["challenge"].as_str().ok_or(Error::Fault("no challenge"))?;
        let state = json(state)?.to_string();
        let counted = format!("challenges:{}", origin.network);
        let mut tx = self.db().begin().await?;
        let full = tx.count_in_window(&counted, CHALLENGES.0, CHALLENGES.1, now).await?;
        if let Some(retry_after) = full {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let ids = (&Digest::of(challenge), holder);
        tx.insert_passkey_challenge(ids, &state, now + ANSWER_WITHIN).await?;
        tx.commit().await?;
        Ok(Request(options.to_string()))
    }

    /// What the answer to this challenge is judged by. Something exactly once.
    pub(super) async fn challenged<T: DeserializeOwned>(
        &self,
        holder: &Digest,
        challenge: &str,
    ) -> Result<T> {
        let mut tx = self.db().begin().await?;
        let ids = (&Digest::of(challenge), holder);
        let state = tx.take_passkey_challenge(ids, self.now()).await?;
        tx.commit().await?;
        let state = state.ok_or_else(|| refuse(Code::PasskeyStale))?;
        serde_json::from_str(&state).map_err(|_| Error::Fault("state of a challenge"))
    }

    /// Judges what a passkey answered. That it was used is still to be noted.
    async fn judge_passkey(
        &self,
        holder: &Digest,
        of: Option<PersonId>,
        answer: &str,
        origin: &Origin,
    ) -> Result<RightAnswer> {
        let answer = Answer::<PublicKeyCredential>::parse(answer)?;
        let state: DiscoverableAuthentication = self.challenged(holder, &answer.challenge).await?;
        let relying_party = self.relying_party()?;
        let credential = &answer.credential;
        let named = relying_party.identify_discoverable_authentication(credential).ok();
        // Whoever is asked for by name needs not say it.
        let person = named.map(|(id, _)| PersonId(id)).or(of);
        let person = person.filter(|person| of.is_none_or(|of| of == *person));
        let person = person.ok_or_else(|| refuse(Code::PasskeyWrong))?;
        let found = self.db().read().await?.open_passkey(person, &credential.raw_id, NONE).await?;
        let row = found.ok_or_else(|| refuse(Code::PasskeyWrong))?;
        let mut key: webauthn_rs::prelude::Passkey = serde_json::from_str(&row.credential)
            .map_err(|_| Error::Fault("a passkey in the database"))?;
        match relying_party.finish_discoverable_authentication_v2(credential, state, &key) {
            Ok(result) => {
                key.update_credential(&result);
                Ok(RightAnswer { credential: json(&key)?.to_string(), row })
            }
            Err(error) => {
                let (action, now) = (Action::PasskeyRefused, self.now());
                let mut tx = self.db().begin().await?;
                self.audit(&mut tx, now, origin, Some(person), action, &row.id).await?;
                tx.commit().await?;
                Err(wrong(&error))
            }
        }
    }
}

/// A passkey that has answered right.
pub(crate) struct RightAnswer {
    row: PasskeyRow,
    /// As it is to be kept from now on, with its counter.
    credential: String,
}

/// Why, is for the log.
pub(super) fn wrong(error: &WebauthnError) -> Error {
    tracing::info!(%error, "passkey refused");
    refuse(Code::PasskeyWrong)
}

/// Who may answer a challenge, and what for.
pub(super) fn for_new(session: SessionId) -> Digest {
    Digest::of(format!("passkey-new:{session}"))
}

fn for_proof(session: SessionId) -> Digest {
    Digest::of(format!("passkey-proof:{session}"))
}

fn for_visitor(visitor: &Secret) -> Digest {
    Digest::of(["passkey-sign-in:", visitor.expose()].concat())
}
