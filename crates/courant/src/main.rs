//! The program `courant`. Everything it does is in the library beside it, so that tests can reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    courant::run()
}
