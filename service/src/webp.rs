//! What a WebP costs to decode. Our decoder holds up to four pictures of the same size
//! at once: what it reads, its transparency, what was shown before, and what it hands out.

use domain::photo::MEGAPIXELS_MAX;

use crate::pictures::MEGABYTES;

/// How many megapixels a file may have, by its parts. What is no WebP is for the decoder
/// to find.
pub(crate) fn megapixels_of(file: &[u8]) -> u32 {
    let body = file.get(12..).unwrap_or_default();
    // Of the extended kind the first part says what is in the others.
    let extended = body.strip_prefix(b"VP8X").and_then(|data| data.get(4)).copied();
    let (animated, mut see_through) =
        extended.map_or((false, false), |f| (f & 2 != 0, f & 16 != 0));
    let lossless = part(body, *b"VP8L");
    if extended.is_none() {
        see_through = lossless.is_some_and(|data| data.get(4).is_some_and(|bits| bits & 16 != 0));
    }
    // Half bytes of each pixel.
    let cost = match (animated, lossless.is_some(), see_through) {
        (true, ..) => 26,
        (_, true, true) => 8,
        (_, true, false) => 14,
        (_, false, true) => 21,
        (_, false, false) => 9,
    };
    MEGAPIXELS_MAX.min(2 * MEGABYTES / cost)
}

/// The first part of this kind.
fn part(mut rest: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    loop {
        let (head, data) = rest.split_first_chunk::<8>()?;
        let [a, b, c, d, length @ ..] = *head;
        if [a, b, c, d] == kind {
            return Some(data);
        }
        // Each begins at an even place.
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        rest = data.get(length.checked_next_multiple_of(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of these parts, without its pixels.
    fn file(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = b"RIFF\x09\x09\x09\x09WEBP".to_vec();
        for (kind, data) in parts {
            file.extend(*kind);
            file.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
            file.extend(*data);
            file.resize(file.len().next_multiple_of(2), 0);
        }
        file
    }

    #[test]
    fn what_takes_more_memory_may_have_fewer_pixels() {
        let extended = |flags: u8| [flags, 0, 0, 0, 9, 0, 0, 9, 0, 0];
        let (opaque, glass) = ([0x2f, 9, 9, 9, 0], [0x2f, 9, 9, 9, 16]);
        for (what, file, megapixels) in [
            ("of a camera", file(&[(b"VP8 ", b"...")]), 24),
            ("with EXIF", file(&[(b"VP8X", &extended(8)), (b"VP8 ", b"..."), (b"EXIF", b".")]), 24),
            ("cut out", file(&[(b"VP8X", &extended(16)), (b"ALPH", b"."), (b"VP8 ", b".")]), 10),
            ("drawn", file(&[(b"VP8L", &opaque)]), 15),
            ("drawn on glass", file(&[(b"VP8L", &glass)]), 24),
            (
                "drawn, with a profile",
                file(&[(b"VP8X", &extended(32)), (b"ICCP", b"."), (b"VP8L", &opaque)]),
                15,
            ),
            (
                "on glass, with a profile",
                file(&[(b"VP8X", &extended(48)), (b"ICCP", b"."), (b"VP8L", &glass)]),
                24,
            ),
            ("that moves", file(&[(b"VP8X", &extended(2)), (b"ANIM", b"."), (b"ANMF", b".")]), 8),
            ("that moves, on glass", file(&[(b"VP8X", &extended(18)), (b"ANMF", b".")]), 8),
        ] {
            assert_eq!(megapixels_of(&file), megapixels, "a picture {what}");
        }
    }

    #[test]
    fn whatever_comes_is_read_to_its_end() {
        let whole = file(&[(b"VP8X", &[0; 10]), (b"ICCP", b"..."), (b"VP8L", b"/9999")]);
        for end in 0..whole.len() {
            let _ = megapixels_of(&whole[..end]);
        }
        let _ = megapixels_of(&file(&[(b"VP8X", &[0; 10])]).repeat(9));
        assert_eq!(part(b"VP8X\xff\xff\xff\xff", *b"VP8L"), None, "a part without end");
    }
}
