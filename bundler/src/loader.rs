//! The module that loads what was split off the program. The splitter writes one that
//! names each file, and each file that a page needs, at length; this one counts.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// Lazy page → the files that it loads, without `.wasm`: what it shares with others, and
/// last its own.
pub type Parts = BTreeMap<String, Vec<String>>;

/// What files of several pages are called, before their number.
const CHUNK: &str = "chunk_";
/// What the file of one page is called, before its name.
const OWN: &str = "split_";

/// Writes the loader over that of the splitter, of which only the beginning is kept: what
/// all parts import from the program. Answers the parts under the names of their
/// functions.
pub fn write(loader: &Path, parts: Parts) -> Result<Parts> {
    let theirs = fs::read_to_string(loader)?;
    let (shared, _) = theirs
        .split_once("function wrapAsyncCb")
        .context("the splitter's loader looks different")?;
    let mut text = format!("{shared}{LOAD}");
    let mut named = Parts::new();
    for (long, mut files) in parts {
        let name = short(&long);
        let own = files.pop().context("a lazy page has no files")?;
        ensure!(own == format!("{OWN}{long}"), "nothing of {name} is in a file of its own");
        writeln!(
            text,
            "export const __wasm_split_load_{long} = page({name:?}, {:?});",
            gaps(&files)?
        )?;
        files.push(short(&own).to_owned());
        ensure!(named.insert(name.to_owned(), files).is_none(), "two lazy pages are called {name}");
    }
    fs::write(loader, text)?;
    Ok(named)
}

/// Gives the file of a lazy page the name of its function.
pub fn rename_file(file: PathBuf) -> Result<PathBuf> {
    let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    if !name.starts_with(OWN) {
        return Ok(file);
    }
    let renamed = file.with_file_name(format!("{}.wasm", short(name)));
    fs::rename(&file, &renamed)?;
    Ok(renamed)
}

/// Without the number that the compiler appends; it compresses badly.
fn short(name: &str) -> &str {
    name.rsplit_once('_').map_or(name, |(name, _)| name)
}

/// The numbers of these files, each as its distance from the one before: nearly all are
/// small.
fn gaps(files: &[String]) -> Result<Vec<usize>> {
    let number = |file: &String| -> Result<usize> {
        let number = file.strip_prefix(CHUNK).and_then(|number| number.parse().ok());
        number.with_context(|| format!("{file} has no number"))
    };
    let mut numbers = files.iter().map(number).collect::<Result<Vec<_>>>()?;
    numbers.sort_unstable();
    let before = std::iter::once(0).chain(numbers.iter().copied());
    Ok(before.zip(&numbers).map(|(before, number)| number - before).collect())
}

/// A page that cannot be loaded would end the program. Instead it waits until the
/// server can be reached again, and says so on the page; when the server has been
/// replaced meanwhile, the page is loaded anew. While any part takes more than 300 ms, the
/// document says so, and the style sheet shows it.
///
/// All files of a page are asked for at once; its own is begun when the others are there.
/// What failed is forgotten, so that it can be tried again.
const LOAD: &str = "\
let late = 0;
const patient = async (url) => {
  const count = (more) =>
    document.documentElement.toggleAttribute(\"data-loads\", (late += more) > 0);
  let is = 0;
  const timer = setTimeout(() => count((is = 1)), 300);
  for (;;) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return clearTimeout(timer), count(-is), answer;
      if (answer.status < 500) return location.reload(), new Promise(() => {});
    } catch {}
    dispatchEvent(new Event(\"offline\"));
    await new Promise((wait) => setTimeout(wait, 2000));
  }
};
const begin = async (name, needs) => {
  const answer = patient(new URL(`./${name}.wasm`, import.meta.url));
  await Promise.all(needs);
  return WebAssembly.instantiateStreaming(answer, getSharedImports());
};
const begun = {};
const load = (name, needs) =>
  (begun[name] ??= begin(name, needs).catch((error) => {
    delete begun[name];
    throw error;
  }));
const page = (name, gaps) => async (callback, data) => {
  let done, chunk = 0;
  try {
    await load(`split_${name}`, gaps.map((gap) => load(`chunk_${(chunk += gap)}`, [])));
    done = true;
  } catch (error) {
    console.error(error);
  }
  getSharedImports().__wasm_split.__indirect_function_table.get(callback)(data, !!done);
};
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_by_their_gaps() {
        let files = ["chunk_31", "chunk_24", "chunk_25"].map(String::from);
        assert_eq!(gaps(&files).unwrap(), [24, 1, 6]);
        assert!(gaps(&["split_a_1".to_owned()]).is_err());
    }

    #[test]
    fn a_page_is_called_like_its_function() {
        assert_eq!(short("split_home_page_10231681045579273193"), "split_home_page");
    }
}
