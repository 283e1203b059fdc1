//! Organizations: how they are made, their addresses, and their end.

use domain::{
    Code, Problem,
    organizations::{General, Home},
    rights::Role,
};
use service::{Error, Origin};
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

const WEEK: i64 = 7 * 86_400;

pub async fn general(person: &Client, slug: &str) -> General {
    person.call("organizations/general", &[("organization", slug)]).await.is(200).data()
}

async fn home(person: &Client) -> Home {
    person.call("home/load", &[]).await.is(200).data()
}

/// Changes name and address, from the newest version.
pub async fn save(person: &Client, slug: &str, name: &str, new: &str) -> Answer {
    let version = general(person, slug).await.version.to_string();
    let fields = [("organization", slug), ("name", name), ("slug", new), ("version", &*version)];
    person.call("organizations/save", &fields).await
}

async fn end(person: &Client, slug: &str, typed: &str) -> Answer {
    person.call("organizations/delete", &[("organization", slug), ("name", typed)]).await
}

pub async fn leave(person: &Client, slug: &str) -> Answer {
    person.call("organizations/leave", &[("organization", slug)]).await
}

both_databases! {
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
}
