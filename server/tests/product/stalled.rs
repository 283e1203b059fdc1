//! What is sent and never ends holds nothing for long, and little of it.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Request, header},
};
use http_body::Frame;
use testing::{Client, PASSWORD, TestApp, TestDb, both_databases, pictures, scripted};
use tokio::time::{sleep, timeout};

/// A body that is always about to come.
struct Never;

impl HttpBody for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

/// The same request, but what it sends never comes.
fn stalled(request: &Request<Body>) -> Request<Body> {
    let mut same = Request::builder().method(request.method()).uri(request.uri());
    for (name, value) in request.headers().iter().filter(|(n, _)| *n != header::CONTENT_LENGTH) {
        same = same.header(name, value);
    }
    same.body(Body::new(Never)).unwrap()
}

async fn sends_nothing(person: Client) {
    let upload = testing::scripted_file("profile/save-photo", "photo", "file", b"");
    let _ = person.send(stalled(&upload)).await;
}

both_databases! {
    async fn a_form_that_never_ends_is_given_up(db: TestDb) {
        let app = TestApp::new(db);
        let form = scripted("sign-in/begin", &[("email", "mara@fjordline.example")]);
        let answer = timeout(Duration::from_secs(25), app.stranger().send(stalled(&form))).await;
        let _ = answer.expect("within the time of a form").is(408);
    }

    async fn a_person_sends_one_photo_at_a_time(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let first = tokio::spawn(sends_nothing(mara.copy()));
        sleep(Duration::from_millis(500)).await;
        let _ = mara.send_photo(&pictures::jpeg(64, 64)).await.is(503);
        app.add("otto", PASSWORD, false).await;
        let otto = app.sign_in("otto").await;
        let _ = otto.save_photo(&pictures::jpeg(64, 64)).await;
        first.abort();
        let _ = first.await;
        let _ = mara.save_photo(&pictures::jpeg(64, 64)).await;
    }
}
