//! Inviting people into an organization, by those who look after its people.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    Code, InvitationId, Problem, TeamId,
    audit::Details,
    email::{CanonicalEmail, Email},
    invitations::{DAYS, Entry, Invited, MOST, Outcome, Report, Told, WAITING_MOST, read_list},
    notices::About,
    organizations::Which,
    rights::{Right, Role},
    roles::Given,
    secret::Digest,
    teams::TeamName,
};
use storage::{InvitationRow, MembershipRow, NewInvitation, Whom};

use crate::{
    Actor, Origin, PersonChange, Result, Service,
    audit::Action,
    error::refuse,
    mail::Letter,
    notices::{Telling, subject},
    rights::{Change, judge},
    sign_in::hex,
    teams::teams_now,
};

/// Invitations that one person may send within a day.
const OF_PERSON: (i64, i64) = (500, 86_400);
/// Invitations to one mailbox within a day: their mails come unasked. By one person and by one
/// organization, which shall not use up what others may send, and by all.
const TO_ADDRESS: (i64, i64) = (3, 86_400);
const TO_ADDRESS_BY_ALL: (i64, i64) = (10, 86_400);

/// An invitation that is to be sent.
struct Sent<'a> {
    email: &'a Email,
    key: &'a CanonicalEmail,
    as_what: AsWhat<'a>,
    /// Where to.
    organization: &'a str,
}

/// What whoever is invited will be.
#[derive(Debug, Clone, Copy)]
pub struct AsWhat<'a> {
    pub role: Role,
    /// The teams that they will be in.
    pub teams: &'a [TeamId],
}

impl Service {
    /// Invites everybody in a list of addresses, as people paste them. Each gets a mail;
    /// whether they have an account makes no difference.
    ///
    /// # Errors
    /// [`Code::Required`] and [`Code::ListLong`] for `addresses`, [`Code::InvitedOwner`] for
    /// `role`, [`Code::ChoiceGone`] for `teams`; [`Code::InvitationLimit`]; [`Problem::NotFound`]; [`Problem::Forbidden`].
    /// With each of them nobody is invited.
    #[tracing::instrument(skip_all)]
    pub async fn invite(
        &self,
        by: Actor<'_>,
        which: &Which,
        addresses: &str,
        as_what: AsWhat<'_>,
        origin: &Origin,
    ) -> Result<Report> {
        // While nobody waits for it.
        let entries = read_list(addresses);
        let (mut acts, row) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let organization = &*row.named.name;
        check_role(&row, as_what.role)?;
        if !as_what.teams.is_empty() {
            judge(&row, Right::ManageTeams)?;
        }
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let entries = entries.map_err(|_| Problem::field("addresses", Code::ListLong { most }))?;
        if entries.is_empty() {
            return Err(Problem::field("addresses", Code::Required).into());
        }
        // All lists count their addresses in one order: two never wait for each other.
        let mut entries: Vec<_> = entries.into_iter().enumerate().collect();
        entries.sort_by(|(_, one), (_, other)| one.key().cmp(&other.key()));
        let mut report = Vec::new();
        for (place, entry) in entries {
            let (email, outcome) = match entry {
                Entry::Address { email, canonical } => {
                    let sent = Sent { email: &email, key: &canonical, as_what, organization };
                    let outcome = self.send_one(&mut acts, &sent).await?;
                    (email.as_str().to_owned(), outcome)
                }
                Entry::Again(email) => (email.as_str().to_owned(), Outcome::Again),
                Entry::NoAddress(typed) => (typed, Outcome::NoAddress),
            };
            report.push((place, Told { email, outcome }));
        }
        report.sort_unstable_by_key(|(place, _)| *place);
        let (_, waiting) = acts.tx.people_count(acts.organization).await?;
        if waiting > WAITING_MOST.into() {
            return Err(refuse(Code::InvitationLimit { most: WAITING_MOST }));
        }
        acts.tx.commit().await?;
        Ok(Report(report.into_iter().map(|(_, told)| told).collect()))
    }

