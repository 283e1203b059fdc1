//! Being invited: looking at invitations, and answering them.

use domain::{
    Code, InvitationId, Problem, Secret,
    audit::Details,
    email::CanonicalEmail,
    invitations::{Answer, Answered, Invitation, Invitations, Opened, Reader},
    organizations::Named,
    secret::Digest,
    sign_in::AccountForm,
    words,
};
use storage::{InvitationRow, Tx};

use crate::{
    Actor, Caller, Error, Origin, Result, Service, SignedIn,
    audit::{Action, Line},
    email::parse,
    error::refuse,
    notices::subject,
    organizations::place,
    rights::Change,
};

/// Invitations that are listed of a person, of each kind.
const LISTED: i64 = 50;

impl Service {
    /// The invitations of a person: those that wait, and those that they have answered.
    #[tracing::instrument(skip_all)]
    pub async fn invitations(&self, by: Actor<'_>) -> Result<Invitations> {
        let person = by.person();
        let mut reader = self.db().read().await?;
        let waiting = reader.invitations_to(person, (false, self.now()), LISTED).await?;
        let earlier = reader.answered_by(person, LISTED).await?;
        let waiting = waiting.into_iter().filter(|row| self.counts(row)).map(|row| Invitation {
            id: row.id,
            role: row.role,
            by: sender(&row),
            sent: row.sent,
            expires: row.expires,
            place: place(row.organization, row.named.slug, row.named.name),
        });
        let earlier = earlier.into_iter().filter_map(|row| {
            let place = place(row.organization, row.named.slug, row.named.name);
            Some(Answered { place, role: row.role, answer: row.answer?, at: row.answered? })
        });
        Ok(Invitations { waiting: waiting.collect(), earlier: earlier.collect(), now: self.now() })
    }

    /// Makes the person belong to the organization that invites them. Answers which; the
    /// second time, too.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it is not theirs; [`Code::InvitationGone`].
    #[tracing::instrument(skip_all)]
    pub async fn accept_invitation(
        &self,
        by: Actor<'_>,
        id: InvitationId,
        origin: &Origin,
    ) -> Result<Named> {
        let (mut acts, row) = self.begin_answer(by, id, origin).await?;
        match row.answer {
            None if self.counts(&row) => {}
            Some(Answer::Accepted) => {
                let still = acts.tx.post_in(row.organization, acts.person).await?.is_some();
                return if still { Ok(row.named) } else { Err(refuse(Code::InvitationGone)) };
            }
            _ => return Err(refuse(Code::InvitationGone)),
        }
        self.answer(&mut acts, &row, Answer::Accepted).await?;
        acts.tx.commit().await?;
        Ok(row.named)
    }

