//! Organizations: making, changing, leaving and deleting them.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    Code, OrganizationId, PersonId, Problem, Time,
    audit::Details,
    organizations::{
        Creators, DAYS_TO_DELETE, General, Home, HomeOrganization, HomeWorkspace, Mfa, Named,
        Place, SLUG_MAX, SLUGS_MOST, Which, check, check_name, check_slug, face, propose_slug,
    },
    problem::Checks,
    rights::{Held, Right, Role},
};
use storage::{BelongsRow, Claimed, Counts, MembershipRow, NewOrganization, Tx};

use crate::{
    Actor, Caller, Origin, Result, Service,
    admin::terminal,
    audit::{Action, Line},
    error::refuse,
    mail::OwnersNews,
    rights::Change,
};

/// Organizations, and workspaces, that are listed of a person.
pub(crate) const LISTED: i64 = 500;
/// Asking for a slug tells whether it is taken: so often within an hour.
const CLAIMS: (i64, i64) = (60, 3_600);
/// Organizations that one person can own and go on making more. Each has slugs for good.
const OWNED: i64 = 50;
/// Slugs that are tried when one is made of a name.
const PROPOSALS: u32 = 20;

/// What is to be changed of an organization; the rest stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct OrganizationChange<'a> {
    pub name: Option<&'a str>,
    pub slug: Option<&'a str>,
    /// The version that the change started from; without one the newest.
    pub version: Option<i64>,
    /// Whether everybody there needs a second factor.
    pub mfa_required: Option<bool>,
}

/// An organization, as a member may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationFacts {
    pub id: OrganizationId,
    pub named: Named,
    pub role: Role,
    /// What it is called, if it is one of the organization's own.
    pub own_role: Option<String>,
    pub mfa_required: bool,
    pub version: i64,
    pub created_at: Time,
    pub deletes_at: Option<Time>,
}

impl From<MembershipRow> for OrganizationFacts {
    fn from(row: MembershipRow) -> Self {
        let MembershipRow { id, named, own_role, mfa_required, version, .. } = row;
        let MembershipRow { held: Held { role, .. }, created_at, deletes_at, .. } = row;
        Self { id, named, role, own_role, mfa_required, version, created_at, deletes_at }
    }
}

impl From<BelongsRow> for OrganizationFacts {
    fn from(row: BelongsRow) -> Self {
        let BelongsRow { id, named, own_role, mfa_required, version, .. } = row;
        let BelongsRow { held: Held { role, .. }, created_at, deletes_at, .. } = row;
        Self { id, named, role, own_role, mfa_required, version, created_at, deletes_at }
    }
}

