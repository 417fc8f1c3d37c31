//! The form of a rule file: keys as Vale has them, and `examples`, which test the rule.
//! Read by [`super::Rule::read`]; a file that cannot be used comes back with line and reason.

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

/// What mends a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Action {
    /// `remove`, `replace` or `edit`; others offer nothing.
    #[serde(default)]
    pub name: String,
    /// What it works with.
    #[serde(default)]
    pub params: Vec<String>,
}

/// The keys of a rule file. What one kind does not know, it leaves aside.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RuleFile {
    /// The kind of rule.
    pub extends: String,
    /// What the note says; `%s` stands for the words found.
    pub message: String,
    /// How grave.
    pub level: Level,
    /// Where more is said about it.
    pub link: String,
    /// Most notes in one story.
    pub limit: Option<usize>,
    /// Where the rule looks: `text`, `heading`, `sentence`, `paragraph`, `list` and others, `~` for all but it.
    #[serde(deserialize_with = "one_or_many")]
    pub scope: Vec<String>,
    /// What mends it.
    pub action: Action,
    /// Capitals make no difference.
    pub ignorecase: bool,
    /// Tokens may begin and end within words.
    pub nonword: bool,
    /// Patterns.
    pub tokens: Vec<String>,
    /// Patterns that are joined as they are, before the tokens.
    pub raw: Vec<String>,
    /// The raw patterns stand after the tokens.
    pub append: bool,
    /// Words that are left alone.
    pub exceptions: Vec<String>,
    /// The paper's own words are left alone; they are unless this says `false`.
    pub vocab: Option<bool>,
    /// Pattern and what is written instead.
    pub swap: BTreeMap<String, String>,
    /// Pairs of forms of which a text keeps to one.
    pub either: BTreeMap<String, String>,
    /// Pattern that is counted.
    pub token: String,
    /// Most times that it may stand in the scope.
    pub max: Option<usize>,
    /// Fewest times.
    pub min: Option<usize>,
    /// Only words of letters count as repeated.
    pub alpha: bool,
    /// What needs `second`.
    pub first: String,
    /// What must stand where `first` stands.
    pub second: String,
    /// Form of capitals: `$title`, `$sentence`, `$lower`, `$upper`, or a pattern.
    #[serde(rename = "match")]
    pub form: String,
    /// Whose titles: `AP`, or `Chicago`, where longer prepositions are small too.
    pub style: String,
    /// Share of words that must have the form.
    pub threshold: Option<f64>,
    /// Marks after which a capital may stand.
    pub indicators: Vec<String>,
    /// What stands before a heading and is left aside.
    pub prefix: String,
    /// A sum over the counts of a text.
    pub formula: String,
    /// When its result is wrong, as in `> 20`.
    pub condition: String,
    /// Measures of how hard a text reads.
    #[serde(deserialize_with = "one_or_many")]
    pub metrics: Vec<String>,
    /// Grade at school above which a text reads too hard.
    pub grade: Option<f64>,
    /// Patterns of words that the dictionary need not know.
    pub filters: Vec<String>,
    /// Files of words; refused, because such words have a place of their own.
    #[serde(deserialize_with = "one_or_many")]
    pub ignore: Vec<String>,
    /// Tests of the rule.
    pub examples: Examples,
}

/// The one key that tells whether the others can be read at all.
#[derive(Deserialize)]
struct Kind {
    extends: String,
}

impl RuleFile {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it is no YAML, lacks the kind of rule, or is of a kind that is refused.
    pub fn read(name: &str, text: &str) -> Result<Self, BadRule> {
        let yaml = |e: serde_saphyr::Error| BadRule {
            rule: name.into(),
            why: e.to_string().lines().next().unwrap_or("is no YAML").to_string(),
        };
        let kind: Kind = serde_saphyr::from_str(text).map_err(yaml)?;
        if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == kind.extends) {
            return Err(BadRule::at(name, text, "extends", &format!("`{}` {why}", kind.extends)));
        }
        serde_saphyr::from_str(text).map_err(yaml)
    }
}

/// Kinds that are known and not run, each with the reason.
const REFUSED: &[(&str, &str)] = &[
    ("script", "is a program, and a rule here is none"),
    (
        "sequence",
        "asks for parts of speech, which the desk does not tell apart",
    ),
];

impl BadRule {
    /// Says in which line of the file the words stand that are at fault, where they stand there to the letter.
    pub(super) fn at(rule: &str, file: &str, words: &str, why: &str) -> Self {
        let line = file.lines().position(|line| {
            let line = line.trim_start().trim_start_matches('-').trim_start();
            !line.starts_with('#') && line.contains(words)
        });
        let why = line.map_or_else(|| why.to_string(), |line| format!("line {}: {why}", line + 1));
        Self { rule: rule.into(), why }
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
