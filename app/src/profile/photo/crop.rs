//! The part of a picture that becomes the photo: a square, moved, zoomed and
//! turned. Numbers only; drawing and the page are next door.

/// Most zoom, in percent. 100 is the largest square that fits.
pub(super) const ZOOM_MAX: f64 = 400.0;
/// Least zoom, in percent.
pub(super) const ZOOM_MIN: f64 = 100.0;

/// A square on a picture that is turned by quarters. Lengths are pixels of the
/// picture, positions those of the turned picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crop {
    width: f64,
    height: f64,
    /// Quarters, counted clockwise, 0 to 3.
    turns: u8,
    zoom: f64,
    /// The middle of the square.
    x: f64,
    y: f64,
}

impl Crop {
    /// The largest square in the middle of a picture.
    pub(super) fn of(width: f64, height: f64) -> Self {
        Self { width, height, turns: 0, zoom: ZOOM_MIN, x: width / 2.0, y: height / 2.0 }
    }

    /// Width and height of the turned picture.
    fn frame(&self) -> (f64, f64) {
        if self.turns.is_multiple_of(2) {
            (self.width, self.height)
        } else {
            (self.height, self.width)
        }
    }

    /// How long a side of the square is.
    pub(super) fn side(&self) -> f64 {
        self.width.min(self.height) * ZOOM_MIN / self.zoom
    }

    /// Left and upper edge of the square.
    pub(super) fn corner(&self) -> (f64, f64) {
        (self.x - self.side() / 2.0, self.y - self.side() / 2.0)
    }

    /// In percent.
    pub(super) fn zoom(&self) -> f64 {
        self.zoom
    }

    /// The square moved by parts of its own side, as far as the picture goes.
    #[must_use]
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        let side = self.side();
        Self { x: self.x + x * side, y: self.y + y * side, ..self }.inside()
    }

    /// Zoomed to so many percent, around its middle.
    #[must_use]
    pub(super) fn zoomed(self, percent: f64) -> Self {
        Self { zoom: between(percent, ZOOM_MIN, ZOOM_MAX), ..self }.inside()
    }

    /// Everything turned by a quarter, counter-clockwise.
    #[must_use]
    pub(super) fn turned_left(self) -> Self {
        let (width, _) = self.frame();
        Self { turns: (self.turns + 3) % 4, x: self.y, y: width - self.x, ..self }
    }

    /// How far it was turned to the left, in degrees.
    pub(super) fn degrees(&self) -> f64 {
        f64::from((4 - self.turns) % 4) * 90.0
    }

    fn inside(self) -> Self {
        let (width, height) = self.frame();
        let half = self.side() / 2.0;
        let within = |at: f64, length: f64| between(at, half, (length - half).max(half));
        Self { x: within(self.x, width), y: within(self.y, height), ..self }
    }

    /// Where the square is between the edges, in percent from the left and from
    /// the top; 50 where it cannot be moved.
    pub(super) fn place(&self) -> (u8, u8) {
        let (width, height) = self.frame();
        let (left, top) = self.corner();
        (percent(left, width - self.side()), percent(top, height - self.side()))
    }

    /// The matrix, as a canvas takes it, that draws the picture so that the square
    /// fills `side` pixels, `inset` from the corner of the drawing.
    pub(super) fn matrix(&self, side: f64, inset: f64) -> [f64; 6] {
        let scale = side / self.side();
        let (left, top) = self.corner();
        // From the picture to the turned picture…
        let ([xx, xy, yx, yy], x, y) = match self.turns {
            0 => ([1.0, 0.0, 0.0, 1.0], 0.0, 0.0),
            1 => ([0.0, 1.0, -1.0, 0.0], self.height, 0.0),
            2 => ([-1.0, 0.0, 0.0, -1.0], self.width, self.height),
            _ => ([0.0, -1.0, 1.0, 0.0], 0.0, self.width),
        };
        // … and from there to the drawing.
        let [x, y] = [(x - left) * scale + inset, (y - top) * scale + inset];
        [xx * scale, xy * scale, yx * scale, yy * scale, x, y]
    }
}

