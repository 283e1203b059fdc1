//! Everybody who has an account: listing them, making more, and looking after them.

use domain::{
    Code, PersonId, Problem,
    audit::Details,
    people::pattern_of,
    person::Face,
    profile::check_name,
    sign_in::AccountForm,
    staff::people::{Account, Accounts, Act, PAGE, Shown},
    words,
};
use storage::{AccountRow, ListedAccounts};

use super::StaffChange;
use crate::{
    Actor, Error, Origin, Result, Service, audit::Action, email::parse, error::refuse,
    mail::Letter, password, reset::count_reset, workspaces::cut,
};

/// Which accounts are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountsAsked<'a> {
    /// A part of a name or an address; empty for all.
    pub search: &'a str,
    pub shown: Shown,
    /// Only those behind this person.
    pub after: Option<PersonId>,
    /// Somebody beside the list.
    pub about: Option<PersonId>,
}

/// What somebody is to be called, unless that has changed since `version`.
#[derive(Debug, Clone, Copy)]
pub struct Rename<'a> {
    pub first: &'a str,
    pub last: &'a str,
    pub display: &'a str,
    pub version: i64,
}

impl Service {
    /// A page of everybody who has an account.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for who is no staff.
    #[tracing::instrument(skip_all)]
    pub async fn accounts(&self, by: Actor<'_>, asked: AccountsAsked<'_>) -> Result<Accounts> {
        let you = by.person();
        let mut reader = self.read_as_staff(by).await?;
        let listed = ListedAccounts {
            pattern: &pattern_of(asked.search),
            shown: asked.shown,
            after: asked.after,
            limit: PAGE + 1,
        };
        let (rows, more) = cut(reader.accounts(listed).await?, PAGE);
        let next = rows.last().map(|last| last.person).filter(|_| more);
        let total = reader.person_count().await?;
        let about = match asked.about {
            Some(person) => reader.account(person).await?,
            None => None,
        };
        let account = |row| account(row, you);
        Ok(Accounts {
            accounts: rows.into_iter().map(account).collect(),
            about: about.map(account),
            total,
            next,
            now: self.now(),
        })
    }

    /// One account.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also for who is no staff.
    #[tracing::instrument(skip_all)]
    pub async fn account(&self, by: Actor<'_>, person: PersonId) -> Result<Account> {
        let row = self.read_as_staff(by).await?.account(person).await?;
        Ok(account(row.ok_or(Problem::NotFound)?, by.person()))
    }

    /// Makes an account, and sends its person a link to choose a password.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `first_name`, `last_name`, `email`, there with
    /// [`Code::AddressTaken`] too; for staff as [`Self::proven_staff`];
    /// [`Problem::NotFound`] for who is no staff.
    #[tracing::instrument(skip_all)]
    pub async fn create_account(
        &self,
        by: Actor<'_>,
        form: AccountForm<'_>,
        staff: bool,
        origin: &Origin,
    ) -> Result<PersonId> {
        let mut acts = self.begin_as_staff(by, origin).await?;
        let account = AccountForm { password: None, ..form }.check()?;
        if staff {
            self.proven_staff(by)?;
        }
        let (now, name) = (acts.now, &account.name);
        let hash = password::NONE;
        let made = self.add_person(&mut acts.tx, &account.email, name, hash, staff, now).await;
        let person = made.map_err(|error| match error {
            Error::Problem(Problem::Conflict) => Problem::field("email", Code::AddressTaken).into(),
            error => error,
        })?;
        let details = Details::default().name(None, Some(&name.display));
        self.log_as_staff(&mut acts, Action::AccountCreated, &person, &details).await?;
        if staff {
            let details = Details::default();
            self.log_as_staff(&mut acts, Action::StaffMade, &person, &details).await?;
        }
        self.tell(&mut acts.tx, &Letter::Welcome { person }, now).await?;
        acts.tx.commit().await?;
        Ok(person)
    }

