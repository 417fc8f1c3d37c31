//! A folder of fixtures, each with an `.expected` beside it. The tests of feeds, wires and replies use it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::beside::Beside;

/// The folder of a reader's fixtures, below `tests`.
pub fn of(reader: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(reader)
}

/// Compares what is found in each file of a folder; there are at least `least`.
pub fn compare(folder: &Path, variable: &str, least: usize, found_of: impl Fn(&str, &[u8]) -> Value) {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext != "expected"))
        .collect();
    files.sort();
    assert!(files.len() >= least, "the files are gone");
    let mut beside = Beside::of(variable);
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = found_of(&name, &std::fs::read(&path).unwrap());
        beside.compare(&name, &folder.join(format!("{name}.expected")), &found);
    }
    beside.end();
}
