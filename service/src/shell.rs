//! What the frame around every page shows.

use domain::{
    person::Face,
    shell::{Notice, Shell},
    tokens::Life,
    words,
};

use crate::{Caller, Result, Service};

impl Service {
    /// The person, and what waits for them.
    #[tracing::instrument(skip_all)]
    pub async fn shell(&self, caller: &Caller) -> Result<Shell> {
        let now = self.now();
        let tokens = self.db().read().await?.tokens_of(caller.person(), now).await?;
        let notices = tokens.into_iter().filter_map(|token| match token.life(now, &caller.zone) {
            Life::Soon { days } => {
                Some(Notice { token: token.name, text: words::tokens::notice(days).into() })
            }
            Life::Active | Life::Expired => None,
        });
        let me = &caller.me;
        Ok(Shell {
            display_name: me.display_name.clone(),
            email: me.email.clone(),
            face: Face::of(me.id, &me.display_name, me.photo),
            notices: notices.collect(),
        })
    }
}
