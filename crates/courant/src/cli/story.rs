//! Commands on stories: every act on one.
//! The binary's `commands` are handed these, each its own part.

use clap::Subcommand;

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
