//! The people of an organization: listing them, changing what they are, and removing them.

use domain::{
    Code, PersonId, Problem,
    organizations::Which,
    people::{Known, Membership, Order, PAGE, People, Shown, pattern_of},
    person::Face,
    rights::{Right, Role},
};
use storage::{Listed, MembershipRow, PersonRow, Tx};

use crate::{
    Actor, Origin, Result, Service,
    audit::Action,
    error::refuse,
    mail::{Letter, OwnersNews},
    organizations::place,
    rights::Change,
    workspaces::cut,
};

/// Which people of an organization are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleAsked<'a> {
    /// A part of a name or an address; empty for all.
    pub search: &'a str,
    pub shown: Shown,
    pub order: Order,
    /// Only those behind this one.
    pub after: Option<PersonId>,
}

impl Service {
    /// A page of the people of an organization. Whoever does not look after them learns
    /// neither who has a second factor nor when they were here.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::TwoFactorFirst`].
    #[tracing::instrument(skip_all)]
    pub async fn people(
        &self,
        by: Actor<'_>,
        which: &Which,
        asked: PeopleAsked<'_>,
    ) -> Result<People> {
        let person = by.person();
        let mut reader = self.db().read().await?;
        let row = self.member(&mut reader, person, which, Right::ReadPeople).await?;
        let looks_after = row.role.has(Right::ManagePeople);
        if asked.shown == Shown::WithoutTwoFactor && !looks_after {
            return Err(Problem::Forbidden.into());
        }
        let listed = Listed {
            organization: row.id,
            pattern: &pattern_of(asked.search),
            shown: asked.shown,
            after: asked.after,
            limit: PAGE + 1,
        };
        let rows = match asked.order {
            Order::Name => reader.people_by_name(listed).await?,
            Order::Newest => reader.people_by_age(listed).await?,
        };
        let (rows, more) = cut(rows, PAGE);
        let next = rows.last().map(|last| last.person).filter(|_| more);
        Ok(People {
            people: rows.into_iter().map(|row| membership(row, person, looks_after)).collect(),
            total: reader.people_count(row.id).await?,
            place: place(row.id, row.named.slug, row.named.name),
            role: row.role,
            next,
            frozen: row.deletes_at.is_some(),
            now: self.now(),
        })
    }

    /// Gives somebody in an organization another role. They are told; and where owners come
    /// or go, so are the other owners.
    ///
    /// # Errors
    /// [`Code::OwnersOnly`] when an owner would come or go by somebody who is none; then by
    /// owners [`Problem::StepUp`], and [`Code::InBrowser`] for a token;
    /// [`Code::LastOwnerOther`]; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn set_role(
        &self,
        by: Actor<'_>,
        which: &Which,
        person: PersonId,
        role: Role,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let before = acts.tx.role_in(row.id, person).await?.ok_or(Problem::NotFound)?;
        if role == before {
            return Ok(());
        }
        let owners = before == Role::Owner || role == Role::Owner;
        if owners {
            self.may_change_owners(by, &row)?;
        }
        if !acts.tx.set_role(row.id, person, role).await? {
            return Err(refuse(Code::LastOwnerOther));
        }
        self.log(&mut acts, Action::RoleChanged, &person).await?;
        self.tell_of(&mut acts, &row, person, Some(role)).await?;
        if owners {
            let whose = name_of(&mut acts.tx, person).await?;
            self.tell_owners(
                &mut acts,
                &row.named.name,
                Some(person),
                OwnersNews::Role { whose, role },
            )
            .await?;
        }
        Ok(acts.tx.commit().await?)
    }

    /// Somebody belongs to an organization no more, nor to its workspaces. They are told;
    /// and of an owner, so are the others.
    ///
    /// # Errors
    /// As [`Self::set_role`].
    #[tracing::instrument(skip_all)]
    pub async fn remove_person(
        &self,
        by: Actor<'_>,
        which: &Which,
        person: PersonId,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let role = acts.tx.role_in(row.id, person).await?.ok_or(Problem::NotFound)?;
        if role == Role::Owner {
            self.may_change_owners(by, &row)?;
        }
        if !acts.tx.leave_organization(row.id, person).await? {
            return Err(refuse(Code::LastOwnerOther));
        }
        self.log(&mut acts, Action::PersonRemoved, &person).await?;
        self.tell_of(&mut acts, &row, person, None).await?;
        if role == Role::Owner {
            let whose = name_of(&mut acts.tx, person).await?;
            let news = OwnersNews::Removed { whose };
            self.tell_owners(&mut acts, &row.named.name, Some(person), news).await?;
        }
        Ok(acts.tx.commit().await?)
    }

    /// Owners come and go by owners who have just proved who they are.
    fn may_change_owners(&self, by: Actor<'_>, row: &MembershipRow) -> Result<()> {
        if row.role != Role::Owner {
            return Err(refuse(Code::OwnersOnly));
        }
        match by {
            Actor::Caller(caller) => self.proven(caller),
            Actor::Token(_) => Err(refuse(Code::InBrowser)),
        }
    }

    /// Tells somebody what they are from now on, unless they did it themselves.
    async fn tell_of(
        &self,
        acts: &mut Change<'_>,
        row: &MembershipRow,
        person: PersonId,
        role: Option<Role>,
    ) -> Result<()> {
        let organization = row.named.name.clone();
        let letter = Letter::Membership { person, by: acts.person, organization, role };
        self.tell_in(acts, person, &letter).await
    }

    /// Tells the owners of an organization, but whoever did it, and `but`; the first page of
    /// them at most.
    pub(crate) async fn tell_owners(
        &self,
        acts: &mut Change<'_>,
        name: &str,
        but: Option<PersonId>,
        news: OwnersNews,
    ) -> Result<()> {
        let listed = Listed {
            organization: acts.organization,
            pattern: &pattern_of(""),
            shown: Shown::Only(Role::Owner),
            after: None,
            limit: PAGE,
        };
        for owner in acts.tx.people_by_name(listed).await? {
            let person = owner.person;
            if Some(person) != but {
                let (by, organization, news) = (acts.person, name.to_owned(), news.clone());
                let letter = Letter::Owners { person, by, organization, news };
                self.tell_in(acts, person, &letter).await?;
            }
        }
        Ok(())
    }

    /// One letter of an organization to somebody, unless they did it themselves. More than
    /// there may be within an hour are not told.
    async fn tell_in(
        &self,
        acts: &mut Change<'_>,
        person: PersonId,
        letter: &Letter,
    ) -> Result<()> {
        let (most, window) = LETTERS;
        let key = format!("letters:{}:{person}", acts.organization);
        let told = person != acts.person
            && acts.tx.count_in_window(&key, most, window, acts.now).await?.is_none();
        if told { self.tell(&mut acts.tx, letter, acts.now).await } else { Ok(()) }
    }
}

/// Letters about one organization to one person, and within how many seconds.
const LETTERS: (i64, i64) = (20, 3_600);

async fn name_of(tx: &mut Tx, person: PersonId) -> Result<String> {
    Ok(tx.profile(person).await?.ok_or(Problem::NotFound)?.name.display)
}

fn membership(row: PersonRow, asks: PersonId, looks_after: bool) -> Membership {
    let known =
        Known { two_factor: row.two_factor, last_active: row.last_active, since: row.since };
    Membership {
        person: row.person,
        face: Face::of(row.person, &row.display_name, row.photo),
        display_name: row.display_name,
        email: row.email,
        role: row.role,
        you: row.person == asks,
        known: looks_after.then_some(known),
    }
}
