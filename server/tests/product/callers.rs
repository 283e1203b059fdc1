//! Every route for every kind of caller. The routes come from the router itself,
//! so that a new one without a row here fails.

use std::fmt::Write as _;

use app::screens::Screen;
use domain::{
    WorkspaceId,
    passkey::{Passkey, Passkeys, Request},
    photo::PhotoId,
    profile::ProfilePage,
    security::Security,
    tokens::{NewToken, TokenList},
    wire,
};
use storage::NewWorkspace;
use testing::{
    Answer, Client, PASSWORD, SoftPasskey, TestApp, TestDb, both_databases, email, pictures,
    snapshot,
};

/// The organization of `Person`.
const ORGANIZATION: &str = "fjordline";
/// The one endpoint that takes a file.
const SAVE_PHOTO: &str = "profile/save-photo";

/// Who calls, in the order of the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
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

use Caller::{
    ExpiredSession, ExpiredToken, Other, Person, ReadToken, Staff, Stranger, Suspended, Token,
};

const CALLERS: [(Caller, &str); 9] = [
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
struct World {
    app: TestApp,
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
    "email/load",
    "email/resend",
    "email/cancel",
    "data/load",
    "data/export",
    "two-factor/begin",
    "two-factor/cancel",
    "two-factor/new-codes",
    "profile/remove-photo",
    SAVE_PHOTO,
];

impl World {
    async fn new(db: TestDb) -> Self {
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
    async fn restore_passwords(&self) {
        self.app
            .db
            .execute(
                "UPDATE persons SET password_hash =
                     (SELECT s.password_hash FROM persons s WHERE s.first_name = 'Sue')",
            )
            .await;
    }

    /// A caller who has done nothing yet.
    async fn caller(&self, caller: Caller) -> Client {
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
    async fn token(&self) -> String {
        let mara = self.mara().await;
        // Within the limit: it is gone again before the next one.
        let list: TokenList = mara.call("tokens/list", &[]).await.data();
        for token in list.tokens.iter().filter(|token| token.name.as_str() == "victim") {
            let _ = mara.call("tokens/delete", &[("id", &token.id.to_string())]).await;
        }
        mara.new_token_for("victim", 30).await.token.id.to_string()
    }

    /// The id of a new session of `Person`.
    async fn session(&self) -> String {
        let mara = self.mara().await;
        let security: Security = mara.call("security/load", &[]).await.is(200).data();
        let this = security.sessions.iter().find(|session| session.this).unwrap();
        this.id.to_string()
    }

    /// The id of a passkey of `Person`.
    async fn passkey(&self) -> String {
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
    async fn workspace(&self) -> String {
        let (mara, now) = (self.app.id_of("mara").await, self.app.now());
        let id: WorkspaceId = format!("{:032x}", self.app.db.queries()).parse().unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        let row = tx.membership(&ORGANIZATION.into(), mara, now).await.unwrap().unwrap();
        let new = NewWorkspace { id, organization: row.id, name: "Robots", now };
        tx.insert_workspace(new).await.unwrap();
        tx.commit().await.unwrap();
        id.to_string()
    }

    /// What would work, if the caller may.
    async fn fields(&self, endpoint: &str, caller: &Client) -> Vec<(&'static str, String)> {
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
            | "reset/load"
            | "not-me/load"
            | "not-me/finish"
            | "email-change/load"
            | "email-change/finish"
            | "email-undo/load"
            | "email-undo/finish" => {
                vec![("link", "none".into())]
            }
            "set-up/finish" | "sign-up/finish" => vec![
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
            "preferences/save-time-zone" => vec![("time_zone", "Asia/Tokyo".into())],
            _ => self.fields_in_organization(endpoint).await,
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
            | "workspaces/list" => vec![("organization", ORGANIZATION.into())],
            "people/role" | "people/remove" => {
                let mara = self.app.id_of("mara").await.to_string();
                let organization = ("organization", ORGANIZATION.into());
                vec![organization, ("person", mara), ("role", "owner".into())]
            }
            "organizations/mfa" => {
                vec![("organization", ORGANIZATION.into()), ("required", "false".into())]
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
            // Of another name, so that it goes on being there.
            "organizations/delete" => {
                vec![("organization", ORGANIZATION.into()), ("name", "None".into())]
            }
            "workspaces/create" => {
                vec![("organization", ORGANIZATION.into()), ("name", "Robots".into())]
            }
            "workspaces/load" | "workspaces/archive" | "workspaces/restore" => {
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
    async fn send(
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
    async fn photo(&self) -> PhotoId {
        let mara = self.mara().await;
        mara.send_file(SAVE_PHOTO, "photo", &pictures::jpeg(64, 64)).await.is(200).data()
    }

    /// What nobody but a person who is signed in may change.
    async fn belongings(&self) -> Vec<String> {
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
        ] {
            rows.extend(self.app.rows(table).await.iter().map(ToString::to_string));
        }
        rows.sort();
        rows
    }
}

/// One row: the status for each caller.
async fn row<F: Future<Output = Answer>>(
    table: &mut String,
    route: &str,
    act: impl Fn(Caller) -> F,
) {
    write!(table, "{route:<34}").unwrap();
    for (caller, _) in CALLERS {
        write!(table, "{:>5}", act(caller).await.status).unwrap();
    }
    writeln!(table).unwrap();
}

fn heading() -> String {
    let names: Vec<_> = CALLERS.iter().map(|(_, name)| *name).collect();
    format!("{}\n", names.join(", "))
}

both_databases! {
    async fn pages(db: TestDb) {
        let world = World::new(db).await;
        let mut table = heading();
        let screens = Screen::ALL.iter().flat_map(|screen| screen.addresses());
        let mut paths: Vec<String> = screens.map(|&path| path.into()).collect();
        paths.extend(
            [
                "/photos/{photo}/64",
                "/photos/none/64",
                "/account",
                "/pkg/nothing.js",
                "/livez",
                "/readyz",
            ]
            .map(Into::into),
        );
        let photo = world.photo().await.to_string();
        for path in paths {
            let world = &world;
            let photo = &photo;
            row(&mut table, &path, async |caller| {
                let client = world.caller(caller).await;
                let path = path.replace("{link}", "none");
                // Only what it names: each of them is one more session.
                let path = if path.contains("{id}") {
                    path.replace("{id}", &world.token().await)
                } else if path.contains("{session}") {
                    path.replace("{session}", &world.session().await)
                } else {
                    path
                };
                let path = path.replace("{photo}", photo).replace("{org}", ORGANIZATION);
                let mara = world.app.id_of("mara").await.to_string();
                let path = path.replace("{person}", &mara);
                let path = if path.contains("{workspace}") {
                    path.replace("{workspace}", &world.workspace().await)
                } else {
                    path
                };
                let path = if path.contains("{passkey}") {
                    path.replace("{passkey}", &world.passkey().await)
                } else {
                    path
                };
                let answer = client.get(&path).await;
                if answer.status == 303 {
                    let stranger = !matches!(caller, Person | Staff | Other);
                    let account = if path == "/account" { "/account/profile" } else { "/" };
                    let to = if stranger { "/sign-in" } else { account };
                    assert!(
                        answer.location().starts_with(to),
                        "{path} led to {}",
                        answer.location()
                    );
                }
                answer
            })
            .await;
        }
        snapshot!(table, @r"
        stranger, person, staff, other, expired, suspended, token, read token, expired token
        /                                   303  200  200  200  303  303  303  303  303
        /organizations/new                  303  200  200  200  303  303  303  303  303
        /account/profile                    303  200  200  200  303  303  303  303  303
        /account/profile/email              303  200  200  200  303  303  303  303  303
        /account/security                   303  200  200  200  303  303  303  303  303
        /account/security/sign-out-others   303  200  200  200  303  303  303  303  303
        /account/security/rename/{session}  303  200  404  404  303  303  303  303  303
        /account/security/passkeys/{passkey}/rename  303  200  404  404  303  303  303  303  303
        /account/security/passkeys/{passkey}/remove  303  200  404  404  303  303  303  303  303
        /account/security/none              303  404  404  404  303  303  303  303  303
        /account/tokens                     303  200  200  200  303  303  303  303  303
        /account/tokens/{id}/delete         303  200  404  404  303  303  303  303  303
        /account/tokens/{id}/rename         303  200  404  404  303  303  303  303  303
        /account/tokens/{id}/none           303  404  404  404  303  303  303  303  303
        /account/preferences                303  200  200  200  303  303  303  303  303
        /account/data                       303  200  200  200  303  303  303  303  303
        /account/data/delete                303  200  200  200  303  303  303  303  303
        /settings/{org}/general             303  200  404  404  303  303  303  303  303
        /settings/{org}/general/leave       303  200  404  404  303  303  303  303  303
        /settings/{org}/general/delete      303  200  404  404  303  303  303  303  303
        /settings/{org}/people              303  200  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/role  303  200  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/remove  303  200  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/none  303  404  404  404  303  303  303  303  303
        /settings/{org}/workspaces          303  200  404  404  303  303  303  303  303
        /settings/{org}/workspaces/archived  303  200  404  404  303  303  303  303  303
        /settings/{org}/workspaces/new      303  200  404  404  303  303  303  303  303
        /w/{workspace}                      303  200  404  404  303  303  303  303  303
        /w/{workspace}/rename               303  200  404  404  303  303  303  303  303
        /w/{workspace}/archive              303  200  404  404  303  303  303  303  303
        /w/{workspace}/restore              303  404  404  404  303  303  303  303  303
        /w/{workspace}/move                 303  200  404  404  303  303  303  303  303
        /w/{workspace}/none                 303  404  404  404  303  303  303  303  303
        /account/confirm                    303  200  200  200  303  303  303  303  303
        /sign-in                            200  303  303  303  200  200  200  200  200
        /sign-in/password                   303  303  303  303  303  303  303  303  303
        /sign-in/code                       303  303  303  303  303  303  303  303  303
        /sign-in/recovery                   303  303  303  303  303  303  303  303  303
        /sign-in/forgot                     200  200  200  200  200  200  200  200  200
        /sign-in/sent                       200  200  200  200  200  200  200  200  200
        /sign-in/reset-{link}               404  404  404  404  404  404  404  404  404
        /sign-in/not-me-{link}              404  404  404  404  404  404  404  404  404
        /sign-in/email-{link}               404  404  404  404  404  404  404  404  404
        /sign-in/undo-email-{link}          404  404  404  404  404  404  404  404  404
        /sign-in/done-password              200  200  200  200  200  200  200  200  200
        /sign-in/done-not-me                200  200  200  200  200  200  200  200  200
        /sign-in/done-email                 200  200  200  200  200  200  200  200  200
        /sign-in/done-undo-email            200  200  200  200  200  200  200  200  200
        /sign-in/done-leaving               200  200  200  200  200  200  200  200  200
        /sign-in/none                       404  404  404  404  404  404  404  404  404
        /setup/{link}                       404  404  404  404  404  404  404  404  404
        /sign-up                            404  303  303  303  404  404  404  404  404
        /sign-up/sent                       200  200  200  200  200  200  200  200  200
        /sign-up/{link}                     404  404  404  404  404  404  404  404  404
        /nothing                            404  404  404  404  404  404  404  404  404
        /account/nothing                    303  404  404  404  303  303  303  303  303
        /settings/{org}/nothing             303  404  404  404  303  303  303  303  303
        /photos/{photo}/64                  404  200  200  200  404  404  404  404  404
        /photos/none/64                     404  404  404  404  404  404  404  404  404
        /account                            303  303  303  303  303  303  303  303  303
        /pkg/nothing.js                     404  404  404  404  404  404  404  404  404
        /livez                              200  200  200  200  200  200  200  200  200
        /readyz                             200  200  200  200  200  200  200  200  200
        ");
    }

    async fn functions(db: TestDb) {
        let world = World::new(db).await;
        let mut table = heading();
        let mut paths = server::router::functions();
        paths.sort_unstable();
        for path in paths {
            let endpoint = path.strip_prefix("/_fn/").unwrap();
            let world = &world;
            row(&mut table, endpoint, async |caller| {
                let client = world.caller(caller).await;
                let known = matches!(caller, Person | Staff | Other);
                if !known && endpoint.ends_with("-photo") {
                    world.photo().await; // something to lose
                }
                let fields = world.fields(endpoint, &client).await;
                let before = world.belongings().await;
                let answer = world.send(endpoint, &client, &fields, true).await;
                if endpoint == "security/change-password" {
                    world.restore_passwords().await;
                }
                if !known {
                    let plain = world.send(endpoint, &client, &fields, false).await;
                    assert!(matches!(plain.status, 303 | 406), "{endpoint}: {}", plain.status);
                    let same = world.belongings().await == before;
                    assert!(same, "{endpoint} changed something");
                }
                answer
            })
            .await;
        }
        snapshot!(table, @r"
        stranger, person, staff, other, expired, suspended, token, read token, expired token
        confirm/finish                      401  200  200  200  401  401  401  401  401
        confirm/load                        401  200  200  200  401  401  401  401  401
        confirm/passkey                     401  200  422  422  401  401  401  401  401
        data/delete                         401  422  422  200  401  401  401  401  401
        data/export                         401  200  200  200  401  401  401  401  401
        data/load                           401  200  200  200  401  401  401  401  401
        email-change/finish                 422  422  422  422  422  422  422  422  422
        email-change/load                   200  200  200  200  200  200  200  200  200
        email-undo/finish                   422  422  422  422  422  422  422  422  422
        email-undo/load                     200  200  200  200  200  200  200  200  200
        email/cancel                        401  200  200  200  401  401  401  401  401
        email/change                        401  200  200  200  401  401  401  401  401
        email/load                          401  200  200  200  401  401  401  401  401
        email/resend                        401  200  200  200  401  401  401  401  401
        home/load                           401  200  200  200  401  401  401  401  401
        link/strength                       404  404  404  404  404  404  404  404  404
        not-me/finish                       422  422  422  422  422  422  422  422  422
        not-me/load                         200  200  200  200  200  200  200  200  200
        organizations/create                401  200  200  200  401  401  401  401  401
        organizations/delete                401  422  404  404  401  401  401  401  401
        organizations/general               401  200  404  404  401  401  401  401  401
        organizations/keep                  401  200  404  404  401  401  401  401  401
        organizations/leave                 401  422  404  404  401  401  401  401  401
        organizations/mfa                   401  200  404  404  401  401  401  401  401
        organizations/save                  401  200  404  404  401  401  401  401  401
        passkeys/add                        401  422  422  422  401  401  401  401  401
        passkeys/begin                      401  200  200  200  401  401  401  401  401
        passkeys/load                       401  200  200  200  401  401  401  401  401
        passkeys/remove                     401  200  200  200  401  401  401  401  401
        passkeys/rename                     401  200  404  404  401  401  401  401  401
        people/list                         401  200  404  404  401  401  401  401  401
        people/remove                       401  422  404  404  401  401  401  401  401
        people/role                         401  200  404  404  401  401  401  401  401
        preferences/load                    401  200  200  200  401  401  401  401  401
        preferences/save-time-zone          401  200  200  200  401  401  401  401  401
        profile/load                        401  200  200  200  401  401  401  401  401
        profile/remove-photo                401  200  200  200  401  401  401  401  401
        profile/save-name                   401  200  200  200  401  401  401  401  401
        profile/save-photo                  401  200  200  200  401  401  401  401  401
        reset/ask                           200  200  200  200  200  200  200  200  200
        reset/finish                        422  422  422  422  422  422  422  422  422
        reset/load                          200  200  200  200  200  200  200  200  200
        security/change-password            401  200  200  200  401  401  401  401  401
        security/end-others                 401  200  200  200  401  401  401  401  401
        security/end-session                401  200  200  200  401  401  401  401  401
        security/history                    401  200  200  200  401  401  401  401  401
        security/load                       401  200  200  200  401  401  401  401  401
        security/rename-session             401  200  404  404  401  401  401  401  401
        security/strength                   401  200  200  200  401  401  401  401  401
        set-up/finish                       422  422  422  422  422  422  422  422  422
        set-up/is-open                      200  200  200  200  200  200  200  200  200
        shell/load                          401  200  200  200  401  401  401  401  401
        sign-in/ask-passkey                 200  200  200  200  200  200  200  200  200
        sign-in/begin                       200  200  200  200  200  200  200  200  200
        sign-in/code                        422  422  422  422  422  422  422  422  422
        sign-in/finish                      422  422  422  422  422  422  422  422  422
        sign-in/passkey                     422  422  422  422  422  422  422  422  422
        sign-in/step                        401  401  401  401  401  401  401  401  401
        sign-in/typed                       200  200  200  200  200  200  200  200  200
        sign-out                            200  200  200  200  200  200  200  200  200
        sign-up/ask                         403  403  403  403  403  403  403  403  403
        sign-up/finish                      422  422  422  422  422  422  422  422  422
        sign-up/link                        200  200  200  200  200  200  200  200  200
        sign-up/load                        200  200  200  200  200  200  200  200  200
        theme/set                           200  200  200  200  200  200  200  200  200
        tokens/create                       401  200  200  200  401  401  401  401  401
        tokens/delete                       401  200  404  404  401  401  401  401  401
        tokens/done                         401  200  200  200  401  401  401  401  401
        tokens/list                         401  200  200  200  401  401  401  401  401
        tokens/rename                       401  200  404  404  401  401  401  401  401
        two-factor/activate                 401  422  422  422  401  401  401  401  401
        two-factor/begin                    401  200  200  200  401  401  401  401  401
        two-factor/cancel                   401  200  200  200  401  401  401  401  401
        two-factor/end                      401  404  404  404  401  401  401  401  401
        two-factor/load                     401  200  200  200  401  401  401  401  401
        two-factor/new-codes                401  404  404  404  401  401  401  401  401
        workspaces/archive                  401  200  404  404  401  401  401  401  401
        workspaces/create                   401  200  404  404  401  401  401  401  401
        workspaces/list                     401  200  404  404  401  401  401  401  401
        workspaces/load                     401  200  404  404  401  401  401  401  401
        workspaces/move                     401  422  404  404  401  401  401  401  401
        workspaces/rename                   401  200  404  404  401  401  401  401  401
        workspaces/restore                  401  200  404  404  401  401  401  401  401
        ");
    }

    async fn the_api(db: TestDb) {
        let world = World::new(db).await;
        let mut table = heading();
        let workspace = world.workspace().await;
        for (method, path) in api::ROUTES {
            let world = &world;
            row(&mut table, &format!("{method} {path}"), async |caller| {
                let mara = world.app.id_of("mara").await.to_string();
                let path = path.replace("{org}", ORGANIZATION).replace("{workspace}", &workspace);
                let path = path.replace("{person}", &mara);
                let client = world.caller(caller).await;
                match *method {
                    "GET" => client.get(&path).await,
                    "POST" => client.send_json("POST", &path, r#"{"name":"New"}"#).await,
                    "PATCH" if path.contains("/people/") => {
                        client.send_json("PATCH", &path, r#"{"role":"owner"}"#).await
                    }
                    "DELETE" => client.send_json("DELETE", &path, "").await,
                    "PATCH" => client.send_json("PATCH", &path, r#"{"name":"New"}"#).await,
                    _ => panic!("{method} {path} is new: say what it is sent"),
                }
            })
            .await;
        }
        snapshot!(table, @r"
        stranger, person, staff, other, expired, suspended, token, read token, expired token
        GET /api/v1/me                      401  401  401  401  401  401  200  200  401
        GET /api/v1/organizations           401  401  401  401  401  401  200  200  401
        POST /api/v1/organizations          401  401  401  401  401  401  201  403  401
        GET /api/v1/organizations/{org}     401  401  401  401  401  401  200  200  401
        PATCH /api/v1/organizations/{org}   401  401  401  401  401  401  200  403  401
        GET /api/v1/organizations/{org}/people  401  401  401  401  401  401  200  200  401
        PATCH /api/v1/organizations/{org}/people/{person}  401  401  401  401  401  401  204  403  401
        DELETE /api/v1/organizations/{org}/people/{person}  401  401  401  401  401  401  422  403  401
        GET /api/v1/organizations/{org}/workspaces  401  401  401  401  401  401  200  200  401
        POST /api/v1/organizations/{org}/workspaces  401  401  401  401  401  401  201  403  401
        GET /api/v1/workspaces/{workspace}  401  401  401  401  401  401  200  200  401
        PATCH /api/v1/workspaces/{workspace}  401  401  401  401  401  401  200  403  401
        ");
    }
}
