//! What the frame around every page shows.

use domain::{WorkspaceId, organizations::Which, person::Face, shell::Shell};
use storage::Whereabouts;

use crate::{Caller, Result, Service, organizations::place};

impl Service {
    /// The person, where they are, and what waits for them. They are in `organization`, or
    /// where `workspace` is, as long as they belong there.
    #[tracing::instrument(skip_all)]
    pub async fn shell(
        &self,
        caller: &Caller,
        organization: Option<&Which>,
        workspace: Option<WorkspaceId>,
    ) -> Result<Shell> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let Whereabouts { place: here, invitations, unread } =
            reader.whereabouts(person, organization, workspace, now).await?;
        let me = &caller.me;
        Ok(Shell {
            display_name: me.display_name.clone(),
            email: me.email.clone(),
            face: Face::of(me.id, &me.display_name, me.photo),
            unread: usize::try_from(unread).unwrap_or_default(),
            invitations: usize::try_from(invitations).unwrap_or_default(),
            staff: me.staff,
            place: here.map(|row| place(row.id, row.slug, row.name)),
        })
    }
}
