//! The addresses of the screens, once.

use domain::{
    InvitationId, NoticeId, PasskeyId, PersonId, RoleId, SessionId, TeamId, TokenId, WorkspaceId,
};

/// Where a person lands after signing in.
pub const HOME: &str = "/";
/// Where an organization is made, over [`HOME`].
pub const NEW_ORGANIZATION: &str = "/organizations/new";
/// Before the slug of an organization.
pub const SETTINGS: &str = "/settings/";
/// Before the id of a workspace.
pub const WORKSPACE: &str = "/w/";
/// Before the slug of an organization whose audit log is downloaded.
pub const LOG_EXPORT: &str = "/exports/audit/";
/// No address starts with it.
pub const NOWHERE: &str = "//";
pub const PROFILE: &str = "/account/profile";
/// The profile, asking whether its photo is to be removed.
pub const REMOVE_PHOTO: &str = "/account/profile?remove-photo";
/// Another address.
pub const EMAIL: &str = "/account/profile/email";
pub const TOKENS: &str = "/account/tokens";
pub const SECURITY: &str = "/account/security";
/// The question before every other session is ended.
pub const END_OTHERS: &str = "/account/security/sign-out-others";
/// Before the id of a passkey that is asked about.
pub const PASSKEYS: &str = "/account/security/passkeys/";
/// Asks once more who somebody is, without the script.
pub const CONFIRM: &str = "/account/confirm";
/// What is kept of a person.
pub const MY_DATA: &str = "/account/data";
/// The question before an account is deleted.
pub const DELETE_ACCOUNT: &str = "/account/data/delete";
/// What a person was told.
pub const NOTICES: &str = "/account/notifications";
/// Before the id of a notice: leads to what it is about, and marks it as read.
pub const NOTICE: &str = "/notices/";
/// The invitations of a person.
pub const INVITATIONS: &str = "/account/invitations";
pub const PREFERENCES: &str = "/account/preferences";
/// Where staff run the instance: leads to the first of its pages.
pub const STAFF: &str = "/staff";
/// Everybody who has an account.
pub const STAFF_PEOPLE: &str = "/staff/people";
/// Asks whom to make an account for.
pub const NEW_PERSON: &str = "/staff/people/new";
pub const SIGN_IN: &str = "/sign-in";
pub const PASSWORD: &str = "/sign-in/password";
pub const CODE: &str = "/sign-in/code";
pub const RECOVERY: &str = "/sign-in/recovery";
pub const FORGOT: &str = "/sign-in/forgot";
pub const SENT: &str = "/sign-in/sent";
/// Before the link of a mail to a new password.
pub const RESET: &str = "/sign-in/reset-";
/// Before the link of a mail about a sign-in.
pub const NOT_ME: &str = "/sign-in/not-me-";
/// Before the link of a mail to another address.
pub const EMAIL_CHANGE: &str = "/sign-in/email-";
/// Before the link of a mail to the address from before.
pub const EMAIL_UNDO: &str = "/sign-in/undo-email-";
/// What came of the link of a mail.
pub const PASSWORD_DONE: &str = "/sign-in/done-password";
pub const NOT_ME_DONE: &str = "/sign-in/done-not-me";
pub const EMAIL_DONE: &str = "/sign-in/done-email";
pub const EMAIL_UNDONE: &str = "/sign-in/done-undo-email";
/// What comes of leaving.
pub const LEAVES: &str = "/sign-in/done-leaving";
/// Before the one-time link.
pub const SET_UP: &str = "/setup/";
/// Making an account by oneself.
pub const SIGN_UP: &str = "/sign-up";
/// What comes of asking; no link of a mail is so short.
pub const SIGN_UP_SENT: &str = "/sign-up/sent";
/// Before the link of a mail to an account.
pub const SIGN_UP_LINK: &str = "/sign-up/";

/// Before the link of a mail to an invitation.
pub const INVITATION_LINK: &str = "/invitations/";
/// What comes of declining; no link of a mail is so short.
pub const DECLINED: &str = "/invitations/declined";

