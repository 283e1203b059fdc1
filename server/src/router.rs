//! The router: every route and every layer, in order, at one glance.

use std::{sync::Arc, time::Duration};

use any_spawner::Executor;
use app::document::document;
use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, StatusCode, Uri},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse as _,
    routing::{MethodFilter, any, get, on},
};
use leptos::server_fn::axum::server_fn_paths;
use service::Service;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};

use crate::{
    config::{Config, ServerConfig},
    downloads,
    health::{self, Stopping},
    middleware::{browser, cross_site, headers, one_host, plain_forms, to_the_end, trace},
    notices, photos, policy_reports,
    site::{self, Site},
};

/// The largest form: names and choices, no files.
const FORM_LIMIT: usize = 64 * 1024;
/// No request takes longer.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// Sending a photo over a slow line may.
const UPLOAD_TIME: Duration = Duration::from_mins(2);

/// What the router is made of. Every layer clones it for every request.
#[derive(Clone)]
pub struct Setup {
    pub(crate) service: Service,
    pub(crate) server: Arc<ServerConfig>,
    pub(crate) stopping: Stopping,
}

impl Setup {
    /// From the configuration.
    pub fn new(config: &Config, service: Service, stopping: Stopping) -> Self {
        Self { service, server: Arc::new(config.server.clone()), stopping }
    }
}

/// Every route of the product.
pub fn router(setup: Setup) -> Router {
    let service = setup.service.clone();
    Router::new()
        .merge(screens(&setup))
        .merge(small(programs(service.clone())))
        .merge(small(health::router(service, setup.stopping.clone())))
        .merge(small(policy_reports::router()))
        // No bound of time: it ends with its session, or with the server.
        .merge(notices::live(setup.clone()))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(trace::panicked))
        .layer(from_fn(one_host::require))
        .layer(from_fn_with_state(setup.clone(), headers::secure))
        .layer(from_fn_with_state(setup, trace::request))
}

/// For routes that take no files.
fn small(routes: Router) -> Router {
    routes.layer(within(REQUEST_TIME)).layer(RequestBodyLimitLayer::new(FORM_LIMIT))
}

fn within(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time)
}

/// The API. What fails here is told in its own form.
fn programs(service: Service) -> Router {
    let missing = any(async || api::not_found());
    api::router(service)
        .route("/api", missing.clone())
        .route("/api/", missing.clone())
        .route("/api/{*rest}", missing)
        .layer(CatchPanicLayer::custom(trace::program_panicked))
}

/// The pages and their server functions: everything that a browser with our
/// cookies may ask for. Layers run from the last to the first.
fn screens(setup: &Setup) -> Router {
    // Pages wait for their data on our runtime. Fails when somebody was here before: fine.
    let _ = Executor::init_tokio();
    let render = || document(site::options(), site::parts());
    let page = leptos_axum::render_app_async_with_context(headers::page_policy, render);
    let file_or_page = move |uri: Uri, head: HeaderMap, request: Request| async move {
        match site::file(uri.path(), &head) {
            Some(file) => file,
            None if uri.path().starts_with("/pkg/") => StatusCode::NOT_FOUND.into_response(),
            None => page(request).await,
        }
    };
    let pages = Router::new()
        .route("/account", get(async || browser::account()))
        .route("/favicon.ico", get(async || site::icon()))
        .merge(server_functions())
        .fallback(get(file_or_page))
        .with_state::<()>(Site);
    small(pages)
        .layer(from_fn(to_the_end::run))
        .merge(photos::router().layer(within(UPLOAD_TIME)))
        .merge(small(downloads::router()))
        .merge(small(notices::router()))
        .layer(from_fn(plain_forms::answer))
        .layer(from_fn_with_state(setup.clone(), browser::know))
        .layer(from_fn_with_state(setup.clone(), cross_site::refuse))
        .layer(from_fn_with_state(setup.clone(), one_host::redirect))
}

fn server_functions() -> Router<Site> {
    server_fn_paths().fold(Router::new(), |router, (path, method)| {
        let answer = async |request| leptos_axum::handle_server_fns(request).await;
        router.route(path, on(MethodFilter::try_from(method).expect("a method of HTTP"), answer))
    })
}

/// The server functions: every address below `/_fn`.
pub fn functions() -> Vec<&'static str> {
    let functions = server_fn_paths().map(|(path, _)| path);
    functions.chain([photos::SAVE]).collect()
}
