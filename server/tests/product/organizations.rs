//! Organizations: who may do what in them, their addresses, and their end.

use domain::{
    Code, Problem,
    organizations::{General, Home},
    people::People,
    rights::{Right, Role, TABLE},
    workspaces::WorkspacePage,
};
use service::{Error, Origin};
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

const WEEK: i64 = 7 * 86_400;

async fn general(person: &Client, slug: &str) -> General {
    person.call("organizations/general", &[("organization", slug)]).await.is(200).data()
}

async fn home(person: &Client) -> Home {
    person.call("home/load", &[]).await.is(200).data()
}

/// Changes name and address, from the newest version.
async fn save(person: &Client, slug: &str, name: &str, new: &str) -> Answer {
    let version = general(person, slug).await.version.to_string();
    let fields = [("organization", slug), ("name", name), ("slug", new), ("version", &*version)];
    person.call("organizations/save", &fields).await
}

async fn end(person: &Client, slug: &str, typed: &str) -> Answer {
    person.call("organizations/delete", &[("organization", slug), ("name", typed)]).await
}

async fn leave(person: &Client, slug: &str) -> Answer {
    person.call("organizations/leave", &[("organization", slug)]).await
}

type Fields = Vec<(&'static str, String)>;

/// Every use-case in an organization, and the right that it needs. What ends it comes last.
async fn acts(owner: &Client, slug: &str, elsewhere: &str) -> Vec<(Right, &'static str, Fields)> {
    let organization = || ("organization", slug.to_owned());
    let mut acts = Vec::new();
    for endpoint in ["load", "rename", "archive", "restore", "move", "add-member"] {
        let id = owner.new_workspace(slug, endpoint).await.to_string();
        let id = ("id", id);
        acts.push(match endpoint {
            "load" => (Right::ReadWorkspace, "workspaces/load", vec![id]),
            "archive" => (Right::ManageWorkspaces, "workspaces/archive", vec![id]),
            "restore" => (Right::ManageWorkspaces, "workspaces/restore", vec![id]),
            "rename" => {
                let fields = vec![id, ("name", "New".into()), ("version", "1".into())];
                (Right::ChangeWorkspace, "workspaces/rename", fields)
            }
            "add-member" => {
                let fields = vec![id, ("email", email("guest")), ("role", "viewer".into())];
                (Right::ManageMembers, "workspaces/add-member", fields)
            }
            _ => {
                let fields = vec![id, ("organization", elsewhere.into())];
                (Right::MoveWorkspaces, "workspaces/move", fields)
            }
        });
    }
    let General { version, place, .. } = general(owner, slug).await;
    let listed = [("organization", slug), ("find", "guest")];
    let guests: People = owner.call("people/list", &listed).await.is(200).data();
    let guest = ("person", guests.people[0].person.to_string());
    let named = |name: &str| vec![organization(), ("name", name.to_owned())];
    let saves = [named("New"), vec![("slug", slug.into()), ("version", version.to_string())]];
    let free = vec![organization(), ("required", "false".to_owned())];
    acts.extend([
        (Right::ReadOrganization, "organizations/general", vec![organization()]),
        (Right::ChangeOrganization, "organizations/mfa", free),
        (Right::ReadPeople, "people/list", vec![organization()]),
        (
            Right::ManagePeople,
            "people/role",
            vec![organization(), guest.clone(), ("role", "member".into())],
        ),
        (
            Right::ManagePeople,
            "people/suspend",
            vec![organization(), guest.clone(), ("suspended", "true".into())],
        ),
        (Right::ManagePeople, "people/remove", vec![organization(), guest]),
        (Right::ReadRoles, "roles/list", vec![organization()]),
        (Right::ReadLog, "audit/list", vec![organization()]),
        (
            Right::ManageRoles,
            "roles/create",
            [named("Desk"), vec![("rights[]", "read_log".into())]].concat(),
        ),
        (
            Right::ManagePeople,
            "people/invite",
            vec![organization(), ("addresses", "a@x.example".into()), ("role", "viewer".into())],
        ),
        (Right::ReadTeams, "teams/list", vec![organization()]),
        (Right::ManageTeams, "teams/create", named("Crew")),
        (Right::ManageWorkspaces, "workspaces/list", vec![organization()]),
        (Right::ManageWorkspaces, "workspaces/create", named("One more")),
        (Right::ChangeOrganization, "organizations/save", saves.concat()),
        // Renamed by then, if that was allowed.
        (Right::DeleteOrganization, "organizations/delete", named(&place.name)),
        (Right::DeleteOrganization, "organizations/delete", named("New")),
        (Right::DeleteOrganization, "organizations/keep", vec![organization()]),
    ]);
    acts
}

async fn call(person: &Client, endpoint: &str, fields: &Fields) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    person.call(endpoint, &fields).await
}