/// Whether an address with this query is [`REMOVE_PHOTO`].
pub fn asks_to_remove_photo(query: Option<&str>) -> bool {
    query.is_some() && query == REMOVE_PHOTO.strip_prefix(PROFILE).and_then(|asks| asks.get(1..))
}

/// The confirmation before a token is deleted.
pub fn delete_token(id: TokenId) -> String {
    of_token(id, DELETE)
}

/// Where a token gets another name.
pub fn rename_token(id: TokenId) -> String {
    of_token(id, RENAME)
}

/// A page of an organization: [`GENERAL`], or another of its settings.
pub fn settings(slug: &str, page: &str) -> String {
    [SETTINGS, slug, "/", page].concat()
}

/// The slug and the page of such an address.
pub fn in_settings(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix(SETTINGS)?.split_once('/').filter(|(slug, _)| !slug.is_empty())
}

/// The pages of an organization, and what is asked over them.
pub const GENERAL: &str = "general";
pub const LEAVE: &str = "general/leave";
pub const END: &str = "general/delete";
pub const PEOPLE: &str = "people";
/// Asks whom to invite.
pub const INVITE: &str = "people/invite";
/// Before the id of an invitation.
const INVITED: &str = "people/invited/";
/// Who did what there.
pub const AUDIT: &str = "audit";
/// Its roles, and roles of its own.
pub const ROLES: &str = "roles";
pub const NEW_ROLE: &str = "roles/new";
pub const TEAMS: &str = "teams";
pub const NEW_TEAM: &str = "teams/new";
pub const WORKSPACES: &str = "workspaces";
pub const ARCHIVED: &str = "workspaces/archived";
pub const NEW_WORKSPACE: &str = "workspaces/new";

/// What is asked about somebody of an organization: [`ROLE`], [`SUSPEND`], [`RESUME`] or
/// [`REMOVE`]. A page for
/// [`settings`].
pub fn of_person(id: PersonId, act: &str) -> String {
    [PEOPLE, "/", &id.to_string(), "/", act].concat()
}

/// The person and the act of such a page, or what somebody typed.
pub fn person_dialog(page: &str) -> Option<(Option<PersonId>, &str)> {
    let (id, act) = page.strip_prefix(PEOPLE)?.strip_prefix('/')?.split_once('/')?;
    (!act.contains('/')).then(|| (id.parse().ok(), act))
}

/// What is asked about somebody who is invited: [`ROLE`] or [`CANCEL`]. A page for
/// [`settings`].
pub fn of_invitation(id: InvitationId, act: &str) -> String {
    [INVITED, &id.to_string(), "/", act].concat()
}

/// The invitation and the act of such a page, or what somebody typed.
pub fn invitation_dialog(page: &str) -> Option<(Option<InvitationId>, &str)> {
    let (id, act) = page.strip_prefix(INVITED)?.split_once('/')?;
    (!act.contains('/')).then(|| (id.parse().ok(), act))
}

/// Where its audit log is written as a whole; what is found, and how, follows as a query.
pub fn log_export(slug: &str) -> String {
    [LOG_EXPORT, slug].concat()
}

/// What is asked about a role of an organization's own: [`EDIT`] or [`DELETE`]. A page for
/// [`settings`].
pub fn of_role(id: RoleId, act: &str) -> String {
    [ROLES, "/", &id.to_string(), "/", act].concat()
}

/// The page of a team: a page for [`settings`].
pub fn team(id: TeamId) -> String {
    [TEAMS, "/", &id.to_string()].concat()
}

/// What is asked over it: [`EDIT`], [`DELETE`], [`ADD`] or [`GIVE`].
pub fn of_team(id: TeamId, act: &str) -> String {
    [TEAMS, "/", &id.to_string(), "/", act].concat()
}

/// Where the role of a team in a workspace is changed.
pub fn role_of_team(id: TeamId, workspace: WorkspaceId) -> String {
    of_team(id, &[GIVE, "/", &workspace.to_string()].concat())
}

