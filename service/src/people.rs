//! The people of an organization: listing them, changing what they are, and removing them.

use domain::{
    Code, InvitationId, OrganizationId, PersonId, Problem, RoleId, TeamId,
    audit::Details,
    notices::{About, Kind},
    organizations::Which,
    people::{INVITED_BELOW, Known, Membership, Order, PAGE, People, Shown, pattern_of},
    person::Face,
    rights::{Right, Role},
    roles::{Given, RoleName},
    teams::TeamName,
};
use storage::{InvitationRow, Listed, ListedInvited, MembershipRow, PersonRow, PostRow, Tx, Whom};
use uuid::Uuid;

use crate::{
    Actor, Origin, Result, Service,
    audit::Action,
    error::refuse,
    mail::{Letter, OwnersNews},
    notices::{Telling, subject},
    organizations::place,
    rights::{Change, judge},
    workspaces::cut,
};

/// Which people of an organization are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleAsked<'a> {
    /// A part of a name or an address; empty for all.
    pub search: &'a str,
    pub shown: Shown,
    pub order: Order,
    /// Only those behind this person, or this invitation.
    pub after: Option<Uuid>,
    /// Somebody beside the list, or an invitation.
    pub about: Option<Uuid>,
}

/// What somebody is to be; what is not given stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct PersonChange<'a> {
    pub role: Option<Given>,
    /// Those they are in, and no others.
    pub teams: Option<&'a [TeamId]>,
    /// Nothing there is open to them, nor to their tokens, until that is lifted; what they
    /// have there stays.
    pub suspended: Option<bool>,
}

