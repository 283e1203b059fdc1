//! Every sentence that people read, once. Screens, mails and the API take their
//! words from here, so that another language is another file.
//!
//! Sentence case, short, *you*; say what happened, then what to do.

use crate::{Code, Problem};

/// The sentence under a field.
pub fn of_code(code: Code) -> String {
    match code {
        Code::Required => "Fill this in.".into(),
        Code::Other => "This needs another look.".into(),
        Code::TooLong { max } | Code::PasswordLong { max } => {
            format!("Use at most {max} characters.")
        }
        Code::Unprintable => "Use letters, digits and signs that can be seen.".into(),
        Code::EmailShape => "Write the whole address, such as name@example.com.".into(),
        Code::PasswordTooShortAlone => two_factor::TOO_SHORT_ALONE.into(),
        Code::PasswordOutgrown => sign_in::OUTGROWN.into(),
        Code::PasswordShort { min } => format!("Use at least {min} characters."),
        Code::PasswordBreached => too_easy("This password is known from a breach."),
        Code::PasswordCommon => too_easy("Passwords like this are tried first."),
        Code::PasswordOwn => too_easy("Your name, your address and ours are tried first."),
        Code::PasswordPattern => {
            too_easy("Repetitions, neighbouring keys and dates are tried first.")
        }
        Code::PasswordGuessable => too_easy("This is easy to guess."),
        Code::EmailSame => "This is your address already.".into(),
        Code::EmailOther => "This is not your address.".into(),
        Code::EmailHost => sign_up::FOREIGN.into(),
        Code::Blocked => my_data::BLOCKED.into(),
        Code::LinkGone => "This link does not work any more. Take the newest one.".into(),
        Code::PasswordWrong => "This is not your password.".into(),
        Code::CodeShape => "Write all six digits.".into(),
        Code::EnrolCodeWrong => two_factor::ENROL_CODE_WRONG.into(),
        Code::EnrolWait => two_factor::ENROL_WAIT.into(),
        Code::CodeWrong => two_factor::CODE_WRONG.into(),
        Code::EnrolmentGone => two_factor::ENROLMENT_GONE.into(),
        Code::PasskeyWrong => "This passkey does not open an account here. Use another way.".into(),
        Code::PasskeyStale => "That took a while. Try the passkey once more.".into(),
        Code::PasskeyKnown => passkeys::KNOWN.into(),
        Code::PasskeyNowhere => passkeys::NOT_HERE.into(),
        Code::PasskeyLimit { limit } => passkeys::limit(limit),
        Code::LastWayIn => "This is your last way to sign in. Set a password first.".into(),
        Code::PasswordSame => "This is your password already. Choose another one.".into(),
        Code::PasswordRepeat => "This is not the same as the new password.".into(),
        Code::SendAgain => "You have confirmed that it is you. Send this once more.".into(),
        Code::SignInWrong => "Email or password is not right.".into(),
        Code::SignInStale => "That took a while. Start again with your email.".into(),
        Code::SetUpLinkGone => sign_in::LINK_GONE.into(),
        Code::ResetLinkGone => reset::LINK_GONE.into(),
        Code::SignUpLinkGone => sign_up::LINK_GONE.into(),
        Code::TokenNameTaken => "You already have a token with this name.".into(),
        Code::NoneChosen => "Choose at least one.".into(),
        Code::Lifetime { max_days } => tokens::wrong_lifetime(max_days),
        Code::Day { max_days } => tokens::wrong_day(max_days),
        Code::TokenLimit { limit } => tokens::limit(limit),
        Code::PhotoMissing => "Choose a photo first.".into(),
        Code::PhotoBytes { megabytes } => photo::many_bytes(megabytes),
        Code::PhotoPixels { megapixels } => photo::many_pixels(megapixels),
        Code::PhotoKind => "Choose a PNG, JPEG or WebP picture.".into(),
        Code::PhotoDamaged => "This file cannot be read. It is empty or damaged.".into(),
        Code::Choice => "Choose one of these.".into(),
        Code::SlugShape => organizations::SLUG_HINT.into(),
        Code::SlugReserved => "This word is kept for addresses of ours. Choose another.".into(),
        Code::SlugTaken => "Another organization has this address, or had it.".into(),
        Code::SlugLimit { most } => organizations::slug_limit(most),
        Code::NameOther => "This is not its name.".into(),
        Code::LastOwner => organizations::LAST_OWNER.into(),
        Code::InBrowser => people::IN_BROWSER.into(),
        Code::OrganizationLimit { most } => organizations::limit(most),
        Code::ListLong { most } => invitations::too_many(most),
        Code::NotInvited => invitations::NOT_SENT.into(),
        Code::InvitedOwner => invitations::NO_OWNERS.into(),
        Code::InvitationLimit { most } => invitations::limit(most),
        Code::InvitationGone => invitations::GONE.into(),
        Code::NotHere => teams::NOT_HERE.into(),
        Code::InAlready => teams::IN_ALREADY.into(),
        Code::TeamNameTaken => teams::NAME_TAKEN.into(),
        Code::NoRights => roles::NO_RIGHTS.into(),
        Code::RoleNameTaken => roles::NAME_TAKEN.into(),
        Code::RoleLimit { most } => roles::limit(most),
        Code::RoleInUse { people } => roles::in_use(people),
        Code::SuspendSelf => people::SUSPEND_SELF.into(),
        Code::TeamLimit { most } => teams::limit(most),
        Code::ChoiceGone => teams::CHOICE_GONE.into(),
        Code::OwnersOnly => people::OWNERS_ONLY.into(),
        Code::LastOwnerOther => people::LAST_OWNER.into(),
        Code::OrganizationEnds => organizations::ENDS_NOTHING.into(),
        Code::OwnFactorFirst => organizations::OWN_FACTOR_FIRST.into(),
        Code::OnlyStaff => organizations::ONLY_STAFF.into(),
        Code::LastStaff => staff::LAST_STAFF.into(),
        Code::AddressTaken => staff::TAKEN.into(),
        Code::Elsewhere => "It cannot be moved there. Choose another organization.".into(),
    }
}

