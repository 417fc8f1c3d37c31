//! `cargo xtask e2e` and `shots`: the release binary, a real browser, and the walks in `e2e/` run by node's own test runner.
//! Run by people, by `xtask test` and by CI; fetching the three npm packages is the only time the network is used.

use crate::cluster::Cluster;
use crate::run::{self, Scratch, aloud};
use crate::tally::{self, Tally};
use crate::{Outcome, machine};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Walks whose file name contains one of the names, or all.
pub fn walks(words: &[&str]) -> Outcome<()> {
    let (flags, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|w| w.starts_with("--"));
    if let Some(strange) = flags.iter().find(|flag| **flag != "--no-build") {
        return Err(format!("e2e does not know {strange}").into());
    }
    machine::provide(machine::WALKS)?;
    let binary = run::release(flags.is_empty())?;
    let cluster = Cluster::start()?;
    let counted = counted(&binary, Some(&cluster), &names)?;
    drop(cluster);
    println!("{counted}");
    if counted.failed == 0 {
        Ok(())
    } else {
        Err("a walk failed".into())
    }
}

/// Runs the walks one file after the other and counts their tests.
pub fn counted(binary: &Path, cluster: Option<&Cluster>, names: &[&str]) -> Outcome<Tally> {
    let folder = packages()?;
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| wanted(path, names))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("no walk is named {}", names.join(" ")).into());
    }
    let mut sum = Tally::default();
    for file in files {
        let scratch = Scratch::new("walk")?;
        let counts = scratch.path().join("counts.tap");
        println!("{}", file.file_name().unwrap_or_default().to_string_lossy());
        let mut node = node(binary, &folder)?;
        node.args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
            .arg("--test-reporter=tap")
            .arg(format!("--test-reporter-destination={}", counts.display()))
            .arg("--test")
            .arg(&file);
        if let Some(cluster) = cluster {
            node.env("COURANT_TEST_WALK_POSTGRES", cluster.create("walk")?);
        }
        let said = aloud(&mut node)?;
        let text = fs::read_to_string(&counts).unwrap_or_default();
        sum += tally::of_tests(said.ok, tally::node(&text));
    }
    Ok(sum)
}

/// Screenshots of every page kind, into `shots/`.
pub fn shots(build: bool) -> Outcome<()> {
    machine::provide(machine::WALKS)?;
    let binary = run::release(build)?;
    let folder = packages()?;
    let into = run::root().join("shots");
    fs::create_dir_all(&into)?;
    let mut node = node(&binary, &folder)?;
    node.arg(folder.join("shots.mjs")).env("COURANT_TEST_SHOTS", &into);
    if aloud(&mut node)?.ok {
        Ok(())
    } else {
        Err("not every page could be photographed".into())
    }
}

/// Runs one script of the walks' folder with a database of its own and gives back what it printed.
pub fn script(name: &str, binary: &Path, cluster: &Cluster) -> Outcome<String> {
    let folder = packages()?;
    let mut node = node(binary, &folder)?;
    node.arg(folder.join(name))
        .env("COURANT_TEST_WALK_POSTGRES", cluster.create("figures")?);
    let said = aloud(&mut node)?;
    if said.ok {
        Ok(said.text)
    } else {
        Err(format!("{name} did not come to its end").into())
    }
}

fn node(binary: &Path, folder: &Path) -> Outcome<Command> {
    let browser = machine::chromium().ok_or("there is no Chromium")?;
    // A walk that hangs is a walk that failed.
    let mut node = Command::new("timeout");
    node.args(["--kill-after=10", "1200", "node"])
        .current_dir(folder)
        .env("COURANT_TEST_BIN", binary)
        .env("COURANT_TEST_CHROMIUM", browser)
        .env("NODE_NO_WARNINGS", "1");
    Ok(node)
}

/// The folder of the walks, with its packages as the lock file has them.
fn packages() -> Outcome<PathBuf> {
    let folder = run::root().join("e2e");
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let when = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
    if when(&installed).is_none() || when(&installed) < when(&lock) {
        // No package of these needs its install script; one of them would fetch a Java that we have.
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder);
        if !aloud(&mut npm)?.ok {
            return Err("npm ci failed in e2e/".into());
        }
    }
    Ok(folder)
}

fn wanted(path: &Path, names: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some(stem) = name.strip_suffix(".test.mjs") else {
        return false;
    };
    names.is_empty() || names.iter().any(|wish| stem.contains(wish))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_picks_walks_and_only_walks() {
        assert!(wanted(Path::new("e2e/replying.test.mjs"), &["repl"]));
        assert!(wanted(Path::new("e2e/replying.test.mjs"), &[]));
        assert!(!wanted(Path::new("e2e/replying.test.mjs"), &["search"]));
        assert!(!wanted(Path::new("e2e/paper.mjs"), &[]));
    }
}
