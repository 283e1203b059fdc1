//! The roles of an organization: those that every one has, and its own.

use crate::rights::Right;

pub const TITLE: &str = "Roles";
pub const TABLE: &str = "Who may do what";
pub const TABLE_LEAD: &str = "In the whole organization. In a single workspace its members may \
                              what their role there says.";
pub const RIGHT: &str = "Right";
pub const YES: &str = "Yes";
pub const NO: &str = "No";
pub const OWN: &str = "Custom roles";
pub const NONE_YET: &str = "No custom roles";
pub const NONE_YET_HINT: &str = "A custom role is what a member is, and some of what admins may.";
pub const MANAGERS: &str = "Owners make the roles of an organization. Ask one of them.";
pub const NO_RIGHTS: &str = "Choose at least one. Without any it would be Member.";
pub const NAME_TAKEN: &str = "Another role here has this name.";

pub const NEW: &str = "New role";
pub const NEW_LEAD: &str = "What a member may, and what you choose here.";
pub const NAME: &str = "Name";
pub const ABOUT: &str = "What it is for";
pub const RIGHTS: &str = "Rights";
pub const CREATE: &str = "Create role";
pub const CREATING: &str = "Creating";
pub const CREATED: &str = "Role created";
pub const EDIT_LEAD: &str = "It holds at once, for everybody who has the role.";
pub const SAVE: &str = "Save role";
pub const SAVED: &str = "Role saved";
pub const CANCEL: &str = "Cancel";
pub const EDIT: &str = "Edit";
pub const DELETE: &str = "Delete";
pub const DELETE_ROLE: &str = "Delete role";
pub const DELETING: &str = "Deleting";
pub const DELETED: &str = "Role deleted";
pub const DELETE_WARNING: &str = "Nobody has it. It cannot be undone.";
pub const KEEP: &str = "Keep role";
pub const GONE: &str = "This role is not there any more";

/// The sentence under the title.
pub fn lead(organization: &str) -> String {
    ["What people may do in ", organization, "."].concat()
}

/// When there are as many as there may be.
pub fn limit(most: u32) -> String {
    format!("An organization has at most {most} custom roles. Delete one first.")
}

/// Why a role stays.
pub fn in_use(people: i64) -> String {
    let have = if people == 1 { "1 person has".into() } else { format!("{people} people have") };
    [&*have, " this role. Give them another first, under People."].concat()
}

/// The title of the dialog in which one is changed.
pub fn edit_title(name: &str) -> String {
    ["Edit ", name].concat()
}

/// The question before one is deleted.
pub fn delete_question(name: &str) -> String {
    ["Delete ", name, "?"].concat()
}

/// The name of a menu.
pub fn actions_for(name: &str) -> String {
    ["Actions for ", name].concat()
}

/// What a right is called.
pub fn right(right: Right) -> &'static str {
    match right {
        Right::ReadOrganization => "See the organization",
        Right::LeaveOrganization => "Leave it",
        Right::ChangeOrganization => "Change its name, address and policies",
        Right::DeleteOrganization => "Delete it",
        Right::ReadPeople => "See its people",
        Right::ManagePeople => "Manage people",
        Right::ReadRoles => "See its roles",
        Right::ManageRoles => "Manage custom roles",
        Right::ReadLog => "Read the audit log",
        Right::ReadTeams => "See its teams",
        Right::ManageTeams => "Manage teams",
        Right::ManageWorkspaces => "Create and archive workspaces",
        Right::MoveWorkspaces => "Move workspaces",
        Right::ReadWorkspace => "See all workspaces",
        Right::ChangeWorkspace => "Rename workspaces",
        Right::ManageMembers => "Manage the members of workspaces",
    }
}

/// What is to be known of a right before it is given away.
pub fn explained(right: Right) -> &'static str {
    match right {
        Right::ManagePeople => {
            "Invite, suspend and remove members and viewers. Other roles are for owners and admins."
        }
        Right::ManageTeams => {
            "Teams give roles in workspaces: with it comes managing their members."
        }
        Right::ManageMembers => "With it comes renaming and seeing all workspaces.",
        Right::MoveWorkspaces => "With it comes creating and archiving them.",
        Right::ManageWorkspaces | Right::ChangeWorkspace => "With it comes seeing all of them.",
        Right::ReadLog => "Who did what, from where.",
        _ => "",
    }
}
