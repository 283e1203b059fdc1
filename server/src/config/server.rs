//! `[server]`: where it listens, and what browsers call it.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use serde::Deserialize;

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

    pub(super) fn check(&self) -> Result<(), String> {
        let url = self.public_url.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let Some(authority) =
            host.filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '\\']))
        else {
            return Err("server.public_url must look like https://id.example.com".into());
        };
        if !self.is_secure() && !is_loopback(authority) {
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

/// `localhost`, `localhost:3000`, `127.0.0.1:80`, `[::1]:80`.
fn is_loopback(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
