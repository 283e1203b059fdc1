//! Everybody who calls, what belongs to one of them, and what each function is sent.

use chrono::TimeDelta;
use domain::{
    InvitationId, NoticeId, RoleId, TeamId, TokenId, WorkspaceId,
    email::Email,
    notices::About,
    passkey::{Passkey, Passkeys, Request},
    photo::PhotoId,
    profile::ProfilePage,
    rights::Role,
    roles::check,
    security::Security,
    teams::TeamForm,
    tokens::{NewToken, TokenList},
    wire,
};
use storage::{NewInvitation, NewNotice, NewWorkspace, Whom};
use testing::{Answer, Client, PASSWORD, SoftPasskey, TestApp, TestDb, email, pictures};

const DAY: TimeDelta = TimeDelta::days(1);
/// The organization of `Person`.
pub const ORGANIZATION: &str = "fjordline";
/// A workspace in it, in which its teams have a role.
pub const ROBOTS: &str = "0199c1a0-7b1e-7000-8000-0123456789ab";
/// The one endpoint that takes a file.
pub const SAVE_PHOTO: &str = "profile/save-photo";

/// Who calls, in the order of the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    Stranger,
    Person,
    Staff,
    /// A person to whom nothing of `Person` belongs.
    Other,
    ExpiredSession,
    Suspended,
    Token,
    ReadToken,
    ExpiredToken,
}

pub use Caller::{
    ExpiredSession, ExpiredToken, Other, Person, ReadToken, Staff, Stranger, Suspended, Token,
};

pub const CALLERS: [(Caller, &str); 9] = [
    (Stranger, "stranger"),
    (Person, "person"),
    (Staff, "staff"),
    (Other, "other"),
    (ExpiredSession, "expired"),
    (Suspended, "suspended"),
    (Token, "token"),
    (ReadToken, "read token"),
    (ExpiredToken, "expired token"),
];

/// Everybody, and what belongs to `Person`.
pub struct World {
    pub app: TestApp,
    expired: Client,
    suspended: Client,
    tokens: [String; 3],
}

/// Functions that are sent nothing.
const BARE: &[&str] = &[
    "shell/load",
    "home/load",
    "profile/load",
    "preferences/load",
    "tokens/list",
    "tokens/done",
    "sign-out",
    "sign-in/step",
    "sign-in/typed",
    "security/load",
    "security/history",
    "security/end-others",
    "confirm/load",
    "two-factor/load",
    "passkeys/load",
    "passkeys/begin",
    "sign-in/ask-passkey",
    "sign-up/load",
    "invitations/load",
    "notices/choices",
    "notices/choose",
    "notices/list",
    "notices/load",
    "notices/read-all",
    "email/load",
    "email/resend",
    "email/cancel",
    "data/load",
    "data/export",
    "two-factor/begin",
    "two-factor/cancel",
    "two-factor/new-codes",
    "profile/remove-photo",
    "staff/people",
    SAVE_PHOTO,
];

impl World {
    pub async fn new(db: TestDb) -> Self {
        let app = TestApp::new(db);
        let expired = app.person("mara").await;
        let old = expired.new_token_for("old", 7).await.secret.unwrap();
        app.wait_days(8);
        let suspended = app.person("sue").await;
        app.db
            .execute("UPDATE persons SET suspended_at = created_at WHERE first_name = 'Sue'")
            .await;
        let mara = app.sign_in("mara").await;
        let write = mara.new_token("write").await;
        let read = [("name", "read"), ("expires_in", "30"), ("read", "true")];
        let read: NewToken = mara.call("tokens/create", &read).await.is(200).data();
        let read = read.secret.unwrap().expose().to_owned();
        app.add("ada", PASSWORD, true).await;
        app.add("otto", PASSWORD, false).await;
        let tokens = [write, read, old.expose().to_owned()];
        let _ = mara.new_organization("Fjordline").await;
        Self { app, expired, suspended, tokens }
    }

