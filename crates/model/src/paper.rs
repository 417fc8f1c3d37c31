//! The paper's own settings: name, zone, language, navigation, replies, theme.
//! They live in the store with revisions; what belongs to the machine is in `courant.toml`.

use crate::look::Look;
use crate::navigation::{self, RowEntry};
use crate::permalink;
use crate::term::Section;
use crate::workflow::Workflow;
use serde::{Deserialize, Serialize};

/// Settings of the paper, as one revision of them is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// On the nameplate.
    pub name: String,
    /// Under the name, and for machines; may be empty.
    #[serde(default)]
    pub tagline: String,
    /// IANA time zone.
    pub zone: String,
    /// BCP 47 language of the paper.
    #[serde(default = "english")]
    pub language: String,
    /// Links in the foot of each page.
    #[serde(default)]
    pub footer: Vec<Link>,
    /// The breaking strip stood here once; it is read from old revisions and says nothing any more.
    #[serde(default, rename = "breaking", skip_serializing)]
    pub old_breaking: Gone,
    /// Whether search engines may list the paper.
    #[serde(default = "yes")]
    pub indexed: bool,
    /// Whether crawlers that train language models are asked to stay away.
    #[serde(default = "yes")]
    pub refuse_training: bool,
    /// Whether crawlers that fetch pages to answer questions are asked to stay away too.
    #[serde(default)]
    pub refuse_answering: bool,
    /// Lines that the paper adds to robots.txt.
    #[serde(default)]
    pub robots_lines: String,
    /// The row under the nameplate as somebody arranged it; empty follows the order of the sections.
    #[serde(default)]
    pub row: Vec<RowEntry>,
    /// Ids of sections that are left out of the row.
    #[serde(default)]
    pub hidden_sections: Vec<String>,
    /// How a story's address is made when it is published first.
    #[serde(default = "permalink")]
    pub permalink: String,
    /// How replies are taken where a section has no rule of its own.
    #[serde(default)]
    pub replies: ReplyRules,
    /// The choices that the built-in theme honours.
    #[serde(default)]
    pub look: Look,
    /// The paper's own table of states; without one, [`Workflow::built_in`] holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Workflow>,
}

pub use crate::navigation::Link;

/// How replies are taken, paper-wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReplyRules {
    /// `approve`, `open` or `closed`.
    pub rule: String,
    /// Days after publication when replies close; 0 means never.
    pub close_after_days: i64,
    /// A reply with a link waits, also where replies appear at once.
    pub hold_links: bool,
    /// Words that make a reply wait.
    pub wait_words: Vec<String>,
}

impl Default for ReplyRules {
    fn default() -> Self {
        Self {
            rule: "approve".to_owned(),
            close_after_days: 14,
            hold_links: false,
            wait_words: Vec::new(),
        }
    }
}

/// The rule of a section that follows the paper.
pub const AS_THE_PAPER: &str = "paper";

/// A setting of former versions, read and forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gone;

impl<'de> Deserialize<'de> for Gone {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

impl Paper {
    /// A paper with defaults.
    pub fn new(name: &str, zone: &str) -> Self {
        Self {
            name: name.to_owned(),
            tagline: String::new(),
            zone: zone.to_owned(),
            language: english(),
            footer: Vec::new(),
            old_breaking: Gone,
            indexed: true,
            refuse_training: true,
            refuse_answering: false,
            robots_lines: String::new(),
            row: Vec::new(),
            hidden_sections: Vec::new(),
            permalink: permalink(),
            replies: ReplyRules::default(),
            look: Look::default(),
            workflow: None,
        }
    }

    /// The table of states in force.
    pub fn workflow(&self) -> Workflow {
        self.workflow.clone().unwrap_or_else(Workflow::built_in)
    }

    /// The row under the nameplate as readers see it.
    pub fn row(&self, sections: &[Section]) -> Vec<RowEntry> {
        navigation::row(&self.row, &self.hidden_sections, sections)
    }

    /// Gives each section that follows the paper the paper's rule for replies.
    pub fn rule_replies(&self, sections: &mut [Section]) {
        for section in sections.iter_mut().filter(|section| section.replies == AS_THE_PAPER) {
            section.replies.clone_from(&self.replies.rule);
            section.replies_close_after_days = self.replies.close_after_days;
        }
    }

    /// The time zone; UTC when the name is unknown, which `courant new` and the settings page refuse beforehand.
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// `rtl` for papers in scripts that run from right to left, else `ltr`.
    pub fn direction(&self) -> &'static str {
        let language = self.language.split(['-', '_']).next().unwrap_or("");
        if ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"].contains(&language) {
            "rtl"
        } else {
            "ltr"
        }
    }
}

fn english() -> String {
    "en".to_owned()
}

fn permalink() -> String {
    permalink::DEFAULT.to_owned()
}

fn yes() -> bool {
    true
}
