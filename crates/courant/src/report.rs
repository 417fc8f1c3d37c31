//! What goes to the console: reports on standard output, everything else on standard error.
//! Commands print through it, so that a closed pipe ends nothing with a panic.

use crate::failure::Result;
use courant_newsroom::moving::Counted;
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

/// Prints two columns of counts side by side: what a file holds, and what stands here.
pub fn counts(one: (&str, &Counted), other: (&str, &Counted)) {
    print(&format!("{:<10} {:>10} {:>10}", "", one.0, other.0));
    for ((name, of), (_, out)) in one.1.named().into_iter().zip(other.1.named()) {
        print(&format!("{name:<10} {of:>10} {out:>10}"));
    }
}

/// Says something on standard error: progress, warnings, errors.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
