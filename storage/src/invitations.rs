//! Who is invited to an organization, until they have answered, and for a while after.

use domain::{
    InvitationId, OrganizationId, PersonId, Time,
    email::{CanonicalEmail, Email},
    invitations::Answer,
    organizations::Named,
    rights::Role,
    secret::Digest,
};
use uuid::Uuid;

use crate::{StorageError, Tx, organizations::role, run::run};

/// An invitation to be.
#[derive(Debug, Clone, Copy)]
pub struct NewInvitation<'a> {
    pub id: InvitationId,
    pub organization: OrganizationId,
    pub email: &'a Email,
    pub key: &'a CanonicalEmail,
    pub role: Role,
    pub by: PersonId,
    pub now: Time,
    pub expires: Time,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub organization: OrganizationId,
    pub named: Named,
    /// When the organization will be gone.
    pub deletes_at: Option<Time>,
    pub email: String,
    pub role: Role,
    /// Who sent it last, if they have an account.
    pub by: Option<String>,
    /// They may still invite people there.
    pub by_may: bool,
    pub sent: Time,
    pub expires: Time,
    /// None: it waits.
    pub answer: Option<Answer>,
    pub answered: Option<Time>,
}

/// Which waiting invitations of an organization are listed, newest first.
#[derive(Debug, Clone, Copy)]
pub struct ListedInvited<'a> {
    pub organization: OrganizationId,
    /// A pattern of `LIKE` for the address, as `pattern_of` makes it.
    pub pattern: &'a str,
    pub role: Option<Role>,
    /// Only those behind this one.
    pub after: Option<InvitationId>,
    pub limit: i64,
}

impl InvitationRow {
    /// Its address, as it is compared.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when it is none.
    pub fn key(&self) -> Result<CanonicalEmail, StorageError> {
        let key = Email::parse(&self.email).and_then(|email| email.canonical());
        key.map_err(|_| StorageError::Corrupt("address"))
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organization_id: Uuid,
    slug: String,
    name: String,
    deletes_at: Option<Time>,
    email: String,
    role: String,
    by_name: Option<String>,
    by_may: bool,
    sent_at: Time,
    expires_at: Time,
    reply: Option<String>,
    replied_at: Option<Time>,
}

impl TryFrom<Row> for InvitationRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: InvitationId(row.id),
            organization: OrganizationId(row.organization_id),
            named: Named { name: row.name, slug: row.slug },
            deletes_at: row.deletes_at,
            email: row.email,
            role: role(&row.role)?,
            by: row.by_name,
            by_may: row.by_may,
            sent: row.sent_at,
            expires: row.expires_at,
            answer: row.reply.as_deref().map(answer).transpose()?,
            answered: row.replied_at,
        })
    }
}

fn answer(kept: &str) -> Result<Answer, StorageError> {
    kept.parse().map_err(|_| StorageError::Corrupt("answer"))
}

/// What is known of the invitations for which the rest of the query says.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.organization_id, o.slug, o.name, o.deletes_at, i.email, i.role,
                    b.display_name AS by_name, m.person_id IS NOT NULL AS by_may, i.sent_at, i.expires_at,
                    i.reply, i.replied_at
             FROM invitations i
             JOIN organizations o ON o.id = i.organization_id
             LEFT JOIN persons b ON b.id = i.by_id
             LEFT JOIN inviters m
                 ON m.organization_id = i.organization_id AND m.person_id = i.by_id
                 AND (m.whole OR i.role <> 'admin') ",
            $rest
        )
    };
}

