//! What people are told of, in the application and by mail, and what they chose.

use domain::{
    NoticeId, PersonId, Time,
    email::CanonicalEmail,
    notices::{About, COUNTED_MOST, Choice, Kind, Notice},
    secret::Digest,
};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// Who is told.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    Person(PersonId),
    /// Whoever has this address, if anybody has.
    Address(&'a CanonicalEmail),
}

/// A notice to be.
#[derive(Debug, Clone, Copy)]
pub struct NewNotice<'a> {
    pub id: NoticeId,
    pub whom: Whom<'a>,
    /// What it is about: a newer one takes the place of the one before.
    pub subject: &'a str,
    pub about: &'a About,
    pub by: Option<PersonId>,
    pub now: Time,
}

/// Which notices of a person are listed, newest first.
#[derive(Debug, Clone, Copy)]
pub struct ListedNotices {
    pub person: PersonId,
    pub unread: bool,
    pub kind: Option<Kind>,
    /// Only those behind this one.
    pub after: Option<NoticeId>,
    pub limit: i64,
}

/// A token whose person is to be told of its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueWarning {
    pub token: domain::TokenId,
    pub person: PersonId,
    pub name: String,
    pub created: Time,
    pub expires: Time,
    /// What [`Tx::move_warning`] is to find.
    pub due: Time,
}

/// Somebody for whom a mail of the day waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDigest {
    pub person: PersonId,
    pub time_zone: Option<String>,
    /// The oldest that waits.
    pub since: Time,
}

/// A browser that waits for news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRow {
    pub digest: Digest,
    /// Notices that were not read.
    pub unread: i64,
}

type Row = (Uuid, String, Option<String>, Time, Option<Time>);

fn corrupt(_: serde_json::Error) -> StorageError {
    StorageError::Corrupt("notice")
}

fn notice((id, about, by, at, read): Row) -> Result<Notice, StorageError> {
    let about = serde_json::from_str(&about).map_err(corrupt)?;
    Ok(Notice { id: NoticeId(id), about, by, at, read: read.is_some() })
}

