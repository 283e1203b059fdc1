//! Photos in a bucket: served as those in the database are, none lost, and none
//! left over, whatever fails and whenever.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use domain::{Problem, photo::PhotoId};
use testing::{
    TestApp, TestBucket, TestDb, both_databases,
    bucket::{self, PREFIX},
    crowd,
    pictures::{jpeg, png},
};

const SAVE: &str = "profile/save-photo";
const SIDES: [u32; 3] = [512, 128, 64];
const HOUR: i64 = 3600;

/// The names of all objects that belong to these photos.
fn names(ids: &[PhotoId]) -> BTreeSet<String> {
    ids.iter().flat_map(|id| SIDES.map(|side| format!("{PREFIX}{id}/{side}"))).collect()
}

async fn sweep(app: &TestApp) -> u64 {
    app.service.sweep_photo_files().await.unwrap()
}

async fn leftovers(app: &TestApp) -> usize {
    app.rows("photo_leftovers").await.len()
}

fn with(db: TestDb, bucket: &TestBucket) -> TestApp {
    TestApp::with(db, |config| bucket.settings(config))
}

/// A node whose bucket is somewhere else.
fn at(app: &TestApp, bucket: &TestBucket, address: &str) -> TestApp {
    app.node_with(|config| bucket.settings_at(address, config))
}

