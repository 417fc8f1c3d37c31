//! The command line as people type it: commands, flags, and what each means.
//! `run` reads it, and the commands get their own part of it; those with parts of their own lie beside this file.

mod desk;
mod import;
mod moving;
mod paper;
mod replies;
mod story;

pub use desk::{Account, Check, Mail, Record, Workflow};
pub use import::{
    Bringing, Import, ImportFeed, ImportGhost, ImportMarkdown, ImportPage, ImportReplies, ImportWordpress, Pictures,
    Service,
};
pub use moving::{Export, ExportElsewhere, ExportSite, Form, ImportCourant};
pub use paper::{Front, New, Section, Settings, Theme};
pub use replies::{Decided, Replies, Wanted};
pub use story::Story;

use crate::config::{self, Flags};
use clap::{Args, Parser, Subcommand};
use courant_store::Database;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// A newsroom in one program: writes, checks, remembers and serves a paper.
#[derive(Debug, Parser)]
#[command(
    name = "courant",
    version,
    about,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Which paper.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// Folder in which the paper is kept [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Database: sqlite:PATH or postgres://USER@HOST/NAME [default: courant.db in the data folder]
    #[arg(long, global = true, value_name = "URL", value_parser = database)]
    pub database: Option<String>,
    /// Settings file [default: courant.toml in the data folder, else in the working folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Place {
    /// As the settings see them.
    pub fn flags(&self) -> Flags {
        Flags {
            data: self.data.clone(),
            database: self.database.clone(),
            config: self.config.clone(),
            listen: None,
            url: None,
        }
    }
}

/// Flags of the commands that serve.
#[derive(Debug, Clone, Default, Args)]
pub struct Serving {
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:8000]
    #[arg(long, value_name = "ADDR:PORT", value_parser = config::listen)]
    pub listen: Option<SocketAddr>,
    /// Address under which readers reach the paper [default: http://ADDR:PORT]
    #[arg(long, value_name = "URL", value_parser = config::site_url)]
    pub url: Option<Url>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an empty paper with the default sections
    New(New),
    /// Serve the paper to its readers
    Serve(Serving),
    /// Serve the demo paper; the first start makes it (in data/demo, unless --data names another folder)
    Demo(Serving),
    /// Bring something in
    #[command(subcommand)]
    Import(Import),
    /// Take the paper out: as plain files, for another system, or as a site of files
    Export(Export),
    /// Read and decide on replies
    #[command(subcommand)]
    Replies(Replies),
    /// List what readers reported as errors
    Reports {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Also print the addresses that readers left for an answer
        #[arg(long)]
        addresses: bool,
    },
    /// Print the paper's own settings, or change those that are named
    Paper(Settings),
    /// Print a section, or change what is named of it
    Section(Section),
    /// Write, check and change stories from the console
    #[command(subcommand)]
    Story(Story),
    /// See and arrange the front page
    #[command(subcommand)]
    Front(Front),
    /// List the accounts of the desk, or let somebody in who is locked out
    #[command(subcommand)]
    Account(Account),
    /// See and change the table of a story's states
    #[command(subcommand)]
    Workflow(Workflow),
    /// See the letters that wait, or send one as a trial
    #[command(subcommand)]
    Mail(Mail),
    /// Read the archive for names of the record, or print those on which nobody has decided
    #[command(subcommand)]
    Record(Record),
    /// Read a text as a sub-editor does: marks, repeats, quotations, names, times, furniture
    Check(Check),
    /// Copy or check a theme
    #[command(subcommand)]
    Theme(Theme),
    /// Fill the paper with made-up stories, to measure it
    #[command(hide = true)]
    BenchFill {
        /// How many
        #[arg(long)]
        stories: usize,
    },
    /// Print the machine's settings and where each came from
    Config {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// Checked here so that a wrong address is wrong usage; its text stands in no message, since it may hold a password.
fn database(text: &str) -> Result<String, String> {
    Database::parse(text)
        .map(|_| text.to_owned())
        .map_err(|_| "say sqlite:PATH or postgres://USER@HOST/NAME".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_of_the_place_stand_before_or_after_the_command() {
        for line in [
            ["courant", "--data", "paper", "serve"],
            ["courant", "serve", "--data", "paper"],
        ] {
            let place = Cli::try_parse_from(line).map(|cli| cli.place.data);
            assert_eq!(place.ok().flatten(), Some(PathBuf::from("paper")));
        }
    }

    #[test]
    fn draft_and_publish_exclude_each_other() {
        assert!(Cli::try_parse_from(["courant", "import", "page", "a.html", "--draft", "--publish"]).is_err());
    }
}
