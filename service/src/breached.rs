//! Passwords that are known from breaches, in a file that the operator has (ASVS 6.2.12).
//!
//! One in each line: its SHA-1 in hexadecimal, in ascending order; what follows in the line
//! is left alone. This is how *Have I Been Pwned* gives them away. The file may be larger
//! than the memory: it is searched where it lies.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use data_encoding::HEXUPPER;
use domain::{Code, Problem, Secret, password::normalize};
use sha1::{Digest as _, Sha1};
use tokio::task::spawn_blocking;

use crate::{Error, Result, Service};

/// Characters of a digest.
const DIGEST: usize = 40;
/// No line is longer.
const LINE: u64 = 256;

impl Service {
    /// The hash of a password that is new to us.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `password` when it is known from a breach;
    /// [`Error::Busy`].
    pub(crate) async fn hash_new(&self, password: &Secret) -> Result<String> {
        if let Some(file) = self.settings().breached.clone() {
            let digest = HEXUPPER.encode(&Sha1::digest(normalize(password.expose())));
            let search = spawn_blocking(move || holds(&file, digest.as_bytes()));
            let found = search.await.map_err(|_| Error::Fault("searching passwords panicked"))?;
            if found.map_err(|_| Error::Fault("the file of breached passwords"))? {
                return Err(Problem::field("password", Code::PasswordBreached).into());
            }
        }
        self.0.passwords.hash(password, &self.0.random).await
    }
}

/// Whether a line starts with `digest`: halves the file until one is left.
fn holds(file: &Path, digest: &[u8]) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(file)?);
    let (mut from, mut to) = (0, file.seek(SeekFrom::End(0))?);
    let mut line = Vec::new();
    while from < to {
        let middle = from.midpoint(to);
        let start = next_line(&mut file, middle)?;
        line.clear();
        let read = file.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        let found = line.get(..DIGEST).unwrap_or_default().to_ascii_uppercase();
        if start >= to || *digest < *found {
            to = middle;
        } else if *digest == *found {
            return Ok(true);
        } else {
            from = start + read as u64;
        }
    }
    Ok(false)
}

/// Goes to the first line that starts at `at` or later; answers where.
fn next_line(file: &mut BufReader<File>, at: u64) -> io::Result<u64> {
    let Some(before) = at.checked_sub(1) else { return file.seek(SeekFrom::Start(0)) };
    file.seek(SeekFrom::Start(before))?;
    let skipped = file.by_ref().take(LINE).read_until(b'\n', &mut Vec::new())?;
    Ok(before + skipped as u64)
}

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::*;

    fn digest(n: u32) -> String {
        HEXUPPER.encode(&Sha1::digest(n.to_string()))
    }

    #[test]
    fn exactly_what_is_in_the_file_is_found() {
        let folder = env::temp_dir().join(format!("latchkey-breached-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (count, end) in [(0, "\n"), (1, "\n"), (2, ":3\n"), (7, "\r\n"), (1_000, ":3\n")] {
            let mut lines: Vec<_> = (0..count).map(digest).collect();
            lines.sort();
            for (name, lines) in
                [("upper", lines.join(end)), ("lower", lines.join(end).to_lowercase())]
            {
                let file = folder.join(format!("{name}-{count}"));
                fs::write(&file, lines).unwrap();
                for n in 0..1_500 {
                    let found = holds(&file, digest(n).as_bytes()).unwrap();
                    assert_eq!(found, n < count, "{n} of {count}");
                }
            }
        }
        assert!(holds(&folder.join("none"), &[]).is_err());
        let _ = fs::remove_dir_all(folder);
    }
}
