//! Turns the browser crate, the style sheets and the public files into the
//! folder that the server carries. `cargo xtask` calls it; it needs nothing but
//! its arguments.
//!
//! ```text
//! site.json                    what is where (read by the server)
//! pkg/<hash>/latchkey.js       the script, and beside it its modules, styles, fonts
//! robots.txt, favicon.svg …    everything of public/
//! *.br, *.gz                   beside each file worth compressing (release only)
//! ```
//!
//! `<hash>` is that of all contents, so every address changes with a release
//! and may be cached for ever.

mod budget;
mod compress;
mod files;
mod loader;
mod names;
mod order;
mod script;
mod shorten;
mod site;
mod style;

use std::process::ExitCode;

use anyhow::Result;
use order::Order;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let order = Order::from_args(std::env::args().skip(1))?;
    let script = script::build(&order)?;
    let style = style::bundle(&order.style)?;
    let site = site::assemble(&order, script, style)?;
    if order.release {
        let report = budget::measure(&site)?;
        println!("{}", report.table);
        println!("site: {}", site.folder.display());
        report.verdict?;
    } else {
        println!("site: {}", site.folder.display());
    }
    Ok(())
}
