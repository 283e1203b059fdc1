//! Organizations and their slugs: one address leads to one organization, for good.

use domain::{
    OrganizationId, PersonId,
    organizations::{KeptOut, Named, Which},
    rights::Role,
};
use storage::{
    Claimed, NewOrganization,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, now, organization, person, read, uuid, write};

fn named(name: &str, slug: &str) -> Named {
    Named { name: name.into(), slug: slug.into() }
}

async fn add(db: &TestDb, n: u32, by: PersonId, slug: &str) -> bool {
    let named = named("Fjordline", slug);
    let id = OrganizationId(uuid(n));
    write(db, async |tx| {
        tx.insert_organization(NewOrganization { id, named: &named, by, now: now() }).await
    })
    .await
}

/// The slug that counts, as `who` sees it.
async fn at_slug(db: &TestDb, slug: &str, who: PersonId) -> Option<String> {
    let row = read(db, async |tx| tx.membership(&slug.into(), who, now()).await).await;
    row.map(|row| row.named.slug)
}

async fn claim(db: &TestDb, id: OrganizationId, slug: &str, most: i64) -> Claimed {
    write(db, async |tx| tx.claim_slug(id, slug, most, now()).await).await
}

both_databases! {
    async fn whoever_makes_one_owns_it(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        assert!(add(&db, 10, mara, "fjordline").await);
        let id = OrganizationId(uuid(10));
        for which in [Which::from(id), Which::from("fjordline"), Which::from("FJORDLINE")] {
            let row = read(&db, async |tx| tx.membership(&which, mara, now()).await).await.unwrap();
            assert_eq!((row.id, row.held.role, row.version), (id, Role::Owner, 1));
            assert_eq!(row.named, named("Fjordline", "fjordline"));
            assert_eq!((row.created_at, row.deletes_at), (now(), None));
            assert_eq!((row.name_set.name.as_deref(), row.slug_set.at), (Some("Mara L."), now()));
            let foreign = read(&db, async |tx| tx.membership(&which, otto, now()).await).await;
            assert_eq!(foreign, None);
        }
        assert_eq!(at_slug(&db, "harbour", mara).await, None);
    }

    async fn of_many_with_one_slug_one_is_made(db: TestDb) {
        let mara = person(&db, 1).await;
        let made = crowd(20, |n| {
            let db = db.clone();
            async move { add(&db, 100 + n, mara, "fjordline").await }
        })
        .await;
        assert_eq!(made.iter().filter(|made| **made).count(), 1);
        let all = read(&db, async |tx| tx.organizations_of(mara, 99, now()).await).await;
        assert_eq!(all.len(), 1, "and nothing is left of the others");
    }

    async fn an_old_slug_leads_to_the_new_one_and_is_nobody_elses(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        let new = named("Harbour Lab", "harbour");
        assert_eq!(claim(&db, id, "harbour", 9).await, Claimed::Yes);
        let save = async |version| {
            write(&db, async |tx| tx.save_organization(id, &new, version, otto, at(5)).await).await
        };
        assert!(!save(2).await && save(1).await && !save(1).await);
        let row = read(&db, async |tx| tx.membership(&id.into(), mara, now()).await).await.unwrap();
        assert_eq!((row.named, row.version), (new, 2));
        assert_eq!((row.slug_set.at, row.name_set.at), (at(5), at(5)));
        for slug in ["organization10", "harbour"] {
            assert_eq!(at_slug(&db, slug, mara).await.as_deref(), Some("harbour"));
            assert_eq!(at_slug(&db, slug, otto).await, None);
            assert!(!add(&db, 20, otto, slug).await, "{slug}");
        }
        let newer = async |slug, who| read(&db, async |tx| tx.newer_slug(slug, who).await).await;
        assert_eq!(newer("organization10", mara).await.as_deref(), Some("harbour"));
        assert_eq!(newer("harbour", mara).await, None);
        assert_eq!(newer("organization10", otto).await, None, "who does not belong there");
        assert_eq!(claim(&db, id, "organization10", 2).await, Claimed::Yes, "its own, also later");
        assert_eq!(claim(&db, id, "third", 2).await, Claimed::LimitReached);
        let other = organization(&db, 11, otto).await;
        assert_eq!(claim(&db, other, "harbour", 9).await, Claimed::Taken);
    }

    async fn what_was_not_changed_was_set_before(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let new = named("Harbour Lab", "organization10");
        assert!(write(&db, async |tx| tx.save_organization(id, &new, 1, mara, at(9)).await).await);
        let row = read(&db, async |tx| tx.membership(&id.into(), mara, now()).await).await.unwrap();
        assert_eq!((row.name_set.at, row.slug_set.at), (at(9), now()));
    }

    async fn it_ends_a_week_later_unless_it_is_kept(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let end = async || write(&db, async |tx| tx.end_organization(id, at(60)).await).await;
        let keep = async |when| {
            write(&db, async |tx| tx.keep_organization(id, when).await).await
        };
        let due = async |when| {
            write(&db, async |tx| tx.delete_due_organization(when).await).await
        };
        let there = async |when| {
            read(&db, async |tx| tx.membership(&id.into(), mara, when).await).await.is_some()
        };
        assert!(!keep(now()).await);
        assert!(end().await && !end().await);
        let saved = named("New", "organization10");
        assert!(!write(&db, async |tx| tx.save_organization(id, &saved, 2, mara, now()).await).await);
        assert!(keep(at(59)).await && due(at(99)).await.is_none());
        assert!(end().await && !keep(at(60)).await, "too late");
        assert!(there(at(59)).await && !there(at(60)).await, "judged when it is used");
        assert_eq!(due(at(59)).await, None);
        assert_eq!((due(at(60)).await, due(at(60)).await), (Some(id), None));
        assert!(!there(now()).await);
        assert!(add(&db, 11, mara, "organization10").await, "its address is free again");
    }

    async fn it_may_require_a_second_factor(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let set = async |on| write(&db, async |tx| tx.require_mfa(id, on, mara, at(9)).await).await;
        let row = async || {
            read(&db, async |tx| tx.membership(&id.into(), mara, now()).await).await.unwrap()
        };
        assert!(!set(false).await && row().await.mfa_set.is_none());
        assert!(set(true).await && !set(true).await);
        let kept = row().await;
        assert!(kept.mfa_required && kept.kept_out == Some(KeptOut::NoTwoFactor));
        assert_eq!((kept.mfa_set.unwrap().at, kept.version), (at(9), 2));
        let listed = async || {
            read(&db, async |tx| tx.organizations_of(mara, 9, now()).await).await.remove(0).kept_out.is_some()
        };
        assert!(listed().await);
        write(&db, async |tx| tx.put_authenticator(mara, b"sealed", 1, now()).await).await;
        assert!(row().await.kept_out.is_none() && !listed().await);
        let counts = read(&db, async |tx| tx.counts_of(id, mara).await).await;
        assert_eq!(counts.without_mfa, 0);
    }

    async fn one_is_locked_by_id_or_slug(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        for which in [Which::from(id), Which::from("organization10"), Which::from("none")] {
            write(&db, async |tx| tx.lock_organization(&which).await).await;
        }
    }
}
