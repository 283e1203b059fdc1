//! Persons: who has an account, and how they are called.

use domain::{
    PersonId, Time,
    email::{CanonicalEmail, Email},
    people::key_of,
    person::{Face, Name},
    profile::Profile,
    secret::Digest,
};
use uuid::Uuid;

use crate::{StorageError, Tx, photos::photo_id, run::run};

/// A person to be.
#[derive(Debug)]
pub struct NewPerson<'a> {
    pub id: PersonId,
    pub email: &'a Email,
    pub name: &'a Name,
    pub password_hash: &'a str,
    pub staff: bool,
    pub now: Time,
}

/// What a sign-in is judged by.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub person: PersonId,
    pub password_hash: String,
    pub suspended: bool,
    /// The person has signed in before in the browser that asks.
    pub known_browser: bool,
}

impl core::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Credentials")
            .field("person", &self.person)
            .field("suspended", &self.suspended)
            .finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct CredentialsRow {
    id: Uuid,
    password_hash: String,
    suspended: bool,
    known_browser: bool,
}

#[derive(sqlx::FromRow)]
struct ProfileRow {
    first_name: String,
    last_name: String,
    display_name: String,
    email: String,
    version: i64,
    photo: Option<Vec<u8>>,
}

impl Tx {
    /// Adds a person. False: another account has the canonical address `key`.
    pub async fn insert_person(
        &mut self,
        new: NewPerson<'_>,
        key: &CanonicalEmail,
    ) -> Result<bool, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO persons (
                 id, email, email_key, first_name, last_name, display_name, name_key,
                 password_hash, staff, version, created_at, updated_at
             )
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)
             ON CONFLICT (email_key) DO NOTHING",
            new.id.0,
            new.email.as_str(),
            key.as_str(),
            &new.name.first,
            &new.name.last,
            &new.name.display,
            key_of(&new.name.display),
            new.password_hash,
            new.staff,
            new.now,
        )?;
        Ok(inserted == 1)
    }

    /// How many accounts there are.
    pub async fn person_count(&mut self) -> Result<i64, StorageError> {
        let (count,) = run!(self, fetch_one as (i64,), "SELECT COUNT(*) FROM persons")?;
        Ok(count)
    }

    /// What signing in with this address is judged by, in the browser with this cookie.
    pub async fn credentials(
        &mut self,
        key: &CanonicalEmail,
        browser: Option<&Digest>,
    ) -> Result<Option<Credentials>, StorageError> {
        let row = run!(
            self,
            fetch_optional as CredentialsRow,
            "SELECT p.id, p.password_hash, p.suspended_at IS NOT NULL AS suspended,
                    EXISTS (
                        SELECT 1 FROM known_browsers b WHERE b.person_id = p.id AND b.digest = $2
                    ) AS known_browser
             FROM persons p
             WHERE p.email_key = $1",
            key.as_str(),
            browser.map(|digest| &digest.0[..]),
        )?;
        Ok(row.map(|row| Credentials {
            person: PersonId(row.id),
            password_hash: row.password_hash,
            suspended: row.suspended,
            known_browser: row.known_browser,
        }))
    }

    /// The profile as its page shows it.
    pub async fn profile(&mut self, id: PersonId) -> Result<Option<Profile>, StorageError> {
        let row = run!(
            self,
            fetch_optional as ProfileRow,
            "SELECT p.first_name, p.last_name, p.display_name, p.email, p.version, f.id AS photo
             FROM persons p
             LEFT JOIN photos f ON f.person_id = p.id
             WHERE p.id = $1",
            id.0,
        )?;
        Ok(row.map(|row| Profile {
            face: Face::of(id, &row.display_name, row.photo.as_deref().and_then(photo_id)),
            name: Name { first: row.first_name, last: row.last_name, display: row.display_name },
            email: row.email,
            version: row.version,
        }))
    }

    /// Changes the names and counts the version up. False: `version` is not the
    /// newest, or there is no such person.
    pub async fn save_name(
        &mut self,
        id: PersonId,
        name: &Name,
        version: i64,
        now: Time,
    ) -> Result<bool, StorageError> {
        let updated = run!(
            self,
            execute,
            "UPDATE persons
             SET first_name = $3, last_name = $4, display_name = $5, name_key = $6,
                 version = version + 1, updated_at = $7
             WHERE id = $1 AND version = $2",
            id.0,
            version,
            &name.first,
            &name.last,
            &name.display,
            key_of(&name.display),
            now,
        )?;
        self.list_anew(id).await?;
        Ok(updated == 1)
    }

    /// Brings the lists that the person is in up to date with name and address.
    pub(crate) async fn list_anew(&mut self, id: PersonId) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE memberships
             SET (name_key, email_key) = (SELECT name_key, email_key FROM persons WHERE id = $1)
             WHERE person_id = $1",
            id.0,
        )?;
        Ok(())
    }

    /// Changes the time zone.
    pub async fn save_time_zone(
        &mut self,
        id: PersonId,
        name: &str,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE persons
             SET time_zone = $2, updated_at = $3
             WHERE id = $1",
            id.0,
            name,
            now,
        )?;
        Ok(())
    }

    /// The same for a person who has chosen none. True when it was taken.
    pub async fn adopt_time_zone(
        &mut self,
        id: PersonId,
        name: &str,
    ) -> Result<bool, StorageError> {
        let updated = run!(
            self,
            execute,
            "UPDATE persons
             SET time_zone = $2
             WHERE id = $1 AND time_zone IS NULL",
            id.0,
            name,
        )?;
        Ok(updated == 1)
    }

    /// Puts `new` in the place of the password hash, as long as that is `old`.
    pub async fn replace_password_hash(
        &mut self,
        id: PersonId,
        old: &str,
        new: &str,
    ) -> Result<bool, StorageError> {
        let updated = run!(
            self,
            execute,
            "UPDATE persons
             SET password_hash = $3
             WHERE id = $1 AND password_hash = $2",
            id.0,
            old,
            new,
        )?;
        Ok(updated == 1)
    }

    /// Gives the person another password hash, whatever the old one was.
    pub async fn set_password_hash(
        &mut self,
        id: PersonId,
        new: &str,
        now: Time,
    ) -> Result<bool, StorageError> {
        let updated = run!(
            self,
            execute,
            "UPDATE persons
             SET password_hash = $2, password_changed_at = $3, updated_at = $3
             WHERE id = $1",
            id.0,
            new,
            now,
        )?;
        Ok(updated == 1)
    }

    /// The password hash of a person, and since when it is that.
    pub async fn password_of(
        &mut self,
        id: PersonId,
    ) -> Result<Option<(String, Time)>, StorageError> {
        Ok(run!(
            self,
            fetch_optional as (String, Time),
            "SELECT password_hash, COALESCE(password_changed_at, created_at)
             FROM persons
             WHERE id = $1",
            id.0,
        )?)
    }

    /// Until the transaction ends, nobody else who takes this lock goes on:
    /// for acts that count what a person has.
    pub async fn lock_person(&mut self, id: PersonId) -> Result<(), StorageError> {
        if let Some(lock) = self.engine().lock_person() {
            run!(self, execute, lock, id.0)?;
        }
        Ok(())
    }
}