impl Tx {
    /// Tells somebody of something, unless there is nobody: in the application and, if they
    /// want one mail a day and this can wait for it, there.
    pub async fn insert_notice(&mut self, new: NewNotice<'_>) -> Result<(), StorageError> {
        let (person, address) = match new.whom {
            Whom::Person(person) => (Some(person.0), None),
            Whom::Address(key) => (None, Some(key.as_str())),
        };
        let kind = new.about.kind();
        let about = serde_json::to_string(new.about).map_err(corrupt)?;
        run!(
            self,
            execute,
            "INSERT INTO notices (
                 id, person_id, subject, kind, about, by_id, listed, digest, created_at
             )
             SELECT $1, p.id, $4, $5, $6, $7, COALESCE(c.in_app, TRUE),
                    $8 AND p.daily_mail AND COALESCE(c.by_mail, TRUE), $9
             FROM persons p
             LEFT JOIN notice_choices c ON c.person_id = p.id AND c.kind = $5
             WHERE (p.id = $2 OR p.email_key = $3) AND p.suspended_at IS NULL
             ON CONFLICT (subject, person_id) DO UPDATE SET
                 id = excluded.id,
                 kind = excluded.kind,
                 about = excluded.about,
                 by_id = excluded.by_id,
                 listed = excluded.listed,
                 digest = excluded.digest,
                 created_at = excluded.created_at,
                 read_at = NULL",
            new.id.0,
            person,
            address,
            new.subject,
            kind.as_str(),
            about.as_str(),
            new.by.map(|by| by.0),
            !kind.is_security(),
            new.now,
        )?;
        Ok(())
    }

    /// Whether somebody wants a mail of their own for a kind of thing.
    pub async fn wants_mail(&mut self, whom: Whom<'_>, kind: Kind) -> Result<bool, StorageError> {
        let (person, address) = match whom {
            Whom::Person(person) => (Some(person.0), None),
            Whom::Address(key) => (None, Some(key.as_str())),
        };
        let wants = run!(
            self,
            fetch_optional as (bool,),
            "SELECT COALESCE(c.by_mail, TRUE) AND NOT p.daily_mail
             FROM persons p
             LEFT JOIN notice_choices c ON c.person_id = p.id AND c.kind = $3
             WHERE p.id = $1 OR p.email_key = $2",
            person,
            address,
            kind.as_str(),
        )?;
        // Of somebody without an account nothing else is known.
        Ok(wants.is_none_or(|(wants,)| wants))
    }

    /// Notices of a person.
    pub async fn notices(&mut self, listed: ListedNotices) -> Result<Vec<Notice>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            "SELECT n.id, n.about, b.display_name, n.created_at, n.read_at
             FROM notices n
             LEFT JOIN persons b ON b.id = n.by_id
             WHERE n.person_id = $1 AND n.id < $2 AND n.listed
               AND (NOT $3 OR n.read_at IS NULL) AND ($4 = '' OR n.kind = $4)
             ORDER BY n.id DESC
             LIMIT $5",
            listed.person.0,
            listed.after.map_or(Uuid::max(), |after| after.0),
            listed.unread,
            listed.kind.map_or("", Kind::as_str),
            listed.limit,
        )?;
        rows.into_iter().map(notice).collect()
    }

    /// How many a person has not read, [`COUNTED_MOST`] at most.
    pub async fn unread_notices(&mut self, person: PersonId) -> Result<i64, StorageError> {
        let (count,) = run!(
            self,
            fetch_one as (i64,),
            "SELECT COUNT(*) FROM (
                 SELECT 1 FROM notices
                 WHERE person_id = $1 AND listed AND read_at IS NULL
                 LIMIT $2
             ) unread",
            person.0,
            COUNTED_MOST,
        )?;
        Ok(count)
    }

    /// The person has read one of theirs; answers what it is about, the second time, too.
    pub async fn read_notice(
        &mut self,
        person: PersonId,
        id: NoticeId,
        now: Time,
    ) -> Result<Option<About>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "UPDATE notices SET read_at = COALESCE(read_at, $3)
             WHERE id = $1 AND person_id = $2 AND listed
             RETURNING about",
            id.0,
            person.0,
            now,
        )?;
        let about = row.map(|(about,)| serde_json::from_str(&about)).transpose();
        about.map_err(corrupt)
    }

    /// The person has read all of them.
    pub async fn read_notices(&mut self, person: PersonId, now: Time) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "UPDATE notices SET read_at = $2
             WHERE person_id = $1 AND listed AND read_at IS NULL",
            person.0,
            now,
        )?)
    }

    /// It is over: nobody needs to read of it any more.
    pub async fn settle_notices(&mut self, subject: &str, now: Time) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "UPDATE notices SET read_at = COALESCE(read_at, $2), digest = FALSE
             WHERE subject = $1",
            subject,
            now,
        )?;
        Ok(())
    }

    /// What the person chose, where that is not everything, and whether what can wait comes
    /// in one mail a day.
    pub async fn notice_choices(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<Choice>, bool), StorageError> {
        let rows = run!(
            self,
            fetch_all as (bool, Option<String>, Option<bool>, Option<bool>),
            "SELECT p.daily_mail, c.kind, c.in_app, c.by_mail
             FROM persons p
             LEFT JOIN notice_choices c ON c.person_id = p.id
             WHERE p.id = $1",
            person.0,
        )?;
        let daily = rows.first().is_some_and(|(daily, ..)| *daily);
        let choice = |(_, kind, in_app, by_mail): (_, Option<String>, Option<_>, Option<_>)| {
            Some(Choice { kind: kind?.parse().ok()?, in_app: in_app?, by_mail: by_mail? })
        };
        Ok((rows.into_iter().filter_map(choice).collect(), daily))
    }

    /// Where somebody wants to be told of a kind of thing from now on.
    pub async fn put_notice_choice(
        &mut self,
        person: PersonId,
        choice: Choice,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO notice_choices (person_id, kind, in_app, by_mail)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id, kind)
             DO UPDATE SET in_app = excluded.in_app, by_mail = excluded.by_mail",
            person.0,
            choice.kind.as_str(),
            choice.in_app,
            choice.by_mail,
        )?;
        Ok(())
    }

    /// Whether what can wait comes in one mail a day.
    pub async fn set_daily_mail(
        &mut self,
        person: PersonId,
        daily: bool,
    ) -> Result<(), StorageError> {
        run!(self, execute, "UPDATE persons SET daily_mail = $2 WHERE id = $1", person.0, daily)?;
        Ok(())
    }
}