    /// Everybody has the password from before; nobody could change Sue's.
    pub async fn restore_passwords(&self) {
        self.app
            .db
            .execute(
                "UPDATE persons SET password_hash =
                     (SELECT s.password_hash FROM persons s WHERE s.first_name = 'Sue')",
            )
            .await;
    }

    /// A caller who has done nothing yet.
    pub async fn caller(&self, caller: Caller) -> Client {
        match caller {
            Stranger => self.app.stranger(),
            Person => self.app.sign_in("mara").await,
            Staff => self.app.sign_in("ada").await,
            Other => self.app.sign_in("otto").await,
            ExpiredSession => self.expired.copy(),
            Suspended => self.suspended.copy(),
            Token => self.app.bearer(&self.tokens[0]),
            ReadToken => self.app.bearer(&self.tokens[1]),
            ExpiredToken => self.app.bearer(&self.tokens[2]),
        }
    }

    /// Signs in as `Person`, as if nobody else did from here. Of too many sessions the oldest end.
    async fn mara(&self) -> Client {
        self.app.wait(1);
        self.app.db.execute("DELETE FROM rate_windows").await;
        self.app.sign_in("mara").await
    }

    /// The id of a new token of `Person`.
    pub async fn token(&self) -> String {
        let mara = self.mara().await;
        // Within the limit: it is gone again before the next one.
        let list: TokenList = mara.call("tokens/list", &[]).await.data();
        for token in list.tokens.iter().filter(|token| token.name.as_str() == "victim") {
            let _ = mara.call("tokens/delete", &[("id", &token.id.to_string())]).await;
        }
        mara.new_token_for("victim", 30).await.token.id.to_string()
    }

    /// The id of a new session of `Person`.
    pub async fn session(&self) -> String {
        let mara = self.mara().await;
        let security: Security = mara.call("security/load", &[]).await.is(200).data();
        let this = security.sessions.iter().find(|session| session.this).unwrap();
        this.id.to_string()
    }

    /// The id of a passkey of `Person`.
    pub async fn passkey(&self) -> String {
        let mara = self.mara().await;
        let passkeys: Passkeys = mara.call("passkeys/load", &[]).await.is(200).data();
        for passkey in passkeys.list {
            let _ = mara.call("passkeys/remove", &[("id", &passkey.id.to_string())]).await.is(200);
        }
        let Request(options) = mara.call("passkeys/begin", &[]).await.is(200).data();
        let (_, made) = SoftPasskey::make(&options, 1, [0; 16], "usb");
        let added: Passkey = mara.call("passkeys/add", &[("passkey", &made)]).await.is(200).data();
        added.id.to_string()
    }

    /// The id of a new workspace of `Person`, made without one more session.
    pub async fn workspace(&self) -> String {
        let (mara, now) = (self.app.id_of("mara").await, self.app.now());
        let id: WorkspaceId = format!("{:032x}", self.app.db.queries()).parse().unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        let row = tx.membership(&ORGANIZATION.into(), mara, now).await.unwrap().unwrap();
        let new = NewWorkspace { id, organization: row.id, name: "Robots", now };
        tx.insert_workspace(new).await.unwrap();
        tx.commit().await.unwrap();
        id.to_string()
    }

    /// The same, with `Person` in it.
    pub async fn shared_workspace(&self) -> String {
        let id = self.workspace().await;
        self.app.share(id.parse().unwrap(), "mara", Role::Admin).await;
        id
    }

    /// The id of a new team of the organization of `Person`, who may be in it, with a role in
    /// a workspace.
    pub async fn team(&self, joined: bool) -> String {
        let (mara, now) = (self.app.id_of("mara").await, self.app.now());
        let id: TeamId = format!("{:032x}", self.app.db.queries()).parse().unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        let row = tx.membership(&ORGANIZATION.into(), mara, now).await.unwrap().unwrap();
        let form = TeamForm { name: id.to_string(), about: String::new() };
        tx.insert_team(id, row.id, &form, now).await.unwrap();
        if joined {
            tx.insert_team_member(id, row.id, mara, now).await.unwrap();
        }
        let workspace = ROBOTS.parse().unwrap();
        if tx.workspace(workspace, mara, now).await.unwrap().is_none() {
            let new = NewWorkspace { id: workspace, organization: row.id, name: "Robots", now };
            tx.insert_workspace(new).await.unwrap();
        }
        tx.set_team_role(id, row.id, workspace, Role::Viewer).await.unwrap();
        tx.commit().await.unwrap();
        id.to_string()
    }

