//! `cargo xtask editor`: builds the editor island anew, compares it with what is committed, and runs its own tests.
//! Run by people after a change in `editor/` and by `xtask test`; npm is asked only when the lock file changed.

use crate::run::{self, Scratch, aloud, quietly};
use crate::tally::{self, Tally};
use crate::{Outcome, machine};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the island's tests and its build came to, printed.
pub fn by_hand() -> Outcome<()> {
    machine::provide(machine::WALKS)?;
    let counted = counted()?;
    println!("{counted}");
    if counted.failed == 0 {
        Ok(())
    } else {
        Err("the editor is not as it should be".into())
    }
}

/// Builds, compares and tests. The build and the types count as one check each.
pub fn counted() -> Outcome<Tally> {
    let folder = packages()?;
    let mut sum = tally::of_check(is_committed(&folder)?);
    sum += tally::of_check(aloud(npm(&folder).args(["run", "--silent", "check"]))?.ok);
    sum += tests(&folder)?;
    Ok(sum)
}

/// Whether the committed build is what its sources give. What is there is put aside and compared byte by byte, so that
/// this also works before a commit.
fn is_committed(folder: &Path) -> Outcome<bool> {
    let dist = folder.join("dist");
    let before = contents(&dist)?;
    if !aloud(npm(folder).args(["run", "--silent", "build"]))?.ok {
        return Ok(false);
    }
    let same = before == contents(&dist)?;
    if !same {
        println!("editor/dist was not what its sources give; it is now: commit it");
    }
    Ok(same)
}

fn contents(dist: &Path) -> Outcome<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dist)?.flatten() {
        files.push((entry.path(), fs::read(entry.path())?));
    }
    files.sort();
    Ok(files)
}

fn tests(folder: &Path) -> Outcome<Tally> {
    let browser = machine::chromium().ok_or("there is no Chromium")?;
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("test"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    let scratch = Scratch::new("editor")?;
    let counts = scratch.path().join("counts.tap");
    // A walk that hangs is a walk that failed.
    let mut node = Command::new("timeout");
    node.args(["--kill-after=10", "600", "node"])
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", counts.display()))
        .arg("--test")
        .args(&files)
        .current_dir(folder)
        .env("COURANT_TEST_CHROMIUM", browser)
        .env("NODE_NO_WARNINGS", "1");
    let said = aloud(&mut node)?;
    let text = fs::read_to_string(&counts).unwrap_or_default();
    Ok(tally::of_tests(said.ok, tally::node(&text)))
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder);
    npm
}

/// The island's folder, with its packages as the lock file has them.
fn packages() -> Outcome<PathBuf> {
    let folder = run::root().join("editor");
    let installed = folder.join("node_modules/.package-lock.json");
    let when = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
    if when(&installed).is_none() || when(&installed) < when(&folder.join("package-lock.json")) {
        // No package of these needs its install script.
        let mut ci = npm(&folder);
        ci.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if !aloud(&mut ci)?.ok {
            return Err(format!("npm ci failed in editor/: {}", quietly(npm(&folder).arg("--version"))?).into());
        }
    }
    Ok(folder)
}
