//! How well the copy desk reads, measured against texts that people have marked.
//! Called by the example `evaluate`, which `cargo xtask bench copydesk` runs; the texts themselves are no part of the project.

pub mod judged;
mod mentions;
mod names;

pub use mentions::{Mention, NamedText, gold_names};
pub use names::{names_as_marked, names_as_meant};

use crate::gazetteer::NameKind;
use crate::page::Page;
use crate::reading::Reading;
use crate::span::Span;

/// Hits, false alarms and misses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Found and right.
    pub hits: usize,
    /// Found and wrong.
    pub false_alarms: usize,
    /// Not found.
    pub misses: usize,
}

impl Score {
    /// Adds another score.
    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.false_alarms += other.false_alarms;
        self.misses += other.misses;
    }

    /// Share of what was found that is right.
    pub fn precision(self) -> f64 {
        ratio(self.hits, self.hits + self.false_alarms)
    }

    /// Share of what is there that was found.
    pub fn recall(self) -> f64 {
        ratio(self.hits, self.hits + self.misses)
    }

    /// The harmonic mean of the two.
    pub fn f1(self) -> f64 {
        ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "F1 {:.3} (precision {:.3}, recall {:.3})",
            self.f1(),
            self.precision(),
            self.recall()
        )
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// An attribution of PolNeAR: source and content, in bytes.
#[derive(Debug, Clone, Default)]
pub struct Attribution {
    /// Who said it; nothing for none.
    pub source: Vec<Span>,
    /// What was said.
    pub content: Vec<Span>,
}

/// Reads the stand-off file of a text.
pub fn attributions(text: &str, annotations: &str) -> Vec<Attribution> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |scalar: &str| scalar.parse::<usize>().ok().and_then(|s| bytes.get(s).copied());
    let mut spans: std::collections::HashMap<&str, Vec<Span>> = std::collections::HashMap::new();
    let mut found = Vec::new();
    for line in annotations.lines() {
        let mut fields = line.split('\t');
        let (Some(id), Some(what)) = (fields.next(), fields.next()) else {
            continue;
        };
        if id.starts_with('T') {
            let places = what.split_once(' ').map_or("", |(_, places)| places);
            let list = places
                .split(';')
                .filter_map(|pair| pair.split_once(' '))
                .filter_map(|(a, b)| Some(Span::new(byte(a)?, byte(b)?)))
                .collect();
            spans.insert(id, list);
        } else if id.starts_with('E') {
            let mut one = Attribution::default();
            for pair in what.split(' ') {
                let Some((role, target)) = pair.split_once(':') else {
                    continue;
                };
                let places = spans.get(target).cloned().unwrap_or_default();
                if role.starts_with("Source") {
                    one.source.extend(places);
                } else if role.starts_with("Content") {
                    one.content.extend(places);
                }
            }
            found.push(one);
        }
    }
    found
}

/// What was measured on one text of PolNeAR.
#[derive(Debug, Clone, Default)]
pub struct QuotationScore {
    /// Speakers of words between quotation marks, a pair of marks at a time.
    pub speakers: Score,
    /// Tokens of content of all quotations.
    pub content: Score,
    /// What was missed or wrong, for reading.
    pub report: Vec<String>,
}

