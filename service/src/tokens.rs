//! Personal access tokens: making, listing and deleting them, and knowing their
//! bearer.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::TimeDelta;
use domain::{
    Code, Problem, Time, TokenId,
    notices::{About, warning},
    tokens::{
        Kind, LISTED_AFTER_EXPIRY_DAYS, NewToken, TokenForm, TokenIdentity, TokenList, TokenSecret,
        TokenSummary, days_to_choose, key_cut, token_name,
    },
};
use storage::{Inserted, NewTokenRow, Whom};

use crate::{
    Caller, Origin, Result, Service,
    audit::Action,
    error::refuse,
    mail::Letter,
    notices::{Telling, subject},
};

/// Why a request that came with a token is refused (RFC 6750, 3.1).
#[derive(Debug)]
pub enum BearerError {
    /// Malformed, unknown, expired or deleted: never said which.
    InvalidToken,
    /// Ours to mend.
    Failed(crate::Error),
}

/// The last use of each token, kept until the next [`Service::save_token_uses`].
#[derive(Default)]
pub(crate) struct Uses(Mutex<HashMap<TokenId, (Time, String)>>);

impl Service {
    /// Everything that the caller's token page shows.
    #[tracing::instrument(skip_all)]
    pub async fn tokens(&self, caller: &Caller) -> Result<TokenList> {
        let now = self.now();
        let listed_since = now - TimeDelta::days(LISTED_AFTER_EXPIRY_DAYS);
        let tokens = self.db().read().await?.tokens_of(caller.person(), listed_since).await?;
        let revealed = self.take_reveal(caller, &tokens, now).await?;
        let policy = self.settings().tokens.clone();
        let (first, last) = days_to_choose(&policy, now, &caller.zone);
        Ok(TokenList {
            tokens,
            policy,
            days: (first.to_string(), last.to_string()),
            now,
            revealed,
            public_url: self.settings().public_url.clone(),
        })
    }

    /// One of the caller's tokens.
    #[tracing::instrument(skip_all)]
    pub async fn token(&self, caller: &Caller, id: TokenId) -> Result<TokenSummary> {
        let found = self.db().read().await?.token_of(caller.person(), id).await?;
        found.ok_or_else(|| Problem::NotFound.into())
    }

