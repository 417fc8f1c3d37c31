//! Single words of a text and what they are: names, numbers, dates, negations.
//! Called by the comparison of a small fix.

use super::Asks;
use super::tables::{TABLES, Table};
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A word and whether a sentence begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) begins: bool,
}

/// The words of a text. Hyphens stay within a word: "twenty-one" is one number.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut begins = true;
    for word in text.split_word_bounds() {
        if word.chars().any(char::is_alphanumeric) {
            tokens.push(Token { text: word, begins });
            begins = false;
        } else if word.contains([
            '.', '!', '?', '…', ':', '\n', '。', '؟', '"', '“', '„', '«', '»', '‘', '「',
        ]) {
            // A quotation begins a sentence, too.
            begins = true;
        }
    }
    tokens
}

/// Ranges of words that differ. Case counts, punctuation and white space do not.
pub(super) fn changes(old: &[Token<'_>], new: &[Token<'_>]) -> Vec<(Range<usize>, Range<usize>)> {
    let words =
        |tokens: &[Token<'_>]| -> Vec<String> { tokens.iter().map(|token| token.text.replace('’', "'")).collect() };
    similar::capture_diff_slices(similar::Algorithm::Myers, &words(old), &words(new))
        .into_iter()
        .filter(|op| op.tag() != similar::DiffTag::Equal)
        .map(|op| (op.old_range(), op.new_range()))
        .collect()
}

/// What is known of a paper's language and of a story's people.
pub(super) struct Known {
    table: Option<&'static Table>,
    /// Words of names, in small letters.
    names: BTreeSet<String>,
}

impl Known {
    /// For a language; `texts` teach which words are written in capitals in the middle of a sentence.
    pub(super) fn new<T: AsRef<str>>(language: &str, names: &[String], texts: &[T; 2]) -> Self {
        let base = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let table = TABLES.iter().find(|table| table.language == base);
        let mut known = Self {
            table,
            names: names
                .iter()
                .flat_map(|name| tokens(name))
                .map(|token| token.text.to_lowercase())
                .collect(),
        };
        let mut learnt = BTreeSet::new();
        for text in texts {
            let tokens = tokens(text.as_ref());
            for (at, token) in tokens.iter().enumerate() {
                if !token.begins && known.is_capital_name(token, at, &tokens) {
                    learnt.insert(token.text.to_lowercase());
                }
            }
        }
        known.names.extend(learnt);
        known
    }

    /// What the word at a place of its text asks for when it is changed.
    pub(super) fn asks(&self, token: &Token<'_>, at: usize, all: &[Token<'_>]) -> Vec<Asks> {
        let small = token.text.to_lowercase().replace('’', "'");
        let mut asks = Vec::new();
        let stands = |words: fn(&Table) -> &'static str| {
            self.table.is_some_and(|table| {
                small
                    .split('-')
                    .chain([small.as_str()])
                    .any(|part| holds(words(table), part))
            })
        };
        if small.chars().any(char::is_numeric) || stands(|table| table.numbers) || roman(token.text) {
            asks.push(Asks::Number);
        }
        if stands(|table| table.dates) {
            asks.push(Asks::Date);
        }
        let french_n = self.table.is_some_and(|table| table.language == "fr") && small.starts_with("n'");
        if stands(|table| table.negations) || small.ends_with("n't") || french_n {
            asks.push(Asks::Negation);
        }
        if self.names.contains(&small) || self.is_capital_name(token, at, all) {
            asks.push(Asks::Name);
        }
        asks
    }

    /// Whether a word is written as names are: with a capital where the sentence does not ask for one.
    fn is_capital_name(&self, token: &Token<'_>, at: usize, all: &[Token<'_>]) -> bool {
        let is_capital = |token: &Token<'_>| token.text.chars().next().is_some_and(char::is_uppercase);
        if !is_capital(token) || (self.is_english() && is_i(token.text)) {
            return false;
        }
        // ONU, NATO: capitals throughout are a name wherever they stand.
        let long = token.text.chars().count() > 1;
        if long && token.text.chars().all(|c| !c.is_lowercase()) && token.text.chars().any(char::is_alphabetic) {
            return true;
        }
        let after = all.get(at + 1).filter(|after| !after.begins);
        if token.begins {
            // "Ana Sousa said": the first word of a sentence is part of a name when the second is, too.
            return after.is_some_and(|after| is_capital(after) && !is_i(after.text)) && !self.writes_nouns_large();
        }
        if !self.writes_nouns_large() {
            return true;
        }
        // German writes every noun with a capital: a name is what no article announces.
        let before = |back: usize| at.checked_sub(back).and_then(|before| all.get(before));
        let announces = |token: &Token<'_>| {
            let small = token.text.to_lowercase();
            self.table.is_some_and(|table| holds(table.articles, &small)) || small.chars().any(char::is_numeric)
        };
        let announced = before(1).is_some_and(|one| {
            announces(one)
                || (ends_like_adjective(one.text) && before(2).is_some_and(|two| !two.begins && announces(two)))
        });
        !announced
    }

    fn is_english(&self) -> bool {
        self.table.is_none_or(|table| table.language == "en")
    }

    fn writes_nouns_large(&self) -> bool {
        self.table.is_some_and(|table| !table.articles.is_empty())
    }
}

/// Whether a list of words has this one.
fn holds(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|one| one == word)
}

/// "I" is written large and is nobody's name.
fn is_i(text: &str) -> bool {
    text == "I" || text.starts_with("I'") || text.starts_with("I’")
}

/// `große`, `neuen`: a small word with an adjective's ending before a noun.
fn ends_like_adjective(text: &str) -> bool {
    let small = text.chars().next().is_some_and(char::is_lowercase);
    small && text.chars().count() > 4 && ["e", "en", "er", "es", "em"].iter().any(|end| text.ends_with(end))
}

/// II, XIV: a number of kings and wars.
fn roman(text: &str) -> bool {
    text.len() > 1
        && text
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'))
}