/// Quotations of a text against its attributions.
pub fn quotations(text: &str, gold: &[Attribution]) -> QuotationScore {
    let page = Page::from_plain(text);
    let reading = Reading::of(&page);
    let mut score = QuotationScore::default();
    let share = |spans: &[Span], within: Span| -> usize {
        spans
            .iter()
            .map(|s| s.end.min(within.end).saturating_sub(s.start.max(within.start)))
            .sum()
    };
    for quoted in reading.quoted.iter().filter(|q| q.depth == 0) {
        let inner = page.in_source(quoted.inner);
        if inner.is_empty() {
            continue;
        }
        let best = gold
            .iter()
            .filter(|a| !a.source.is_empty() && share(&a.content, inner) * 2 > inner.len())
            .max_by_key(|a| share(&a.content, inner));
        let ours = reading
            .quotations
            .iter()
            .filter(|q| {
                q.source.is_some()
                    && q.span.start <= quoted.inner.end
                    && quoted.inner.start <= q.span.end
                    && q.span.meets(quoted.inner)
            })
            .max_by_key(|q| {
                q.span
                    .end
                    .min(quoted.inner.end)
                    .saturating_sub(q.span.start.max(quoted.inner.start))
            });
        let words = page.at(quoted.outer).chars().take(60).collect::<String>();
        match (best, ours) {
            (Some(gold), Some(ours)) => {
                let source = ours.source.map(|s| page.in_source(s)).unwrap_or_default();
                let meets = gold.source.iter().any(|s| s.meets(source));
                let named: Vec<&str> = gold.source.iter().filter_map(|s| text.get(s.start..s.end)).collect();
                let gold_words = named.join(" ");
                let speaker = ours.speaker.clone().unwrap_or_default();
                let last = speaker.split_whitespace().last().unwrap_or("-");
                let same = gold_words.contains(last)
                    || gold_entity(&reading, &page, &gold.source).is_some_and(|e| Some(e) == ours.entity);
                if meets || same {
                    score.speakers.hits += 1;
                } else {
                    score.speakers.false_alarms += 1;
                    score.speakers.misses += 1;
                    score.report.push(format!(
                        "wrong {words} | gold {gold_words} | ours {} = {speaker}",
                        page.at(ours.source.unwrap_or_default())
                    ));
                }
            }
            (Some(gold), None) => {
                score.speakers.misses += 1;
                let named: Vec<&str> = gold.source.iter().filter_map(|s| text.get(s.start..s.end)).collect();
                score.report.push(format!("missed {words} | gold {}", named.join(" ")));
            }
            (None, Some(ours)) => {
                score.speakers.false_alarms += 1;
                score.report.push(format!(
                    "false {words} | ours {}",
                    page.at(ours.source.unwrap_or_default())
                ));
            }
            (None, None) => {}
        }
    }
    let mut runs: Option<(bool, usize)> = None;
    for token in reading.tokens.iter().filter(|t| t.kind != crate::tokens::Kind::Mark) {
        let at = page.in_source(token.span);
        let gold = gold.iter().any(|a| a.content.iter().any(|s| s.holds(at)));
        let ours = reading.quotations.iter().any(|q| {
            let told = |s: Option<Span>| s.is_some_and(|s| s.meets(token.span));
            q.span.holds(token.span) && !told(q.cue) && !told(q.source)
        });
        if gold == ours {
            runs = None;
        } else {
            match runs {
                Some((sign, from)) if sign == gold => runs = Some((sign, from)),
                _ => {
                    let before = text.get(..at.start).unwrap_or("");
                    let lead: String = before
                        .chars()
                        .rev()
                        .take(90)
                        .collect::<Vec<_>>()
                        .into_iter()
                        .rev()
                        .collect();
                    let after: String = text.get(at.start..).unwrap_or("").chars().take(90).collect();
                    let sign = if gold { "content missed" } else { "content false" };
                    score.report.push(format!(
                        "{sign} {} >>> {}",
                        lead.replace('\n', "⏎"),
                        after.replace('\n', "⏎")
                    ));
                    runs = Some((gold, at.start));
                }
            }
        }
        match (gold, ours) {
            (true, true) => score.content.hits += 1,
            (false, true) => score.content.false_alarms += 1,
            (true, false) => score.content.misses += 1,
            (false, false) => {}
        }
    }
    score
}

/// The entity that a gold source means: a name within it.
fn gold_entity(reading: &Reading<'_>, page: &Page, source: &[Span]) -> Option<usize> {
    reading
        .names
        .iter()
        .find(|name| {
            let at = page.in_source(name.span);
            name.kind == NameKind::Person && source.iter().any(|s| s.holds(at))
        })
        .map(|name| name.entity)
}
