//! Data of a page: loaded on the server for the first page, by the script later.

use std::{
    convert::Infallible,
    fmt::{self, Write as _},
    marker::PhantomData,
    pin::Pin,
    str::FromStr,
    sync::Arc,
};

use domain::{Problem, rights::Right, wire, words};
#[cfg(feature = "ssr")]
use leptos::tachys::reactive_graph::OwnedView;
use leptos::{prelude::*, server::codee::string::FromToStringCodec, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    call::Answer,
    connection, paths, place,
    ui::{Button, Callout, CalloutKind, LinkButton, by_id, when_slow},
};

/// The data of a page. The type is that of the server function behind it; inside
/// it is text, so that there is one kind of resource in the whole program.
pub(crate) struct Data<T> {
    answer: Answers,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Data<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Data<T> {}

impl<T> fmt::Debug for Data<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Data")
    }
}

type Loading = Pin<Box<dyn Future<Output = Answer> + Send>>;
type Answers = Resource<Loaded, FromToStringCodec>;

/// An answer that can stand in the page's HTML.
#[derive(Clone)]
struct Loaded(Answer);

/// Before the text of a problem.
const WRONG: char = '!';

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(text) => f.write_str(text),
            Err(problem) => {
                f.write_char(WRONG)?;
                f.write_str(&wire::write(problem).unwrap_or_default())
            }
        }
    }
}

impl FromStr for Loaded {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(match text.strip_prefix(WRONG) {
            Some(problem) => Err(wire::read(problem).unwrap_or_else(|problem| problem)),
            None => Ok(text.into()),
        }))
    }
}

impl<T: Serialize + DeserializeOwned + Send + 'static> Data<T> {
    /// Calls `function` when the page is made. `fields` are its arguments, by
    /// name, for the call from the browser.
    pub(crate) fn of<S>(function: S, fields: &[(&'static str, &str)]) -> Self
    where
        S: ServerFn<Output = T, Error = Problem> + Clone + Send + Sync + 'static,
    {
        Self { answer: resource(source(function, fields)), of: PhantomData }
    }

    /// Loads it anew.
    pub(crate) fn reload(self) {
        self.answer.refetch();
    }
}

fn resource(load: Arc<dyn Fn() -> Loading + Send + Sync>) -> Answers {
    Resource::new_str(
        || (),
        move |()| {
            let loading = load();
            async move { Loaded(loading.await) }
        },
    )
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
            wire::write(&output).map_err(|_| Problem::Internal { request_id: String::new() })
        })
    })
}

