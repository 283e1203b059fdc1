//! `[server]`: where it listens, and what browsers call it.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use serde::Deserialize;
use url::{Host, Position, Url};

/// See the fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// What browsers call this instance. Links are made of it, and browsers that
    /// come by another name are sent there.
    pub public_url: String,
    /// Networks of the reverse proxies whose `X-Forwarded-For` is believed.
    /// Nobody else's is (ASVS 4.1.3).
    pub trusted_proxies: Vec<IpNet>,
    /// Connections that may be open at a time; fewer where the system allows
    /// fewer files.
    pub connections: usize,
    /// The same for one network, unless it is a trusted proxy.
    pub connections_per_network: usize,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            public_url: "http://localhost:3000".into(),
            trusted_proxies: Vec::new(),
            connections: 1000,
            connections_per_network: 256,
        }
    }
}

impl ServerConfig {
    /// Browsers come by https.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Is this the address of a trusted proxy?
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }

    /// What browsers on this machine call it when nothing else is said.
    pub(super) fn local_url(&self) -> String {
        format!("http://localhost:{}", self.listen.port())
    }

    /// Checks, and writes the public address as browsers do in `Host` and `Origin`.
    pub(super) fn check(&mut self) -> Result<(), String> {
        let Some(url) = origin(&self.public_url) else {
            return Err("server.public_url must look like https://id.example.com".into());
        };
        self.public_url = url.origin().ascii_serialization();
        if !self.is_secure() && !is_loopback(&url) {
            return Err("server.public_url must start with https://, because sessions would \
                        be readable on the way. Plain http is for localhost only."
                .into());
        }
        for (name, value) in [
            ("connections", self.connections),
            ("connections_per_network", self.connections_per_network),
        ] {
            if !(1..=100_000).contains(&value) {
                return Err(format!("server.{name} is {value}; it must be 1 to 100000."));
            }
        }
        Ok(())
    }
}

/// A scheme, a host, perhaps a port, and nothing besides.
fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let known = match url.host()? {
        Host::Domain(name) => {
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        }
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    };
    let rest = &url[Position::AfterPort..];
    let alone =
        matches!(rest, "" | "/") && url[Position::BeforeUsername..Position::BeforeHost].is_empty();
    (known && alone && matches!(url.scheme(), "http" | "https")).then_some(url)
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
