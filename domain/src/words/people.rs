//! The people of an organization.

use crate::people::{Order, Shown};

use super::organizations::role;

pub const TITLE: &str = "People";
pub const FIND: &str = "Find by name or email";
pub const SHOW: &str = "Show";
pub const ORDER: &str = "Order";
/// For whoever has no script.
pub const SEARCH: &str = "Search";
pub const PERSON: &str = "Person";
pub const ROLE: &str = "Role";
pub const TEAMS: &str = "Teams";
pub const TWO_FACTOR: &str = "Two-factor";
pub const LAST_ACTIVE: &str = "Last active";
pub const ACTIONS: &str = "Actions";
pub const YOU: &str = "You";
pub const NEVER: &str = "Never";
pub const NOBODY: &str = "Nobody found";
pub const NOBODY_HINT: &str = "Try a part of the name or address, or show all roles.";
pub const MANAGERS: &str =
    "Owners and admins look after the people of an organization. Ask one of them.";
pub const OWNERS_ONLY: &str = "Only an owner can make, change or remove owners.";
pub const IN_BROWSER: &str = "This needs a fresh proof of who you are. Do it in the browser.";
pub const LAST_OWNER: &str =
    "Nobody else owns the organization. First there must be another owner.";

pub const EDIT: &str = "Edit";
pub const EDIT_LEAD: &str = "It holds at once. Of another role they are told by mail.";
pub const SAVE: &str = "Save";
pub const SAVED: &str = "Saved";
pub const CANCEL: &str = "Cancel";
pub const REMOVE: &str = "Remove";
pub const REMOVING: &str = "Removing";
pub const REMOVED: &str = "Removed from the organization";
pub const REMOVE_WARNING: &str =
    "They lose the organization and all of its workspaces at once, and are told by mail.";
pub const KEEP: &str = "Keep";
pub const SUSPEND: &str = "Suspend";
pub const SUSPENDING: &str = "Suspending";
pub const SUSPENDED: &str = "Suspended";
pub const SUSPEND_WARNING: &str = "They keep their role, teams and tokens, but nothing here is \
                                   open to them until you lift it. They are told by mail.";
pub const SUSPEND_SELF: &str = "You cannot suspend yourself. You can leave.";
pub const RESUME: &str = "Lift suspension";
pub const RESUMING: &str = "Lifting";
pub const RESUMED: &str = "Suspension lifted";
pub const RESUME_LEAD: &str = "They have at once what they had before. They are told by mail.";
pub const CUSTOM: &str = "What a member may, and what its rights say.";
pub const GONE: &str = "They do not belong here any more";

/// The sentence under the title.
pub fn lead(organization: &str) -> String {
    ["Who can use ", organization, "."].concat()
}

/// `1 person`, `5 people`.
pub fn count(people: i64) -> String {
    if people == 1 { "1 person".into() } else { format!("{people} people") }
}

/// The name of a menu.
pub fn actions_for(name: &str) -> String {
    ["Actions for ", name].concat()
}

/// The title of the dialog in which role and teams are changed.
pub fn edit_title(name: &str) -> String {
    ["Edit ", name].concat()
}

/// The question before somebody is removed.
pub fn remove_question(name: &str) -> String {
    ["Remove ", name, "?"].concat()
}

/// The question before somebody is suspended.
pub fn suspend_question(name: &str) -> String {
    ["Suspend ", name, "?"].concat()
}

/// The question before that is taken back.
pub fn resume_question(name: &str) -> String {
    ["Let ", name, " in again?"].concat()
}

/// What a list is called.
pub fn shown(shown: Shown) -> &'static str {
    match shown {
        Shown::Everyone => "All roles",
        Shown::Only(only) => role(only),
        Shown::OwnRoles => "Custom roles",
        Shown::WithoutTwoFactor => "No two-factor",
        Shown::Suspended => SUSPENDED,
        Shown::Invited => "Invited",
    }
}

/// What an order is called.
pub fn order(order: Order) -> &'static str {
    match order {
        Order::Name => "By name",
        Order::Newest => "Newest first",
    }
}

/// What comes with a role.
pub fn what_it_may(role: crate::rights::Role) -> &'static str {
    use crate::rights::Role;
    match role {
        Role::Owner => "Everything, also the organization itself and its end.",
        Role::Admin => "Looks after people, teams and workspaces.",
        Role::Member => "Works in the workspaces that they are added to.",
        Role::Viewer => "Only looks.",
    }
}