/// What a page of people is made of.
#[derive(Default)]
struct Page {
    people: Vec<PersonRow>,
    invited: Vec<InvitationRow>,
    more_invited: bool,
    next: Option<Uuid>,
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
        let looks_after = row.held.has(Right::ManagePeople);
        if asked.shown.is_for_managers() && !looks_after {
            return Err(Problem::Forbidden.into());
        }
        let mut page = Page::default();
        if asked.shown != Shown::Invited {
            self.add_people(&mut reader, row.id, asked, &mut page).await?;
        }
        let (total, invited) = reader.people_count(row.id).await?;
        let total_invited = if looks_after { invited } else { 0 };
        if total_invited > 0 {
            self.add_invited(&mut reader, row.id, asked, &mut page).await?;
        }
        let Page { people, invited, more_invited, next } = page;
        let (mut about, mut about_invited) = (None, None);
        if let Some(id) = asked.about {
            about = reader.person_in(row.id, PersonId(id)).await?;
            let found = if looks_after { reader.invitation(InvitationId(id)).await? } else { None };
            let waits = |one: &InvitationRow| one.organization == row.id && one.answer.is_none();
            about_invited = found.filter(waits);
        }
        let some = people.iter().chain(&about).map(|row| row.person.0);
        let some = some.chain(invited.iter().chain(&about_invited).map(|row| row.id.0));
        let teams = reader.teams_of_some(row.id, some, looks_after).await?;
        let belongs = |row: PersonRow| {
            let teams = theirs(&teams, Some(row.person.0));
            membership(row, person, looks_after, teams)
        };
        let waits = |row: InvitationRow| {
            let teams = theirs(&teams, Some(row.id.0));
            self.invited(row, teams)
        };
        Ok(People {
            about: about.map(belongs),
            about_invited: about_invited.map(waits),
            people: people.into_iter().map(belongs).collect(),
            invited: invited.into_iter().map(waits).collect(),
            teams: theirs(&teams, None),
            roles: own_roles(&teams, row.id),
            more_invited,
            total,
            total_invited,
            place: place(row.id, row.named.slug, row.named.name),
            held: row.held,
            next,
            frozen: row.deletes_at.is_some(),
            now: self.now(),
        })
    }

    async fn add_people(
        &self,
        reader: &mut Tx,
        organization: OrganizationId,
        asked: PeopleAsked<'_>,
        page: &mut Page,
    ) -> Result<()> {
        let listed = Listed {
            organization,
            pattern: &pattern_of(asked.search),
            shown: asked.shown,
            after: asked.after.map(PersonId),
            limit: PAGE + 1,
        };
        let rows = match asked.order {
            Order::Name => reader.people_by_name(listed).await?,
            Order::Newest => reader.people_by_age(listed).await?,
        };
        let (rows, more) = cut(rows, PAGE);
        page.next = rows.last().map(|last| last.person.0).filter(|_| more);
        page.people = rows;
        Ok(())
    }

    /// Who is invited: below the first page of people, or on a page of their own.
    async fn add_invited(
        &self,
        reader: &mut Tx,
        organization: OrganizationId,
        asked: PeopleAsked<'_>,
        page: &mut Page,
    ) -> Result<()> {
        let alone = asked.shown == Shown::Invited;
        let (most, role) = match asked.shown {
            Shown::Invited => (PAGE, None),
            Shown::Everyone => (INVITED_BELOW, None),
            Shown::Only(role) => (INVITED_BELOW, Some(role)),
            Shown::OwnRoles | Shown::WithoutTwoFactor | Shown::Suspended => return Ok(()),
        };
        if !alone && asked.after.is_some() {
            return Ok(());
        }
        let listed = ListedInvited {
            organization,
            pattern: &pattern_of(asked.search),
            role,
            after: asked.after.map(InvitationId),
            limit: most + 1,
        };
        let (rows, more) = cut(reader.invited(listed).await?, most);
        if alone {
            page.next = rows.last().map(|last| last.id.0).filter(|_| more);
        } else {
            page.more_invited = more;
        }
        page.invited = rows;
        Ok(())
    }

    /// Changes what somebody in an organization is, and in which teams. Of another role, and of
    /// being suspended, they are told; and where owners come or go, so are the other owners.
    ///
    /// # Errors
    /// [`Code::ChoiceGone`] for `teams`. [`Code::OwnersOnly`] when an owner would come or go by somebody who is none; then by
    /// owners [`Problem::StepUp`], and [`Code::InBrowser`] for a token;
    /// [`Code::LastOwnerOther`]; [`Code::SuspendSelf`]; [`Problem::NotFound`];
    /// [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn change_person(
        &self,
        by: Actor<'_>,
        which: &Which,
        person: PersonId,
        change: PersonChange<'_>,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let before = acts.tx.post_in(row.id, person).await?.ok_or(Problem::NotFound)?;
        if let Some(teams) = change.teams
            && self.set_teams_of(&mut acts, person, teams).await?
        {
            judge(&row, Right::ManageTeams)?;
        }
        if let Some(given) = change.role {
            let after = post(&mut acts, given).await?;
            if (after.role, &after.own_role) != (before.role, &before.own_role) {
                self.set_role(by, &mut acts, &row, person, (&before, &after)).await?;
            }
        }
        if let Some(suspended) = change.suspended.filter(|wanted| *wanted != before.suspended) {
            self.suspend(by, &mut acts, &row, person, (&before, suspended)).await?;
        }
        Ok(acts.tx.commit().await?)
    }

    async fn set_role(
        &self,
        by: Actor<'_>,
        acts: &mut Change<'_>,
        row: &MembershipRow,
        person: PersonId,
        (before, after): (&PostRow, &PostRow),
    ) -> Result<()> {
        let role = after.role;
        self.may_manage(by, row, before)?;
        self.may_manage(by, row, after)?;
        let own = after.own_role.as_ref();
        if !acts.tx.set_role(row.id, person, (role, own.map(|own| own.id))).await? {
            return Err(refuse(Code::LastOwnerOther));
        }
        let details = Details::default().role_named(Some(before.name()), Some(after.name()));
        self.log_with(acts, Action::RoleChanged, &person, details).await?;
        self.tell_of(acts, row, person, Some(after)).await?;
        if before.role == Role::Owner || role == Role::Owner {
            let whose = name_of(&mut acts.tx, person).await?;
            let news = OwnersNews::Role { whose, role };
            self.tell_owners(acts, &row.named.name, Some(person), news).await?;
        }
        Ok(())
    }

    /// Somebody belongs to an organization no more, nor to its teams and workspaces. They are told;
    /// and of an owner, so are the others.
    ///
    /// # Errors
    /// As [`Self::change_person`].
    #[tracing::instrument(skip_all)]
    pub async fn remove_person(
        &self,
        by: Actor<'_>,
        which: &Which,
        person: PersonId,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManagePeople, origin).await?;
        let before = acts.tx.post_in(row.id, person).await?.ok_or(Problem::NotFound)?;
        self.may_manage(by, &row, &before)?;
        let role = before.role;
        if !acts.tx.leave_organization(row.id, person).await? {
            return Err(refuse(Code::LastOwnerOther));
        }
        let details = Details::default().role_named(Some(before.name()), None);
        self.log_with(&mut acts, Action::PersonRemoved, &person, details).await?;
        self.tell_of(&mut acts, &row, person, None).await?;
        if role == Role::Owner {
            let whose = name_of(&mut acts.tx, person).await?;
            let news = OwnersNews::Removed { whose };
            self.tell_owners(&mut acts, &row.named.name, Some(person), news).await?;
        }
        Ok(acts.tx.commit().await?)
    }

    /// Suspends somebody in an organization, or lets them in again.
    async fn suspend(
        &self,
        by: Actor<'_>,
        acts: &mut Change<'_>,
        row: &MembershipRow,
        person: PersonId,
        (before, suspended): (&PostRow, bool),
    ) -> Result<()> {
        if person == acts.person {
            return Err(refuse(Code::SuspendSelf));
        }
        self.may_manage(by, row, before)?;
        let since = suspended.then_some(acts.now);
        if !acts.tx.suspend_member(row.id, person, since).await? {
            return Err(refuse(Code::LastOwnerOther));
        }
        let action = if suspended { Action::PersonSuspended } else { Action::PersonResumed };
        self.log(acts, action, &person).await?;
        let (by, organization) = (acts.person, row.named.name.clone());
        let letter = Letter::Suspended { person, by, organization, suspended };
        self.tell_in(acts, person, &letter).await?;
        if before.role == Role::Owner {
            let whose = name_of(&mut acts.tx, person).await?;
            let news = OwnersNews::Suspended { whose, suspended };
            self.tell_owners(acts, &row.named.name, Some(person), news).await?;
        }
        Ok(())
    }

    /// Whether whoever acts may make somebody that, or change one who is it.
    ///
    /// # Errors
    /// [`Code::OwnersOnly`], and as [`Self::may_change_owners`]; [`Problem::Forbidden`].
    fn may_manage(&self, by: Actor<'_>, row: &MembershipRow, post: &PostRow) -> Result<()> {
        if post.role == Role::Owner {
            return self.may_change_owners(by, row);
        }
        let may = row.held.may_manage(post.role, post.own_role.is_some());
        if may { Ok(()) } else { Err(Problem::Forbidden.into()) }
    }

    /// Owners come and go by owners who have just proved who they are.
    pub(crate) fn may_change_owners(&self, by: Actor<'_>, row: &MembershipRow) -> Result<()> {
        if row.held.role != Role::Owner {
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
        post: Option<&PostRow>,
    ) -> Result<()> {
        if person == acts.person {
            return Ok(());
        }
        let (organization, slug) = (row.named.name.clone(), row.named.slug.clone());
        let role = post.map(|post| post.role);
        let own = post.and_then(|post| post.own_role.as_ref()).map(|own| own.name.clone());
        let about =
            &About::Role { organization: organization.clone(), slug, role, own: own.clone() };
        let (whom, by) = (Whom::Person(person), acts.person);
        let told = Telling { whom, subject: &subject::role(row.id), about, by: Some(by) };
        self.notify(&mut acts.tx, told, acts.now).await?;
        if !acts.tx.wants_mail(whom, Kind::Role).await? {
            return Ok(());
        }
        let letter = Letter::Membership { person, by, organization, role, own };
        self.tell_in(acts, person, &letter).await
    }

    /// Tells the owners of an organization, but `but`; the first page of them at most. Whoever
    /// did it is told, too, of what brings owners or ends it: it may have been a thief.
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
        let serious = matches!(
            news,
            OwnersNews::Role { .. } | OwnersNews::Suspended { .. } | OwnersNews::Ends { .. }
        );
        for owner in acts.tx.people_by_name(listed).await? {
            let person = owner.person;
            if Some(person) != but && !owner.suspended && (serious || person != acts.person) {
                let (by, organization, news) = (acts.person, name.to_owned(), news.clone());
                let letter = Letter::Owners { person, by, organization, news };
                self.tell_in(acts, person, &letter).await?;
            }
        }
        Ok(())
    }

    /// One letter of an organization to somebody. More of a kind than there may be within an
    /// hour are not told.
    async fn tell_in(
        &self,
        acts: &mut Change<'_>,
        person: PersonId,
        letter: &Letter,
    ) -> Result<()> {
        let (most, window) = LETTERS;
        // Whoever is no owner shall not use up what owners are told.
        let kind = match letter {
            Letter::Owners { news: OwnersNews::Moved { .. }, .. } => "moves",
            Letter::Owners { .. } => "owners",
            _ => "letters",
        };
        let key = format!("{kind}:{}:{person}", acts.organization);
        let told = acts.tx.count_in_window(&key, most, window, acts.now).await?.is_none();
        if told { self.tell(&mut acts.tx, letter, acts.now).await } else { Ok(()) }
    }
}

