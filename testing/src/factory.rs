//! Makes people and their tokens.

use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher as _};
use domain::{
    PersonId, WorkspaceId, email::Email, organizations::Which, password::normalize, person::Name,
    photo::PhotoId, profile::ProfilePage, rights::Role, tokens::NewToken,
};
use rand::{SeedableRng as _, rngs::StdRng};
use storage::NewPerson;

use crate::{Answer, Client, TestApp};

/// The password of everybody who was not given another.
pub const PASSWORD: &str = "seventeen grey seals";

/// The address of a person of this name.
pub fn email(name: &str) -> String {
    format!("{name}@fjordline.example")
}

impl TestApp {
    /// A person, signed in. Made when there is none of this name.
    pub async fn person(&self, name: &str) -> Client {
        self.add(name, PASSWORD, false).await;
        self.sign_in(name).await
    }

    /// One who runs the instance, signed in.
    pub async fn staff(&self, name: &str) -> Client {
        self.add(name, PASSWORD, true).await;
        self.sign_in(name).await
    }

    /// One more browser of a person who is there already.
    pub async fn sign_in(&self, name: &str) -> Client {
        let browser = self.stranger();
        browser.sign_in(&email(name), PASSWORD).await;
        browser
    }

    /// Adds a person with a password. False when there is one of this name.
    pub async fn add(&self, name: &str, password: &str, staff: bool) -> bool {
        let passwords = &self.config.passwords;
        let hash = hash(password, passwords.memory_kib, passwords.passes);
        let address = Email::parse(&email(name)).unwrap();
        let first: String =
            name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
        let display = format!("{first} Lindqvist");
        let seed =
            name.bytes().fold(7, |seed: u64, b| seed.wrapping_mul(31).wrapping_add(b.into()));
        let mut rng = StdRng::seed_from_u64(seed);
        let new = NewPerson {
            id: PersonId::new(self.now(), &mut rng),
            email: &address,
            name: &Name { first, last: "Lindqvist".into(), display },
            password_hash: &hash,
            staff,
            now: self.now(),
        };
        let mut tx = self.db.begin().await.unwrap();
        let added = tx.insert_person(new, &address.canonical().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        added
    }
}

impl TestApp {
    /// The id of a person of this name.
    pub async fn id_of(&self, name: &str) -> PersonId {
        let key = Email::parse(&email(name)).unwrap().canonical().unwrap();
        let mut reader = self.db.read().await.unwrap();
        reader.credentials(&key, None).await.unwrap().unwrap().person
    }

    /// Makes a person belong to an organization, of which `owner` is one.
    pub async fn join(&self, slug: &str, owner: &str, name: &str, role: Role) {
        let (owner, person) = (self.id_of(owner).await, self.id_of(name).await);
        let mut tx = self.db.begin().await.unwrap();
        let row = tx.membership(&Which::from(slug), owner, self.now()).await.unwrap().unwrap();
        assert!(tx.insert_membership(row.id, person, role, self.now()).await.unwrap());
        tx.commit().await.unwrap();
    }

    /// Makes a person a member of a workspace.
    pub async fn share(&self, id: WorkspaceId, name: &str, role: Role) {
        let person = self.id_of(name).await;
        let mut tx = self.db.begin().await.unwrap();
        assert!(tx.insert_workspace_member(id, person, role, self.now()).await.unwrap());
        tx.commit().await.unwrap();
    }
}

impl Client {
    /// Makes an organization; answers its slug.
    pub async fn new_organization(&self, name: &str) -> String {
        let made = self.call("organizations/create", &[("name", name)]).await.is(200);
        made.location().split('/').nth(2).unwrap().to_owned()
    }

    /// Makes a workspace in an organization.
    pub async fn new_workspace(&self, slug: &str, name: &str) -> WorkspaceId {
        let fields = [("organization", slug), ("name", name)];
        let made = self.call("workspaces/create", &fields).await.is(200);
        made.location().trim_start_matches("/w/").parse().unwrap()
    }

    /// Signs this browser in, as its person would.
    pub async fn sign_in(&self, email: &str, password: &str) {
        let _ = self.call("sign-in/begin", &[("email", email), ("next", "/")]).await.is(200);
        let _ = self.call("sign-in/finish", &[("password", password)]).await.is(200);
    }

    /// Sends a file as the photo of this person.
    pub async fn send_photo(&self, file: &[u8]) -> Answer {
        self.send_file("profile/save-photo", "photo", file).await
    }

    /// The same when it has to work.
    pub async fn save_photo(&self, file: &[u8]) -> PhotoId {
        self.send_photo(file).await.is(200).data()
    }

    /// One size of a photo.
    pub async fn get_photo(&self, id: PhotoId, side: u32) -> Answer {
        self.get(&format!("/photos/{id}/{side}")).await
    }

    /// The photo that this person has.
    pub async fn photo(&self) -> Option<PhotoId> {
        self.call("profile/load", &[]).await.is(200).data::<ProfilePage>().profile.face.photo
    }

    /// Makes a token that may read and write for 30 days.
    pub async fn new_token(&self, name: &str) -> String {
        self.new_token_for(name, 30).await.secret.unwrap().expose().into()
    }

    /// Makes a token for so many days.
    pub async fn new_token_for(&self, name: &str, days: u32) -> NewToken {
        let days = days.to_string();
        let fields = [("name", name), ("expires_in", &days), ("read", "true"), ("write", "true")];
        self.call("tokens/create", &fields).await.is(200).data()
    }
}

/// A hash as a node with this cost makes it.
fn hash(password: &str, memory_kib: u32, passes: u32) -> String {
    let params = Params::new(memory_kib, passes, 1, None).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(normalize(password).as_bytes(), b"salt of a person")
        .unwrap()
        .to_string()
}
