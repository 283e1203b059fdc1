//! The `latchkey` program.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A page is made of thousands of small pieces.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