    /// Makes a token. With `sealed`, the token itself is left out of the answer
    /// and waits for the caller's next look at the page.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Problem::Invalid`]: the form, a name that a live token has,
    /// or the limit; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn create_token(
        &self,
        caller: &Caller,
        form: &TokenForm,
        sealed: bool,
        origin: &Origin,
    ) -> Result<NewToken> {
        self.proven(caller)?;
        let now = self.now();
        let person = caller.person();
        let policy = &self.settings().tokens;
        let request = form.check(policy, now, &caller.zone)?;
        let limit = policy.limit;
        let (id, secret) = self
            .0
            .random
            .with(|rng| (TokenId::new(now, rng), TokenSecret::generate(Kind::Personal, rng)));
        let token = TokenSummary {
            id,
            name: request.name,
            last_four: secret.last_four().into(),
            scopes: request.scopes,
            created_at: now,
            expires_at: request.expires,
            last_use: None,
            cut: key_cut(id),
        };
        let mut tx = self.begin_change(caller).await?;
        let row = NewTokenRow {
            id,
            person,
            name: &token.name,
            digest: &secret.digest(),
            last_four: &token.last_four,
            scopes: token.scopes,
            now,
            expires: token.expires_at,
            warn: warning(&policy.warn_days, (now, token.expires_at), now).1,
        };
        match tx.insert_token(row, limit).await? {
            Inserted::Yes => {}
            Inserted::NameTaken => return Err(Problem::field("name", Code::TokenNameTaken).into()),
            Inserted::LimitReached => return Err(refuse(Code::TokenLimit { limit })),
        }
        if sealed {
            self.seal_reveal(&mut tx, caller, id, secret.expose(), now).await?;
        }
        self.audit(&mut tx, now, origin, Some(person), Action::TokenCreated, &id).await?;
        let letter = Letter::TokenCreated {
            person,
            network: origin.network.clone(),
            name: token.name.clone(),
            last_four: token.last_four.clone(),
            expires: token.expires_at,
        };
        self.tell(&mut tx, &letter, now).await?;
        let about = &About::TokenCreated { token: id, name: token.name.clone() };
        let (whom, subject) = (Whom::Person(person), &*subject::new_token(id));
        self.notify(&mut tx, Telling { whom, subject, about, by: None }, now).await?;
        tx.commit().await?;
        Ok(NewToken { token, secret: (!sealed).then(|| secret.into()) })
    }

    /// Gives one of the caller's tokens another name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`, also when a live token has it;
    /// [`Problem::NotFound`] when there is no such token.
    #[tracing::instrument(skip_all)]
    pub async fn rename_token(
        &self,
        caller: &Caller,
        id: TokenId,
        name: &str,
        origin: &Origin,
    ) -> Result<TokenSummary> {
        let name = token_name(name).map_err(|code| Problem::field("name", code))?;
        let now = self.now();
        let person = caller.person();
        let mut tx = self.begin_change(caller).await?;
        let renamed = tx.rename_token(person, id, &name, now).await?;
        let token = tx.token_of(person, id).await?.ok_or(Problem::NotFound)?;
        if !renamed {
            return Err(Problem::field("name", Code::TokenNameTaken).into());
        }
        self.audit(&mut tx, now, origin, Some(person), Action::TokenRenamed, &id).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Deletes one of the caller's tokens; the next request with it is refused.
    #[tracing::instrument(skip_all)]
    pub async fn delete_token(&self, caller: &Caller, id: TokenId, origin: &Origin) -> Result<()> {
        let now = self.now();
        let person = caller.person();
        let mut tx = self.begin_for(caller).await?;
        if !tx.delete_token(person, id).await? {
            return Err(Problem::NotFound.into());
        }
        tx.settle_notices(&subject::token(id), now).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::TokenDeleted, &id).await?;
        Ok(tx.commit().await?)
    }

    /// Whom a token acts for. Judged anew at each call: expired from the very
    /// second on, deleted from the next request on.
    #[tracing::instrument(skip_all)]
    pub async fn identify(
        &self,
        bearer: &str,
        origin: &Origin,
    ) -> Result<TokenIdentity, BearerError> {
        // A typo never reaches the database.
        let secret = TokenSecret::parse(bearer).ok_or(BearerError::InvalidToken)?;
        let now = self.now();
        let mut tx = self.db().read().await?;
        let row = tx.token_by_digest(&secret.digest()).await?;
        let row = row
            .filter(|row| !row.suspended && row.identity.token.expires_at > now)
            .ok_or(BearerError::InvalidToken)?;
        if self.settings().two_factor.required && !row.two_factor {
            return Err(BearerError::Failed(Problem::TwoFactorFirst.into()));
        }
        self.note_use(row.identity.token.id, now, &origin.network);
        Ok(row.identity)
    }

    /// Writes down when tokens were last used. Called each second, so that a
    /// busy token costs one write a second and not one a request.
    pub async fn save_token_uses(&self) -> Result<()> {
        let uses =
            std::mem::take(&mut *self.0.uses.0.lock().unwrap_or_else(PoisonError::into_inner));
        if uses.is_empty() {
            return Ok(());
        }
        let uses: Vec<_> = uses.into_iter().map(|(id, (at, network))| (id, at, network)).collect();
        let mut tx = self.db().begin().await?;
        tx.save_token_uses(&uses).await?;
        Ok(tx.commit().await?)
    }

    fn note_use(&self, id: TokenId, now: Time, network: &str) {
        let mut uses = self.0.uses.0.lock().unwrap_or_else(PoisonError::into_inner);
        match uses.get_mut(&id) {
            Some((at, from)) => {
                *at = now;
                if from != network {
                    network.clone_into(from);
                }
            }
            None => {
                uses.insert(id, (now, network.to_owned()));
            }
        }
    }
}

impl<E: Into<crate::Error>> From<E> for BearerError {
    fn from(cause: E) -> Self {
        Self::Failed(cause.into())
    }
}