/// The id and the act of the page of a team, each as it was typed; no act is the page itself.
pub fn in_team(page: &str) -> Option<(&str, &str)> {
    let rest = page.strip_prefix(TEAMS)?.strip_prefix('/').filter(|_| page != NEW_TEAM)?;
    let (id, act) = rest.split_once('/').unwrap_or((rest, ""));
    (!id.is_empty()).then_some((id, act))
}

/// What the page of a team is told by: the slug, and what follows it up to the id.
pub fn whose_team(path: &str) -> Option<&str> {
    let (slug, page) = in_settings(path)?;
    let (id, _) = in_team(page)?;
    path.strip_prefix(SETTINGS)?.get(..slug.len() + 1 + TEAMS.len() + 1 + id.len())
}

/// The page of a workspace.
pub fn workspace(id: WorkspaceId) -> String {
    [WORKSPACE, &id.to_string()].concat()
}

/// What is asked over it: [`RENAME`], [`ARCHIVE`], [`RESTORE`], [`MOVE`] or [`ADD`].
pub fn of_workspace(id: WorkspaceId, act: &str) -> String {
    [WORKSPACE, &id.to_string(), "/", act].concat()
}

/// The id and the act of such an address, each as it was typed; no act is the page itself.
pub fn in_workspace(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix(WORKSPACE)?;
    let (id, act) = rest.split_once('/').unwrap_or((rest, ""));
    (!id.is_empty()).then_some((id, act))
}

/// What is asked about a member of a workspace: [`ROLE`] or [`REMOVE`].
pub fn of_member(id: WorkspaceId, person: PersonId, act: &str) -> String {
    of_workspace(id, &[MEMBER, &person.to_string(), "/", act].concat())
}

/// The member and the act of such an act, or what somebody typed.
pub fn member_dialog(act: &str) -> Option<(Option<PersonId>, &str)> {
    let (id, act) = act.strip_prefix(MEMBER)?.split_once('/')?;
    (!act.contains('/')).then(|| (id.parse().ok(), act))
}

/// Before the id of a member of a workspace.
const MEMBER: &str = "members/";

pub const NEW: &str = "new";
pub const ADD: &str = "add";
pub const EDIT: &str = "edit";
pub const GIVE: &str = "workspaces";
pub const ARCHIVE: &str = "archive";
pub const RESTORE: &str = "restore";
pub const MOVE: &str = "move";

/// Ends of the addresses of the dialogs about a token.
pub const DELETE: &str = "delete";
pub const RENAME: &str = "rename";
pub const REMOVE: &str = "remove";
pub const ROLE: &str = "role";
pub const SUSPEND: &str = "suspend";
pub const RESUME: &str = "resume";
pub const CANCEL: &str = "cancel";

fn of_token(id: TokenId, act: &str) -> String {
    [TOKENS, "/", &id.to_string(), "/", act].concat()
}

/// The token and the act of the address of a dialog: [`DELETE`], [`RENAME`], or what
/// somebody typed.
pub fn token_dialog(path: &str) -> Option<(Option<TokenId>, &str)> {
    let (id, act) = path.strip_prefix(TOKENS)?.strip_prefix('/')?.split_once('/')?;
    (!act.contains('/')).then(|| (id.parse().ok(), act))
}

/// What is asked over the security page, after its address.
pub fn security_dialog(path: &str) -> Option<&str> {
    path.strip_prefix(SECURITY)?.strip_prefix('/')
}

/// Where a session gets another name.
pub fn rename_session(id: SessionId) -> String {
    [SECURITY, "/", RENAME, "/", &id.to_string()].concat()
}

/// What is asked about a passkey: [`RENAME`] or [`REMOVE`].
pub fn of_passkey(id: PasskeyId, act: &str) -> String {
    [PASSKEYS, &id.to_string(), "/", act].concat()
}

