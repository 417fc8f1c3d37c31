//! `courant import ghost`: brings a Ghost site in from its export file. `crate::obey` runs it.
//! Members are counted and left: the paper has no accounts for readers.

use super::bringing;
use crate::cli::ImportGhost;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::house;
use crate::importing::item::Item;
use crate::importing::table::Found;
use crate::importing::{Bases, Files, Import, Read, Said, Stop};
use courant_exchange::ghost;
use courant_newsroom::Newsroom;
use courant_newsroom::commands::revise_paper;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::process::ExitCode;
use tokio::sync::mpsc::channel;

/// Opens the paper, brings the site in, and tells.
pub async fn run(flags: Flags, asked: &ImportGhost) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    match bring(&newsroom, asked, Stop::listen()).await? {
        Some(said) => bringing::tell(&said, &asked.how),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Brings the site in; nothing to tell when only the table was to be written.
pub async fn bring(newsroom: &Newsroom, asked: &ImportGhost, stop: Stop) -> Result<Option<Said>> {
    let paper = {
        let mut tx = newsroom.store.read().await?;
        revise_paper::current(&mut tx).await?
    };
    let how = bringing::asked(&asked.how, None)?;
    let file = File::open(&asked.file).map_err(|error| Failure::file(&asked.file, &error))?;
    let name = asked
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let site = asked.site.clone();
    let export = tokio::task::spawn_blocking(move || ghost::read(&name, file, site.as_ref().map(url::Url::as_str)))
        .await
        .map_err(|_| Failure::new("reading the export broke off"))?
        .map_err(|refusal| Failure::new(format!("{}: {refusal}", asked.file.display())))?;
    let mut used: HashMap<(String, String), usize> = HashMap::new();
    let mut types = BTreeSet::new();
    for post in &export.posts {
        types.insert(post.post.kind.name().to_owned());
        for term in &post.post.terms {
            *used
                .entry((term.taxonomy.name().to_owned(), term.slug.clone()))
                .or_default() += 1;
        }
    }
    let found = Found {
        terms: &export.terms,
        used,
        types: types.into_iter().collect(),
        authors: &export.authors,
    };
    let Some(table) = bringing::table(newsroom, &asked.how, ("ghost", asked.site.as_ref()), &found).await? else {
        return Ok(None);
    };
    let zone = TimeZone::get(&export.zone).unwrap_or_else(|_| paper.time_zone());
    let mut import = Import::begin(newsroom, how, ("ghost", asked.site.clone()), zone, table, stop).await?;
    if asked.site.is_none() {
        import
            .said()
            .note("the file does not name its site: without --site no old address is kept and no picture is fetched");
    }
    if export.members > 0 {
        import.said().note(format!(
            "{} members were left: the paper has no accounts for readers",
            export.members
        ));
    }
    import
        .make_terms(&export.authors, &export.terms, &Bases::default())
        .await?;
    import.bring_files(Files::default()).await?;
    let total = export.posts.len() as u64;
    let (into, from) = channel(64);
    let reading = tokio::spawn(async move {
        for post in export.posts {
            if into.send(Read::Item(Box::new(Item::of_ghost(post)))).await.is_err() {
                break;
            }
        }
    });
    import.bring_items(from, total).await?;
    reading
        .await
        .map_err(|_| Failure::new("reading the export broke off"))?;
    Ok(Some(import.end().await?))
}
