//! The one error of the outside world. Screens, server functions and the REST
//! API all speak it; causes stay in the log.

use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::wire::WireEncoding;
#[cfg(feature = "server")]
use crate::{
    invitations::{Report, Told},
    my_data::Block,
};

/// What went wrong, in a form that may leave the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Some of what was typed will not do; each entry names its field.
    Invalid(Vec<FieldProblem>),
    /// There is nothing here, or nothing that the caller may know of.
    NotFound,
    /// The caller is known but may not do this.
    Forbidden,
    /// The session has ended.
    SignInAgain,
    /// The last proof of identity is too old for this.
    StepUp,
    /// The instance or the organization requires a second factor, and the caller has none.
    TwoFactorFirst,
    /// Somebody else is signed in than when the page was made.
    OtherPerson,
    /// Somebody else changed it in the meantime.
    Conflict,
    /// Too many tries; seconds until the next one may work.
    TooMany { retry_after: u32 },
    /// The server is too busy, or cannot reach its database or its bucket.
    Unavailable,
    /// A fault of ours; the id finds its cause in the log.
    Internal { request_id: String },
    /// The server did not answer. Made in the browser only.
    Offline,
    /// Page and server are of different versions. Made in the browser only.
    Outdated,
}

/// One thing that is wrong with one field. An empty field name means the form
/// as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The name of the field in the form, the URL encoding and the JSON body.
    pub field: String,
    /// What is wrong with it. In the browser only those codes that it acts upon.
    #[serde(with = "code")]
    pub code: Code,
    /// The same in words. Made where the code is, so that the browser needs not know
    /// all of them.
    pub sentence: String,
}

impl FieldProblem {
    fn new(field: &str, code: Code) -> Self {
        Self { field: field.into(), code, sentence: crate::words::of_code(code) }
    }
}

/// How a code is handed over. To read all of them costs the browser some kilobytes: those that
/// it acts upon have a mark, and of the others it knows the sentence.
mod code {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::Code;

    const ACTED_UPON: [Code; 4] =
        [Code::SendAgain, Code::LinkGone, Code::ResetLinkGone, Code::NotInvited];

    pub fn serialize<S: Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
        (mark(*code), whole::write(*code)).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        let (mark, written) = <(u8, String)>::deserialize(deserializer)?;
        Ok(whole::read(&written).unwrap_or(marked(mark)))
    }

    fn mark(code: Code) -> u8 {
        let place = ACTED_UPON.iter().position(|one| *one == code);
        place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or_default()
    }

    fn marked(mark: u8) -> Code {
        let place = usize::from(mark).checked_sub(1);
        place.and_then(|place| ACTED_UPON.get(place).copied()).unwrap_or(Code::Other)
    }

    #[cfg(feature = "server")]
    mod whole {
        use base64ct::{Base64Unpadded, Encoding as _};

        use super::Code;

        pub fn write(code: Code) -> String {
            let bytes = postcard::to_allocvec(&code).unwrap_or_default();
            Base64Unpadded::encode_string(&bytes)
        }

        pub fn read(written: &str) -> Option<Code> {
            let bytes = Base64Unpadded::decode_vec(written).ok()?;
            postcard::from_bytes(&bytes).ok()
        }
    }

    #[cfg(not(feature = "server"))]
    mod whole {
        use super::Code;

        pub fn write(_: Code) -> String {
            String::new()
        }

        pub fn read(_: &str) -> Option<Code> {
            None
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_browser_knows_what_it_acts_upon() {
            for code in ACTED_UPON {
                assert_eq!(marked(mark(code)), code);
            }
            assert_eq!(marked(mark(Code::Required)), Code::Other);
            assert_eq!(marked(200), Code::Other);
        }

        #[cfg(feature = "server")]
        #[test]
        fn others_know_them_all() {
            for code in [Code::Required, Code::TooLong { max: 300 }, Code::SendAgain] {
                assert_eq!(whole::read(&whole::write(code)), Some(code));
            }
        }
    }
}