/// Why a password is guessed soon, and what to do.
fn too_easy(why: &str) -> String {
    [why, " Use a few words that have nothing to do with you."].concat()
}

/// What happened, in bold, and what to do.
pub fn of_problem(problem: &Problem) -> (String, String) {
    let (what, then) = match problem {
        Problem::Invalid(fields) => {
            let form = fields.iter().find(|f| f.field.is_empty());
            let what = form.map_or("Some of this needs another look.", |f| &f.sentence);
            return (what.into(), String::new());
        }
        Problem::NotFound => (NOT_FOUND, ""),
        Problem::Forbidden => ("You may not do this.", "Ask an owner."),
        Problem::SignInAgain => {
            ("Your session has ended.", "Sign in again. Your text is still here.")
        }
        Problem::StepUp => ("Nothing was done.", "Send it once more, and confirm that it is you."),
        Problem::TwoFactorFirst => (
            "Two-factor authentication is required here.",
            "Set it up on the security page, and everything opens.",
        ),
        Problem::OtherPerson => ("Somebody else is signed in now.", "Nothing was saved."),
        Problem::Conflict => ("This was changed in another window.", "Your text is still here."),
        Problem::TooMany { retry_after } => {
            return (
                format!("Too many tries. Wait {}, then try again.", minutes(*retry_after)),
                String::new(),
            );
        }
        Problem::Unavailable => {
            ("The server is busy.", "Your text is still here. Try again in a moment.")
        }
        Problem::Internal { request_id } if request_id.is_empty() => {
            (NOT_SAVED, "Something went wrong on our side. Your text is still here.")
        }
        Problem::Internal { request_id } => {
            return (
                NOT_SAVED.into(),
                format!(
                    "Something went wrong on our side. Your text is still here. The log calls it {request_id}."
                ),
            );
        }
        Problem::Offline => (NOT_SAVED, "You are offline. Your text is still here."),
        Problem::Outdated => {
            ("This page is older than the server.", "Copy what you typed, then reload it.")
        }
    };
    (what.into(), then.into())
}

/// The same for what could not be shown: nothing was typed there.
pub fn not_loaded(problem: &Problem) -> (String, String) {
    let then = match problem {
        Problem::Offline => "You are offline. It comes when you are back.".into(),
        Problem::Unavailable => "The server is busy. Try again in a moment.".into(),
        Problem::Internal { request_id } if !request_id.is_empty() => {
            format!("Something went wrong on our side. The log calls it {request_id}.")
        }
        Problem::Internal { .. } => "Something went wrong on our side.".into(),
        other => return of_problem(other),
    };
    (NOT_LOADED.into(), then)
}

/// `1 minute`, `5 minutes`; never less than one.
fn minutes(seconds: u32) -> String {
    match seconds.div_ceil(60).max(1) {
        1 => "1 minute".into(),
        n => format!("{n} minutes"),
    }
}

