//! What goes to the console: reports on standard output, everything else on standard error.
//! Commands print through it, so that a closed pipe ends nothing with a panic.

use crate::failure::Result;
use serde::Serialize;
use std::io::Write;

/// Prints a line of the report on standard output.
pub fn print(line: &str) {
    let mut out = std::io::stdout().lock();
    // A reader that went away (`| head`) has seen enough.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints a report as JSON on standard output.
pub fn json(report: &impl Serialize) -> Result<()> {
    print(&serde_json::to_string_pretty(report)?);
    Ok(())
}

/// Says something on standard error: progress, warnings, errors.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
