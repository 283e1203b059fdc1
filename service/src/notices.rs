//! Notices: telling people what happened, in the transaction in which it happens; listing
//! and reading what they were told; and what they choose to be told.

use domain::{
    NoticeId, PersonId, Problem, Time,
    notices::{About, Choice, Choices, Kind, NEWEST, News, Notice, Notices, PAGE},
};
use storage::{ListedNotices, NewNotice, Tx, Whom};

use crate::{Actor, Caller, Origin, Result, Service, audit::Action, workspaces::cut};

/// Which notices are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoticesAsked {
    pub unread: bool,
    pub kind: Option<Kind>,
    /// Only those behind this one.
    pub after: Option<NoticeId>,
}

/// What is told.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'a> {
    pub whom: Whom<'a>,
    /// What it is about, as [`subject`] calls it.
    pub subject: &'a str,
    pub about: &'a About,
    /// Who did it, if somebody else did.
    pub by: Option<PersonId>,
}

/// Of each there is one notice of a person at a time.
pub(crate) mod subject {
    use core::fmt::Display;

    pub(crate) fn token(id: impl Display) -> String {
        format!("token:{id}")
    }

    pub(crate) fn new_token(id: impl Display) -> String {
        format!("new-token:{id}")
    }

    pub(crate) fn sign_in(session: impl Display) -> String {
        format!("sign-in:{session}")
    }

    pub(crate) fn invitation(id: impl Display) -> String {
        format!("invitation:{id}")
    }

    pub(crate) fn role(organization: impl Display) -> String {
        format!("role:{organization}")
    }
}

impl Service {
    /// Tells somebody of something, as they chose, in place of what they were told of it
    /// before. Mails of their own are for the caller.
    pub(crate) async fn notify(&self, tx: &mut Tx, told: Telling<'_>, now: Time) -> Result<()> {
        let Telling { whom, subject, about, by } = told;
        let id = self.0.random.with(|rng| NoticeId::new(now, rng));
        Ok(tx.insert_notice(NewNotice { id, whom, subject, about, by, now }).await?)
    }

    /// A page of the notices of a person.
    #[tracing::instrument(skip_all)]
    pub async fn notices(&self, by: Actor<'_>, asked: NoticesAsked) -> Result<Notices> {
        let person = by.person();
        let mut reader = self.db().read().await?;
        let NoticesAsked { unread, kind, after } = asked;
        let listed = ListedNotices { person, unread, kind, after, limit: PAGE + 1 };
        let (notices, more) = cut(reader.notices(listed).await?, PAGE);
        let next = notices.last().map(|last: &Notice| last.id).filter(|_| more);
        let unread = reader.unread_notices(person).await?;
        Ok(Notices {
            notices,
            unread: usize::try_from(unread).unwrap_or_default(),
            next,
            now: self.now(),
        })
    }

    /// The newest that the caller has not read.
    #[tracing::instrument(skip_all)]
    pub async fn news(&self, caller: &Caller) -> Result<News> {
        let person = caller.person();
        let listed = ListedNotices { person, unread: true, kind: None, after: None, limit: NEWEST };
        let newest = self.db().read().await?.notices(listed).await?;
        Ok(News { newest, now: self.now() })
    }

    /// The person has read a notice; answers what it is about, the second time, too.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when it is not theirs; as [`Self::begin_by`].
    #[tracing::instrument(skip_all)]
    pub async fn read_notice(&self, by: Actor<'_>, id: NoticeId) -> Result<About> {
        let mut tx = self.begin_reading(by).await?;
        let about = tx.read_notice(by.person(), id, self.now()).await?;
        let about = about.ok_or(Problem::NotFound)?;
        tx.commit().await?;
        Ok(about)
    }

    /// The person has read all of them.
    ///
    /// # Errors
    /// As [`Self::begin_by`].
    #[tracing::instrument(skip_all)]
    pub async fn read_notices(&self, by: Actor<'_>) -> Result<()> {
        let mut tx = self.begin_reading(by).await?;
        tx.read_notices(by.person(), self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// To read costs nothing that would have to be counted; of a token everything is.
    async fn begin_reading(&self, by: Actor<'_>) -> Result<Tx> {
        match by {
            Actor::Caller(caller) => self.begin_for(caller).await,
            Actor::Token(_) => self.begin_by(by).await,
        }
    }

    /// Where the caller wants to be told of what.
    #[tracing::instrument(skip_all)]
    pub async fn notice_choices(&self, caller: &Caller) -> Result<Choices> {
        let chosen = self.db().read().await?.notice_choices(caller.person()).await?;
        Ok(self.choices(chosen))
    }

    fn choices(&self, (chosen, daily): (Vec<Choice>, bool)) -> Choices {
        let of = |kind: Kind| {
            let chosen = chosen.iter().find(|one| one.kind == kind && !kind.is_security());
            chosen.copied().unwrap_or(Choice { kind, in_app: true, by_mail: true })
        };
        let warn_days = self.settings().tokens.warn_days.clone();
        Choices { of: Kind::ALL.map(of).to_vec(), daily, warn_days }
    }

    /// Changes where the caller wants to be told of what; of what keeps the account safe, everywhere.
    ///
    /// # Errors
    /// As [`Self::begin_change`].
    #[tracing::instrument(skip_all)]
    pub async fn save_notice_choices(
        &self,
        caller: &Caller,
        choices: (Vec<Choice>, bool),
        origin: &Origin,
    ) -> Result<Choices> {
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_change(caller).await?;
        let before = self.choices(tx.notice_choices(person).await?);
        let after = self.choices(choices);
        for choice in after.of.iter().filter(|choice| !before.of.contains(choice)) {
            tx.put_notice_choice(person, *choice).await?;
        }
        if after.daily != before.daily {
            tx.set_daily_mail(person, after.daily).await?;
        }
        if after != before {
            self.audit(&mut tx, now, origin, Some(person), Action::NoticesChosen, &person).await?;
            tx.commit().await?;
        }
        Ok(after)
    }
}
