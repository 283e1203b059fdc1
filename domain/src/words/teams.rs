//! The teams of an organization, and the page of each.

pub const TITLE: &str = "Teams";
pub const ALL: &str = "All teams";
pub const TEAM: &str = "Team";
pub const PEOPLE: &str = "People";
pub const WORKSPACES: &str = "Workspaces";
pub const ACTIONS: &str = "Actions";
pub const YOURS: &str = "Yours";
pub const NONE_YET: &str = "No teams yet";
pub const NONE_YET_HINT: &str = "A team gives everybody in it the same role in some workspaces.";
pub const MANAGERS: &str = "Owners and admins look after the teams of an organization. Ask one \
                            of them.";
pub const NAME_TAKEN: &str = "Another team here has this name.";
pub const NOT_HERE: &str = "Nobody with this address belongs to the organization. Invite them \
                            first, under People.";
pub const IN_ALREADY: &str = "They are in already.";
pub const CHOICE_GONE: &str = "One of these is not there any more. Reload this page, then choose \
                               again.";

pub const NEW: &str = "New team";
pub const NEW_LEAD: &str = "Everybody in it will have the same role in some workspaces.";
pub const NAME: &str = "Name";
pub const ABOUT: &str = "What it is for";
pub const CREATE: &str = "Create team";
pub const CREATING: &str = "Creating";
pub const EDIT: &str = "Edit";
pub const EDIT_TEAM: &str = "Edit team";
pub const EDIT_LEAD: &str = "Everybody in the organization sees both.";
pub const SAVE: &str = "Save team";
pub const SAVED: &str = "Team saved";
pub const CANCEL: &str = "Cancel";
pub const DELETE: &str = "Delete";
pub const DELETE_TEAM: &str = "Delete team";
pub const DELETING: &str = "Deleting";
pub const DELETED: &str = "Team deleted";
pub const DELETE_WARNING: &str = "Its people stay in the organization, but lose at once what only \
                                  the team gives them. It cannot be undone.";
pub const KEEP: &str = "Keep team";

pub const NOBODY: &str = "Nobody is in it yet";
pub const NOBODY_HINT: &str = "Whoever is added has the team's role in each of its workspaces.";
pub const ADD: &str = "Add person";
pub const ADD_LEAD: &str = "They belong to the organization already. What the team may, they may \
                            at once.";
pub const ADDRESS: &str = "Email address";
pub const ADDRESS_HINT: &str = "Type a name or an address, and choose.";
pub const ADDING: &str = "Adding";
pub const ADDED: &str = "Added to the team";
pub const REMOVE: &str = "Remove";
pub const REMOVED: &str = "Removed from the team";

pub const NO_WORKSPACES: &str = "No workspaces yet";
pub const NO_WORKSPACES_HINT: &str = "Give the team a role in a workspace, and everybody in it \
                                      has it.";
pub const GIVE: &str = "Add workspace";
pub const GIVE_LEAD: &str = "Everybody in the team has the role there, as long as they are in it.";
pub const WORKSPACE: &str = "Workspace";
pub const ROLE: &str = "Role";
pub const GIVEN: &str = "Workspace added";
pub const CHANGE_ROLE: &str = "Change role";
pub const SAVE_ROLE: &str = "Save role";
pub const ROLE_SAVED: &str = "Role saved";
pub const TAKEN: &str = "Workspace removed from the team";
pub const NO_CHOICE: &str = "The team has a role in every workspace already.";
pub const ARCHIVED: &str = "Archived";
/// It, or what it is about, is gone.
pub const GONE: &str = "This is not there any more";

/// More than there may be.
pub(super) fn limit(most: u32) -> String {
    format!("An organization has at most {most} teams. Delete one first.")
}

/// The sentence under the title of the list.
pub fn lead(organization: &str) -> String {
    ["Groups of people in ", organization, ", each with a role in some workspaces."].concat()
}

/// The sentence under the name of a team that does not say what it is for.
pub fn of(organization: &str) -> String {
    ["A team of ", organization, "."].concat()
}

/// The name of the menu of a row.
pub fn actions_for(name: &str) -> String {
    ["Actions for ", name].concat()
}

/// The question before one is deleted.
pub fn delete_question(name: &str) -> String {
    ["Delete ", name, "?"].concat()
}

/// Whom or what it concerns, for whoever hears the button.
pub fn which(name: &str) -> String {
    [" ", name].concat()
}

/// Where a role is changed.
pub fn role_in(workspace: &str) -> String {
    ["What everybody in the team is in ", workspace, "."].concat()
}

/// `3 workspaces`.
pub fn workspaces(n: i64) -> String {
    super::count(usize::try_from(n).unwrap_or_default(), "workspace")
}