    /// Calls somebody by other names.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `first_name`, `last_name`, `display_name`;
    /// [`Problem::Conflict`] when somebody was faster; [`Problem::NotFound`].
    #[tracing::instrument(skip_all)]
    pub async fn rename_account(
        &self,
        by: Actor<'_>,
        person: PersonId,
        to: Rename<'_>,
        origin: &Origin,
    ) -> Result<()> {
        let mut acts = self.begin_as_staff(by, origin).await?;
        let name = check_name(to.first, to.last, to.display)?;
        acts.tx.lock_person(person).await?;
        let before = acts.tx.account(person).await?.ok_or(Problem::NotFound)?.name;
        if !acts.tx.save_name(person, &name, to.version, acts.now).await? {
            return Err(Problem::Conflict.into());
        }
        let details = Details::default().name(Some(&before.display), Some(&name.display));
        self.log_as_staff(&mut acts, Action::NameSavedByStaff, &person, &details).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Does one thing to an account. What is so already stays, and nobody is told.
    ///
    /// # Errors
    /// [`Code::LastStaff`]; [`Code::SuspendSelf`]; as [`Self::proven_staff`] for who is staff
    /// and for a second factor; [`Problem::TooMany`] links to a new password;
    /// [`Problem::NotFound`], also for who is no staff.
    #[tracing::instrument(skip_all)]
    pub async fn act_on_account(
        &self,
        by: Actor<'_>,
        person: PersonId,
        act: Act,
        origin: &Origin,
    ) -> Result<()> {
        let mut acts = self.begin_as_staff(by, origin).await?;
        acts.tx.lock_person(person).await?;
        let row = acts.tx.account(person).await?.ok_or(Problem::NotFound)?;
        let account = account(row, acts.by);
        if act == Act::Suspend && account.you {
            return Err(refuse(Code::SuspendSelf));
        }
        let touches_staff = act == Act::Suspend && account.staff;
        if touches_staff || is_credential(act) {
            self.proven_staff(by)?;
        }
        if act.fits(&account) || act == Act::SignOut {
            self.act(&mut acts, &account, act).await?;
        }
        Ok(acts.tx.commit().await?)
    }

    async fn act(&self, acts: &mut StaffChange<'_>, account: &Account, act: Act) -> Result<()> {
        let (person, now) = (account.person, acts.now);
        let action = match act {
            Act::MakeStaff | Act::EndStaff => {
                let staff = act == Act::MakeStaff;
                if !acts.tx.set_staff(person, staff, now).await? {
                    return Err(refuse(Code::LastStaff));
                }
                if staff { Action::StaffMade } else { Action::StaffEnded }
            }
            Act::Suspend => {
                if !acts.tx.suspend_person(person, now).await? {
                    return Err(refuse(Code::LastStaff));
                }
                self.end_sessions(acts, person).await?;
                Action::Suspended
            }
            Act::Resume => {
                acts.tx.resume_person(person, now).await?;
                Action::Resumed
            }
            Act::SignOut => {
                self.end_sessions(acts, person).await?;
                Action::SignedOutByStaff
            }
            Act::SendReset => return self.send_reset(acts, account).await,
            Act::ResetFactor => {
                self.begin_factor_reset(&mut acts.tx, person, now).await?;
                Action::FactorResetAsked
            }
            Act::KeepFactor => {
                acts.tx.set_factor_reset(person, None).await?;
                Action::FactorResetDropped
            }
        };
        self.note_as_staff(acts, person, action).await
    }

    /// Also what is half signed in; and no browser is trusted any more.
    async fn end_sessions(&self, acts: &mut StaffChange<'_>, person: PersonId) -> Result<()> {
        acts.tx.delete_sessions_of(person).await?;
        acts.tx.delete_proved_sign_ins(person).await?;
        acts.tx.trust_no_browser(person).await?;
        Ok(())
    }

    /// Who has never had a password gets the first mail again. The mail is all that its
    /// person is told.
    async fn send_reset(&self, acts: &mut StaffChange<'_>, account: &Account) -> Result<()> {
        let (person, now) = (account.person, acts.now);
        let (_, key) = parse(&account.email).map_err(|_| Problem::NotFound)?;
        if let Some(retry_after) = count_reset(&mut acts.tx, &key, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let has_password = acts.tx.password_of(person).await?;
        let letter = if has_password.is_some_and(|(hash, _)| hash == password::NONE) {
            Letter::Welcome { person }
        } else {
            let (address, network) = (key.as_str().to_owned(), words::staff::WHENCE.into());
            Letter::ResetAsked { address, network }
        };
        self.log_as_staff(acts, Action::ResetSent, &person, &Details::default()).await?;
        self.tell(&mut acts.tx, &letter, now).await
    }
}

/// What somebody proves themselves by, or runs the instance by, never changes by a token.
fn is_credential(act: Act) -> bool {
    match act {
        Act::MakeStaff | Act::EndStaff | Act::SendReset | Act::ResetFactor | Act::KeepFactor => {
            true
        }
        Act::Suspend | Act::Resume | Act::SignOut => false,
    }
}

fn account(row: AccountRow, you: PersonId) -> Account {
    Account {
        person: row.person,
        face: Face::of(row.person, &row.name.display, row.photo),
        name: row.name,
        email: row.email,
        version: row.version,
        staff: row.staff,
        suspended: row.suspended,
        two_factor: row.two_factor,
        leaves_at: row.leaves_at,
        factor_reset_at: row.factor_reset_at,
        organizations: row.organizations,
        last_active: row.last_active,
        since: row.since,
        you: row.person == you,
    }
}
