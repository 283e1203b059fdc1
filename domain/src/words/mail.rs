//! What mails say.

/// The first line; of some the name is not known yet.
pub fn hello(name: &str) -> String {
    if name.is_empty() { "Hello,".into() } else { format!("Hello {name},") }
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

/// Somebody wants an account with this address.
pub mod sign_up {
    pub const SUBJECT: &str = "Create your account";
    pub const BUTTON: &str = "Create your account";
    pub const LASTS: &str = "The link works once, for 24 hours. Only the newest one works.";
    pub const NOT_YOU: &str = "It was not you? Then do nothing: there is no account.";

    /// What happened.
    pub fn lead(email: &str, host: &str, network: &str) -> String {
        format!("Somebody at {network} wants an account at {host} with {email}.")
    }
}

/// To whoever has an account with this address already.
pub mod sign_up_taken {
    pub const SUBJECT: &str = "You already have an account";
    pub const BUTTON: &str = "Sign in";
    pub const NOT_YOU: &str = "It was not you? Then there is nothing to do: nothing has changed.";

    /// What happened.
    pub fn lead(email: &str, host: &str, network: &str) -> String {
        format!(
            "Somebody at {network} wants an account at {host} with {email}. \
             You have one already. Was it you? Then sign in."
        )
    }

    /// Where that leads to whoever cannot.
    pub fn forgot(url: &str) -> String {
        format!("You forgot your password? Choose a new one: {url}")
    }
}

/// Somebody is invited to an organization.
pub mod invitation {
    pub const SUBJECT: &str = "You are invited to an organization";
    pub const BUTTON: &str = "Look at the invitation";
    pub const LASTS: &str = "The link works for 7 days. Only the newest one works.";
    pub const NOT_YOU: &str = "You do not know them? Then do nothing: nothing happens unless you \
                               accept.";

    /// By whom, and as what.
    pub fn lead(by: &str, organization: &str, role: &str, host: &str) -> String {
        format!("{by} invites you to {organization} at {host}, as {role}.")
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

/// The person has locked the account.
pub mod locked {
    pub const SUBJECT: &str = "Your account is locked: choose a new password";
    pub const AGAIN: &str = "Too late? Ask for another link by Forgot your password? where you \
                             sign in.";
    pub const TWO_FACTOR: &str = "Two-factor authentication stays on. You did not turn it on \
                                  yourself? Then ask whoever runs this instance to reset it.";

    /// What happened, and what is to be done.
    pub fn lead(email: &str, network: &str) -> String {
        format!(
            "You have locked the account of {email}, from {network}. Everybody is signed out, \
             and the old password is of no use. Choose a new one to come back."
        )
    }
}

/// Somebody has signed in in a new browser.
pub mod new_browser {
    pub const SUBJECT: &str = "New sign-in to your account";
    pub const BUTTON: &str = "This was not me";
    pub const YOU: &str = "It was you? Then there is nothing to do.";
    pub const NOT_YOU: &str = "It was not you? Say so within 7 days: that signs out \
                               everybody and lets you choose a new password. Passkeys and API \
                               tokens of the last 7 days are deleted then.";

    /// What happened.
    pub fn lead(email: &str, device: &str, when: &str, network: &str) -> String {
        format!("Somebody signed in as {email} with {device} on {when}, from {network}.")
    }
}

/// Something happened to the account that its person should know of.
pub mod happened {
    pub const BUTTON: &str = "Look at your security page";
    pub const NOT_YOU: &str =
        "It was not you? Change your password at once, and look at what else is there.";

    /// What happened, as the history calls it.
    pub fn lead(happened: &str, email: &str, when: &str, network: &str) -> String {
        format!("{happened}. This happened to the account of {email} on {when}, from {network}.")
    }

    pub const SIGNED_OUT: &str = "All other devices were signed out.";
    pub const RESET_ASKED: &str = "It is turned off in 24 hours. Do you still have your phone or a recovery code? \
         Then sign in with a code until then, and nothing happens.";
    pub const RESET_DONE: &str = "Your password alone opens your account now, and all devices were signed out. \
         One of fewer than 15 characters has to be renewed when you sign in. Set it up again \
         soon.";

    /// Which address is wanted.
    pub fn wanted(email: &str) -> String {
        format!("The new address is {email}. Nothing changes until the link there is opened.")
    }

    /// Which token was made.
    pub fn token(name: &str, last_four: &str, until: &str) -> String {
        format!("It is called {name}, ends with {last_four}, and works until {until}.")
    }

    /// After a recovery code was used.
    pub fn left(codes: i64) -> String {
        match codes {
            0 => "It was the last one. Make new codes now.".into(),
            1 => "1 is left. Make new codes soon.".into(),
            n => format!("{n} are left."),
        }
    }
}

/// Staff did something to an account.
pub mod by_staff {
    pub const ASK: &str = "You did not expect this? Ask whoever runs this instance.";

    /// What happened, as the history calls it.
    pub fn lead(happened: &str, email: &str, when: &str) -> String {
        format!("{happened}. Staff of this instance did this to the account of {email} on {when}.")
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
        "It was not you? Undo it within 72 hours. Then choose a new password.";

    /// What happened.
    pub fn lead(old: &str, new: &str, when: &str, network: &str) -> String {
        format!(
            "The address of your account was changed from {old} to {new} on {when}, \
             from {network}. All devices were signed out."
        )
    }
}

/// The archive of a person's data is made.
pub mod export_ready {
    pub const SUBJECT: &str = "Your data is ready";
    pub const BUTTON: &str = "Go to your data";
    pub const LASTS: &str = "You can download it once, within 24 hours. Sign in for it: \
                             this mail alone opens nothing.";
    pub const NOT_YOU: &str =
        "It was not you? Change your password at once: whoever asked was signed in as you.";

    /// What happened.
    pub fn lead(email: &str, when: &str, network: &str) -> String {
        format!("Somebody, from {network}, asked on {when} for a copy of what we keep of {email}.")
    }
}

/// A token ends soon, or has ended.
pub mod token_expires {
    pub const SOON: &str = "An API token of yours expires soon";
    pub const OVER: &str = "An API token of yours has expired";
    pub const BUTTON: &str = "Go to your tokens";
    pub const NEW: &str = "No token can be extended. Make a new one, and put it where the old \
                           one is used.";
    pub const CHOICES: &str = "You choose on the page Notifications what we tell you about.";

    /// Which one ends when.
    pub fn soon(name: &str, last_four: &str, end: &str) -> String {
        format!(
            "Your token {name}, which ends with {last_four}, expires on {end}. \
             Whatever uses it stops working then."
        )
    }

    /// Which one ended when.
    pub fn over(name: &str, last_four: &str, end: &str) -> String {
        format!(
            "Your token {name}, which ends with {last_four}, expired on {end}. \
             Whatever uses it does not work any more."
        )
    }
}

/// What somebody was told within a day.
pub mod digest {
    pub const SUBJECT: &str = "What is new";
    pub const BUTTON: &str = "Look at your notifications";
    pub const CHOICES: &str = super::token_expires::CHOICES;

    /// How much it is.
    pub fn lead(all: usize) -> String {
        match all {
            1 => "There is one new notification.".into(),
            all => format!("There are {all} new notifications."),
        }
    }

    /// What did not fit.
    pub fn more(rest: usize) -> Option<String> {
        (rest > 0).then(|| format!("And {rest} more."))
    }
}

/// Somebody else changed what the person is in an organization.
pub mod membership {
    pub const CHANGED: &str = "Your role in an organization changed";
    pub const REMOVED: &str = "You were removed from an organization";
    pub const SUSPENDED: &str = "You were suspended in an organization";
    pub const RESUMED: &str = "You are let in again by an organization";
    pub const BUTTON: &str = "Go to your organizations";
    pub const ASK: &str = "You did not expect this? Ask an owner or admin there.";

    /// Who made the person what.
    pub fn changed(by: &str, organization: &str, role: &str) -> String {
        format!("{by} changed your role in {organization}. You are {role} there now.")
    }

    /// Who suspended the person there.
    pub fn suspended(by: &str, organization: &str) -> String {
        format!(
            "{by} suspended you in {organization}. Nothing there is open to you, or to your \
             tokens, until somebody lifts it."
        )
    }

    /// Who took that back.
    pub fn resumed(by: &str, organization: &str) -> String {
        format!("{by} let you in again at {organization}. You have what you had there before.")
    }

    /// Who removed the person.
    pub fn removed(by: &str, organization: &str) -> String {
        format!(
            "{by} removed you from {organization}. Its workspaces are not open to you any more."
        )
    }
}

/// To the owners of an organization, of whom another did something.
pub mod owners {
    pub const OWNERS: &str = "The owners of an organization changed";
    pub const MOVED: &str = "A workspace was moved away";
    pub const MFA: &str = "The two-factor rule of an organization changed";
    pub const ENDS: &str = "An organization will be deleted";
    pub const STAYS: &str = "An organization will not be deleted";
    pub const NOT_KNOWN: &str = "You are told because you are an owner. You did not expect \
                                 this? Look at who belongs to the organization.";

    /// Who made whom what.
    pub fn role(by: &str, whose: &str, organization: &str, role: &str) -> String {
        format!("{by} changed the role of {whose} in {organization}. It is now: {role}.")
    }

    /// Who removed whom.
    pub fn removed(by: &str, whose: &str, organization: &str) -> String {
        format!("{by} removed {whose}, an owner, from {organization}.")
    }

    /// Who suspended whom, or took that back.
    pub fn suspended(by: &str, whose: &str, organization: &str, suspended: bool) -> String {
        if suspended {
            format!("{by} suspended {whose}, an owner, in {organization}.")
        } else {
            format!("{by} let {whose}, an owner, in again at {organization}.")
        }
    }

    /// Who moved what, and where.
    pub fn moved(by: &str, workspace: &str, organization: &str, to: &str) -> String {
        format!("{by} moved the workspace {workspace} from {organization} to {to}.")
    }

    /// Who requires it.
    pub fn required(by: &str, organization: &str) -> String {
        format!("{by} requires two-factor authentication of everybody in {organization}.")
    }

    /// Who does not any more.
    pub fn optional(by: &str, organization: &str) -> String {
        format!("{by} made two-factor authentication optional in {organization}.")
    }

    /// Which owner has left.
    pub fn left(by: &str, organization: &str) -> String {
        format!("{by}, who was an owner, has left {organization}.")
    }

    /// Who has it deleted, and when.
    pub fn ends(by: &str, organization: &str, at: &str) -> String {
        format!(
            "{by} has {organization} deleted, with everything in it. It is gone on {at}. Until \
             then owners can keep it, on its page General."
        )
    }

    /// Who keeps it.
    pub fn stays(by: &str, organization: &str) -> String {
        format!("{by} keeps {organization}. Nothing of it is deleted.")
    }
}

/// The account will be deleted.
pub mod leaves {
    pub const SUBJECT: &str = "Your account will be deleted";
    pub const BUTTON: &str = "Keep your account";
    pub const KEEP: &str = "You changed your mind? Sign in until then, and you keep it \
                            all. Your tokens work again then.";
    pub const NOT_YOU: &str = "It was not you? Sign in until then, too, and change your \
                               password.";
    /// To an address that was given up lately.
    pub const OLD: &str = "You get this because it was the address of this account until \
                           lately. It was not you? Undo it by the mail that told \
                           you of the change: then nothing is deleted, and you choose a new \
                           password.";

    /// What happens, and when.
    pub fn lead(email: &str, network: &str, when: &str) -> String {
        format!(
            "Somebody, from {network}, asked to delete the account of {email}. All devices \
             were signed out, and tokens stopped working. On {when} everything is deleted."
        )
    }
}

/// The account will not be deleted after all.
pub mod stays {
    pub const SUBJECT: &str = "You keep your account";
    pub const BUTTON: &str = "Go to your data";
    pub const NOT_YOU: &str = "It was not you? Then change your password.";

    /// Why: somebody signed in.
    pub fn lead(email: &str, network: &str) -> String {
        format!(
            "Somebody signed in as {email}, from {network}. So nothing is deleted, and your \
             tokens work again."
        )
    }

    /// Why: something stood against it when the time had come.
    pub fn blocked(email: &str, why: &str) -> String {
        format!("The account of {email} was to be deleted now, and could not be. {why}")
    }
}
