//! Commands on the desk behind the paper: accounts, workflow, mail, the record, and checking a text.
//! The binary's `commands` are handed these, each its own part.

use clap::{Args, Subcommand};
use std::path::PathBuf;

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
