//! Who may do what in an organization: one table. The use-cases ask it, the screens show
//! and explain by it, and the tests try every line of it.

use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a person is in an organization, or in one workspace, where there are no owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
    /// People, teams, workspaces and service tokens.
    Admin,
    Member,
    /// Only looks.
    Viewer,
}

/// One thing that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Right {
    /// See its name and its address.
    ReadOrganization,
    /// Belong to it no more. Whatever it requires, that is open.
    LeaveOrganization,
    /// Its name, its address, and what it requires.
    ChangeOrganization,
    /// Have it deleted, and take that back.
    DeleteOrganization,
    /// See who belongs to it.
    ReadPeople,
    /// Change what they are, and remove them; of owners only owners.
    ManagePeople,
    /// See who did what there.
    ReadLog,
    /// See its teams, and who is in them.
    ReadTeams,
    /// Make, change and delete them; who is in them, and what they are in workspaces.
    ManageTeams,
    /// See all workspaces; create, archive and restore them.
    ManageWorkspaces,
    /// Hand them over to another organization, or take them from one.
    MoveWorkspaces,
    /// See one workspace, and who belongs to it.
    ReadWorkspace,
    /// Its name.
    ChangeWorkspace,
    /// Who belongs to it, and as what.
    ManageMembers,
}

use Role::{Admin, Member, Owner, Viewer};

/// A line of the table.
#[derive(Debug)]
pub struct Line {
    pub right: Right,
    /// The roles in the organization that have it, everywhere in the organization.
    pub organization: &'static [Role],
    /// The roles in one workspace that have it there.
    pub workspace: &'static [Role],
}

/// Every right, and whose it is.
pub const TABLE: &[Line] = &[
    line(Right::ReadOrganization, &[Owner, Admin, Member, Viewer], &[]),
    line(Right::LeaveOrganization, &[Owner, Admin, Member, Viewer], &[]),
    line(Right::ChangeOrganization, &[Owner], &[]),
    line(Right::DeleteOrganization, &[Owner], &[]),
    line(Right::ReadPeople, &[Owner, Admin, Member, Viewer], &[]),
    line(Right::ManagePeople, &[Owner, Admin], &[]),
    line(Right::ReadLog, &[Owner, Admin], &[]),
    line(Right::ReadTeams, &[Owner, Admin, Member, Viewer], &[]),
    line(Right::ManageTeams, &[Owner, Admin], &[]),
    line(Right::ManageWorkspaces, &[Owner, Admin], &[]),
    line(Right::MoveWorkspaces, &[Owner, Admin], &[]),
    line(Right::ReadWorkspace, &[Owner, Admin], &[Admin, Member, Viewer]),
    line(Right::ChangeWorkspace, &[Owner, Admin], &[Admin]),
    line(Right::ManageMembers, &[Owner, Admin], &[Admin]),
];

const fn line(right: Right, organization: &'static [Role], workspace: &'static [Role]) -> Line {
    Line { right, organization, workspace }
}

impl Right {
    fn line(self) -> Option<&'static Line> {
        TABLE.iter().find(|line| line.right == self)
    }
}

impl Role {
    pub const ALL: [Self; 4] = [Owner, Admin, Member, Viewer];

    /// Whether this role in an organization has the right there.
    pub fn has(self, right: Right) -> bool {
        right.line().is_some_and(|line| line.organization.contains(&self))
    }

    /// Whether this role in a workspace has the right there.
    pub fn has_in_workspace(self, right: Right) -> bool {
        right.line().is_some_and(|line| line.workspace.contains(&self))
    }

    /// As it is kept, and as the API calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }
}

/// No role is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// What somebody is where a workspace stands: in its organization, and in itself. Both
/// count, and either may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub organization: Option<Role>,
    pub workspace: Option<Role>,
}

impl Standing {
    /// That of a stranger.
    pub const NONE: Self = Self { organization: None, workspace: None };

    /// Whether either role has the right.
    pub fn has(self, right: Right) -> bool {
        self.organization.is_some_and(|role| role.has(right))
            || self.workspace.is_some_and(|role| role.has_in_workspace(right))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The table as people read it: anybody who changes a right changes this.
    #[test]
    fn who_may_do_what() {
        let mut seen = String::new();
        for line in TABLE {
            let of = |roles: &[Role]| {
                Role::ALL.map(|role| if roles.contains(&role) { 'x' } else { '-' })
            };
            let (organization, workspace) = (of(line.organization), of(line.workspace));
            let columns = |marks: [char; 4]| marks.iter().collect::<String>();
            let right = format!("{:?}", line.right);
            writeln!(seen, "{right:<20}{} {}", columns(organization), columns(workspace)).unwrap();
        }
        let is = "\
ReadOrganization    xxxx ----
LeaveOrganization   xxxx ----
ChangeOrganization  x--- ----
DeleteOrganization  x--- ----
ReadPeople          xxxx ----
ManagePeople        xx-- ----
ReadLog             xx-- ----
ReadTeams           xxxx ----
ManageTeams         xx-- ----
ManageWorkspaces    xx-- ----
MoveWorkspaces      xx-- ----
ReadWorkspace       xx-- -xxx
ChangeWorkspace     xx-- -x--
ManageMembers       xx-- -x--
";
        assert_eq!(seen, is);
    }

    #[test]
    fn an_owner_may_do_everything_and_each_right_stands_once() {
        for line in TABLE {
            assert!(Owner.has(line.right), "{:?}", line.right);
            assert_eq!(TABLE.iter().filter(|other| other.right == line.right).count(), 1);
        }
    }

    #[test]
    fn roles_keep_their_names() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("Owner".parse::<Role>(), Err(UnknownRole));
    }

    #[test]
    fn either_role_is_enough_for_a_workspace() {
        let standing = |organization, workspace| Standing { organization, workspace };
        assert!(standing(Some(Admin), None).has(Right::ReadWorkspace));
        assert!(standing(None, Some(Viewer)).has(Right::ReadWorkspace));
        assert!(standing(Some(Viewer), Some(Admin)).has(Right::ChangeWorkspace));
        assert!(!standing(Some(Member), None).has(Right::ReadWorkspace));
        assert!(!standing(None, None).has(Right::ReadWorkspace));
        assert!(!standing(None, Some(Owner)).has(Right::ReadWorkspace), "no workspace has owners");
    }
}