    /// The id of a new role of the organization's own, which nobody has.
    pub async fn role(&self) -> String {
        let (mara, now) = (self.app.id_of("mara").await, self.app.now());
        let id: RoleId = format!("{:032x}", self.app.db.queries()).parse().unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        let row = tx.membership(&ORGANIZATION.into(), mara, now).await.unwrap().unwrap();
        let form = check(&id.to_string(), "", ["read_log"]).unwrap();
        tx.insert_role(id, row.id, &form, now).await.unwrap();
        tx.commit().await.unwrap();
        id.to_string()
    }

    /// The id of a new invitation to the organization of `Person`.
    pub async fn invitation(&self, to: &str) -> String {
        let (mara, now) = (self.app.id_of("mara").await, self.app.now());
        let id: InvitationId = format!("{:032x}", self.app.db.queries()).parse().unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        let row = tx.membership(&ORGANIZATION.into(), mara, now).await.unwrap().unwrap();
        let email = &Email::parse(to).unwrap();
        let key = &email.canonical().unwrap();
        tx.delete_invitations_for(key).await.unwrap();
        let (organization, role, by, expires) = (row.id, Role::Viewer, mara, self.app.now() + DAY);
        let new = NewInvitation { id, organization, email, key, role, by, now, expires };
        assert!(tx.insert_invitation(new).await.unwrap());
        tx.commit().await.unwrap();
        id.to_string()
    }

    /// The id of a new notice to `Person`.
    pub async fn notice(&self) -> String {
        let (mara, now) = (self.app.id_of("mara").await, self.app.now());
        let id: NoticeId = format!("{:032x}", self.app.db.queries()).parse().unwrap();
        let about = About::TokenCreated { token: TokenId(id.0), name: "ci".into() };
        let (whom, subject, about) = (Whom::Person(mara), &*id.to_string(), &about);
        let mut tx = self.app.db.begin().await.unwrap();
        let new = NewNotice { id, whom, subject, about, by: None, now };
        tx.insert_notice(new).await.unwrap();
        tx.commit().await.unwrap();
        id.to_string()
    }

