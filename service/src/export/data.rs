//! What is in an archive. All names are for good: programs read them.

use std::io;

use domain::{
    InvitationId, NoticeId, OrganizationId, PasskeyId, SessionId, Time, TokenId, WorkspaceId,
    device::Device,
    invitations::Answer,
    notices::{About, Choice, Notice},
    organizations::Named,
    rights::Role,
    tokens::{Kind, Scopes, TokenSummary},
};
use serde::Serialize;
use storage::{BelongsRow, HappeningRow, InvitationRow, OpenSession, PasskeyRow, SharesRow};

use crate::audit::Action;

/// `data.json`.
#[derive(Serialize)]
pub(super) struct Data {
    pub(super) made_at: Time,
    pub(super) asked_at: Time,
    pub(super) profile: ProfileData,
    pub(super) preferences: PreferencesData,
    pub(super) security: SecurityData,
    pub(super) sessions: Vec<SessionData>,
    pub(super) tokens: Vec<TokenData>,
    pub(super) organizations: Vec<OrganizationData>,
    pub(super) teams: Vec<TeamData>,
    pub(super) workspaces: Vec<WorkspaceData>,
    pub(super) invitations: Vec<InvitationData>,
    pub(super) notices: NoticesData,
}

#[derive(Serialize)]
pub(super) struct ProfileData {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) pending_email: Option<PendingData>,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) display_name: String,
    /// The file beside this one.
    pub(super) photo: Option<&'static str>,
    pub(super) runs_the_instance: bool,
    pub(super) created_at: Time,
    pub(super) updated_at: Time,
}

#[derive(Serialize)]
pub(super) struct PendingData {
    pub(super) email: String,
    pub(super) until: Time,
}

#[derive(Serialize)]
pub(super) struct PreferencesData {
    pub(super) time_zone: Option<String>,
}

#[derive(Serialize)]
pub(super) struct SecurityData {
    pub(super) password_changed_at: Time,
    pub(super) two_factor: bool,
    pub(super) recovery_codes_left: i64,
    pub(super) known_browsers: i64,
    pub(super) passkeys: Vec<PasskeyData>,
}

#[derive(Serialize)]
pub(super) struct PasskeyData {
    pub(super) id: PasskeyId,
    pub(super) name: String,
    pub(super) security_key: bool,
    pub(super) created_at: Time,
    pub(super) last_used_at: Option<Time>,
}

impl From<PasskeyRow> for PasskeyData {
    fn from(row: PasskeyRow) -> Self {
        let PasskeyRow {
            id, name, security_key, created: created_at, last_used: last_used_at, ..
        } = row;
        Self { id, name, security_key, created_at, last_used_at }
    }
}

#[derive(Serialize)]
pub(super) struct SessionData {
    pub(super) id: SessionId,
    pub(super) name: Option<String>,
    pub(super) device: String,
    pub(super) user_agent: String,
    pub(super) network: String,
    pub(super) created_at: Time,
    pub(super) last_active_at: Time,
}

impl From<OpenSession> for SessionData {
    fn from(row: OpenSession) -> Self {
        Self {
            id: row.id,
            name: row.name,
            device: Device::of(&row.user_agent).name,
            user_agent: row.user_agent,
            network: row.network,
            created_at: row.created,
            last_active_at: row.last_active,
        }
    }
}

#[derive(Serialize)]
pub(super) struct TokenData {
    pub(super) id: TokenId,
    pub(super) name: String,
    pub(super) prefix: &'static str,
    pub(super) last_four: String,
    pub(super) scopes: Scopes,
    pub(super) created_at: Time,
    pub(super) expires_at: Time,
    pub(super) last_used_at: Option<Time>,
    pub(super) last_used_network: Option<String>,
}

impl From<TokenSummary> for TokenData {
    fn from(token: TokenSummary) -> Self {
        let (last_used_at, last_used_network) =
            token.last_use.map(|last| (last.at, last.network)).unzip();
        Self {
            id: token.id,
            name: token.name,
            prefix: Kind::Personal.prefix(),
            last_four: token.last_four,
            scopes: token.scopes,
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at,
            last_used_network,
        }
    }
}

