//! Photos: one for each person, under an id that changes.

use domain::photo::{PhotoId, Side};
use storage::{
    NewPhoto, PhotoRow,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, session, write};

const JPEG: &str = "image/jpeg";

fn id(n: u8) -> PhotoId {
    PhotoId([n; 16])
}

fn files(n: u8) -> [Vec<u8>; 3] {
    [vec![n, 5], vec![n, 1], vec![]]
}

fn new(n: u8, files: Option<&[Vec<u8>; 3]>) -> NewPhoto<'_> {
    NewPhoto { id: id(n), kind: JPEG, files, now: now() }
}

fn kept(bytes: Option<Vec<u8>>) -> PhotoRow {
    PhotoRow { kind: JPEG.into(), bytes }
}

both_databases! {
    async fn each_size_is_kept(db: TestDb) {
        let mara = person(&db, 1).await;
        let given = files(7);
        assert_eq!(write(&db, async |tx| tx.put_photo(mara, new(7, Some(&given))).await).await, None);
        for (side, bytes) in Side::ALL.into_iter().zip(given) {
            let row = read(&db, async |tx| tx.photo(id(7), side).await).await;
            assert_eq!(row, Some(kept(Some(bytes))), "{side:?}");
        }
        assert_eq!(read(&db, async |tx| tx.photo(id(8), Side::Large).await).await, None);
    }

    async fn the_next_one_takes_its_place(db: TestDb) {
        let mara = person(&db, 1).await;
        let (first, second) = (files(1), files(2));
        write(&db, async |tx| tx.put_photo(mara, new(1, Some(&first))).await).await;
        let old = write(&db, async |tx| tx.put_photo(mara, new(2, Some(&second))).await).await;
        assert_eq!(old, Some(id(1)));
        assert_eq!(read(&db, async |tx| tx.photo(id(1), Side::Large).await).await, None);
        assert_ne!(read(&db, async |tx| tx.photo(id(2), Side::Large).await).await, None);
    }

    async fn its_bytes_may_be_elsewhere(db: TestDb) {
        let mara = person(&db, 1).await;
        write(&db, async |tx| tx.put_photo(mara, new(1, None)).await).await;
        assert_eq!(read(&db, async |tx| tx.photo(id(1), Side::Small).await).await, Some(kept(None)));
    }

    async fn it_comes_with_the_session_until_it_is_gone(db: TestDb) {
        let (mara, eve) = (person(&db, 1).await, person(&db, 2).await);
        session(&db, 1, mara).await;
        session(&db, 2, eve).await;
        let photo = async |n| {
            let row = read(&db, async |tx| tx.session(&digest(n), at(1)).await).await;
            row.unwrap().me.photo
        };
        assert_eq!(photo(1).await, None);
        let given = files(1);
        write(&db, async |tx| tx.put_photo(mara, new(1, Some(&given))).await).await;
        assert_eq!((photo(1).await, photo(2).await), (Some(id(1)), None));
        let gone = write(&db, async |tx| tx.delete_photo(mara).await).await;
        assert_eq!((gone, photo(1).await), (Some(id(1)), None));
        assert_eq!(write(&db, async |tx| tx.delete_photo(mara).await).await, None);
    }

    async fn of_many_at_once_each_but_the_first_replaces_another(db: TestDb) {
        let mara = person(&db, 1).await;
        let replaced = crowd(12, |n| {
            let db = db.clone();
            async move {
                let n = u8::try_from(n).unwrap();
                let given = files(n);
                write(&db, async |tx| tx.put_photo(mara, new(n, Some(&given))).await).await
            }
        });
        let mut replaced: Vec<_> = replaced.await.into_iter().map(|id| id.map(|id| id.0[0])).collect();
        replaced.sort_unstable();
        assert_eq!(replaced.iter().filter(|id| id.is_none()).count(), 1, "{replaced:?}");
        replaced.dedup();
        assert_eq!(replaced.len(), 12, "each was replaced once, and one is left");
    }
}