/// The passkey and the act of such an address, or what somebody typed.
pub fn passkey_dialog(path: &str) -> Option<(Option<PasskeyId>, &str)> {
    let (id, act) = path.strip_prefix(PASSKEYS)?.split_once('/')?;
    Some((id.parse().ok(), act))
}

/// Where somebody confirms who they are, to go on at `next`.
pub fn confirm(next: &str) -> String {
    [CONFIRM, "?next=", next].concat()
}

/// Whether an address stands in the staff area.
pub fn is_in_staff(path: &str) -> bool {
    path.strip_prefix(STAFF).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The page of the staff area, and what is asked over it; each empty where nothing is named.
pub fn in_staff(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix(STAFF)?;
    let page = rest.strip_prefix('/').or(Some(rest).filter(|rest| rest.is_empty()))?;
    Some(page.split_once('/').unwrap_or((page, "")))
}

/// What is asked about an account: [`EDIT`], or the name of one of the acts of staff.
pub fn of_account(id: PersonId, act: &str) -> String {
    [STAFF_PEOPLE, "/", &id.to_string(), "/", act].concat()
}

/// The account and the act of such an address, or what somebody typed.
pub fn account_dialog(path: &str) -> Option<(Option<PersonId>, &str)> {
    let (id, act) = path.strip_prefix(STAFF_PEOPLE)?.strip_prefix('/')?.split_once('/')?;
    (!act.contains('/')).then(|| (id.parse().ok(), act))
}

/// The page of a link about a sign-in.
pub fn not_me(link: &str) -> String {
    [NOT_ME, link].concat()
}

/// The page of a link to another address.
pub fn email_change(link: &str) -> String {
    [EMAIL_CHANGE, link].concat()
}

/// The page of a link back to the address from before.
pub fn email_undo(link: &str) -> String {
    [EMAIL_UNDO, link].concat()
}

/// The step of signing in at an address; empty for the first.
pub fn step(path: &str) -> Option<&str> {
    let step = path.strip_prefix(SIGN_IN)?;
    if step.is_empty() { Some(step) } else { step.strip_prefix('/').filter(|s| !s.contains('/')) }
}

/// The page of a link to a new password.
pub fn reset(link: &str) -> String {
    [RESET, link].concat()
}

/// The steps of signing in, as their addresses name them.
pub mod step {
    pub const PASSWORD: &str = "password";
    pub const CODE: &str = "code";
    pub const RECOVERY: &str = "recovery";
    pub const FORGOT: &str = "forgot";
    pub const SENT: &str = "sent";
    /// Before the link.
    pub const RESET: &str = "reset-";
    /// Before the link.
    pub const NOT_ME: &str = "not-me-";
    /// Before the link.
    pub const EMAIL_CHANGE: &str = "email-";
    /// Before the link.
    pub const EMAIL_UNDO: &str = "undo-email-";
    /// What came of a link, by what it was for.
    pub const PASSWORD_DONE: &str = "done-password";
    pub const NOT_ME_DONE: &str = "done-not-me";
    pub const EMAIL_DONE: &str = "done-email";
    pub const EMAIL_UNDONE: &str = "done-undo-email";
    pub const LEAVES: &str = "done-leaving";
}

/// The page of a link to an account.
pub fn sign_up(link: &str) -> String {
    [SIGN_UP_LINK, link].concat()
}

/// What follows the address of [`SIGN_UP`]; empty for itself.
pub fn sign_up_step(path: &str) -> Option<&str> {
    let step = path.strip_prefix(SIGN_UP)?;
    if step.is_empty() { Some(step) } else { step.strip_prefix('/') }
}

/// The set-up page of a one-time link.
pub fn set_up(link: &str) -> String {
    [SET_UP, link].concat()
}

/// Where a notice leads to.
pub fn notice(id: NoticeId) -> String {
    [NOTICE, &id.to_string()].concat()
}

/// The page of a link to an invitation.
pub fn invitation(link: &str) -> String {
    [INVITATION_LINK, link].concat()
}
