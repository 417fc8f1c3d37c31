//! What a test found, compared with the file that stands beside its fixture. Every reader's test uses it.
//! With the test's own variable set (`UPDATE_FEED=1`) the files are written anew; read the difference before you commit it.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

/// The comparison of one test, file by file.
pub struct Beside {
    update: bool,
    wrong: String,
}

impl Beside {
    /// Begins; `variable` asks for new files.
    pub fn of(variable: &str) -> Self {
        Self {
            update: std::env::var_os(variable).is_some(),
            wrong: String::new(),
        }
    }

    /// Compares what was found with a file, or writes it.
    pub fn compare(&mut self, name: &str, file: &Path, found: &Value) {
        if self.update {
            std::fs::write(file, serde_json::to_string_pretty(found).unwrap() + "\n").unwrap();
            return;
        }
        let expected: Value = std::fs::read_to_string(file)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or(Value::Null);
        if *found != expected {
            writeln!(self.wrong, "{name}\n{found:#}\nexpected\n{expected:#}").unwrap();
        }
    }

    /// Ends: nothing may differ.
    pub fn end(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong);
    }
}
