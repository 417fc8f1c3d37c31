//! Commands that bring something in: a page, or a whole site that moves here.
//! The binary's `commands` are handed these, each its own part.

use super::ImportCourant;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use url::Url;

/// `courant import`
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Make stories of saved news pages, HTML or plain text
    Page(ImportPage),
    /// Take what `courant export` wrote into an empty paper
    Courant(ImportCourant),
    /// Bring in a WordPress site from its export files
    Wordpress(ImportWordpress),
    /// Bring in a Ghost site from its export file
    Ghost(ImportGhost),
    /// Bring in a folder of Markdown with front matter, as Hugo, Zola and Jekyll keep it
    Markdown(ImportMarkdown),
    /// Bring in what feeds hold: RSS, Atom, JSON Feed
    Feed(ImportFeed),
    /// Bring in replies that lie with Disqus or Remark42, below the stories that are here
    Replies(ImportReplies),
}

/// What the importers of whole sites take.
#[derive(Debug, Clone, Args)]
pub struct Bringing {
    /// Read everything and say what would come of it; nothing is written
    #[arg(long)]
    pub dry_run: bool,
    /// Table of what becomes of categories, types and authors [default: as --write-table proposes it]
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// Write the proposed table to a file, to be edited, and do nothing else
    #[arg(long, value_name = "FILE", conflicts_with = "table")]
    pub write_table: Option<PathBuf>,
    /// Folder in which the old site kept its files
    #[arg(long, value_name = "DIR")]
    pub uploads: Option<PathBuf>,
    /// Where pictures and files come from
    #[arg(long, value_enum, default_value = "anywhere")]
    pub pictures: Pictures,
    /// Also keep pictures that the old site showed from other sites
    #[arg(long)]
    pub foreign_pictures: bool,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the report as JSON to a file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Where pictures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Pictures {
    /// From the folder of --uploads, or else from where they lie
    Anywhere,
    /// From the folder of --uploads alone
    Uploads,
    /// They are left for a later run
    None,
}

/// `courant import wordpress`
#[derive(Debug, Args)]
pub struct ImportWordpress {
    /// Export files (WXR), all of one site
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Zone of dates that do not say theirs [default: the one that the file's dates agree with]
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// Also keep older revisions of stories and pages
    #[arg(long)]
    pub revisions: bool,
    /// Where lists of categories stood
    #[arg(long, value_name = "PATH", default_value = "category")]
    pub category_base: String,
    /// Where lists of tags stood
    #[arg(long, value_name = "PATH", default_value = "tag")]
    pub tag_base: String,
    /// How
    #[command(flatten)]
    pub how: Bringing,
}

/// `courant import ghost`
#[derive(Debug, Args)]
pub struct ImportGhost {
    /// The export file (JSON)
    pub file: PathBuf,
    /// Address of the old site, which the file does not name
    #[arg(long, value_name = "URL")]
    pub site: Option<Url>,
    /// How
    #[command(flatten)]
    pub how: Bringing,
}

/// `courant import page`
#[derive(Debug, Args)]
pub struct ImportPage {
    /// Files or addresses
    #[arg(required = true, value_name = "FILE-OR-URL")]
    pub pages: Vec<String>,
    /// Publish at once; without a date on the page or in --date as "date unknown"
    #[arg(long, conflicts_with = "draft")]
    pub publish: bool,
    /// Keep as drafts (this is what happens without --publish, too)
    #[arg(long)]
    pub draft: bool,
    /// Section, by the end of its address [default: the one that the page names]
    #[arg(long, value_name = "SLUG")]
    pub section: Option<String>,
    /// Date of publication: 2023-09-06, 2023-09-06T14:30 or with an offset [default: the one that the page prints]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Whose text it is; without this, search engines are asked to leave it out
    #[arg(long, value_name = "TEXT")]
    pub rights: Option<String>,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `courant import markdown`
#[derive(Debug, Args)]
pub struct ImportMarkdown {
    /// The folder of the site
    pub folder: PathBuf,
    /// Address of the old site
    #[arg(long, value_name = "URL")]
    pub site: Option<Url>,
    /// How
    #[command(flatten)]
    pub how: Bringing,
}

/// `courant import feed`
#[derive(Debug, Args)]
pub struct ImportFeed {
    /// Files or addresses
    #[arg(required = true, value_name = "FILE-OR-URL")]
    pub feeds: Vec<String>,
    /// Publish under the dates of the feed; without this everything is a draft
    #[arg(long)]
    pub publish: bool,
    /// How
    #[command(flatten)]
    pub how: Bringing,
}

/// `courant import replies`
#[derive(Debug, Args)]
pub struct ImportReplies {
    /// Whose export it is
    #[arg(value_enum)]
    pub service: Service,
    /// The export file
    pub file: PathBuf,
    /// Read everything and say what would come of it; nothing is written
    #[arg(long)]
    pub dry_run: bool,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the report as JSON to a file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// A service for replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Service {
    /// Disqus, its XML
    Disqus,
    /// Remark42, its backup
    Remark42,
}