/// Letters about one organization to one person, and within how many seconds.
const LETTERS: (i64, i64) = (20, 3_600);

async fn name_of(tx: &mut Tx, person: PersonId) -> Result<String> {
    Ok(tx.profile(person).await?.ok_or(Problem::NotFound)?.name.display)
}

/// What somebody is to be.
///
/// # Errors
/// [`Code::ChoiceGone`] for `role`, when the organization has none of this id.
async fn post(acts: &mut Change<'_>, given: Given) -> Result<PostRow> {
    let (role, own_role) = match given {
        Given::Role(role) => (role, None),
        Given::Own(id) => {
            let gone = || Problem::field("role", Code::ChoiceGone);
            let own = acts.tx.own_role(id, acts.organization).await?.ok_or_else(gone)?;
            (Role::Member, Some(RoleName { id, name: own.name }))
        }
    };
    Ok(PostRow { role, own_role, suspended: false })
}

/// The roles of an organization's own, which stand under its own id.
fn own_roles(found: &[(Option<Uuid>, TeamName)], organization: OrganizationId) -> Vec<RoleName> {
    let roles = theirs(found, Some(organization.0)).into_iter();
    roles.map(|one| RoleName { id: RoleId(one.id.0), name: one.name }).collect()
}

/// The teams of somebody, or all.
pub(crate) fn theirs(teams: &[(Option<Uuid>, TeamName)], whose: Option<Uuid>) -> Vec<TeamName> {
    let theirs = teams.iter().filter(|(of, _)| *of == whose);
    theirs.map(|(_, team)| team.clone()).collect()
}

fn membership(
    row: PersonRow,
    asks: PersonId,
    looks_after: bool,
    teams: Vec<TeamName>,
) -> Membership {
    let known =
        Known { two_factor: row.two_factor, last_active: row.last_active, since: row.since };
    Membership {
        person: row.person,
        face: Face::of(row.person, &row.display_name, row.photo),
        display_name: row.display_name,
        email: row.email,
        role: row.role,
        own_role: row.own_role,
        suspended: row.suspended,
        teams,
        you: row.person == asks,
        known: looks_after.then_some(known),
    }
}
