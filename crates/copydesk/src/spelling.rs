//! Hunspell dictionaries, with the paper's own words.
//! Made by the caller from the two files of a dictionary and given to [`crate::Desk`].

use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;
use std::collections::HashSet;

/// A dictionary could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the dictionary cannot be read: {0}")]
pub struct BadDictionary(String);

/// A dictionary and the paper's own words.
pub struct Spelling {
    dictionary: spellbook::Dictionary,
    own: HashSet<String>,
}

impl std::fmt::Debug for Spelling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Spelling({} own words)", self.own.len())
    }
}

impl Spelling {
    /// From the texts of the `.aff` and `.dic` files, and a list of own words, one a line; lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// When the files are no Hunspell dictionary.
    pub fn new(aff: &str, dic: &str, own: &str) -> Result<Self, BadDictionary> {
        let dictionary = spellbook::Dictionary::new(aff, dic).map_err(|e| BadDictionary(e.to_string()))?;
        let own = own
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .map(str::to_string)
            .collect();
        Ok(Self { dictionary, own })
    }

    /// The dictionary or the paper knows the word.
    pub fn knows(&self, word: &str) -> bool {
        let straight = word.replace('’', "'");
        self.own.contains(word)
            || self.own.contains(&straight)
            || self.dictionary.check(&straight)
            || straight
                .strip_suffix("'s")
                .is_some_and(|base| self.dictionary.check(base) || self.own.contains(base))
    }

    /// At most three words that were perhaps meant.
    pub fn suggest(&self, word: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.dictionary.suggest(word, &mut found);
        found.truncate(3);
        found
    }
}

/// The words of running text that the dictionary does not know, each at its first place: none inside quotations, none in names,
/// none with a capital, and none that `free` lets pass. Without a dictionary there are none.
pub(crate) fn strange(reading: &Reading<'_>, spelling: Option<&Spelling>, free: impl Fn(&str) -> bool) -> Vec<Span> {
    let Some(spelling) = spelling else {
        return Vec::new();
    };
    let mut seen: HashSet<&str> = HashSet::new();
    let mut found = Vec::new();
    for token in &reading.tokens {
        let word = reading.page.at(token.span);
        let prose = reading
            .page
            .part_at(token.span.start)
            .and_then(|i| reading.page.parts.get(i))
            .is_some_and(|p| p.role.is_prose());
        if token.kind != Kind::Word
            || token.capital
            || !prose
            || word.chars().count() < 3
            || word.chars().any(|c| c.is_ascii_digit() || c.is_uppercase() || c == '_')
        {
            continue;
        }
        if !reading.is_quoted(token.span)
            && reading.name_at(token.span.start).is_none()
            && !spelling.knows(word)
            && !free(word)
            && seen.insert(word)
        {
            found.push(token.span);
        }
    }
    found
}
