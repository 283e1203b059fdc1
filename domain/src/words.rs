//! Every sentence that people read, once. Screens, mails and the API take their
//! words from here, so that another language is another file.
//!
//! Sentence case, short, *you*; say what happened, then what to do.

use crate::{Code, Problem};

/// The sentence under a field.
pub fn of_code(code: Code) -> String {
    match code {
        Code::Required => "Fill this in.".into(),
        Code::TooLong { max } | Code::PasswordLong { max } => {
            format!("Use at most {max} characters.")
        }
        Code::Unprintable => "Use letters, digits and signs that can be seen.".into(),
        Code::EmailShape => "Write the whole address, such as name@example.com.".into(),
        Code::PasswordTooShortAlone => {
            "Alone it needs 15 characters. Change your password first, then turn this off.".into()
        }
        Code::PasswordShort { min } => format!("Use at least {min} characters."),
        Code::PasswordBreached => too_easy("This password is known from a breach."),
        Code::PasswordCommon => too_easy("Passwords like this are tried first."),
        Code::PasswordOwn => too_easy("Your name, your address and ours are tried first."),
        Code::PasswordPattern => too_easy("Repetitions, rows and dates are tried first."),
        Code::PasswordGuessable => too_easy("This is easy to guess."),
        Code::EmailSame => "This is your address already.".into(),
        Code::LinkGone => "This link does not work any more. Take the newest one.".into(),
        Code::PasswordWrong => "This is not your password.".into(),
        Code::CodeWrong => "That code did not work. Try the newest one in your app.".into(),
        Code::EnrolmentGone => "That took a while. Start again, and scan the new code.".into(),
        Code::PasswordRepeat => "This is not the same as the new password.".into(),
        Code::SendAgain => "You have confirmed that it is you. Send this once more.".into(),
        Code::SignInWrong => "Email or password is not right.".into(),
        Code::SignInStale => "That took a while. Start again with your email.".into(),
        Code::SetUpLinkGone => {
            "This link does not work any more. Take the newest one from the terminal, or sign in."
                .into()
        }
        Code::ResetLinkGone => {
            "This link does not work any more. Ask for a new one, and use the newest mail.".into()
        }
        Code::TokenNameTaken => "You already have a token with this name.".into(),
        Code::ScopeMissing => "Choose at least one scope.".into(),
        Code::Lifetime { max_days } => {
            format!("Choose one of the times above, {max_days} days at most.")
        }
        Code::Day { max_days } => {
            format!("Choose a day from today on, within the next {max_days} days.")
        }
        Code::TokenLimit { limit: 1 } => {
            "Only one API token can be created at a time. Delete the current token first.".into()
        }
        Code::TokenLimit { limit } => format!("All {limit} tokens are in use. Delete one first."),
        Code::PhotoMissing => "Choose a photo first.".into(),
        Code::PhotoBytes { megabytes } => {
            format!("This file is too large. Choose one of at most {megabytes} MB.")
        }
        Code::PhotoPixels { megapixels } => {
            format!("This picture is too large. Choose one of at most {megapixels} megapixels.")
        }
        Code::PhotoKind => "Choose a PNG, JPEG or WebP picture.".into(),
        Code::PhotoDamaged => "This file cannot be read. It is empty or damaged.".into(),
        Code::Choice => "Choose one of these.".into(),
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
    pub const CLOSE_MENU: &str = "Close menu";
    pub const PERSONAL: &str = "Personal settings";
    pub const ACCOUNT_SETTINGS: &str = "Account settings";
    pub const NOTIFICATIONS: &str = "Notifications";
    pub const NOTHING_NEW: &str = "Nothing new";
    pub const NOTHING_NEW_HINT: &str = "Tokens that are about to expire will show up here.";
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
    pub const KEEP: &str = "Keep me signed in";
    pub const SIGNING_IN: &str = "Signing in";

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
}

/// What mails say.
pub mod mail {
    /// The first line.
    pub fn hello(name: &str) -> String {
        format!("Hello {name},")
    }

    /// Somebody has an account from now on.
    pub mod welcome {
        pub const SUBJECT: &str = "Your account is ready";
        pub const BUTTON: &str = "Choose a password";
        pub const LASTS: &str = "The link works once, for 3 days. After that, ask for \
                                 another where you sign in.";

        /// What happened.
        pub fn lead(email: &str, host: &str) -> String {
            format!("You have an account at {host}. You sign in as {email}.")
        }
    }

    /// Somebody asked for a new password.
    pub mod reset {
        pub const SUBJECT: &str = "Choose a new password";
        pub const BUTTON: &str = "Confirm the password change";
        pub const LASTS: &str = "The link works once, for 30 minutes. Only the newest one works.";
        pub const NOT_YOU: &str = "You did not ask for this? Then do nothing: \
                                   your password stays as it is.";

        /// What happened.
        pub fn lead(email: &str, network: &str) -> String {
            format!("Somebody at {network} asked for a new password for {email}.")
        }
    }

    /// Somebody has signed in in a new browser.
    pub mod new_browser {
        pub const SUBJECT: &str = "New sign-in to your account";
        pub const BUTTON: &str = "This was not me";
        pub const YOU: &str = "It was you? Then there is nothing to do.";
        pub const NOT_YOU: &str = "It was not you? Press the button within 7 days: it signs out \
                                   everybody and lets you choose a new password.";

        /// What happened.
        pub fn lead(email: &str, device: &str, when: &str, network: &str) -> String {
            format!("Somebody signed in as {email} with {device} on {when}, from {network}.")
        }
    }

    /// The second factor was changed, or a recovery code used.
    pub mod two_factor {
        pub const BUTTON: &str = "Look at your security page";
        pub const NOT_YOU: &str =
            "It was not you? Change your password at once, and look at what else is there.";

        /// What happened, as the history calls it.
        pub fn lead(happened: &str, email: &str, when: &str, network: &str) -> String {
            format!("{happened}, for {email}, on {when}, from {network}.")
        }

        pub const RESET_ASKED: &str = "It is turned off in 24 hours. Do you still have your phone or a recovery code? \
             Then sign in with a code until then, and nothing happens.";
        pub const RESET_DONE: &str = "Your password alone opens your account now, and all devices were signed out. \
             Set it up again soon.";

        /// After a recovery code was used.
        pub fn left(codes: i64) -> String {
            match codes {
                0 => "It was the last one. Make new codes now.".into(),
                1 => "1 is left. Make new codes soon.".into(),
                n => format!("{n} are left."),
            }
        }
    }

    /// Confirming another address.
    pub mod email_change {
        pub const SUBJECT: &str = "Confirm your new email address";
        pub const BUTTON: &str = "Confirm this address";
        pub const NOT_YOU: &str = "It was not you? Then do nothing: nothing changes.";

        /// Who wants what.
        pub fn lead(old: &str, new: &str, network: &str) -> String {
            format!(
                "Somebody, from {network}, wants to sign in with {new} instead of {old}. \
                 Was it you? Open the link within 24 hours. Nothing changes until you do."
            )
        }
    }

    /// To whoever has the address that another wants.
    pub mod email_taken {
        pub const SUBJECT: &str = "Somebody wants to use your email address";
        pub const NOTHING: &str = "Nothing has changed, and there is nothing for you to do.";

        /// What happened.
        pub fn lead(email: &str, network: &str) -> String {
            format!(
                "Somebody, from {network}, wants to use {email} for another account. \
                 It belongs to yours, so it was refused."
            )
        }
    }

    /// To the address from before.
    pub mod email_changed {
        pub const SUBJECT: &str = "Your email address was changed";
        pub const BUTTON: &str = "Undo and lock the account";
        pub const YOU: &str = "It was you? Then there is nothing to do.";
        pub const NOT_YOU: &str =
            "It was not you? Undo it by the button, within 72 hours. Then choose a new password.";

        /// What happened.
        pub fn lead(old: &str, new: &str, when: &str, network: &str) -> String {
            format!(
                "The address of your account was changed from {old} to {new} on {when}, \
                 from {network}. All devices were signed out."
            )
        }
    }

    /// The password was changed.
    pub mod password_changed {
        pub const SUBJECT: &str = "Your password was changed";
        pub const BUTTON: &str = "This was not me";
        pub const SESSIONS: &str = "All other devices were signed out.";
        pub const NOT_YOU: &str = "It was not you? Choose a new password at once, by the button.";

        /// What happened.
        pub fn lead(email: &str, when: &str, network: &str) -> String {
            format!("The password of {email} was changed on {when}, from {network}.")
        }
    }
}

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
    pub const CANCEL: &str = "Cancel";
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
    pub const CONFIRM_GONE: &str = "It was used already, or is older than 24 hours. \
                                    Send a new one from your profile.";

    pub const UNDO: &str = "Undo the change of your address?";
    pub const UNDO_LEAD: &str = "You get your old address back. We sign everybody out and lock \
                                 the account until you choose a new password.";
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

/// The photo and its editor.
pub mod photo {
    pub const TITLE: &str = "Photo";
    pub const EDIT: &str = "Edit avatar";
    pub const REMOVE: &str = "Remove photo";
    pub const REMOVING: &str = "Removing";
    pub const REMOVE_QUESTION: &str = "Remove your photo?";
    pub const REMOVE_WARNING: &str = "Everybody sees your initials in its place. \
                                      To have it back, you need its file.";
    pub const KEEP: &str = "Keep photo";
    pub const SAVE: &str = "Save photo";
    pub const SAVING: &str = "Saving";
    pub const SENDING: &str = "Sending the photo";
    pub const STOPPED: &str = "Sending was stopped. Your photo is as it was.";
    pub const CANCEL: &str = "Cancel";
    pub const SAVED: &str = "Photo saved";
    pub const REMOVED: &str = "Photo removed";
    pub const FILE: &str = "Choose a photo";
    pub const CHOOSE: &str = "Choose a photo";
    pub const OR_DROP: &str = " or drop one here";
    pub const LIMITS: &str = "PNG, JPEG or WebP, up to 5 MB";
    /// With the script only the part that was chosen is sent.
    pub const KINDS: &str = "PNG, JPEG or WebP";
    pub const CIRCLE: &str = "The photo is cropped to a circle.";
    pub const CROP: &str = "Photo crop. Drag, or use the arrow keys, to move the photo. \
                            Plus and minus zoom.";
    pub const ZOOM: &str = "Zoom";
    pub const TURN: &str = "Rotate left";
    pub const PREVIEW: &str = "Preview";
    pub const LEFT: &str = "left";
    pub const RIGHT: &str = "right";
    pub const UP: &str = "up";
    pub const DOWN: &str = "down";

    /// Of a file that was chosen: `beach.jpg is open.`
    pub fn opened(file: &str) -> String {
        [file, " is open."].concat()
    }

    /// `Moved left, 40 percent`.
    pub fn moved(direction: &str, place: &str) -> String {
        ["Moved ", direction, ", ", &percent(place)].concat()
    }

    /// `At the edge, no further left`.
    pub fn at_edge(direction: &str) -> String {
        ["At the edge, no further ", direction].concat()
    }

    /// `Zoom 148 percent`.
    pub fn zoomed(zoom: &str) -> String {
        [ZOOM, " ", &percent(zoom)].concat()
    }

    /// `Rotated left, 90 degrees`: so far in all.
    pub fn turned(degrees: &str) -> String {
        ["Rotated left, ", degrees, " degrees"].concat()
    }

    /// `Sending the photo, 40 percent`.
    pub fn sent(part: &str) -> String {
        [SENDING, ", ", &percent(part)].concat()
    }

    /// `148 percent`: not every voice knows the sign.
    pub fn percent(number: &str) -> String {
        [number, " percent"].concat()
    }
}

/// The security page.
pub mod security {
    pub const TITLE: &str = "Security";
    pub const LEAD: &str = "How you prove it is you, and where you are signed in.";
    pub const PASSWORD: &str = "Password";
    /// Before the date.
    pub const PASSWORD_SINCE: &str = "Last changed ";
    pub const CURRENT: &str = "Current password";
    /// Of a password, and what it is when it will do.
    pub const STRENGTH: &str = "Strength";
    pub const GOOD: &str = "Good.";
    pub const STRONG: &str = "Strong.";
    pub const NEW: &str = "New password";
    pub const REPEAT: &str = "Repeat new password";
    pub const ENDS_OTHERS: &str = "Other sessions will be signed out.";
    pub const CHANGE: &str = "Change password";
    pub const CHANGING: &str = "Changing password";
    pub const CHANGED: &str = "Password changed. Other sessions were signed out.";

    pub const SESSIONS: &str = "Active sessions";
    pub const SIGN_OUT: &str = "Sign out";
    pub const SIGNING_OUT: &str = "Signing out";
    pub const SIGN_OUT_OTHERS: &str = "Sign out all others";
    pub const OTHERS_QUESTION: &str = "Sign out all other sessions?";
    pub const OTHERS_WARNING: &str =
        "Every other browser has to sign in again. What is being typed there is not saved.";
    pub const KEEP: &str = "Keep them";
    pub const OTHERS_ENDED: &str = "Signed out everywhere else";
    pub const ENDED: &str = "Signed out";
    pub const THIS: &str = "This session";
    pub const ACTIVE_NOW: &str = "Active now";
    /// Before the date.
    pub const ACTIVE: &str = "Active ";
    /// Before the date.
    pub const SINCE: &str = "Signed in ";
    pub const RENAME: &str = "Rename";
    pub const RENAME_TITLE: &str = "Rename session";
    pub const RENAME_LEAD: &str = "Call it what you know it by, such as Work laptop.";
    pub const NAME: &str = "Name";
    pub const SAVE_NAME: &str = "Save name";
    pub const RENAMED: &str = "Session renamed";
    pub const CANCEL: &str = "Cancel";

    pub const HISTORY: &str = "History";
    pub const HISTORY_LEAD: &str =
        "What happened to your account. Something you do not know? Change your password.";
    pub const MORE: &str = "Show more";

    pub const CONFIRM: &str = "Confirm that it is you";
    pub const PROOF: &str = "Proof of identity";
    pub const CONFIRM_LEAD: &str = "This matters, and you signed in a while ago.";
    pub const CONFIRM_BUTTON: &str = "Confirm";
    pub const CONFIRMING: &str = "Confirming";

    pub const NOT_ME: &str = "Was this not you?";
    pub const NOT_ME_LEAD: &str = "We sign you out everywhere and put your password out of use. \
                                   Then we mail you a link with which you choose a new one.";
    pub const NOT_ME_BUTTON: &str = "Sign out everywhere";
    pub const NOT_ME_DONE_TITLE: &str = "Signed out everywhere";
    pub const NOT_ME_DONE: &str = "A link to a new password is on its way to you.";
    pub const NOT_ME_GONE: &str = "It was used already, or is older than 7 days.";

    pub const UNKNOWN_BROWSER: &str = "Unknown browser";

    /// `Chrome on macOS`.
    pub fn device(browser: &str, system: &str) -> String {
        [browser, " on ", system].concat()
    }

    /// What the lines of the history say.
    pub mod history {
        pub const SET_UP: &str = "Set up this instance";
        pub const ACCOUNT_CREATED: &str = "Account created";
        pub const MAILS_RETRIED: &str = "Mails tried again";
        pub const UNLOCKED: &str = "Account unlocked";
        pub const PASSWORD_RESET: &str = "Password reset";
        pub const PASSWORD_CHANGED: &str = "Password changed";
        pub const NOT_ME: &str = "A sign-in was reported as not yours";
        pub const EMAIL_CHANGE_ASKED: &str = "Link to a new email address sent";
        pub const EMAIL_CHANGE_DROPPED: &str = "Change of email address cancelled";
        pub const EMAIL_CHANGED: &str = "Email address changed";
        pub const EMAIL_UNDONE: &str = "Change of email address undone, account locked";
        pub const TWO_FACTOR_ON: &str = "Two-factor authentication turned on";
        pub const TWO_FACTOR_MOVED: &str = "Two-factor authentication moved to another app";
        pub const TWO_FACTOR_OFF: &str = "Two-factor authentication turned off";
        pub const RECOVERY_CODES_MADE: &str = "New recovery codes";
        pub const RECOVERY_CODE_USED: &str = "Recovery code used";
        pub const FACTOR_RESET_ASKED: &str = "Reset of two-factor authentication asked for";
        pub const FACTOR_RESET_DROPPED: &str = "Reset of two-factor authentication dropped";
        pub const FACTOR_RESET: &str = "Two-factor authentication reset";
        pub const CODE_REFUSED: &str = "Wrong code";
        pub const SIGNED_IN: &str = "Signed in";
        pub const SIGN_IN_FAILED: &str = "Wrong password";
        pub const SIGNED_OUT: &str = "Signed out";
        pub const SESSION_ENDED: &str = "Signed out a session";
        pub const OTHERS_ENDED: &str = "Signed out all other sessions";
        pub const SESSION_RENAMED: &str = "Renamed a session";
        pub const PROVED: &str = "Confirmed it is you";
        pub const PROOF_FAILED: &str = "Wrong password while confirming";
        pub const NAME_SAVED: &str = "Name changed";
        pub const PHOTO_SAVED: &str = "Photo changed";
        pub const PHOTO_REMOVED: &str = "Photo removed";
        pub const TIME_ZONE_SAVED: &str = "Time zone changed";
        pub const TOKEN_CREATED: &str = "API token made";
        pub const TOKEN_RENAMED: &str = "API token renamed";
        pub const TOKEN_DELETED: &str = "API token deleted";
    }
}

/// The second factor, on the security page and while signing in.
pub mod two_factor {
    pub const TITLE: &str = "Two-factor authentication";
    pub const LEAD: &str = "A code from your phone, after your password.";
    pub const ON: &str = "On";
    pub const OFF: &str = "Off";
    pub const SET_UP: &str = "Set up two-factor";
    pub const STARTING: &str = "Starting";
    pub const QR: &str = "QR code for your authenticator app";
    pub const SCAN: &str = "Scan the code with an authenticator app";
    pub const BY_HAND: &str = "Enter a key instead";
    pub const KEY: &str = "Key for your authenticator app";
    pub const ENTER: &str = "Enter the six digits it shows";
    pub const CANCEL: &str = "Cancel";
    pub const TURN_ON: &str = "Turn on";
    pub const TURNING_ON: &str = "Turning on";
    pub const ON_NOW: &str = "Two-factor authentication is on";
    pub const MOVE: &str = "Move to another device";
    pub const TURN_OFF: &str = "Turn off two-factor";
    pub const TURNING_OFF: &str = "Turning off";
    pub const TURN_OFF_WARNING: &str =
        "Then your password alone opens your account. Your recovery codes stop working.";
    pub const ENDED: &str = "Two-factor authentication is off";
    pub const CODES: &str = "Recovery codes";
    pub const CODES_LEAD: &str = "Each code signs you in once, when you do not have your phone.";
    pub const SAVE_NOW: &str = "Save them now, they will not be shown again.";
    pub const NEW_CODES: &str = "Make new codes";
    pub const MAKING: &str = "Making codes";

    pub const COPIED: &str = "Recovery codes copied";
    pub const DOWNLOAD: &str = "Download";
    pub const PRINT: &str = "Print";
    /// The name of the file of recovery codes.
    pub const FILE: &str = "latchkey-recovery-codes.txt";
    pub const REQUIRED: &str = "Required here, so it cannot be turned off.";
    pub const REQUIRED_TITLE: &str = "Two-factor authentication is required here.";
    pub const REQUIRED_TEXT: &str = "Set it up, and everything else opens.";

    pub const ASK: &str = "Enter your code";
    pub const ASK_LEAD: &str = "Six digits from your authenticator app.";
    pub const EITHER: &str = "Code";
    pub const EITHER_HINT: &str = "Six digits from your app, or a recovery code.";
    pub const TRUST: &str = "Trust this browser for 30 days";
    pub const CODE: &str = "Code";
    pub const CODE_HINT: &str = "The code changes every 30 seconds.";
    pub const USE_RECOVERY: &str = "Use a recovery code";
    pub const RECOVERY: &str = "Recovery code";
    pub const RECOVERY_LEAD: &str = "Enter one of the codes that you saved. It works once.";
    pub const RECOVERY_CODE: &str = "Recovery code";
    pub const USE_APP: &str = "Use your app instead";

    /// Under the recovery codes.
    pub fn left(codes: u32) -> String {
        let left = format!("{codes} of 10 left.");
        if codes < 4 { left + " Make new codes soon." } else { left }
    }
}

/// The page of API tokens.
pub mod tokens {
    pub const TITLE: &str = "API tokens";
    pub const LEAD: &str = "Let scripts and tools use Latchkey for you, without your password.";
    pub const NEW: &str = "New token";
    pub const NEW_LEAD: &str = "A token acts as you. Give it only what it needs.";
    pub const NAME: &str = "Name";
    pub const NAME_EXAMPLE: &str = "deploy-from-ci";
    pub const NAME_HINT: &str = "Say what will use it. You can rename it later.";
    pub const EXPIRES_IN: &str = "Expires in";
    pub const DAYS: &str = "days";
    pub const OTHER: &str = "Other";
    pub const DATE: &str = "date";
    pub const LAST_DAY: &str = "Last day";
    pub const SCOPES: &str = "Scopes";
    pub const READ: &str = "Read";
    pub const READ_HINT: &str = "See workspaces, people and settings.";
    pub const WRITE: &str = "Write";
    pub const WRITE_HINT: &str = "Create, change and delete workspaces.";
    pub const GENERATE: &str = "Generate";
    pub const GENERATING: &str = "Generating";
    pub const COPY_NOW: &str = "Copy it now, it will not be shown again.";
    pub const NEW_TOKEN: &str = "New token";
    pub const COPIED: &str = "Token copied";
    pub const CREATED: &str = "Created";
    /// After the end of a token, before its date.
    pub const CREATED_ON: &str = ", created ";
    pub const EXPIRES: &str = "Expires";
    pub const LAST_USED: &str = "Last used";
    pub const NEVER: &str = "Never";
    pub const TRY_IT: &str = "Try it in a terminal";
    pub const DONE: &str = "Done";
    pub const YOURS: &str = "Your tokens";
    pub const TOKEN: &str = "Token";
    pub const ACTIONS: &str = "Actions";
    pub const NONE_YET: &str = "No tokens yet";
    pub const NONE_YET_HINT: &str = "Make one to let a script or a tool use Latchkey for you.";
    pub const DELETE: &str = "Delete";
    pub const DELETE_TOKEN: &str = "Delete token";
    pub const DELETING: &str = "Deleting";
    pub const KEEP: &str = "Keep token";
    pub const DELETE_WARNING: &str =
        "Everything that uses this token stops working at once. You cannot undo this.";
    pub const IN_USE: &str = "This token is in use.";
    pub const NEVER_USED: &str = "This token has never been used.";
    pub const EXPIRED_FACT: &str = "This token has expired.";
    pub const EXPIRED_HINT: &str = "Nothing can use it any more.";
    pub const DELETED: &str = "Token deleted";
    pub const RENAME: &str = "Rename";
    pub const RENAME_HINT: &str = "Nothing that uses the token will notice.";
    pub const SAVE_NAME: &str = "Save name";
    pub const DELETED_ELSEWHERE: &str = "This token was deleted in another window";
    pub const RENAMED: &str = "Token renamed";
    pub const CANCEL: &str = "Cancel";

    pub const ONE: &str = "API token";
    pub const ONE_LEAD: &str = "It acts as you, wherever you paste it. You can have one at a time.";
    pub const ONE_NAME: &str = "API token";
    pub const NONE: &str = "No token";
    pub const SAVE: &str = "Save";
    pub const ONE_DELETE_WARNING: &str = "Everything that uses this token stops working at once, \
                                          and future calls need a new one. You cannot undo this.";
    pub const ONE_EXPIRES_HINT: &str =
        "Delete it and generate a new one before then. No token can be extended.";
    pub const ONE_EXPIRED: &str = "This token has expired.";
    pub const ONE_EXPIRED_HINT: &str = "Generate a new one. No token can be extended.";
    /// Before leaving it.
    pub const UNCOPIED: (&str, &str) =
        ("Go on without the new token?", "You have not copied it, and it will not be shown again.");
    /// Before leaving the form.
    pub const UNMADE: (&str, &str) =
        ("Leave without generating?", "What you chose for the new token will be lost.");

    /// Before the network of the last use.
    pub const FROM: &str = " from ";

    /// Under the choice of a lifetime.
    pub fn stops_working(date: &str) -> String {
        format!("This token stops working on {date}.")
    }

    /// The same before a day is chosen.
    pub fn latest(date: &str) -> String {
        format!("Choose the last day on which it works, {date} at the latest.")
    }

    /// The title of the dialog that gives a token another name.
    pub fn rename_title(name: &str) -> String {
        format!("Rename {name}")
    }

    /// The badge of a token that has expired.
    pub fn expired(day: &str) -> String {
        format!("Expired {day}")
    }

    /// Over a new token.
    pub fn ready(name: &str) -> String {
        format!("{name} is ready")
    }

    /// The title of the confirmation.
    pub fn delete_question(name: &str) -> String {
        format!("Delete {name}?")
    }

    /// The name of a row's menu.
    pub fn actions_for(name: &str) -> String {
        format!("Actions for {name}")
    }

    pub const MORE_HINT: &str = "Each shows here when the one before it is deleted.";

    /// Where one at a time is allowed, and there are more from before.
    pub fn more(tokens: usize) -> String {
        format!("You have {tokens} tokens.")
    }

    /// Under the title of the list.
    pub fn tally(active: usize, expired: usize) -> String {
        match (active, expired) {
            (active, 0) => format!("{active} active"),
            (active, expired) => format!("{active} active, {expired} expired"),
        }
    }

    /// The badge of a token that ends within a week.
    pub fn expires_soon(days: i64) -> String {
        match days {
            ..=0 => "Expires today".into(),
            1 => "Expires tomorrow".into(),
            n => format!("Expires in {n} days"),
        }
    }

    /// The first sentence of the warning above the form.
    pub fn expires_next(name: &str, days: i64) -> String {
        format!("{name}{}.", notice(days))
    }

    /// What to do about it, and about `more` tokens that expire soon, too.
    pub fn expires_next_hint(more: usize) -> String {
        let then = "Generate a new one before then. No token can be extended.";
        match more {
            0 => then.into(),
            1 => format!("{then} One more expires soon."),
            more => format!("{then} {more} more expire soon."),
        }
    }
    pub const EXPIRED_NEXT: &str = "Generate a new one.";

    /// A notice in the bell's menu.
    pub fn notice(days: i64) -> &'static str {
        match days {
            ..=0 => " expires today",
            1 => " expires tomorrow",
            2 => " expires in 2 days",
            3 => " expires in 3 days",
            4 => " expires in 4 days",
            5 => " expires in 5 days",
            6 => " expires in 6 days",
            _ => " expires in 7 days",
        }
    }
}

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
        let all = include_str!("words.rs").to_lowercase();
        let body = all.split("#[cfg(test)]").next().unwrap_or_default();
        for word in ["please", "oops", "successfully", "!\""] {
            assert!(!body.contains(word), "{word}");
        }
    }
}
