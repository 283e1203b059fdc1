//! A flash is for one visitor, one page, and one look.

use domain::{Code, Problem, flash::Flash, secret::Digest};
use storage::testing::{TestDb, both_databases};

use crate::support::{at, crowd, digest, now, read, write};

fn flash(typed: &str) -> Flash {
    Flash {
        form: "tokens/create".into(),
        fields: vec![("name".into(), typed.into())],
        problem: Some(Problem::field("name", Code::TooLong { max: 64 })),
    }
}

fn page(path: &str) -> Digest {
    Digest::of(path)
}

both_databases! {
    async fn a_visitor_has_one_at_most(db: TestDb) {
        for path in ["/tokens", "/profile"] {
            let flash = flash(path);
            write(&db, async |tx| {
                tx.save_flash(&digest(1), &page(path), &flash, at(9)).await
            })
            .await;
        }
        let peek = async |path: &str| {
            read(&db, async |tx| tx.peek_flash(&digest(1), &page(path), now()).await).await
        };
        assert_eq!(peek("/tokens").await, None);
        assert_eq!(peek("/profile").await, Some(flash("/profile")));
    }

    async fn a_flash_is_taken_once_by_its_visitor_on_its_page(db: TestDb) {
        let visitor = digest(1);
        let save = async |typed: &str| {
            let flash = flash(typed);
            let page = page("/tokens");
            write(&db, async |tx| tx.save_flash(&visitor, &page, &flash, at(600)).await).await;
        };
        save("first").await;
        save("<b>\0 'ø'").await;

        let peek = async |path: &str, time| {
            read(&db, async |tx| tx.peek_flash(&visitor, &page(path), time).await).await
        };
        assert_eq!(peek("/tokens", now()).await, Some(flash("<b>\0 'ø'")));
        assert_eq!(peek("/profile", now()).await, None);
        assert_eq!(peek("/tokens", at(600)).await, None);

        let take = async |who: u32, path: &str, time| {
            write(&db, async |tx| tx.take_flash(&digest(who), &page(path), time).await).await
        };
        assert_eq!(take(2, "/tokens", now()).await, None);
        assert_eq!(take(1, "/profile", now()).await, None);
        assert_eq!(take(1, "/tokens", at(600)).await, None);
        assert_eq!(take(1, "/tokens", at(599)).await, Some(flash("<b>\0 'ø'")));
        assert_eq!(take(1, "/tokens", now()).await, None);
    }

    async fn many_who_take_it_at_once_get_it_once(db: TestDb) {
        let page = page("/");
        write(&db, async |tx| tx.save_flash(&digest(1), &page, &flash("x"), at(9)).await).await;
        let taken = crowd(50, |_| {
            let db = db.clone();
            async move {
                write(&db, async |tx| tx.take_flash(&digest(1), &page, now()).await).await
            }
        });
        assert_eq!(taken.await.into_iter().flatten().count(), 1);
    }
}