both_databases! {
    async fn a_photo_goes_to_the_bucket_and_comes_back(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        for (file, kind, name) in
            [(jpeg(700, 400), "image/jpeg", "photo.jpg"), (png(90, 300), "image/png", "photo.png")]
        {
            let id = mara.save_photo(&file).await;
            assert_eq!(mara.photo().await, Some(id));
            let objects = bucket.objects();
            for side in SIDES {
                let object = &objects[&format!("{PREFIX}{id}/{side}")];
                assert_eq!(object.kind, kind);
                let served = mara.get_photo(id, side).await.is(200);
                assert!(served.body == object.bytes, "byte by byte");
                let picture = image::load_from_memory(&served.body).unwrap();
                assert_eq!((picture.width(), picture.height()), (side, side));
                for (header, value) in [
                    ("content-type", kind),
                    ("x-content-type-options", "nosniff"),
                    ("content-disposition", &format!("inline; filename=\"{name}\"")),
                    ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
                    ("cache-control", "private, max-age=31536000, immutable"),
                    ("cross-origin-resource-policy", "same-origin"),
                ] {
                    assert_eq!(served.header(header), value, "{header}");
                }
            }
            let rows = app.rows("photos").await;
            assert!(["large", "medium", "small"].iter().all(|size| rows[0][size].is_null()));
            assert_eq!(app.stranger().get_photo(id, 64).await.status, 404);
        }
    }

    async fn what_is_replaced_or_removed_is_deleted(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let first = mara.save_photo(&jpeg(64, 64)).await;
        let other = otto.save_photo(&jpeg(64, 64)).await;
        assert_eq!(sweep(&app).await, 0, "both are somebody's");
        let second = mara.save_photo(&jpeg(64, 64)).await;
        assert_eq!(mara.get_photo(first, 64).await.status, 404);
        assert_eq!(sweep(&app).await, 1);
        assert_eq!(bucket.names(), names(&[second, other]));
        let _ = mara.call("profile/remove-photo", &[]).await.is(200);
        assert_eq!(mara.get_photo(second, 64).await.status, 404);
        assert_eq!(sweep(&app).await, 1);
        assert_eq!(bucket.names(), names(&[other]));
        app.db.execute("DELETE FROM persons WHERE first_name = 'Otto'").await;
        assert_eq!(sweep(&app).await, 1);
        assert_eq!((bucket.names(), leftovers(&app).await), (names(&[]), 0));
    }

    async fn while_the_bucket_is_down_nothing_is_lost(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        let node = at(&app, &bucket, &bucket::down());
        let there = mara.at(&node);
        let refused = there.send_photo(&png(64, 64)).await.is(503);
        assert_eq!(refused.problem(), Problem::Unavailable);
        let plain = there.send_file_plain(SAVE, "photo", &jpeg(8, 8)).await.is(303);
        assert!(plain.follow().await.shows("The server is busy."));
        assert_eq!(mara.photo().await, Some(id), "the old one stays");
        let unseen = there.get_photo(id, 64).await.is(503);
        assert!(unseen.body.is_empty() && !unseen.header("cache-control").contains("immutable"));
        let _ = there.get("/account/profile").await.is(200);
        let _ = mara.get_photo(id, 64).await.is(200);
        app.wait(HOUR);
        assert_eq!(sweep(&app).await, 2, "nobody knows what came of them");
        assert_eq!((bucket.names(), leftovers(&app).await), (names(&[id]), 0));
    }

    async fn a_bucket_that_says_nothing_is_not_waited_for(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        let (_listener, address) = bucket::silent();
        let there = mara.at(&at(&app, &bucket, &address));
        let file = jpeg(64, 64);
        let begin = Instant::now();
        let (saved, seen) = tokio::join!(there.send_photo(&file), there.get_photo(id, 64));
        assert_eq!((saved.status, seen.status), (503, 503));
        assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
        let _ = mara.get_photo(id, 64).await.is(200);
    }

    async fn files_wait_for_a_bucket_that_does_not_delete(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let _first = mara.save_photo(&jpeg(64, 64)).await;
        let second = mara.save_photo(&jpeg(64, 64)).await;
        let node = at(&app, &bucket, &bucket::down());
        assert!(node.service.sweep_photo_files().await.is_err());
        assert_eq!(leftovers(&app).await, 1, "known still");
        assert_eq!(sweep(&app).await, 0, "the other node may be at it");
        app.wait(300);
        assert_eq!(sweep(&app).await, 1);
        assert_eq!((bucket.names(), leftovers(&app).await), (names(&[second]), 0));
    }

    async fn an_object_that_cannot_be_deleted_is_known_and_tried_again(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let (kept, other) =
            (mara.save_photo(&jpeg(64, 64)).await, otto.save_photo(&jpeg(64, 64)).await);
        for person in [&mara, &otto] {
            let _ = person.call("profile/remove-photo", &[]).await.is(200);
        }
        let name = format!("{PREFIX}{kept}/128");
        let node = at(&app, &bucket, &bucket.that_keeps(name.clone()));
        assert!(node.service.sweep_photo_files().await.is_err());
        let left = bucket.names();
        assert!(left.contains(&name) && left.is_disjoint(&names(&[other])), "{left:?}");
        for _ in 0..2 {
            assert_eq!(leftovers(&app).await, 1, "known still");
            app.wait(299);
            assert_eq!(sweep(&node).await, 0, "not at once");
            app.wait(1);
            assert!(node.service.sweep_photo_files().await.is_err(), "tried again");
        }
        assert!(bucket.names().contains(&name));
        app.wait(300);
        assert_eq!((sweep(&app).await, leftovers(&app).await), (1, 0));
        assert_eq!(bucket.names(), names(&[]));
    }

    async fn who_points_elsewhere_is_not_followed(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        let asked = Arc::new(AtomicBool::default());
        let hears = Arc::clone(&asked);
        let elsewhere = bucket.in_front(move |_, _| {
            hears.store(true, Ordering::Relaxed);
            None
        });
        for status in ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
            let there = mara.at(&at(&app, &bucket, &bucket.pointing(status, &elsewhere)));
            let _ = there.send_photo(&jpeg(8, 8)).await.is(503);
            let _ = there.get_photo(id, 64).await.is(503);
            assert!(!asked.load(Ordering::Relaxed), "{status}");
        }
        assert_eq!((bucket.names(), mara.photo().await), (names(&[id]), Some(id)));
        let _ = mara.at(&at(&app, &bucket, &elsewhere)).get_photo(id, 64).await.is(200);
        assert!(asked.load(Ordering::Relaxed), "it would have heard");
    }

    async fn files_that_are_gone_already_are_no_trouble(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        bucket.delete(&format!("{PREFIX}{id}/128"));
        let _ = mara.get_photo(id, 64).await.is(200);
        let _ = mara.get_photo(id, 128).await.is(503);
        let _ = mara.call("profile/remove-photo", &[]).await.is(200);
        assert_eq!((sweep(&app).await, leftovers(&app).await), (1, 0));
        assert_eq!(bucket.names(), names(&[]));
    }

    async fn who_dies_before_the_commit_leaves_nothing(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        // All files arrive, and nobody is left to hear of it.
        let (address, _shut) = bucket.behind_a_gate();
        let there = mara.at(&at(&app, &bucket, &address));
        let dying = tokio::spawn(async move { there.send_photo(&jpeg(64, 64)).await.status });
        while bucket.names().len() < 6 && !dying.is_finished() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        dying.abort();
        assert!(dying.await.is_err(), "it did not come to its end");
        assert_eq!(mara.photo().await, Some(id));

        app.wait(HOUR - 1);
        assert_eq!(sweep(&app).await, 0, "it may be on its way still");
        assert_eq!(bucket.names().len(), 6);
        app.wait(1);
        assert_eq!(sweep(&app).await, 1);
        assert_eq!((bucket.names(), leftovers(&app).await), (names(&[id]), 0));
    }

    async fn who_comes_after_the_clean_up_is_too_late(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        let (address, gate) = bucket.behind_a_gate();
        let there = mara.at(&at(&app, &bucket, &address));
        let slow = tokio::spawn(async move { there.send_photo(&jpeg(64, 64)).await.status });
        while bucket.names().len() < 6 && !slow.is_finished() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        app.wait(HOUR);
        assert_eq!((sweep(&app).await, leftovers(&app).await), (1, 0), "taken for abandoned");
        gate.open();
        assert_eq!(slow.await.unwrap(), 503);
        let mara = app.sign_in("mara").await;
        assert_eq!(mara.photo().await, Some(id), "no photo without files");
        assert_eq!(leftovers(&app).await, 1, "some may have come after all");
        app.wait(HOUR);
        assert_eq!((sweep(&app).await, leftovers(&app).await), (1, 0));
        assert_eq!(bucket.names(), names(&[id]));
    }

    async fn who_dies_while_deleting_is_followed_by_another(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let id = mara.save_photo(&jpeg(64, 64)).await;
        let _ = mara.call("profile/remove-photo", &[]).await.is(200);
        let mut tx = app.db.begin().await.unwrap();
        let again = app.now() + TimeDelta::minutes(5);
        assert_eq!(tx.claim_photo_files(app.now(), again, 9).await.unwrap(), [id]);
        tx.commit().await.unwrap();
        bucket.delete(&format!("{PREFIX}{id}/512"));
        app.wait(300);
        assert_eq!((sweep(&app.node()).await, leftovers(&app).await), (1, 0));
        assert_eq!(bucket.names(), names(&[]));
    }

    async fn of_many_uploads_on_many_nodes_one_stays(db: TestDb) {
        let bucket = TestBucket::new();
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        // A node takes one file of a person at a time.
        let saved = crowd(8, |_| {
            let person = mara.at(&app.node());
            async move { person.save_photo(&jpeg(64, 64)).await }
        });
        let saved = saved.await;
        let id = mara.photo().await.unwrap();
        assert!(saved.contains(&id));
        let two = [app.clone(), app.node()];
        let swept = tokio::join!(sweep(&two[0]), sweep(&two[1]));
        assert_eq!(swept.0 + swept.1, 7);
        assert_eq!((bucket.names(), leftovers(&app).await), (names(&[id]), 0));
        for side in SIDES {
            let _ = mara.get_photo(id, side).await.is(200);
        }
    }

    async fn an_instance_may_move_to_a_bucket(db: TestDb) {
        let bucket = TestBucket::new();
        let before = TestApp::new(db);
        let (mara, otto) = (before.person("mara").await, before.person("otto").await);
        let (old, stays) = (mara.save_photo(&jpeg(64, 64)).await, otto.save_photo(&png(64, 64)).await);
        let app = before.node_with(|config| bucket.settings(config));
        let (mara, otto) = (mara.at(&app), otto.at(&app));
        let _ = mara.get_photo(old, 128).await.is(200);
        let new = mara.save_photo(&jpeg(64, 64)).await;
        assert_eq!(sweep(&app).await, 0, "the old one was never in the bucket");
        assert_eq!(bucket.names(), names(&[new]));
        for (id, status) in [(old, 404), (new, 200), (stays, 200)] {
            assert_eq!(otto.get_photo(id, 128).await.status, status);
        }
        // And back, as far as it goes without the bucket.
        let back = mara.at(&before);
        let _ = back.get_photo(new, 128).await.is(503);
        let here = back.save_photo(&jpeg(64, 64)).await;
        let _ = back.get_photo(here, 128).await.is(200);
        assert_eq!((sweep(&before).await, leftovers(&app).await), (0, 1), "it waits");
        assert_eq!((sweep(&app).await, bucket.names()), (1, names(&[])));
    }

    async fn nothing_in_the_bucket_is_touched_but_photos(db: TestDb) {
        let bucket = TestBucket::new();
        bucket.put("latchkey/other", b"mine");
        let app = with(db, &bucket);
        let mara = app.person("mara").await;
        let _ = mara.save_photo(&jpeg(64, 64)).await;
        let _ = mara.call("profile/remove-photo", &[]).await.is(200);
        app.wait(2 * HOUR);
        assert_eq!(sweep(&app).await, 1);
        assert_eq!(bucket.names(), BTreeSet::from(["latchkey/other".to_owned()]));
    }
}
