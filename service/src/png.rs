//! What a PNG holds beside its picture is dropped before it is decoded: a profile of a
//! few kilobytes may unpack to hundreds of megabytes, and nothing of it is kept anyway.

use std::borrow::Cow;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Length, kind and checksum around the data of a chunk.
const AROUND: usize = 12;
/// How the camera was held. It is a few hundred bytes, or not worth reading.
const EXIF_MAX: usize = 64 * 1024;

/// The picture alone: all chunks that decoders must know (PNG 3, 5.4), what can be seen
/// through, and how the camera was held. Of an animation the first frame is left. What
/// is no PNG stays as it is.
pub(crate) fn bare(file: &[u8]) -> Cow<'_, [u8]> {
    let Some(mut rest) = file.strip_prefix(SIGNATURE) else { return file.into() };
    let mut picture = SIGNATURE.to_vec();
    while let Some((head, _)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        // What is cut off is for the decoder to find.
        let Some(chunk) = rest.get(..length.saturating_add(AROUND)) else { break };
        let needed = kind[0].is_ascii_uppercase() || kind == *b"tRNS";
        if needed || (kind == *b"eXIf" && length <= EXIF_MAX) {
            picture.extend_from_slice(chunk);
        }
        rest = &rest[chunk.len()..];
    }
    picture.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: [u8; 4], length: usize) -> Vec<u8> {
        let mut chunk = u32::try_from(length).unwrap().to_be_bytes().to_vec();
        chunk.extend(kind);
        chunk.extend(vec![7; length + 4]);
        chunk
    }

    #[test]
    fn only_the_picture_is_left() {
        let file = |kinds: &[(&[u8; 4], usize)]| {
            let chunks = kinds.iter().flat_map(|(kind, length)| chunk(**kind, *length));
            [SIGNATURE.to_vec(), chunks.collect()].concat()
        };
        let all = file(&[
            (b"IHDR", 13),
            (b"iCCP", 500),
            (b"zTXt", 90),
            (b"eXIf", 40),
            (b"eXIf", EXIF_MAX + 1),
            (b"tRNS", 6),
            (b"acTL", 8),
            (b"IDAT", 300),
            (b"fdAT", 300),
            (b"IEND", 0),
        ]);
        let bare_one =
            file(&[(b"IHDR", 13), (b"eXIf", 40), (b"tRNS", 6), (b"IDAT", 300), (b"IEND", 0)]);
        assert_eq!(bare(&all), bare_one);
        for end in 0..all.len() {
            assert!(bare(&all[..end]).len() <= end);
        }
        assert_eq!(&*bare(b"GIF89a"), b"GIF89a");
    }
}
