//! `cargo xtask bench desk`: what a keystroke, a save, the copy desk's notes and a publish cost at the desk, in a real browser.
//! The figures are taken by `e2e/desk-figures.mjs`; this prints them as one table beside what they ought to be.

use super::Table;
use crate::cluster::Cluster;
use crate::{Outcome, e2e, machine, run};

/// What each figure ought to be, by the beginning of its name.
const GOALS: &[(&str, &str)] = &[
    ("a keystroke", "under 16 ms"),
    ("from a letter", "under 50 ms"),
    ("notes after a pause", "under 50 ms"),
    ("from the click on Publish", "under 250 ms"),
];

/// Takes the figures; `--no-build` takes the binary that is there.
pub fn run(flags: &[&str]) -> Outcome<()> {
    if let Some(strange) = flags.iter().find(|flag| **flag != "--no-build") {
        return Err(format!("bench desk does not know {strange}").into());
    }
    machine::provide(machine::WALKS)?;
    let binary = run::release(flags.is_empty())?;
    let cluster = Cluster::start()?;
    let said = e2e::script("desk-figures.mjs", &binary, &cluster)?;
    drop(cluster);
    let mut table = Table::default();
    for (what, measured) in said.lines().filter_map(|line| line.split_once('\t')) {
        let goal = GOALS
            .iter()
            .find(|(begins, _)| what.starts_with(begins))
            .map_or("", |(_, goal)| goal);
        table.add(what, goal, measured.to_owned());
    }
    table.print();
    Ok(())
}
