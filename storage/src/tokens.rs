//! API tokens. Only their digests are kept, and the last four characters.

use domain::{
    PersonId, Time, TokenId,
    secret::Digest,
    tokens::{
        LastUse, Scopes, TokenFacts, TokenIdentity, TokenPerson, TokenSummary, key_cut, name_key,
    },
};
use uuid::Uuid;

use crate::{StorageError, Tx, run::run};

/// A token to be.
#[derive(Debug)]
pub struct NewTokenRow<'a> {
    pub id: TokenId,
    pub person: PersonId,
    pub name: &'a str,
    pub digest: &'a Digest,
    pub last_four: &'a str,
    pub scopes: Scopes,
    pub now: Time,
    pub expires: Time,
    /// When its person is first told of its end.
    pub warn: Option<Time>,
}

/// Whether there was room for a new token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    Yes,
    /// A live token of the person has this name, whatever its case.
    NameTaken,
    /// The person has as many live tokens as they may.
    LimitReached,
}

/// Whom a token acts for. Whether it has expired is for the caller to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BearerRow {
    pub identity: TokenIdentity,
    /// The person is, or leaves.
    pub suspended: bool,
    /// The person has a second factor.
    pub two_factor: bool,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: Uuid,
    name: String,
    last_four: String,
    scopes: String,
    created_at: Time,
    expires_at: Time,
    last_used_at: Option<Time>,
    last_used_network: Option<String>,
}

impl TryFrom<SummaryRow> for TokenSummary {
    type Error = StorageError;

    fn try_from(row: SummaryRow) -> Result<Self, StorageError> {
        let id = TokenId(row.id);
        Ok(Self {
            id,
            name: row.name,
            last_four: row.last_four,
            scopes: scopes(&row.scopes)?,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_use: row
                .last_used_at
                .zip(row.last_used_network)
                .map(|(at, network)| LastUse { at, network }),
            cut: key_cut(id),
        })
    }
}

#[derive(sqlx::FromRow)]
struct IdentityRow {
    person_id: Uuid,
    display_name: String,
    email: String,
    suspended: bool,
    two_factor: bool,
    id: Uuid,
    name: String,
    scopes: String,
    created_at: Time,
    expires_at: Time,
}

impl TryFrom<IdentityRow> for BearerRow {
    type Error = StorageError;

    fn try_from(row: IdentityRow) -> Result<Self, StorageError> {
        let identity = TokenIdentity {
            person: TokenPerson {
                id: PersonId(row.person_id),
                display_name: row.display_name,
                email: row.email,
            },
            token: TokenFacts {
                id: TokenId(row.id),
                name: row.name,
                scopes: scopes(&row.scopes)?,
                created_at: row.created_at,
                expires_at: row.expires_at,
            },
        };
        Ok(Self { identity, suspended: row.suspended, two_factor: row.two_factor })
    }
}

fn scopes(text: &str) -> Result<Scopes, StorageError> {
    text.parse().map_err(|_| StorageError::Corrupt("scope"))
}

