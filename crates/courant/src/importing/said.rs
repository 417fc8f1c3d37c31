//! What an import tells at its end, as a table for people and as JSON for scripts. The JSON's names are a contract.

use crate::failure::Result;
use crate::report;
use courant_newsroom::moving::{Counted, Problem};
use serde::Serialize;

/// More problems than this are counted and not listed.
const MOST: usize = 100_000;
/// Problems that a console is shown.
const SHOWN: usize = 25;

/// The report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Said {
    /// What the file holds.
    #[serde(rename = "in")]
    pub found: Counted,
    /// What of it stands here now.
    #[serde(rename = "out")]
    pub kept: Counted,
    /// Items that stood here already and have changed there since.
    pub updated: u64,
    /// Items that stood here already.
    pub unchanged: u64,
    /// What could not be kept as it was.
    pub problems: Vec<Problem>,
    /// Problems beyond those that are listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub more_problems: u64,
    /// Whether somebody stopped it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// Whether nothing was written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// Things to know, a sentence each.
    #[serde(skip)]
    pub notes: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Said {
    /// Tells a problem.
    pub fn problem(&mut self, item: impl Into<String>, place: impl Into<String>, what: impl Into<String>) {
        if self.problems.len() >= MOST {
            self.more_problems += 1;
            return;
        }
        self.problems.push(Problem {
            item: item.into(),
            place: place.into(),
            what: what.into(),
        });
    }

    /// Takes in what another import tells.
    pub fn join(&mut self, other: Self) {
        self.found += other.found;
        self.kept += other.kept;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.more_problems += other.more_problems;
        for problem in other.problems {
            self.problem(problem.item, problem.place, problem.what);
        }
        self.notes.extend(other.notes);
        self.stopped |= other.stopped;
        self.dry_run |= other.dry_run;
    }

    /// A thing to know.
    pub fn note(&mut self, what: impl Into<String>) {
        self.notes.push(what.into());
    }

    /// Prints the report: JSON on standard output, or the table there and problems with it.
    pub fn print(&self, as_json: bool) -> Result<()> {
        if as_json {
            for note in &self.notes {
                report::say(note);
            }
            return report::json(self);
        }
        for note in &self.notes {
            report::print(note);
        }
        let here = if self.dry_run { "would be" } else { "here" };
        report::counts(("in file", &self.found), (here, &self.kept));
        report::print(&format!("{} updated, {} unchanged", self.updated, self.unchanged));
        let count = self.problems.len() as u64 + self.more_problems;
        if count > 0 {
            report::print(&format!("{count} things could not be kept as they were:"));
        }
        for one in self.problems.iter().take(SHOWN) {
            let item = if one.item.is_empty() {
                String::new()
            } else {
                format!("{}: ", one.item)
            };
            report::print(&format!("  {}: {item}{}", one.place, one.what));
        }
        if count > SHOWN as u64 {
            report::print(&format!(
                "  … and {} more; --report FILE keeps all of them",
                count - SHOWN as u64
            ));
        }
        if self.stopped {
            report::print("stopped before the end; the same command goes on where it was");
        }
        if self.dry_run {
            report::print("nothing was written (--dry-run)");
        }
        Ok(())
    }
}