/// What the person belongs to.
#[derive(Serialize)]
pub(super) struct OrganizationData {
    pub(super) id: OrganizationId,
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) role: Role,
    /// What it is called, if it is one of the organization's own.
    pub(super) custom_role: Option<String>,
    pub(super) since: Time,
}

impl From<BelongsRow> for OrganizationData {
    fn from(row: BelongsRow) -> Self {
        let BelongsRow { id, named, held, own_role, since, .. } = row;
        let Named { name, slug } = named;
        Self { id, name, slug, role: held.role, custom_role: own_role, since }
    }
}

#[derive(Serialize)]
pub(super) struct TeamData {
    /// The slug of its organization.
    pub(super) organization: String,
    pub(super) name: String,
    pub(super) since: Time,
}

impl From<(String, String, Time)> for TeamData {
    fn from((organization, name, since): (String, String, Time)) -> Self {
        Self { organization, name, since }
    }
}

#[derive(Serialize)]
pub(super) struct WorkspaceData {
    pub(super) id: WorkspaceId,
    pub(super) organization: OrganizationId,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) since: Time,
}

impl From<SharesRow> for WorkspaceData {
    fn from(row: SharesRow) -> Self {
        let SharesRow { id, organization, name, role, since, .. } = row;
        Self { id, organization, name, role, since }
    }
}

/// Where the person is invited, or was.
#[derive(Serialize)]
pub(super) struct InvitationData {
    pub(super) id: InvitationId,
    pub(super) organization: String,
    pub(super) role: Role,
    pub(super) invited_by: Option<String>,
    pub(super) sent_at: Time,
    pub(super) expires_at: Time,
    /// None: it waits.
    pub(super) answer: Option<Answer>,
    pub(super) answered_at: Option<Time>,
}

impl From<InvitationRow> for InvitationData {
    fn from(row: InvitationRow) -> Self {
        Self {
            id: row.id,
            organization: row.named.name,
            role: row.role,
            invited_by: row.by,
            sent_at: row.sent,
            expires_at: row.expires,
            answer: row.answer,
            answered_at: row.answered,
        }
    }
}

/// What the person was told, and what they want to be told.
#[derive(Serialize)]
pub(super) struct NoticesData {
    /// In one mail a day.
    pub(super) daily: bool,
    /// Where they want something else than everything.
    pub(super) choices: Vec<Choice>,
    pub(super) told: Vec<NoticeData>,
}

#[derive(Serialize)]
pub(super) struct NoticeData {
    pub(super) id: NoticeId,
    pub(super) about: About,
    pub(super) by: Option<String>,
    pub(super) at: Time,
    pub(super) read: bool,
}

impl From<Notice> for NoticeData {
    fn from(notice: Notice) -> Self {
        let Notice { id, about, by, at, read } = notice;
        Self { id, about, by, at, read }
    }
}

#[derive(Serialize)]
pub(super) struct HappeningData {
    pub(super) at: Time,
    pub(super) action: String,
    /// What the page calls it; none, of what another version of the program has written.
    pub(super) what: Option<&'static str>,
    pub(super) network: String,
    pub(super) user_agent: String,
}

impl From<HappeningRow> for HappeningData {
    fn from(row: HappeningRow) -> Self {
        let what = Action::named(&row.action).map(Action::words);
        let HappeningRow { at, action, network, user_agent, .. } = row;
        Self { at, action, what, network, user_agent }
    }
}

/// Lines of `history.json`, each with what stands before it: `[` before the very first, else
/// a comma.
pub(super) fn write_history(
    to: &mut impl io::Write,
    page: Vec<HappeningRow>,
    is_first: bool,
) -> io::Result<()> {
    let mut text = Vec::new();
    for (n, row) in page.into_iter().enumerate() {
        text.extend_from_slice(if is_first && n == 0 { b"[\n" } else { b",\n" });
        serde_json::to_writer(&mut text, &HappeningData::from(row))?;
    }
    to.write_all(&text)
}
