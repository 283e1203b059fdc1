//! Organizations: the page where people start, making one, and the page *General*.

use crate::{
    organizations::KeptOut,
    rights::{Right, Role},
};

/// What a role is called.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::Member => "Member",
        Role::Viewer => "Viewer",
    }
}

pub const HOME: &str = "Home";
pub const HOME_LEAD: &str = "Your organizations, and your workspaces in them.";
pub const NONE_YET: &str = "No organizations yet";
pub const NONE_YET_HINT: &str = "An organization holds workspaces, and the people who share them. Create one, or ask \
     somebody to add you to theirs.";
pub const NONE_YET_ASK: &str = "An organization holds workspaces, and the people who share them. Ask whoever runs this \
     instance to make one for you.";
pub const NO_WORKSPACES: &str = "You are in none of its workspaces.";
pub const CREATE: &str = "Create organization";
pub const CREATING: &str = "Creating";
pub const CREATE_LEAD: &str = "You become its owner.";
pub const ONLY_STAFF: &str = "Only those who run this instance create organizations.";
pub const NAME: &str = "Name";
pub const SLUG: &str = "Address";
pub const SLUG_HINT: &str = "2 to 40 lower case letters, digits, and single hyphens between them.";
pub const SLUG_EMPTY_HINT: &str =
    "Part of the addresses of its pages. Without one it is made of the name.";
pub const SETTINGS: &str = "Settings";

pub const GENERAL: &str = "General";
pub const IDENTITY: &str = "Name and address";
pub const SAVE: &str = "Save changes";
pub const SLUG_CHANGES: &str = "The old address goes on leading here, and nobody else gets it.";
pub const NOT_YOURS: &str = "Only an owner can change this.";
pub const SOMEBODY: &str = "somebody who has left";
/// Before the name of a person, and between it and a time.
pub const NAME_SET: &str = "Name set by ";
pub const SLUG_SET: &str = "Address set by ";

/// The sentence under the title of the page *General*.
pub fn general_lead(name: &str, role: &str) -> String {
    ["What ", name, " is called, and where it is. You are: ", role, "."].concat()
}

pub const MFA: &str = "Two-factor authentication";
pub const MFA_OPTIONAL: &str = "Optional: who belongs here may turn it on.";
pub const MFA_REQUIRED: &str =
    "Required: whoever has it turned off cannot open this organization until it is on.";
pub const MFA_EVERYWHERE: &str = "Required of everybody by those who run this instance.";
pub const REQUIRE_MFA: &str = "Require it";
pub const FREE_MFA: &str = "Make it optional";
pub const SAVING_MFA: &str = "Saving";
pub const MFA_SAVED: &str = "Two-factor rule saved";
pub const OWN_FACTOR_FIRST: &str = "Turn on two-factor authentication for yourself first. You \
                                    would shut yourself out.";
/// Before the name of a person.
pub const MFA_SET: &str = "Set by ";
/// Why an organization is closed to somebody: as a badge, and in a sentence.
pub fn kept_out(why: KeptOut) -> (&'static str, &'static str) {
    match why {
        KeptOut::NoTwoFactor => {
            ("Needs two-factor authentication", "It opens once two-factor authentication is on.")
        }
        KeptOut::Suspended => {
            ("Suspended", "Nothing there is open to you now. Ask an owner or admin there why.")
        }
    }
}

/// How many people have no second factor.
pub fn without_mfa(people: i64) -> String {
    match people {
        0 => "Everybody here has it turned on.".into(),
        1 => "1 person here has it turned off.".into(),
        n => format!("{n} people here have it turned off."),
    }
}

pub const LEAVE: &str = "Leave organization";
pub const LEAVING: &str = "Leaving";
pub const LEAVE_LEAD: &str = "You lose it and all of its workspaces at once.";
pub const LAST_OWNER: &str = "You are its only owner. First there must be another, or delete it.";
pub const LEFT: &str = "You have left the organization";
pub const STAY: &str = "Stay";

/// The question before somebody leaves.
pub fn leave_question(name: &str) -> String {
    ["Leave ", name, "?"].concat()
}

pub const DELETE: &str = "Delete organization";
pub const DELETING: &str = "Deleting";
pub const DELETE_LEAD: &str =
    "In 7 days it is gone, with all of its workspaces. Until then an owner can keep it.";
pub const DELETE_WARNING: &str = "From now on nothing in it can be changed. In 7 days it is gone \
                                  for everybody, with all of its workspaces.";
pub const KEEP: &str = "Keep organization";
pub const KEEPING: &str = "Keeping";
pub const KEPT: &str = "The organization stays";
/// Before and after the name.
pub const TYPE: &str = "Type ";
pub const TO_CONFIRM: &str = " to confirm.";
pub const ENDS: &str = "This organization will be deleted.";
/// Before a time.
pub const ENDS_AT: &str = "Nothing in it can be changed. It is gone from ";
pub const ENDS_NOTHING: &str = "This organization will be deleted. Nothing in it can be changed.";
pub const ENDS_BADGE: &str = "Will be deleted";
pub const WILL_END: &str = "The organization will be deleted in 7 days";

/// The question before one is deleted.
pub fn delete_question(name: &str) -> String {
    ["Delete ", name, "?"].concat()
}

/// What goes with it.
pub fn delete_counts(people: i64, workspaces: i64) -> String {
    let count = |n: i64, one: &str| super::count(usize::try_from(n).unwrap_or_default(), one);
    let people = if people == 1 { "1 person".into() } else { format!("{people} people") };
    [&*people, " and ", &count(workspaces, "workspace"), " lose it."].concat()
}

pub const MAY_NOT: &str = "This page is not open to you";

/// Why a page is not open, and to whom it is.
pub fn why_not(right: Right) -> &'static str {
    match right {
        Right::ManageWorkspaces | Right::MoveWorkspaces => {
            "Owners and admins manage the workspaces of an organization. Ask one of them."
        }
        Right::ReadWorkspace | Right::ChangeWorkspace => {
            "This workspace is open to its members. Ask an owner or admin to add you."
        }
        Right::ManagePeople => super::people::MANAGERS,
        Right::ManageRoles => super::roles::MANAGERS,
        Right::ReadLog => super::audit::READERS,
        Right::ManageTeams => super::teams::MANAGERS,
        Right::ManageMembers => super::workspaces::MEMBER_MANAGERS,
        Right::ReadOrganization
        | Right::ReadPeople
        | Right::ReadRoles
        | Right::ReadTeams
        | Right::LeaveOrganization
        | Right::ChangeOrganization
        | Right::DeleteOrganization => NOT_YOURS,
    }
}
pub const TO_HOME: &str = "Go to your organizations";

/// The list in the top bar.
pub const FIND: &str = "Find an organization or workspace";
pub const NO_MATCH: &str = "Nothing of yours is called so.";
pub const ALL: &str = "All organizations";

/// The name of the button in the top bar.
pub fn switch_from(name: &str) -> String {
    ["Switch organization, now ", name].concat()
}

/// When one has had as many addresses as there may be.
pub fn slug_limit(most: u32) -> String {
    format!("This organization has had {most} addresses. Choose one of them.")
}

/// When a person owns as many as there may be.
pub fn limit(most: u32) -> String {
    format!("You own {most} organizations, which is the most. Delete or leave one first.")
}
