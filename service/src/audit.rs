//! The audit log: one line for each thing that mattered, written in the
//! transaction that did it (ASVS 16.3).

use core::fmt::Display;

use domain::{AuditId, OrganizationId, PersonId, Time, audit::Details, words::security::history};
use serde_json::{Map, Value};
use storage::{AuditEntry, ChainedRow, Tx};

use crate::{Origin, Result, Service, mail::Letter, rights::Change};

/// Every action: its variant, its name in the log, and what it is called in the history
/// of the person. The names are for good: exports are built on them.
macro_rules! actions {
    ($($action:ident = $name:literal, $words:ident;)+) => {
        /// What the log can tell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Action { $($action),+ }

        impl Action {
            pub(crate) const ALL: &[Self] = &[$(Self::$action),+];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$action => $name),+ }
            }

            /// The action of this name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$action),)+ _ => None }
            }

            /// What it is called in the history of the person.
            pub(crate) fn words(self) -> &'static str {
                match self { $(Self::$action => history::$words),+ }
            }
        }
    };
}

actions! {
    SetUp = "instance.set_up", SET_UP;
    AccountCreated = "account.created", ACCOUNT_CREATED;
    AccountUnlocked = "account.unlocked", UNLOCKED;
    StaffMade = "account.staff_made", STAFF_MADE;
    StaffEnded = "account.staff_ended", STAFF_ENDED;
    Suspended = "account.suspended", SUSPENDED;
    Resumed = "account.resumed", RESUMED;
    SignedOutByStaff = "account.signed_out", SIGNED_OUT_BY_STAFF;
    ResetSent = "account.reset_sent", RESET_SENT;
    NameSavedByStaff = "account.name_saved", NAME_SAVED_BY_STAFF;
    MailsRetried = "mails.retried", MAILS_RETRIED;
    PasswordReset = "account.password_reset", PASSWORD_RESET;
    PasswordOutgrown = "account.password_outgrown", PASSWORD_OUTGROWN;
    PasswordChanged = "account.password_changed", PASSWORD_CHANGED;
    NotMe = "account.not_me", NOT_ME;
    EmailChangeAsked = "account.email_change_asked", EMAIL_CHANGE_ASKED;
    EmailChangeDropped = "account.email_change_dropped", EMAIL_CHANGE_DROPPED;
    EmailChanged = "account.email_changed", EMAIL_CHANGED;
    EmailUndone = "account.email_change_undone", EMAIL_UNDONE;
    TwoFactorOn = "account.two_factor_on", TWO_FACTOR_ON;
    TwoFactorMoved = "account.two_factor_moved", TWO_FACTOR_MOVED;
    TwoFactorOff = "account.two_factor_off", TWO_FACTOR_OFF;
    RecoveryCodesMade = "account.recovery_codes_made", RECOVERY_CODES_MADE;
    RecoveryCodeUsed = "account.recovery_code_used", RECOVERY_CODE_USED;
    FactorResetAsked = "account.two_factor_reset_asked", FACTOR_RESET_ASKED;
    FactorResetDropped = "account.two_factor_reset_dropped", FACTOR_RESET_DROPPED;
    FactorReset = "account.two_factor_reset", FACTOR_RESET;
    PasskeyAdded = "account.passkey_added", PASSKEY_ADDED;
    PasskeyRenamed = "account.passkey_renamed", PASSKEY_RENAMED;
    PasskeyRemoved = "account.passkey_removed", PASSKEY_REMOVED;
    PasskeysRemoved = "account.passkeys_removed", PASSKEYS_REMOVED;
    PasskeyUsed = "session.passkey_used", PASSKEY_USED;
    PasskeyRefused = "session.passkey_refused", PASSKEY_REFUSED;
    ExportAsked = "account.export_asked", EXPORT_ASKED;
    ExportTaken = "account.export_taken", EXPORT_TAKEN;
    Leaves = "account.deletion_asked", LEAVES;
    Stays = "account.deletion_dropped", STAYS;
    Deleted = "account.deleted", DELETED;
    CodeRefused = "session.code_refused", CODE_REFUSED;
    SignedIn = "session.created", SIGNED_IN;
    SignInFailed = "session.refused", SIGN_IN_FAILED;
    SignedOut = "session.ended", SIGNED_OUT;
    SessionEnded = "session.ended_from_afar", SESSION_ENDED;
    OthersEnded = "session.others_ended", OTHERS_ENDED;
    SessionRenamed = "session.renamed", SESSION_RENAMED;
    Proved = "session.proved", PROVED;
    ProofFailed = "session.proof_refused", PROOF_FAILED;
    NameSaved = "profile.name_saved", NAME_SAVED;
    PhotoSaved = "profile.photo_saved", PHOTO_SAVED;
    PhotoRemoved = "profile.photo_removed", PHOTO_REMOVED;
    NoticesChosen = "preferences.notices_chosen", NOTICES_CHOSEN;
    TimeZoneSaved = "preferences.time_zone_saved", TIME_ZONE_SAVED;
    TokenCreated = "token.created", TOKEN_CREATED;
    TokenRenamed = "token.renamed", TOKEN_RENAMED;
    TokenDeleted = "token.deleted", TOKEN_DELETED;
    OrganizationCreated = "organization.created", ORGANIZATION_CREATED;
    OrganizationRenamed = "organization.renamed", ORGANIZATION_RENAMED;
    OrganizationReaddressed = "organization.address_changed", ORGANIZATION_READDRESSED;
    MfaRequired = "organization.mfa_required", MFA_REQUIRED;
    MfaOptional = "organization.mfa_optional", MFA_OPTIONAL;
    OrganizationLeft = "organization.left", ORGANIZATION_LEFT;
    RoleChanged = "organization.role_changed", ROLE_CHANGED;
    PersonRemoved = "organization.person_removed", PERSON_REMOVED;
    PersonInvited = "organization.person_invited", PERSON_INVITED;
    InvitationResent = "organization.invitation_resent", INVITATION_RESENT;
    InvitationChanged = "organization.invitation_changed", INVITATION_CHANGED;
    InvitationRevoked = "organization.invitation_revoked", INVITATION_REVOKED;
    InvitationAccepted = "organization.invitation_accepted", INVITATION_ACCEPTED;
    InvitationDeclined = "organization.invitation_declined", INVITATION_DECLINED;
    RoleCreated = "organization.role_created", ROLE_CREATED;
    RoleEdited = "organization.role_edited", ROLE_EDITED;
    RoleDeleted = "organization.role_deleted", ROLE_DELETED;
    PersonSuspended = "organization.person_suspended", PERSON_SUSPENDED;
    PersonResumed = "organization.person_resumed", PERSON_RESUMED;
    TeamCreated = "organization.team_created", TEAM_CREATED;
    TeamChanged = "organization.team_changed", TEAM_CHANGED;
    TeamDeleted = "organization.team_deleted", TEAM_DELETED;
    TeamJoined = "organization.team_joined", TEAM_JOINED;
    TeamLeft = "organization.team_left", TEAM_LEFT;
    TeamRoleSet = "organization.team_role_set", TEAM_ROLE_SET;
    TeamRoleTaken = "organization.team_role_taken", TEAM_ROLE_TAKEN;
    OrganizationEnds = "organization.deletion_asked", ORGANIZATION_ENDS;
    OrganizationStays = "organization.deletion_dropped", ORGANIZATION_STAYS;
    OrganizationDeleted = "organization.deleted", ORGANIZATION_DELETED;
    LogExported = "organization.log_exported", LOG_EXPORTED;
    WorkspaceCreated = "workspace.created", WORKSPACE_CREATED;
    WorkspaceRenamed = "workspace.renamed", WORKSPACE_RENAMED;
    WorkspaceArchived = "workspace.archived", WORKSPACE_ARCHIVED;
    WorkspaceRestored = "workspace.restored", WORKSPACE_RESTORED;
    MemberAdded = "workspace.member_added", MEMBER_ADDED;
    MemberChanged = "workspace.member_changed", MEMBER_CHANGED;
    MemberRemoved = "workspace.member_removed", MEMBER_REMOVED;
    WorkspaceMoved = "workspace.moved", WORKSPACE_MOVED;
    WorkspaceReceived = "workspace.received", WORKSPACE_RECEIVED;
}