/// `1 token`, `2 tokens`.
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

pub const PRODUCT: &str = "Latchkey";
pub const NOT_SAVED: &str = "Your changes were not saved.";
pub const NOT_LOADED: &str = "This could not be loaded.";
pub const NOT_FOUND: &str = "There is nothing at this address.";
pub const SHOW_NEW_VERSION: &str = "Show new version";
pub const LOADING: &str = "Loading";
pub const TRY_AGAIN: &str = "Try again";

/// The frame around every page.
pub mod shell {
    pub const SKIP: &str = "Skip to content";
    pub const HOME: &str = "Latchkey, home";
    pub const SETTINGS: &str = "Settings";
    pub const SETTINGS_MENU: &str = "Settings menu";
    /// After the number of what waits.
    pub const WAITING: &str = "waiting";
    pub const UNREAD: &str = "unread";
    pub const ALL_NOTIFICATIONS: &str = "All notifications";
    pub const CLOSE_MENU: &str = "Close menu";
    pub const PERSONAL: &str = "Personal settings";
    pub const GENERAL: &str = "General settings";
    pub const ACCOUNT_SETTINGS: &str = "Account settings";
    pub const NOTIFICATIONS: &str = "Notifications";
    pub const INSTANCE: &str = "Instance";
    pub const STAFF: &str = "Staff area";
    pub const SIGN_OUT: &str = "Sign out";
    pub const NOT_FOUND_TITLE: &str = "Not found";
    pub const NOT_FOUND_BACK: &str = "Go to your profile";
    pub const ERROR_TITLE: &str = "Something went wrong";
    pub const ERROR: &str = "This page could not be shown. Nothing of yours was lost.";
    pub const NO_SCRIPT_THEME: &str = "Save theme";
    pub const NOT_WHILE_OFFLINE: &str = "This page cannot be opened while you are offline.";
    pub const OFFLINE: &str = "You are offline. You can read, but changes cannot be saved.";
    pub const STILL_SIGNED_IN: &str = "You are still signed in.";
    pub const SIGN_OUT_FAILED: &str = "The server did not answer. Try again in a moment.";
    pub const BACK_ONLINE: &str = "You are back online";

    /// The menu entry that changes the theme.
    pub fn appearance(theme: crate::theme::Theme) -> &'static str {
        match theme {
            crate::theme::Theme::System => "Appearance: system",
            crate::theme::Theme::Light => "Appearance: light",
            crate::theme::Theme::Dark => "Appearance: dark",
        }
    }

    /// The name of the account menu's button.
    pub fn account_menu(name: &str) -> String {
        format!("Account menu, {name}")
    }

    /// The name of the bell.
    pub fn bell(waiting: usize) -> String {
        if waiting == 0 {
            NOTIFICATIONS.into()
        } else {
            format!("{NOTIFICATIONS}, {waiting} unread")
        }
    }
}

/// The dialog before a page is left that would lose something.
pub mod leaving {
    /// The question, and what would be lost.
    pub const UNSAVED: (&str, &str) = ("Leave without saving?", "Your changes will be lost.");
    pub const STAY: &str = "Stay";
    pub const LEAVE: &str = "Leave";
}

/// The dialog over a page whose session has ended.
pub mod session {
    pub const TITLE: &str = "Your session has ended";
    pub const SENTENCE: &str =
        "Sign in again in a new tab, then come back. Your text is still here.";
    pub const AGAIN: &str = "Sign in again";
    pub const CLOSE: &str = "Close";
}

/// Signing in and the first account.
pub mod sign_in {
    pub const TITLE: &str = "Sign in";
    pub const EMAIL: &str = "Email";
    pub const CONTINUE: &str = "Continue";
    pub const PASSWORD_TITLE: &str = "Your password";
    pub const PASSWORD: &str = "Password";
    pub const CHANGE: &str = "Change";
    pub const BACK: &str = "Back to signing in";
    pub const BACK_SHORT: &str = "Back";
    /// Between ways to go on.
    pub const OR: &str = "or";
    pub const KEEP: &str = "Keep me signed in";
    pub const SIGNING_IN: &str = "Signing in";

    pub(super) const OUTGROWN: &str = "Without a second factor this password is too short. We \
                                       have sent you a link to choose one of at least 15 \
                                       characters.";
    pub(super) const LINK_GONE: &str = "This link does not work any more. Take the newest one \
                                        from the terminal, or sign in.";