impl Tx {
    /// Keeps an invitation. False when one for the address waits already.
    pub async fn insert_invitation(
        &mut self,
        new: NewInvitation<'_>,
    ) -> Result<bool, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO invitations (
                 id, organization_id, email, email_key, role, by_id, sent_at, expires_at
             )
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (organization_id, email_key) WHERE reply IS NULL DO NOTHING",
            new.id.0,
            new.organization.0,
            new.email.as_str(),
            new.key.as_str(),
            new.role.as_str(),
            new.by.0,
            new.now,
            new.expires,
        )?;
        Ok(inserted == 1)
    }

    /// Whether somebody with this address belongs to the organization.
    pub async fn belongs(
        &mut self,
        organization: OrganizationId,
        key: &CanonicalEmail,
    ) -> Result<bool, StorageError> {
        let (belongs,) = run!(
            self,
            fetch_one as (bool,),
            "SELECT EXISTS (
                 SELECT 1
                 FROM persons p
                 JOIN memberships m ON m.person_id = p.id
                 WHERE p.email_key = $2 AND m.organization_id = $1
             )",
            organization.0,
            key.as_str(),
        )?;
        Ok(belongs)
    }

    /// The invitation of an organization for this address that waits.
    pub async fn invitation_for(
        &mut self,
        organization: OrganizationId,
        key: &CanonicalEmail,
    ) -> Result<Option<InvitationRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            select!("WHERE i.organization_id = $1 AND i.email_key = $2 AND i.reply IS NULL"),
            organization.0,
            key.as_str(),
        )?;
        row.map(TryInto::try_into).transpose()
    }

    /// An invitation, whether it waits or not.
    pub async fn invitation(
        &mut self,
        id: InvitationId,
    ) -> Result<Option<InvitationRow>, StorageError> {
        let row = run!(self, fetch_optional as Row, select!("WHERE i.id = $1"), id.0)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The one that the link of this digest leads to.
    pub async fn invitation_of_link(
        &mut self,
        digest: &Digest,
    ) -> Result<Option<InvitationRow>, StorageError> {
        let row = run!(self, fetch_optional as Row, select!("WHERE i.digest = $1"), &digest.0[..])?;
        row.map(TryInto::try_into).transpose()
    }

    /// One that is for the address that the person has, or that they have answered.
    pub async fn invitation_to(
        &mut self,
        id: InvitationId,
        person: PersonId,
    ) -> Result<Option<InvitationRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            select!(
                "WHERE i.id = $1 AND (i.person_id = $2 OR (i.reply IS NULL AND i.email_key = (
                     SELECT p.email_key FROM persons p WHERE p.id = $2
                 )))"
            ),
            id.0,
            person.0,
        )?;
        row.map(TryInto::try_into).transpose()
    }

    /// Those that wait for the address that the person has, newest first: those that can be
    /// accepted now, or all.
    pub async fn invitations_to(
        &mut self,
        person: PersonId,
        (all, now): (bool, Time),
        limit: i64,
    ) -> Result<Vec<InvitationRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            select!(
                "WHERE i.reply IS NULL AND i.email_key = (
                     SELECT p.email_key FROM persons p WHERE p.id = $1
                 )
                 AND ($2 OR (
                     i.expires_at > $3 AND m.person_id IS NOT NULL AND o.deletes_at IS NULL
                 ))
                 ORDER BY i.sent_at DESC, i.id DESC
                 LIMIT $4"
            ),
            person.0,
            all,
            now,
            limit,
        )?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Those that the person has answered, last answered first.
    pub async fn answered_by(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<InvitationRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            select!("WHERE i.person_id = $1 ORDER BY i.replied_at DESC, i.id DESC LIMIT $2"),
            person.0,
            limit,
        )?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Those of an organization that wait, newest first.
    pub async fn invited(
        &mut self,
        listed: ListedInvited<'_>,
    ) -> Result<Vec<InvitationRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            select!(
                "WHERE i.organization_id = $1 AND i.reply IS NULL AND i.id < $2
                 AND i.email_key LIKE $3 ESCAPE '!' AND ($4 = '' OR i.role = $4)
                 ORDER BY i.id DESC
                 LIMIT $5"
            ),
            listed.organization.0,
            listed.after.map_or(Uuid::max(), |after| after.0),
            listed.pattern,
            listed.role.map_or("", Role::as_str),
            listed.limit,
        )?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Withdraws those that somebody has sent since then, and that wait.
    pub async fn delete_invitations_since(
        &mut self,
        by: PersonId,
        since: Time,
    ) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "DELETE FROM invitations WHERE by_id = $1 AND reply IS NULL AND sent_at >= $2",
            by.0,
            since,
        )?)
    }

    /// Sends a waiting one again, by somebody; the link from before works no more. False
    /// when it does not wait.
    pub async fn renew_invitation(
        &mut self,
        id: InvitationId,
        role: Role,
        by: PersonId,
        now: Time,
        expires: Time,
    ) -> Result<bool, StorageError> {
        let renewed = run!(
            self,
            execute,
            "UPDATE invitations
             SET role = $2, by_id = $3, sent_at = $4, expires_at = $5, digest = NULL
             WHERE id = $1 AND reply IS NULL",
            id.0,
            role.as_str(),
            by.0,
            now,
            expires,
        )?;
        Ok(renewed == 1)
    }

    /// Changes what somebody will be who has not answered. False when they have.
    pub async fn set_invited_role(
        &mut self,
        id: InvitationId,
        organization: OrganizationId,
        role: Role,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE invitations
             SET role = $3
             WHERE id = $1 AND organization_id = $2 AND reply IS NULL",
            id.0,
            organization.0,
            role.as_str(),
        )?;
        Ok(changed == 1)
    }

    /// Makes this the link of a waiting one; the one before it works no more. False when it
    /// does not wait.
    pub async fn link_invitation(
        &mut self,
        id: InvitationId,
        digest: &Digest,
    ) -> Result<bool, StorageError> {
        let linked = run!(
            self,
            execute,
            "UPDATE invitations SET digest = $2 WHERE id = $1 AND reply IS NULL",
            id.0,
            &digest.0[..],
        )?;
        Ok(linked == 1)
    }

    /// Answers a waiting one. True exactly once.
    pub async fn answer_invitation(
        &mut self,
        id: InvitationId,
        person: PersonId,
        answer: Answer,
        now: Time,
    ) -> Result<bool, StorageError> {
        let answered = run!(
            self,
            execute,
            "UPDATE invitations
             SET person_id = $2, reply = $3, replied_at = $4, digest = NULL
             WHERE id = $1 AND reply IS NULL",
            id.0,
            person.0,
            answer.as_str(),
            now,
        )?;
        Ok(answered == 1)
    }

    /// Withdraws a waiting one. False when it does not wait.
    pub async fn delete_invitation(
        &mut self,
        id: InvitationId,
        organization: OrganizationId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM invitations
             WHERE id = $1 AND organization_id = $2 AND reply IS NULL",
            id.0,
            organization.0,
        )?;
        Ok(deleted == 1)
    }

    /// The end of those that wait for this address.
    pub async fn delete_invitations_for(
        &mut self,
        key: &CanonicalEmail,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "DELETE FROM invitations WHERE email_key = $1 AND reply IS NULL",
            key.as_str(),
        )?;
        Ok(())
    }
}
