//! Hunspell dictionaries, with the paper's own words.
//! Made by the caller from the two files of a dictionary and given to [`crate::Desk`].

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
