//! The configuration: defaults, then `latchkey.toml`, then the environment
//! (`LATCHKEY_SERVER_LISTEN` is `listen` in `[server]`). A key that is not known
//! stops the start, because a typo must not silently mean the default.

mod database;
mod email;
mod log;
mod mail;
mod mfa;
mod organizations;
mod passwords;
mod photos;
mod secret;
mod secrets;
mod server;
mod sessions;
mod sign_up;
mod tokens;
mod typed;

use std::path::Path;

use figment::{
    Figment,
    providers::{Env, Format as _, Toml},
};
use serde::Deserialize;
use service::Settings;

pub use database::DatabaseConfig;
pub use email::{EmailChange, EmailConfig};
pub use log::{LogConfig, LogFormat, log_panics};
pub use mail::{MailConfig, SmtpSecurity};
pub use mfa::MfaConfig;
pub use organizations::{Create, OrganizationsConfig};
pub use passwords::PasswordsConfig;
pub use photos::PhotosConfig;
pub use secret::SecretConfig;
pub use server::ServerConfig;
pub use sessions::SessionsConfig;
pub use sign_up::{SignUp, SignUpConfig};
pub use tokens::TokensConfig;

/// The file that is read when none is named.
const FILE: &str = "latchkey.toml";

/// Everything that an operator can set. No part of it needs to be.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub server: ServerConfig,
    pub database: DatabaseConfig,
    pub log: LogConfig,
    pub sessions: SessionsConfig,
    pub passwords: PasswordsConfig,
    pub tokens: TokensConfig,
    pub photos: PhotosConfig,
    pub mail: MailConfig,
    pub mfa: MfaConfig,
    pub email: EmailConfig,
    pub sign_up: SignUpConfig,
    pub organizations: OrganizationsConfig,
    pub secret: SecretConfig,
}

/// The configuration cannot be used. Its text says what to change.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("The configuration cannot be read.\n{0}")]
    Unreadable(String),
    #[error("The configuration file {0} is not there.")]
    NoFile(String),
    #[error("The configuration file {0} is a folder. Name the file in it.")]
    Folder(String),
    #[error("The configuration does not make sense: {0}")]
    Nonsense(String),
}

/// Reads and checks the configuration.
pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
    if let Some(file) = file
        && !file.is_file()
    {
        let name = file.display().to_string();
        return Err(if file.is_dir() {
            ConfigError::Folder(name)
        } else {
            ConfigError::NoFile(name)
        });
    }
    let file = file.unwrap_or(Path::new(FILE));
    read(&Figment::from(Toml::file(file)).merge(environment()).merge(secrets::Secrets))
}

/// What `cargo xtask` and the tests are told by the same prefix; no setting of the
/// server is a single word.
const OF_THE_WORKSHOP: [&str; 6] =
    ["cache", "site", "bin", "test_postgres", "test_s3", "wasm_toolchain"];

/// What our examples export for `curl`.
const OF_EXAMPLES: [&str; 1] = ["token"];

fn environment() -> Env {
    Env::prefixed("LATCHKEY_")
        .ignore(&OF_THE_WORKSHOP)
        .ignore(&OF_EXAMPLES)
        .ignore(&secrets::Secrets::NAMES)
        .map(|name| key(name.as_str()).into())
}

/// `server.listen` of `SERVER_LISTEN`.
fn key(name: &str) -> String {
    let name = name.to_lowercase();
    // The one section of two words.
    let section = if name.starts_with("sign_up_") { "sign_up" } else { "" };
    let (section, key) = name.split_at(section.len());
    section.to_owned() + &key.replacen('_', ".", 1)
}

fn read(sources: &Figment) -> Result<Config, ConfigError> {
    let mut config: Config = sources.extract().map_err(|errors| {
        let lines: Vec<_> = errors.into_iter().map(|error| typed::explain(&error)).collect();
        ConfigError::Unreadable(lines.join("\n"))
    })?;
    if sources.find_value("server.public_url").is_err() {
        config.server.public_url = config.server.local_url();
    }
    config.check().map_err(|text| ConfigError::Nonsense(typed::rename(&text, sources)))?;
    Ok(config)
}

impl Config {
    /// The address under which browsers know this instance.
    pub fn public_url(&self) -> &str {
        self.server.public_url.trim_end_matches('/')
    }

