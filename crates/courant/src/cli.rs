//! The command line as people type it: commands, flags, and what each means.
//! `run` reads it, and the commands get their own part of it.

use crate::config::{self, Flags};
use clap::{Args, Parser, Subcommand, ValueEnum};
use courant_model::reply::ReplyState;
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

/// `courant check`
#[derive(Debug, Args)]
pub struct Check {
    /// Plain text, Markdown or HTML; - reads standard input
    pub file: PathBuf,
    /// As JSON, with quotations and names
    #[arg(long)]
    pub json: bool,
    /// As SARIF 2.1.0
    #[arg(long, conflicts_with = "json")]
    pub sarif: bool,
    /// The day on which it is printed, such as 2026-11-25
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    /// Folder of house rules, instead of the starter set
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
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
    /// Whether replies wait, are printed at once, or are not taken
    #[arg(long, value_parser = courant_newsroom::commands::revise_section::REPLY_RULES)]
    pub replies: Option<String>,
    /// Days after which a story takes no more replies; 0 means never
    #[arg(long, value_name = "DAYS")]
    pub close_after: Option<i64>,
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

/// `courant import`
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Make stories of saved news pages, HTML or plain text
    Page(ImportPage),
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

/// States of replies, as a flag names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// Waiting for a decision
    Waiting,
    /// Public
    Approved,
    /// Refused
    Refused,
    /// Refused as spam
    Spam,
    /// All of them
    All,
}

impl Wanted {
    /// The states meant.
    pub fn states(self) -> Vec<ReplyState> {
        match self {
            Self::Waiting => vec![ReplyState::Waiting],
            Self::Approved => vec![ReplyState::Approved],
            Self::Refused => vec![ReplyState::Refused],
            Self::Spam => vec![ReplyState::Spam],
            Self::All => ReplyState::ALL.to_vec(),
        }
    }
}

/// `courant replies`
#[derive(Debug, Subcommand)]
pub enum Replies {
    /// Print replies, oldest first
    List {
        /// In which state
        #[arg(long, value_enum, default_value = "waiting")]
        state: Wanted,
        /// Of one story, by its path or address
        #[arg(long, value_name = "PATH")]
        story: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print them below their story
    Approve(Decided),
    /// Refuse them
    Refuse(Decided),
    /// Refuse them as spam
    Spam(Decided),
}

/// Which replies are decided on.
#[derive(Debug, Args)]
pub struct Decided {
    /// Ids, as `courant replies list` prints them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `courant story`
#[derive(Debug, Subcommand)]
pub enum Story {
    /// Publish a draft
    Publish {
        /// Id of the draft
        id: String,
        /// Date of publication [default: now]
        #[arg(long, value_name = "DATE", conflicts_with = "undated")]
        date: Option<String>,
        /// Publish as "date unknown"
        #[arg(long)]
        undated: bool,
        /// Print it although the copy desk says stop, and why; names that are held back stay held
        #[arg(long = "override", value_name = "REASON")]
        over: Option<String>,
    },
    /// Move a story to another section or address; the old address leads to the new one for ever
    Move {
        /// Its path or address
        path: String,
        /// New section, by the end of its address
        #[arg(long, value_name = "SLUG", required_unless_present = "slug")]
        section: Option<String>,
        /// New end of its address
        #[arg(long)]
        slug: Option<String>,
    },
    /// Print a correction at a story
    Correct {
        /// Its path or address
        path: String,
        /// What the story said
        #[arg(long, default_value = "", required_unless_present = "clarification")]
        wrong: String,
        /// What is right, as a whole sentence
        #[arg(long)]
        correct: String,
        /// It concerns headline, first paragraphs, a name or a figure: print it above the story
        #[arg(long)]
        grave: bool,
        /// Nothing was wrong, but something was unclear
        #[arg(long)]
        clarification: bool,
        /// Print it although the copy desk says stop, and why; names that are held back stay held
        #[arg(long = "override", value_name = "REASON")]
        over: Option<String>,
    },
    /// Print the newest revision as an update: new facts, a new time
    Update {
        /// Its path or address
        path: String,
        /// Move it to the head of lists; its address and first date stay
        #[arg(long)]
        new_top: bool,
        /// Print it although the copy desk says stop, and why; names that are held back stay held
        #[arg(long = "override", value_name = "REASON")]
        over: Option<String>,
    },
    /// Print the newest revision as a small fix of spelling or layout: no note, no new time
    Fix {
        /// Its path or address
        path: String,
        /// Print it although the copy desk says stop, and why; names that are held back stay held
        #[arg(long = "override", value_name = "REASON")]
        over: Option<String>,
    },
    /// Put a notice in place of a story that was wrong as a whole
    Retract {
        /// Its path or address
        path: String,
        /// What readers are told
        #[arg(long)]
        notice: String,
    },
    /// Take a story from readers for law or safety; its addresses answer 410
    Remove {
        /// Its path or address
        path: String,
    },
    /// Take a name out of a story for good: text, revisions, corrections, replies, address
    Anonymise {
        /// Its path or address
        path: String,
        /// A spelling of the name; repeat it for each
        #[arg(long = "name", required = true, value_name = "NAME")]
        spellings: Vec<String>,
        /// What is printed instead
        #[arg(long)]
        wording: String,
        /// Also print it for authors of the byline who have the name
        #[arg(long)]
        authors: bool,
    },
    /// Ask search engines to leave a story out
    Noindex {
        /// Its path or address
        path: String,
        /// Let them list it again
        #[arg(long)]
        off: bool,
    },
    /// Let a story, or the update of one, go out by itself at a time
    Schedule {
        /// Id of the draft, or path of a story
        id: String,
        /// Date and time in the paper's zone, 2026-11-25T14:05
        #[arg(long, value_name = "TIME")]
        at: String,
        /// Let the update of a published story bring it to the head of lists
        #[arg(long)]
        new_top: bool,
    },
    /// Take a story off the schedule
    Unschedule {
        /// Id of the draft, or path of a story
        id: String,
    },
    /// Let nothing put a story out before a time, or lift that
    Embargo {
        /// Id of the draft, or path of a story
        id: String,
        /// Date and time in the paper's zone, 2026-11-25T14:05
        #[arg(long, value_name = "TIME", required_unless_present = "lift", conflicts_with = "lift")]
        until: Option<String>,
        /// Lift the embargo before its time; the ledger keeps that it was done
        #[arg(long)]
        lift: bool,
    },
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

/// `courant account`
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Print a new one-time link to the page that makes the first account; the old link opens nothing any more
    Link,
    /// Print the accounts with their roles
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a one-time link by which somebody sets a new password; it takes their passkeys and one-time codes away
    Reset {
        /// The account's e-mail address
        email: String,
    },
}

/// `courant workflow`
#[derive(Debug, Subcommand)]
pub enum Workflow {
    /// Print the table in force as TOML
    Show,
    /// Put a table of one's own in its place
    Set {
        /// A file as `show` prints it
        file: PathBuf,
    },
    /// Go back to the built-in table
    Reset,
}

/// `courant mail`
#[derive(Debug, Subcommand)]
pub enum Mail {
    /// Print the letters that wait, and why
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Send a letter to an address, to see whether the settings are right
    Test {
        /// The address
        address: String,
    },
}

/// `courant record`
#[derive(Debug, Subcommand)]
pub enum Record {
    /// Read every published story and keep the names found for the desk; confirms none
    Scan,
    /// Print names on which nobody has decided, those of most stories first
    Open {
        /// How many at most
        #[arg(long, default_value_t = 50)]
        limit: i64,
        /// As JSON
        #[arg(long)]
        json: bool,
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
