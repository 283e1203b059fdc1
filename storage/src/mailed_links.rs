//! One-use links in mails to a person. Only the digest of what is in the link is
//! kept.

use domain::{PersonId, Time, secret::Digest};

use crate::{StorageError, Tx, run::run};

/// What a link is for. Part of every look-up, so that a link of one purpose never
/// opens another door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailedLink {
    /// Choosing a new password.
    PasswordReset,
    /// *This was not me*. Its payload is the address that it is mailed to.
    NotMe,
    /// Confirming another address, which is its payload.
    EmailChange,
    /// Going back to an address, which is its payload.
    EmailUndo,
}

impl MailedLink {
    fn as_str(self) -> &'static str {
        match self {
            Self::PasswordReset => "password_reset",
            Self::NotMe => "not_me",
            Self::EmailChange => "email_change",
            Self::EmailUndo => "email_undo",
        }
    }
}

/// A link to be.
#[derive(Debug)]
pub struct NewMailedLink<'a> {
    pub person: PersonId,
    pub purpose: MailedLink,
    /// Tells apart several of one purpose; empty where there is one.
    pub subject: &'a str,
    /// What the link is to bring about, such as an address; mostly nothing.
    pub payload: &'a str,
    pub digest: &'a Digest,
    pub expires: Time,
}

impl Tx {
    /// Makes this the person's link of the purpose and subject; the one before it, if
    /// any, is dead from now on.
    pub async fn replace_mailed_link(
        &mut self,
        link: NewMailedLink<'_>,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO mailed_links (person_id, purpose, digest, expires_at, subject, payload)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (person_id, purpose, subject)
             DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at,
                           payload = excluded.payload",
            link.person.0,
            link.purpose.as_str(),
            &link.digest.0[..],
            link.expires,
            link.subject,
            link.payload,
        )?;
        Ok(())
    }

    /// Whose link it is, and its payload, if it would still work.
    pub async fn mailed_link(
        &mut self,
        purpose: MailedLink,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<(PersonId, String)>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (uuid::Uuid, String),
            "SELECT person_id, payload
             FROM mailed_links
             WHERE digest = $1 AND purpose = $2 AND expires_at > $3",
            &digest.0[..],
            purpose.as_str(),
            now,
        )?;
        Ok(row.map(|(id, payload)| (PersonId(id), payload)))
    }

    /// Uses the link up, and says whose it was and its payload. Somebody exactly once.
    pub async fn use_mailed_link(
        &mut self,
        purpose: MailedLink,
        digest: &Digest,
        now: Time,
    ) -> Result<Option<(PersonId, String)>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (uuid::Uuid, String),
            "DELETE FROM mailed_links
             WHERE digest = $1 AND purpose = $2 AND expires_at > $3
             RETURNING person_id, payload",
            &digest.0[..],
            purpose.as_str(),
            now,
        )?;
        Ok(row.map(|(id, payload)| (PersonId(id), payload)))
    }

    /// What the person's links of this purpose would bring about, as long as they work.
    pub async fn mailed_payloads(
        &mut self,
        person: PersonId,
        purpose: MailedLink,
        now: Time,
    ) -> Result<Vec<String>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (String,),
            "SELECT payload
             FROM mailed_links
             WHERE person_id = $1 AND purpose = $2 AND expires_at > $3",
            person.0,
            purpose.as_str(),
            now,
        )?;
        Ok(rows.into_iter().map(|(payload,)| payload).collect())
    }

    /// Until when the person's link of the purpose and subject works, if it does.
    pub async fn mailed_link_until(
        &mut self,
        person: PersonId,
        purpose: MailedLink,
        subject: &str,
        now: Time,
    ) -> Result<Option<Time>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Time,),
            "SELECT expires_at
             FROM mailed_links
             WHERE person_id = $1 AND purpose = $2 AND subject = $3 AND expires_at > $4",
            person.0,
            purpose.as_str(),
            subject,
            now,
        )?;
        Ok(row.map(|(until,)| until))
    }

    /// Puts another secret into the person's link of the purpose and subject. False when
    /// there is none that works.
    pub async fn renew_mailed_link(
        &mut self,
        person: PersonId,
        (purpose, subject): (MailedLink, &str),
        digest: &Digest,
        now: Time,
    ) -> Result<bool, StorageError> {
        let renewed = run!(
            self,
            execute,
            "UPDATE mailed_links
             SET digest = $4
             WHERE person_id = $1 AND purpose = $2 AND subject = $3 AND expires_at > $5",
            person.0,
            purpose.as_str(),
            subject,
            &digest.0[..],
            now,
        )?;
        Ok(renewed == 1)
    }

    /// The end of the person's links of this purpose that work until this moment or longer.
    pub async fn delete_mailed_links_from(
        &mut self,
        person: PersonId,
        purpose: MailedLink,
        until: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "DELETE FROM mailed_links
             WHERE person_id = $1 AND purpose = $2 AND expires_at >= $3",
            person.0,
            purpose.as_str(),
            until,
        )?;
        Ok(())
    }

    /// The end of the person's links of this purpose with this payload.
    pub async fn delete_mailed_links_with(
        &mut self,
        person: PersonId,
        purpose: MailedLink,
        payload: &str,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "DELETE FROM mailed_links WHERE person_id = $1 AND purpose = $2 AND payload = $3",
            person.0,
            purpose.as_str(),
            payload,
        )?;
        Ok(())
    }

    /// The end of the person's links of this purpose.
    pub async fn delete_mailed_links(
        &mut self,
        person: PersonId,
        purpose: MailedLink,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "DELETE FROM mailed_links WHERE person_id = $1 AND purpose = $2",
            person.0,
            purpose.as_str(),
        )?;
        Ok(())
    }
}
