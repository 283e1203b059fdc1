//! The drawn key of a token: a ring, a shank, and six teeth of its own. It helps
//! the eye to find a token again; it never stands for the token's name.

use leptos::prelude::*;

/// What the key says about its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyState {
    /// Petrol.
    #[default]
    Active,
    /// Brass: expires soon, or just made.
    Soon,
    /// A thin grey line.
    Expired,
    /// No teeth: nothing here yet.
    Blank,
}

/// A key. The teeth are 0 to 3 long; they come from the token's public id.
#[component]
pub fn KeyCut(
    #[prop(optional)] teeth: [u8; 6],
    #[prop(optional)] state: KeyState,
) -> impl IntoView {
    let (class, view_box) = match state {
        KeyState::Active => ("key", "0 0 50 20"),
        KeyState::Soon => ("key key--soon", "0 0 50 20"),
        KeyState::Expired => ("key key--expired", "0 0 50 20"),
        KeyState::Blank => ("key", "0 0 50 14"),
    };
    view! {
        <svg class=class viewBox=view_box aria-hidden="true">
            <circle cx="6.6" cy="7" r="5"></circle>
            <path d=path(teeth, state)></path>
        </svg>
    }
}

/// Shank and teeth.
fn path(teeth: [u8; 6], state: KeyState) -> String {
    const PLACES: [&str; 6] = ["24.5", "29.1", "33.7", "38.3", "42.9", "47.5"];
    const LENGTHS: [&str; 4] = ["2.6", "5.3", "8", "10.7"];

    let mut path = String::from("M11.6 7H47.5");
    if state != KeyState::Blank {
        for (place, tooth) in PLACES.into_iter().zip(teeth) {
            path.push('M');
            path.push_str(place);
            path.push_str(" 7v");
            path.push_str(LENGTHS[usize::from(tooth % 4)]);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teeth_stand_side_by_side_and_have_four_lengths() {
        assert_eq!(
            path([2, 0, 0, 1, 3, 7], KeyState::Active),
            "M11.6 7H47.5M24.5 7v8M29.1 7v2.6M33.7 7v2.6M38.3 7v5.3M42.9 7v10.7M47.5 7v10.7"
        );
    }

    #[test]
    fn a_blank_key_has_no_teeth() {
        assert_eq!(path([3; 6], KeyState::Blank), "M11.6 7H47.5");
    }
}
