//! What the frame around every page shows.

use serde::{Deserialize, Serialize};

use crate::{organizations::Place, person::Face};

/// The person who is signed in, and what waits for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shell {
    pub display_name: String,
    pub email: String,
    pub face: Face,
    /// Notices that were not read.
    pub unread: usize,
    /// Invitations that wait for an answer.
    pub invitations: usize,
    /// The organization that the person is in, if they are in any.
    pub place: Option<Place>,
    /// Runs the instance.
    pub staff: bool,
}
