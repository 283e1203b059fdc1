//! The few words that belong to a part and not to a screen.

/// Shows what is masked.
pub const SHOW: &str = "Show";
/// Masks it again.
pub const HIDE: &str = "Hide";
/// Copies a value.
pub const COPY: &str = "Copy";
/// For two seconds after that.
pub const COPIED: &str = "Copied";
/// When the browser refuses the clipboard to a secret, which is then shown and selected.
pub const COPY_SECRET_FAILED: &str = "Copy did not work. Select the token and copy it yourself.";
/// When it refuses the clipboard to any other value.
pub const COPY_FAILED: &str = "Copy did not work. Select the text and copy it yourself.";
/// Closes a menu or a dialog.
pub const CLOSE: &str = "Close";
/// After the label of a field that may stay empty.
pub const OPTIONAL: &str = "(optional)";
/// The button inside a password field.
pub const SHOW_PASSWORD: &str = "Show password";
/// Read in place of the dots of a masked secret.
pub const HIDDEN_ENDS_IN: &str = "hidden, ends in ";
/// Less than a minute ago.
pub const JUST_NOW: &str = "Just now";
