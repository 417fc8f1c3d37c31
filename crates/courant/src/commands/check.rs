//! `courant check FILE|-`: reads a text as a sub-editor does and prints what it finds.
//! `crate::obey` runs it; it needs no paper and opens no store.

use crate::cli::Check;
use crate::failure::{Failure, Result};
use crate::report;
use courant_copydesk::{Desk, Page, Rules, Severity};
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// More than this is no story.
const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Checks one text. The exit code is 1 when there is a stop.
pub fn run(check: &Check) -> Result<ExitCode> {
    let (name, text) = read(&check.file)?;
    let mut page = Page::from_file(&name, &text);
    page.facts.date.clone_from(&check.date);
    let desk = Desk {
        rules: Arc::new(rules(check.rules.as_deref())?),
        ..Desk::default()
    };
    let found = courant_copydesk::check(&page, &desk);
    if check.json {
        report::json(&found.json())?;
    } else if check.sarif {
        report::json(&found.sarif(&name))?;
    } else {
        report::print(found.lines(&name).trim_end());
    }
    Ok(ExitCode::from(u8::from(found.count(Severity::Stop) > 0)))
}

fn read(file: &Path) -> Result<(String, String)> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let from = std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
        from.map_err(|error| Failure::file(file, &error))?;
    } else {
        let opened = std::fs::File::open(file).map_err(|error| Failure::file(file, &error))?;
        let from = opened.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        from.map_err(|error| Failure::file(file, &error))?;
    }
    let name = file.display().to_string();
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::new(format!("{name}: more than 10 MB is no story")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(format!("{name}: not UTF-8 at byte {at}; save the text as UTF-8"))
    })?;
    Ok((name, text))
}

/// The starter set, or the `.yml` files of a folder. A file that cannot be used is named, and the others run.
fn rules(folder: Option<&Path>) -> Result<Rules> {
    let Some(folder) = folder else {
        return Ok(Rules::starter());
    };
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Failure::file(folder, &error))?.path();
        if path
            .extension()
            .is_some_and(|ending| ending == "yml" || ending == "yaml")
        {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, text));
        }
    }
    files.sort();
    let (rules, bad) = Rules::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    for why in bad {
        report::say(&format!("{}: {why}", folder.display()));
    }
    Ok(rules)
}
