//! Closing a connection so that its last answer arrives. Whoever is turned away before
//! their request has been read is still sending it; a socket that is closed with something
//! unread is reset, and the answer that was on its way is lost (RFC 9112, 9.6).

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    net::TcpStream,
    runtime::Handle,
    time::timeout,
};

/// How long somebody may go on sending what nobody reads, and pause meanwhile.
const WHOLE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_secs(2);

/// Whether the last request of a connection was given up before its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    /// Watches the body of the next request.
    pub(crate) fn watch(&self, body: Incoming) -> Watched {
        self.0.store(false, Relaxed);
        Watched { body, given_up: self.clone() }
    }
}

/// A body that tells when it is dropped before its end.
#[derive(Debug)]
pub(crate) struct Watched {
    body: Incoming,
    given_up: GivenUp,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.given_up.0.store(!self.body.is_end_stream(), Relaxed);
    }
}

/// A stream that, after a request was given up, is read to its end when it is dropped.
/// `places` are given back after that.
pub(crate) struct Lingering<P: Send + 'static> {
    stream: Option<(TcpStream, P)>,
    given_up: GivenUp,
}

impl<P: Send + 'static> Lingering<P> {
    pub(crate) fn new(stream: TcpStream, places: P, given_up: GivenUp) -> Self {
        Self { stream: Some((stream, places)), given_up }
    }
}

impl<P: Send + 'static> Drop for Lingering<P> {
    fn drop(&mut self) {
        if let Some((stream, places)) = self.stream.take()
            && self.given_up.0.load(Relaxed)
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move {
                let _ = timeout(WHOLE, read_to_end(stream)).await;
                drop(places);
            });
        }
    }
}

async fn read_to_end(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    let mut unread = vec![0; 16 * 1024];
    loop {
        match timeout(PAUSE, stream.read(&mut unread)).await {
            Ok(Ok(1..)) => {}
            Ok(Ok(0)) | Err(_) => return Ok(()),
            Ok(Err(error)) => return Err(error),
        }
    }
}

impl<P: Send + Unpin + 'static> Lingering<P> {
    fn stream(self: Pin<&mut Self>) -> io::Result<Pin<&mut TcpStream>> {
        let stream = self.get_mut().stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(&mut stream.0))
    }
}

impl<P: Send + Unpin + 'static> AsyncRead for Lingering<P> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream()?.poll_read(context, into)
    }
}

impl<P: Send + Unpin + 'static> AsyncWrite for Lingering<P> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(context)
    }
}
