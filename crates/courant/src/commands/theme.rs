//! `courant theme copy|check`: the built-in theme in a folder to edit, and what is wrong with a theme.
//! `crate::obey` runs it.

use crate::cli::Theme;
use crate::failure::{Failure, Result};
use crate::report;
use courant_web::templates::Themes;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Copies or checks.
pub fn run(theme: &Theme) -> Result<ExitCode> {
    match theme {
        Theme::Copy { folder } => {
            Themes::copy_to(folder).map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Failure::new(format!(
                    "{} is not empty; name a folder that is empty or not there yet",
                    folder.display()
                )),
                _ => Failure::file(folder, &error),
            })?;
            report::say(&format!("The built-in theme lies in {}.", folder.display()));
            report::say(&format!(
                "Try it with: COURANT_THEME={} courant serve",
                folder.display()
            ));
            Ok(ExitCode::SUCCESS)
        }
        Theme::Check { folder, json } => check(folder, *json),
    }
}

fn check(folder: &Path, as_json: bool) -> Result<ExitCode> {
    if !folder.is_dir() {
        return Err(Failure::new(format!("there is no folder {}", folder.display())));
    }
    let themes = Themes::new(Some(folder.to_owned()));
    let problems = themes.check();
    if as_json {
        let problems: Vec<_> = problems
            .iter()
            .map(|problem| json!({ "file": problem.file, "line": problem.line, "message": problem.message }))
            .collect();
        report::json(&json!({ "theme": themes.manifest().name, "problems": problems }))?;
    } else {
        for problem in &problems {
            report::print(&format!("{}", folder.join(problem.to_string()).display()));
        }
    }
    if problems.is_empty() {
        report::say(&format!(
            "{}: every template renders with every sample.",
            folder.display()
        ));
        Ok(ExitCode::SUCCESS)
    } else {
        report::say(&format!("{}: {} faults.", folder.display(), problems.len()));
        Ok(ExitCode::from(1))
    }
}