/// Everything that can be wrong with what was typed. The sentences are in
/// [`crate::words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Nothing was typed.
    Required,
    /// Another one, as the browser reads it: its sentence says what it is.
    Other,
    /// More than `max` characters.
    TooLong { max: u32 },
    /// Line breaks, or other characters that cannot be seen.
    Unprintable,
    /// Not an address of the form `name@example.com`.
    EmailShape,
    /// The address that the person has already.
    EmailSame,
    /// Not the address that the person has.
    EmailOther,
    /// An address at a host where nobody may sign up; its sentence says where one may.
    EmailHost,
    /// Something stands against leaving; its sentence says what.
    Blocked,
    /// Fewer than `min` characters.
    PasswordShort { min: u32 },
    /// Good beside a second factor, but too short without one.
    PasswordTooShortAlone,
    /// The same when somebody signs in with it: a mail brings them a longer one.
    PasswordOutgrown,
    /// More than `max` characters or bytes.
    PasswordLong { max: u32 },
    /// Known from a breach, wherever that was.
    PasswordBreached,
    /// One of the passwords that are tried first.
    PasswordCommon,
    /// Made of the person's own name or address, or of ours.
    PasswordOwn,
    /// Repetitions, sequences, rows of keys or dates.
    PasswordPattern,
    /// Soon guessed for another reason, such as a single word.
    PasswordGuessable,
    /// Not the person's password, or locked: never said which.
    PasswordWrong,
    /// A code that is being read from an app has six digits.
    CodeShape,
    /// Not a code of the app or a recovery code, used before, or locked: never said which.
    CodeWrong,
    /// The same from an app that is being set up: no recovery code will do.
    EnrolCodeWrong,
    /// Too many of those for now.
    EnrolWait,
    /// What was being set up has been given up, or took too long.
    EnrolmentGone,
    /// A passkey that is not known here, or what it said does not hold: never said which.
    PasskeyWrong,
    /// What the passkey was asked for has been answered before, or too long ago.
    PasskeyStale,
    /// The public address has no name, so there are no passkeys.
    PasskeyNowhere,
    /// This passkey opens the account already.
    PasskeyKnown,
    /// All `limit` passkeys are in use.
    PasskeyLimit { limit: u32 },
    /// Without it nobody could sign in any more.
    LastWayIn,
    /// Not twice the same.
    PasswordRepeat,
    /// It is the one from before.
    PasswordSame,
    /// What was turned back for want of a proof can be sent now.
    SendAgain,
    /// Wrong address or password, or locked: never said which.
    SignInWrong,
    /// The sign-in took too long between its steps.
    SignInStale,
    /// The set-up link was used, replaced or mistyped.
    SetUpLinkGone,
    /// The link of a mail was used, replaced or is too old.
    LinkGone,
    /// The link to a new password was used, replaced or is too old.
    ResetLinkGone,
    /// The same of the link to an account of one's own, or there is one by now.
    SignUpLinkGone,
    /// A live token of this person has the same name.
    TokenNameTaken,
    /// Nothing is ticked where something has to be.
    NoneChosen,
    /// It takes a fresh proof of who somebody is, which a token cannot give.
    InBrowser,
    /// `most` organizations of one's own are enough.
    OrganizationLimit { most: u32 },
    /// A list of more than `most` addresses, or one that is longer than those could be.
    ListLong { most: u32 },
    /// Some of a list were not invited; its sentence says how many were.
    NotInvited,
    /// Nobody is invited as an owner.
    InvitedOwner,
    /// The organization waits for the answers of `most` people.
    InvitationLimit { most: u32 },
    /// The invitation was withdrawn, answered, or is too old.
    InvitationGone,
    /// Owners are made, changed and removed by owners.
    OwnersOnly,
    /// Without this one nobody would own it.
    LastOwnerOther,
    /// Nobody of the organization has this address.
    NotHere,
    /// Whoever has this address is in already.
    InAlready,
    /// Another team of the organization has the name.
    TeamNameTaken,
    /// A role of its own that may nothing beside what members may.
    NoRights,
    /// Another role is called so.
    RoleNameTaken,
    /// The organization has as many roles of its own as there may be.
    RoleLimit { most: u32 },
    /// So many people have the role that is to be deleted.
    RoleInUse { people: i64 },
    /// One who would suspend themselves.
    SuspendSelf,
    /// The organization has `most` teams.
    TeamLimit { most: u32 },
    /// What was chosen is not there any more.
    ChoiceGone,
    /// A lifetime that the policy does not offer.
    Lifetime { max_days: u32 },
    /// A last day that has passed, or is more than `max_days` away.
    Day { max_days: u32 },
    /// All `limit` live tokens are in use.
    TokenLimit { limit: u32 },
    /// No file was sent.
    PhotoMissing,
    /// A file of more than `megabytes`.
    PhotoBytes { megabytes: u32 },
    /// A picture of more than `megapixels`.
    PhotoPixels { megapixels: u32 },
    /// Not a picture of a kind that is taken.
    PhotoKind,
    /// A picture that cannot be read to its end.
    PhotoDamaged,
    /// Not one of the choices.
    Choice,
    /// No slug: too short or long, or of other characters.
    SlugShape,
    /// A slug that nobody gets.
    SlugReserved,
    /// Another organization has the slug, or had it.
    SlugTaken,
    /// The organization has had `most` slugs.
    SlugLimit { most: u32 },
    /// Not the name of what is to be deleted.
    NameOther,
    /// Nobody else owns the organization.
    LastOwner,
    /// The organization will be gone; nothing in it can be changed.
    OrganizationEnds,
    /// Who requires a second factor has none.
    OwnFactorFirst,
    /// By the policy only staff make organizations.
    OnlyStaff,
    /// Nobody else runs the instance.
    LastStaff,
    /// Somebody has an account with this address; told to nobody but staff.
    AddressTaken,
    /// The workspace is there already, or cannot go there.
    Elsewhere,
}

