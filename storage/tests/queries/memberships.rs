//! Who belongs where: the last owner stays, whatever happens at once.

use domain::{OrganizationId, PersonId, organizations::Which, rights::Role};
use storage::testing::{TestDb, both_databases};

use crate::support::{at, crowd, member, now, organization, person, read, uuid, workspace, write};

async fn leave(db: &TestDb, id: OrganizationId, who: PersonId) -> bool {
    write(db, async |tx| {
        tx.lock_organization(&id.into()).await?;
        tx.leave_organization(id, who).await
    })
    .await
}

async fn owners(db: &TestDb, id: OrganizationId, who: PersonId) -> i64 {
    read(db, async |tx| tx.counts_of(id, who).await).await.other_owners
}

both_databases! {
    async fn an_owner_is_left(db: TestDb) {
        let (mara, otto, eve) =
            (person(&db, 1).await, person(&db, 2).await, person(&db, 3).await);
        let id = organization(&db, 10, mara).await;
        assert!(!leave(&db, id, mara).await && !leave(&db, id, otto).await);
        assert!(member(&db, id, otto, Role::Admin).await);
        assert!(!member(&db, id, otto, Role::Owner).await, "once");
        assert!(!leave(&db, id, mara).await, "an admin is no owner");
        member(&db, id, eve, Role::Owner).await;
        assert_eq!((owners(&db, id, mara).await, owners(&db, id, otto).await), (1, 2));
        for (column, back) in [
            ("UPDATE persons SET leaves_at = created_at", "UPDATE persons SET leaves_at = NULL"),
            ("UPDATE persons SET suspended_at = created_at", "UPDATE persons SET suspended_at = NULL"),
        ] {
            db.execute(column).await;
            assert!(!leave(&db, id, mara).await, "who does not stay does not count");
            assert_eq!(owners(&db, id, mara).await, 0);
            db.execute(back).await;
        }
        assert!(leave(&db, id, mara).await && !leave(&db, id, eve).await);
        assert!(leave(&db, id, otto).await);
    }

    async fn of_many_owners_who_leave_at_once_one_stays(db: TestDb) {
        let first = person(&db, 1).await;
        let id = organization(&db, 10, first).await;
        for n in 2..=12 {
            let other = person(&db, n).await;
            member(&db, id, other, Role::Owner).await;
        }
        let left = crowd(12, |n| {
            let db = db.clone();
            async move { leave(&db, id, PersonId(uuid(n + 1))).await }
        })
        .await;
        assert_eq!(left.iter().filter(|left| **left).count(), 11);
    }

    async fn whoever_leaves_loses_the_workspaces_there(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let (one, two) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        for (id, n) in [(one, 20), (two, 21)] {
            member(&db, id, otto, Role::Member).await;
            workspace(&db, n, id, otto).await;
        }
        assert!(leave(&db, one, otto).await);
        let left = read(&db, async |tx| tx.workspaces_of(otto, 9).await).await;
        assert_eq!(left.iter().map(|row| row.organization).collect::<Vec<_>>(), [two]);
        let counts = read(&db, async |tx| tx.counts_of(one, mara).await).await;
        assert_eq!((counts.people, counts.workspaces, counts.other_owners), (1, 1, 0));
    }

    async fn lists_are_by_name_and_know_the_role(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let ids = [organization(&db, 12, mara).await, organization(&db, 10, mara).await];
        member(&db, ids[0], otto, Role::Viewer).await;
        let list = async |who, limit, when| {
            let rows = read(&db, async |tx| tx.organizations_of(who, limit, when).await).await;
            rows.into_iter().map(|row| (row.id, row.held.role)).collect::<Vec<_>>()
        };
        let (a, b) = ((ids[1], Role::Owner), (ids[0], Role::Owner));
        assert_eq!(list(mara, 9, now()).await, [a, b]);
        assert_eq!(list(mara, 1, now()).await, [a]);
        assert_eq!(list(otto, 9, now()).await, [(ids[0], Role::Viewer)]);
        write(&db, async |tx| tx.end_organization(ids[1], at(9)).await).await;
        assert_eq!(list(mara, 9, at(9)).await, [b], "one that is over is none");
    }

    async fn somebody_is_where_they_belong(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let (one, two) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let foreign = organization(&db, 12, otto).await;
        let (there, elsewhere) =
            (workspace(&db, 20, two, mara).await, workspace(&db, 21, foreign, otto).await);
        let place = async |which: Option<&Which>, workspace| {
            let row = read(&db, async |tx| tx.whereabouts(mara, which, workspace, now()).await).await.place;
            row.unwrap().id
        };
        let slug = Which::from("organization11");
        assert_eq!(place(None, None).await, one, "the first");
        assert_eq!(place(Some(&slug), None).await, two);
        assert_eq!(place(Some(&two.into()), None).await, two);
        assert_eq!(place(Some(&one.into()), Some(there)).await, two, "the workspace says");
        assert_eq!(place(Some(&foreign.into()), None).await, one);
        assert_eq!(place(None, Some(elsewhere)).await, one);
        let nobody = person(&db, 3).await;
        let row = read(&db, async |tx| tx.whereabouts(nobody, Some(&slug), None, now()).await).await.place;
        assert_eq!(row, None);
    }

    async fn what_somebody_owns_alone_is_known(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        assert_eq!(read(&db, async |tx| tx.owned_count(mara).await).await, 1);
        let alone = async |who| {
            write(&db, async |tx| {
                tx.lock_owned(who).await?;
                tx.owned_alone(who).await
            })
            .await
        };
        member(&db, id, otto, Role::Admin).await;
        assert_eq!((alone(mara).await, alone(otto).await), (vec!["Organization 10".into()], vec![]));
        db.execute("UPDATE memberships SET role = 'owner'").await;
        assert!(alone(mara).await.is_empty());
        db.execute("UPDATE persons SET leaves_at = created_at WHERE email LIKE 'person2@%'").await;
        assert_eq!(alone(mara).await.len(), 1);
        write(&db, async |tx| tx.end_organization(id, at(9)).await).await;
        assert!(alone(mara).await.is_empty(), "it does not stay either");
    }

    async fn all_of_it_goes_with_the_person(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Owner).await;
        workspace(&db, 20, id, mara).await;
        db.execute("DELETE FROM persons WHERE email LIKE 'person1@%'").await;
        let row = read(&db, async |tx| tx.membership(&id.into(), otto, now()).await).await.unwrap();
        assert_eq!(row.name_set.name, None, "somebody who is gone");
        let counts = read(&db, async |tx| tx.counts_of(id, otto).await).await;
        assert_eq!((counts.people, counts.workspaces), (1, 1));
    }
}
