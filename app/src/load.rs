//! Data of a page: loaded on the server for the first page, by the script later.

use std::{marker::PhantomData, pin::Pin, sync::Arc};

use domain::{Problem, words};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    call::{self, Answer},
    paths,
    ui::{Callout, CalloutKind, LinkButton},
};

/// The data of a page. The type is that of the server function behind it; inside
/// it is text, so that there is one kind of resource in the whole program.
pub(crate) struct Data<T> {
    text: Resource<Answer>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Data<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Data<T> {}

impl<T> core::fmt::Debug for Data<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Data")
    }
}

type Loading = Pin<Box<dyn Future<Output = Answer> + Send>>;

impl<T: Serialize + DeserializeOwned + Send + 'static> Data<T> {
    /// Calls `function` when the page is made. `fields` are its arguments, by
    /// name, for the call from the browser.
    pub(crate) fn of<S>(function: S, fields: &[(&'static str, &str)]) -> Self
    where
        S: ServerFn<Output = T, Error = Problem> + Clone + Send + Sync + 'static,
    {
        Self { text: resource(source(function, fields)), of: PhantomData }
    }

    /// Loads it anew.
    pub(crate) fn reload(self) {
        self.text.refetch();
    }
}

fn resource(load: Arc<dyn Fn() -> Loading + Send + Sync>) -> Resource<Answer> {
    Resource::new(|| (), move |()| load())
}

/// On the server the function itself.
#[cfg(feature = "ssr")]
fn source<S>(function: S, _: &[(&'static str, &str)]) -> Arc<dyn Fn() -> Loading + Send + Sync>
where
    S: ServerFn<Error = Problem> + Clone + Send + Sync + 'static,
    S::Output: Serialize,
{
    Arc::new(move || {
        let function = function.clone();
        Box::pin(async move {
            let output = function.run_body().await?;
            serde_json::to_string(&output)
                .map_err(|_| Problem::Internal { request_id: String::new() })
        })
    })
}

/// In the browser a call to its address.
#[cfg(not(feature = "ssr"))]
fn source<S>(_: S, fields: &[(&'static str, &str)]) -> Arc<dyn Fn() -> Loading + Send + Sync>
where
    S: ServerFn,
{
    fetch(S::PATH, fields.iter().map(|&(name, value)| (name, value.to_owned())).collect())
}

#[cfg(not(feature = "ssr"))]
fn fetch(
    url: &'static str,
    fields: Vec<(&'static str, String)>,
) -> Arc<dyn Fn() -> Loading + Send + Sync> {
    Arc::new(move || {
        let fields = fields.clone();
        Box::pin(send_wrapper::SendWrapper::new(async move {
            let form = web_sys::UrlSearchParams::new().map_err(|_| Problem::Offline)?;
            for (name, value) in &fields {
                form.append(name, value);
            }
            call::post(url, &form).await
        }))
    })
}

/// A page's data while it loads, when it is there, and when it cannot be had.
pub(crate) fn loaded<T>(
    data: Data<T>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: DeserializeOwned,
{
    let view = move |answer: Answer| match answer.and_then(|json| call::read(&json)) {
        Ok(data) => view(data),
        Err(problem) => failed(&problem),
    };
    suspended(data.text, Arc::new(view))
}

fn suspended(
    text: Resource<Answer>,
    view: Arc<dyn Fn(Answer) -> AnyView + Send + Sync>,
) -> AnyView {
    view! {
        <Transition>
            {move || {
                let view = Arc::clone(&view);
                Suspend::new(async move { view(text.await) })
            }}
        </Transition>
    }
    .into_any()
}

/// In place of what could not be loaded.
pub(crate) fn failed(problem: &Problem) -> AnyView {
    match problem {
        Problem::NotFound => crate::not_found::nothing_here(),
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
