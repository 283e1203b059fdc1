//! A bucket of the test's own inside the server that `LATCHKEY_TEST_S3` names.
//! What is in it is asked by plain http, so that our own client cannot deceive us.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use domain::Secret;
use server::config::Config;

const VARIABLE: &str = "LATCHKEY_TEST_S3";
/// A server that takes longer is broken.
const PATIENCE: Duration = Duration::from_secs(20);
/// What comes before the name of every object of ours.
pub const PREFIX: &str = "latchkey/faces-";
/// Says who asks; the server believes it.
const WHO: &str = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, \
                   SignedHeaders=host, Signature=none";
/// The key of every test; the server takes any.
pub const SECRET: &str = "a key that nobody may see";

/// A bucket, empty at first.
pub struct TestBucket {
    /// Address and port.
    server: String,
    name: String,
}

/// What the bucket holds under one name.
#[derive(Debug, PartialEq, Eq)]
pub struct Object {
    pub kind: String,
    pub bytes: Vec<u8>,
}

impl TestBucket {
    /// Makes one.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let url = std::env::var(VARIABLE).unwrap_or_else(|_| {
            panic!(
                "{VARIABLE} is not set. Photos are tested in a bucket, too: name a server \
                 that speaks S3 and takes any key, such as moto's at http://127.0.0.1:5000; \
                 `cargo xtask test` installs and starts one"
            )
        });
        let server = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let bucket = Self { server, name: format!("latchkey-{}-{count}", std::process::id()) };
        bucket.ask("PUT", "").expect("a new bucket");
        bucket
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.server)
    }

    /// A configuration with this bucket.
    pub fn settings(&self, config: &mut Config) {
        self.settings_at(&self.endpoint(), config);
    }

    /// The same, reached at another address.
    pub fn settings_at(&self, endpoint: &str, config: &mut Config) {
        config.photos.s3_bucket = Some(self.name.clone());
        config.photos.s3_endpoint = Some(endpoint.into());
        config.photos.s3_prefix = PREFIX.into();
        config.photos.s3_key_id = Some(Secret::new("test"));
        config.photos.s3_secret = Some(Secret::new(SECRET));
    }

    /// Everything in it, by name.
    pub fn objects(&self) -> BTreeMap<String, Object> {
        let object = |name: String| {
            let (kind, bytes) = self.ask("GET", &format!("/{name}")).expect("what was listed");
            (name, Object { kind, bytes })
        };
        self.names().into_iter().map(object).collect()
    }

    /// The names of everything in it.
    pub fn names(&self) -> BTreeSet<String> {
        let (_, list) = self.ask("GET", "?list-type=2").expect("a list");
        let list = String::from_utf8(list).unwrap();
        let names = list.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
        names.map(str::to_owned).collect()
    }

    /// Puts an object there.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        self.send("PUT", &format!("/{name}"), bytes).expect("a new object");
    }

    /// Takes an object away, as somebody else might.
    pub fn delete(&self, name: &str) {
        self.ask("DELETE", &format!("/{name}")).expect("one object less");
    }

    /// The address of a server that hands all questions to the bucket, and no answer
    /// back before the gate is open.
    pub fn behind_a_gate(&self) -> (String, Gate) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (server, gate) = (self.server.clone(), Gate::default());
        let held = gate.clone();
        // Ends with the process, as its last connection may.
        thread::spawn(move || {
            for asking in listener.incoming().flatten() {
                let Ok(answering) = TcpStream::connect(&server) else { return };
                let gate = held.clone();
                thread::spawn(move || forward(asking, answering, &gate));
            }
        });
        (format!("http://{address}"), gate)
    }

    /// The address of a server that is no bucket, but points with this status to where
    /// one is.
    pub fn pointing(&self, status: &'static str, there: &str) -> String {
        let there = there.to_owned();
        self.in_front(move |_, path| Some(format!("{status}\r\nLocation: {there}{path}")))
    }

    /// The address of a server that hands everything to the bucket, and refuses to
    /// delete the object of this name.
    pub fn that_keeps(&self, name: String) -> String {
        self.in_front(move |method, path| {
            (method == "DELETE" && path.ends_with(&name)).then(|| "403 Forbidden".into())
        })
    }

    /// The address of a server that answers some questions by itself, asked for their
    /// method and path, and hands the others to the bucket.
    pub fn in_front(
        &self,
        answer: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static,
    ) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (server, answer) = (self.server.clone(), Arc::new(answer));
        // Ends with the process, as its last connection may.
        thread::spawn(move || {
            for asking in listener.incoming().flatten() {
                let (server, answer) = (server.clone(), Arc::clone(&answer));
                thread::spawn(move || answer_one(asking, &server, answer.as_ref()));
            }
        });
        format!("http://{address}")
    }

    fn ask(&self, method: &str, path: &str) -> Option<(String, Vec<u8>)> {
        self.send(method, path, &[])
    }

    /// Content type and body of an answer that is a success.
    fn send(&self, method: &str, path: &str, body: &[u8]) -> Option<(String, Vec<u8>)> {
        let mut server = TcpStream::connect(&self.server)
            .unwrap_or_else(|error| panic!("the server that {VARIABLE} names: {error}"));
        server.set_read_timeout(Some(PATIENCE)).unwrap();
        let head = format!(
            "{method} /{}{path} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\
             Authorization: {WHO}\r\nConnection: close\r\n\r\n",
            self.name,
            self.server,
            body.len()
        );
        server.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let mut answer = Vec::new();
        server.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap();
        let kind = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-type").then(|| value.to_owned())
        });
        status.starts_with('2').then(|| (kind.unwrap_or_default(), answer[end + 4..].to_vec()))
    }
}

impl Default for TestBucket {
    fn default() -> Self {
        Self::new()
    }
}

/// Holds up answers; shut at first.
#[derive(Clone, Default)]
pub struct Gate(Arc<AtomicBool>);

impl Gate {
    /// Lets everything through from now on.
    pub fn open(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn wait(&self) {
        while !self.0.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn forward(mut asking: TcpStream, mut answering: TcpStream, gate: &Gate) {
    let (mut questions, mut to) = (asking.try_clone().unwrap(), answering.try_clone().unwrap());
    thread::spawn(move || std::io::copy(&mut questions, &mut to));
    gate.wait();
    let _ = std::io::copy(&mut answering, &mut asking);
    let _ = asking.shutdown(Shutdown::Both);
}

/// Takes one question: each has a connection of its own.
fn answer_one(
    mut asking: TcpStream,
    server: &str,
    answer: &dyn Fn(&str, &str) -> Option<String>,
) -> Option<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        asking.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let text = String::from_utf8(head).unwrap();
    let lower = text.to_lowercase();
    let length = lower.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    asking.read_exact(&mut body).ok()?;
    let (first, rest) = text.split_once("\r\n").unwrap();
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let answered = if let Some(head) = answer(method, path) {
        format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into()
    } else {
        let mut bucket = TcpStream::connect(server).ok()?;
        let head = format!("{first}\r\nConnection: close\r\n{rest}");
        bucket.write_all(&[head.as_bytes(), &body].concat()).ok()?;
        let mut answered = Vec::new();
        bucket.read_to_end(&mut answered).ok()?;
        answered
    };
    asking.write_all(&answered).ok()
}

/// The address of a server that takes connections and says nothing. Holds as long
/// as the listener.
pub fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (listener, address)
}

/// The address of a server that is down.
pub fn down() -> String {
    let (listener, address) = silent();
    drop(listener);
    address
}
