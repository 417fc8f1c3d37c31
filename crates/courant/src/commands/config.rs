//! `courant config`: prints the machine's settings in force and where each came from.
//! `crate::obey` runs it.

use crate::config::{Flags, Surroundings};
use crate::failure::Result;
use crate::report;
use serde_json::{Map, Value, json};

/// Prints them.
pub fn run(flags: &Flags, as_json: bool) -> Result<()> {
    let settings = crate::config::read(flags, &Surroundings::of_process())?;
    for name in &settings.unknown_variables {
        report::say(&format!("warning: the variable {name} means nothing to courant"));
    }
    if as_json {
        let lines: Map<String, Value> = settings
            .lines
            .iter()
            .map(|line| {
                let value = json!({ "value": line.value, "from": line.from.to_string() });
                (line.key.to_owned(), value)
            })
            .collect();
        let file = settings.file.as_deref().map(|path| path.display().to_string());
        return report::json(&json!({ "file": file, "settings": lines }));
    }
    match &settings.file {
        Some(path) => report::print(&format!("# settings file: {}", path.display())),
        None => report::print("# no settings file"),
    }
    let written: Vec<(String, String)> = settings
        .lines
        .iter()
        .map(|line| {
            let shown = match &line.value {
                Some(value) => format!("{} = {value:?}", line.key),
                None => format!("# {} is not set", line.key),
            };
            (shown, line.from.to_string())
        })
        .collect();
    let width = written
        .iter()
        .map(|(shown, _)| shown.chars().count())
        .max()
        .unwrap_or(0);
    for (shown, from) in written {
        report::print(&format!("{shown:width$}  # {from}"));
    }
    Ok(())
}
