//! What an import tells at its end, as a table for people and as JSON for scripts. The JSON's names are a contract.

use crate::failure::Result;
use crate::report;
use serde::Serialize;

/// More problems than this are counted and not listed.
const MOST: usize = 100_000;
/// Problems that a console is shown.
const SHOWN: usize = 25;

/// How many of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Stories, drafts too.
    pub stories: u64,
    /// Standing pages.
    pub pages: u64,
    /// Replies in every state.
    pub replies: u64,
    /// Pictures and other files.
    pub pictures: u64,
    /// Those who sign.
    pub authors: u64,
    /// Categories, tags and other terms.
    pub terms: u64,
}

/// Something that could not be kept as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unkept {
    /// The item: its number and title.
    pub item: String,
    /// File and line.
    pub place: String,
    /// What it is, in a sentence without a full stop.
    pub what: String,
}

/// The report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Said {
    /// What the file holds.
    #[serde(rename = "in")]
    pub found: Counts,
    /// What of it stands here now.
    #[serde(rename = "out")]
    pub kept: Counts,
    /// Items that stood here already and have changed there since.
    pub updated: u64,
    /// Items that stood here already.
    pub unchanged: u64,
    /// What could not be kept as it was.
    pub problems: Vec<Unkept>,
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
        self.problems.push(Unkept {
            item: item.into(),
            place: place.into(),
            what: what.into(),
        });
    }

    /// Takes in what another import tells.
    pub fn join(&mut self, other: Self) {
        for (into, of) in [(&mut self.found, other.found), (&mut self.kept, other.kept)] {
            into.stories += of.stories;
            into.pages += of.pages;
            into.replies += of.replies;
            into.pictures += of.pictures;
            into.authors += of.authors;
            into.terms += of.terms;
        }
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
        report::print(&format!(
            "{:<10} {:>10} {:>10}",
            "",
            "in file",
            if self.dry_run { "would be" } else { "here" }
        ));
        let (found, kept) = (&self.found, &self.kept);
        for (what, of, out) in [
            ("stories", found.stories, kept.stories),
            ("pages", found.pages, kept.pages),
            ("replies", found.replies, kept.replies),
            ("pictures", found.pictures, kept.pictures),
            ("authors", found.authors, kept.authors),
            ("terms", found.terms, kept.terms),
        ] {
            report::print(&format!("{what:<10} {of:>10} {out:>10}"));
        }
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
