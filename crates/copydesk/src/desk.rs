//! What the desk knows beside the story: house rules, dictionary, sources, names that may not be printed.
//! Given by the caller to [`crate::check`]; a desk that knows nothing is `Desk::default()`.

use crate::rules::Rules;
use crate::spelling::Spelling;
use std::sync::Arc;

/// The desk.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// The house rules.
    pub rules: Arc<Rules>,
    /// The dictionary, where there is one.
    pub spelling: Option<Arc<Spelling>>,
    /// Transcripts, wire copy and pages that the story was written from.
    pub sources: Vec<Source>,
    /// What was said before, confirmed by a person.
    pub record: Vec<Said>,
    /// Full names as record and archive spell them.
    pub known_names: Vec<String>,
    /// Names that may not be printed.
    pub do_not_name: Vec<DoNotName>,
    /// Internal links that lead nowhere, and those that lead elsewhere.
    pub dead_links: Vec<String>,
    /// Links that lead to another address now, with it.
    pub moved_links: Vec<(String, String)>,
    /// The house allows marks in a headline around words that only paraphrase.
    pub headline_marks_may_paraphrase: bool,
}

/// A source of quotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is: "transcript", "wire copy of 3 May".
    pub name: String,
    /// Its words.
    pub text: String,
}

/// A confirmed quotation of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who said it.
    pub speaker: String,
    /// The words to the letter.
    pub words: String,
}

/// An entry of the do-not-name list. The reason stays with those who may see the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DoNotName {
    /// Names, aliases, school, street, picture: whatever would tell who it is.
    pub words: Vec<String>,
    /// The last day on which it holds, as `2026-11-25`; `None` holds for ever.
    pub until: Option<String>,
}
