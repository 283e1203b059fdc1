//! Connections: how many may be open, and how long one may say nothing. Somebody
//! who opens many and sends little must not keep the others out.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
};
use rustix::process::{Resource, getrlimit};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt as _;

use crate::{
    config::ServerConfig,
    linger::{GivenUp, Lingering},
    middleware::trace,
};

/// The head of a request has to be there within this, counted from the answer
/// before it: so long a connection may rest, too.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// A proxy of ours keeps connections open for the next visitor. It must be the
/// one who closes them: what it sends into a closing one is lost.
const PROXY_TIME: Duration = Duration::from_mins(5);
/// No request has a larger head.
const HEAD_LIMIT: usize = 32 * 1024;
/// Files that are kept free for the database, the log and the listener.
const OTHER_FILES: usize = 128;

/// What everybody together, and one alone, may use.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    server: ServerConfig,
    open: usize,
    head_time: Duration,
}

impl Limits {
    /// As configured, and no more than the system has files for.
    pub(crate) fn new(server: &ServerConfig) -> Self {
        let files = getrlimit(Resource::Nofile).current;
        let files = files.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let open = server.connections.min(files.saturating_sub(OTHER_FILES).max(1));
        if open < server.connections {
            tracing::warn!(open, files, "fewer connections than configured: raise `ulimit -n`");
        }
        Self { server: server.clone(), open, head_time: HEAD_TIME }
    }
}

