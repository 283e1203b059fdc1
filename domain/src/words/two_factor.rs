//! The second factor, on the security page and while signing in.

pub const TITLE: &str = "Two-factor authentication";
pub const LEAD: &str = "A code from your phone, after your password.";
pub const ON: &str = "On";
pub const OFF: &str = "Off";
pub const SET_UP: &str = "Set up two-factor";
pub const STARTING: &str = "Starting";
pub const QR: &str = "QR code for your authenticator app";
pub const SCAN: &str = "Scan the code with an authenticator app";
pub const OPEN_APP: &str = "Open it on this device";
pub const BY_HAND: &str = "Enter a key instead";
pub const KEY: &str = "Key for your authenticator app";
pub const ENTER: &str = "Enter the six digits it shows";
pub const CANCEL: &str = "Cancel";
pub const TURN_ON: &str = "Turn on";
pub const TURNING_ON: &str = "Turning on";
pub const ON_NOW: &str = "Two-factor authentication is on";
pub const MOVE: &str = "Move to another device";
pub const MOVE_LEAD: &str =
    "Your app from before works until you have entered a code of the new one.";
pub const MOVE_NOW: &str = "Use this app";
pub const MOVING: &str = "Moving";
pub const MOVED: &str = "Two-factor authentication was moved";
/// Another window was faster.
pub const OFF_ELSEWHERE: &str = "It was turned off in another window";
pub const TURN_OFF: &str = "Turn off two-factor";
pub const TURNING_OFF: &str = "Turning off";
pub const TURN_OFF_WARNING: &str =
    "Then your password alone opens your account. Your recovery codes stop working.";
pub const ENDED: &str = "Two-factor authentication is off";
pub const CODES: &str = "Recovery codes";
pub const CODES_LEAD: &str = "Each code signs you in once, when you do not have your phone.";
pub const SAVE_NOW: &str = "Save them now, they will not be shown again.";
/// The question before they are left, and what would be lost.
pub const UNSAVED: (&str, &str) = (
    "Leave without your recovery codes?",
    "You have not copied, downloaded or printed them, and they will not be shown again.",
);
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
pub const ENROL_CODE_WRONG: &str = "That code did not work. Try the newest one, and see that \
                                    the time on your phone is right.";
pub const ENROL_WAIT: &str =
    "These were too many wrong codes. Wait a minute, then enter the newest one.";
pub(super) const TOO_SHORT_ALONE: &str =
    "Alone it needs 15 characters. Change your password first, then turn this off.";
pub const CODE_WRONG: &str =
    "That code did not work. Try the newest one in your app, or an unused recovery code.";
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

pub const ENROLMENT_GONE: &str =
    "It took too long, or was done in another window. Reload this page.";