    pub const NOBODY: &str = "No account yet.";
    pub const NOBODY_HINT: &str = "Open the link in the terminal.";
    pub const SET_UP_TITLE: &str = "Set up Latchkey";
    pub const SET_UP_LEAD: &str = "Make the first account. It runs this instance.";
    pub const SET_UP_PASSWORD_HINT: &str =
        "At least 15 characters. A few unrelated words are easy to remember.";
    pub const PASSWORD_HINT_BESIDE: &str =
        "At least 8 characters. A few unrelated words are easy to remember.";

    /// What a new password must be, of at least so many characters.
    pub fn password_hint(min: u32) -> &'static str {
        if min < 15 { PASSWORD_HINT_BESIDE } else { SET_UP_PASSWORD_HINT }
    }
    pub const SET_UP: &str = "Create account";
    pub const SETTING_UP: &str = "Creating account";
    pub const SET_UP_GONE_TITLE: &str = "This link does not work";
    pub const SET_UP_GONE: &str =
        "It was used already, or a newer one was printed. Look in the terminal, or sign in.";
}

/// A new password by mail.
pub mod reset {
    pub const FORGOT: &str = "Forgot your password?";
    pub const LEAD: &str = "We mail you a link with which you choose a new one.";
    pub const SEND: &str = "Send link";
    pub const SENDING: &str = "Sending";
    pub const SENT_TITLE: &str = "Look into your mail";
    pub const SENT: &str = "If there is an account for this address, a link is on its way. \
                            It works once, for 30 minutes.";
    pub const NOTHING_CAME: &str = "Nothing came? Look among the spam, or ask again.";
    pub const AGAIN: &str = "Ask again";
    pub const TITLE: &str = "Confirm the password change";
    pub const NEW_PASSWORD: &str = "New password";
    pub const SAVE: &str = "Save new password";
    pub const SAVING: &str = "Saving";
    pub const ENDS_SESSIONS: &str = "You are signed out everywhere then.";
    pub const DONE_TITLE: &str = "Password changed";
    pub const DONE: &str = "Sign in with the new one.";
    pub const GONE_TITLE: &str = "This link does not work";
    pub const GONE: &str =
        "It was used already, is older than 30 minutes, or a newer one was sent.";
    pub const NEW_LINK: &str = "Ask for a new link";
    pub(super) const LINK_GONE: &str =
        "This link does not work any more. Ask for a new one, and use the newest mail.";
}

pub mod sign_up;

pub mod mail;

/// The profile page.
pub mod profile {
    pub const TITLE: &str = "Profile";
    pub const LEAD: &str = "How you appear to others, and the address you sign in with.";
    pub const NAME: &str = "Name";
    pub const FIRST_NAME: &str = "First name";
    pub const LAST_NAME: &str = "Last name";
    pub const DISPLAY_NAME: &str = "Display name";
    pub const DISPLAY_NAME_HINT: &str = "People in your workspace see this name.";
    pub const SAVE_NAME: &str = "Save name";
    pub const SAVING: &str = "Saving";
    pub const SAVED: &str = "Saved.";
    pub const UNSAVED: &str = "You have unsaved changes.";
    pub const DISCARD: &str = "Discard";
    pub const EMAIL: &str = "Email";
    pub const ACTIVE: &str = "Active";
    pub const EMAIL_HINT: &str = "You sign in with this address.";
}

/// The address that one signs in with.
pub mod email {
    pub const CHANGE: &str = "Change email";
    pub const NEW: &str = "New email";
    pub const NEW_HINT: &str = "We send a link there. Nothing changes until you open it.";
    pub const SEND: &str = "Send link";
    pub const SENDING: &str = "Sending";
    pub const BACK: &str = "Back to your profile";
    pub const SENT: &str = "Link sent";
    pub const PENDING: &str = "Pending confirmation";
    /// Before and after the time until which it works.
    pub const BEFORE: &str = "Open the link we sent there before ";
    pub const NOTHING_CHANGES: &str = ". Nothing changes until you do.";
    pub const RESEND: &str = "Resend link";
    pub const CANCEL_CHANGE: &str = "Cancel change";
    pub const CANCELLING: &str = "Cancelling";
    pub const CANCELLED: &str = "Change cancelled";

    /// On the profile, under the address that still counts.
    pub fn waits(email: &str) -> String {
        ["You sign in with this address. ", email, " waits to be confirmed."].concat()
    }

    pub const FIXED: &str = "You sign in with this address. It is fixed here: \
                             whoever runs this instance can change it.";