    /// What the use-cases need to know.
    pub fn settings(&self) -> Settings {
        Settings {
            public_url: self.public_url().into(),
            tokens: self.tokens.policy(),
            sessions: self.sessions.settings(),
            hash_cost: self.passwords.cost(),
            breached: self.passwords.breached.clone(),
            bucket: self.photos.bucket(),
            mail: self.mail.settings(self.public_url(), &self.database.folder),
            two_factor: self.mfa.policy(),
            sign_up: self.sign_up.policy(),
            organizations: self.organizations.creators(),
            email_fixed: self.email.is_fixed(),
            secret_keys: self.secret.keys(),
        }
    }

    /// The same with a database of its own, no bucket and no mail server, so that a
    /// demo never meets real data or people.
    #[must_use]
    pub fn for_demo(self) -> Self {
        Self {
            database: DatabaseConfig::demo(),
            photos: PhotosConfig::default(),
            mail: MailConfig::default(),
            secret: SecretConfig::default(),
            ..self
        }
    }

    fn check(&mut self) -> Result<(), String> {
        self.server.check()?;
        self.database.check()?;
        self.sessions.check()?;
        self.passwords.check()?;
        self.tokens.check()?;
        self.photos.check()?;
        self.sign_up.check()?;
        self.secret.check(self.database.needs_folder().is_some())?;
        self.mail.check()
    }
}

#[cfg(test)]
mod tests {
    use domain::sign_up::SignUpPolicy;

    use super::*;

    fn from(toml: &str) -> Result<Config, String> {
        read(&Figment::from(Toml::string(toml))).map_err(|error| error.to_string())
    }

    #[test]
    fn none_is_needed() {
        let config = from("").unwrap();
        assert_eq!(config.public_url(), "http://localhost:3000");
        assert_eq!(config.tokens.policy(), domain::tokens::TokenPolicy::default());
    }

    #[test]
    fn a_good_one_is_taken() {
        let config = from(
            "[server]\npublic_url = 'https://id.example.com/'\nlisten = '0.0.0.0:80'\n\
             [database]\nurl = 'postgres://latchkey@db/latchkey'\n\
             [secret]\nkey = 'thirty-two characters of a secret'\n\
             [tokens]\nlimit = 1\nlifetimes = [7]\ndefault_lifetime = 7\nmax_days = 30",
        )
        .unwrap();
        assert_eq!(config.public_url(), "https://id.example.com");
        assert!(config.server.is_secure());
        assert_eq!(config.settings().tokens.limit, 1);
    }

