//! `courant export wordpress FILE` and `courant export ghost FILE`: the paper for another system, in one file.
//! `commands::export` calls it; what a story is there is said in `crate::exporting`.

use crate::cli::ExportElsewhere;
use crate::config::Flags;
use crate::exporting::Source;
use crate::failure::{Failure, Result};
use crate::progress::{Bar, size};
use crate::{house, report};
use courant_exchange::out::{Author, Stands, Story, Term, ghost, wordpress};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Which system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    WordPress,
    Ghost,
}

/// What was written.
#[derive(Debug, Default, Serialize)]
struct Written {
    posts: u64,
    pages: u64,
    drafts: u64,
    scheduled: u64,
    replies: u64,
    pictures: u64,
    authors: u64,
    terms: u64,
    bytes: u64,
    /// Replies that the other system has no place for.
    replies_left_out: u64,
    /// Stories that were taken from readers for law or safety.
    withheld: u64,
}

/// Exports.
pub(super) async fn run(flags: Flags, asked: &ExportElsewhere, system: System) -> Result<()> {
    let settings = crate::commands::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let url = asked
        .url
        .clone()
        .or_else(|| house::url_of(&settings))
        .ok_or_else(|| Failure::new("say by --url under which address readers reach the paper"))?;
    let mut source = Source::begin(&newsroom, &url, asked.secrets).await?;
    let mut out = Out::begin(&asked.file)?;
    let mut bar = Bar::new(asked.json);
    let now = courant_model::time::timestamp(newsroom.house.now());
    let by_number = |terms: &std::collections::BTreeMap<String, Term>| {
        let mut terms: Vec<Term> = terms.values().cloned().collect();
        terms.sort_by_key(|term| term.number);
        terms
    };
    let (sections, topics) = (by_number(&source.sections), by_number(&source.topics));
    let mut authors: Vec<Author> = source.authors.values().cloned().collect();
    authors.sort_by_key(|author| author.number);
    let zone = TimeZone::get(&source.paper.zone).unwrap_or(TimeZone::UTC);
    let mut written = Written {
        authors: authors.len() as u64,
        terms: (sections.len() + topics.len()) as u64,
        ..Written::default()
    };
    let mut writing = ghost::Writing::default();
    match system {
        System::WordPress => {
            out.write(&wordpress::head(&source.paper, now, &authors, &sections, &topics))?;
            let mut pictures: Vec<_> = source.pictures.values().flatten().collect();
            pictures.sort_by_key(|picture| picture.number);
            for picture in pictures {
                written.pictures += 1;
                out.write(&wordpress::attachment(picture, &zone))?;
            }
        }
        System::Ghost => out.write(&writing.head(now))?,
    }
    let mut done = 0;
    while let Some(story) = source.next().await? {
        written.count(&story, system);
        match system {
            System::WordPress => out.write(&wordpress::item(&story, &zone))?,
            System::Ghost => out.write(&writing.post(&story))?,
        }
        done += 1;
        bar.at("stories", done, source.total);
    }
    match system {
        System::WordPress => out.write(wordpress::TAIL)?,
        System::Ghost => {
            let terms: Vec<Term> = sections.iter().chain(&topics).cloned().collect();
            out.write(&writing.tail(&source.paper, &authors, &terms))?;
        }
    }
    written.bytes = out.end()?;
    written.withheld = source.withheld;
    bar.end();
    if asked.json {
        return report::json(&written);
    }
    print(&written, &asked.file, bar.took().as_secs_f64());
    Ok(())
}

impl Written {
    fn count(&mut self, story: &Story, system: System) {
        match (story.stands, story.is_page) {
            (Stands::Published, true) => self.pages += 1,
            (Stands::Published, false) => self.posts += 1,
            (Stands::Scheduled, _) => self.scheduled += 1,
            _ => self.drafts += 1,
        }
        let replies = story.replies.len() as u64;
        match system {
            System::WordPress => self.replies += replies,
            System::Ghost => {
                self.replies_left_out += replies;
                self.pictures += u64::from(story.picture.is_some());
            }
        }
    }
}

/// The file: there whole, or as it was before.
struct Out<'p> {
    path: &'p Path,
    part: std::path::PathBuf,
    to: BufWriter<File>,
    bytes: u64,
}

impl<'p> Out<'p> {
    fn begin(path: &'p Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.is_empty() || path.is_dir() {
            return Err(Failure::new(format!("{}: name a file to write to", path.display())));
        }
        let part = path.with_file_name(format!(".{name}.part"));
        let file = File::create(&part).map_err(|error| Failure::file(&part, &error))?;
        Ok(Self {
            path,
            part,
            to: BufWriter::with_capacity(256 * 1024, file),
            bytes: 0,
        })
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.bytes += text.len() as u64;
        let written = self.to.write_all(text.as_bytes());
        written.map_err(|error| Failure::file(&self.part, &error))
    }

    fn end(mut self) -> Result<u64> {
        self.to.flush().map_err(|error| Failure::file(&self.part, &error))?;
        std::fs::rename(&self.part, self.path).map_err(|error| Failure::file(self.path, &error))?;
        Ok(self.bytes)
    }
}

fn print(written: &Written, file: &Path, seconds: f64) {
    for (count, what) in [
        (written.posts, "stories"),
        (written.pages, "pages"),
        (written.drafts, "drafts"),
        (written.scheduled, "scheduled"),
        (written.replies, "replies"),
        (written.pictures, "pictures"),
        (written.authors, "authors"),
        (written.terms, "sections and topics"),
    ] {
        report::print(&format!("{count:>9}  {what}"));
    }
    report::say(&format!("{}: {}, {seconds:.1} s.", file.display(), size(written.bytes)));
    if written.pictures > 0 {
        report::say("Pictures are named by their address on this site: keep it served until they have been fetched.");
    }
    if written.replies_left_out > 0 {
        report::say(&format!(
            "left out: {} replies, for which a Ghost export has no place.",
            written.replies_left_out
        ));
    }
    if written.withheld > 0 {
        report::say(&format!(
            "left out: {} stories that were taken from readers.",
            written.withheld
        ));
    }
}
