//! The parts of the design system: every screen is made of these. They know no
//! address, no sentence and no server; what they say and do comes as props.
//!
//! All of them work without script: popovers, folds and dialogs are the browser's
//! own, and what only script can do is not shown without it.

pub mod avatar;
mod badge;
mod button;
mod callout;
mod choice;
mod code;
mod copy;
mod dialog;
mod disclose;
pub mod dom;
mod empty;
mod field;
mod icon;
mod key_cut;
mod live;
mod mark;
mod menu;
mod otp;
mod page;
mod secret;
mod section;
mod segmented;
mod select;
mod strip;
mod submit;
mod tabs;
mod timer;
mod toast;
mod when;
pub mod words;
mod zone;

pub use avatar::{Avatar, AvatarSize};
pub use badge::{Badge, BadgeKind, Count};
pub use button::{Button, ButtonKind, IconButton, LinkButton};
pub use callout::{Callout, CalloutKind};
pub use choice::{Choice, ChoiceList, Toggle};
pub use code::CodeBlock;
pub use copy::{CopyButton, CopyField, CopyOutcome, Outcome};
pub use dialog::Dialog;
pub use disclose::Disclose;
pub use dom::{by_id, closest, focus};
pub use empty::Empty;
pub use field::{Field, FieldError, ListField, TextArea};
pub use icon::{Icon, IconName};
pub use key_cut::{KeyCut, KeyState};
pub use live::live;
pub use mark::Mark;
pub use menu::{Menu, MenuItem, MenuSize, RowMenu};
pub use otp::CodeField;
pub use page::PageHead;
pub use secret::{MaskedSecret, Secret};
pub use section::{Fold, Section, SectionFoot};
pub use segmented::{Segment, Segmented};
pub use select::Select;
pub use strip::Strip;
pub use submit::SubmitButton;
pub use tabs::{Tab, Tabs};
pub(crate) use timer::Timer;
pub use timer::when_slow;
pub use toast::{Toasts, toast, toast_with};
pub use when::{Dates, When, date_of_field};
pub use zone::BrowserZone;
