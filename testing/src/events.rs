//! Server-sent events, as a browser reads them.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt as _;
use tokio::time::timeout;

/// An open stream.
#[derive(Debug)]
pub struct Events {
    body: Body,
    text: String,
}

impl Events {
    pub(crate) fn new(body: Body) -> Self {
        Self { body, text: String::new() }
    }

    /// The data of the next event; None when the stream has ended.
    ///
    /// # Panics
    /// When there is neither within two seconds.
    pub async fn next(&mut self) -> Option<String> {
        self.within(Duration::from_secs(2)).await.expect("an event within two seconds")
    }

    /// Whether nothing comes for so long.
    pub async fn is_silent(&mut self, time: Duration) -> bool {
        self.within(time).await.is_none()
    }

    /// None: neither came.
    async fn within(&mut self, time: Duration) -> Option<Option<String>> {
        timeout(time, self.read()).await.ok()
    }

    async fn read(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                // Else it is a heartbeat.
                if let Some(data) = event.strip_prefix("data: ") {
                    return Some(data.trim_end().to_owned());
                }
                continue;
            }
            let frame = self.body.frame().await?.expect("the stream goes on or ends");
            if let Some(bytes) = frame.data_ref() {
                self.text.push_str(&String::from_utf8_lossy(bytes));
            }
        }
    }
}
