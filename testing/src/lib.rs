//! The whole product in one process, for tests that see what a person or a
//! client sees. The router is the one that serves, the database is real, only
//! the clock stands still until a test moves it.
//!
//! ```text
//! both_databases! {
//!     async fn a_new_token_works_at_once(db: TestDb) {
//!         let app = TestApp::new(db);
//!         let mara = app.person("mara").await;
//!         let token = mara.new_token("ci").await;
//!         app.bearer(&token).get("/api/v1/me").await.is(200);
//!     }
//! }
//! ```
//!
//! Actor, act, look: [`TestApp`] makes the actors, each of them a [`Client`];
//! every act is one line and gives an [`Answer`].

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answer;
mod app;
pub mod bucket;
mod client;
mod crowd;
mod events;
mod factory;
mod log;
mod mailbox;
mod masks;
mod otp;
mod page;
mod passkey;
pub mod pictures;
mod tables;

pub use answer::Answer;
pub use app::TestApp;
pub use bucket::TestBucket;
pub use client::{Client, plain, plain_file, scripted, scripted_file};
pub use crowd::crowd;
pub use events::Events;
pub use factory::{PASSWORD, email};
pub use log::Log;
pub use mailbox::Mail;
pub use masks::{masked, token_in};
pub use otp::otp;
pub use page::Page;
pub use passkey::SoftPasskey;
pub use storage::testing::{TestDb, both_databases};
pub use tables::{Dump, time_of};

#[doc(hidden)]
pub use insta;

/// Compares with an inline snapshot. The same test runs on both engines, so the
/// same snapshot is looked at twice.
#[macro_export]
macro_rules! snapshot {
    ($value:expr, @$snapshot:literal) => {
        $crate::insta::allow_duplicates! {
            $crate::insta::assert_snapshot!($value, @$snapshot);
        }
    };
}
