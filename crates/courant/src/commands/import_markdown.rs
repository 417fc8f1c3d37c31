//! `courant import markdown`: brings in a folder of Markdown with front matter, as Hugo, Zola and Jekyll keep a site.
//! `crate::obey` runs it. Files name each other, so the address of each is learnt first.

use super::bringing;
use crate::cli::ImportMarkdown;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::house;
use crate::importing::item::Item;
use crate::importing::table::Found;
use crate::importing::{Bases, Files, Import, Read, Said, Stop};
use courant_exchange::markdown::{self, Addresses, Entry, Plan, Role};
use courant_exchange::wordpress::{Author, Place, Problem, Taxonomy, Term};
use courant_newsroom::Newsroom;
use courant_newsroom::commands::revise_paper;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::mpsc::{Sender, channel};

/// Files that are looked at; a folder of more is no site.
const MOST_FILES: usize = 1_000_000;

/// What a first look through the folder found.
struct Looked {
    plan: Plan,
    addresses: Addresses,
    terms: Vec<Term>,
    used: HashMap<(String, String), usize>,
    types: BTreeSet<String>,
    authors: Vec<Author>,
}

/// Opens the paper, brings the site in, and tells.
pub async fn run(flags: Flags, asked: &ImportMarkdown) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    match bring(&newsroom, asked, Stop::listen()).await? {
        Some(said) => bringing::tell(&said, &asked.how),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Brings the site in; nothing to tell when only the table was to be written.
pub async fn bring(newsroom: &Newsroom, asked: &ImportMarkdown, stop: Stop) -> Result<Option<Said>> {
    let paper = {
        let mut tx = newsroom.store.read().await?;
        revise_paper::current(&mut tx).await?
    };
    if !asked.folder.is_dir() {
        return Err(Failure::new(format!(
            "{}: there is no such folder",
            asked.folder.display()
        )));
    }
    let how = bringing::asked(&asked.how, Some(&asked.folder))?;
    let (folder, site) = (asked.folder.clone(), asked.site.clone());
    let looked = tokio::task::spawn_blocking(move || look(&folder, site.as_ref().map(url::Url::as_str)))
        .await
        .map_err(|_| Failure::new("reading the folder broke off"))??;
    let found = Found {
        terms: &looked.terms,
        used: looked.used,
        types: looked.types.into_iter().collect(),
        authors: &looked.authors,
    };
    let source = ("markdown", asked.site.as_ref());
    let Some(table) = bringing::table(newsroom, &asked.how, source, &found).await? else {
        return Ok(None);
    };
    let zone = paper.time_zone();
    let mut import = Import::begin(newsroom, how, ("markdown", asked.site.clone()), zone, table, stop).await?;
    if asked.site.is_none() {
        import.said().note(
            "without --site addresses are kept as paths, and links to the old site's own pages are not known as such",
        );
    }
    import
        .make_terms(&looked.authors, &looked.terms, &Bases::default())
        .await?;
    let mut files = Files::default();
    for (address, file) in &looked.plan.files {
        files.lie.insert(address.clone(), file.clone());
    }
    import.bring_files(files).await?;
    let total = looked.plan.entries.len() as u64;
    let (into, from) = channel(64);
    let (folder, site) = (asked.folder.clone(), asked.site.clone());
    let (plan, addresses) = (looked.plan, looked.addresses);
    let reading = tokio::task::spawn_blocking(move || {
        read(&folder, &plan, &addresses, site.as_ref().map(url::Url::as_str), &into);
    });
    import.bring_items(from, total).await?;
    reading
        .await
        .map_err(|_| Failure::new("reading the folder broke off"))?;
    Ok(Some(import.end().await?))
}

/// Learns the addresses of all files, and what terms and authors they name.
fn look(folder: &Path, site: Option<&str>) -> Result<Looked> {
    let mut paths = Vec::new();
    below(folder, folder, &mut paths)?;
    let plan = Plan::of(&paths);
    let mut addresses = Addresses::default();
    for entry in &plan.entries {
        if let Ok(text) = text_of(folder, entry) {
            addresses.add(&entry.path, &markdown::address(entry, &text));
        }
    }
    let mut terms: BTreeMap<(String, String), Term> = BTreeMap::new();
    let mut used: HashMap<(String, String), usize> = HashMap::new();
    let mut authors: BTreeMap<String, Author> = BTreeMap::new();
    let mut types = BTreeSet::new();
    for entry in plan.entries.iter().filter(|entry| entry.role != Role::Section) {
        let Ok(text) = text_of(folder, entry) else { continue };
        let item = Item::of_markdown(markdown::read(entry, &text, site, &addresses));
        types.insert(item.post.kind.name().to_owned());
        for term in item.post.terms {
            if !matches!(term.taxonomy, Taxonomy::Category | Taxonomy::Tag | Taxonomy::Custom(_)) {
                continue;
            }
            let key = (term.taxonomy.name().to_owned(), term.slug.clone());
            *used.entry(key.clone()).or_default() += 1;
            terms.entry(key).or_insert(Term {
                number: None,
                taxonomy: term.taxonomy,
                slug: term.slug,
                name: term.name,
                parent: None,
                description: String::new(),
                metas: Vec::new(),
            });
        }
        for signature in item.post.authors {
            authors.entry(signature.login.clone()).or_insert_with(|| Author {
                name: signature.name.unwrap_or_else(|| signature.login.clone()),
                login: signature.login,
                ..Author::default()
            });
        }
    }
    Ok(Looked {
        plan,
        addresses,
        terms: terms.into_values().collect(),
        used,
        types,
        authors: authors.into_values().collect(),
    })
}

/// Paths below a folder, relative to it; hidden folders and links are passed over.
fn below(folder: &Path, at: &Path, out: &mut Vec<String>) -> Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(at)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .map_err(|error| Failure::file(at, &error))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| Failure::file(&path, &error))?;
        if entry.file_name().to_string_lossy().starts_with('.') || out.len() >= MOST_FILES {
            continue;
        }
        if kind.is_dir() {
            below(folder, &path, out)?;
        } else if kind.is_file()
            && let Some(inside) = path.strip_prefix(folder).ok().and_then(Path::to_str)
        {
            out.push(inside.to_owned());
        }
    }
    Ok(())
}

fn text_of(folder: &Path, entry: &Entry) -> std::io::Result<String> {
    let path: PathBuf = folder.join(&entry.path);
    Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned())
}

/// Reads the files and hands them over. One that cannot be read is told, and the others come in.
fn read(folder: &Path, plan: &Plan, addresses: &Addresses, site: Option<&str>, into: &Sender<Read>) {
    for entry in &plan.entries {
        let read = match (entry.role, text_of(folder, entry)) {
            // What a section says of itself has no place: the newsroom describes its sections in the settings.
            (Role::Section, _) => Read::Passed(1),
            (_, Ok(text)) => Read::Item(Box::new(Item::of_markdown(markdown::read(
                entry, &text, site, addresses,
            )))),
            (_, Err(error)) => Read::Problem(Problem {
                place: Place {
                    file: Arc::from(entry.path.as_str()),
                    line: 1,
                },
                item: None,
                title: String::new(),
                what: format!("the file could not be read: {error}"),
            }),
        };
        if into.blocking_send(read).is_err() {
            return;
        }
    }
}
