//! What a story is about, as the index compares it: telling words with their weights, and its runs of five words.
//! Made of a story when it is indexed, and of a draft when its neighbours are asked for.

use courant_copydesk::related::{self, Words};
use courant_copydesk::{Page, Reading};
use std::collections::HashSet;
use tantivy::tokenizer::Token;

/// Words of a run.
const RUN: usize = 5;
/// Runs of a story that the index knows: those with the smallest hashes, so that the same text has the same sample
/// (bottom-k sketch; Broder, 1997).
const SAMPLE: usize = 48;
/// A word does not weigh more than so many times in the index.
const HEAVIEST: f64 = 24.0;

/// What a story is about.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// Telling words and what each weighs.
    pub(super) words: Vec<(String, f64)>,
    /// Hashes of its runs of words.
    pub(super) runs: HashSet<u64>,
    /// Names in it, the longest first, each once.
    pub(super) names: Vec<String>,
    /// Those of its words that stand in a name, as the index has them.
    pub(super) name_words: HashSet<String>,
}

impl Matter {
    /// Of a story's text. Reads it as the copy desk does: some milliseconds for a long one.
    pub fn of(headline: &str, standfirst: &str, text: &str) -> Self {
        let whole = format!("{headline}\n\n{standfirst}\n\n{text}");
        let page = Page::from_plain(&whole);
        let reading = Reading::of(&page);
        let mut names: Vec<String> = Vec::new();
        for name in &reading.names {
            let words = page.at(name.span);
            if !names.iter().any(|one| one == words) {
                names.push(words.to_owned());
            }
        }
        names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        let name_words = names
            .iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
            .filter_map(related::stem)
            .collect();
        Self {
            words: Words::of(&reading).weights().to_vec(),
            runs: runs(text),
            names,
            name_words,
        }
    }

    /// Of runs alone, for comparing texts to the letter.
    pub(super) fn runs_of(text: &str) -> HashSet<u64> {
        runs(text)
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words as the index counts them: each as often as it weighs.
    pub(super) fn tokens(&self) -> Vec<Token> {
        let mut tokens = Vec::new();
        for (word, weight) in &self.words {
            for _ in 0..times(*weight) {
                tokens.push(token(word.clone(), tokens.len()));
            }
        }
        tokens
    }

    /// The runs that the index knows it by.
    pub(super) fn sample(&self) -> Vec<Token> {
        self.sampled()
            .into_iter()
            .enumerate()
            .map(|(at, run)| token(run, at))
            .collect()
    }

    pub(super) fn sampled(&self) -> Vec<String> {
        let mut runs: Vec<u64> = self.runs.iter().copied().collect();
        runs.sort_unstable();
        runs.truncate(SAMPLE);
        runs.into_iter().map(|run| format!("{run:016x}")).collect()
    }
}

/// How often a word of a weight counts.
pub(super) fn times(weight: f64) -> u32 {
    weight.clamp(1.0, HEAVIEST).round() as u32
}

/// How much two texts have in common, from 0 to 1: common runs by those of the shorter.
pub(super) fn in_common(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    a.intersection(b).count() as f64 / shorter as f64
}

fn token(text: String, position: usize) -> Token {
    Token {
        text,
        position,
        ..Token::default()
    }
}

/// Hashes of runs of five words, small letters and without marks. FNV-1a with 64 bits: the index keeps them.
fn runs(text: &str) -> HashSet<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words
        .windows(RUN)
        .map(|run| {
            run.iter()
                .flat_map(|word| word.bytes().chain([b' ']))
                .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                })
        })
        // The lowest hashes are the sample, and the last step of FNV leaves the low bits better mixed than the high.
        .map(u64::swap_bytes)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The night ferry will sail again from Monday, the harbour office said. Repairs took nine days. \
         Captain Olav Dahl blamed fog for the collision with the pier at Northport.";

    #[test]
    fn texts_are_compared_by_their_runs_of_words() {
        let one = runs(TEXT);
        assert!((in_common(&one, &runs(&TEXT.to_uppercase())) - 1.0).abs() < f64::EPSILON);
        let cut = TEXT.split_once(" Repairs").map_or("", |(first, _)| first);
        assert!(in_common(&one, &runs(cut)) > 0.99, "a part of a text is in it");
        assert!(
            in_common(
                &one,
                &runs("Bakers of Oslo win a prize for their dark rye bread once more.")
            ) < 0.01
        );
        assert!(in_common(&one, &runs("")) < 0.01);
    }

    #[test]
    fn the_same_text_has_the_same_sample_and_names_stand_once() {
        let matter = Matter::of("Ferry hits pier", "", TEXT);
        assert_eq!(matter.sampled(), Matter::of("Other", "words", TEXT).sampled());
        let dahl = matter.names.iter().filter(|name| name.contains("Olav Dahl")).count();
        assert_eq!(dahl, 1, "{:?}", matter.names);
    }
}