    /// What would work, if the caller may.
    pub async fn fields(&self, endpoint: &str, caller: &Client) -> Vec<(&'static str, String)> {
        match endpoint {
            bare if BARE.contains(&bare) => vec![],
            "theme/set" => vec![("theme", "dark".into()), ("page", "/sign-in".into())],
            "sign-in/begin" => vec![("email", email("mara")), ("next", "/".into())],
            "sign-in/code" | "two-factor/activate" => vec![("code", "123456".into())],
            "sign-in/finish" | "security/strength" | "confirm/finish" | "two-factor/end" => {
                vec![("password", PASSWORD.into())]
            }
            "reset/ask" | "sign-up/ask" => vec![("email", email("mara"))],
            "link/strength" | "reset/finish" => {
                vec![("link", "none".into()), ("password", PASSWORD.into())]
            }
            "security/change-password" => vec![
                ("current", PASSWORD.into()),
                ("password", "nine green otters swim".into()),
                ("repeat", "nine green otters swim".into()),
            ],
            "confirm/passkey" => {
                let _ = self.passkey().await;
                vec![]
            }
            "passkeys/add" | "sign-in/passkey" => vec![("passkey", "{}".into())],
            "passkeys/remove" => vec![("id", self.passkey().await)],
            "passkeys/rename" => vec![("id", self.passkey().await), ("name", "new".into())],
            "security/end-session" => vec![("id", self.session().await)],
            "security/rename-session" => {
                vec![("id", self.session().await), ("name", "renamed".into())]
            }
            "data/delete" => vec![("email", email("otto"))],
            "email/change" => {
                vec![("email", format!("new{}@harbour.example", self.app.db.queries()))]
            }
            "set-up/is-open"
            | "sign-up/link"
            | "invitations/link"
            | "invitations/decline-link"
            | "reset/load"
            | "not-me/load"
            | "not-me/finish"
            | "email-change/load"
            | "email-change/finish"
            | "email-undo/load"
            | "email-undo/finish" => {
                vec![("link", "none".into())]
            }
            "set-up/finish" | "sign-up/finish" | "invitations/join" => vec![
                ("link", "none".into()),
                ("first_name", "Eve".into()),
                ("email", email("eve")),
                ("password", PASSWORD.into()),
            ],
            "profile/save-name" => {
                let answer = caller.call("profile/load", &[]).await;
                let version =
                    wire::read(&answer.raw()).map_or(1, |page: ProfilePage| page.profile.version);
                let version = version.to_string();
                vec![
                    ("first_name", "New".into()),
                    ("display_name", "New".into()),
                    ("version", version),
                ]
            }
            "tokens/create" => vec![
                ("name", format!("made {}", self.app.db.queries())),
                ("expires_in", "7".into()),
                ("read", "true".into()),
            ],
            "tokens/rename" => {
                let name = format!("renamed {}", self.app.db.queries());
                vec![("id", self.token().await), ("name", name)]
            }
            "tokens/delete" => vec![("id", self.token().await)],
            "notices/read" => vec![("id", self.notice().await)],
            "preferences/save-time-zone" => vec![("time_zone", "Asia/Tokyo".into())],
            staff if staff.starts_with("staff/") => self.fields_of_staff(staff).await,
            _ => self.fields_in_organization(endpoint).await,
        }
    }

    /// The same of what those do who run the instance.
    async fn fields_of_staff(&self, endpoint: &str) -> Vec<(&'static str, String)> {
        let person = ("person", self.app.id_of("mara").await.to_string());
        let first = ("first_name", "New".into());
        match endpoint {
            "staff/create-person" => {
                let address = format!("new{}@harbour.example", self.app.db.queries());
                vec![first, ("email", address)]
            }
            "staff/rename-person" => {
                let rows = self.app.rows("persons").await;
                let row = rows.iter().find(|row| row["email"] == email("mara")).unwrap();
                let version = ("version", row["version"].to_string());
                vec![person, first, ("display_name", "New".into()), version]
            }
            "staff/act" => vec![person, ("act", "sign-out".into())],
            new => panic!("{new} is new: say what it is sent"),
        }
    }