/// In the browser a call to its address.
#[cfg(not(feature = "ssr"))]
fn source<S>(_: S, fields: &[(&'static str, &str)]) -> Arc<dyn Fn() -> Loading + Send + Sync>
where
    S: ServerFn,
{
    let mut all: Vec<_> = fields.iter().map(|&(name, value)| (name, value.to_owned())).collect();
    all.push((domain::person::WHOSE, crate::boot::Boot::whose()));
    fetch(S::PATH, all)
}

#[cfg(not(feature = "ssr"))]
fn fetch(
    url: &'static str,
    fields: Vec<(&'static str, String)>,
) -> Arc<dyn Fn() -> Loading + Send + Sync> {
    Arc::new(move || {
        let fields = fields.clone();
        Box::pin(send_wrapper::SendWrapper::new(
            async move { crate::call::load(url, &fields).await },
        ))
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
    later(shown(data.answer, answered(data, view)))
}

/// The same for a page that is not open to everybody who may know of it.
pub(crate) fn loaded_if_open<T>(
    data: Data<T>,
    right: Right,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: DeserializeOwned,
{
    let view = answered(data, view);
    later(shown(
        data.answer,
        Arc::new(move |answer| match answer {
            Err(Problem::Forbidden) => place::not_open(right),
            answer => view(answer),
        }),
    ))
}

/// The same for data whose place may well be empty while it loads.
pub(crate) fn loaded_in_place<T>(
    data: Data<T>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: DeserializeOwned,
{
    coming(shown(data.answer, answered(data, view)))
}

/// The same for what is only left out when it cannot be had: its page says so elsewhere.
pub(crate) fn loaded_quietly<T>(
    data: Data<T>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: DeserializeOwned,
{
    let view = move |answer: Answer| match answer.and_then(|text| wire::read(&text)) {
        Ok(data) => view(data),
        Err(_) => ().into_any(),
    };
    coming(shown(data.answer, Arc::new(view)))
}

type Shown = Arc<dyn Fn(Answer) -> AnyView + Send + Sync>;

fn answered<T>(data: Data<T>, view: impl Fn(T) -> AnyView + Send + Sync + 'static) -> Shown
where
    T: DeserializeOwned,
{
    let answers = data.answer;
    Arc::new(move |answer: Answer| match answer.and_then(|text| wire::read(&text)) {
        Ok(data) => view(data),
        Err(problem) => failed(&problem, answers),
    })
}

fn shown(answers: Answers, view: Shown) -> Come {
    Box::new(move || {
        let view = Arc::clone(&view);
        Box::pin(async move { view(answers.await.0) })
    })
}

/// A view that is not there at once. When it takes more than 300 ms, the page says so
/// and shows the shape of what comes, once: what is there stays while it is loaded anew.
/// In a page from the server it must be ready at once; only routes may load a part of
/// the program first.
pub(crate) fn later(view: Come) -> AnyView {
    let waits = RwSignal::new(true);
    tell_when_slow(waits);
    coming(Box::new(move || {
        let view = view();
        Box::pin(async move {
            let view = view.await;
            // The page may have been left meanwhile.
            let _ = waits.try_set(false);
            view
        })
    }))
}

/// The style sheet draws the shape in a busy `main`.
fn tell_when_slow(waits: RwSignal<bool>) {
    let slow = when_slow(waits.into());
    Effect::new(move |_| {
        let slow = slow.get();
        if slow {
            on_cleanup(|| tell_waiting(false));
        }
        tell_waiting(slow);
    });
}

fn tell_waiting(waiting: bool) {
    if let Some(main) = by_id("main") {
        let _ = main.toggle_attribute_with_force("data-waits", waiting);
    }
    if let Some(said) = by_id(WAITING) {
        said.set_text_content(waiting.then_some(words::LOADING));
    }
}

/// The id of what tells those who do not see the shape.
pub(crate) const WAITING: &str = "waiting";

pub(crate) type Coming = Pin<Box<dyn Future<Output = AnyView> + Send>>;
pub(crate) type Come = Box<dyn Fn() -> Coming + Send + Sync>;

/// The same without a word: for what has no place in the page, such as a dialog.
///
/// A `Suspend` alone: what is shown stays until there is something newer, as in a
/// `Transition`, which would make the view three times on the server.
pub(crate) fn coming(view: Come) -> AnyView {
    let suspended = move || {
        let view = view();
        Suspend::new(async move { owned(view.await) })
    };
    suspended.into_any()
}

/// The server turns the view into HTML when nobody owns what is made meanwhile.
#[cfg(feature = "ssr")]
fn owned(view: AnyView) -> OwnedView<AnyView> {
    OwnedView::new(view)
}

#[cfg(not(feature = "ssr"))]
fn owned(view: AnyView) -> AnyView {
    view
}

/// In place of what could not be loaded.
fn failed(problem: &Problem, answers: Answers) -> AnyView {
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
        Problem::TwoFactorFirst => {
            #[cfg(feature = "ssr")]
            if let Ok(respond) = crate::server::respond() {
                respond.failed(problem);
            }
            let (title, text) = words::of_problem(problem);
            view! {
                <Callout kind=CalloutKind::Warn title text alert=true>
                    <LinkButton href=paths::SECURITY label=words::security::TITLE small=true/>
                </Callout>
            }
            .into_any()
        }
        problem => {
            #[cfg(feature = "ssr")]
            if let Ok(respond) = crate::server::respond() {
                respond.failed(problem);
            }
            if *problem == Problem::Offline {
                again_when_back(answers);
            }
            let (title, text) = words::not_loaded(problem);
            view! {
                <Callout kind=CalloutKind::Danger title text alert=true>
                    <Button
                        label=words::TRY_AGAIN
                        small=true
                        if_script=true
                        on_click=Callback::new(move |()| answers.refetch())
                    />
                </Callout>
            }
            .into_any()
        }
    }
}

/// Nobody has to ask for it twice.
fn again_when_back(answers: Answers) {
    let offline = connection::offline();
    Effect::new(move |_| {
        if !offline.get() {
            answers.refetch();
        }
    });
}
