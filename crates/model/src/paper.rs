//! The paper's own settings: name, zone, language, navigation, replies, theme.
//! They live in the store with revisions; what belongs to the machine is in `courant.toml`.

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
    /// Links in the foot of each page: standing pages.
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
    /// The paper's own table of states; without one, [`Workflow::built_in`] holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<Workflow>,
}

/// A link with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// As printed.
    pub label: String,
    /// Path of this site.
    pub href: String,
}

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
            workflow: None,
        }
    }

    /// The table of states in force.
    pub fn workflow(&self) -> Workflow {
        self.workflow.clone().unwrap_or_else(Workflow::built_in)
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

fn yes() -> bool {
    true
}
