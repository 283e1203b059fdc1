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
    /// Change what they are, suspend and remove them; of owners only owners.
    ManagePeople,
    /// See its roles, and what each may.
    ReadRoles,
    /// Make roles of its own, change and delete them.
    ManageRoles,
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
    line(Right::ReadRoles, &[Owner, Admin, Member, Viewer], &[]),
    line(Right::ManageRoles, &[Owner], &[]),
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

/// What a role of an organization's own can be made of, with the names that are kept: what
/// admins may and members may not.
pub const GIVEN: &[(Right, &str)] = &[
    (Right::ManagePeople, "manage_people"),
    (Right::ReadLog, "read_log"),
    (Right::ManageTeams, "manage_teams"),
    (Right::ManageWorkspaces, "manage_workspaces"),
    (Right::MoveWorkspaces, "move_workspaces"),
    (Right::ReadWorkspace, "read_workspaces"),
    (Right::ChangeWorkspace, "change_workspaces"),
    (Right::ManageMembers, "manage_members"),
];

impl Right {
    /// What whoever has this right could give themselves by it, or cannot do without.
    pub fn brings(self) -> &'static [Self] {
        match self {
            Self::ManageTeams => &[Self::ManageMembers, Self::ChangeWorkspace, Self::ReadWorkspace],
            Self::ManageMembers => &[Self::ChangeWorkspace, Self::ReadWorkspace],
            Self::MoveWorkspaces => &[Self::ManageWorkspaces, Self::ReadWorkspace],
            Self::ChangeWorkspace | Self::ManageWorkspaces => &[Self::ReadWorkspace],
            _ => &[],
        }
    }

    /// The mark of the right in a set of them; none, if it is not among [`GIVEN`].
    fn mark(self) -> u16 {
        GIVEN.iter().position(|(right, _)| *right == self).map_or(0, |place| 1 << place)
    }

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

/// Some of the rights of [`GIVEN`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rights(u16);

impl Rights {
    /// None at all.
    pub const NONE: Self = Self(0);

    /// Those of these names, with what they bring. Other names are nobody's rights.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut rights = Self::NONE;
        for name in names {
            let given = GIVEN.iter().find(|(_, given)| *given == name);
            for right in given.iter().flat_map(|(right, _)| right.brings().iter().chain([right])) {
                rights.0 |= right.mark();
            }
        }
        rights
    }

    /// In the order of [`GIVEN`].
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        GIVEN.iter().filter(move |(right, _)| self.has(*right)).map(|(_, name)| *name)
    }

    pub fn has(self, right: Right) -> bool {
        self.0 & right.mark() != 0
    }

    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }
}

/// What somebody is in an organization: their role, and what a role of its own adds to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub role: Role,
    pub more: Rights,
}

impl From<Role> for Held {
    fn from(role: Role) -> Self {
        Self { role, more: Rights::NONE }
    }
}

impl Held {
    /// Whether the right is theirs, everywhere in the organization.
    pub fn has(self, right: Right) -> bool {
        self.role.has(right) || self.more.has(right)
    }

    /// Whether they may make somebody this who is that, or remove or invite them. Nobody
    /// gives more than they have: owners are a matter of owners; admins and roles of the
    /// organization's own, of those who have a whole role.
    pub fn may_manage(self, role: Role, own: bool) -> bool {
        self.has(Right::ManagePeople)
            && match (self.role, role) {
                (Owner, _) => true,
                (_, Owner) => false,
                (Admin, _) => true,
                (_, Admin) => false,
                _ => !own,
            }
    }
}

/// What somebody is where a workspace stands: in its organization, and in itself. Both
/// count, and either may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub organization: Option<Held>,
    pub workspace: Option<Role>,
}

impl Standing {
    /// That of a stranger.
    pub const NONE: Self = Self { organization: None, workspace: None };

    /// Whether either role has the right.
    pub fn has(self, right: Right) -> bool {
        self.organization.is_some_and(|held| held.has(right))
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
ReadRoles           xxxx ----
ManageRoles         x--- ----
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
    fn a_role_of_its_own_is_a_part_of_admin_and_keeps_its_names() {
        let can_be_given = |line: &&Line| Admin.has(line.right) && !Member.has(line.right);
        let all: Vec<_> = TABLE.iter().filter(can_be_given).map(|line| line.right).collect();
        assert_eq!(all, GIVEN.iter().map(|(right, _)| *right).collect::<Vec<_>>());
        for (right, name) in GIVEN {
            let rights = Rights::named([*name]);
            assert!(rights.has(*right));
            assert_eq!(Rights::named(rights.names()), rights);
            for brought in right.brings() {
                assert!(rights.has(*brought), "{name} brings {brought:?}");
                let further = brought.brings();
                assert!(further.iter().all(|right| rights.has(*right)), "{name}: whole");
            }
        }
        assert!(Rights::named(["owner", "manage_roles", ""]).is_empty());
        assert!(!Rights::named(["manage_people"]).has(Right::ManageRoles));
        assert!(!Rights::named(["manage_people"]).has(Right::ReadPeople), "members have it");
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        let own = Held { role: Member, more: Rights::named(GIVEN.iter().map(|(_, name)| *name)) };
        let line = |held: Held| {
            [(Owner, false), (Admin, false), (Member, true), (Member, false), (Viewer, false)]
                .map(|(role, own)| held.may_manage(role, own))
        };
        assert_eq!(line(Owner.into()), [true; 5]);
        assert_eq!(line(Admin.into()), [false, true, true, true, true]);
        assert_eq!(line(own), [false, false, false, true, true]);
        assert_eq!(line(Member.into()), [false; 5]);
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
        let standing = |organization: Option<Role>, workspace| Standing {
            organization: organization.map(Into::into),
            workspace,
        };
        assert!(standing(Some(Admin), None).has(Right::ReadWorkspace));
        assert!(standing(None, Some(Viewer)).has(Right::ReadWorkspace));
        assert!(standing(Some(Viewer), Some(Admin)).has(Right::ChangeWorkspace));
        assert!(!standing(Some(Member), None).has(Right::ReadWorkspace));
        assert!(!standing(None, None).has(Right::ReadWorkspace));
        assert!(!standing(None, Some(Owner)).has(Right::ReadWorkspace), "no workspace has owners");
    }
}