/// The ends of tokens.
impl Tx {
    /// Tokens of whose end somebody is to be told by now, the oldest first.
    pub async fn due_warnings(
        &mut self,
        now: Time,
        limit: i64,
    ) -> Result<Vec<DueWarning>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (Uuid, Uuid, String, Time, Time, Time),
            "SELECT id, person_id, name, created_at, expires_at, warn_at
             FROM tokens
             WHERE warn_at IS NOT NULL AND warn_at <= $1
             ORDER BY warn_at
             LIMIT $2",
            now,
            limit,
        )?;
        let due = |(token, person, name, created, expires, due)| DueWarning {
            token: domain::TokenId(token),
            person: PersonId(person),
            name,
            created,
            expires,
            due,
        };
        Ok(rows.into_iter().map(due).collect())
    }

    /// The next time somebody is told of the end of a token. False when another node was
    /// faster, or the token is gone.
    pub async fn move_warning(
        &mut self,
        warning: &DueWarning,
        next: Option<Time>,
    ) -> Result<bool, StorageError> {
        let moved = run!(
            self,
            execute,
            "UPDATE tokens SET warn_at = $3 WHERE id = $1 AND warn_at = $2",
            warning.token.0,
            warning.due,
            next,
        )?;
        Ok(moved == 1)
    }
}

/// The mail of the day.
impl Tx {
    /// Those for whom something waits, behind this person.
    pub async fn due_digests(
        &mut self,
        after: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<DueDigest>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (Uuid, Option<String>, Time),
            "SELECT n.person_id, p.time_zone, MIN(n.created_at)
             FROM notices n
             JOIN persons p ON p.id = n.person_id
             WHERE n.digest AND n.person_id > $1
             GROUP BY n.person_id, p.time_zone
             ORDER BY n.person_id
             LIMIT $2",
            after.map_or(Uuid::nil(), |after| after.0),
            limit,
        )?;
        let due =
            |(person, time_zone, since)| DueDigest { person: PersonId(person), time_zone, since };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Takes what waited at `until` for a person, oldest first, unless they had a mail after
    /// `last`: true for one of all who try.
    pub async fn take_digest(
        &mut self,
        person: PersonId,
        until: Time,
        last: Time,
        now: Time,
    ) -> Result<Vec<(NoticeId, About, Option<PersonId>)>, StorageError> {
        let claimed = run!(
            self,
            execute,
            "UPDATE persons SET daily_mail_at = $2
             WHERE id = $1 AND (daily_mail_at IS NULL OR daily_mail_at <= $3)",
            person.0,
            now,
            last,
        )?;
        if claimed == 0 {
            return Ok(Vec::new());
        }
        let rows = run!(
            self,
            fetch_all as (Uuid, String, Option<Uuid>),
            "UPDATE notices SET digest = FALSE
             WHERE person_id = $1 AND digest AND created_at < $2
             RETURNING id, about, by_id",
            person.0,
            until,
        )?;
        let mut taken = Vec::new();
        for (id, about, by) in rows {
            let about = serde_json::from_str(&about).map_err(corrupt)?;
            taken.push((NoticeId(id), about, by.map(PersonId)));
        }
        // What an update returns has no order.
        taken.sort_unstable_by_key(|(id, ..)| *id);
        Ok(taken)
    }
}

/// News as they come.
impl Tx {
    /// The sessions of these cookies that go on, one digest after the other, and how many
    /// notices their person has not read. One query, however many there are; it goes from the
    /// digests to their sessions, and SQLite keeps to the order of a `CROSS JOIN`.
    pub async fn watched(
        &mut self,
        digests: &[u8],
        now: Time,
    ) -> Result<Vec<WatchRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (Vec<u8>, i64),
            "WITH RECURSIVE wanted (n, digest) AS (
                 SELECT 1, substr($1, 1, 32)
                 UNION ALL
                 SELECT n + 32, substr($1, n + 32, 32) FROM wanted WHERE n + 32 <= length($1)
             )
             SELECT s.digest, (
                 SELECT COUNT(*) FROM (
                     SELECT 1 FROM notices
                     WHERE person_id = s.person_id AND listed AND read_at IS NULL
                     LIMIT $3
                 ) unread
             )
             FROM wanted w
             CROSS JOIN sessions s
             CROSS JOIN persons p
             WHERE s.digest = w.digest AND p.id = s.person_id AND s.idle_expires_at > $2 AND s.expires_at > $2
               AND p.suspended_at IS NULL AND p.leaves_at IS NULL",
            digests,
            now,
            COUNTED_MOST,
        )?;
        rows.into_iter()
            .map(|(digest, unread)| {
                let digest = digest.try_into().map_err(|_| StorageError::Corrupt("digest"))?;
                Ok(WatchRow { digest: Digest(digest), unread })
            })
            .collect()
    }
}
