//! From a file of anybody's making to a picture of ours: checked before it is
//! decoded, cut to a square, encoded anew. Nothing of the file itself is kept, so
//! neither are its metadata (ASVS 5.2.1, 5.2.2, 5.2.6, 14.2.8).

use std::io::Cursor;

use domain::{
    Code,
    photo::{MEGAPIXELS_MAX, Side},
};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
    imageops,
};

use crate::{jpeg, png, webp};

/// Most bytes of a decoded picture: 24 megapixels of four channels. Pictures of
/// two bytes a channel reach it with half the pixels.
const DECODED_MAX: u64 = MEGAPIXELS_MAX as u64 * 1_000_000 * 4;
/// Megabytes that a picture may take in all while it is decoded.
pub(crate) const MEGABYTES: u32 = 110;
/// How good a JPEG is, of 100.
const QUALITY: u8 = 86;

/// A picture of ours, in the sizes of [`Side::ALL`].
pub(crate) struct Picture {
    /// The type under which it is served.
    pub(crate) kind: &'static str,
    pub(crate) files: [Vec<u8>; 3],
}

impl Picture {
    /// Makes one of a PNG, JPEG or WebP file. Of an animation it takes the first
    /// frame. Slow, and hungry: one at a time, off the async threads.
    ///
    /// # Errors
    /// [`Code::PhotoKind`], [`Code::PhotoPixels`], [`Code::PhotoDamaged`].
    pub(crate) fn of(file: &[u8]) -> Result<Self, Code> {
        let square = square(decode(file)?);
        let kind = if square.color().has_alpha() { "image/png" } else { "image/jpeg" };
        let mut files = [const { Vec::new() }; 3];
        for (file, side) in files.iter_mut().zip(Side::ALL) {
            *file = encode(&shrink(&square, side.pixels()))?;
        }
        Ok(Self { kind, files })
    }
}

/// The whole picture, upright.
struct Decoded {
    image: DynamicImage,
    orientation: image::metadata::Orientation,
}

fn decode(file: &[u8]) -> Result<Decoded, Code> {
    // By the content, whatever name or type came with it.
    let format = image::guess_format(file).map_err(|_| Code::PhotoKind)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(Code::PhotoKind);
    }
    let bare = png::bare(file);
    let mut reader = ImageReader::with_format(Cursor::new(&*bare), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| code_of(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let megapixels = match format {
        ImageFormat::Jpeg => jpeg::megapixels_of(file).ok_or(Code::PhotoDamaged)?,
        ImageFormat::WebP => webp::megapixels_of(file),
        _ => MEGAPIXELS_MAX,
    };
    if pixels > u64::from(megapixels) * 1_000_000 {
        return Err(Code::PhotoPixels { megapixels });
    }
    let bytes = decoder.total_bytes();
    if bytes > DECODED_MAX {
        // As many as fit, with as many bytes for each.
        let fit = u128::from(DECODED_MAX) * u128::from(pixels) / u128::from(bytes);
        let megapixels = u32::try_from(fit / 1_000_000).unwrap_or(MEGAPIXELS_MAX);
        return Err(Code::PhotoPixels { megapixels });
    }
    if pixels == 0 || (format == ImageFormat::Jpeg && !jpeg::is_whole(file)) {
        return Err(Code::PhotoDamaged);
    }
    let orientation = decoder.orientation().map_err(|error| code_of(&error))?;
    let image = DynamicImage::from_decoder(decoder).map_err(|error| code_of(&error))?;
    Ok(Decoded { image, orientation })
}

fn too_large() -> Code {
    Code::PhotoPixels { megapixels: MEGAPIXELS_MAX }
}

fn code_of(error: &ImageError) -> Code {
    match error {
        ImageError::Limits(_) => too_large(),
        ImageError::Unsupported(_) => Code::PhotoKind,
        _ => Code::PhotoDamaged,
    }
}

/// The middle of a picture, at most twice as large as needed, eight bits a
/// channel, upright. A square stays in the middle however it is turned, so the
/// turning can wait until the picture is small.
fn square(Decoded { image, orientation }: Decoded) -> DynamicImage {
    let side = image.width().min(image.height());
    let (x, y) = ((image.width() - side) / 2, (image.height() - side) / 2);
    let wanted = side.min(2 * Side::Large.pixels());
    // A view: a second copy of the whole would not fit.
    let middle = imageops::crop_imm(&image, x, y, side, side);
    let small = imageops::thumbnail(&*middle, wanted, wanted);
    let opaque = small.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let mut square = DynamicImage::from(small);
    if opaque {
        square = DynamicImage::from(square.into_rgb8());
    }
    square.apply_orientation(orientation);
    square
}

fn shrink(square: &DynamicImage, side: u32) -> DynamicImage {
    square.resize_exact(side, side, imageops::FilterType::Lanczos3)
}

fn encode(image: &DynamicImage) -> Result<Vec<u8>, Code> {
    let (width, height) = (image.width(), image.height());
    let mut file = Vec::new();
    let written =
        match image {
            DynamicImage::ImageRgb8(rgb) => JpegEncoder::new_with_quality(&mut file, QUALITY)
                .encode(rgb, width, height, ExtendedColorType::Rgb8),
            other => {
                let png = PngEncoder::new_with_quality(
                    &mut file,
                    CompressionType::Default,
                    FilterType::Adaptive,
                );
                other.write_with_encoder(png)
            }
        };
    written.map_err(|error| code_of(&error))?;
    Ok(file)
}
