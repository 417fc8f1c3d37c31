//! The program `courant`. Everything it does is in the library beside it, so that tests can reach it.

use std::process::ExitCode;

/// The system's own keeps what making pictures took, some 150 MB, for as long as the process lives.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    courant::run()
}
