//! Commands that take the whole paper out or in: as plain files, for other systems, as a site of files.
//! The binary's `commands` are handed these, each its own part.

use crate::config;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use url::Url;

/// `courant export`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Export {
    /// For another system, or as a site; without one of these the whole paper as plain files
    #[command(subcommand)]
    pub form: Option<Form>,
    /// Folder, empty or with an earlier export; or a file that ends in .tar, .tar.gz or .tgz
    #[arg(required = true, value_name = "DIR-OR-FILE")]
    pub target: Option<PathBuf>,
    /// With e-mail addresses of readers, hashes of passwords, secrets of webhooks and the key of the paper
    #[arg(long)]
    pub secrets: bool,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}

/// What an export is for.
#[derive(Debug, Subcommand)]
pub enum Form {
    /// Write every public page, feed and picture as files that any web server serves
    Site(ExportSite),
    /// Write stories, pages, replies and the addresses of pictures for WordPress (WXR 1.2)
    Wordpress(ExportElsewhere),
    /// Write stories and pages for Ghost; it takes no replies
    Ghost(ExportElsewhere),
}

/// `courant export wordpress` and `courant export ghost`
#[derive(Debug, Args)]
pub struct ExportElsewhere {
    /// The file: .xml for WordPress, .json for Ghost
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Address under which readers reach the paper, and its pictures can be fetched [default: as set]
    #[arg(long, value_name = "URL", value_parser = config::site_url)]
    pub url: Option<Url>,
    /// With e-mail addresses of those who wrote replies
    #[arg(long)]
    pub secrets: bool,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `courant export site`
#[derive(Debug, Args)]
pub struct ExportSite {
    /// Folder: empty, not there yet, or with an earlier copy, of which only what changed is written
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Address under which the copy will be reached [default: that of the paper]
    #[arg(long, value_name = "URL", value_parser = config::site_url)]
    pub url: Option<Url>,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `courant import courant`
#[derive(Debug, Args)]
pub struct ImportCourant {
    /// What `courant export` wrote: a folder, or a file that ends in .tar, .tar.gz or .tgz
    #[arg(value_name = "DIR-OR-FILE")]
    pub from: PathBuf,
    /// Read and check everything, and bring in nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take files that somebody changed since they were written
    #[arg(long)]
    pub edited: bool,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}
