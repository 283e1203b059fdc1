//! Pictures for tests, good and bad, made on the spot.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

/// The corners of [`quarters`]: top left, top right, bottom right, bottom left.
pub const CORNERS: [[u8; 3]; 4] = [[250, 10, 10], [10, 250, 10], [10, 10, 250], [250, 250, 10]];

/// A picture whose quarters have the colours of [`CORNERS`].
pub fn quarters(width: u32, height: u32) -> DynamicImage {
    let picture = RgbaImage::from_fn(width, height, |x, y| {
        let [r, g, b] = match (2 * x < width, 2 * y < height) {
            (true, true) => CORNERS[0],
            (false, true) => CORNERS[1],
            (false, false) => CORNERS[2],
            (true, false) => CORNERS[3],
        };
        Rgba([r, g, b, 255])
    });
    picture.into()
}

/// The picture as a file.
pub fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Vec::new();
    picture.write_to(&mut Cursor::new(&mut file), format).unwrap();
    file
}

/// A JPEG of four quarters.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    file(&quarters(width, height).into_rgb8().into(), ImageFormat::Jpeg)
}

/// A PNG of four quarters, of which the first can be seen through.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    file(&see_through(width, height), ImageFormat::Png)
}

/// A lossless WebP of the same.
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    file(&see_through(width, height), ImageFormat::WebP)
}

fn see_through(width: u32, height: u32) -> DynamicImage {
    let mut picture = quarters(width, height).into_rgba8();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        if 2 * x < width && 2 * y < height {
            pixel.0[3] = 0;
        }
    }
    picture.into()
}

/// An EXIF block with an orientation and a place on earth (GPS latitude `N`), and
/// the text `secret place`.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    block.extend([1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    block.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]); // the GPS entries, below
    block.extend([0; 4]);
    block.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    block.extend(b"secret place");
    block
}

/// A JPEG with a segment (`0xE1` for EXIF and XMP, `0xE2` for ICC) after its start.
pub fn jpeg_with(jpeg: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, data, &jpeg[2..]].concat()
}

/// A JPEG with EXIF of this orientation.
pub fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    jpeg_with(jpeg, 0xe1, &[b"Exif\0\0", exif(orientation).as_slice()].concat())
}

/// A JPEG that says it is so large.
pub fn jpeg_of_size(width: u16, height: u16) -> Vec<u8> {
    let mut file = jpeg(64, 64);
    let frame = file.windows(2).position(|w| w[0] == 0xff && matches!(w[1], 0xc0..=0xc2)).unwrap();
    file[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    file
}

/// A part of a PNG file.
pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [kind, data].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let sum = crc32fast::hash(&named).to_be_bytes();
    [&length[..], &named, &sum].concat()
}

/// A PNG with more chunks after its first.
pub fn png_with(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let (head, rest) = png.split_at(33);
    [head, &chunks.concat(), rest].concat()
}

/// A PNG that says it is so large, of 8 or 16 bits and this kind of colour.
pub fn png_of_size(width: u32, height: u32, bits: u8, colour: u8) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = png_chunk(b"IHDR", &[&size[..], &[bits, colour, 0, 0, 0]].concat());
    [&png(64, 64)[..8], &head, &png(64, 64)[33..]].concat()
}

/// An animated PNG of so many frames of one pixel.
pub fn animated_png(frames: u32) -> Vec<u8> {
    let still = png(64, 64);
    let control = |sequence: u32| {
        let sizes = [sequence, 1, 1, 0, 0].map(u32::to_be_bytes).concat();
        png_chunk(b"fcTL", &[&sizes[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let first = [0_u32, 64, 64, 0, 0].map(u32::to_be_bytes).concat();
    let first = png_chunk(b"fcTL", &[&first[..], &[0, 1, 0, 10, 0, 0]].concat());
    let about = png_chunk(b"acTL", &[(frames + 1).to_be_bytes(), [0; 4]].concat());
    let mut more = Vec::new();
    for n in 0..frames {
        more.extend(control(2 * n + 1));
        more.extend(png_chunk(b"fdAT", &[&(2 * n + 2).to_be_bytes()[..], b"no frame"].concat()));
    }
    let (body, end) = still[33..].split_at(still.len() - 33 - 12);
    [&still[..33], &about, &first, body, &more, end].concat()
}

/// An animated WebP of so many frames of the same picture.
pub fn animated_webp(frames: usize) -> Vec<u8> {
    let still = webp(16, 16);
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let pad: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [&kind[..], &length, data, pad].concat()
    };
    // What follows `RIFF`, the size and `WEBP` is the picture itself.
    let frame = [&[0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 10, 0, 0, 0], &still[12..]].concat();
    let head = chunk(b"VP8X", &[0x12, 0, 0, 0, 15, 0, 0, 15, 0, 0]);
    let body = [
        b"WEBP".as_slice(),
        &head,
        &chunk(b"ANIM", &[0; 6]),
        &chunk(b"ANMF", &frame).repeat(frames),
    ]
    .concat();
    chunk(b"RIFF", &body)
}

/// A WebP of the extended kind, such as an animation, that says it is so large.
pub fn webp_of_size(mut webp: Vec<u8>, width: u32, height: u32) -> Vec<u8> {
    webp[24..27].copy_from_slice(&(width - 1).to_le_bytes()[..3]);
    webp[27..30].copy_from_slice(&(height - 1).to_le_bytes()[..3]);
    webp
}
