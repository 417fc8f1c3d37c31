//! Commands on the paper as a whole: making one, its settings, sections, front page and theme.
//! The binary's `commands` are handed these, each its own part.

use crate::config;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use url::Url;

/// `courant new`
#[derive(Debug, Args)]
pub struct New {
    /// Name of the paper
    #[arg(long)]
    pub name: String,
    /// Its time zone, such as Europe/Lisbon
    #[arg(long)]
    pub zone: String,
    /// Its language, such as en or pt-PT
    #[arg(long, default_value = "en", value_name = "TAG")]
    pub language: String,
    /// Address under which readers will reach it
    #[arg(long, value_parser = config::site_url)]
    pub url: Option<Url>,
}

/// `courant paper`
#[derive(Debug, Args)]
pub struct Settings {
    /// Name on the nameplate
    #[arg(long)]
    pub name: Option<String>,
    /// The line under the name
    #[arg(long)]
    pub tagline: Option<String>,
    /// Time zone, such as Europe/Lisbon
    #[arg(long)]
    pub zone: Option<String>,
    /// Language, such as en or pt-PT
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Whether search engines may list the paper
    #[arg(long)]
    pub indexed: Option<bool>,
    /// Whether crawlers that train language models are asked to stay away
    #[arg(long)]
    pub refuse_training: Option<bool>,
    /// The strip above the nameplate, for two hours; an empty text takes it away
    #[arg(long, value_name = "TEXT")]
    pub breaking: Option<String>,
    /// Where the strip leads
    #[arg(long, value_name = "PATH", requires = "breaking")]
    pub breaking_story: Option<String>,
}

/// `courant section`
#[derive(Debug, Args)]
pub struct Section {
    /// The end of its address, such as us-politics
    pub slug: String,
    /// Name as printed
    #[arg(long)]
    pub name: Option<String>,
    /// One line under the name
    #[arg(long)]
    pub description: Option<String>,
    /// Whether replies wait, are printed at once, are not taken, or as the paper has it
    #[arg(long, value_parser = courant_newsroom::commands::revise_section::SECTION_RULES)]
    pub replies: Option<String>,
    /// Days after which a story takes no more replies; 0 means never
    #[arg(long, value_name = "DAYS")]
    pub close_after: Option<i64>,
}

/// `courant front`
#[derive(Debug, Subcommand)]
pub enum Front {
    /// Print which slots hold a story
    Show {
        /// On the page of this section, by slug; without it on the front page
        #[arg(long, value_name = "SLUG")]
        section: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Let a slot hold a story
    Hold {
        /// lead, second-1, second-2, the slug of a section for the lead of its band, or SLUG/1 to SLUG/3
        slot: String,
        /// The story's path or address
        path: String,
        /// On the page of this section, by slug; without it on the front page
        #[arg(long, value_name = "SLUG")]
        section: Option<String>,
    },
    /// Let a slot take the newest story again
    Automatic {
        /// lead, second-1, second-2, the slug of a section for the lead of its band, or SLUG/1 to SLUG/3
        slot: String,
        /// On the page of this section, by slug; without it on the front page
        #[arg(long, value_name = "SLUG")]
        section: Option<String>,
    },
}

/// `courant theme`
#[derive(Debug, Subcommand)]
pub enum Theme {
    /// Write the built-in theme into an empty folder, to edit it
    Copy {
        /// The folder
        folder: PathBuf,
    },
    /// Render every template of a theme with samples and say what is wrong
    Check {
        /// The folder
        folder: PathBuf,
        /// Report as JSON
        #[arg(long)]
        json: bool,
    },
}