    pub const CONFIRM: &str = "Confirm your new address";
    pub const CONFIRM_LEAD: &str = "You sign in with it from now on. We sign you out everywhere.";
    pub const CONFIRM_BUTTON: &str = "Confirm this address";
    pub const CONFIRMING: &str = "Confirming";
    pub const CONFIRMED: &str = "Your address was changed";
    pub const CONFIRMED_LEAD: &str = "Sign in with the new one.";
    pub const CONFIRM_GONE: &str = "It was used already, is older than 24 hours, or a newer one was \
                                    sent. Send a new one from your profile.";

    pub const UNDO: &str = "Undo the change of your address?";
    pub const UNDO_LEAD: &str = "You get your old address back. We sign everybody out, delete \
                                 the passkeys and API tokens of the last 7 days, and lock the \
                                 account until you choose a new password.";
    pub const UNDO_BUTTON: &str = "Undo and lock";
    pub const UNDOING: &str = "Undoing";
    pub const UNDONE: &str = "Your old address is back";
    pub const UNDONE_LEAD: &str = "A link to a new password is on its way there.";
    pub const UNDO_GONE: &str = "It was used already, or is older than 72 hours. \
                                 Ask whoever runs this instance.";
}

/// The preferences page.
pub mod preferences {
    use crate::theme::Theme;

    pub const TITLE: &str = "Preferences";
    pub const LEAD: &str = "How Latchkey looks, and by whose clock it tells the time.";
    pub const APPEARANCE: &str = "Appearance";
    pub const APPEARANCE_LEAD: &str = "For this browser alone.";
    pub const THEME: &str = "Theme";
    pub const TIME_ZONE: &str = "Time zone";
    pub const TIME_ZONE_LEAD: &str = "All dates are shown by this clock.";
    pub const SAVE_TIME_ZONE: &str = "Save time zone";

    /// The name of a theme.
    pub fn theme(theme: Theme) -> &'static str {
        match theme {
            Theme::System => "System",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    /// The button that chooses the zone of the browser.
    pub fn use_of_browser(zone: &str) -> String {
        format!("Choose the zone of this browser, {zone}")
    }
}

pub mod my_data;

pub mod photo;

pub mod security;

pub mod audit;

pub mod invitations;

pub mod passkeys;
pub mod people;
pub mod roles;
pub mod staff;

pub mod teams;
pub mod two_factor;

pub mod tokens;

pub mod notices;

pub mod organizations;

pub mod workspaces;

/// Refusals of the API that screens do not know: what happened, what to do.
pub mod api {
    pub const NO_CREDENTIALS: (&str, &str) =
        ("A token is needed.", "Send it in the header Authorization, after the word Bearer.");
    pub const INVALID_TOKEN: (&str, &str) = (
        "This token does not work.",
        "It is malformed, expired or deleted. Make a new one on the page API tokens.",
    );
    pub const INVALID_REQUEST: (&str, &str) = (
        "Send one token, in the header Authorization.",
        "Never in the address: addresses are written to logs.",
    );
    pub const INSUFFICIENT_SCOPE: (&str, &str) =
        ("This token only reads.", "Make one that may write on the page API tokens.");
    pub const METHOD_NOT_ALLOWED: (&str, &str) =
        ("This address does not answer this method.", "The header Allow names those that it does.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_told_in_whole_minutes() {
        let wait = |retry_after| of_problem(&Problem::TooMany { retry_after }).0;
        assert_eq!(wait(1), "Too many tries. Wait 1 minute, then try again.");
        assert_eq!(wait(300), "Too many tries. Wait 5 minutes, then try again.");
    }

    #[test]
    fn no_sentence_shouts_or_begs() {
        let screens = [
            include_str!("words/invitations.rs"),
            include_str!("words/mail.rs"),
            include_str!("words/my_data.rs"),
            include_str!("words/organizations.rs"),
            include_str!("words/people.rs"),
            include_str!("words/photo.rs"),
            include_str!("words/security.rs"),
            include_str!("words/sign_up.rs"),
            include_str!("words/tokens.rs"),
            include_str!("words/two_factor.rs"),
            include_str!("words/workspaces.rs"),
        ];
        let all = include_str!("words.rs");
        let here = all.split("#[cfg(test)]").next().unwrap_or_default();
        let body = [here, &screens.concat()].concat().to_lowercase();
        for word in ["please", "oops", "successfully", "!\""] {
            assert!(!body.contains(word), "{word}");
        }
    }
}
