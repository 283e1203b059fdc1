//! Photos: what comes in is made anew, what goes out is a picture and nothing
//! else, and a file of anybody's making does no harm.

use std::time::Instant;

use axum::{body::Body, http::Request};
use domain::{Code, Problem, photo::BYTES_MAX, words};
use testing::{
    Answer, TestApp, TestDb, both_databases,
    pictures::{self, CORNERS, jpeg, png, webp},
    plain_file, scripted, scripted_file,
};

const SAVE: &str = "profile/save-photo";
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

/// A file without its end.
fn all_but(missing: usize, mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(file.len() - missing);
    file
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

/// The colours of the corners, as [`CORNERS`] counts them.
fn corners(served: &Answer) -> [Option<usize>; 4] {
    let picture = image::load_from_memory(&served.body).unwrap().into_rgb8();
    let last = picture.width() - 5;
    [(4, 4), (last, 4), (last, last), (4, last)].map(|(x, y)| {
        let seen = picture.get_pixel(x, y).0;
        let like = |corner: &[u8; 3]| corner.iter().zip(seen).all(|(a, b)| a.abs_diff(b) < 40);
        CORNERS.iter().position(like)
    })
}

both_databases! {
    async fn every_kind_is_served_in_three_sizes(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let opaque = pictures::file(&pictures::quarters(300, 200), image::ImageFormat::Png);
        for (file, kind) in [
            (jpeg(700, 400), JPEG),
            (jpeg(1, 3), JPEG),
            (opaque, JPEG),
            (png(90, 300), PNG),
            (webp(600, 600), PNG),
        ] {
            let id = mara.save_photo(&file).await;
            assert_eq!(mara.photo().await, Some(id));
            for side in [512, 128, 64] {
                let served = mara.get_photo(id, side).await.is(200);
                assert_eq!(served.header("content-type"), kind);
                let picture = image::load_from_memory(&served.body).unwrap();
                assert_eq!((picture.width(), picture.height()), (side, side));
                assert_eq!(picture.color().has_alpha(), kind == PNG);
                if kind == PNG {
                    let picture = picture.into_rgba8();
                    assert_eq!(picture.get_pixel(2, 2).0[3], 0, "still seen through");
                    assert_eq!(picture.get_pixel(side - 2, 2).0[3], 255);
                }
            }
            let page = mara.get("/account/profile").await.is(200).raw();
            assert!(page.contains(&format!("/photos/{id}/")), "the page shows it");
        }
        for path in ["/photos/{id}/100", "/photos/{id}/0512", "/photos/{id}"] {
            let path = path.replace("{id}", &mara.photo().await.unwrap().to_string());
            let _ = mara.get(&path).await.is(404);
        }
    }

    async fn what_is_served_is_a_picture_and_nothing_else(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for (file, kind, name) in [(jpeg(64, 64), JPEG, "photo.jpg"), (png(64, 64), PNG, "photo.png")] {
            let id = mara.save_photo(&file).await;
            let served = mara.get_photo(id, 128).await.is(200);
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
    }

    async fn people_may_see_it_and_strangers_may_not(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let id = mara.save_photo(&jpeg(64, 64)).await;
        let _ = otto.get_photo(id, 64).await.is(200);
        let stranger = app.stranger().get_photo(id, 64).await.is(404);
        assert!(stranger.body.is_empty());
        let token = mara.new_token("ci").await;
        let _ = app.bearer(&token).get_photo(id, 64).await.is(404);
        assert_eq!(otto.photo().await, None, "it is nobody else's");
        let _ = otto.call("profile/remove-photo", &[]).await.is(200);
        let _ = mara.get_photo(id, 64).await.is(200);
    }

    async fn an_old_one_is_gone(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let first = mara.save_photo(&jpeg(64, 64)).await;
        let second = mara.save_photo(&jpeg(64, 64)).await;
        assert_ne!(first, second);
        for side in [512, 128, 64] {
            let _ = mara.get_photo(first, side).await.is(404);
            let _ = mara.get_photo(second, side).await.is(200);
        }
        let _ = mara.call("profile/remove-photo", &[]).await.is(200);
        let _ = mara.get_photo(second, 64).await.is(404);
        assert_eq!(mara.photo().await, None);
        assert!(app.rows("photos").await.is_empty());
        let _ = mara.call("profile/remove-photo", &[]).await.is(200);
        let mut log = app.rows("audit_log").await;
        log.retain(|row| row["action"].as_str().unwrap().starts_with("profile.photo"));
        assert_eq!(log.len(), 3, "saved twice, removed once");
    }

    async fn without_the_script_it_works_too(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let sent = mara.send_file_plain(SAVE, "photo", &jpeg(64, 64)).await.is(303);
        assert_eq!(sent.location(), "/account/profile");
        let page = sent.follow().await.is(200);
        let id = mara.photo().await.unwrap();
        assert!(page.raw().contains(&format!("/photos/{id}/")));
        for (file, sentence) in [
            (b"GIF89a".to_vec(), words::of_code(Code::PhotoKind)),
            (vec![0; BYTES_MAX + 1], words::of_code(Code::PhotoBytes { megabytes: 5 })),
            (Vec::new(), words::of_code(Code::PhotoDamaged)),
        ] {
            let sent = mara.send_file_plain(SAVE, "photo", &file).await.is(303);
            assert!(sent.follow().await.is(200).shows(&sentence), "{sentence}");
            assert!(!mara.get("/account/profile").await.shows(&sentence), "told once");
            assert_eq!(mara.photo().await, Some(id));
        }
        // As browsers send a field in which nothing was chosen.
        let sent = mara.send(plain_file(SAVE, "photo", "", b"")).await.is(303);
        assert!(sent.follow().await.is(200).shows(&words::of_code(Code::PhotoMissing)));

        let asked = mara.get("/account/profile?remove-photo").await.is(200);
        assert!(asked.shows(words::photo::REMOVE_QUESTION), "before anything is done");
        assert_eq!(mara.photo().await, Some(id));
        let removed = mara.post_plain("profile/remove-photo", &[]).await.is(303);
        assert_eq!(removed.location(), "/account/profile");
        assert!(!removed.follow().await.is(200).raw().contains("/photos/"));
        let nothing = mara.get("/account/profile?remove-photo").await.is(200);
        assert!(!nothing.shows(words::photo::REMOVE_QUESTION), "nothing to ask about");
    }

    async fn cameras_are_held_in_every_way_and_photos_stand_upright(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        // Which of the corners in the file is seen where, as EXIF 2.32 has it.
        for (orientation, seen) in [
            (1, [0, 1, 2, 3]),
            (2, [1, 0, 3, 2]),
            (3, [2, 3, 0, 1]),
            (4, [3, 2, 1, 0]),
            (5, [0, 3, 2, 1]),
            (6, [3, 0, 1, 2]),
            (7, [2, 1, 0, 3]),
            (8, [1, 2, 3, 0]),
            (0, [0, 1, 2, 3]),
            (9, [0, 1, 2, 3]),
        ] {
            let still = pictures::file(&pictures::quarters(96, 96), image::ImageFormat::Png);
            let exif = pictures::png_chunk(b"eXIf", &pictures::exif(orientation));
            for file in [
                pictures::turned(&jpeg(96, 96), orientation),
                pictures::png_with(&still, &[exif]),
            ] {
                let id = mara.save_photo(&file).await;
                assert_eq!(corners(&mara.get_photo(id, 128).await), seen.map(Some), "{orientation}");
                app.wait(3600);
                mara.sign_in(&testing::email("mara"), testing::PASSWORD).await;
            }
        }
    }

    async fn nothing_of_the_file_is_kept_but_its_picture(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>secret place</x:xmpmeta>";
        let camera = pictures::turned(&jpeg(64, 64), 6);
        let camera = pictures::jpeg_with(&camera, 0xe1, xmp);
        let camera = pictures::jpeg_with(&camera, 0xe2, b"ICC_PROFILE\0\x01\x01secret place");
        let camera = pictures::jpeg_with(&camera, 0xfe, b"secret place");
        let behind = [&jpeg(64, 64)[..], b"%PDF-1.7 <script>secret place</script>"].concat();
        let texts = [(b"tEXt", &b"Comment\0secret place"[..]), (b"eXIf", &pictures::exif(1))];
        let texts = texts.map(|(kind, data)| pictures::png_chunk(kind, data));
        for file in [camera, behind, pictures::png_with(&png(64, 64), &texts)] {
            assert!(holds(&file, "secret place"));
            let id = mara.save_photo(&file).await;
            for side in [512, 128, 64] {
                let served = mara.get_photo(id, side).await.is(200);
                for trace in ["secret", "Exif", "eXIf", "ICC", "xmp", "tEXt", "%PDF", "script"] {
                    assert!(!holds(&served.body, trace), "{trace}");
                }
            }
        }
    }

    async fn a_hostile_file_is_refused_with_its_sentence_and_changes_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let photo = mara.save_photo(&jpeg(64, 64)).await;
        let before = app.rows("photos").await;
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        let cut = |file: Vec<u8>| file[..file.len() / 2].to_vec();
        let pixels = Code::PhotoPixels { megapixels: 24 };
        let bytes = Code::PhotoBytes { megabytes: 5 };
        let moving = |width| pictures::webp_of_size(pictures::animated_webp(2), width, 4000);
        for (what, name, file, code) in [
            ("an SVG", "x.svg", svg.to_vec(), Code::PhotoKind),
            ("an SVG called PNG", "x.png", svg.to_vec(), Code::PhotoKind),
            ("an SVG in XML", "x.jpg", [b"<?xml version='1.0'?>", &svg[..]].concat(), Code::PhotoKind),
            ("a GIF", "x.gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), Code::PhotoKind),
            ("a page", "x.png", b"<!doctype html><script>alert(1)</script>".to_vec(), Code::PhotoKind),
            ("a PDF before a JPEG", "x.jpg", [b"%PDF-1.7\n", &jpeg(9, 9)[..]].concat(), Code::PhotoKind),
            ("a BMP", "x.png", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), Code::PhotoKind),
            ("text", "x.png", b"seventeen grey seals".to_vec(), Code::PhotoKind),
            ("an empty file", "x.png", Vec::new(), Code::PhotoDamaged),
            ("no file", "", Vec::new(), Code::PhotoMissing),
            ("half a PNG", "x.png", cut(png(64, 64)), Code::PhotoDamaged),
            ("half a JPEG", "x.jpg", cut(jpeg(64, 64)), Code::PhotoDamaged),
            ("nearly all of a JPEG", "x.jpg", all_but(9, jpeg(1200, 900)), Code::PhotoDamaged),
            ("half a WebP", "x.webp", cut(webp(64, 64)), Code::PhotoDamaged),
            ("a name alone, PNG", "x.png", png(9, 9)[..8].to_vec(), Code::PhotoDamaged),
            ("a name alone, JPEG", "x.jpg", jpeg(9, 9)[..3].to_vec(), Code::PhotoDamaged),
            ("a name alone, WebP", "x.webp", webp(9, 9)[..12].to_vec(), Code::PhotoDamaged),
            ("a PNG bomb", "x.png", pictures::png_of_size(30_000, 30_000, 8, 2), pixels),
            ("the widest PNG", "x.png", pictures::png_of_size(u32::MAX >> 1, u32::MAX >> 1, 8, 6), pixels),
            ("no pixels, PNG", "x.png", pictures::png_of_size(0, 9, 8, 2), Code::PhotoDamaged),
            ("no pixels, JPEG", "x.jpg", pictures::jpeg_of_size(0, 9), Code::PhotoDamaged),
            ("25 megapixels, PNG", "x.png", pictures::png_of_size(5000, 5000, 8, 2), pixels),
            ("25 megapixels, JPEG", "x.jpg", pictures::jpeg_of_size(5000, 5000), pixels),
            ("an animation of 9 megapixels", "x.webp", moving(2250), Code::PhotoPixels { megapixels: 8 }),
            ("24 of 16 bits", "x.png", pictures::png_of_size(6000, 4000, 16, 6), Code::PhotoPixels { megapixels: 12 }),
            ("5 MB and a byte", "x.jpg", vec![0xff; BYTES_MAX + 1], bytes),
            ("12 MB", "x.jpg", vec![0xff; 12 * 1024 * 1024], bytes),
        ] {
            let sent = mara.send(scripted_file(SAVE, "photo", name, &file)).await;
            assert_eq!((sent.status, sent.code("photo")), (422, Some(code)), "{what}");
            assert_eq!(app.rows("photos").await, before, "{what}");
        }
        assert_eq!(mara.photo().await, Some(photo));
        let _ = mara.get_photo(photo, 512).await.is(200);
    }

    async fn however_little_of_a_file_comes_nothing_breaks(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for file in [png(20, 20), jpeg(20, 20), webp(20, 20)] {
            for end in (1..80).chain([file.len() - 1]) {
                app.db.execute("DELETE FROM rate_windows").await;
                let sent = mara.send_photo(&file[..end.min(file.len())]).await;
                assert!(matches!(sent.status, 200 | 422), "{end}: {}", sent.status);
            }
        }
    }

    async fn of_an_animation_the_first_frame_is_taken_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for file in [pictures::animated_png(60_000), pictures::animated_webp(20_000)] {
            assert!((1 << 20..BYTES_MAX).contains(&file.len()), "{}", file.len());
            let start = Instant::now();
            let id = mara.save_photo(&file).await;
            assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
            let _ = mara.get_photo(id, 64).await.is(200);
        }
    }

    async fn what_is_no_form_with_a_photo_is_told(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let photo = mara.save_photo(&jpeg(64, 64)).await;
        let missing = mara.send_file(SAVE, "avatar", &jpeg(64, 64)).await.is(422);
        assert_eq!(missing.code("photo"), Some(Code::PhotoMissing));
        let _ = mara.send(scripted(SAVE, &[("photo", "x")])).await.is(415);

        let whole = |body: &'static str, kind: &str| {
            Request::post(format!("/_fn/{SAVE}"))
                .header("content-type", kind)
                .header("sec-fetch-site", "same-origin")
                .header("accept", "application/json")
                .body(Body::from(body))
                .unwrap()
        };
        let form = "multipart/form-data; boundary=x";
        for (body, kind) in [
            ("", form),
            ("--x\r\n", form),
            ("--x\r\nContent-Disposition: form-data; name=\"photo\"\r\n\r\ncut", form),
            ("--x--\r\n", form),
            ("--y--\r\n", form),
        ] {
            let sent = mara.send(whole(body, kind)).await.is(422);
            let code = sent.code("photo");
            assert!(matches!(code, Some(Code::PhotoDamaged | Code::PhotoMissing)), "{body}");
        }
        assert_eq!(mara.send(whole("", "multipart/form-data")).await.status / 100, 4);
        assert_eq!(mara.photo().await, Some(photo));
    }

    async fn thirty_files_in_an_hour_are_enough(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        for n in 0..30 {
            let file = if n % 2 == 0 { jpeg(8, 8) } else { b"GIF89a".to_vec() };
            assert!(matches!(mara.send_photo(&file).await.status, 200 | 422));
        }
        app.wait(100);
        let before = mara.photo().await;
        let refused = mara.send_photo(&jpeg(8, 8)).await.is(429);
        assert_eq!(refused.header("retry-after"), "3500");
        assert_eq!(refused.problem(), Problem::TooMany { retry_after: 3500 });
        let plain = mara.send_file_plain(SAVE, "photo", &jpeg(8, 8)).await.is(303);
        assert!(plain.follow().await.shows("Too many tries. Wait 59 minutes, then try again."));
        assert_eq!(mara.photo().await, before);
        let _ = otto.send_photo(&jpeg(8, 8)).await.is(200);
        app.wait(3500);
        let mara = app.sign_in("mara").await;
        let _ = mara.send_photo(&jpeg(8, 8)).await.is(200);
    }
}