    async fn send_one(&self, acts: &mut Change<'_>, sent: &Sent<'_>) -> Result<Outcome> {
        let (organization, now, by) = (acts.organization, acts.now, acts.person);
        let Sent { email, key, as_what: AsWhat { role, teams }, .. } = *sent;
        if acts.tx.belongs(organization, key).await? {
            return Ok(Outcome::Belongs);
        }
        let before = acts.tx.invitation_for(organization, key).await?;
        if before.as_ref().is_some_and(|row| self.counts(row)) {
            return Ok(Outcome::Waits);
        }
        if self.count_invitation(acts, key).await?.is_some() {
            return Ok(Outcome::Later);
        }
        let expires = now + TimeDelta::days(DAYS);
        // One that is too old may be swept in this moment.
        let mut renewed = None;
        if let Some(before) = before
            && acts.tx.renew_invitation(before.id, role, by, now, expires).await?
        {
            renewed = Some(before.id);
        }
        let id = if let Some(before) = renewed {
            before
        } else {
            let id = self.0.random.with(|rng| InvitationId::new(now, rng));
            let new = NewInvitation { id, organization, email, key, role, by, now, expires };
            acts.tx.insert_invitation(new).await?;
            id
        };
        set_teams(acts, id, teams).await?;
        let details = Details::default().role(None, Some(role)).address(key);
        self.log_with(acts, Action::PersonInvited, &id, details).await?;
        self.tell_invited(acts, id, key, (sent.organization, role)).await?;
        Ok(Outcome::Sent)
    }

    /// By mail and, if they have an account, in the application: the steps are the same.
    async fn tell_invited(
        &self,
        acts: &mut Change<'_>,
        id: InvitationId,
        key: &CanonicalEmail,
        (organization, role): (&str, Role),
    ) -> Result<()> {
        let (now, organization) = (acts.now, organization.to_owned());
        self.tell(&mut acts.tx, &Letter::Invitation { invitation: id }, now).await?;
        let about = &About::Invitation { invitation: id, organization, role };
        let (whom, subject) = (Whom::Address(key), &*subject::invitation(id));
        let told = Telling { whom, subject, about, by: Some(acts.person) };
        self.notify(&mut acts.tx, told, now).await
    }

    /// One more invitation by this person, and to this address; else the seconds to wait.
    async fn count_invitation(
        &self,
        acts: &mut Change<'_>,
        key: &CanonicalEmail,
    ) -> Result<Option<u32>> {
        // What follows a `+` mostly comes into the same mailbox.
        let (local, host) = key.as_str().rsplit_once('@').unwrap_or_default();
        let local = local.split('+').next().unwrap_or_default();
        let address = hex(&Digest::of(&*[local, "@", host].concat()));
        for (counted, (most, window)) in [
            (format!("invites:{}", acts.person), OF_PERSON),
            (format!("invited:{}:{address}", acts.person), TO_ADDRESS),
            (format!("invited:{}:{address}", acts.organization), TO_ADDRESS),
            (format!("invited:{address}"), TO_ADDRESS_BY_ALL),
        ] {
            let wait = acts.tx.count_in_window(&counted, most, window, acts.now).await?;
            if wait.is_some() {
                return Ok(wait);
            }
        }
        Ok(None)
    }

