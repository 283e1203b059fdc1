//! The staff area: running the instance.

pub const PEOPLE: &str = "People";
pub const LAST_STAFF: &str =
    "Nobody else runs this instance. First make somebody else a member of staff.";
pub const TAKEN: &str = "Somebody has an account with this address.";
/// Where a mail says that a link to a new password was asked for.
#[cfg(feature = "server")]
pub const WHENCE: &str = "the staff area";

/// Everybody who has an account.
pub mod people {
    use crate::staff::people::{Act, Shown};

    pub const LEAD: &str = "Everybody who has an account on this instance.";
    pub const FIND: &str = "Find by name or email";
    pub const PERSON: &str = "Person";
    pub const ORGANIZATIONS: &str = "Organizations";
    pub const STAFF: &str = "Staff";
    pub const SUSPENDED: &str = "Suspended";
    pub const LEAVING: &str = "Leaving";
    pub const FACTOR_ENDS: &str = "Two-factor ends";
    pub const NOBODY: &str = "Nobody found";
    pub const NOBODY_HINT: &str = "Try a part of the name or address, or show everybody.";
    /// Where it is not known any more what was done.
    pub const DONE: &str = "Account changed";
    pub const GONE: &str = "This account is not there any more";

    pub const NEW: &str = "Create person";
    pub const NEW_LEAD: &str =
        "They get a mail with a link to choose a password. It works for 3 days.";
    pub const CREATE: &str = "Create person";
    pub const CREATING: &str = "Creating";
    pub const CREATED: &str = "Account created, mail on its way";
    pub const FIRST_NAME: &str = "First name";
    pub const LAST_NAME: &str = "Last name";
    pub const DISPLAY_NAME: &str = "Display name";
    pub const EMAIL: &str = "Email";
    pub const MAY_RUN: &str = "Member of staff: runs this instance";

    pub const EDIT: &str = "Edit name";
    pub const EDIT_LEAD: &str = "The address is changed by its person alone.";
    pub const SAVE: &str = "Save name";
    pub const SAVED: &str = "Name saved";
    pub const CANCEL: &str = "Cancel";

    /// The title of the dialog in which names are changed.
    pub fn edit_title(name: &str) -> String {
        ["Edit ", name].concat()
    }

    /// What a list is called.
    pub fn shown(shown: Shown) -> &'static str {
        match shown {
            Shown::Everyone => "Everybody",
            Shown::Staff => STAFF,
            Shown::Suspended => SUSPENDED,
            Shown::Leaving => LEAVING,
            Shown::WithoutTwoFactor => "No two-factor",
        }
    }

    /// The item of the menu, and the button of the dialog.
    pub fn act(act: Act) -> &'static str {
        match act {
            Act::MakeStaff => "Make staff",
            Act::EndStaff => "Take staff role",
            Act::Suspend => "Suspend",
            Act::Resume => "Lift suspension",
            Act::SignOut => "Sign out everywhere",
            Act::SendReset => "Send password link",
            Act::ResetFactor => "Reset two-factor",
            Act::KeepFactor => "Keep two-factor",
        }
    }

    /// The question of the dialog.
    pub fn question(act: Act, name: &str) -> String {
        let [before, after] = match act {
            Act::MakeStaff => ["Make ", " a member of staff?"],
            Act::EndStaff => ["Take the staff role from ", "?"],
            Act::Suspend => ["Suspend ", "?"],
            Act::Resume => ["Let ", " in again?"],
            Act::SignOut => ["Sign ", " out everywhere?"],
            Act::SendReset => ["Send ", " a link to a new password?"],
            Act::ResetFactor => ["Reset two-factor authentication of ", "?"],
            Act::KeepFactor => ["Keep two-factor authentication of ", "?"],
        };
        [before, name, after].concat()
    }

    /// What comes of it.
    pub fn warning(act: Act) -> &'static str {
        match act {
            Act::MakeStaff => {
                "They can do all that you can do here, also to you. They are told by mail."
            }
            Act::EndStaff => {
                "This area is closed to them at once. They keep their account, and are told by mail."
            }
            Act::Suspend => {
                "They are signed out, cannot sign in, and their tokens do not work, until you lift \
                 it. Nothing is deleted. They are told by mail."
            }
            Act::Resume => {
                "They can sign in again, and their tokens work again. They are told by mail."
            }
            Act::SignOut => {
                "Every session ends. Their password, passkeys and tokens go on working. They are \
                 told by mail."
            }
            Act::SendReset => {
                "The old password goes on working until they choose another. Who has never had one \
                 gets the link of the first mail again."
            }
            Act::ResetFactor => {
                "It is turned off in 24 hours, for somebody who has lost the app and every recovery \
                 code. They are told by mail, and prevent it by signing in with a code. Be sure \
                 that it is them who ask."
            }
            Act::KeepFactor => "Nothing is turned off. They are told by mail.",
        }
    }

    /// In place of the button while the answer is awaited.
    pub fn doing(act: Act) -> &'static str {
        match act {
            Act::MakeStaff | Act::EndStaff => "Saving",
            Act::Suspend => "Suspending",
            Act::Resume => "Lifting",
            Act::SignOut => "Signing out",
            Act::SendReset => "Sending",
            Act::ResetFactor => "Resetting",
            Act::KeepFactor => "Keeping",
        }
    }

    /// When it is done.
    pub fn done(act: Act) -> &'static str {
        match act {
            Act::MakeStaff => "Made staff",
            Act::EndStaff => "Staff role taken",
            Act::Suspend => "Suspended",
            Act::Resume => "Suspension lifted",
            Act::SignOut => "Signed out everywhere",
            Act::SendReset => "Link on its way",
            Act::ResetFactor => "Two-factor is turned off in 24 hours",
            Act::KeepFactor => "Two-factor stays",
        }
    }
}