    #[test]
    fn the_public_address_is_what_browsers_send() {
        for (toml, url) in [
            ("public_url = 'https://ID.example.com'", "https://id.example.com"),
            ("public_url = 'https://id.example.com:443/'", "https://id.example.com"),
            ("public_url = 'https://id.example.com:8443'", "https://id.example.com:8443"),
            ("public_url = 'https://b\u{fc}cher.example'", "https://xn--bcher-kva.example"),
            ("public_url = 'http://[::1]:80'", "http://[::1]"),
            ("public_url = 'http://127.0.0.1:4000'", "http://127.0.0.1:4000"),
            ("listen = '0.0.0.0:4000'", "http://localhost:4000"),
            ("listen = '127.0.0.1:80'", "http://localhost"),
        ] {
            assert_eq!(from(&format!("[server]\n{toml}")).unwrap().public_url(), url, "{toml}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_and_named() {
        for (toml, names) in [
            ("typo = 1", "typo"),
            ("[server]\nlistenn = 'x'", "listenn"),
            ("[server]\nlisten = 'somewhere'", "listen"),
            ("[server]\nlisten = 3000", "listen"),
            ("[server]\npublic_url = 'id.example.com'", "public_url"),
            ("[server]\npublic_url = 'http://id.example.com'", "https"),
            ("[server]\npublic_url = 'http://127.0.0.1.example.com'", "https"),
            ("[server]\npublic_url = 'https://id.example.com/app'", "public_url"),
            ("[server]\npublic_url = 'https://'", "public_url"),
            ("[server]\npublic_url = 'ftp://id.example.com'", "public_url"),
            ("[server]\npublic_url = 'https://id.example.com:99999'", "public_url"),
            ("[server]\npublic_url = \"https://a'b\"", "public_url"),
            ("[server]\npublic_url = 'https://me@id.example.com'", "public_url"),
            ("[server]\npublic_url = 'https://id.example.com?'", "public_url"),
            ("[server]\ntrusted_proxies = ['proxy']", "trusted_proxies"),
            ("[server]\nconnections = 0", "connections"),
            ("[server]\nconnections_per_network = 0", "connections_per_network"),
            ("[database]\nurl = 'mysql://x'", "url"),
            ("[database]\npath = 'x'", "path"),
            ("[log]\nformat = 'xml'", "format"),
            ("[log]\nlevel = 'x'", "level"),
            ("[sessions]\nidle_minutes = 0", "idle_minutes"),
            ("[sessions]\nidle_minutes = 2000", "idle_minutes"),
            ("[sessions]\nmax_hours = 1000", "max_hours"),
            ("[sessions]\nkeep_max_days = 31", "keep_max_days"),
            ("[sessions]\nkeep_idle_days = 31", "keep_idle_days"),
            ("[passwords]\nmemory_kib = 1024", "memory_kib"),
            ("[passwords]\npasses = 0", "passes"),
            ("[passwords]\nparallel = 0", "parallel"),
            ("[passwords]\nbreached = 'none.txt'", "passwords.breached cannot be read: none.txt"),
            ("[tokens]\nlimit = 0", "limit"),
            ("[tokens]\nlimit = -1", "limit"),
            ("[tokens]\nlifetimes = []", "lifetimes"),
            ("[tokens]\nlifetimes = [7, 7]", "lifetimes"),
            ("[tokens]\nlifetimes = [7, 400]", "lifetimes"),
            ("[tokens]\ndefault_lifetime = 8", "default_lifetime"),
            ("[tokens]\nmax_days = 0", "max_days"),
            ("[tokens]\nwarn_days = [3, 7]", "warn_days"),
            ("[tokens]\nwarn_days = [61]", "warn_days"),
            ("[photos]\nbucket = 'photos'", "bucket"),
            ("[photos]\ns3_bucket = ''", "s3_bucket"),
            ("[photos]\ns3_bucket = 'Photos_1'", "s3_bucket"),
            ("[photos]\ns3_bucket = 'a/b/c'", "s3_bucket"),
            ("[photos]\ns3_region = 'eu'", "s3_bucket is not"),
            ("[photos]\ns3_endpoint = 'https://s3.example.com'", "s3_bucket is not"),
            ("[photos]\ns3_allow_http = true", "s3_bucket is not"),
            ("[photos]\ns3_prefix = 'x/'", "s3_bucket is not"),
            ("[photos]\ns3_path_style = true", "s3_bucket is not"),
            ("[photos]\ns3_key_id = 'x'", "s3_bucket is not"),
            ("[photos]\ns3_secret = 'x'", "s3_bucket is not"),
            ("[photos]\ns3_bucket = 'abc'\ns3_region = 'eu/../x'", "s3_region"),
            ("[photos]\ns3_bucket = 'abc'\ns3_region = ''", "s3_region"),
            ("[photos]\ns3_bucket = 'abc'\ns3_endpoint = 's3.example.com'", "s3_endpoint"),
            ("[photos]\ns3_bucket = 'abc'\ns3_endpoint = 'ftp://s3.example.com'", "s3_endpoint"),
            (
                "[photos]\ns3_bucket = 'abc'\ns3_endpoint = 'https://me@s3.example.com'",
                "s3_endpoint",
            ),
            (
                "[photos]\ns3_bucket = 'abc'\ns3_endpoint = 'https://s3.example.com?x'",
                "s3_endpoint",
            ),
            ("[photos]\ns3_bucket = 'abc'\ns3_endpoint = 'http://s3.example.com'", "https"),
            ("[photos]\ns3_bucket = 'abc'\ns3_endpoint = 'http://127.0.0.1.nip.io'", "https"),
            ("[photos]\ns3_bucket = 'abc'\ns3_allow_http = true", "s3_endpoint is not"),
            ("[photos]\ns3_bucket = 'abc'\ns3_prefix = '/x'", "s3_prefix"),
            ("[photos]\ns3_bucket = 'abc'\ns3_prefix = 'x//y'", "s3_prefix"),
            ("[photos]\ns3_bucket = 'abc'\ns3_prefix = '../x/'", "s3_prefix"),
            ("[photos]\ns3_bucket = 'abc'\ns3_prefix = 'x y'", "s3_prefix"),
            ("[photos]\ns3_bucket = 'abc'\ns3_key_id = 'x'", "s3_secret is missing"),
            ("[photos]\ns3_bucket = 'abc'\ns3_secret = 'x'", "s3_key_id is missing"),
            ("[photos]\ns3_bucket = 'abc'\ns3_key_id = 'x'\ns3_secret = ' '", "s3_secret is empty"),
            ("[photos]\ns3_bucket = 'abc'\ns3_key_id = 'x'\ns3_secret = 12345", "in quotes"),
            ("[sign_up]\npolicy = 'maybe'", "policy"),
            ("[sign_up]\ndomain = ['a.example']", "domain"),
            ("[sign_up]\npolicy = 'domains'", "sign_up.domains is empty"),
            ("[sign_up]\ndomains = ['a.example']", "sign_up.policy is not domains"),
            (
                "[sign_up]\npolicy = 'open'\ndomains = ['a.example']",
                "sign_up.policy is not domains",
            ),
            ("[sign_up]\npolicy = 'domains'\ndomains = ['*.example']", "names \"*.example\""),
            ("[sign_up]\npolicy = 'domains'\ndomains = ['@a.example']", "names \"@a.example\""),
            ("[sign_up]\npolicy = 'domains'\ndomains = ['a.example', '']", "names \"\""),
            ("[sign_up]\npolicy = 'domains'\ndomains = ['localhost']", "names \"localhost\""),
            ("[organizations]\ncreate = 'nobody'", "create"),
            ("[tokens", "TOML"),
        ] {
            let error = from(toml).expect_err(toml);
            assert!(error.contains(names), "{toml}: {error}");
            assert!(!error.contains("12345"), "{toml}: {error}");
        }
    }

    #[test]
    fn who_may_sign_up_is_said_in_one_form() {
        for (toml, policy) in [
            ("", SignUpPolicy::Invited),
            ("policy = 'closed'", SignUpPolicy::Closed),
            ("policy = 'invited'", SignUpPolicy::Invited),
            ("policy = 'open'", SignUpPolicy::Open),
            (
                "policy = 'domains'\ndomains = ['Fjordline.EXAMPLE', 'b\u{fc}cher.example']",
                SignUpPolicy::Domains(
                    ["fjordline.example", "xn--bcher-kva.example"].map(Into::into).into(),
                ),
            ),
        ] {
            let config = from(&format!("[sign_up]\n{toml}")).unwrap();
            assert_eq!(config.settings().sign_up, policy, "{toml}");
        }
    }

    #[test]
    fn a_variable_names_its_section_and_key() {
        for (name, is) in [
            ("SERVER_LISTEN", "server.listen"),
            ("photos_s3_bucket", "photos.s3_bucket"),
            ("SIGN_UP_POLICY", "sign_up.policy"),
            ("SIGN_UP_DOMAINS", "sign_up.domains"),
            ("SIGN_UP", "sign.up"),
            ("TYPO", "typo"),
        ] {
            assert_eq!(key(name), is);
        }
    }

    #[test]
    fn a_bucket_is_named_by_path_or_by_host() {
        for (toml, endpoint, path_style) in [
            ("", None, false),
            ("s3_path_style = true", None, true),
            ("s3_endpoint = 'https://s3.example.com/'", Some("https://s3.example.com"), true),
            ("s3_endpoint = 'http://localhost:9000'", Some("http://localhost:9000"), true),
            ("s3_endpoint = 'http://[::1]:9000'", Some("http://[::1]:9000"), true),
            (
                "s3_endpoint = 'http://minio:9000'\ns3_allow_http = true",
                Some("http://minio:9000"),
                true,
            ),
            (
                "s3_endpoint = 'https://s3.example.com/store'\ns3_path_style = false",
                Some("https://faces.s3.example.com/store"),
                false,
            ),
        ] {
            let config = from(&format!("[photos]\ns3_bucket = 'faces'\n{toml}")).unwrap();
            let bucket = config.settings().bucket.unwrap();
            assert_eq!((bucket.endpoint.as_deref(), bucket.path_style), (endpoint, path_style));
            assert_eq!((bucket.name.as_str(), bucket.region.as_str()), ("faces", "us-east-1"));
            assert!(bucket.key.is_none());
            assert!(config.for_demo().settings().bucket.is_none());
        }
    }

    #[test]
    fn the_key_of_a_bucket_is_not_printed() {
        let config = from(
            "[photos]\ns3_bucket = 'faces'\ns3_prefix = 'a/b-'\ns3_region = 'garage'\n\
             s3_key_id = 'GK31'\ns3_secret = 'not for eyes'",
        )
        .unwrap();
        let bucket = config.settings().bucket.unwrap();
        assert_eq!((bucket.prefix.as_str(), bucket.region.as_str()), ("a/b-", "garage"));
        assert_eq!(bucket.key.as_ref().unwrap().1.expose(), "not for eyes");
        let files = service::PhotoFiles::open(Some(&bucket)).unwrap();
        let printed = format!("{config:?} {bucket:?} {files:?}");
        assert!(printed.contains("faces") && !printed.contains("not for eyes"), "{printed}");
    }
}