impl Problem {
    /// A problem with a single field.
    pub fn field(field: &str, code: Code) -> Self {
        Self::Invalid(vec![FieldProblem::new(field, code)])
    }

    /// An address elsewhere than at one of these hosts.
    #[cfg(feature = "server")]
    pub fn foreign(hosts: &[String]) -> Self {
        let sentence = crate::words::sign_up::only_at(hosts);
        let (field, code) = ("email".into(), Code::EmailHost);
        Self::Invalid(vec![FieldProblem { field, code, sentence }])
    }

    /// Why some of a list were not invited, each of them for the field `addresses`; and how
    /// many were. None when all is well.
    #[cfg(feature = "server")]
    pub fn not_invited(report: &Report) -> Option<Self> {
        use crate::words::invitations as said;
        let code = Code::NotInvited;
        let told = |told: &&Told| FieldProblem {
            field: "addresses".into(),
            code,
            sentence: said::told(told),
        };
        let left = report.left();
        let (field, sentence) = (String::new(), said::sum(report.sent().len(), left.len()));
        let first = FieldProblem { field, code, sentence };
        (!left.is_empty())
            .then(|| Self::Invalid([first].into_iter().chain(left.iter().map(told)).collect()))
    }

    /// Something stands against leaving.
    #[cfg(feature = "server")]
    pub fn blocked(by: Block) -> Self {
        let sentence = crate::words::my_data::block(by).into();
        Self::Invalid(vec![FieldProblem { field: String::new(), code: Code::Blocked, sentence }])
    }

    /// A problem with the form as a whole.
    pub fn form(code: Code) -> Self {
        Self::field("", code)
    }

    /// What is wrong with `field`, if anything.
    pub fn of_field(&self, field: &str) -> Option<&FieldProblem> {
        let Self::Invalid(fields) = self else { return None };
        fields.iter().find(|f| f.field == field)
    }

    /// The same as a code.
    pub fn code(&self, field: &str) -> Option<Code> {
        self.of_field(field).map(|problem| problem.code)
    }

    /// The HTTP status that says the same (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            Self::NotFound => 404,
            Self::Forbidden | Self::StepUp | Self::TwoFactorFirst => 403,
            Self::SignInAgain => 401,
            Self::OtherPerson | Self::Conflict => 409,
            Self::TooMany { .. } => 429,
            Self::Unavailable | Self::Offline | Self::Outdated => 503,
            Self::Internal { .. } => 500,
        }
    }
}

/// What the framework has to report about a call.
impl FromServerFnError for Problem {
    type Encoder = WireEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            // A body that is cut off, or does not fit the function's arguments: no form
            // of ours sends it.
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Invalid(Vec::new()),
            _ => Self::Internal { request_id: String::new() },
        }
    }
}

/// Collects field problems while a form is checked, so that all are told at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldProblem>);

impl Checks {
    /// Starts with nothing wrong.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the value of `result`, or notes its code for `field`.
    pub fn take<T>(&mut self, field: &str, result: Result<T, Code>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(code) => {
                self.note(field, code);
                None
            }
        }
    }

    /// Notes that `field` is wrong.
    pub fn note(&mut self, field: &str, code: Code) {
        self.0.push(FieldProblem::new(field, code));
    }

    /// All that was found, or nothing.
    pub fn problem(self) -> Problem {
        Problem::Invalid(self.0)
    }

    /// `Err` when anything was noted.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(self.problem()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_the_journey_to_the_browser() {
        let problems = [
            // Which every reader knows.
            Problem::form(Code::SendAgain),
            Problem::TooMany { retry_after: 300 },
            Problem::Internal { request_id: "r1".into() },
            Problem::SignInAgain,
        ];
        for problem in problems {
            assert_eq!(Problem::de(problem.ser()), problem);
        }
        let long = Problem::field("name", Code::TooLong { max: 64 });
        let read = Problem::de(long.ser());
        assert_eq!(read.of_field("name").unwrap().sentence, "Use at most 64 characters.");
    }
}