    /// Sends an invitation again, which then counts as sent by this person. The link from
    /// before works no more. Answers to whom.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also when it was answered; [`Problem::TooMany`];
    /// [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn resend_invitation(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: InvitationId,
        origin: &Origin,
    ) -> Result<String> {
        let (mut acts, theirs) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let row = self.waiting(&mut acts, id).await?;
        check_role(&theirs, row.role)?;
        let key = row.key()?;
        if acts.tx.belongs(acts.organization, &key).await? {
            acts.tx.delete_invitation(id, acts.organization).await?;
            acts.tx.commit().await?;
            return Err(Problem::NotFound.into());
        }
        if let Some(retry_after) = self.count_invitation(&mut acts, &key).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let (now, person) = (acts.now, acts.person);
        let expires = now + TimeDelta::days(DAYS);
        if !acts.tx.renew_invitation(id, row.role, person, now, expires).await? {
            return Err(Problem::NotFound.into());
        }
        let details = Details::default().address(&key);
        self.log_with(&mut acts, Action::InvitationResent, &id, details).await?;
        let about = (&*row.named.name, row.role);
        self.tell_invited(&mut acts, id, &key, about).await?;
        acts.tx.commit().await?;
        Ok(row.email)
    }

    /// Changes what somebody will be who has not answered yet; what is not given stays.
    ///
    /// # Errors
    /// [`Code::InvitedOwner`] for `role`; [`Code::ChoiceGone`] for `teams`; [`Problem::NotFound`], also when it was answered;
    /// [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn change_invitation(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: InvitationId,
        change: PersonChange<'_>,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, theirs) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let row = self.waiting(&mut acts, id).await?;
        let before = row.role;
        let role = match change.role {
            None => before,
            Some(Given::Role(role)) => role,
            Some(Given::Own(_)) => return Err(Problem::field("role", Code::Choice).into()),
        };
        check_role(&theirs, before)?;
        check_role(&theirs, role)?;
        if role != before {
            acts.tx.set_invited_role(id, acts.organization, role).await?;
        }
        if let Some(teams) = change.teams
            && teams_now(&mut acts, id.0).await? != teams.iter().copied().collect()
        {
            judge(&theirs, Right::ManageTeams)?;
            set_teams(&mut acts, id, teams).await?;
        }
        let details = Details::default().role(Some(before), Some(role)).address(&row.key()?);
        self.log_with(&mut acts, Action::InvitationChanged, &id, details).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Withdraws an invitation: its link works no more. Nobody is told.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also when it was answered; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn revoke_invitation(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: InvitationId,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, theirs) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let row = self.waiting(&mut acts, id).await?;
        check_role(&theirs, row.role)?;
        if !acts.tx.delete_invitation(id, acts.organization).await? {
            return Err(Problem::NotFound.into());
        }
        acts.tx.settle_notices(&subject::invitation(id), acts.now).await?;
        let details = Details::default().role(Some(row.role), None).address(&row.key()?);
        self.log_with(&mut acts, Action::InvitationRevoked, &id, details).await?;
        Ok(acts.tx.commit().await?)
    }

    /// An invitation of the organization that waits for its answer.
    async fn waiting(&self, acts: &mut Change<'_>, id: InvitationId) -> Result<InvitationRow> {
        let found = acts.tx.invitation(id).await?;
        let ours =
            |row: &InvitationRow| row.organization == acts.organization && row.answer.is_none();
        Ok(found.filter(ours).ok_or(Problem::NotFound)?)
    }

    /// Whether an invitation can be accepted: it waits, is young enough, and whoever sent it
    /// may still invite.
    pub(crate) fn counts(&self, row: &InvitationRow) -> bool {
        let open = row.answer.is_none() && row.deletes_at.is_none();
        open && row.by_may && row.expires > self.now()
    }

    /// As the list of people shows it.
    pub(crate) fn invited(&self, row: InvitationRow, teams: Vec<TeamName>) -> Invited {
        let over = !self.counts(&row);
        let InvitationRow { id, email, role, sent, .. } = row;
        Invited { id, email, role, teams, sent, over }
    }
}

async fn set_teams(acts: &mut Change<'_>, id: InvitationId, teams: &[TeamId]) -> Result<()> {
    let once: BTreeSet<_> = teams.iter().copied().collect();
    let kept = acts.tx.set_teams_of_invitation(id, &Vec::from_iter(once)).await?;
    if kept { Ok(()) } else { Err(Problem::field("teams", Code::ChoiceGone).into()) }
}

/// Owners come by owners, when they are in; admins by those who have a whole role.
fn check_role(theirs: &MembershipRow, role: Role) -> Result<(), Problem> {
    match role {
        Role::Owner => Err(Problem::field("role", Code::InvitedOwner)),
        _ if theirs.held.may_manage(role, false) => Ok(()),
        _ => Err(Problem::Forbidden),
    }
}