both_databases! {
    async fn each_role_has_its_rights_and_no_others(db: TestDb) {
        let app = TestApp::new(db);
        let owner = app.person("mara").await;
        app.person("guest").await;
        let mut tried = Vec::new();
        for role in Role::ALL {
            let slug = owner.new_organization(&format!("For {}", role.as_str())).await;
            let name = role.as_str();
            let person = app.person(name).await;
            // Where the person may take workspaces to.
            let elsewhere = person.new_organization(&format!("Of {name}")).await;
            app.join(&slug, "mara", name, role).await;
            app.join(&slug, "mara", "guest", Role::Viewer).await;
            for (right, endpoint, fields) in acts(&owner, &slug, &elsewhere).await {
                tried.push(right);
                let answer = call(&person, endpoint, &fields).await;
                if !role.has(right) {
                    assert_eq!(answer.is(403).problem(), Problem::Forbidden, "{name}: {endpoint}");
                } else if endpoint == "organizations/delete" && answer.status == 422 {
                    assert_eq!(answer.code("name"), Some(Code::NameOther));
                } else {
                    assert_eq!(answer.status, 200, "{name}: {endpoint}: {}", answer.text());
                }
            }
            for (page, right) in
                [
                    ("general", Right::ReadOrganization),
                    ("people", Right::ReadPeople),
                    ("roles", Right::ReadRoles),
                    ("audit", Right::ReadLog),
                    ("teams", Right::ReadTeams),
                    ("workspaces", Right::ManageWorkspaces),
                ]
            {
                let answer = person.get(&format!("/settings/{slug}/{page}")).await;
                assert_eq!(answer.status, if role.has(right) { 200 } else { 403 }, "{name}: {page}");
                let explained = ["manage the workspaces", "read the log"]
                    .iter()
                    .any(|what| answer.shows(&["Owners and admins ", what].concat()));
                assert_eq!(explained, !role.has(right), "{name}: {page}");
            }
            tried.push(Right::ReadLog);
            let token = app.bearer(&person.new_token(&slug).await);
            let log = token.get(&format!("/api/v1/organizations/{slug}/audit")).await;
            assert_eq!(log.status, if role.has(Right::ReadLog) { 200 } else { 403 }, "{name}");
            tried.push(Right::LeaveOrganization);
            assert!(role.has(Right::LeaveOrganization));
            let _ = leave(&person, &slug).await.is(200);
        }
        for line in TABLE {
            assert!(tried.contains(&line.right), "{:?} is new: say what it allows", line.right);
        }
    }

    async fn each_role_in_a_workspace_has_its_rights_there(db: TestDb) {
        let app = TestApp::new(db);
        let owner = app.person("mara").await;
        let slug = owner.new_organization("Fjordline").await;
        let (here, there) =
            (owner.new_workspace(&slug, "Here").await, owner.new_workspace(&slug, "There").await);
        for role in [Role::Admin, Role::Member, Role::Viewer] {
            let name = role.as_str();
            let person = app.person(name).await;
            app.join(&slug, "mara", name, Role::Viewer).await;
            app.share(here, name, role).await;
            let id = here.to_string();
            let page: WorkspacePage =
                owner.call("workspaces/load", &[("id", &id)]).await.is(200).data();
            let version = page.version.to_string();
            let owner_id = app.id_of("mara").await.to_string();
            let renames = [("id", &*id), ("name", "New"), ("version", &*version)];
            for (right, endpoint, fields) in [
                (Right::ReadWorkspace, "workspaces/load", &renames[..1]),
                (Right::ChangeWorkspace, "workspaces/rename", &renames[..]),
                (Right::ManageWorkspaces, "workspaces/archive", &renames[..1]),
                (Right::MoveWorkspaces, "workspaces/move", &[("id", &*id), ("organization", "none")][..]),
                (Right::ManageMembers, "workspaces/member-role", &[("id", &*id), ("person", &*owner_id), ("role", "admin")][..]),
            ] {
                let status = person.call(endpoint, fields).await.status;
                let may = role.has_in_workspace(right);
                assert_eq!(status, if may { 200 } else { 403 }, "{name}: {endpoint}");
            }
            let other = person.get(&format!("/w/{there}")).await.is(403);
            assert!(other.shows("This workspace is open to its members"), "of the other one");
            assert!(!other.text().contains("There"), "nor its name");
        }
    }

    async fn what_is_foreign_is_like_what_is_not(db: TestDb) {
        let app = TestApp::new(db);
        let (owner, otto) = (app.person("mara").await, app.person("otto").await);
        let staff = app.staff("ada").await;
        let slug = owner.new_organization("Fjordline").await;
        let _ = save(&owner, &slug, "Fjordline", "fjord").await.is(200);
        app.person("guest").await;
        app.join("fjord", "mara", "guest", Role::Viewer).await;
        let own = otto.new_organization("Harbour").await;
        let none = "0199c1a0-7b1e-7000-8000-0123456789ab";
        for (_, endpoint, fields) in acts(&owner, "fjord", &own).await {
            let unknown: Fields = fields
                .iter()
                .map(|(name, value)| match *name {
                    "organization" => (*name, "nobodys".into()),
                    "id" => (*name, none.into()),
                    _ => (*name, value.clone()),
                })
                .collect();
            for person in [&otto, &staff] {
                let (foreign, unknown) =
                    (call(person, endpoint, &fields).await, call(person, endpoint, &unknown).await);
                assert_eq!(foreign.is(404).raw(), unknown.is(404).raw(), "{endpoint}");
            }
        }
        let id = owner.new_workspace("fjord", "Robots").await.to_string();
        for (foreign, unknown) in [
            ("/settings/fjord/general", "/settings/nobodys/general"),
            // Where it leads to is told to nobody else.
            ("/settings/fjordline/general", "/settings/nobodys/general"),
            ("/settings/fjord/general/delete", "/settings/nobodys/general/delete"),
            ("/settings/fjord/people", "/settings/nobodys/people"),
            ("/settings/fjord/workspaces", "/settings/nobodys/workspaces"),
            (&*format!("/w/{id}"), &*format!("/w/{none}")),
            (&*format!("/w/{id}/move"), &*format!("/w/{none}/move")),
        ] {
            let (foreign, unknown) = (otto.get(foreign).await, otto.get(unknown).await);
            assert_eq!(foreign.is(404).page().text, unknown.is(404).page().text);
        }
        // Not by moving one's own to it either.
        let mine = otto.new_workspace(&own, "Mine").await.to_string();
        let to = async |to: &str| {
            otto.call("workspaces/move", &[("id", &mine), ("organization", to)]).await.is(422).raw()
        };
        assert_eq!(to("fjord").await, to("nobodys").await);
    }

    async fn one_is_made_by_whoever_may(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        assert!(mara.get("/").await.is(200).shows("No organizations yet"));
        let fields = [("name", "Fjordline Robotics"), ("slug", "")];
        let made = mara.post_plain("organizations/create", &fields).await.is(303);
        assert_eq!(made.location(), "/settings/fjordline-robotics/workspaces");
        assert!(made.follow().await.is(200).shows("No workspaces yet"));
        assert_eq!(mara.new_organization("Fjordline Robotics").await, "fjordline-robotics-2");
        let list = home(&mara).await.organizations;
        assert_eq!(list.len(), 2);
        assert_eq!((&*list[0].place.name, list[0].role), ("Fjordline Robotics", Role::Owner));

        let create = async |name: &str, slug: &str| {
            mara.call("organizations/create", &[("name", name), ("slug", slug)]).await.is(422)
        };
        assert_eq!(create("", "x y").await.code("name"), Some(Code::Required));
        assert_eq!(create("", "x y").await.code("slug"), Some(Code::SlugShape));
        assert_eq!(create("API", "api").await.code("slug"), Some(Code::SlugReserved));
        assert_eq!(create("李小龍", "").await.code("slug"), Some(Code::Required));
        let taken = create("Other", "Fjordline-Robotics").await;
        assert_eq!(taken.code("slug"), Some(Code::SlugTaken), "whatever its case");
        let typed = [("name", "Other"), ("slug", "fjordline-robotics")];
        let page = mara.post_plain("organizations/create", &typed).await.is(303).follow().await;
        assert!(page.shows("Another organization has this address, or had it."));
        assert_eq!(page.page().value("name"), Some("Other"), "nothing typed is lost");
        assert!(app.audited("organization.created").await);
    }

    async fn fifty_of_ones_own_are_enough(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for n in 0..50 {
            let _ = mara.new_organization(&format!("Number {n}")).await;
        }
        let told = mara.call("organizations/create", &[("name", "One more")]).await.is(422);
        assert_eq!(told.code(""), Some(Code::OrganizationLimit { most: 50 }));
        let _ = end(&mara, "number-7", "Number 7").await.is(200);
        let _ = mara.call("organizations/create", &[("name", "One more")]).await.is(422);
        app.wait(WEEK);
        assert_eq!(app.service.delete_organizations().await.unwrap(), 1);
        let mara = app.sign_in("mara").await;
        let _ = mara.new_organization("One more").await;
    }

    async fn by_the_policy_only_staff_make_them(db: TestDb) {
        let app = TestApp::with(db, |config| {
            config.organizations.create = server::config::Create::Staff;
        });
        let (mara, ada) = (app.person("mara").await, app.staff("ada").await);
        let told = mara.call("organizations/create", &[("name", "Fjordline")]).await.is(422);
        assert_eq!(told.code(""), Some(Code::OnlyStaff));
        let page = mara.get("/organizations/new").await.is(200);
        assert!(page.shows("Only those who run this instance") && !page.shows("Cancel"));
        assert!(mara.get("/").await.shows("Ask whoever runs this instance"));
        assert_eq!(ada.new_organization("Fjordline").await, "fjordline");
    }

    async fn of_many_with_one_address_one_is_made(db: TestDb) {
        let app = TestApp::new(db);
        let people = [app.person("mara").await, app.person("otto").await];
        let nodes = [app.clone(), app.node()];
        let made = crowd(30, |i| {
            let person = people[i % 2].at(&nodes[i / 2 % 2]);
            async move {
                let fields = [("name", "Fjordline"), ("slug", "fjordline")];
                person.call("organizations/create", &fields).await.status
            }
        })
        .await;
        assert_eq!(made.iter().filter(|status| **status == 200).count(), 1, "{made:?}");
        assert_eq!(app.rows("organizations").await.len(), 1);
    }

    async fn an_old_address_leads_to_the_new_one(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        app.wait(60);
        let saved = save(&mara, &slug, "Harbour Lab", "Harbour").await.is(200);
        assert_eq!(saved.location(), "/settings/harbour/general");
        for page in ["general", "general/delete", "workspaces?after=x", "nothing"] {
            let moved = mara.get(&format!("/settings/fjordline/{page}")).await.is(303);
            assert_eq!(moved.location(), format!("/settings/harbour/{page}"));
        }
        assert_eq!(general(&mara, "fjordline").await.place.slug, "harbour", "a form of before");
        let page = mara.get("/settings/harbour/general").await.is(200);
        assert!(page.shows("Name set by Mara Lindqvist"), "{}", page.page().text);
        let otto = app.person("otto").await;
        for slug in ["fjordline", "harbour"] {
            let fields = [("name", "Mine"), ("slug", slug)];
            let told = otto.call("organizations/create", &fields).await.is(422);
            assert_eq!(told.code("slug"), Some(Code::SlugTaken));
        }
        let _ = save(&mara, "harbour", "Harbour Lab", "fjordline").await.is(200);
        let _ = mara.get("/settings/harbour/general").await.is(303);
        for n in 3..=10 {
            let now = general(&mara, "harbour").await.place.slug;
            let _ = save(&mara, &now, "Harbour Lab", &format!("slug{n}")).await.is(200);
        }
        let told = save(&mara, "slug10", "Harbour Lab", "slug11").await.is(422);
        assert_eq!(told.code("slug"), Some(Code::SlugLimit { most: 10 }));
        assert!(app.audited("organization.address_changed").await);
    }

    async fn a_save_must_start_from_the_newest_version(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        let fields =
            [("organization", &*slug), ("name", "One"), ("slug", &*slug), ("version", "1")];
        let answers = crowd(10, |_| {
            let (mara, slug) = (mara.clone(), slug.clone());
            async move {
                let fields =
                    [("organization", &*slug), ("name", "One"), ("slug", &*slug), ("version", "1")];
                mara.call("organizations/save", &fields).await.status
            }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        let page = mara.post_plain("organizations/save", &fields).await.is(303);
        assert_eq!(page.location(), "/settings/fjordline/general");
        assert!(page.follow().await.shows("This was changed in another window."));
    }

    async fn an_owner_is_left_in_parallel_too(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        assert_eq!(leave(&mara, &slug).await.is(422).code(""), Some(Code::LastOwner));
        let page = mara.get("/settings/fjordline/general").await.is(200);
        assert!(page.shows("You are its only owner."));
        let mut people = vec![mara];
        for n in 0..5 {
            let name = format!("owner{n}");
            people.push(app.person(&name).await);
            app.join(&slug, "mara", &name, Role::Owner).await;
        }
        // Half of them leave the organization, half the instance.
        let left = crowd(6, |i| {
            let (person, slug) = (people[i].clone(), slug.clone());
            let email = email(&if i == 0 { "mara".into() } else { format!("owner{}", i - 1) });
            async move {
                if i % 2 == 0 {
                    leave(&person, &slug).await.status
                } else {
                    person.call("data/delete", &[("email", &email)]).await.status
                }
            }
        })
        .await;
        assert_eq!(left.iter().filter(|status| **status == 200).count(), 5, "{left:?}");
        let owners = app.rows("memberships").await;
        let gone = app.rows("persons").await;
        let stays = |owner: &serde_json::Value| {
            gone.iter().any(|row| row["id"] == owner["person_id"] && row["leaves_at"].is_null())
        };
        assert_eq!(owners.iter().filter(|owner| stays(owner)).count(), 1);
    }

    async fn whoever_leaves_is_out_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let slug = mara.new_organization("Fjordline").await;
        app.join(&slug, "mara", "otto", Role::Admin).await;
        let id = otto.new_workspace(&slug, "Robots").await;
        assert!(otto.get("/settings/fjordline/general/leave").await.is(200).shows("Leave Fjordline?"));
        let fields = [("organization", &*slug)];
        let gone = otto.post_plain("organizations/leave", &fields).await.is(303);
        assert_eq!(gone.location(), "/");
        assert!(gone.follow().await.shows("You have left the organization"));
        let _ = otto.get(&format!("/w/{id}")).await.is(404);
        let _ = otto.get("/settings/fjordline/general").await.is(404);
        assert!(home(&otto).await.organizations.is_empty());
        assert!(app.audited("organization.left").await);
    }

    async fn one_is_deleted_after_a_week_in_which_it_can_be_kept(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let slug = mara.new_organization("Fjordline").await;
        app.join(&slug, "mara", "otto", Role::Admin).await;
        let id = mara.new_workspace(&slug, "Robots").await;
        assert_eq!(end(&mara, &slug, "Fjord").await.is(422).code("name"), Some(Code::NameOther));
        app.wait(601);
        assert_eq!(end(&mara, &slug, "Fjordline").await.is(403).problem(), Problem::StepUp);
        let _ = mara.call("confirm/finish", &[("password", testing::PASSWORD)]).await.is(200);
        let _ = end(&mara, &slug, " Fjordline ").await.is(200);

        let page = mara.get("/settings/fjordline/general").await.is(200);
        assert!(page.shows("This organization will be deleted.") && page.shows("Keep organization"));
        let page = otto.get("/settings/fjordline/general").await.is(200);
        assert!(!page.shows("Keep organization"), "only an owner");
        let create = [("organization", &*slug), ("name", "New")];
        let told = otto.call("workspaces/create", &create).await.is(422);
        assert_eq!(told.code(""), Some(Code::OrganizationEnds));
        let archive = [("id", &*id.to_string())];
        let told = mara.call("workspaces/archive", &archive).await.is(422);
        assert_eq!(told.code(""), Some(Code::OrganizationEnds));
        assert!(mara.get("/").await.shows("Will be deleted"));

        app.wait(WEEK - 1);
        assert_eq!(app.service.delete_organizations().await.unwrap(), 0);
        let (mara, otto) = (app.sign_in("mara").await, app.sign_in("otto").await);
        let kept = mara.post_plain("organizations/keep", &[("organization", &*slug)]).await.is(303);
        assert!(kept.follow().await.is(200).shows("The organization stays"));
        let _ = otto.call("workspaces/create", &create).await.is(200);

        let _ = end(&mara, &slug, "Fjordline").await.is(200);
        app.wait(WEEK);
        let mara = app.sign_in("mara").await;
        // Judged at use: the job may be late.
        let _ = mara.get("/settings/fjordline/general").await.is(404);
        let _ = mara.call("organizations/keep", &[("organization", &*slug)]).await.is(404);
        let _ = mara.get(&format!("/w/{id}")).await.is(404);
        assert_eq!(app.service.delete_organizations().await.unwrap(), 1);
        for table in ["organizations", "organization_slugs", "memberships", "workspaces"] {
            assert!(app.rows(table).await.is_empty(), "{table}");
        }
        assert!(app.audited("organization.deleted").await);
        assert_eq!(mara.new_organization("Fjordline").await, "fjordline", "its address is free");
    }

    async fn whoever_owns_one_alone_cannot_delete_the_account(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _otto) = (app.person("mara").await, app.person("otto").await);
        let slug = mara.new_organization("Fjordline").await;
        let ask = async || mara.call("data/delete", &[("email", &*email("mara"))]).await;
        assert_eq!(ask().await.is(422).code(""), Some(Code::Blocked));
        assert!(mara.get("/account/data").await.is(200).shows("Only you own Fjordline."));
        app.join(&slug, "mara", "otto", Role::Owner).await;
        assert!(!mara.get("/account/data").await.is(200).shows("Only you own"));
        let _ = ask().await.is(200);
        // The other one goes within the week: whoever has become the last owner stays.
        app.db.execute("UPDATE memberships SET role = 'member' WHERE person_id = (SELECT id FROM persons WHERE first_name = 'Otto')").await;
        app.wait(WEEK);
        assert_eq!(app.service.delete_leavers().await.unwrap(), 0);
        let mara = app.sign_in("mara").await;
        assert_eq!(home(&mara).await.organizations.len(), 1);
    }

    async fn memberships_go_with_the_person_and_stand_in_the_export(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let slug = mara.new_organization("Fjordline").await;
        app.join(&slug, "mara", "otto", Role::Admin).await;
        let _ = otto.new_workspace(&slug, "Robots").await;
        let _ = otto.call("data/delete", &[("email", &*email("otto"))]).await.is(200);
        app.wait(WEEK);
        assert_eq!(app.service.delete_leavers().await.unwrap(), 1);
        assert_eq!(app.rows("memberships").await.len(), 1);
        assert!(app.rows("workspace_members").await.is_empty());
        let mara = app.sign_in("mara").await;
        assert_eq!(general(&mara, &slug).await.people, 1);
        let made = app.rows("audit_log").await;
        let line = made.iter().find(|line| line["action"] == "workspace.created").unwrap();
        assert!(!line["target"].as_str().unwrap().is_empty(), "the organization keeps its log");
        assert_eq!(line["network"], "");
    }

    async fn the_place_is_kept_and_asked_each_time(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let (one, two) =
            (mara.new_organization("Aker").await, mara.new_organization("Brygge").await);
        let id = mara.new_workspace(&two, "Robots").await;
        let at = async |path: &str| {
            let page = mara.get(path).await.is(200).page();
            let here = page.tags.iter().find(|tag| tag.get("popovertarget") == Some("places"));
            here.unwrap().get("aria-label").unwrap().to_owned()
        };
        assert_eq!(at("/account/profile").await, "Switch organization, now Aker", "the first");
        assert_eq!(at("/settings/brygge/general").await, "Switch organization, now Brygge");
        assert_eq!(mara.cookie("latchkey-place").as_deref(), Some("brygge"));
        assert_eq!(at("/account/profile").await, "Switch organization, now Brygge");
        assert_eq!(at(&format!("/settings/{one}/general")).await, "Switch organization, now Aker");
        assert_eq!(at(&format!("/w/{id}")).await, "Switch organization, now Brygge");
        otto.set_cookie("latchkey-place", "brygge");
        let page = otto.get("/account/profile").await.is(200);
        assert!(!page.text().contains("Brygge"), "membership is asked, not the cookie");
        mara.set_cookie("latchkey-place", "no slug");
        assert_eq!(at("/account/profile").await, "Switch organization, now Aker");
        let _ = mara.call("sign-out", &[]).await.is(200);
        assert_eq!(mara.cookie("latchkey-place"), None);
    }

    /// Known by the head of a request; gone before its body was there.
    async fn a_token_that_has_ended_changes_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        app.add("staff", PASSWORD, true).await;
        let token = ada.new_token("ci").await;
        let origin = Origin::default();
        let known = app.service.identify(&token, &origin).await.unwrap();
        let creates = async || {
            app.service.create_organization((&known).into(), "Late", "", &origin).await
        };
        let _ = ada.call("data/delete", &[("email", &*email("ada"))]).await.is(200);
        let refused = creates().await.unwrap_err();
        assert!(matches!(refused, Error::Problem(Problem::SignInAgain)));
        let _ = app.sign_in("ada").await;
        assert!(creates().await.is_ok(), "whoever stays has it back");
        app.wait_days(365);
        assert!(creates().await.is_err(), "expired");
    }

    async fn asking_for_addresses_has_an_end(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, otto) = (app.person("ada").await, app.person("otto").await);
        let fields = |name: &'static str| [("name", name), ("slug", "harbour")];
        let _ = otto.call("organizations/create", &fields("Harbour")).await.is(200);
        for _ in 0..60 {
            let taken = ada.call("organizations/create", &fields("Mine")).await.is(422);
            assert_eq!(taken.code("slug"), Some(Code::SlugTaken));
        }
        let refused = ada.call("organizations/create", &fields("Mine")).await;
        assert_eq!(refused.problem(), Problem::TooMany { retry_after: 3_600 });
    }

    async fn what_is_no_address_is_unknown(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.person("ada").await;
        for none in ["\0", "a\0b", "", "ä", "settings", &"x".repeat(2_000)] {
            let fields = [("organization", none)];
            assert_eq!(ada.call("organizations/general", &fields).await.problem(), Problem::NotFound);
        }
    }

    async fn programs_have_the_rights_of_their_person(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let owner = app.bearer(&mara.new_token("ci").await);
        let viewer = app.bearer(&otto.new_token("ci").await);
        let read = [("name", "read"), ("expires_in", "30"), ("read", "true")];
        let read: domain::tokens::NewToken = mara.call("tokens/create", &read).await.is(200).data();
        let reader = app.bearer(read.secret.unwrap().expose());
        let json = async |program: &Client, method: &str, path: &str, body: &str| {
            program.send_json(method, &format!("/api/v1/{path}"), body).await
        };

        let made = json(&owner, "POST", "organizations", r#"{"name":"Fjordline"}"#).await.is(201);
        let made: serde_json::Value = made.json();
        assert_eq!((&made["slug"], &made["role"]), (&"fjordline".into(), &"owner".into()));
        app.join("fjordline", "mara", "otto", Role::Viewer).await;
        let all: serde_json::Value =
            viewer.get("/api/v1/organizations").await.is(200).json();
        assert_eq!(all["organizations"][0]["role"], "viewer");
        let told = json(&reader, "POST", "organizations", r#"{"name":"More"}"#).await.is(403);
        assert!(told.text().contains("\"type\":\"insufficient-scope\""), "a token that only reads");
        let challenge = told.header("www-authenticate");
        assert!(challenge.contains("error=\"insufficient_scope\""), "{challenge}");

        let id = made["id"].as_str().unwrap();
        let one: serde_json::Value =
            viewer.get(&format!("/api/v1/organizations/{id}")).await.is(200).json();
        assert_eq!(one["name"], "Fjordline", "by its id, too");
        let name = r#"{"name":"Harbour","slug":"harbour","version":1}"#;
        let _ = json(&viewer, "PATCH", "organizations/fjordline", name).await.is(403);
        let _ = json(&reader, "PATCH", "organizations/fjordline", name).await.is(403);
        let changed: serde_json::Value =
            json(&owner, "PATCH", "organizations/fjordline", name).await.is(200).json();
        assert_eq!((&changed["slug"], &changed["version"]), (&"harbour".into(), &2.into()));
        let _ = json(&owner, "PATCH", "organizations/harbour", name).await.is(409);
        for body in [r#"{"name":"x","role":"owner"}"#, r#"{"owner_id":1}"#, "no json", ""] {
            let _ = json(&owner, "PATCH", "organizations/harbour", body).await.is(422);
            let _ = json(&owner, "POST", "organizations", body).await.is(422);
        }

        let path = "organizations/harbour/workspaces";
        let _ = json(&viewer, "POST", path, r#"{"name":"Robots"}"#).await.is(403);
        let _ = viewer.get(&format!("/api/v1/{path}")).await.is(403);
        let made: serde_json::Value =
            json(&owner, "POST", path, r#"{"name":"Robots"}"#).await.is(201).json();
        let id = made["id"].as_str().unwrap().to_owned();
        let list: serde_json::Value = owner.get(&format!("/api/v1/{path}")).await.is(200).json();
        assert_eq!((&list["workspaces"][0]["id"], &list["next"]), (&made["id"], &serde_json::Value::Null));
        let _ = owner.get(&format!("/api/v1/{path}?after=x")).await.is(422);
        let one = format!("workspaces/{id}");
        let change = async |body: &str| json(&owner, "PATCH", &one, body).await;
        assert!(change(r#"{"name":"Cranes"}"#).await.is(200).text().contains("Cranes"));
        assert!(!change(r#"{"archived":true}"#).await.is(200).text().contains("\"archived_at\":null"));
        assert!(change(r#"{"archived":false}"#).await.is(200).text().contains("\"archived_at\":null"));
        let told = change(r#"{"organization":"nobodys"}"#).await.is(422);
        assert!(told.text().contains("\"field\":\"organization\""), "{}", told.text());
        let _ = change(r#"{"name":"x","archived":true}"#).await.is(422);
        let to = mara.new_organization("Other").await;
        let moved = change(&format!(r#"{{"organization":"{to}"}}"#)).await.is(200);
        assert!(moved.text().contains("\"slug\":\"other\""));

        for (foreign, unknown) in [
            (format!("organizations/{to}"), "organizations/nobodys".to_owned()),
            (format!("organizations/{to}/workspaces"), "organizations/nobodys/workspaces".into()),
            (one.clone(), "workspaces/0199c1a0-7b1e-7000-8000-0123456789ab".into()),
        ] {
            let look = async |path: &str| {
                viewer.get(&format!("/api/v1/{path}")).await.is(404).raw()
            };
            assert_eq!(look(&foreign).await, look(&unknown).await, "{foreign}");
        }
    }
}