impl Action {
    /// It happens in an organization.
    pub(crate) fn is_of_organization(self) -> bool {
        let name = self.name();
        name.starts_with("organization.") || name.starts_with("workspace.")
    }

    /// Somebody failed to prove who they are.
    pub(crate) fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::SignInFailed | Self::ProofFailed | Self::CodeRefused | Self::PasskeyRefused
        )
    }
}

/// What happened in an organization, to what, and what changed.
pub(crate) struct Line<'a> {
    pub organization: OrganizationId,
    pub action: Action,
    pub target: &'a (dyn Display + Sync),
    pub details: Details,
}

impl Service {
    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        now: Time,
        origin: &Origin,
        actor: Option<PersonId>,
        action: Action,
        target: &(impl Display + Sync),
    ) -> Result<()> {
        let what = (None, action, target.to_string());
        self.write_line(tx, now, origin, actor, what, &Details::default()).await
    }

    /// The same in an organization.
    pub(crate) async fn audit_in(
        &self,
        tx: &mut Tx,
        now: Time,
        origin: &Origin,
        actor: Option<PersonId>,
        line: Line<'_>,
    ) -> Result<()> {
        let Line { organization, action, target, details } = line;
        let what = (Some(organization), action, target.to_string());
        self.write_line(tx, now, origin, actor, what, &details).await
    }

    pub(crate) async fn write_line(
        &self,
        tx: &mut Tx,
        now: Time,
        origin: &Origin,
        actor: Option<PersonId>,
        (organization, action, target): (Option<OrganizationId>, Action, String),
        details: &Details,
    ) -> Result<()> {
        let id = self.0.random.with(|rng| AuditId::new(now, rng));
        let line = ChainedRow {
            id: id.0,
            at: now,
            actor_id: actor.map(|actor| actor.0),
            organization_id: organization.map(|organization| organization.0),
            action: action.name().into(),
            target,
            network: origin.network.clone(),
            user_agent: origin.user_agent.clone(),
            request_id: origin.request_id.clone(),
            details: kept(details),
            address: details.of_address().into(),
            ..ChainedRow::default()
        };
        let mark = self.mark(&line)?;
        tx.insert_audit(AuditEntry {
            id,
            at: now,
            actor,
            organization,
            action: &line.action,
            target: &line.target,
            network: &line.network,
            user_agent: &line.user_agent,
            request_id: &line.request_id,
            details: &line.details,
            address: &line.address,
            mark: Some(&mark),
        })
        .await?;
        Ok(())
    }

    /// The same for a change that is being made.
    pub(crate) async fn log(
        &self,
        acts: &mut Change<'_>,
        action: Action,
        target: &(impl Display + Sync),
    ) -> Result<()> {
        self.log_with(acts, action, target, Details::default()).await
    }

    /// The same, with what changed.
    pub(crate) async fn log_with(
        &self,
        acts: &mut Change<'_>,
        action: Action,
        target: &(impl Display + Sync),
        details: Details,
    ) -> Result<()> {
        let line = Line { organization: acts.organization, action, target, details };
        let (now, origin, person) = (acts.now, acts.origin, acts.person);
        self.audit_in(&mut acts.tx, now, origin, Some(person), line).await
    }

    /// Logs what happened to an account, and tells the person.
    pub(crate) async fn note(
        &self,
        tx: &mut Tx,
        person: PersonId,
        action: Action,
        origin: &Origin,
        now: Time,
    ) -> Result<()> {
        self.audit(tx, now, origin, Some(person), action, &person).await?;
        let network = origin.network.clone();
        let letter = Letter::Happened { person, network, happened: action.name().into() };
        self.tell(tx, &letter, now).await
    }
}

/// As the log keeps it: an object of pairs, or nothing.
fn kept(details: &Details) -> String {
    let pairs = details.changes().iter();
    let pairs: Map<_, _> = pairs
        .map(|(field, both)| (field.as_str().to_owned(), Value::from(both.to_vec())))
        .collect();
    if pairs.is_empty() { String::new() } else { Value::Object(pairs).to_string() }
}
