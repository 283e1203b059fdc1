//! An axum handler that does nothing, to hold the product against.

use axum::{Router, routing::get, serve::ListenerExt as _};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3791".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().route("/", get(|| async { "" }))).await
}
