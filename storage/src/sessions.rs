//! Sessions: browsers that are signed in. Only digests of their cookies are kept.

use domain::{PersonId, SessionId, Time, person::Me, secret::Digest};
use uuid::Uuid;

use crate::{StorageError, Tx, photos::photo_id, run::run};

/// A session to be.
#[derive(Debug)]
pub struct NewSession<'a> {
    pub id: SessionId,
    pub digest: &'a Digest,
    pub person: PersonId,
    pub now: Time,
    /// When the person last proved who they are; later than [`Self::now`] never.
    pub proved_at: Time,
    pub idle_expires: Time,
    pub expires: Time,
    /// Outlives the browser's window.
    pub keep: bool,
    pub user_agent: &'a str,
    pub network: &'a str,
}

/// A live session, as its person sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    pub id: SessionId,
    /// What the person calls it.
    pub name: Option<String>,
    pub user_agent: String,
    pub network: String,
    pub created: Time,
    pub last_active: Time,
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: Uuid,
    name: Option<String>,
    user_agent: String,
    network: String,
    created_at: Time,
    last_active_at: Time,
}

/// A session that is good at this moment, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    pub id: SessionId,
    pub me: Me,
    /// The name of the person's time zone, if one is chosen.
    pub time_zone: Option<String>,
    /// The person has a second factor.
    pub two_factor: bool,
    pub keep: bool,
    pub created: Time,
    /// When the person last proved who they are.
    pub proved_at: Time,
    pub last_active: Time,
    pub idle_expires: Time,
    pub expires: Time,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    display_name: String,
    email: String,
    staff: bool,
    photo: Option<Vec<u8>>,
    time_zone: Option<String>,
    two_factor: bool,
    keep: bool,
    created_at: Time,
    proved_at: Time,
    last_active_at: Time,
    idle_expires_at: Time,
    expires_at: Time,
}

impl From<Row> for SessionRow {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId(row.id),
            me: Me {
                id: PersonId(row.person_id),
                display_name: row.display_name,
                email: row.email,
                staff: row.staff,
                photo: row.photo.as_deref().and_then(photo_id),
            },
            time_zone: row.time_zone,
            two_factor: row.two_factor,
            keep: row.keep,
            created: row.created_at,
            proved_at: row.proved_at,
            last_active: row.last_active_at,
            idle_expires: row.idle_expires_at,
            expires: row.expires_at,
        }
    }
}

