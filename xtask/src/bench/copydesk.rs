//! `cargo xtask bench copydesk`: how well the copy desk reads, beside what it ought to reach.
//! Run by people; it prints and never asserts, and says so where the texts, which are no part of the project, are not there.

use crate::Outcome;
use crate::run::{self, cargo};
use std::path::PathBuf;

const GOALS: &str = "\
reach: names (dev) F1 .85; speakers of quoted words (dev) F1 .90; content of all quotations (dev) F1 .85;
       same event among the first five .96, under 5 ms a question; at most 1 alarm a story, 1 false stop in 100;
       500 words in 10 ms";

/// Runs the example `evaluate` of the crate, optimised.
pub fn run() -> Outcome<()> {
    let news = std::env::var_os("COURANT_NEWS").map_or_else(|| run::root().join("../shared/data/news"), PathBuf::from);
    let mut command = cargo();
    command
        .args(["run", "--release", "-p", "courant-copydesk", "--example", "evaluate"])
        .env("COURANT_NEWS", news)
        .current_dir(run::root());
    let status = command.status()?;
    if !status.success() {
        return Err("the copy desk could not be measured".into());
    }
    println!("\n{GOALS}");
    Ok(())
}
