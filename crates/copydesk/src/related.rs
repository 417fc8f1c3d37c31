//! Which stories tell of the same event: an index over words and names, asked with a whole story.
//! Used for "Read more" and for near-duplicates; BM25 (Robertson and Zaragoza, 2009) over stems, with names and the opening counted more.

use crate::gazetteer;
use crate::lexicon::FUNCTION;
use crate::page::{Page, Role};
use crate::reading::Reading;
use std::collections::HashMap;

/// Saturation of repeated words.
const K1: f64 = 1.2;
/// How much long stories are held back.
const B: f64 = 0.6;
/// Words of a story that take part in a question: the rarest tell most.
const ASKED: usize = 48;
/// The opening of a story says what happened.
const OPENING: usize = 60;
/// How much a word of a name, and a word of the opening, counts.
const OF_NAME: f64 = 1.4;
const OF_OPENING: f64 = 1.8;

/// The words of one story with their weights: what the index stores, and what it is asked with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words(Vec<(String, f64)>);

impl Words {
    /// Of a page that was read.
    pub fn of(reading: &Reading<'_>) -> Self {
        let mut weights: HashMap<String, f64> = HashMap::new();
        let mut count = 0;
        for token in &reading.tokens {
            let word = reading.page.at(token.span);
            let role = reading
                .page
                .part_at(token.span.start)
                .and_then(|i| reading.page.parts.get(i))
                .map(|part| part.role);
            if word.chars().count() < 2
                || !word.chars().any(char::is_alphanumeric)
                || matches!(role, Some(Role::Furniture | Role::Field | Role::Line))
            {
                continue;
            }
            count += 1;
            let Some(stem) = stem(word) else { continue };
            let mut weight = 1.0;
            if token.capital && reading.name_at(token.span.start).is_some() {
                weight *= OF_NAME;
            }
            if count <= OPENING {
                weight *= OF_OPENING;
            }
            *weights.entry(stem).or_default() += weight;
        }
        let mut words: Vec<(String, f64)> = weights.into_iter().collect();
        words.sort_by(|a, b| a.0.cmp(&b.0));
        Self(words)
    }

    /// Of a plain text.
    pub fn of_plain(text: &str) -> Self {
        Self::of(&Reading::of(&Page::from_plain(text)))
    }

    /// The words with their weights, in the order of the alphabet: for an index that is kept elsewhere.
    pub fn weights(&self) -> &[(String, f64)] {
        &self.0
    }

    fn length(&self) -> f64 {
        self.0.iter().map(|(_, weight)| weight).sum()
    }
}

/// The word without its ending, as [`Words`] keeps it; nothing for words that every story has. "Russian" and "Russia" are one.
pub fn stem(word: &str) -> Option<String> {
    let base = word.trim_end_matches("'s").trim_end_matches("’s");
    let base = gazetteer::get().demonym(base).unwrap_or(base);
    let lower = base.to_lowercase();
    if FUNCTION.contains(lower.as_str()) || lower.is_empty() {
        return None;
    }
    let long = lower.chars().count();
    for (end, with, least) in [
        ("ations", "at", 8),
        ("ation", "at", 7),
        ("ments", "", 8),
        ("ment", "", 7),
        ("ings", "", 7),
        ("ing", "", 6),
        ("ies", "y", 5),
        ("ied", "y", 5),
        ("edly", "", 7),
        ("ers", "", 6),
        ("er", "", 5),
        ("ed", "", 5),
        ("es", "", 5),
        ("ly", "", 6),
        ("s", "", 4),
        ("e", "", 4),
    ] {
        if long >= least
            && let Some(base) = lower.strip_suffix(end)
            && !(end == "s" && base.ends_with('s'))
        {
            return Some(format!("{base}{with}"));
        }
    }
    Some(lower)
}

/// An index of stories, in memory.
#[derive(Debug, Default)]
pub struct Related {
    places: HashMap<String, Vec<(u32, f32)>>,
    lengths: Vec<f64>,
    total: f64,
}

impl Related {
    /// Adds a story and gives its number, counted from 0.
    pub fn add(&mut self, words: &Words) -> usize {
        let number = self.lengths.len();
        for (word, weight) in &words.0 {
            self.places
                .entry(word.clone())
                .or_default()
                .push((number as u32, *weight as f32));
        }
        let length = words.length();
        self.lengths.push(length);
        self.total += length;
        number
    }

    /// How many stories it holds.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// It holds none.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The stories nearest to this one, best first: number and score. `own` is left out, as is everything that shares no word.
    pub fn nearest(&self, words: &Words, own: Option<usize>, most: usize) -> Vec<(usize, f64)> {
        let count = self.lengths.len() as f64;
        let average = (self.total / count.max(1.0)).max(1.0);
        let mut asked: Vec<(f64, &Vec<(u32, f32)>)> = words
            .0
            .iter()
            .filter_map(|(word, weight)| {
                let places = self.places.get(word)?;
                let rare = ((count - places.len() as f64 + 0.5) / (places.len() as f64 + 0.5) + 1.0).ln();
                Some((rare * rare * weight * (K1 + 1.0) / (weight + K1), places))
            })
            .collect();
        asked.sort_by(|a, b| b.0.total_cmp(&a.0));
        asked.truncate(ASKED);
        let mut scores = vec![0.0_f64; self.lengths.len()];
        for (weight, places) in asked {
            for (number, times) in places {
                let length = self.lengths.get(*number as usize).copied().unwrap_or(average);
                let times = f64::from(*times);
                let share = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length / average));
                if let Some(score) = scores.get_mut(*number as usize) {
                    *score += weight * share;
                }
            }
        }
        let mut best: Vec<(usize, f64)> = scores
            .into_iter()
            .enumerate()
            .filter(|(number, score)| *score > 0.0 && Some(*number) != own)
            .collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(most);
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_event_comes_before_the_same_matter_and_a_story_is_never_its_own() {
        let texts = [
            "Ferry hits pier in Northport, captain Olav Dahl blames fog",
            "Fog made Northport ferry strike the pier, says captain Dahl",
            "Northport votes on a new ferry pier next year",
            "Bakers of Oslo win a prize for rye bread",
        ];
        let all: Vec<Words> = texts.iter().map(|text| Words::of_plain(text)).collect();
        let mut index = Related::default();
        for words in &all {
            index.add(words);
        }
        let near: Vec<usize> = all
            .first()
            .map(|words| index.nearest(words, Some(0), 5))
            .unwrap_or_default()
            .into_iter()
            .map(|(n, _)| n)
            .collect();
        assert_eq!(near, [1, 2]);
    }
}
