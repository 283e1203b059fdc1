//! The photo and its editor.

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

/// When a file is too large.
pub fn many_bytes(megabytes: u32) -> String {
    format!("This file is too large. Choose one of at most {megabytes} MB.")
}

/// When a picture is.
pub fn many_pixels(megapixels: u32) -> String {
    format!("This picture is too large. Choose one of at most {megapixels} megapixels.")
}
