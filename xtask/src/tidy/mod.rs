//! `cargo xtask tidy`: the rules of the house that no compiler knows, each a plain function over files or over cargo's account of the workspace.
//! Run by people, by `xtask test` and by CI; it prints every offence as `file:line: what and why` and fails when there is one.

mod files;
mod homes;
mod imports;
mod licences;
mod queries;

use crate::Outcome;
use crate::run::{self, cargo, quietly};
use std::fmt;
use std::fs;
use std::process::Command;

/// A file of the checkout that is text and that git knows or would know.
#[derive(Debug)]
pub struct Page {
    /// From the root, with `/`.
    pub path: String,
    /// Its words.
    pub text: String,
}

impl Page {
    /// The last part after a dot, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or("");
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Written by a program, not by a person: no rule of style holds.
    pub fn generated(&self) -> bool {
        self.path.contains("/.sqlx/")
            || self.path.contains("/dist/")
            || ["snap", "lock"].contains(&self.extension())
            || self.path.ends_with("package-lock.json")
    }
}

/// One thing that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub struct Offence {
    path: String,
    line: usize,
    what: String,
}

impl Offence {
    /// `line` counts from 1; 0 means the whole file.
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        let (path, what) = (path.into(), what.into());
        Self { path, line, what }
    }
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, what } = self;
        match line {
            0 => write!(f, "{path}: {what}"),
            line => write!(f, "{path}:{line}: {what}"),
        }
    }
}

/// All rules over the whole checkout.
pub fn run() -> Outcome<()> {
    let pages = pages()?;
    let metadata = quietly(cargo().args(["metadata", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;

    let mut offences = Vec::new();
    for page in pages.iter().filter(|page| !page.generated()) {
        offences.extend(files::opening(page));
        offences.extend(files::promises(page));
        offences.extend(files::line_ends(page));
        offences.extend(files::workplaces(page));
        offences.extend(queries::migration(page));
        offences.extend(queries::statements(page));
        offences.extend(files::reasons_for_dependencies(page));
    }
    offences.extend(queries::same_numbers(&pages));
    offences.extend(files::lock_files(&pages));
    offences.extend(homes::rule(&pages));
    offences.extend(imports::one_way(&metadata));
    offences.extend(imports::pure_rooms(&metadata));
    let deny = fs::read_to_string(run::root().join("deny.toml"))?;
    offences.extend(licences::bans(&deny, &metadata));
    offences.extend(licences::licences(&deny, &metadata));

    for page in pages.iter().filter(|page| !page.generated()) {
        if let Some(lines) = files::long(page) {
            println!("note: {}: {lines} lines; is it two files?", page.path);
        }
    }
    for offence in &offences {
        println!("{offence}");
    }
    println!("tidy: {} files, {} offences", pages.len(), offences.len());
    if offences.is_empty() {
        Ok(())
    } else {
        Err("the house is not tidy".into())
    }
}

/// Every text file that is committed or would be.
fn pages() -> Outcome<Vec<Page>> {
    let listed = quietly(
        Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(run::root()),
    )
    .map_err(|e| format!("tidy asks git which files are ours: {e}"))?;
    let mut pages: Vec<Page> = listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .filter_map(|path| {
            // Deleted but not yet committed, or not text: not ours to judge.
            let text = String::from_utf8(fs::read(run::root().join(path)).ok()?).ok()?;
            let path = path.to_string();
            (!text.contains('\0')).then_some(Page { path, text })
        })
        .collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages.dedup_by(|a, b| a.path == b.path);
    Ok(pages)
}

#[cfg(test)]
fn page(path: &str, text: &str) -> Page {
    Page {
        path: path.into(),
        text: text.into(),
    }
}
