//! Data of a page: loaded on the server for the first page, by the script later.

use domain::{Problem, words};
use leptos::prelude::*;

use crate::{
    paths,
    ui::{Callout, CalloutKind, LinkButton},
};

/// A page's data while it loads, when it is there, and when it cannot be had.
pub(crate) fn loaded<T>(
    data: Resource<Result<T, Problem>>,
    view: impl Fn(T) -> AnyView + Send + Sync + Copy + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(data) => view(data),
                    Err(problem) => failed(&problem),
                }
            })}
        </Transition>
    }
}

/// In place of what could not be loaded.
pub(crate) fn failed(problem: &Problem) -> AnyView {
    match problem {
        Problem::NotFound => crate::not_found::nothing_here().into_any(),
        Problem::SignInAgain => {
            let (title, _) = words::of_problem(problem);
            view! {
                <Callout kind=CalloutKind::Warn title alert=true>
                    <LinkButton href=paths::SIGN_IN label=words::sign_in::TITLE small=true/>
                </Callout>
            }
            .into_any()
        }
        problem => {
            #[cfg(feature = "ssr")]
            if let Ok(respond) = crate::server::respond() {
                respond.failed(problem);
            }
            let (title, text) = words::of_problem(problem);
            view! { <Callout kind=CalloutKind::Danger title text alert=true/> }.into_any()
        }
    }
}