/// `f64::clamp` can fail, and printing that failure costs the browser 7 KB.
fn between(number: f64, least: f64, most: f64) -> f64 {
    number.max(least).min(most)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn percent(at: f64, length: f64) -> u8 {
    if length < 0.5 { 50 } else { between((at / length * 100.0).round(), 0.0, 100.0) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a pixel of the picture is drawn.
    fn drawn(crop: &Crop, x: f64, y: f64) -> (f64, f64) {
        let [xx, xy, yx, yy, right, down] = crop.matrix(100.0, 10.0);
        (xx * x + yx * y + right, xy * x + yy * y + down)
    }

    #[track_caller]
    fn is_near(left: (f64, f64), right: (f64, f64)) {
        assert!(
            (left.0 - right.0).abs() < 1e-9 && (left.1 - right.1).abs() < 1e-9,
            "{left:?} {right:?}"
        );
    }

    #[test]
    fn starts_as_the_largest_square_in_the_middle() {
        let crop = Crop::of(300.0, 200.0);
        is_near((crop.side(), crop.zoom()), (200.0, 100.0));
        is_near(crop.corner(), (50.0, 0.0));
        is_near(drawn(&crop, 50.0, 0.0), (10.0, 10.0));
        is_near(drawn(&crop, 250.0, 200.0), (110.0, 110.0));
    }

    #[test]
    fn never_leaves_the_picture() {
        let crop = Crop::of(300.0, 200.0).zoomed(200.0);
        is_near(crop.moved(-9.0, 9.0).corner(), (0.0, 100.0));
        is_near(crop.moved(9.0, -9.0).corner(), (200.0, 0.0));
        let out = crop.moved(9.0, 9.0).zoomed(1.0);
        is_near(out.corner(), (100.0, 0.0));
        is_near((out.zoom(), crop.zoomed(1e9).zoom()), (ZOOM_MIN, ZOOM_MAX));
    }

    #[test]
    fn says_where_it_is() {
        let crop = Crop::of(300.0, 200.0);
        assert_eq!(crop.place(), (50, 50));
        assert_eq!(crop.moved(0.1, 0.1).place(), (70, 50), "no way up or down");
        assert_eq!(crop.moved(-1.0, 0.0).place(), (0, 50));
    }

    #[test]
    fn keeps_what_it_shows_when_turned() {
        let mut crop = Crop::of(300.0, 200.0).zoomed(200.0).moved(0.3, -0.2);
        let before = crop;
        let mut corners = vec![];
        for _ in 0..4 {
            let (left, top) = before.corner();
            corners.push(drawn(&crop, left, top));
            crop = crop.turned_left();
        }
        // The upper left corner goes to the lower left, and on around.
        for (corner, is) in
            corners.into_iter().zip([(10.0, 10.0), (10.0, 110.0), (110.0, 110.0), (110.0, 10.0)])
        {
            is_near(corner, is);
        }
        is_near(crop.corner(), before.corner());
    }

    #[test]
    fn says_how_far_it_was_turned() {
        let mut crop = Crop::of(300.0, 200.0);
        for degrees in [0.0, 90.0, 180.0, 270.0, 0.0] {
            assert!((crop.degrees() - degrees).abs() < 1e-9, "{degrees}");
            crop = crop.turned_left();
        }
    }

    #[test]
    fn at_the_edge_nothing_changes() {
        let crop = Crop::of(300.0, 200.0).zoomed(148.0).moved(9.0, 0.3);
        assert_eq!(crop.moved(0.01, 0.0), crop);
        assert_ne!(crop.moved(-0.01, 0.0), crop);
        assert_eq!(Crop::of(300.0, 200.0).moved(0.0, 0.01), Crop::of(300.0, 200.0), "no way down");
    }
}