    /// The same of what is done in an organization.
    async fn fields_in_organization(&self, endpoint: &str) -> Vec<(&'static str, String)> {
        match endpoint {
            "organizations/create" => vec![("name", "Harbour Lab".into())],
            "organizations/general"
            | "organizations/leave"
            | "organizations/keep"
            | "people/list"
            | "audit/list"
            | "roles/list"
            | "teams/list"
            | "workspaces/list" => vec![("organization", ORGANIZATION.into())],
            "people/role" | "people/remove" | "people/suspend" => {
                let mara = self.app.id_of("mara").await.to_string();
                let organization = ("organization", ORGANIZATION.into());
                vec![organization, ("person", mara), ("role", "owner".into())]
            }
            "roles/create" | "roles/edit" | "roles/delete" => {
                let name = format!("Role {}", self.app.db.queries());
                let mut fields = vec![("organization", ORGANIZATION.into()), ("name", name)];
                fields.push(("rights[]", "read_log".into()));
                if endpoint != "roles/create" {
                    fields.extend([("role", self.role().await), ("version", "1".into())]);
                }
                fields
            }
            "teams/create" => vec![
                ("organization", ORGANIZATION.into()),
                ("name", format!("Team {}", self.app.db.queries())),
            ],
            team if team.starts_with("teams/") => {
                let id = self.team(team != "teams/add").await;
                let mut fields = vec![("organization", ORGANIZATION.into()), ("team", id)];
                fields.extend(match team {
                    "teams/edit" => vec![
                        ("name", format!("Team {}", self.app.db.queries())),
                        ("version", "1".into()),
                    ],
                    "teams/add" => vec![("email", email("mara"))],
                    "teams/remove" => vec![("person", self.app.id_of("mara").await.to_string())],
                    "teams/give" | "teams/take" => {
                        vec![("workspace", ROBOTS.into()), ("role", "member".into())]
                    }
                    _ => vec![],
                });
                fields
            }
            "workspaces/add-member" => vec![
                ("id", self.workspace().await),
                ("email", email("mara")),
                ("role", "member".into()),
            ],
            "workspaces/member-role" | "workspaces/remove-member" => vec![
                ("id", self.shared_workspace().await),
                ("person", self.app.id_of("mara").await.to_string()),
                ("role", "member".into()),
            ],
            "people/invite" => {
                let addresses = format!("new{}@harbour.example", self.app.db.queries());
                let organization = ("organization", ORGANIZATION.into());
                vec![organization, ("addresses", addresses), ("role", "viewer".into())]
            }
            "people/resend" | "people/revoke" | "people/invited-role" => {
                let to = format!("new{}@harbour.example", self.app.db.queries());
                let invitation = self.invitation(&to).await;
                let organization = ("organization", ORGANIZATION.into());
                vec![organization, ("invitation", invitation), ("role", "member".into())]
            }
            "invitations/accept" | "invitations/decline" => {
                vec![("id", self.invitation(&email("mara")).await)]
            }
            "organizations/save" => {
                let rows = self.app.rows("organizations").await;
                let row = rows.iter().find(|row| row["slug"] == ORGANIZATION).unwrap();
                vec![
                    ("organization", ORGANIZATION.into()),
                    ("name", "New".into()),
                    ("slug", ORGANIZATION.into()),
                    ("version", row["version"].to_string()),
                ]
            }
            // Of another name than the organization, so that it goes on being there.
            "organizations/delete" | "organizations/mfa" | "workspaces/create" => {
                let organization = ("organization", ORGANIZATION.into());
                vec![organization, ("name", "Robots".into()), ("required", "false".into())]
            }
            "workspaces/load" | "workspaces/choices" | "workspaces/archive"
            | "workspaces/restore" => {
                vec![("id", self.workspace().await)]
            }
            "workspaces/rename" => vec![
                ("id", self.workspace().await),
                ("name", "New".into()),
                ("version", "1".into()),
            ],
            "workspaces/move" => {
                vec![("id", self.workspace().await), ("organization", "none".into())]
            }
            new => panic!("{new} is new: say what it is sent"),
        }
    }

    /// Sends what would work, with the script or without.
    pub async fn send(
        &self,
        endpoint: &str,
        caller: &Client,
        fields: &[(&str, String)],
        script: bool,
    ) -> Answer {
        if endpoint == SAVE_PHOTO {
            let file = pictures::jpeg(64, 64);
            return if script {
                caller.send_file(endpoint, "photo", &file).await
            } else {
                caller.send_file_plain(endpoint, "photo", &file).await
            };
        }
        let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        if script {
            caller.call(endpoint, &fields).await
        } else {
            caller.post_plain(endpoint, &fields).await
        }
    }

    /// The id of the photo of `Person`.
    pub async fn photo(&self) -> PhotoId {
        let mara = self.mara().await;
        mara.send_file(SAVE_PHOTO, "photo", &pictures::jpeg(64, 64)).await.is(200).data()
    }

    /// What nobody but a person who is signed in may change.
    pub async fn belongings(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in [
            "persons",
            "photos",
            "tokens",
            "sessions",
            "authenticators",
            "passkeys",
            "organizations",
            "organization_slugs",
            "memberships",
            "workspaces",
            "workspace_members",
            "teams",
            "team_members",
            "team_workspaces",
            "invitations",
            "notices",
            "notice_choices",
        ] {
            rows.extend(self.app.rows(table).await.iter().map(ToString::to_string));
        }
        rows.sort();
        rows
    }
}
