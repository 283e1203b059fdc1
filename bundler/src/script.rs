//! From the compiler's WebAssembly to what a browser loads: lazy pages split
//! off, JavaScript bindings made, everything shrunk.

use std::{
    collections::HashSet,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    files::{self, Files},
    loader,
    names::{self, Names},
    order::Order,
};

/// The name that all browser files start with.
pub const NAME: &str = "latchkey";
/// The module that loads lazy pages, under the name that Leptos preloads.
const LOADER: &str = "./__wasm_split.______________________.js";
/// Which files a lazy page consists of, under the name that Leptos reads.
pub const MANIFEST: &str = "__wasm_split_manifest.json";
/// What every browser of the last years can run; without it `wasm-opt` assumes 2017.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];
/// Small above all. Taken apart first and made small twice, it loses another 2 %;
/// no data lies below the stack, which is where addresses begin.
/// And sorted by name, like functions stand side by side: one percent for brotli.
const PASSES: [&str; 6] =
    ["--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-functions-by-name"];
/// Changes when this file would make something else of the same input.
const RECIPE: &str = "14";

/// Makes the browser files, or takes them from the cache.
pub fn build(order: &Order) -> Result<Files> {
    let wasm = fs::read(&order.wasm).with_context(|| order.wasm.display().to_string())?;
    let recipe = format!("{RECIPE} {}", order.release);
    let key = files::hash([(recipe.as_str(), wasm.as_slice())]);
    let done = order.cache.join(key);
    if !done.is_dir() {
        let work = order.cache.join(format!("making-{}", std::process::id()));
        clear(&work)?;
        make(&wasm, &work, order)?;
        // A folder under its final name is always complete.
        if fs::rename(&work, &done).is_err() {
            clear(&work)?;
        }
    }
    files::read(&done)
}

fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn make(wasm: &[u8], work: &Path, order: &Order) -> Result<()> {
    let unbound = work.with_extension("split.wasm");
    let lazy = split(wasm, work, &unbound)?;
    if order.release {
        lazy.iter().chain([&unbound]).try_for_each(|part| empty_uncalled(part))?;
    }
    let bound = bind(&unbound, work, order.release);
    fs::remove_file(&unbound)?;
    bound?;
    if order.release {
        minify(&order.tools.join("esbuild"), work)?;
        shrink(&order.tools.join("wasm-opt"), work, &lazy)?;
    }
    Ok(())
}

/// Cuts the lazy pages out of the program; the rest goes to `main`.
fn split(wasm: &[u8], work: &Path, main: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(work)?;
    let mut options = wasm_split_cli_support::Options::new(wasm);
    let main_module = format!("./{NAME}.js");
    options.output_dir = work;
    options.main_out_path = main;
    options.main_module = &main_module;
    options.link_name = LOADER;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow::anyhow!("splitting the browser program: {error:#}"))?;
    let parts = split.prefetch_map.into_iter().collect();
    let manifest = loader::write(&work.join(LOADER), parts)?;
    fs::write(work.join(MANIFEST), serde_json::to_vec(&manifest)?)?;
    split.split_modules.into_iter().map(loader::rename_file).collect()
}

/// Writes the JavaScript through which program and page talk.
fn bind(unbound: &Path, work: &Path, release: bool) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(unbound)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        .demangle(false)
        .keep_lld_exports(true)
        .remove_producers_section(release)
        .generate_output()
        .context("making the JavaScript bindings")?;
    let names = if release {
        names::shorten(&mut output, &[&format!("./{NAME}_bg.js"), LOADER])
    } else {
        Names::new()
    };
    output.emit(work).context("writing the JavaScript bindings")?;
    for script in [&format!("{NAME}.js"), LOADER].map(|name| work.join(name)) {
        fs::write(&script, names::rename(&fs::read_to_string(&script)?, &names))?;
    }
    Ok(())
}

/// Runs esbuild over the scripts: no white space, no comments, short variables.
fn minify(esbuild: &Path, work: &Path) -> Result<()> {
    for name in files::read(work)?.keys().filter(|name| files::is(name, &["js"])) {
        let file = work.join(name);
        let mut command = Command::new(esbuild);
        command.args(["--minify", "--format=esm", "--target=esnext", "--log-level=warning"]);
        run(command.arg("--allow-overwrite").arg(&file).arg(output_file(&file)))?;
    }
    Ok(())
}

fn output_file(file: &Path) -> OsString {
    let mut argument = OsString::from("--outfile=");
    argument.push(file);
    argument
}

/// Runs `wasm-opt` over the program and its lazy pages.
fn shrink(wasm_opt: &Path, work: &Path, lazy: &[PathBuf]) -> Result<()> {
    let main = work.join(format!("{NAME}_bg.wasm"));
    thread::scope(|scope| {
        // The program takes as long as all pages together.
        let pages = scope.spawn(|| lazy.iter().try_for_each(|page| optimise(wasm_opt, page)));
        optimise(wasm_opt, &main)?;
        match pages.join() {
            Ok(result) => result,
            Err(_) => bail!("wasm-opt's thread panicked"),
        }
    })
}

fn optimise(wasm_opt: &Path, file: &Path) -> Result<()> {
    let mut command = Command::new(wasm_opt);
    run(command.args(FEATURES).args(PASSES).arg(file).arg("-o").arg(file))
}

/// Empties what nobody calls, though no tool can know that; before the program is bound to
/// its JavaScript, so that what stands there for it goes as well.
///
/// Views can come to life bit by bit, and each has a future for it. We wait for the parts
/// of a page and bring it to life at once (`hydrate_body`), so nobody polls these. They are
/// a twentieth of the program. The compiler makes one of functions that are the same. No
/// other is the same as these: each names its own line of the source in what it panics with
/// when polled too often. What stands within them is not so special, and stays.
///
/// And the classes of `wasm-streams` are for answers that come as streams; there are none.
/// With them go the futures that only they make promises of.
fn empty_uncalled(file: &Path) -> Result<()> {
    const FUTURES: &str = "hydrate_async28_$u7b$$u7b$closure$u7d$$u7d$17h";
    const STREAMS: &str = "intounderlying";
    const PROMISES: &str = "js_sys7futures17future_to_promise28_";
    let mut module = walrus::Module::from_file(file)?;
    let streams = module.imports.iter().any(|import| import.name.contains(STREAMS));
    ensure!(!streams, "an answer comes as a stream: its classes are needed");
    let exported: HashSet<_> = module
        .exports
        .iter()
        .filter(|export| export.name.contains(STREAMS) && !export.name.contains("describe"))
        .filter_map(|export| match export.item {
            walrus::ExportItem::Function(id) => Some(id),
            _ => None,
        })
        .collect();
    for function in module.funcs.iter_mut() {
        let names = |name: &str| name.contains(FUTURES) || name.contains(PROMISES);
        let future = function.name.as_deref().is_some_and(names);
        let uncalled = future || exported.contains(&function.id());
        if uncalled && let walrus::FunctionKind::Local(local) = &mut function.kind {
            let mut body = local.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
        }
    }
    walrus::passes::gc::run(&mut module);
    module.emit_wasm_file(file)
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
