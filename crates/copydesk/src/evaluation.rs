//! How well the copy desk reads, measured against texts that people have marked.
//! Called by the example `evaluate`, which `cargo xtask bench copydesk` runs; the texts themselves are no part of the project.

pub mod judged;

use crate::gazetteer::NameKind;
use crate::page::Page;
use crate::reading::Reading;
use crate::span::Span;
use serde::Deserialize;
use std::collections::HashSet;

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

/// A text of the GUM corpus with its named mentions; offsets in Unicode scalar values.
#[derive(Debug, Deserialize)]
pub struct NamedText {
    /// Its name.
    pub id: String,
    /// `train` or `dev`.
    pub split: String,
    /// The words.
    pub text: String,
    /// Mentions of named things, many of them long phrases around a name.
    pub mentions: Vec<Mention>,
}

/// One mention.
#[derive(Debug, Deserialize)]
pub struct Mention {
    /// First scalar value.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
    /// `person`, `organization`, `place` and others.
    #[serde(rename = "type")]
    pub kind: String,
    /// Title of the article of Wikipedia about it.
    pub identity: String,
}

/// The proper names among the mentions: the words that the identity names, or a phrase of capitals; the longest where they nest.
pub fn gold_names(text: &NamedText) -> Vec<(Span, NameKind)> {
    let bytes: Vec<usize> = text
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.text.len()])
        .collect();
    let byte = |scalar: usize| bytes.get(scalar).copied().unwrap_or(text.text.len());
    let mut found: Vec<(Span, NameKind)> = Vec::new();
    for mention in &text.mentions {
        let kind = match mention.kind.as_str() {
            "person" => NameKind::Person,
            "organization" => NameKind::Organisation,
            "place" => NameKind::Place,
            _ => continue,
        };
        let span = Span::new(byte(mention.start), byte(mention.end));
        let words = text.text.get(span.start..span.end).unwrap_or("");
        found.extend(core(words, &mention.identity).map(|(a, b)| (Span::new(span.start + a, span.start + b), kind)));
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut last = 0;
    found.retain(|(span, _)| {
        let keeps = span.start >= last;
        if keeps {
            last = span.end;
        }
        keeps
    });
    found
}

fn core(words: &str, identity: &str) -> Option<(usize, usize)> {
    let identity = identity
        .split("%28")
        .next()
        .unwrap_or("")
        .replace("%27", "'")
        .replace("%2C", ",")
        .replace("%2D", "-");
    let named: HashSet<String> = identity
        .split(['_', '-'])
        .map(|word| word.trim_matches([',', '"']).to_lowercase())
        .collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    for piece in words.split_inclusive(char::is_whitespace) {
        let word = piece.trim();
        let clean = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '!');
        let clean = clean
            .strip_suffix("'s")
            .or_else(|| clean.strip_suffix("’s"))
            .unwrap_or(clean);
        tokens.push((at, at + clean.len(), clean));
        at += piece.len();
    }
    let small = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "of" | "the" | "and" | "de" | "for" | "&" | "on"
        )
    };
    let mut best: Option<(usize, usize)> = None;
    let mut run: Option<(usize, usize)> = None;
    for (i, (_, _, word)) in tokens.iter().enumerate() {
        let parts = word.split('-').all(|part| named.contains(&part.to_lowercase()));
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let tail = i > 0 && tokens.get(i - 1).is_some_and(|t| t.2.is_empty());
        if run.is_some() && word.is_empty() {
            continue;
        }
        if parts && (capital || run.is_some() && (small(word) || tail)) && !word.is_empty() {
            run = Some((run.map_or(i, |r| r.0), i + 1));
        } else {
            run = None;
        }
        let comma = words
            .get(..tokens.get(i).map_or(0, |t| t.1) + 1)
            .is_some_and(|s| s.ends_with(','));
        if let Some(run) = run.filter(|run| best.is_none_or(|b| run.1 - run.0 > b.1 - b.0)) {
            best = Some(run);
        }
        if comma {
            run = None;
        }
    }
    let trimmed = |(mut a, mut b): (usize, usize)| {
        while a < b && tokens.get(a).is_some_and(|t| small(t.2)) {
            a += 1;
        }
        while b > a && tokens.get(b - 1).is_some_and(|t| small(t.2) || t.2.is_empty()) {
            b -= 1;
        }
        (b > a).then(|| (tokens.get(a).map_or(0, |t| t.0), tokens.get(b - 1).map_or(0, |t| t.1)))
    };
    if let Some(best) = best {
        return trimmed(best);
    }
    let from = usize::from(tokens.first().is_some_and(|t| matches!(t.2, "the" | "The" | "a" | "A")));
    let all = tokens.get(from..).is_some_and(|rest| {
        rest.iter()
            .filter(|t| !t.2.is_empty())
            .all(|t| t.2.chars().next().is_some_and(char::is_uppercase) || small(t.2))
    });
    let none = [
        "I", "He", "She", "It", "We", "They", "You", "My", "Our", "His", "Her", "Here", "The", "This", "That", "Its",
        "Your",
    ];
    let title = [
        "President",
        "Senator",
        "Church",
        "State",
        "Poet",
        "Court",
        "University",
        "Mr.",
        "North",
        "South",
    ];
    let fine = tokens
        .get(from)
        .is_some_and(|t| !none.contains(&t.2) && (tokens.len() - from > 1 || !title.contains(&t.2)) && !t.2.is_empty());
    if all && fine {
        trimmed((from, tokens.len()))
    } else {
        None
    }
}

