//! The people of an organization, in pages; their roles.

use domain::{
    OrganizationId, PersonId, RoleId, Time, people::Shown, photo::PhotoId, rights::Role,
    roles::RoleName,
};
use uuid::Uuid;

use crate::{StorageError, Tx, organizations::role, photos::photo_id, roles::own_role, run::run};

/// Which people are listed.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    pub organization: OrganizationId,
    /// A pattern of `LIKE` for name or address, as `pattern_of` makes it.
    pub pattern: &'a str,
    pub shown: Shown,
    /// Only those behind this one.
    pub after: Option<PersonId>,
    pub limit: i64,
}

/// Somebody in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub person: PersonId,
    pub display_name: String,
    pub email: String,
    pub photo: Option<PhotoId>,
    pub role: Role,
    /// In place of its name, if it is one of the organization's own.
    pub own_role: Option<RoleName>,
    pub suspended: bool,
    pub since: Time,
    pub last_active: Option<Time>,
    pub two_factor: bool,
}

/// What somebody is in an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRow {
    pub role: Role,
    /// In place of its name, if it is one of the organization's own.
    pub own_role: Option<RoleName>,
    pub suspended: bool,
}

impl PostRow {
    /// As the log calls it.
    pub fn name(&self) -> &str {
        self.own_role.as_ref().map_or(self.role.as_str(), |own| &own.name)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: Uuid,
    display_name: String,
    email: String,
    photo: Option<Vec<u8>>,
    role: String,
    role_id: Option<Uuid>,
    role_name: Option<String>,
    suspended: bool,
    created_at: Time,
    last_active_at: Option<Time>,
    two_factor: bool,
    /// In the sessions that there are.
    seen_at: Option<Time>,
}

impl TryFrom<Row> for PersonRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            person: PersonId(row.person_id),
            display_name: row.display_name,
            email: row.email,
            photo: row.photo.as_deref().and_then(photo_id),
            role: role(&row.role)?,
            own_role: own_role(row.role_id, row.role_name),
            suspended: row.suspended,
            since: row.created_at,
            last_active: row.last_active_at.max(row.seen_at),
            two_factor: row.two_factor,
        })
    }
}

impl Listed<'_> {
    /// The role that every organization has, and another mark; each empty for all.
    fn narrowed(&self) -> (&'static str, &'static str) {
        match self.shown {
            Shown::Only(role) => (role.as_str(), ""),
            // Of these, those who are invited are in no list of people.
            other => ("", other.as_str()),
        }
    }
}

/// What is known of the people for whom the rest of the query says.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.person_id, p.display_name, p.email, f.id AS photo, m.role, m.role_id,
                    c.name AS role_name, m.suspended_at IS NOT NULL AS suspended, m.created_at,
                    p.last_active_at, a.person_id IS NOT NULL AS two_factor,
                    (
                        SELECT MAX(s.last_active_at) FROM sessions s WHERE s.person_id = m.person_id
                    ) AS seen_at
             FROM memberships m
             JOIN persons p ON p.id = m.person_id
             LEFT JOIN roles c ON c.id = m.role_id
             LEFT JOIN photos f ON f.person_id = m.person_id
             LEFT JOIN authenticators a ON a.person_id = m.person_id ",
            $rest
        )
    };
}

