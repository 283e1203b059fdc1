//! The people of an organization, in pages; their roles.

use domain::{OrganizationId, PersonId, Time, people::Shown, photo::PhotoId, rights::Role};
use uuid::Uuid;

use crate::{StorageError, Tx, organizations::role, photos::photo_id, run::run};

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
    pub since: Time,
    pub last_active: Option<Time>,
    pub two_factor: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: Uuid,
    display_name: String,
    email: String,
    photo: Option<Vec<u8>>,
    role: String,
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
            since: row.created_at,
            last_active: row.last_active_at.max(row.seen_at),
            two_factor: row.two_factor,
        })
    }
}

impl Listed<'_> {
    /// A role, empty for all; and whether only those without a second factor are meant.
    fn narrowed(&self) -> (&'static str, bool) {
        match self.shown {
            Shown::Everyone => ("", false),
            Shown::Only(role) => (role.as_str(), false),
            Shown::WithoutTwoFactor => ("", true),
            // They are in no list of people.
            Shown::Invited => ("invited", false),
        }
    }
}

/// What is known of the people for whom the rest of the query says.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.person_id, p.display_name, p.email, f.id AS photo, m.role, m.created_at,
                    p.last_active_at, a.person_id IS NOT NULL AS two_factor,
                    (
                        SELECT MAX(s.last_active_at) FROM sessions s WHERE s.person_id = m.person_id
                    ) AS seen_at
             FROM memberships m
             JOIN persons p ON p.id = m.person_id
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
        let (role, without) = listed.narrowed();
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
                 AND ($5 = '' OR m.role = $5)
                 AND (NOT $6 OR a.person_id IS NULL)
                 ORDER BY m.name_key, m.person_id
                 LIMIT $7"
            ),
            organization.0,
            key,
            person,
            pattern,
            role,
            without,
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
        let (role, without) = listed.narrowed();
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
                 AND ($5 = '' OR m.role = $5)
                 AND (NOT $6 OR a.person_id IS NULL)
                 ORDER BY m.created_at DESC, m.person_id DESC
                 LIMIT $7"
            ),
            organization.0,
            since,
            person,
            pattern,
            role,
            without,
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
    pub async fn role_in(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<Option<Role>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "SELECT role FROM memberships WHERE organization_id = $1 AND person_id = $2",
            organization.0,
            person.0,
        )?;
        row.map(|(kept,)| role(&kept)).transpose()
    }

    /// Gives somebody another role. False when they do not belong there, or when nobody
    /// would own it then; take [`Tx::lock_organization`] first.
    pub async fn set_role(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
        role: Role,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE memberships
             SET role = $3
             WHERE organization_id = $1 AND person_id = $2
             AND (role <> 'owner' OR $3 = 'owner' OR EXISTS (
                 SELECT 1
                 FROM owners o
                 WHERE o.organization_id = $1 AND o.person_id <> $2
             ))",
            organization.0,
            person.0,
            role.as_str(),
        )?;
        Ok(changed == 1)
    }
}

/// Later than any moment that is kept, and within what both databases take.
const FAR: Time = match Time::from_timestamp(253_370_764_800, 0) {
    Some(time) => time,
    None => Time::MAX_UTC,
};