/// Serves until `stop`, then lets the requests under way finish.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let app: Router = app.with_state(());
    let all = Arc::new(Semaphore::new(limits.open));
    let networks = Networks::default();
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        // Who comes when all are in use waits outside, in the system's queue.
        let next = async {
            let place = Arc::clone(&all).acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let address = peer.ip().to_canonical();
        let is_proxy = limits.server.trusts(address);
        let most = if is_proxy { usize::MAX } else { limits.server.connections_per_network };
        let Some(share) = networks.enter(address, most) else {
            tracing::debug!(network = trace::cut(address), "too many connections");
            continue;
        };
        let head_time = if is_proxy { PROXY_TIME } else { limits.head_time };
        let places = (place, share);
        let connection = connection(stream, places, peer, app.clone(), head_time);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(cause) = connection.await {
                tracing::debug!(%cause, "connection");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The next one. Where the system is out of files, waiting is all one can do.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(cause) if is_of_peer(&cause) => {}
            Err(cause) => {
                tracing::error!(%cause, "no connection can be taken");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

fn is_of_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Speaks HTTP/1.1, as every proxy does; no browser speaks HTTP/2 without TLS. Gives the
/// places back when nothing comes any more.
fn connection(
    stream: TcpStream,
    places: impl Send + Unpin + 'static,
    peer: SocketAddr,
    app: Router,
    head_time: Duration,
) -> impl GracefulConnection<Error = hyper::Error> + Send {
    // Without this a streamed page waits for delayed acknowledgements.
    if let Err(cause) = stream.set_nodelay(true) {
        tracing::debug!(%cause, "TCP_NODELAY");
    }
    let given_up = GivenUp::default();
    let stream = Lingering::new(stream, places, given_up.clone());
    let answer = service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request.map(|body| given_up.watch(body)))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_time)
        .max_buf_size(HEAD_LIMIT)
        .serve_connection(TokioIo::new(stream), answer)
}

/// Open connections of each network.
#[derive(Debug, Clone, Default)]
struct Networks(Arc<Mutex<HashMap<String, usize>>>);

/// The place of one connection; given back when it is dropped.
struct Share(Networks, String);

impl Networks {
    fn enter(&self, address: IpAddr, most: usize) -> Option<Share> {
        let network = trace::cut(address);
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network.clone()).or_default();
        (*count < most).then(|| {
            *count += 1;
            Share(self.clone(), network)
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::oneshot,
        time::{sleep, timeout},
    };

    use super::*;

    const WHOLE: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
    const HALF: &str = "GET / HTTP/1.1\r\nhost: x\r\n";

    /// A server with these limits, what stops it, and its end.
    async fn start(
        open: usize,
        of_one: usize,
        trusted: &[&str],
    ) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = ServerConfig {
            connections_per_network: of_one,
            trusted_proxies: trusted.iter().map(|net| net.parse().unwrap()).collect(),
            ..ServerConfig::default()
        };
        let limits = Limits { server, open, head_time: Duration::from_millis(400) };
        let slow = async || {
            sleep(Duration::from_millis(300)).await;
            "slow"
        };
        let full = async || (http::StatusCode::TOO_MANY_REQUESTS, "too many");
        let app = Router::new()
            .route("/", get("here"))
            .route("/slow", get(slow))
            .route("/full", post(full));
        let (stop, stopped) = oneshot::channel();
        let end = tokio::spawn(serve(listener, app, limits, async {
            let _ = stopped.await;
        }));
        (address, stop, end)
    }

    async fn send(address: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// What comes until the server closes; `None` when it does not.
    async fn rest(stream: &mut TcpStream) -> Option<String> {
        let mut all = Vec::new();
        let end = timeout(Duration::from_secs(3), stream.read_to_end(&mut all)).await.ok()?;
        Some(if end.is_ok() { String::from_utf8(all).unwrap() } else { String::new() })
    }

    /// What comes first; empty where the server closed instead.
    async fn first(stream: &mut TcpStream) -> String {
        let mut some = [0; 4096];
        let read = timeout(Duration::from_millis(200), stream.read(&mut some)).await;
        let n = read.expect("an answer or an end").unwrap_or(0);
        String::from_utf8_lossy(&some[..n]).into_owned()
    }

    #[tokio::test]
    async fn who_sends_half_a_head_or_nothing_is_let_go() {
        let (address, _stop, _) = start(9, 9, &[]).await;
        for text in ["", HALF] {
            let mut slow = send(address, text).await;
            assert!(rest(&mut slow).await.is_some(), "{text:?} is still open");
        }
        let mut resting = send(address, WHOLE).await;
        assert!(rest(&mut resting).await.is_some_and(|text| text.ends_with("here")));
    }

    #[tokio::test]
    async fn who_is_turned_away_while_sending_reads_why() {
        const BODY: usize = 20_000_000;
        let (address, _stop, _) = start(9, 9, &[]).await;
        let head = format!("POST /full HTTP/1.1\r\nhost: x\r\ncontent-length: {BODY}\r\n\r\n");
        let mut sending = send(address, &head).await;
        // A browser reads the answer when it has sent all.
        for _ in 0..BODY / 10_000 {
            sending.write_all(&[b'x'; 10_000]).await.unwrap();
        }
        let told = rest(&mut sending).await.unwrap();
        assert!(told.starts_with("HTTP/1.1 429") && told.ends_with("too many"), "{told}");
    }

    #[tokio::test]
    async fn a_head_has_an_end() {
        let (address, _stop, _) = start(9, 9, &[]).await;
        let mut long = send(address, &format!("{HALF}x: {}", "a".repeat(HEAD_LIMIT))).await;
        assert!(first(&mut long).await.starts_with("HTTP/1.1 431"));
    }

    #[tokio::test]
    async fn when_all_places_are_taken_one_waits_for_the_next() {
        let (address, _stop, _) = start(2, 9, &[]).await;
        let held = [send(address, HALF).await, send(address, HALF).await];
        let mut third = send(address, WHOLE).await;
        let early = timeout(Duration::from_millis(100), third.read_u8()).await;
        assert!(early.is_err(), "it waits");
        drop(held);
        assert!(first(&mut third).await.ends_with("here"));
    }

    #[tokio::test]
    async fn one_network_cannot_take_all_places() {
        let (address, _stop, _) = start(9, 2, &[]).await;
        let mut held = [send(address, HALF).await, send(address, HALF).await];
        sleep(Duration::from_millis(50)).await;
        assert_eq!(first(&mut send(address, WHOLE).await).await, "");
        for slow in &mut held {
            rest(slow).await;
        }
        assert!(first(&mut send(address, WHOLE).await).await.ends_with("here"));
    }

    #[tokio::test]
    async fn a_trusted_proxy_may_open_many_and_rest() {
        let (address, _stop, _) = start(9, 1, &["127.0.0.0/8"]).await;
        let mut held = [send(address, HALF).await, send(address, HALF).await];
        sleep(Duration::from_millis(600)).await;
        for resting in &mut held {
            resting.write_all(b"\r\n").await.unwrap();
            assert!(first(resting).await.ends_with("here"));
        }
    }

    #[tokio::test]
    async fn requests_under_way_are_answered_before_the_end() {
        let (address, stop, end) = start(9, 9, &[]).await;
        let mut resting = send(address, WHOLE).await;
        assert!(first(&mut resting).await.ends_with("here"));
        let mut slow = send(address, &WHOLE.replace("/ ", "/slow ")).await;
        sleep(Duration::from_millis(50)).await;
        stop.send(()).unwrap();
        assert!(rest(&mut slow).await.is_some_and(|text| text.ends_with("slow")));
        timeout(Duration::from_millis(200), end).await.expect("it has ended").unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
