//! Everybody who has an account, for those who run the instance; and who runs it.

use domain::{PersonId, Time, person::Name, photo::PhotoId, staff::people::Shown};
use uuid::Uuid;

use crate::{StorageError, Tx, photos::photo_id, run::run};

/// Which accounts are listed.
#[derive(Debug, Clone, Copy)]
pub struct ListedAccounts<'a> {
    /// A pattern of `LIKE` for name or address, as `pattern_of` makes it.
    pub pattern: &'a str,
    pub shown: Shown,
    /// Only those behind this one.
    pub after: Option<PersonId>,
    pub limit: i64,
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    pub person: PersonId,
    pub name: Name,
    pub email: String,
    pub photo: Option<PhotoId>,
    pub version: i64,
    pub staff: bool,
    pub suspended: bool,
    pub two_factor: bool,
    pub leaves_at: Option<Time>,
    pub factor_reset_at: Option<Time>,
    pub organizations: i64,
    pub last_active: Option<Time>,
    pub since: Time,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    first_name: String,
    last_name: String,
    display_name: String,
    email: String,
    photo: Option<Vec<u8>>,
    version: i64,
    staff: bool,
    suspended: bool,
    two_factor: bool,
    leaves_at: Option<Time>,
    factor_reset_at: Option<Time>,
    organizations: i64,
    last_active_at: Option<Time>,
    /// In the sessions that there are.
    seen_at: Option<Time>,
    created_at: Time,
}

impl From<Row> for AccountRow {
    fn from(row: Row) -> Self {
        Self {
            person: PersonId(row.id),
            name: Name { first: row.first_name, last: row.last_name, display: row.display_name },
            email: row.email,
            photo: row.photo.as_deref().and_then(photo_id),
            version: row.version,
            staff: row.staff,
            suspended: row.suspended,
            two_factor: row.two_factor,
            leaves_at: row.leaves_at,
            factor_reset_at: row.factor_reset_at,
            organizations: row.organizations,
            last_active: row.last_active_at.max(row.seen_at),
            since: row.created_at,
        }
    }
}

/// What is known of the accounts for which the rest of the query says.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.first_name, p.last_name, p.display_name, p.email, f.id AS photo,
                    p.version, p.staff, p.suspended_at IS NOT NULL AS suspended,
                    a.person_id IS NOT NULL AS two_factor, p.leaves_at, p.factor_reset_at,
                    (SELECT COUNT(*) FROM memberships m WHERE m.person_id = p.id) AS organizations,
                    p.last_active_at,
                    (SELECT MAX(s.last_active_at) FROM sessions s WHERE s.person_id = p.id) AS seen_at,
                    p.created_at
             FROM persons p
             LEFT JOIN photos f ON f.person_id = p.id
             LEFT JOIN authenticators a ON a.person_id = p.id ",
            $rest
        )
    };
}

impl Tx {
    /// Whether a person runs the instance at this moment.
    pub async fn is_staff(&mut self, person: PersonId) -> Result<bool, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT id FROM persons
             WHERE id = $1 AND staff AND suspended_at IS NULL AND leaves_at IS NULL",
            person.0,
        )?;
        Ok(row.is_some())
    }

    /// One account.
    pub async fn account(&mut self, person: PersonId) -> Result<Option<AccountRow>, StorageError> {
        let row = run!(self, fetch_optional as Row, select!("WHERE p.id = $1"), person.0)?;
        Ok(row.map(Into::into))
    }

    /// Accounts by name. When the one to begin behind is gone, from the start.
    pub async fn accounts(
        &mut self,
        listed: ListedAccounts<'_>,
    ) -> Result<Vec<AccountRow>, StorageError> {
        let ListedAccounts { pattern, shown, after, limit } = listed;
        let behind = match after {
            Some(after) => run!(
                self,
                fetch_optional as (String,),
                "SELECT name_key FROM persons WHERE id = $1",
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
                "WHERE (p.name_key, p.id) > ($1, $2)
                 AND (p.name_key LIKE $3 ESCAPE '!' OR p.email_key LIKE $3 ESCAPE '!')
                 AND CASE $4
                     WHEN '' THEN TRUE
                     WHEN 'staff' THEN p.staff
                     WHEN 'suspended' THEN p.suspended_at IS NOT NULL
                     WHEN 'leaving' THEN p.leaves_at IS NOT NULL
                     WHEN 'no-mfa' THEN a.person_id IS NULL
                     ELSE FALSE
                 END
                 ORDER BY p.name_key, p.id
                 LIMIT $5"
            ),
            key,
            person,
            pattern,
            shown.as_str(),
            limit,
        )?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Has a person run the instance, or not any more. False when that is so already, or when
    /// nobody would run it then; take [`Tx::lock_staff`] first.
    pub async fn set_staff(
        &mut self,
        person: PersonId,
        staff: bool,
        now: Time,
    ) -> Result<bool, StorageError> {
        let set = run!(
            self,
            execute,
            "UPDATE persons
             SET staff = $2, updated_at = $3
             WHERE id = $1 AND staff <> $2 AND ($2 OR EXISTS (
                 SELECT 1 FROM persons o
                 WHERE o.staff AND o.id <> $1 AND o.suspended_at IS NULL AND o.leaves_at IS NULL
             ))",
            person.0,
            staff,
            now,
        )?;
        Ok(set == 1)
    }

    /// Suspends a person from now on. False when they are already, or when nobody would run
    /// the instance then; take [`Tx::lock_staff`] first.
    pub async fn suspend_person(
        &mut self,
        person: PersonId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let suspended = run!(
            self,
            execute,
            "UPDATE persons
             SET suspended_at = $2, updated_at = $2
             WHERE id = $1 AND suspended_at IS NULL AND (NOT staff OR EXISTS (
                 SELECT 1 FROM persons o
                 WHERE o.staff AND o.id <> $1 AND o.suspended_at IS NULL AND o.leaves_at IS NULL
             ))",
            person.0,
            now,
        )?;
        Ok(suspended == 1)
    }

    /// Lets a person in again. False when they are not suspended.
    pub async fn resume_person(
        &mut self,
        person: PersonId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let resumed = run!(
            self,
            execute,
            "UPDATE persons
             SET suspended_at = NULL, updated_at = $2
             WHERE id = $1 AND suspended_at IS NOT NULL",
            person.0,
            now,
        )?;
        Ok(resumed == 1)
    }
}
