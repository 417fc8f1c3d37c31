//! Moving in: whatever another system's export holds becomes stories, pages, replies, pictures, authors and terms here.
//! `courant import wordpress` and its like read a file into [`item::Item`]s; everything from there on is the same for all
//! of them, and goes through the newsroom's commands.

pub mod addresses;
mod front;
pub mod item;
mod pictures;
mod posts;
mod progress;
mod ready;
mod replies;
mod revisions;
mod said;
mod sections;
pub mod table;
mod threads;
mod uploads;

pub use posts::Read;
pub use progress::Progress;
pub use said::Said;
pub use sections::Bases;
pub use uploads::{FileOf, Files};

use crate::failure::Result;
use courant_model::actor::Actor;
use courant_model::brought::{Brought, Kind};
use courant_model::paper::Paper;
use courant_newsroom::Newsroom;
use courant_newsroom::permissions::Who;
use courant_store::{Tx, q};
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use table::Table;
use url::Url;

/// Who acts.
const ACTOR: Actor = Actor::Import;
/// Items in one transaction: so many are lost by a power cut, and so long others wait who want to write.
const BATCH: usize = 200;

/// What was asked, the same for all systems.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Nothing is written.
    pub dry_run: bool,
    /// Where pictures and files come from.
    pub pictures: Source,
    /// The folder in which the old site kept its files.
    pub uploads: Option<PathBuf>,
    /// Pictures of other sites are fetched too.
    pub foreign: bool,
}

/// Where pictures and files come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Source {
    /// From the folder of uploads, or else from where they lie.
    #[default]
    Anywhere,
    /// From the folder of uploads alone.
    Folder,
    /// From nowhere.
    Nowhere,
}

/// A site that moves in.
pub struct Import<'i> {
    newsroom: &'i Newsroom,
    paper: Paper,
    asked: Asked,
    /// The system and the site, under which everything is known again: `wordpress:news.example`.
    source: String,
    /// Where the old site stood; nothing where the file does not say.
    site: Option<Url>,
    /// The zone of its dates without one.
    zone: TimeZone,
    table: Table,
    known: sections::Known,
    files: Files,
    /// What came in now and was kept on top there: its date and its id.
    on_top: Vec<(i64, String)>,
    revisions: u64,
    said: Said,
    stop: Stop,
}

/// Ctrl-C: what is begun is finished, the rest is left for the next run.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens for Ctrl-C. A second one ends the process at once.
    pub fn listen() -> Self {
        let stop = Self::default();
        let flag = stop.clone();
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if flag.0.swap(true, Ordering::SeqCst) {
                    std::process::exit(130);
                }
                crate::report::say("stopping; what was brought in stays (Ctrl-C once more ends at once)");
            }
        });
        stop
    }

    /// Asks for an end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether somebody wants an end.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl<'i> Import<'i> {
    /// Gets ready; nothing is written yet. `make_terms` comes next, then the files, then the items.
    pub async fn begin(
        newsroom: &'i Newsroom,
        asked: Asked,
        site: (&str, Option<Url>),
        zone: TimeZone,
        table: Table,
        stop: Stop,
    ) -> Result<Self> {
        let (system, site) = site;
        let source = source_of(system, site.as_ref());
        let paper = {
            let mut tx = newsroom.store.read().await?;
            courant_newsroom::commands::revise_paper::current(&mut tx).await?
        };
        Ok(Self {
            newsroom,
            paper,
            asked,
            source,
            site,
            zone,
            table,
            known: sections::Known::default(),
            files: Files::default(),
            on_top: Vec::new(),
            revisions: 0,
            said: Said::default(),
            stop,
        })
    }

    /// What is to be told at the end.
    pub fn said(&mut self) -> &mut Said {
        &mut self.said
    }

    /// Ends, with the report.
    pub async fn end(mut self) -> Result<Said> {
        self.keep_on_top().await?;
        if self.revisions > 0 {
            self.said.note(format!("{} older revisions were kept", self.revisions));
        }
        self.said.stopped = self.stop.is_asked();
        self.said.dry_run = self.asked.dry_run;
        Ok(self.said)
    }

    /// What stands here for an item.
    async fn brought(&self, tx: &mut Tx, kind: Kind, outside: &str) -> Result<Option<Brought>> {
        Ok(q!(tx, brought::of(&self.source, kind.as_str(), outside))?)
    }

    /// Keeps what stands here for an item.
    async fn keep(
        &self,
        tx: &mut Tx,
        kind: Kind,
        outside: &str,
        target: &str,
        revision: &str,
        print: &str,
    ) -> Result<()> {
        let row = Brought {
            source: self.source.clone(),
            kind: kind.as_str().to_owned(),
            outside: outside.to_owned(),
            target: target.to_owned(),
            revision_id: revision.to_owned(),
            print: print.to_owned(),
            at: self.newsroom.house.now(),
        };
        Ok(q!(tx, brought::put(&row))?)
    }

    /// A transaction: one that reads, when nothing is to be written.
    async fn tx(&self) -> Result<Tx> {
        Ok(if self.asked.dry_run {
            self.newsroom.store.read().await?
        } else {
            self.newsroom.store.write().await?
        })
    }

    /// Commits what was written.
    async fn done(&self, tx: Tx) -> Result<()> {
        if !self.asked.dry_run {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The system and the site, under which everything is known again.
fn source_of(system: &str, site: Option<&Url>) -> String {
    let place = site.and_then(|url| {
        let host = url.host_str()?.trim_start_matches("www.").to_owned();
        Some(format!("{host}{}", url.path().trim_end_matches('/')))
    });
    format!("{system}:{}", place.unwrap_or_default())
}

/// The table by which a site came in before.
pub async fn table_before(newsroom: &Newsroom, system: &str, site: Option<&Url>) -> Result<Option<Table>> {
    let mut tx = newsroom.store.read().await?;
    let kept = q!(tx, brought::of(&source_of(system, site), Kind::Table.as_str(), ""))?;
    kept.map(|kept| Table::read(&kept.target, "the table of the last import"))
        .transpose()
}

/// The newsroom may do all of this.
fn who() -> Who {
    Who::House(ACTOR)
}

/// A digest by which a changed item is told from one that was brought in as it is.
fn print_of(what: &impl serde::Serialize) -> Result<String> {
    let bytes = serde_json::to_vec(what)?;
    let name = courant_store::blobs::name_of(&bytes);
    Ok(name.get(..32).unwrap_or(&name).to_owned())
}