impl Service {
    /// Where people start: their organizations, and their workspaces in them.
    #[tracing::instrument(skip_all)]
    pub async fn home(&self, caller: &Caller) -> Result<Home> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let belongs = reader.organizations_of(person, LISTED, now).await?;
        let mut shares: HashMap<OrganizationId, Vec<HomeWorkspace>> = HashMap::new();
        for row in reader.workspaces_of(person, LISTED).await? {
            if row.archived_at.is_none() {
                let workspace = HomeWorkspace { id: row.id, name: row.name, role: row.role };
                shares.entry(row.organization).or_default().push(workspace);
            }
        }
        let organizations = belongs.into_iter().map(|row| HomeOrganization {
            place: place(row.id, row.named.slug, row.named.name),
            role: row.held.role,
            own_role: row.own_role,
            deletes_at: row.deletes_at,
            kept_out: row.kept_out,
            workspaces: match shares.remove(&row.id) {
                Some(workspaces) if row.kept_out.is_none() => workspaces,
                _ => Vec::new(),
            },
        });
        let may_create = match self.settings().organizations {
            Creators::Anyone => true,
            Creators::Staff => caller.me.staff,
        };
        Ok(Home { organizations: organizations.collect(), may_create, now })
    }

    /// Makes an organization that the person owns. An empty slug is made of the name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`, `slug`; [`Code::OnlyStaff`];
    /// [`Code::OrganizationLimit`]; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn create_organization(
        &self,
        by: Actor<'_>,
        name: &str,
        slug: &str,
        origin: &Origin,
    ) -> Result<OrganizationFacts> {
        let (now, person) = (self.now(), by.person());
        let wanted = if slug.trim().is_empty() {
            let name = check_name(name).map_err(|code| Problem::field("name", code))?;
            proposals(&name)
        } else {
            vec![check(name, slug)?]
        };
        self.count_claim(person).await?;
        let mut tx = self.begin_by(by).await?;
        if self.settings().organizations == Creators::Staff {
            let staff = tx.person_facts(person).await?.is_some_and(|facts| facts.staff);
            if !staff {
                return Err(refuse(Code::OnlyStaff));
            }
        }
        if tx.owned_count(person).await? >= OWNED {
            let most = u32::try_from(OWNED).unwrap_or(u32::MAX);
            return Err(refuse(Code::OrganizationLimit { most }));
        }
        let id = self.0.random.with(|rng| OrganizationId::new(now, rng));
        for named in &wanted {
            let new = NewOrganization { id, named, by: person, now };
            if !tx.insert_organization(new).await? {
                continue;
            }
            let details =
                Details::default().name(None, Some(&named.name)).slug(None, Some(&named.slug));
            let action = Action::OrganizationCreated;
            let line = Line { organization: id, action, target: &id, details };
            self.audit_in(&mut tx, now, origin, Some(person), line).await?;
            let made = self.member(&mut tx, person, &id.into(), Right::ReadOrganization).await?;
            tx.commit().await?;
            return Ok(made.into());
        }
        let code = if wanted.is_empty() { Code::Required } else { Code::SlugTaken };
        Err(Problem::field("slug", code).into())
    }

    /// One more question for a slug; it stays counted whatever comes of it.
    async fn count_claim(&self, person: PersonId) -> Result<()> {
        let key = format!("slugs:{person}");
        let mut tx = self.db().begin().await?;
        let wait = tx.count_in_window(&key, CLAIMS.0, CLAIMS.1, self.now()).await?;
        tx.commit().await?;
        match wait {
            Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
            None => Ok(()),
        }
    }

    /// The organizations of a person.
    #[tracing::instrument(skip_all)]
    pub async fn organizations(&self, by: Actor<'_>) -> Result<Vec<OrganizationFacts>> {
        let (now, person) = (self.now(), by.person());
        let rows = self.db().read().await?.organizations_of(person, LISTED, now).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One organization.
    ///
    /// # Errors
    /// [`Problem::NotFound`]
    #[tracing::instrument(skip_all)]
    pub async fn organization(&self, by: Actor<'_>, which: &Which) -> Result<OrganizationFacts> {
        let mut reader = self.db().read().await?;
        let right = Right::ReadOrganization;
        Ok(self.member(&mut reader, by.person(), which, right).await?.into())
    }

    /// Everything that the page *General* shows.
    ///
    /// # Errors
    /// [`Problem::NotFound`]
    #[tracing::instrument(skip_all)]
    pub async fn general(&self, caller: &Caller, which: &Which) -> Result<General> {
        let mut reader = self.db().read().await?;
        let right = Right::ReadOrganization;
        let row = self.member(&mut reader, caller.person(), which, right).await?;
        self.shown(&mut reader, caller, row).await
    }

    async fn shown(&self, tx: &mut Tx, caller: &Caller, row: MembershipRow) -> Result<General> {
        let Counts { people, workspaces, other_owners, without_mfa } =
            tx.counts_of(row.id, caller.person()).await?;
        Ok(General {
            id: row.id,
            place: place(row.id, row.named.slug, row.named.name),
            version: row.version,
            held: row.held,
            own_role: row.own_role,
            name_set: row.name_set,
            slug_set: row.slug_set,
            mfa: Mfa {
                required: row.mfa_required,
                set: row.mfa_set,
                everywhere: self.settings().two_factor.required,
                without: row.held.has(Right::ManagePeople).then_some(without_mfa),
            },
            deletes_at: row.deletes_at,
            last_owner: row.held.role == Role::Owner && other_owners == 0,
            people,
            workspaces,
            now: self.now(),
        })
    }

    /// Changes name, slug, and what is required. The old slug goes on leading here.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`, `slug`; [`Code::OwnFactorFirst`];
    /// [`Code::InBrowser`] when a token would make a second factor optional;
    /// [`Problem::Conflict`] when another window was faster; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn save_organization(
        &self,
        by: Actor<'_>,
        which: &Which,
        change: OrganizationChange<'_>,
        origin: &Origin,
    ) -> Result<OrganizationFacts> {
        let right = Right::ChangeOrganization;
        if change.slug.is_some() {
            self.count_claim(by.person()).await?;
        }
        let (mut acts, row) = self.begin_in(by, which, right, origin).await?;
        let mut checks = Checks::new();
        let name = change.name.and_then(|name| checks.take("name", check_name(name)));
        let slug = change.slug.and_then(|slug| checks.take("slug", check_slug(slug)));
        checks.finish()?;
        let named = Named {
            name: name.unwrap_or_else(|| row.named.name.clone()),
            slug: slug.unwrap_or_else(|| row.named.slug.clone()),
        };
        let version = change.version.unwrap_or(row.version);
        if version != row.version {
            return Err(Problem::Conflict.into());
        }
        let claimed = acts.tx.claim_slug(row.id, &named.slug, SLUGS_MOST.into(), acts.now).await?;
        if let Some(code) = match claimed {
            Claimed::Yes => None,
            Claimed::Taken => Some(Code::SlugTaken),
            Claimed::LimitReached => Some(Code::SlugLimit { most: SLUGS_MOST }),
        } {
            return Err(Problem::field("slug", code).into());
        }
        let (person, now) = (acts.person, acts.now);
        if !acts.tx.save_organization(row.id, &named, version, person, now).await? {
            return Err(Problem::Conflict.into());
        }
        if named.name != row.named.name {
            let details = Details::default().name(Some(&row.named.name), Some(&named.name));
            self.log_with(&mut acts, Action::OrganizationRenamed, &row.id, details).await?;
        }
        if named.slug != row.named.slug {
            let details = Details::default().slug(Some(&row.named.slug), Some(&named.slug));
            self.log_with(&mut acts, Action::OrganizationReaddressed, &row.id, details).await?;
        }
        if let Some(required) = change.mfa_required {
            if row.mfa_required && !required && matches!(by, Actor::Token(_)) {
                return Err(refuse(Code::InBrowser));
            }
            self.set_mfa(&mut acts, &row, required).await?;
        }
        let saved = self.member(&mut acts.tx, person, &row.id.into(), right).await?;
        acts.tx.commit().await?;
        Ok(saved.into())
    }

    /// Requires a second factor of everybody in the organization, or makes it optional.
    /// Whoever has none is kept out until they have.
    ///
    /// # Errors
    /// [`Code::OwnFactorFirst`]; [`Problem::StepUp`]; [`Problem::NotFound`];
    /// [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn require_mfa(
        &self,
        caller: &Caller,
        which: &Which,
        required: bool,
        origin: &Origin,
    ) -> Result<()> {
        let right = Right::ChangeOrganization;
        let (mut acts, row) = self.begin_in(caller.into(), which, right, origin).await?;
        self.proven(caller)?;
        self.set_mfa(&mut acts, &row, required).await?;
        Ok(acts.tx.commit().await?)
    }

    async fn set_mfa(&self, acts: &mut Change<'_>, row: &MembershipRow, on: bool) -> Result<()> {
        if acts.tx.require_mfa(row.id, on, acts.person, acts.now).await? {
            let action = if on { Action::MfaRequired } else { Action::MfaOptional };
            let details = Details::default().two_factor(!on, on);
            self.log_with(acts, action, &row.id, details).await?;
            let now = acts.tx.membership(&row.id.into(), acts.person, acts.now).await?;
            if now.is_some_and(|row| row.kept_out.is_some()) {
                return Err(refuse(Code::OwnFactorFirst));
            }
            let news = OwnersNews::Mfa { required: on };
            self.tell_owners(acts, &row.named.name, None, news).await?;
        }
        Ok(())
    }

    /// The person belongs to the organization no more, whatever it requires. Of an owner the
    /// others are told.
    ///
    /// # Errors
    /// [`Code::LastOwner`]; [`Problem::NotFound`]; of owners [`Problem::StepUp`], and
    /// [`Code::InBrowser`] for a token.
    #[tracing::instrument(skip_all)]
    pub async fn leave_organization(
        &self,
        by: Actor<'_>,
        which: &Which,
        origin: &Origin,
    ) -> Result<()> {
        let right = Right::LeaveOrganization;
        let (mut acts, row) = self.begin_in(by, which, right, origin).await?;
        let owner = row.held.role == Role::Owner;
        if owner {
            self.may_change_owners(by, &row)?;
        }
        if !acts.tx.leave_organization(row.id, acts.person).await? {
            return Err(refuse(Code::LastOwner));
        }
        let person = acts.person;
        let role = row.own_role.as_deref().unwrap_or(row.held.role.as_str());
        let details = Details::default().role_named(Some(role), None);
        self.log_with(&mut acts, Action::OrganizationLeft, &person, details).await?;
        if owner {
            self.tell_owners(&mut acts, &row.named.name, None, OwnersNews::Left).await?;
        }
        Ok(acts.tx.commit().await?)
    }

    /// Has an organization deleted in a week, with everything in it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`, which is to be its own; [`Problem::StepUp`];
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn end_organization(
        &self,
        caller: &Caller,
        which: &Which,
        typed: &str,
        origin: &Origin,
    ) -> Result<()> {
        let right = Right::DeleteOrganization;
        let (mut acts, row) = self.begin_in(caller.into(), which, right, origin).await?;
        if check_name(typed).ok().as_ref() != Some(&row.named.name) {
            return Err(Problem::field("name", Code::NameOther).into());
        }
        self.proven(caller)?;
        let at = acts.now + TimeDelta::days(DAYS_TO_DELETE);
        if !acts.tx.end_organization(row.id, at).await? {
            // Another owner was faster: what was asked for is done.
            return Ok(());
        }
        self.log(&mut acts, Action::OrganizationEnds, &row.id).await?;
        self.tell_owners(&mut acts, &row.named.name, None, OwnersNews::Ends { at }).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Takes that back.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also when it is too late; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn keep_organization(
        &self,
        by: Actor<'_>,
        which: &Which,
        origin: &Origin,
    ) -> Result<()> {
        let right = Right::DeleteOrganization;
        let (mut acts, row) = self.begin_in(by, which, right, origin).await?;
        if acts.tx.keep_organization(row.id, acts.now).await? {
            self.log(&mut acts, Action::OrganizationStays, &row.id).await?;
            self.tell_owners(&mut acts, &row.named.name, None, OwnersNews::Stays).await?;
            acts.tx.commit().await?;
        }
        Ok(())
    }

    /// Deletes the organizations whose week is over; answers how many. May run on several
    /// nodes at once.
    pub async fn delete_organizations(&self) -> Result<u64> {
        let mut gone = 0;
        loop {
            let now = self.now();
            let mut tx = self.db().begin().await?;
            let Some(id) = tx.delete_due_organization(now).await? else { return Ok(gone) };
            let (action, details) = (Action::OrganizationDeleted, Details::default());
            let line = Line { organization: id, action, target: &id, details };
            self.audit_in(&mut tx, now, &terminal(), None, line).await?;
            tx.commit().await?;
            gone += 1;
        }
    }

    /// Where a page at an address with an old slug is now. Only for those who belong there.
    #[tracing::instrument(skip_all)]
    pub async fn newer_slug(&self, caller: &Caller, slug: &str) -> Result<Option<String>> {
        let slug = slug.to_ascii_lowercase();
        Ok(self.db().read().await?.newer_slug(&slug, caller.person()).await?)
    }
}

/// How an organization is shown.
pub(crate) fn place(id: OrganizationId, slug: String, name: String) -> Place {
    Place { face: face(id, &name), slug, name }
}

/// Slugs made of a name, until one is free.
fn proposals(name: &str) -> Vec<Named> {
    let base = propose_slug(name);
    let numbered = |n: u32| {
        let end = if n == 1 { String::new() } else { format!("-{n}") };
        let room = (SLUG_MAX as usize).saturating_sub(end.len()).min(base.len());
        let slug = check_slug(&[base[..room].trim_end_matches('-'), &end].concat()).ok()?;
        Some(Named { name: name.into(), slug })
    };
    (1..=PROPOSALS).filter_map(numbered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_are_slugs() {
        let slugs =
            |name: &str| proposals(name).into_iter().map(|named| named.slug).collect::<Vec<_>>();
        assert_eq!(slugs("Harbour Lab")[..3], ["harbour-lab", "harbour-lab-2", "harbour-lab-3"]);
        assert_eq!(slugs("Settings")[..2], ["settings-2", "settings-3"], "but not ours");
        assert_eq!(slugs("李小龍"), [""; 0]);
        assert!(slugs(&"ab ".repeat(40)).iter().all(|slug| slug.len() <= 40));
    }
}
