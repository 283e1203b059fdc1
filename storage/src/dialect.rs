//! The few places where the two engines differ.

use core::fmt;

use sqlx::error::DatabaseError;

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engine that an address asks for.
    pub(crate) fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// How to keep everybody else from changing what hangs on a person.
    /// SQLite has one writer at a time anyway.
    pub(crate) fn lock_person(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            // Lets foreign keys still look at the row, unlike FOR UPDATE.
            Self::Postgres => Some("SELECT id FROM persons WHERE id = $1 FOR NO KEY UPDATE"),
        }
    }

    /// The same, but nothing is found while another has it.
    pub(crate) fn try_lock_person(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                Some("SELECT id FROM persons WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED")
            }
        }
    }

    /// The same for an organization, by its id or by a slug.
    pub(crate) fn lock_organization(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "SELECT id FROM organizations
                 WHERE id = COALESCE($1, (
                     SELECT organization_id FROM organization_slugs WHERE slug = $2
                 ))
                 FOR NO KEY UPDATE",
            ),
        }
    }

    /// The same for all organizations that a person owns, in one order.
    pub(crate) fn lock_owned(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "SELECT id FROM organizations
                 WHERE id IN (
                     SELECT organization_id FROM memberships
                     WHERE person_id = $1 AND role = 'owner'
                 )
                 ORDER BY id FOR NO KEY UPDATE",
            ),
        }
    }

    /// The teams of an organization ($2) in which some people are, or will be by some
    /// invitations ($1, a JSON list); and all of its teams, and under its own id all of its
    /// own roles, if they are wanted ($3).
    pub(crate) fn teams_of_some(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT m.person_id AS whose, t.id, t.name, t.name_key
                 FROM json_each($1) j
                 JOIN team_members m ON m.person_id = unhex(j.value)
                 JOIN teams t ON t.id = m.team_id
                 WHERE t.organization_id = $2
                 UNION ALL
                 SELECT i.invitation_id, t.id, t.name, t.name_key
                 FROM json_each($1) j
                 JOIN invitation_teams i ON i.invitation_id = unhex(j.value)
                 JOIN teams t ON t.id = i.team_id
                 UNION ALL
                 SELECT NULL, t.id, t.name, t.name_key
                 FROM teams t
                 WHERE t.organization_id = $2 AND $3
                 UNION ALL
                 SELECT r.organization_id, r.id, r.name, r.name_key
                 FROM roles r
                 WHERE r.organization_id = $2 AND $3
                 ORDER BY 4"
            }
            Self::Postgres => {
                "SELECT m.person_id AS whose, t.id, t.name, t.name_key
                 FROM jsonb_array_elements_text($1::jsonb) j
                 JOIN team_members m ON m.person_id = j.value::uuid
                 JOIN teams t ON t.id = m.team_id
                 WHERE t.organization_id = $2
                 UNION ALL
                 SELECT i.invitation_id, t.id, t.name, t.name_key
                 FROM jsonb_array_elements_text($1::jsonb) j
                 JOIN invitation_teams i ON i.invitation_id = j.value::uuid
                 JOIN teams t ON t.id = i.team_id
                 UNION ALL
                 SELECT NULL, t.id, t.name, t.name_key
                 FROM teams t
                 WHERE t.organization_id = $2 AND $3
                 UNION ALL
                 SELECT r.organization_id, r.id, r.name, r.name_key
                 FROM roles r
                 WHERE r.organization_id = $2 AND $3
                 ORDER BY 4"
            }
        }
    }

    /// What some people are called, and some workspaces, teams and roles ($1, a JSON list) of an
    /// organization ($2).
    pub(crate) fn names_of(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT p.id, p.display_name
                 FROM json_each($1) j JOIN persons p ON p.id = unhex(j.value)
                 UNION ALL
                 SELECT w.id, w.name
                 FROM json_each($1) j JOIN workspaces w ON w.id = unhex(j.value)
                 WHERE w.organization_id = $2
                 UNION ALL
                 SELECT t.id, t.name
                 FROM json_each($1) j JOIN teams t ON t.id = unhex(j.value)
                 WHERE t.organization_id = $2
                 UNION ALL
                 SELECT r.id, r.name
                 FROM json_each($1) j JOIN roles r ON r.id = unhex(j.value)
                 WHERE r.organization_id = $2"
            }
            Self::Postgres => {
                "SELECT p.id, p.display_name
                 FROM jsonb_array_elements_text($1::jsonb) j JOIN persons p ON p.id = j.value::uuid
                 UNION ALL
                 SELECT w.id, w.name
                 FROM jsonb_array_elements_text($1::jsonb) j JOIN workspaces w ON w.id = j.value::uuid
                 WHERE w.organization_id = $2
                 UNION ALL
                 SELECT t.id, t.name
                 FROM jsonb_array_elements_text($1::jsonb) j JOIN teams t ON t.id = j.value::uuid
                 WHERE t.organization_id = $2
                 UNION ALL
                 SELECT r.id, r.name
                 FROM jsonb_array_elements_text($1::jsonb) j JOIN roles r ON r.id = j.value::uuid
                 WHERE r.organization_id = $2"
            }
        }
    }

    /// The same for all who run the instance, in one order.
    pub(crate) fn lock_staff(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                Some("SELECT id FROM persons WHERE staff ORDER BY id FOR NO KEY UPDATE")
            }
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Would the same statement work a moment later?
pub(crate) fn is_busy(error: &dyn DatabaseError) -> bool {
    let Some(code) = error.code() else { return false };
    if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        // The low byte is the result, the rest says more about it.
        const BUSY: u32 = 5;
        const LOCKED: u32 = 6;
        return code.parse().is_ok_and(|code: u32| matches!(code & 0xff, BUSY | LOCKED));
    }
    matches!(
        code.as_ref(),
        // Lost a race: serialization, deadlock, lock timeout.
        "40001" | "40P01" | "55P03"
        // Too many connections; shutting down, crashed, starting up.
        | "53300" | "57P01" | "57P02" | "57P03"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_engine() {
        for (url, is) in [
            ("sqlite::memory:", Some(Engine::Sqlite)),
            ("sqlite:///var/lib/latchkey.db", Some(Engine::Sqlite)),
            ("postgres://latchkey@db/latchkey", Some(Engine::Postgres)),
            ("postgresql://db", Some(Engine::Postgres)),
            ("mysql://db", None),
            ("latchkey.db", None),
            ("", None),
        ] {
            assert_eq!(Engine::of(url), is, "{url}");
        }
    }
}