impl Tx {
    /// Adds a session that begins now.
    pub async fn insert_session(&mut self, new: NewSession<'_>) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO sessions (
                 id, digest, person_id, created_at, proved_at, last_active_at,
                 idle_expires_at, expires_at, keep, user_agent, network
             )
             VALUES ($1, $2, $3, $4, $10, $4, $5, $6, $7, $8, $9)",
            new.id.0,
            &new.digest.0[..],
            new.person.0,
            new.now,
            new.idle_expires,
            new.expires,
            new.keep,
            new.user_agent,
            new.network,
            new.proved_at,
        )?;
        self.note_active(new.person, new.now).await
    }

    /// Notes when somebody was last there, for when their sessions do not tell any more.
    pub(crate) async fn note_active(
        &mut self,
        person: PersonId,
        at: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE persons
             SET last_active_at = $2
             WHERE id = $1 AND (last_active_at IS NULL OR last_active_at < $2)",
            person.0,
            at,
        )?;
        Ok(())
    }

    /// The session of a cookie. None when it is unknown or has expired in either
    /// way, or when its person is suspended or leaves.
    pub async fn session(
        &mut self,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<SessionRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT s.id, s.person_id, p.display_name, p.email, p.staff, f.id AS photo,
                    p.time_zone, a.person_id IS NOT NULL AS two_factor, s.keep, s.created_at,
                    s.proved_at, s.last_active_at, s.idle_expires_at, s.expires_at
             FROM sessions s
             JOIN persons p ON p.id = s.person_id
             LEFT JOIN photos f ON f.person_id = p.id
             LEFT JOIN authenticators a ON a.person_id = p.id
             WHERE s.digest = $1
               AND s.idle_expires_at > $2
               AND s.expires_at > $2
               AND p.suspended_at IS NULL
               AND p.leaves_at IS NULL",
            &digest.0[..],
            now,
        )?;
        Ok(row.map(Into::into))
    }

    /// Notes activity. Only forward: of two requests that cross, the later wins.
    pub async fn touch_session(
        &mut self,
        id: SessionId,
        now: Time,
        idle_expires: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE sessions
             SET last_active_at = $2, idle_expires_at = $3
             WHERE id = $1 AND last_active_at < $2",
            id.0,
            now,
            idle_expires,
        )?;
        Ok(())
    }

    /// The live sessions of a person, the one that was active last first.
    pub async fn sessions_of(
        &mut self,
        person: PersonId,
        now: Time,
    ) -> Result<Vec<OpenSession>, StorageError> {
        let rows = run!(
            self,
            fetch_all as OpenRow,
            "SELECT id, name, user_agent, network, created_at, last_active_at
             FROM sessions
             WHERE person_id = $1 AND idle_expires_at > $2 AND expires_at > $2
             ORDER BY last_active_at DESC, id DESC",
            person.0,
            now,
        )?;
        let open = |row: OpenRow| OpenSession {
            id: SessionId(row.id),
            name: row.name,
            user_agent: row.user_agent,
            network: row.network,
            created: row.created_at,
            last_active: row.last_active_at,
        };
        Ok(rows.into_iter().map(open).collect())
    }

    /// Gives a session of the person another name. False when there is none.
    pub async fn rename_session(
        &mut self,
        person: PersonId,
        id: SessionId,
        name: &str,
    ) -> Result<bool, StorageError> {
        let renamed = run!(
            self,
            execute,
            "UPDATE sessions
             SET name = $3
             WHERE id = $1 AND person_id = $2",
            id.0,
            person.0,
            name,
        )?;
        Ok(renamed == 1)
    }

    /// The person has proved once more who they are: from now on the session has another
    /// cookie. False when it has none of the digest `old`.
    pub async fn renew_session(
        &mut self,
        id: SessionId,
        old: &Digest,
        new: &Digest,
        now: Time,
    ) -> Result<bool, StorageError> {
        let renewed = run!(
            self,
            execute,
            "UPDATE sessions
             SET digest = $3, proved_at = $4
             WHERE id = $1 AND digest = $2",
            id.0,
            &old.0[..],
            &new.0[..],
            now,
        )?;
        Ok(renewed == 1)
    }

    /// Ends the sessions of a person but so many, those first that were active the longest
    /// ago.
    pub async fn keep_sessions(
        &mut self,
        person: PersonId,
        most: i64,
    ) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "DELETE FROM sessions
             WHERE person_id = $1
               AND id NOT IN (
                   SELECT id FROM sessions WHERE person_id = $1
                   ORDER BY last_active_at DESC, id DESC
                   LIMIT $2
               )",
            person.0,
            most,
        )?)
    }

    /// Ends a session. False when there was none.
    pub async fn delete_session(&mut self, id: SessionId) -> Result<bool, StorageError> {
        let seen = run!(
            self,
            fetch_optional as (Uuid, Time),
            "SELECT person_id, last_active_at FROM sessions WHERE id = $1",
            id.0,
        )?;
        if let Some((person, at)) = seen {
            // The person first, as everybody does who ends their sessions.
            self.note_active(PersonId(person), at).await?;
        }
        Ok(run!(self, execute, "DELETE FROM sessions WHERE id = $1", id.0)? == 1)
    }

    /// The same for a session of this person.
    pub async fn delete_session_of(
        &mut self,
        person: PersonId,
        id: SessionId,
    ) -> Result<bool, StorageError> {
        let gone = run!(
            self,
            execute,
            "DELETE FROM sessions WHERE id = $1 AND person_id = $2",
            id.0,
            person.0,
        )?;
        Ok(gone == 1)
    }

    /// Ends all sessions of a person but one, and says how many.
    pub async fn delete_other_sessions(
        &mut self,
        person: PersonId,
        but: SessionId,
    ) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "DELETE FROM sessions WHERE person_id = $1 AND id <> $2",
            person.0,
            but.0,
        )?)
    }

    /// Ends all sessions of a person, and says how many.
    pub async fn delete_sessions_of(&mut self, person: PersonId) -> Result<u64, StorageError> {
        Ok(run!(self, execute, "DELETE FROM sessions WHERE person_id = $1", person.0)?)
    }
}
