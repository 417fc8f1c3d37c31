//! The command line where no server runs: settings, new papers, wrong usage, importing, checking a text, moderation of an empty paper.

mod check;
mod import;
mod moving;
mod new;
mod settings;
mod usage;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An empty folder in which the program is run, without any variable of the machine that runs the tests.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What the program said, and how it ended.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The report on standard output.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With a paper in `data`.
    pub fn with_paper() -> Self {
        let desk = Self::new();
        let said = desk.run(&["new", "--name", "The Example", "--zone", "Europe/Lisbon"]);
        assert_eq!(said.code, 0, "{}", said.err);
        desk
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn run(&self, words: &[&str]) -> Said {
        self.run_with(words, &[])
    }

    pub fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("COURANT_") {
                command.env_remove(name);
            }
        }
        let Output { status, stdout, stderr } = command
            .current_dir(self.path())
            .envs(variables.iter().copied())
            .args(words)
            .output()
            .unwrap();
        Said {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }
}
