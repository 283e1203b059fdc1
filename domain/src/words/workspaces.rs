//! Workspaces: those of an organization, and the page of each.

pub const TITLE: &str = "Workspaces";
pub const ACTIVE: &str = "Active";
pub const ARCHIVED: &str = "Archived";
pub const LIST_ACTIVE: &str = "Active workspaces";
pub const LIST_ARCHIVED: &str = "Archived workspaces";
pub const TABS: &str = "Kinds of workspaces";
pub const NEW: &str = "New workspace";
pub const NEW_LEAD: &str = "You become its first member.";
pub const NAME: &str = "Name";
pub const CREATE: &str = "Create workspace";
pub const CREATING: &str = "Creating";
pub const NONE_YET: &str = "No workspaces yet";
pub const NONE_YET_HINT: &str = "A workspace is one project, with members of its own.";
pub const NONE_ARCHIVED: &str = "No archived workspaces";
pub const NONE_ARCHIVED_HINT: &str = "A workspace that is not needed for now can be archived.";
pub const WORKSPACE: &str = "Workspace";
pub const MEMBERS: &str = "Members";
pub const CREATED_ON: &str = "Created";
pub const ARCHIVED_ON: &str = "Archived on";
pub const ACTIONS: &str = "Actions";
pub const OPEN: &str = "Open";
pub const NEXT: &str = "Next page";
pub const FIRST: &str = "First page";
pub const PAGES: &str = "Pages";

/// The sentence under the title of the list.
pub fn lead(organization: &str) -> String {
    ["The projects of ", organization, ", each with members of its own."].concat()
}

/// The name of the menu of a row.
pub fn actions_for(name: &str) -> String {
    ["Actions for ", name].concat()
}

pub const ABOUT: &str = "About";
pub const ORGANIZATION: &str = "Organization";
pub const YOUR_ROLE: &str = "Your role";
pub const IN_ORGANIZATION: &str = "in the organization";
pub const YOU: &str = "You";
pub const NO_MEMBERS: &str = "No members yet";
pub const NO_MEMBERS_HINT: &str = "Owners and admins of the organization see it all the same.";
pub const MEMBER_MANAGERS: &str = "Owners and admins of the organization look after the members \
                                   of a workspace, and so do its own admins. Ask one of them.";
pub const ADD: &str = "Add member";
pub const ADD_LEAD: &str = "They belong to the organization already. It holds at once.";
pub const ADDING: &str = "Adding";
pub const ADDED: &str = "Member added";
pub const ROLE: &str = "Role";
pub const CHANGE_ROLE: &str = "Change role";
pub const ROLE_LEAD: &str = "It holds at once. If a team gives them more, they keep that.";
pub const SAVE_ROLE: &str = "Save role";
pub const ROLE_SAVED: &str = "Role saved";
pub const REMOVE: &str = "Remove";
pub const REMOVING: &str = "Removing";
pub const REMOVED: &str = "Member removed";
pub const REMOVE_WARNING: &str = "They lose the workspace at once, unless a team brings them here.";
pub const KEEP_MEMBER: &str = "Keep";
pub const LEAVE: &str = "Leave";
pub const LEAVE_WARNING: &str = "You lose it at once, unless a team brings you here. Somebody who \
                                 looks after it can add you again.";
pub const LEAVING: &str = "Leaving";
pub const LEFT: &str = "You have left the workspace";
pub const GONE: &str = "They are no member any more";
pub const ACCOUNT: &str = "Account settings";

/// The question before somebody is removed.
pub fn remove_question(name: &str, workspace: &str) -> String {
    ["Remove ", name, " from ", workspace, "?"].concat()
}

/// The question before somebody leaves.
pub fn leave_question(workspace: &str) -> String {
    ["Leave ", workspace, "?"].concat()
}

/// What brings a member here.
pub fn by_teams(teams: &[String], direct: bool) -> String {
    let by = if direct { "also by " } else { "by " };
    [by, &teams.join(", ")].concat()
}

/// What comes with a role in a workspace.
pub fn what_it_may(role: crate::rights::Role) -> &'static str {
    use crate::rights::Role;
    match role {
        Role::Owner | Role::Admin => "Looks after the workspace and its members.",
        Role::Member => "Works in it.",
        Role::Viewer => "Only looks.",
    }
}

/// The title of the dialog in which a role is changed.
pub fn role_title(name: &str) -> String {
    ["Role of ", name].concat()
}

/// The sentence under the name of a workspace.
pub fn of(organization: &str) -> String {
    ["A workspace of ", organization, "."].concat()
}

pub const RENAME: &str = "Rename";
pub const RENAME_WORKSPACE: &str = "Rename workspace";
pub const RENAME_LEAD: &str = "Its address stays the same.";
pub const SAVE_NAME: &str = "Save name";
pub const RENAMED: &str = "Workspace renamed";
pub const CANCEL: &str = "Cancel";

pub const ARCHIVE: &str = "Archive";
pub const ARCHIVE_WORKSPACE: &str = "Archive workspace";
pub const ARCHIVING: &str = "Archiving";
pub const ARCHIVE_WARNING: &str = "It goes from the lists of its members. Nothing of it is \
                                   deleted, and it can be restored.";
pub const KEEP: &str = "Keep workspace";
pub const IS_ARCHIVED: &str = "This workspace is archived.";
pub const DONE_ARCHIVED: &str = "Workspace archived";
pub const RESTORE: &str = "Restore";
pub const RESTORE_WORKSPACE: &str = "Restore workspace";
pub const RESTORING: &str = "Restoring";
pub const RESTORE_LEAD: &str = "It comes back into the lists of its members.";
pub const RESTORED: &str = "Workspace restored";

/// The questions before that.
pub fn archive_question(name: &str) -> String {
    ["Archive ", name, "?"].concat()
}

pub fn restore_question(name: &str) -> String {
    ["Restore ", name, "?"].concat()
}

pub const MOVE: &str = "Move";
pub const MOVE_WORKSPACE: &str = "Move workspace";
pub const MOVING: &str = "Moving";
pub const MOVED: &str = "Workspace moved";
pub const MOVE_LEAD: &str = "The workspace goes with its name and its address. Members who \
                             belong to the other organization keep their role; all others, \
                             and teams, lose it at once.";
pub const MOVE_TO: &str = "Organization";
pub const NOWHERE: &str = "You have the right to take workspaces in no other organization.";

/// The question before one is moved.
pub fn move_question(name: &str) -> String {
    ["Move ", name, "?"].concat()
}

/// An organization to move it to, and who loses it.
pub fn target(name: &str, lose: i64) -> String {
    match lose {
        0 => [name, " · everybody keeps it"].concat(),
        1 => [name, " · 1 member loses it"].concat(),
        n => format!("{name} · {n} members lose it"),
    }
}

/// How many there are.
pub fn members(n: i64) -> String {
    super::count(usize::try_from(n).unwrap_or_default(), "member")
}
