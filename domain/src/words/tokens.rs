//! The page of API tokens.

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

/// When none of the lifetimes was chosen.
pub fn wrong_lifetime(max_days: u32) -> String {
    format!("Choose one of the times above, {max_days} days at most.")
}

/// When the day is not one that may be chosen.
pub fn wrong_day(max_days: u32) -> String {
    format!("Choose a day from today on, within the next {max_days} days.")
}

/// When a person has as many as there may be.
pub fn limit(limit: u32) -> String {
    if limit == 1 {
        "Only one API token can be created at a time. Delete the current token first.".into()
    } else {
        format!("All {limit} tokens are in use. Delete one first.")
    }
}