    /// The person will not belong there. The second time nothing happens.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it is not theirs; [`Code::InvitationGone`] when they have
    /// accepted it.
    #[tracing::instrument(skip_all)]
    pub async fn decline_invitation(
        &self,
        by: Actor<'_>,
        id: InvitationId,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, row) = self.begin_answer(by, id, origin).await?;
        match row.answer {
            None => self.answer(&mut acts, &row, Answer::Declined).await?,
            Some(Answer::Declined) => return Ok(()),
            Some(Answer::Accepted) => return Err(refuse(Code::InvitationGone)),
        }
        Ok(acts.tx.commit().await?)
    }

    /// Begins to answer an invitation. Nobody withdraws it until that ends.
    async fn begin_answer<'a>(
        &self,
        by: Actor<'_>,
        id: InvitationId,
        origin: &'a Origin,
    ) -> Result<(Change<'a>, InvitationRow)> {
        let (now, person) = (self.now(), by.person());
        let mut tx = self.begin_by(by).await?;
        let found = tx.invitation_to(id, person).await?.ok_or(Problem::NotFound)?;
        tx.lock_organization(&found.organization.into()).await?;
        let row = tx.invitation_to(id, person).await?.ok_or(Problem::NotFound)?;
        Ok((Change { tx, now, person, organization: row.organization, origin }, row))
    }

    async fn answer(
        &self,
        acts: &mut Change<'_>,
        row: &InvitationRow,
        answer: Answer,
    ) -> Result<()> {
        let (person, now) = (acts.person, acts.now);
        if !acts.tx.answer_invitation(row.id, person, answer, now).await? {
            return Err(refuse(Code::InvitationGone));
        }
        acts.tx.settle_notices(&subject::invitation(row.id), now).await?;
        let action = match answer {
            Answer::Accepted => {
                acts.tx.insert_membership(row.organization, person, row.role, now).await?;
                acts.tx.join_teams_of(row.id, person, now).await?;
                Action::InvitationAccepted
            }
            Answer::Declined => Action::InvitationDeclined,
        };
        let role = (answer == Answer::Accepted).then_some(row.role);
        let details = Details::default().role(None, role).address(&row.key()?);
        self.log_with(acts, action, &row.id, details).await
    }

    /// What the link of a mail leads to, while it works, and what whoever has opened it can
    /// do. Looking does not use it up: mail programs look, too.
    #[tracing::instrument(skip_all)]
    pub async fn invitation_of(
        &self,
        link: &Secret,
        caller: Option<&Caller>,
    ) -> Result<Option<Opened>> {
        let mut reader = self.db().read().await?;
        let Some((row, key)) = self.opened(&mut reader, link).await? else { return Ok(None) };
        let signed_in = caller.map(|caller| &caller.me.email);
        let whose = signed_in.and_then(|email| parse(email).ok()).map(|(_, key)| key);
        let who = match signed_in {
            Some(_) if whose.as_ref() == Some(&key) => Reader::Invited,
            Some(email) => Reader::Other { email: email.clone() },
            None if reader.credentials(&key, None).await?.is_some() => Reader::Known,
            None if self.settings().sign_up.admits_invited(&key) => Reader::New,
            None => Reader::NotHere,
        };
        Ok(Some(Opened {
            id: row.id,
            by: sender(&row),
            place: place(row.organization, row.named.slug, row.named.name),
            role: row.role,
            email: row.email,
            reader: who,
        }))
    }

    /// The address for which the link of an invitation makes an account, while it does.
    pub(crate) async fn invited_address(&self, link: &Secret) -> Result<Option<String>> {
        let opened = self.invitation_of(link, None).await?;
        Ok(opened.filter(|opened| opened.reader == Reader::New).map(|opened| opened.email))
    }

    async fn opened(
        &self,
        tx: &mut Tx,
        link: &Secret,
    ) -> Result<Option<(InvitationRow, CanonicalEmail)>> {
        let found = tx.invitation_of_link(&Digest::of(link.expose())).await?;
        let Some(row) = found.filter(|row| self.counts(row)) else { return Ok(None) };
        let key = row.key()?;
        Ok(Some((row, key)))
    }

    /// Whoever got the link of a mail does not want to be invited. They may be anybody.
    ///
    /// # Errors
    /// [`Code::InvitationGone`].
    #[tracing::instrument(skip_all)]
    pub async fn decline_by_link(&self, link: &Secret, origin: &Origin) -> Result<()> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let gone = || refuse(Code::InvitationGone);
        let (found, _) = self.opened(&mut tx, link).await?.ok_or_else(gone)?;
        // It may just be sent again, with another link.
        tx.lock_organization(&found.organization.into()).await?;
        let (row, _) = self.opened(&mut tx, link).await?.ok_or_else(gone)?;
        if !tx.delete_invitation(row.id, row.organization).await? {
            return Err(gone());
        }
        tx.settle_notices(&subject::invitation(row.id), now).await?;
        let (organization, action) = (row.organization, Action::InvitationDeclined);
        let details = Details::default().address(&row.key()?);
        let declined = Line { organization, action, target: &row.id, details };
        self.audit_in(&mut tx, now, origin, None, declined).await?;
        Ok(tx.commit().await?)
    }

    /// Makes the account of whom the link of a mail invites, lets it belong to the
    /// organization, and signs it in. A session that the browser had already ends (ASVS
    /// 7.2.4). The browser's time zone is taken. Answers which organization.
    ///
    /// # Errors
    /// [`Code::InvitationGone`], also when the address has an account by now, or may have
    /// none; [`Problem::Invalid`] for the fields, with which the link is not used up.
    #[tracing::instrument(skip_all)]
    pub async fn join(
        &self,
        link: &Secret,
        (first, last): (&str, &str),
        password: &Secret,
        time_zone: &str,
        before: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(SignedIn, Named)> {
        let gone = || refuse(Code::InvitationGone);
        // Before the password is looked at: a stranger shall not make us compute.
        let address = self.invited_address(link).await?.ok_or_else(gone)?;
        let form = AccountForm { first, last, email: &address, password: Some(password) };
        let account = form.check()?;
        let hash = self.hash_new(password).await?;

        let now = self.now();
        let mut tx = self.db().begin().await?;
        // A person is locked before an organization.
        if let Some(before) = before {
            tx.delete_session(before.session).await?;
        }
        let (found, _) = self.opened(&mut tx, link).await?.ok_or_else(gone)?;
        tx.lock_organization(&found.organization.into()).await?;
        let (row, _) = self.opened(&mut tx, link).await?.ok_or_else(gone)?;
        if row.email != address {
            return Err(gone());
        }
        let made = self.add_person(&mut tx, &account.email, &account.name, &hash, false, now);
        let person = match made.await {
            Err(Error::Problem(Problem::Conflict)) => return Err(gone()),
            made => made?,
        };
        self.audit(&mut tx, now, origin, Some(person), Action::AccountCreated, &person).await?;
        let mut acts = Change { tx, now, person, organization: row.organization, origin };
        self.answer(&mut acts, &row, Answer::Accepted).await?;
        let mut tx = acts.tx;
        let signed_in = self.open_first_session(&mut tx, person, time_zone, now, origin).await?;
        tx.commit().await?;
        Ok((signed_in, row.named))
    }
}

/// Who invites, by name.
pub(crate) fn sender(row: &InvitationRow) -> String {
    row.by.clone().unwrap_or_else(|| words::organizations::SOMEBODY.into())
}
