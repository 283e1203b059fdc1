//! The face of a person or a workspace: a photo, or initials on a tint.

use domain::{
    person::Face,
    photo::{self, Side},
};
use leptos::prelude::*;

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    /// 22 px: in a line of text, a menu, a cell.
    Tiny,
    /// 28 px: the top bar.
    Small,
    /// 32 px.
    #[default]
    Normal,
    /// 36 px: in a row.
    Medium,
    /// 48 px.
    Large,
    /// 80 px.
    Huge,
}

impl AvatarSize {
    /// CSS pixels a side.
    pub fn pixels(self) -> u32 {
        match self {
            Self::Tiny => 22,
            Self::Small => 28,
            Self::Normal => 32,
            Self::Medium => 36,
            Self::Large => 48,
            Self::Huge => 80,
        }
    }
}

/// The class of a tint: behind initials, and behind what can be seen through in a photo.
pub fn tint(tint: u8) -> &'static str {
    match tint {
        2 => " t2",
        3 => " t3",
        4 => " t4",
        5 => " t5",
        6 => " t6",
        _ => " t1",
    }
}

/// The classes of an avatar of this size.
pub fn class(size: AvatarSize) -> String {
    let mut class = String::from("avatar");
    class.push_str(match size {
        AvatarSize::Tiny => " avatar--xs",
        AvatarSize::Small => " avatar--sm",
        AvatarSize::Normal => "",
        AvatarSize::Medium => " avatar--md",
        AvatarSize::Large => " avatar--lg",
        AvatarSize::Huge => " avatar--xl",
    });
    class
}

/// A photo, or initials. Decoration: the name stands beside it, or is the label
/// of the button around it.
#[component]
pub fn Avatar(
    face: Face,
    #[prop(optional)] size: AvatarSize,
    /// Square, for a workspace.
    #[prop(optional)]
    square: bool,
    /// Not there yet, as someone who is invited.
    #[prop(optional)]
    pending: bool,
) -> impl IntoView {
    let mut class = class(size);
    class.push_str(tint(face.tint));
    if square {
        class.push_str(" avatar--sq");
    }
    if pending {
        class.push_str(" avatar--pending");
    }
    let letters = face.photo.is_none().then_some(face.initials);
    let photo = face.photo.map(|id| {
        let src = photo::address(id, Side::for_css(size.pixels()));
        view! { <img src=src alt=""/> }
    });
    view! {
        <span class=class aria-hidden="true">
            {letters}
            {photo}
        </span>
    }
}
