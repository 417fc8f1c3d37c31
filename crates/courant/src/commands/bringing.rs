//! What the importers of whole sites have in common: the table, the report, and what was asked.
//! `import_wordpress` and its like call it.

use crate::cli::{Bringing, Pictures};
use crate::failure::{Failure, Result};
use crate::importing::table::{Found, Table};
use crate::importing::{self, Asked, Said, Source};
use crate::report;
use courant_newsroom::Newsroom;
use courant_store::q;
use std::path::Path;
use std::process::ExitCode;
use url::Url;

/// What was asked, as the import takes it. Some systems keep their files in a folder of the site itself.
pub(super) fn asked(how: &Bringing, own: Option<&Path>) -> Result<Asked> {
    let uploads = how.uploads.clone().or_else(|| own.map(Path::to_path_buf));
    if let Some(folder) = &uploads
        && !folder.is_dir()
    {
        return Err(Failure::new(format!("{}: there is no such folder", folder.display())));
    }
    if how.pictures == Pictures::Uploads && uploads.is_none() {
        return Err(Failure::new("--pictures uploads needs --uploads DIR"));
    }
    Ok(Asked {
        dry_run: how.dry_run,
        pictures: match how.pictures {
            Pictures::Anywhere => Source::Anywhere,
            Pictures::Uploads => Source::Folder,
            Pictures::None => Source::Nowhere,
        },
        uploads,
        foreign: how.foreign_pictures,
    })
}

/// The table to go by; nothing when it was only to be written.
pub(super) async fn table(
    newsroom: &Newsroom,
    how: &Bringing,
    (system, site): (&str, Option<&Url>),
    found: &Found<'_>,
) -> Result<Option<Table>> {
    let sections = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, terms::sections())?
    };
    let proposed = Table::proposed(found, &sections);
    let proposed = match importing::table_before(newsroom, system, site).await? {
        Some(before) => before.filled(proposed),
        None => proposed,
    };
    if let Some(path) = &how.write_table {
        std::fs::write(path, proposed.written()?).map_err(|error| Failure::file(path, &error))?;
        report::print(&format!(
            "{} is written; edit it and give it back with --table",
            path.display()
        ));
        return Ok(None);
    }
    let Some(path) = &how.table else {
        return Ok(Some(proposed));
    };
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let table = Table::read(&text, &path.display().to_string())?;
    Ok(Some(table.filled(proposed)))
}

/// Tells the report; an import that was stopped ends with 130, as a process does that Ctrl-C ends.
pub(super) fn tell(said: &Said, how: &Bringing) -> Result<ExitCode> {
    report_to(said, how.json, how.report.as_deref())
}

/// As [`tell`], for importers that take less.
pub(super) fn report_to(said: &Said, as_json: bool, file: Option<&Path>) -> Result<ExitCode> {
    if let Some(path) = file {
        let json = serde_json::to_vec_pretty(said)?;
        std::fs::write(path, json).map_err(|error| Failure::file(path, &error))?;
    }
    said.print(as_json)?;
    Ok(if said.stopped {
        ExitCode::from(130)
    } else {
        ExitCode::SUCCESS
    })
}
