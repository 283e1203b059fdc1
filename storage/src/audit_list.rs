//! The audit log as it is read: found, filtered, newest first, from one index.

use domain::{OrganizationId, PersonId, Time, organizations::Which, photo::PhotoId};
use uuid::Uuid;

use crate::{StorageError, Tx, audit::END, photos::photo_id, run::run};

/// Which lines are wanted.
#[derive(Debug, Clone, Copy)]
pub struct LogAsked<'a> {
    /// None: those of the whole instance.
    pub organization: Option<OrganizationId>,
    pub actor: Option<PersonId>,
    /// The name of an action; empty for all.
    pub action: &'a str,
    pub from: Option<Time>,
    /// Up to this moment, which is not among them.
    pub until: Option<Time>,
    /// A pattern of `LIKE`, as `pattern_of` makes it.
    pub pattern: &'a str,
    /// Only those before this line.
    pub before: Option<(Time, Uuid)>,
    pub limit: i64,
}

/// A line, with what its actor is called.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LogRow {
    pub id: Uuid,
    pub at: Time,
    pub actor_id: Option<Uuid>,
    pub organization_id: Option<Uuid>,
    pub action: String,
    pub target: String,
    pub network: String,
    pub user_agent: String,
    pub request_id: String,
    pub details: String,
    pub address: String,
    pub actor_name: Option<String>,
    pub actor_email: Option<String>,
    pub actor_photo: Option<Vec<u8>>,
}

impl LogRow {
    /// The photo of who did it.
    pub fn photo(&self) -> Option<PhotoId> {
        self.actor_photo.as_deref().and_then(photo_id)
    }
}

macro_rules! select {
    ($where:literal) => {
        concat!(
            "SELECT l.id, l.at, l.actor_id, l.organization_id, l.action, l.target, l.network,
                    l.user_agent, l.request_id, l.details, l.address,
                    p.display_name AS actor_name, p.email AS actor_email, f.id AS actor_photo
             FROM audit_log l
             LEFT JOIN persons p ON p.id = l.actor_id
             LEFT JOIN photos f ON f.person_id = l.actor_id
             WHERE ",
            $where,
            " AND (l.at, l.id) < ($2, $3) AND l.at >= $4
             AND (
                 lower(l.details) LIKE $5 ESCAPE '!' OR l.address LIKE $5 ESCAPE '!'
                 OR l.target LIKE $5 ESCAPE '!' OR l.network LIKE $5 ESCAPE '!'
             )
             AND ($6 = '' OR l.action = $6)
             ORDER BY l.at DESC, l.id DESC
             LIMIT $7"
        )
    };
}

impl Tx {
    /// Lines of the log, newest first.
    pub async fn log_lines(&mut self, asked: LogAsked<'_>) -> Result<Vec<LogRow>, StorageError> {
        let LogAsked { organization, actor, action, pattern, limit, .. } = asked;
        let from = asked.from.unwrap_or(Time::UNIX_EPOCH);
        // Nothing of the moment itself: no id is less than this one.
        let until = asked.until.map_or((END, Uuid::max()), |until| (until, Uuid::nil()));
        let (at, id) = asked.before.map_or(until, |before| before.min(until));
        let place = organization.map(|organization| organization.0);
        let actor = actor.map(|actor| actor.0);
        let rows = match (place, actor) {
            (Some(place), Some(actor)) => run!(
                self,
                fetch_all as LogRow,
                // By the index of the person, whose lines are fewer.
                select!("(l.organization_id = $1) IS TRUE AND l.actor_id = $8"),
                place,
                at,
                id,
                from,
                pattern,
                action,
                limit,
                actor,
            ),
            (Some(place), None) => run!(
                self,
                fetch_all as LogRow,
                select!("l.organization_id = $1"),
                place,
                at,
                id,
                from,
                pattern,
                action,
                limit,
            ),
            (None, Some(actor)) => run!(
                self,
                fetch_all as LogRow,
                select!("l.actor_id = $1"),
                actor,
                at,
                id,
                from,
                pattern,
                action,
                limit,
            ),
            (None, None) => run!(
                self,
                fetch_all as LogRow,
                select!("$1 IS NULL"),
                place,
                at,
                id,
                from,
                pattern,
                action,
                limit,
            ),
        };
        Ok(rows?)
    }

    /// The organization that has or had a slug, or has this id.
    pub async fn organization_of(
        &mut self,
        which: &Which,
    ) -> Result<Option<OrganizationId>, StorageError> {
        let (id, slug) = match which {
            Which::Id(id) => (Some(id.0), ""),
            Which::Slug(slug) => (None, &**slug),
        };
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT id FROM organizations
             WHERE id = COALESCE($1, (
                 SELECT organization_id FROM organization_slugs WHERE slug = $2
             ))",
            id,
            slug,
        )?;
        Ok(row.map(|(id,)| OrganizationId(id)))
    }

    /// What people, and workspaces and teams of an organization, are called now.
    pub async fn names_of(
        &mut self,
        ids: impl Iterator<Item = Uuid>,
        organization: OrganizationId,
    ) -> Result<Vec<(Uuid, String)>, StorageError> {
        let sql = self.engine().names_of();
        // As one argument, in what both engines take for an id.
        let ids: Vec<_> = ids.map(|id| format!("\"{}\"", id.simple())).collect();
        let ids = ["[", &ids.join(","), "]"].concat();
        Ok(run!(self, fetch_all as (Uuid, String), sql, &ids, organization.0)?)
    }
}
