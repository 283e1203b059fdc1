//! The forms that work without the script, and where each of them leads.
//!
//! A server function answers a text for the script. For a form that the browser sent by itself,
//! the server turns that into a redirect; what it needs to know for it stands
//! here, once per form.

use crate::{
    email, invitations, joining, my_data, notices, organizations, paths, people, preferences,
    profile, roles, security, sign_in, staff, teams, tokens, workspaces,
};

/// How a plain post of one form is answered.
pub struct PlainForm {
    /// The endpoint, without the prefix: `profile/save-name`.
    pub endpoint: &'static str,
    /// The fields that may be kept when it fails. Everything else is dropped,
    /// passwords first of all.
    pub keep: &'static [&'static str],
    /// The page of the form, which shows what was wrong.
    pub page: fn(&Fields) -> String,
    /// The page that follows success, unless the function names one itself.
    pub done: fn(&Fields) -> String,
}

/// What a form sent.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Only the fields of these names.
    pub fn only(self, names: &[&str]) -> Vec<(String, String)> {
        self.0.into_iter().filter(|(name, _)| names.contains(&name.as_str())).collect()
    }
}

/// All forms of all screens.
pub const ALL: &[PlainForm] = &[
    crate::frame::SIGN_OUT,
    crate::frame::SET_THEME,
    sign_in::BEGIN,
    sign_in::FINISH,
    sign_in::CODE,
    sign_in::ASK_RESET,
    sign_in::FINISH_RESET,
    sign_in::FINISH_NOT_ME,
    sign_in::FINISH_EMAIL_CHANGE,
    sign_in::UNDO_EMAIL_CHANGE,
    joining::SET_UP,
    joining::ASK_SIGN_UP,
    joining::SIGN_UP,
    profile::SAVE_NAME,
    profile::SAVE_PHOTO,
    profile::REMOVE_PHOTO,
    email::CHANGE_EMAIL,
    email::RESEND_EMAIL_LINK,
    email::CANCEL_EMAIL_CHANGE,
    security::CHANGE_PASSWORD,
    security::END_SESSION,
    security::END_OTHERS,
    security::RENAME_SESSION,
    security::RENAME_PASSKEY,
    security::REMOVE_PASSKEY,
    security::CONFIRM,
    security::BEGIN_TWO_FACTOR,
    security::CANCEL_TWO_FACTOR,
    security::ACTIVATE_TWO_FACTOR,
    security::RENEW_RECOVERY_CODES,
    security::END_TWO_FACTOR,
    preferences::SAVE_TIME_ZONE,
    notices::READ,
    notices::READ_ALL,
    notices::CHOOSE,
    my_data::ASK_EXPORT,
    my_data::DELETE_ACCOUNT,
    tokens::CREATE,
    tokens::RENAME,
    tokens::DELETE,
    tokens::DONE,
    organizations::CREATE,
    organizations::SAVE,
    organizations::MFA,
    organizations::LEAVE,
    organizations::END,
    organizations::KEEP,
    people::ROLE,
    people::REMOVE,
    people::SUSPEND,
    people::INVITE,
    people::RESEND,
    people::INVITED_ROLE,
    people::REVOKE,
    invitations::ACCEPT,
    invitations::DECLINE,
    invitations::DECLINE_LINK,
    invitations::JOIN,
    roles::CREATE,
    roles::EDIT,
    roles::DELETE,
    teams::CREATE,
    teams::EDIT,
    teams::DELETE,
    teams::ADD,
    teams::REMOVE,
    teams::GIVE,
    teams::TAKE,
    workspaces::CREATE,
    workspaces::RENAME,
    workspaces::ARCHIVE,
    workspaces::RESTORE,
    workspaces::MOVE,
    workspaces::ADD,
    workspaces::ROLE,
    workspaces::REMOVE,
    staff::CREATE,
    staff::RENAME,
    staff::ACT,
];

/// The form at this endpoint.
pub fn find(endpoint: &str) -> Option<&'static PlainForm> {
    ALL.iter().find(|form| form.endpoint == endpoint)
}

pub(crate) fn home(_: &Fields) -> String {
    paths::HOME.into()
}
