//! Every route for every kind of caller. The routes come from the router itself,
//! so that a new one without a row here fails.

mod world;

use std::fmt::Write as _;

use app::screens::Screen;
use testing::{Answer, TestDb, both_databases, email, snapshot};

use world::{CALLERS, Caller, ORGANIZATION, Other, Person, ROBOTS, Staff, World};

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
                "/notices/{notice}",
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
                let path = if path.contains("{team}") {
                    path.replace("{team}", &world.team(true).await).replace("{workspace}", ROBOTS)
                } else if path.contains("/members/") {
                    path.replace("{workspace}", &world.shared_workspace().await)
                } else if path.contains("{workspace}") {
                    path.replace("{workspace}", &world.workspace().await)
                } else {
                    path
                };
                let path = if path.contains("{role}") {
                    path.replace("{role}", &world.role().await)
                } else {
                    path
                };
                let path = if path.contains("{invitation}") {
                    path.replace("{invitation}", &world.invitation("new@harbour.example").await)
                } else {
                    path
                };
                let path = if path.contains("{notice}") {
                    path.replace("{notice}", &world.notice().await)
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
        /account/notifications              303  200  200  200  303  303  303  303  303
        /account/invitations                303  200  200  200  303  303  303  303  303
        /account/preferences                303  200  200  200  303  303  303  303  303
        /account/data                       303  200  200  200  303  303  303  303  303
        /account/data/delete                303  200  200  200  303  303  303  303  303
        /settings/{org}/general             303  200  404  404  303  303  303  303  303
        /settings/{org}/general/leave       303  200  404  404  303  303  303  303  303
        /settings/{org}/general/delete      303  200  404  404  303  303  303  303  303
        /settings/{org}/people              303  200  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/role  303  200  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/suspend  303  404  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/resume  303  404  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/remove  303  200  404  404  303  303  303  303  303
        /settings/{org}/people/{person}/none  303  404  404  404  303  303  303  303  303
        /settings/{org}/people/invite       303  200  404  404  303  303  303  303  303
        /settings/{org}/people/invited/{invitation}/role  303  200  404  404  303  303  303  303  303
        /settings/{org}/people/invited/{invitation}/cancel  303  200  404  404  303  303  303  303  303
        /settings/{org}/people/invited/{invitation}/none  303  404  404  404  303  303  303  303  303
        /settings/{org}/audit               303  200  404  404  303  303  303  303  303
        /settings/{org}/roles               303  200  404  404  303  303  303  303  303
        /settings/{org}/roles/new           303  200  404  404  303  303  303  303  303
        /settings/{org}/roles/{role}/edit   303  200  404  404  303  303  303  303  303
        /settings/{org}/roles/{role}/delete  303  200  404  404  303  303  303  303  303
        /settings/{org}/roles/none          303  404  404  404  303  303  303  303  303
        /settings/{org}/teams               303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/new           303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}        303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}/edit   303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}/delete  303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}/add    303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}/workspaces  303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}/workspaces/{workspace}  303  200  404  404  303  303  303  303  303
        /settings/{org}/teams/{team}/none   303  404  404  404  303  303  303  303  303
        /settings/{org}/workspaces          303  200  404  404  303  303  303  303  303
        /settings/{org}/workspaces/archived  303  200  404  404  303  303  303  303  303
        /settings/{org}/workspaces/new      303  200  404  404  303  303  303  303  303
        /w/{workspace}                      303  200  404  404  303  303  303  303  303
        /w/{workspace}/rename               303  200  404  404  303  303  303  303  303
        /w/{workspace}/archive              303  200  404  404  303  303  303  303  303
        /w/{workspace}/restore              303  404  404  404  303  303  303  303  303
        /w/{workspace}/move                 303  200  404  404  303  303  303  303  303
        /w/{workspace}/add                  303  200  404  404  303  303  303  303  303
        /w/{workspace}/members/{person}/role  303  200  404  404  303  303  303  303  303
        /w/{workspace}/members/{person}/remove  303  200  404  404  303  303  303  303  303
        /w/{workspace}/none                 303  404  404  404  303  303  303  303  303
        /staff/people                       303  404  200  404  303  303  303  303  303
        /staff/people/new                   303  404  200  404  303  303  303  303  303
        /staff/people/{person}/edit         303  404  200  404  303  303  303  303  303
        /staff/people/{person}/suspend      303  404  200  404  303  303  303  303  303
        /staff/people/{person}/none         303  404  404  404  303  303  303  303  303
        /staff/nothing                      303  404  404  404  303  303  303  303  303
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
        /invitations/{link}                 404  404  404  404  404  404  404  404  404
        /invitations/declined               200  200  200  200  200  200  200  200  200
        /nothing                            404  404  404  404  404  404  404  404  404
        /account/nothing                    303  404  404  404  303  303  303  303  303
        /settings/{org}/nothing             303  404  404  404  303  303  303  303  303
        /notices/{notice}                   303  303  303  303  303  303  303  303  303
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
        audit/list                          401  200  404  404  401  401  401  401  401
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
        invitations/accept                  401  200  404  404  401  401  401  401  401
        invitations/decline                 401  200  404  404  401  401  401  401  401
        invitations/decline-link            422  422  422  422  422  422  422  422  422
        invitations/join                    422  422  422  422  422  422  422  422  422
        invitations/link                    200  200  200  200  200  200  200  200  200
        invitations/load                    401  200  200  200  401  401  401  401  401
        link/strength                       404  404  404  404  404  404  404  404  404
        not-me/finish                       422  422  422  422  422  422  422  422  422
        not-me/load                         200  200  200  200  200  200  200  200  200
        notices/choices                     401  200  200  200  401  401  401  401  401
        notices/choose                      401  200  200  200  401  401  401  401  401
        notices/list                        401  200  200  200  401  401  401  401  401
        notices/load                        401  200  200  200  401  401  401  401  401
        notices/read                        401  200  404  404  401  401  401  401  401
        notices/read-all                    401  200  200  200  401  401  401  401  401
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
        people/invite                       401  200  404  404  401  401  401  401  401
        people/invited-role                 401  200  404  404  401  401  401  401  401
        people/list                         401  200  404  404  401  401  401  401  401
        people/remove                       401  422  404  404  401  401  401  401  401
        people/resend                       401  200  404  404  401  401  401  401  401
        people/revoke                       401  200  404  404  401  401  401  401  401
        people/role                         401  200  404  404  401  401  401  401  401
        people/suspend                      401  200  404  404  401  401  401  401  401
        preferences/load                    401  200  200  200  401  401  401  401  401
        preferences/save-time-zone          401  200  200  200  401  401  401  401  401
        profile/load                        401  200  200  200  401  401  401  401  401
        profile/remove-photo                401  200  200  200  401  401  401  401  401
        profile/save-name                   401  200  200  200  401  401  401  401  401
        profile/save-photo                  401  200  200  200  401  401  401  401  401
        reset/ask                           200  200  200  200  200  200  200  200  200
        reset/finish                        422  422  422  422  422  422  422  422  422
        reset/load                          200  200  200  200  200  200  200  200  200
        roles/create                        401  200  404  404  401  401  401  401  401
        roles/delete                        401  200  404  404  401  401  401  401  401
        roles/edit                          401  200  404  404  401  401  401  401  401
        roles/list                          401  200  404  404  401  401  401  401  401
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
        staff/act                           401  404  200  404  401  401  401  401  401
        staff/create-person                 401  404  200  404  401  401  401  401  401
        staff/people                        401  404  200  404  401  401  401  401  401
        staff/rename-person                 401  404  200  404  401  401  401  401  401
        teams/add                           401  200  404  404  401  401  401  401  401
        teams/choices                       401  200  404  404  401  401  401  401  401
        teams/create                        401  200  404  404  401  401  401  401  401
        teams/delete                        401  200  404  404  401  401  401  401  401
        teams/edit                          401  200  404  404  401  401  401  401  401
        teams/give                          401  200  404  404  401  401  401  401  401
        teams/list                          401  200  404  404  401  401  401  401  401
        teams/load                          401  200  404  404  401  401  401  401  401
        teams/remove                        401  200  404  404  401  401  401  401  401
        teams/take                          401  200  404  404  401  401  401  401  401
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
        workspaces/add-member               401  200  404  404  401  401  401  401  401
        workspaces/archive                  401  200  404  404  401  401  401  401  401
        workspaces/choices                  401  200  404  404  401  401  401  401  401
        workspaces/create                   401  200  404  404  401  401  401  401  401
        workspaces/list                     401  200  404  404  401  401  401  401  401
        workspaces/load                     401  200  404  404  401  401  401  401  401
        workspaces/member-role              401  200  404  404  401  401  401  401  401
        workspaces/move                     401  422  404  404  401  401  401  401  401
        workspaces/remove-member            401  200  404  404  401  401  401  401  401
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
                let path = path.replace("{org}", ORGANIZATION);
                let shared = if path.contains("/teams/") { ROBOTS } else { &*workspace };
                let path = path.replace("{workspace}", shared);
                let path = path.replace("{person}", &mara);
                let to = if path.contains("/organizations/") { "new" } else { "mara" };
                let invitation = world.invitation(&email(to)).await;
                let path = path.replace("{invitation}", &invitation);
                let path = if path.contains("{team}") {
                    path.replace("{team}", &world.team(true).await)
                } else {
                    path
                };
                let path = if path.contains("{role}") {
                    path.replace("{role}", &world.role().await)
                } else {
                    path
                };
                let name = format!("Number {}", world.app.db.queries());
                let path = path.replace("{notice}", &world.notice().await);
                let client = world.caller(caller).await;
                match *method {
                    "PUT" if path.contains("/teams/") && path.contains("/people/") => {
                        client.send_json("PUT", &path, "").await
                    }
                    "PUT" => client.send_json("PUT", &path, r#"{"role":"member"}"#).await,
                    "GET" => client.get(&path).await,
                    "POST" if path.contains("/invitations/") => {
                        client.send_json("POST", &path, "").await
                    }
                    "POST" if path.ends_with("/invitations") => {
                        let body = r#"{"emails":["eve@harbour.example"],"role":"viewer"}"#;
                        client.send_json("POST", &path, body).await
                    }
                    "PATCH" if path.contains("/invitations/") => {
                        client.send_json("PATCH", &path, r#"{"role":"member"}"#).await
                    }
                    "POST" if path.ends_with("/roles") => {
                        let body = format!(r#"{{"name":"{name}","rights":["read_log"]}}"#);
                        client.send_json("POST", &path, &body).await
                    }
                    "POST" if path.ends_with("/teams") => {
                        let body = format!(r#"{{"name":"{name}"}}"#);
                        client.send_json("POST", &path, &body).await
                    }
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
        GET /api/v1/organizations/{org}/audit  401  401  401  401  401  401  200  200  401
        GET /api/v1/organizations/{org}/invitations  401  401  401  401  401  401  200  200  401
        POST /api/v1/organizations/{org}/invitations  401  401  401  401  401  401  200  403  401
        PATCH /api/v1/organizations/{org}/invitations/{invitation}  401  401  401  401  401  401  204  403  401
        DELETE /api/v1/organizations/{org}/invitations/{invitation}  401  401  401  401  401  401  204  403  401
        POST /api/v1/organizations/{org}/invitations/{invitation}/resend  401  401  401  401  401  401  204  403  401
        GET /api/v1/invitations             401  401  401  401  401  401  200  200  401
        POST /api/v1/invitations/{invitation}/accept  401  401  401  401  401  401  200  403  401
        POST /api/v1/invitations/{invitation}/decline  401  401  401  401  401  401  204  403  401
        GET /api/v1/notices                 401  401  401  401  401  401  200  200  401
        POST /api/v1/notices/read           401  401  401  401  401  401  204  403  401
        POST /api/v1/notices/{notice}/read  401  401  401  401  401  401  204  403  401
        GET /api/v1/organizations/{org}/people  401  401  401  401  401  401  200  200  401
        PATCH /api/v1/organizations/{org}/people/{person}  401  401  401  401  401  401  204  403  401
        DELETE /api/v1/organizations/{org}/people/{person}  401  401  401  401  401  401  422  403  401
        GET /api/v1/organizations/{org}/roles  401  401  401  401  401  401  200  200  401
        POST /api/v1/organizations/{org}/roles  401  401  401  401  401  401  201  403  401
        PATCH /api/v1/organizations/{org}/roles/{role}  401  401  401  401  401  401  200  403  401
        DELETE /api/v1/organizations/{org}/roles/{role}  401  401  401  401  401  401  204  403  401
        GET /api/v1/organizations/{org}/teams  401  401  401  401  401  401  200  200  401
        POST /api/v1/organizations/{org}/teams  401  401  401  401  401  401  201  403  401
        GET /api/v1/organizations/{org}/teams/{team}  401  401  401  401  401  401  200  200  401
        PATCH /api/v1/organizations/{org}/teams/{team}  401  401  401  401  401  401  200  403  401
        DELETE /api/v1/organizations/{org}/teams/{team}  401  401  401  401  401  401  204  403  401
        PUT /api/v1/organizations/{org}/teams/{team}/people/{person}  401  401  401  401  401  401  204  403  401
        DELETE /api/v1/organizations/{org}/teams/{team}/people/{person}  401  401  401  401  401  401  204  403  401
        PUT /api/v1/organizations/{org}/teams/{team}/workspaces/{workspace}  401  401  401  401  401  401  204  403  401
        DELETE /api/v1/organizations/{org}/teams/{team}/workspaces/{workspace}  401  401  401  401  401  401  204  403  401
        GET /api/v1/organizations/{org}/workspaces  401  401  401  401  401  401  200  200  401
        POST /api/v1/organizations/{org}/workspaces  401  401  401  401  401  401  201  403  401
        GET /api/v1/workspaces/{workspace}  401  401  401  401  401  401  200  200  401
        PATCH /api/v1/workspaces/{workspace}  401  401  401  401  401  401  200  403  401
        GET /api/v1/workspaces/{workspace}/members  401  401  401  401  401  401  200  200  401
        PUT /api/v1/workspaces/{workspace}/members/{person}  401  401  401  401  401  401  204  403  401
        DELETE /api/v1/workspaces/{workspace}/members/{person}  401  401  401  401  401  401  204  403  401
        ");
    }
}
