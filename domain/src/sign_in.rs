//! Signing in, and what a new account needs.

use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
use crate::{
    Problem, Secret, email::Email, password, person::Name, problem::Checks, profile,
    security::Strength,
};

/// A sign-in between its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInStep {
    /// The address that was typed. Whether it exists is not known here.
    pub email: String,
    /// Its first letter, in place of a face.
    pub initial: String,
    pub waits_for: WaitsFor,
    /// *Keep me signed in* is offered.
    pub may_keep: bool,
    /// Trusting the browser is offered, beside the code.
    pub may_trust: bool,
}

/// What it goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitsFor {
    Password,
    /// The password was right, and a code is asked for as well.
    Code,
    /// A passkey will do in place of the code.
    CodeOrPasskey,
}

/// Whoever got a link to a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetLink {
    pub email: String,
    /// Fewest characters of the new one.
    pub password_min: u32,
}

/// What a new account needs, beside a password.
#[cfg(feature = "server")]
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: Name,
    pub email: Email,
}

/// The same as it was typed.
#[cfg(feature = "server")]
#[derive(Debug, Clone, Copy)]
pub struct AccountForm<'a> {
    pub first: &'a str,
    pub last: &'a str,
    pub email: &'a str,
    /// None when the person chooses one later.
    pub password: Option<&'a Secret>,
}

#[cfg(feature = "server")]
impl AccountForm<'_> {
    /// Checks it; the display name is made of first and last name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with `first_name`, `last_name`, `email`, `password`.
    pub fn check(self) -> Result<NewAccount, Problem> {
        let Self { first, last, email, password } = self;
        let mut checks = Checks::new();
        let secret = password.map_or(Ok(()), |password| {
            password::check(password.expose(), password::MIN_ALONE, &self.context())
        });
        let email = checks.take("email", Email::parse(email));
        let secret = checks.take("password", secret);
        let display: String = format!("{first} {last}").trim().chars().take(64).collect();
        match (profile::check_name(first, last, &display), email, secret) {
            (Ok(name), Some(email), Some(())) => Ok(NewAccount { name, email }),
            (Err(Problem::Invalid(names)), ..) => {
                let names = names.into_iter().filter(|f| f.field != "display_name");
                names.for_each(|f| checks.note(&f.field, f.code));
                Err(checks.problem())
            }
            _ => Err(checks.problem()),
        }
    }

    /// How strong the password is, while the form is being filled in.
    pub fn strength(self) -> Strength {
        let password = self.password.map_or("", Secret::expose);
        password::strength(password, password::MIN_ALONE, &self.context())
    }

    /// What others know of the person.
    fn context(&self) -> [&str; 4] {
        let local = self.email.split('@').next().unwrap_or_default();
        [self.first, self.last, self.email, local]
    }
}

/// Where to go after signing in. Only a path on this origin is ever followed
/// (ASVS 3.7.2): one `/`, then no second, no backslash, no control characters.
pub fn safe_next(next: &str) -> &str {
    let bytes = next.as_bytes();
    let local = bytes.first() == Some(&b'/')
        && !matches!(bytes.get(1), Some(b'/' | b'\\'))
        && !next.contains('\\')
        && !next.chars().any(char::is_control)
        && next.len() <= 512;
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_stays_on_this_origin() {
        for good in ["/", "/account/tokens", "/account/tokens?a=b#c"] {
            assert_eq!(safe_next(good), good);
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\\b",
            "/\t/evil.example",
            "/\n",
            " /",
            "\u{0}/",
            "evil.example",
        ] {
            assert_eq!(safe_next(bad), "/", "{bad:?}");
        }
    }

    #[cfg(feature = "server")]
    #[test]
    fn the_set_up_form_tells_everything_at_once() {
        let password = &Secret::new("short");
        let form = AccountForm { first: "", last: "", email: "mara", password: Some(password) };
        let problem = form.check().unwrap_err();
        let Problem::Invalid(fields) = problem else { panic!() };
        let mut names: Vec<_> = fields.iter().map(|f| f.field.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["email", "first_name", "password"]);
    }

    #[cfg(feature = "server")]
    #[test]
    fn the_strength_says_what_the_form_would() {
        for (password, does) in [
            ("seventeen grey seals", true),
            ("fourteen chars", false),
            ("adaholm-adaholm-1", false),
            ("ada@fjordline.example", false),
            ("passwordpassword", false),
        ] {
            let password = &Secret::new(password);
            let (first, last, email) = ("Ada", "Holm", "ada@fjordline.example");
            let form = AccountForm { first, last, email, password: Some(password) };
            assert_eq!(form.check().is_ok(), does, "{password:?}");
            assert_eq!(form.strength().score >= 2, does, "{password:?}");
        }
    }
}
