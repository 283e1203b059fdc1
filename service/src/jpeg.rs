//! What a JPEG costs to decode. Most are decoded a row of blocks after the other;
//! those that come in several scans, the progressive ones among them, need all
//! their coefficients at once, which can be three times the picture.

use domain::photo::MEGAPIXELS_MAX;

use crate::pictures::MEGABYTES;

/// How many megapixels a file may have, by what stands before its first scan.
/// None: no JPEG that our decoder and we read alike.
pub(crate) fn megapixels_of(file: &[u8]) -> Option<u32> {
    let mut rest = file.strip_prefix(&[0xff, 0xd8])?;
    let mut frame: Option<(u8, &[u8])> = None;
    loop {
        let skipped = rest.iter().position(|byte| *byte != 0xff)?;
        let (&marker, segment) = rest[skipped..].split_first()?;
        let length = usize::from(u16::from_be_bytes(segment.first_chunk().copied()?));
        let data = segment.get(2..length)?;
        match (marker, frame) {
            _ if skipped == 0 => return None,
            (0xc0..=0xc2, None) => frame = Some((marker, data)),
            (0xda, Some((kind, frame))) => {
                let in_one_scan = kind != 0xc2 && data.first() == frame.get(5);
                return if in_one_scan { Some(MEGAPIXELS_MAX) } else { in_scans(frame) };
            }
            (0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe, _) => {}
            _ => return None,
        }
        rest = &segment[length..];
    }
}

/// Does the file reach its end? Decoders fill what is missing with grey, and a photo
/// that was sent in part would replace a good one.
pub(crate) fn is_whole(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    // From marker to marker: those of segments tell how long they are, and between the
    // others lies the picture.
    while let Some(at) = rest.windows(2).position(|pair| pair[0] == 0xff && pair[1] != 0xff) {
        let marker = rest[at + 1];
        rest = &rest[at + 2..];
        match marker {
            0xd9 => return true,
            0x00 | 0x01 | 0xd0..=0xd7 => {}
            _ => {
                let length = rest.first_chunk().map(|length| u16::from_be_bytes(*length));
                let Some(after) = length.and_then(|length| rest.get(usize::from(length)..)) else {
                    return false;
                };
                rest = after;
            }
        }
    }
    false
}

fn in_scans(frame: &[u8]) -> Option<u32> {
    let count = usize::from(*frame.get(5)?);
    let sampling = frame.get(6..6 + 3 * count)?.chunks_exact(3);
    let sampling = sampling.map(|component| {
        let (across, down) = (u32::from(component[1] >> 4), u32::from(component[1] & 15));
        (across, down)
    });
    let blocks: u32 = sampling.clone().map(|(across, down)| across * down).sum();
    let area =
        sampling.clone().map(|(across, _)| across).max()? * sampling.map(|(_, down)| down).max()?;
    // Three bytes of each pixel, two of each coefficient.
    let bytes = 3 * area + 2 * blocks;
    (area > 0).then(|| MEGAPIXELS_MAX.min(MEGABYTES * area / bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMERA: &[u8] = &[0x22, 0x11, 0x11];
    const FINE: &[u8] = &[0x11, 0x11, 0x11];

    /// What stands before the first scan of such a JPEG.
    fn head(kind: u8, sampling: &[u8], in_scan: u8) -> Vec<u8> {
        let count = u8::try_from(sampling.len()).unwrap();
        let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9, 0xff, 0xff, kind];
        file.extend([0, 8 + 3 * count, 8, 0, 1, 0, 1, count]);
        file.extend(sampling.iter().flat_map(|s| [1, *s, 0]));
        file.extend([0xff, 0xda, 0, 3, in_scan]);
        file
    }

    #[test]
    fn many_scans_allow_fewer_pixels() {
        for (what, file, megapixels) in [
            ("plain", head(0xc0, FINE, 3), 24),
            ("progressive, as cameras do", head(0xc2, CAMERA, 3), 18),
            ("progressive, in full colour", head(0xc2, FINE, 3), 12),
            ("progressive, for print", head(0xc2, &[0x11; 4], 4), 10),
            ("progressive, grey", head(0xc2, &[0x11], 1), 22),
            ("a scan for each colour", head(0xc0, FINE, 1), 12),
        ] {
            assert_eq!(megapixels_of(&file), Some(megapixels), "{what}");
            for end in 0..file.len() {
                assert_eq!(megapixels_of(&file[..end]), None, "{what}, cut at {end}");
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_is_not_whole() {
        let preview = [0xff, 0xe1, 0, 6, 0xff, 0xd9, 1, 2];
        let scan = [1, 2, 0xff, 0, 3, 0xff, 0xd3, 4, 0xff, 0xff, 0xda, 0, 3, 1, 5, 6];
        let file = [&[0xff, 0xd8], &preview[..], &[0xff, 0xda, 0, 3, 1], &scan, &[0xff, 0xd9]];
        let file = file.concat();
        assert!(is_whole(&file));
        assert!(is_whole(&[&file[..], b"what cameras write after it"].concat()));
        for end in 0..file.len() {
            assert!(!is_whole(&file[..end]), "cut at {end}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_none() {
        let good = head(0xc0, FINE, 3);
        let second = [&good[..good.len() - 5], &head(0xc2, FINE, 3)[8..]].concat();
        let between = [&good[..2], b"x", &good[2..]].concat();
        let nothing = head(0xc2, &[0, 0, 0], 3);
        for file in [second, between, nothing, head(0xc3, FINE, 3), b"\xff\xd8\xff\x01\0\0".into()]
        {
            assert_eq!(megapixels_of(&file), None, "{file:?}");
        }
    }
}
