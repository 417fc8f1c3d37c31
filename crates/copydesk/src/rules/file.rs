//! The form of a rule file: keys as Vale has them, and `examples`, which test the rule.
//! Read by [`super::Rule::read`].

use serde::Deserialize;
use serde::de::{self, Deserializer};
use std::collections::BTreeMap;

/// A rule file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("rule {rule}: {why}")]
pub struct BadRule {
    /// Its name.
    pub rule: String,
    /// What is wrong, with the line where it is known.
    pub why: String,
}

/// How grave a rule is, in Vale's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A hint.
    Suggestion,
    /// A warning.
    #[default]
    Warning,
    /// A stop.
    Error,
}

/// Sentences on which the rule is tested.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// It must find something here.
    #[serde(default)]
    pub hits: Vec<String>,
    /// It must find nothing here.
    #[serde(default)]
    pub silent: Vec<String>,
}

/// The keys of a rule file.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct RuleFile {
    /// The kind of rule.
    pub extends: String,
    /// What the note says; `%s` stands for the words found.
    #[serde(default)]
    pub message: String,
    /// How grave.
    #[serde(default)]
    pub level: Level,
    /// Capitals make no difference.
    #[serde(default)]
    pub ignorecase: bool,
    /// Tokens may begin and end within words.
    #[serde(default)]
    pub nonword: bool,
    /// Patterns.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// Patterns that are joined as they are.
    #[serde(default)]
    pub raw: Vec<String>,
    /// Pattern and what is written instead.
    #[serde(default)]
    pub swap: BTreeMap<String, String>,
    /// Pairs of forms of which a text keeps to one.
    #[serde(default)]
    pub either: BTreeMap<String, String>,
    /// Words that are left alone.
    #[serde(default)]
    pub exceptions: Vec<String>,
    /// Where the rule looks: `text`, `heading`, `sentence`, `paragraph`.
    #[serde(default, deserialize_with = "one_or_many")]
    pub scope: Vec<String>,
    /// Pattern that is counted.
    #[serde(default)]
    pub token: String,
    /// Most times that it may stand in the scope.
    #[serde(default)]
    pub max: Option<usize>,
    /// Fewest times.
    #[serde(default)]
    pub min: Option<usize>,
    /// Only words of letters count as repeated.
    #[serde(default)]
    pub alpha: bool,
    /// What needs `second`.
    #[serde(default)]
    pub first: String,
    /// What must stand where `first` stands.
    #[serde(default)]
    pub second: String,
    /// Form of capitals: `$title`, `$sentence`, `$lower`, `$upper`, or a pattern.
    #[serde(default, rename = "match")]
    pub form: String,
    /// Tests of the rule.
    #[serde(default)]
    pub examples: Examples,
}

impl RuleFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is no YAML or lacks the kind of rule.
    pub fn read(name: &str, text: &str) -> Result<Self, BadRule> {
        serde_saphyr::from_str(text).map_err(|e| BadRule {
            rule: name.into(),
            why: e.to_string().lines().next().unwrap_or("is no YAML").to_string(),
        })
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Either;
    impl<'de> de::Visitor<'de> for Either {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a word or a list of words")
        }

        fn visit_str<E: de::Error>(self, one: &str) -> Result<Self::Value, E> {
            Ok(vec![one.into()])
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(one) = seq.next_element()? {
                all.push(one);
            }
            Ok(all)
        }
    }
    deserializer.deserialize_any(Either)
}
