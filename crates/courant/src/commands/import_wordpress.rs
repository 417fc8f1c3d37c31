//! `courant import wordpress`: looks through the export files of a site, then brings everything in: terms and authors,
//! pictures, stories and pages with their replies. `crate::obey` runs it.

use super::bringing;
use crate::cli::ImportWordpress;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::house;
use crate::importing::item::Item;
use crate::importing::table::Found;
use crate::importing::{Bases, FileOf, Files, Import, Progress, Read, Said, Stop};
use courant_exchange::wordpress::{self, Options, Piece, Survey, Wxr};
use courant_newsroom::Newsroom;
use courant_newsroom::commands::revise_paper;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::mpsc::{Sender, channel};
use url::Url;

/// Items that are read ahead of the one that is written.
const AHEAD: usize = 256;

/// What a first look through the files found.
#[derive(Default)]
struct Looked {
    survey: Survey,
    files: Vec<FileOf>,
    used: HashMap<(String, String), usize>,
    types: BTreeSet<String>,
}

/// Opens the paper, brings the site in, and tells.
pub async fn run(flags: Flags, asked: &ImportWordpress) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    match bring(&newsroom, asked, Stop::listen()).await? {
        Some(said) => bringing::tell(&said, &asked.how),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Brings the site in; nothing to tell when only the table was to be written.
pub async fn bring(newsroom: &Newsroom, asked: &ImportWordpress, stop: Stop) -> Result<Option<Said>> {
    let paper = {
        let mut tx = newsroom.store.read().await?;
        revise_paper::current(&mut tx).await?
    };
    let how = bringing::asked(&asked.how, None)?;
    for file in &asked.files {
        File::open(file).map_err(|error| Failure::file(file, &error))?;
    }
    let zone = asked
        .zone
        .as_deref()
        .map(|name| TimeZone::get(name).map_err(|_| Failure::new(format!("there is no time zone {name:?}"))))
        .transpose()?;
    let names = asked.files.clone();
    let looked = tokio::task::spawn_blocking(move || look(&names))
        .await
        .map_err(|_| Failure::new("reading the export broke off"))??;
    let Looked {
        survey,
        files,
        used,
        types,
    } = looked;
    let found = Found {
        terms: &survey.terms,
        used,
        types: types.into_iter().collect(),
        authors: &survey.authors,
    };
    let site = Url::parse(&survey.site.url).ok();
    let Some(table) = bringing::table(newsroom, &asked.how, ("wordpress", site.as_ref()), &found).await? else {
        return Ok(None);
    };
    let guess = survey.zone.guess(&survey.site.language);
    let note = match (&zone, &guess) {
        (None, Some(guess)) => format!(
            "dates without a zone are read in {} ({} of {} dates agree; --zone names another)",
            guess.name, guess.agreeing, guess.of
        ),
        (None, None) => format!("dates without a zone are read in the paper's, {}", paper.zone),
        (Some(_), _) => String::new(),
    };
    let zone = zone
        .or_else(|| guess.map(|guess| guess.zone()))
        .unwrap_or_else(|| paper.time_zone());
    let mut import = Import::begin(newsroom, how, ("wordpress", site), zone, table, stop).await?;
    if !note.is_empty() {
        import.said().note(note);
    }
    let bases = Bases {
        category: asked.category_base.trim_matches('/').to_owned(),
        tag: asked.tag_base.trim_matches('/').to_owned(),
    };
    import.make_terms(&survey.authors, &survey.terms, &bases).await?;
    let mut library = Files::default();
    for file in files {
        library.add(file);
    }
    import.bring_files(library).await?;
    let total = survey.items.values().sum::<usize>() as u64;
    let (into, from) = channel(AHEAD);
    let shared = Arc::new(survey.shared);
    let names = asked.files.clone();
    // Revisions come when their stories are there.
    let turns: &'static [Turn] = if asked.revisions {
        &[Turn::Items, Turn::Revisions]
    } else {
        &[Turn::Items]
    };
    let reading =
        tokio::task::spawn_blocking(move || turns.iter().try_for_each(|turn| read(&names, &shared, *turn, &into)));
    import.bring_items(from, total * turns.len() as u64).await?;
    reading
        .await
        .map_err(|_| Failure::new("reading the export broke off"))??;
    Ok(Some(import.end().await?))
}

/// Looks through the files without reading their texts.
fn look(files: &[PathBuf]) -> Result<Looked> {
    let mut looked = Looked::default();
    let mut progress = Progress::begin("items", 0);
    for path in files {
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        let options = Options {
            bodies: false,
            ..Options::default()
        };
        for piece in Wxr::new(&called(path), BufReader::new(file), options) {
            if let Piece::Item(item) = &piece {
                progress.step(1);
                match item.as_ref() {
                    wordpress::Item::Attachment(file) => looked.files.push(FileOf::from((**file).clone())),
                    wordpress::Item::Post(post) => {
                        looked.types.insert(post.kind.name().to_owned());
                        for term in &post.terms {
                            let key = (term.taxonomy.name().to_owned(), term.slug.clone());
                            *looked.used.entry(key).or_default() += 1;
                        }
                    }
                    _ => {}
                }
            }
            looked.survey.take(piece);
        }
    }
    progress.end();
    Ok(looked)
}

/// What is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Stories and pages.
    Items,
    /// Older revisions of them.
    Revisions,
}

/// Reads the files once more, with their texts, and hands over what becomes something.
fn read(files: &[PathBuf], shared: &Arc<wordpress::Shared>, turn: Turn, into: &Sender<Read>) -> Result<()> {
    for path in files {
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        let options = Options {
            bodies: true,
            shared: Arc::clone(shared),
        };
        for piece in Wxr::new(&called(path), BufReader::with_capacity(1 << 18, file), options) {
            let read = match piece {
                Piece::Item(item) => match (*item, turn) {
                    (wordpress::Item::Post(post), Turn::Items) => Read::Item(Box::new(Item::of_wordpress(*post))),
                    (wordpress::Item::Revision(post), Turn::Revisions) => Read::Revision(post),
                    _ => Read::Passed(1),
                },
                Piece::Problem(problem) if turn == Turn::Items => Read::Problem(problem),
                Piece::Problem(_) | Piece::Site(_) | Piece::Author(_) | Piece::Term(_) => continue,
            };
            // Nobody takes it any more: somebody stopped the import.
            if into.blocking_send(read).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A file as problems name it.
fn called(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
