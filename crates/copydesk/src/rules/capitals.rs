//! Forms of capitals that a heading may keep to.
//! Asked by [`super::matching`] for rules that extend `capitalization`.

use fancy_regex::Regex;

/// Which words begin with a capital.
#[derive(Debug)]
pub(super) enum Form {
    Title,
    Sentence,
    Lower,
    Upper,
    Pattern(Regex),
}

/// A form with its allowances.
#[derive(Debug)]
pub(super) struct Capitals {
    pub(super) form: Form,
    /// Share of the words that must have the form.
    pub(super) threshold: Option<f64>,
    /// Marks after which a capital may stand.
    pub(super) indicators: Vec<String>,
    /// Left aside at the start.
    pub(super) prefix: Option<Regex>,
    /// Longer prepositions are small too.
    pub(super) chicago: bool,
}

/// Small in titles wherever they do not stand first.
const SMALL: &[&str] = &[
    "a", "an", "the", "and", "but", "or", "for", "nor", "on", "at", "to", "from", "by", "of", "in", "with", "as",
];

/// Small in the titles of the Chicago manual too.
const SMALL_IN_CHICAGO: &[&str] = &[
    "about", "above", "across", "after", "against", "along", "among", "around", "before", "behind", "below", "beneath",
    "beside", "between", "beyond", "during", "inside", "into", "near", "off", "onto", "over", "past", "since",
    "through", "toward", "towards", "under", "until", "upon", "within", "without", "yet", "so", "via",
];

/// Names keep their capitals, so half of the words of a sentence may have one unless the rule says otherwise.
const NAMES: f64 = 0.5;

impl Capitals {
    /// The text has the form; `excepted` words have every form.
    pub(super) fn fit(&self, text: &str, excepted: &dyn Fn(&str) -> bool) -> bool {
        let text = text.trim();
        let from = self
            .prefix
            .as_ref()
            .and_then(|p| p.find(text).ok().flatten())
            .filter(|m| m.start() == 0);
        let text = text.get(from.map_or(0, |m| m.end())..).unwrap_or(text).trim_start();
        let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(|w| w.chars().any(char::is_alphabetic))
            .collect();
        let free = |w: &str| excepted(w) || excepted(&bare(w));
        let capital = |w: &str| {
            w.chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(|c| !c.is_lowercase())
        };
        let after_mark = |i: usize| {
            let before = i.checked_sub(1).and_then(|i| words.get(i));
            before.is_some_and(|w| self.indicators.iter().any(|mark| w.ends_with(mark.as_str())))
        };
        let share = |has: &dyn Fn(usize, &str) -> bool| {
            let counted: Vec<bool> = words
                .iter()
                .enumerate()
                .skip(1)
                .filter(|(_, w)| !free(w))
                .map(|(i, w)| has(i, w))
                .collect();
            let fit = counted.iter().filter(|fits| **fits).count();
            if counted.is_empty() {
                1.0
            } else {
                fit as f64 / counted.len() as f64
            }
        };
        let first = words.first().is_none_or(|w| free(w) || capital(w));
        match &self.form {
            Form::Title => {
                let small = |w: &str| {
                    let lower = bare(w).to_lowercase();
                    let lower = lower.as_str();
                    SMALL.contains(&lower) || self.chicago && SMALL_IN_CHICAGO.contains(&lower)
                };
                first && share(&|i, w| capital(w) || small(w) && !after_mark(i)) >= self.threshold.unwrap_or(1.0)
            }
            Form::Sentence => first && share(&|i, w| !capital(w) || after_mark(i)) >= self.threshold.unwrap_or(NAMES),
            Form::Lower => words.iter().all(|w| free(w) || !w.chars().any(char::is_uppercase)),
            Form::Upper => words.iter().all(|w| free(w) || !w.chars().any(char::is_lowercase)),
            Form::Pattern(pattern) => pattern.is_match(text).unwrap_or(true),
        }
    }
}