impl Tx {
    /// Adds a token, unless the person has a live one of this name or `limit`
    /// live ones. Locks the person, so that requests in parallel count right.
    pub async fn insert_token(
        &mut self,
        new: NewTokenRow<'_>,
        limit: u32,
    ) -> Result<Inserted, StorageError> {
        self.lock_person(new.person).await?;
        let name_key = name_key(new.name);
        let inserted = run!(
            self,
            execute,
            "INSERT INTO tokens (
                 id, person_id, name, name_key, digest, last_four, scopes,
                 created_at, expires_at, warn_at
             )
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $11
             WHERE (
                 SELECT COUNT(*)
                 FROM tokens
                 WHERE person_id = $2 AND expires_at > $8
             ) < $10
             AND NOT EXISTS (
                 SELECT 1
                 FROM tokens
                 WHERE person_id = $2 AND name_key = $4 AND expires_at > $8
             )",
            new.id.0,
            new.person.0,
            new.name,
            &name_key,
            &new.digest.0[..],
            new.last_four,
            new.scopes.as_str(),
            new.now,
            new.expires,
            i64::from(limit),
            new.warn,
        )?;
        if inserted == 1 {
            return Ok(Inserted::Yes);
        }
        // Only for the message. At the limit another name would not help.
        let (live,) = run!(
            self,
            fetch_one as (i64,),
            "SELECT COUNT(*)
             FROM tokens
             WHERE person_id = $1 AND expires_at > $2",
            new.person.0,
            new.now,
        )?;
        Ok(if live >= i64::from(limit) { Inserted::LimitReached } else { Inserted::NameTaken })
    }

    /// A person's tokens, newest first, without those that had expired by
    /// `listed_since`.
    pub async fn tokens_of(
        &mut self,
        person: PersonId,
        listed_since: Time,
    ) -> Result<Vec<TokenSummary>, StorageError> {
        let rows = run!(
            self,
            fetch_all as SummaryRow,
            "SELECT id, name, last_four, scopes, created_at, expires_at,
                    last_used_at, last_used_network
             FROM tokens
             WHERE person_id = $1 AND expires_at > $2
             ORDER BY created_at DESC, id DESC",
            person.0,
            listed_since,
        )?;
        rows.into_iter().map(TokenSummary::try_from).collect()
    }

    /// One token, if it is this person's.
    pub async fn token_of(
        &mut self,
        person: PersonId,
        id: TokenId,
    ) -> Result<Option<TokenSummary>, StorageError> {
        let row = run!(
            self,
            fetch_optional as SummaryRow,
            "SELECT id, name, last_four, scopes, created_at, expires_at,
                    last_used_at, last_used_network
             FROM tokens
             WHERE id = $1 AND person_id = $2",
            id.0,
            person.0,
        )?;
        row.map(TokenSummary::try_from).transpose()
    }

    /// Whether a token of this person is alive, and they neither suspended nor leaving.
    pub async fn is_live_token(
        &mut self,
        person: PersonId,
        id: TokenId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT t.id
             FROM tokens t
             JOIN persons p ON p.id = t.person_id
             WHERE t.id = $1 AND t.person_id = $2 AND t.expires_at > $3
               AND p.suspended_at IS NULL AND p.leaves_at IS NULL",
            id.0,
            person.0,
            now,
        )?;
        Ok(row.is_some())
    }

    /// Gives a token of this person another name. False when there is no such
    /// token, or when another live one of the person has the name.
    pub async fn rename_token(
        &mut self,
        person: PersonId,
        id: TokenId,
        name: &str,
        now: Time,
    ) -> Result<bool, StorageError> {
        self.lock_person(person).await?;
        let name_key = name_key(name);
        let renamed = run!(
            self,
            execute,
            "UPDATE tokens
             SET name = $3, name_key = $4
             WHERE id = $1 AND person_id = $2
             AND NOT EXISTS (
                 SELECT 1
                 FROM tokens
                 WHERE person_id = $2 AND name_key = $4 AND expires_at > $5 AND id <> $1
             )",
            id.0,
            person.0,
            name,
            &name_key,
            now,
        )?;
        Ok(renamed == 1)
    }

    /// Deletes a token, if it is this person's. False when there was none.
    pub async fn delete_token(
        &mut self,
        person: PersonId,
        id: TokenId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM tokens
             WHERE id = $1 AND person_id = $2",
            id.0,
            person.0,
        )?;
        Ok(deleted == 1)
    }

    /// Deletes those of the person that were made from this moment on; answers how many.
    pub async fn delete_tokens_since(
        &mut self,
        person: PersonId,
        since: Time,
    ) -> Result<u64, StorageError> {
        Ok(run!(
            self,
            execute,
            "DELETE FROM tokens WHERE person_id = $1 AND created_at >= $2",
            person.0,
            since,
        )?)
    }

    /// Whom the token with this digest acts for.
    pub async fn token_by_digest(
        &mut self,
        digest: &Digest,
    ) -> Result<Option<BearerRow>, StorageError> {
        let row = run!(
            self,
            fetch_optional as IdentityRow,
            "SELECT t.person_id, p.display_name, p.email,
                    p.suspended_at IS NOT NULL OR p.leaves_at IS NOT NULL AS suspended,
                    a.person_id IS NOT NULL AS two_factor,
                    t.id, t.name, t.scopes, t.created_at, t.expires_at
             FROM tokens t
             JOIN persons p ON p.id = t.person_id
             LEFT JOIN authenticators a ON a.person_id = p.id
             WHERE t.digest = $1",
            &digest.0[..],
        )?;
        row.map(BearerRow::try_from).transpose()
    }

    /// Notes when and from where tokens were used. Only forward in time: nodes
    /// write their notes in any order. Deleted tokens are passed over.
    pub async fn save_token_uses(
        &mut self,
        uses: &[(TokenId, Time, String)],
    ) -> Result<(), StorageError> {
        // In the same order everywhere, so that two nodes never wait for each
        // other's rows.
        let mut uses: Vec<_> = uses.iter().collect();
        uses.sort_by_key(|(id, at, _)| (*id, *at));
        for (id, at, network) in uses {
            run!(
                self,
                execute,
                "UPDATE tokens
                 SET last_used_at = $2, last_used_network = $3
                 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
                id.0,
                *at,
                network,
            )?;
        }
        Ok(())
    }
}
