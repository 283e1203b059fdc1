//! Brotli and gzip, once and thoroughly, so that the server never has to.

use std::{io::Write, thread};

use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

use crate::files::{self, Files};

/// Contents that are compressed already.
const PACKED: [&str; 5] = ["woff2", "png", "jpg", "webp", "avif"];

/// A `.br` and a `.gz` for each file that becomes smaller by it. `site.json` is
/// for the server alone.
pub fn siblings(files: &Files) -> Files {
    let worth = |name: &str| name != "site.json" && !files::is(name, &PACKED);
    thread::scope(|scope| {
        let workers: Vec<_> = files
            .iter()
            .filter(|(name, _)| worth(name))
            .map(|(name, content)| {
                scope.spawn(move || {
                    [(format!("{name}.br"), brotli(content)), (format!("{name}.gz"), gzip(content))]
                        .into_iter()
                        .filter(|(_, packed)| packed.len() < content.len())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    })
}

fn brotli(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    {
        let mut params = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        // Distances within a program are mostly even: RFC 7932, 4. A fifth of a percent.
        params.dist.distance_postfix_bits = 1;
        params.dist.num_direct_distance_codes = 8;
        let mut writer = CompressorWriter::with_params(&mut packed, 1 << 16, &params);
        // Writing to a `Vec` cannot fail.
        let _ = writer.write_all(content);
    }
    packed
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    let _ = writer.write_all(content);
    writer.finish().unwrap_or_default()
}