impl Tx {
    /// Somebody who belongs to an organization.
    pub async fn person_in(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<Option<PersonRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            select!("WHERE m.organization_id = $1 AND m.person_id = $2"),
            organization.0,
            person.0,
        )?;
        row.map(TryInto::try_into).transpose()
    }

    /// People by name. When the one to begin behind has left, from the start.
    pub async fn people_by_name(
        &mut self,
        listed: Listed<'_>,
    ) -> Result<Vec<PersonRow>, StorageError> {
        let Listed { organization, pattern, after, limit, .. } = listed;
        let (role, mark) = listed.narrowed();
        let behind = match after {
            Some(after) => run!(
                self,
                fetch_optional as (String,),
                "SELECT name_key FROM memberships WHERE organization_id = $1 AND person_id = $2",
                organization.0,
                after.0,
            )?
            .map(|(key,)| (key, after.0)),
            None => None,
        };
        let (key, person) = behind.unwrap_or_default();
        let rows = run!(
            self,
            fetch_all as Row,
            select!(
                "WHERE m.organization_id = $1 AND (m.name_key, m.person_id) > ($2, $3)
                 AND (m.name_key LIKE $4 ESCAPE '!' OR m.email_key LIKE $4 ESCAPE '!')
                 AND ($5 = '' OR (m.role = $5 AND m.role_id IS NULL))
                 AND CASE $6
                     WHEN '' THEN TRUE
                     WHEN 'no-mfa' THEN a.person_id IS NULL
                     WHEN 'custom' THEN m.role_id IS NOT NULL
                     WHEN 'suspended' THEN m.suspended_at IS NOT NULL
                     ELSE FALSE
                 END
                 ORDER BY m.name_key, m.person_id
                 LIMIT $7"
            ),
            organization.0,
            key,
            person,
            pattern,
            role,
            mark,
            limit,
        )?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// People, who joined last first. When the one to begin behind has left, from the start.
    pub async fn people_by_age(
        &mut self,
        listed: Listed<'_>,
    ) -> Result<Vec<PersonRow>, StorageError> {
        let Listed { organization, pattern, after, limit, .. } = listed;
        let (role, mark) = listed.narrowed();
        let behind = match after {
            Some(after) => run!(
                self,
                fetch_optional as (Time,),
                "SELECT created_at FROM memberships WHERE organization_id = $1 AND person_id = $2",
                organization.0,
                after.0,
            )?
            .map(|(since,)| (since, after.0)),
            None => None,
        };
        let (since, person) = behind.unwrap_or((FAR, Uuid::max()));
        let rows = run!(
            self,
            fetch_all as Row,
            select!(
                "WHERE m.organization_id = $1 AND (m.created_at, m.person_id) < ($2, $3)
                 AND (m.name_key LIKE $4 ESCAPE '!' OR m.email_key LIKE $4 ESCAPE '!')
                 AND ($5 = '' OR (m.role = $5 AND m.role_id IS NULL))
                 AND CASE $6
                     WHEN '' THEN TRUE
                     WHEN 'no-mfa' THEN a.person_id IS NULL
                     WHEN 'custom' THEN m.role_id IS NOT NULL
                     WHEN 'suspended' THEN m.suspended_at IS NOT NULL
                     ELSE FALSE
                 END
                 ORDER BY m.created_at DESC, m.person_id DESC
                 LIMIT $7"
            ),
            organization.0,
            since,
            person,
            pattern,
            role,
            mark,
            limit,
        )?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// How many people belong to an organization, and how many are invited.
    pub async fn people_count(
        &mut self,
        organization: OrganizationId,
    ) -> Result<(i64, i64), StorageError> {
        Ok(run!(
            self,
            fetch_one as (i64, i64),
            "SELECT
                 (SELECT COUNT(*) FROM memberships WHERE organization_id = $1),
                 (SELECT COUNT(*) FROM invitations WHERE organization_id = $1 AND reply IS NULL)",
            organization.0,
        )?)
    }

    /// What somebody is in an organization.
    pub async fn post_in(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<Option<PostRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String, Option<Uuid>, Option<String>, bool),
            "SELECT m.role, m.role_id, c.name, m.suspended_at IS NOT NULL
             FROM memberships m
             LEFT JOIN roles c ON c.id = m.role_id
             WHERE m.organization_id = $1 AND m.person_id = $2",
            organization.0,
            person.0,
        )?;
        let post = |(kept, id, name, suspended): (String, _, _, _)| {
            Ok(PostRow { role: role(&kept)?, own_role: own_role(id, name), suspended })
        };
        row.map(post).transpose()
    }

    /// Gives somebody another role; `own` is one of the organization's own. False when they do
    /// not belong there, or when nobody would own it then; take [`Tx::lock_organization`] first.
    pub async fn set_role(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
        (role, own): (Role, Option<RoleId>),
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE memberships
             SET role = $3, role_id = $4
             WHERE organization_id = $1 AND person_id = $2
             AND (role <> 'owner' OR $3 = 'owner' OR EXISTS (
                 SELECT 1
                 FROM owners o
                 WHERE o.organization_id = $1 AND o.person_id <> $2
             ))",
            organization.0,
            person.0,
            role.as_str(),
            own.map(|own| own.0),
        )?;
        Ok(changed == 1)
    }

    /// Suspends somebody in an organization since `at`, or lifts that. False when they do not
    /// belong there, when it is so already, or when nobody would own it then; take
    /// [`Tx::lock_organization`] first.
    pub async fn suspend_member(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
        at: Option<Time>,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE memberships
             SET suspended_at = $3
             WHERE organization_id = $1 AND person_id = $2
             AND (suspended_at IS NULL) = $4
             AND (role <> 'owner' OR NOT $4 OR EXISTS (
                 SELECT 1
                 FROM owners o
                 WHERE o.organization_id = $1 AND o.person_id <> $2
             ))",
            organization.0,
            person.0,
            at,
            at.is_some(),
        )?;
        Ok(changed == 1)
    }
}

/// Later than any moment that is kept, and within what both databases take.
const FAR: Time = match Time::from_timestamp(253_370_764_800, 0) {
    Some(time) => time,
    None => Time::MAX_UTC,
};