/// Names of a text against the gold: same words, same type. The corpus marks only what has an article in Wikipedia, so a name that
/// meets no mention is judged by `also`, a list of the other proper names in the text, and counts as a false alarm when it is not there.
pub fn names(text: &NamedText, also: &[(String, NameKind)]) -> (Score, Vec<String>) {
    let page = Page::from_plain(&text.text);
    let reading = Reading::of(&page);
    let mut gold: HashSet<(Span, NameKind)> = gold_names(text).into_iter().collect();
    for (words, kind) in also {
        for (at, _) in text.text.match_indices(words.as_str()) {
            let span = Span::new(at, at + words.len());
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let whole = edge(text.text.get(..at).and_then(|s| s.chars().next_back()))
                && edge(text.text.get(span.end..).and_then(|s| s.chars().next()));
            if whole && !gold.iter().any(|(other, _)| other.meets(span)) {
                gold.insert((span, *kind));
            }
        }
    }
    let found: HashSet<(Span, NameKind)> = reading
        .names
        .iter()
        .map(|name| {
            let span = page.in_source(name.span);
            let words = text.text.get(span.start..span.end).unwrap_or("");
            let article = words
                .strip_prefix("The ")
                .or_else(|| words.strip_prefix("the "))
                .map_or(0, |rest| words.len() - rest.len());
            (Span::new(span.start + article, span.end), name.kind)
        })
        .collect();
    let hits = gold.intersection(&found).count();
    let show = |set: Vec<&(Span, NameKind)>, sign: &str| -> Vec<String> {
        set.iter()
            .map(|(span, kind)| {
                format!(
                    "{sign} {} {} [{}]",
                    kind.word(),
                    text.text.get(span.start..span.end).unwrap_or(""),
                    text.id
                )
            })
            .collect()
    };
    let meets = |span: Span| gold.iter().any(|(other, _)| other.meets(span));
    let mut report = show(found.difference(&gold).filter(|(span, _)| meets(*span)).collect(), "~");
    report.extend(show(
        found.difference(&gold).filter(|(span, _)| !meets(*span)).collect(),
        "?",
    ));
    report.extend(show(gold.difference(&found).collect(), "-"));
    let score = Score {
        hits,
        false_alarms: found.len() - hits,
        misses: gold.len() - hits,
    };
    (score, report)
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
        // A source that is the verb itself ("said") is a slip of the annotators, and counts neither way.
        let slip = |a: &Attribution| {
            a.source
                .iter()
                .all(|s| text.get(s.start..s.end).is_some_and(|words| words == "said"))
        };
        if gold
            .iter()
            .any(|a| !a.source.is_empty() && slip(a) && share(&a.content, inner) * 2 > inner.len())
        {
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
