//! The kinds of house rules and how each finds its places.
//! Called by [`super::Rule`]; patterns may look around, with a bound on how far they go back.

use super::Hit;
use super::file::{BadRule, RuleFile};
use crate::page::Part;
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;
use fancy_regex::{Regex, RegexBuilder};
use std::collections::HashSet;

/// Steps that a pattern may take back before it counts as no match.
const BACK: usize = 100_000;

#[derive(Debug)]
enum How {
    Existence(Regex),
    Substitution(Vec<(Regex, String)>),
    Repetition {
        alpha: bool,
        fold: bool,
    },
    Occurrence {
        token: Regex,
        max: Option<usize>,
        min: Option<usize>,
        scope: Scope,
    },
    Consistency(Vec<(Regex, Regex)>),
    Conditional {
        first: Regex,
        second: Regex,
    },
    Capitals(Form),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Sentence,
    Paragraph,
    Whole,
}

#[derive(Debug)]
enum Form {
    Title,
    Sentence,
    Lower,
    Upper,
    Pattern(Regex),
}

/// A rule that can look for its places.
#[derive(Debug)]
pub(super) struct Matcher {
    how: How,
    exceptions: HashSet<String>,
}

fn compile(name: &str, pattern: &str, fold: bool) -> Result<Regex, BadRule> {
    let flags = if fold { "(?i)" } else { "" };
    RegexBuilder::new(&format!("{flags}{pattern}"))
        .backtrack_limit(BACK)
        .build()
        .map_err(|e| BadRule {
            rule: name.into(),
            why: format!("the pattern {pattern} is none: {e}"),
        })
}

fn word(file: &RuleFile, pattern: &str) -> String {
    if file.nonword {
        format!("(?:{pattern})")
    } else {
        format!(r"\b(?:{pattern})\b")
    }
}

impl Matcher {
    pub(super) fn new(name: &str, file: &RuleFile) -> Result<Self, BadRule> {
        let bad = |why: &str| BadRule {
            rule: name.into(),
            why: why.into(),
        };
        let how = match file.extends.as_str() {
            "existence" => {
                let mut pattern = file.raw.concat();
                if !file.tokens.is_empty() {
                    pattern.push_str(&word(file, &file.tokens.join("|")));
                }
                if pattern.is_empty() {
                    return Err(bad("an existence rule needs tokens"));
                }
                How::Existence(compile(name, &pattern, file.ignorecase)?)
            }
            "substitution" => {
                let mut swap = Vec::new();
                for (from, to) in &file.swap {
                    swap.push((compile(name, &word(file, from), file.ignorecase)?, to.clone()));
                }
                How::Substitution(swap)
            }
            "repetition" => How::Repetition {
                alpha: file.alpha,
                fold: file.ignorecase,
            },
            "occurrence" => {
                let scope = match file.scope.first().map(String::as_str) {
                    Some("sentence") => Scope::Sentence,
                    Some("paragraph") => Scope::Paragraph,
                    _ => Scope::Whole,
                };
                if file.token.is_empty() {
                    return Err(bad("an occurrence rule needs a token"));
                }
                How::Occurrence {
                    token: compile(name, &file.token, file.ignorecase)?,
                    max: file.max.filter(|max| *max > 0),
                    min: file.min.filter(|min| *min > 0),
                    scope,
                }
            }
            "consistency" => {
                let mut pairs = Vec::new();
                for (a, b) in &file.either {
                    pairs.push((
                        compile(name, &word(file, a), file.ignorecase)?,
                        compile(name, &word(file, b), file.ignorecase)?,
                    ));
                }
                How::Consistency(pairs)
            }
            "conditional" => How::Conditional {
                first: compile(name, &file.first, file.ignorecase)?,
                second: compile(name, &file.second, file.ignorecase)?,
            },
            "capitalization" => How::Capitals(match file.form.as_str() {
                "$title" => Form::Title,
                "$sentence" => Form::Sentence,
                "$lower" => Form::Lower,
                "$upper" => Form::Upper,
                pattern => Form::Pattern(compile(name, pattern, false)?),
            }),
            other => return Err(bad(&format!("{other} is a kind of rule that is not known here"))),
        };
        let exceptions = file.exceptions.iter().map(|e| e.to_lowercase()).collect();
        Ok(Self { how, exceptions })
    }

    fn excepted(&self, words: &str) -> bool {
        self.exceptions.contains(&words.to_lowercase())
    }

    /// Its places in the parts.
    pub(super) fn find(&self, reading: &Reading<'_>, parts: &[&Part]) -> Vec<Hit> {
        let page = reading.page;
        let mut hits = Vec::new();
        let all = |pattern: &Regex| -> Vec<Span> {
            parts
                .iter()
                .flat_map(|part| {
                    pattern
                        .find_iter(page.at(part.span))
                        .filter_map(Result::ok)
                        .filter(|m| !m.as_str().is_empty())
                        .map(|m| Span::new(part.span.start + m.start(), part.span.start + m.end()))
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        let hit = |span: Span, with: Option<String>| Hit {
            span,
            words: vec![page.at(span).into()],
            with,
            also: Vec::new(),
        };
        match &self.how {
            How::Existence(pattern) => hits.extend(
                all(pattern)
                    .into_iter()
                    .filter(|s| !self.excepted(page.at(*s)))
                    .map(|s| hit(s, None)),
            ),
            How::Substitution(swap) => {
                for (pattern, to) in swap {
                    for span in all(pattern) {
                        let found = page.at(span);
                        if found == to || self.excepted(found) {
                            continue;
                        }
                        let one = !to.contains('|') && !to.contains('$');
                        hits.push(Hit {
                            span,
                            words: vec![to.clone(), found.into()],
                            with: one.then(|| like(found, to)),
                            also: Vec::new(),
                        });
                    }
                }
            }
            How::Repetition { alpha, fold } => {
                for pair in reading.tokens.windows(2) {
                    let [a, b] = pair else { continue };
                    let (x, y) = (page.at(a.span), page.at(b.span));
                    let same = x == y || *fold && x.to_lowercase() == y.to_lowercase();
                    let fits = parts
                        .iter()
                        .any(|part| part.span.holds(a.span) && part.span.holds(b.span));
                    if same && fits && (a.kind == Kind::Word || !alpha && a.kind == Kind::Number) && !self.excepted(x) {
                        hits.push(Hit {
                            span: Span::new(a.span.start, b.span.end),
                            words: vec![x.into()],
                            with: None,
                            also: Vec::new(),
                        });
                    }
                }
            }
            How::Occurrence { token, max, min, scope } => {
                let spans: Vec<Span> = match scope {
                    Scope::Sentence => reading
                        .sentences
                        .iter()
                        .filter(|s| parts.iter().any(|part| part.span.holds(s.span)))
                        .map(|s| s.span)
                        .collect(),
                    Scope::Paragraph => parts.iter().map(|part| part.span).collect(),
                    Scope::Whole => parts
                        .first()
                        .zip(parts.last())
                        .map(|(a, b)| Span::new(a.span.start, b.span.end))
                        .into_iter()
                        .collect(),
                };
                for span in spans {
                    let found: Vec<Span> = token
                        .find_iter(page.at(span))
                        .filter_map(Result::ok)
                        .map(|m| Span::new(span.start + m.start(), span.start + m.end()))
                        .filter(|at| *scope == Scope::Sentence || !reading.is_quoted(*at))
                        .collect();
                    let count = found.len();
                    // Too many in a text: the first that is too many is marked.
                    let over = max.and_then(|max| found.get(max)).copied();
                    let span = over.filter(|_| *scope != Scope::Sentence).unwrap_or(span);
                    if max.is_some_and(|max| count > max) || min.is_some_and(|min| count < min) {
                        hits.push(Hit {
                            span,
                            words: vec![count.to_string()],
                            with: None,
                            also: Vec::new(),
                        });
                    }
                }
            }
            How::Consistency(pairs) => {
                for (a, b) in pairs {
                    let free = |pattern: &Regex| -> Vec<Span> {
                        all(pattern).into_iter().filter(|s| !reading.is_quoted(*s)).collect()
                    };
                    let (first, second) = (free(a), free(b));
                    if first.is_empty() || second.is_empty() {
                        continue;
                    }
                    let (fewer, more) = if first.len() < second.len() {
                        (first, second)
                    } else {
                        (second, first)
                    };
                    if let Some(span) = fewer.first() {
                        hits.push(Hit {
                            span: *span,
                            words: vec![page.at(*span).into(), more.first().map_or("", |s| page.at(*s)).into()],
                            with: None,
                            also: fewer.iter().skip(1).copied().collect(),
                        });
                    }
                }
            }
            How::Conditional { first, second } => {
                let mut defined: HashSet<String> = HashSet::new();
                for part in parts {
                    for found in second.captures_iter(page.at(part.span)).filter_map(Result::ok) {
                        defined.extend(found.get(1).or_else(|| found.get(0)).map(|m| m.as_str().to_string()));
                    }
                }
                let mut seen = HashSet::new();
                for span in all(first) {
                    let words = page.at(span);
                    if !defined.contains(words) && !self.excepted(words) && seen.insert(words.to_string()) {
                        hits.push(hit(span, None));
                    }
                }
            }
            How::Capitals(form) => {
                for part in parts {
                    if !self.has_form(form, page.at(part.span)) {
                        hits.push(hit(part.span, None));
                    }
                }
            }
        }
        hits
    }

    fn has_form(&self, form: &Form, text: &str) -> bool {
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(|w| w.chars().any(char::is_alphabetic) && !self.excepted(w))
            .collect();
        let capital = |w: &&str| {
            w.chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(|c| !c.is_lowercase())
        };
        let small = [
            "a", "an", "the", "and", "but", "or", "for", "nor", "on", "at", "to", "from", "by", "of", "in", "with",
            "as",
        ];
        match form {
            Form::Title => words
                .iter()
                .enumerate()
                .all(|(i, w)| capital(w) || i > 0 && small.contains(&w.to_lowercase().as_str())),
            // Names keep their capitals, so most words, not all, are small.
            Form::Sentence => {
                words.first().is_none_or(capital)
                    && words.iter().skip(1).filter(|w| capital(w)).count() * 2 <= words.len().saturating_sub(1)
            }
            Form::Lower => text.chars().all(|c| !c.is_uppercase()),
            Form::Upper => text.chars().all(|c| !c.is_lowercase()),
            Form::Pattern(pattern) => pattern.is_match(text).unwrap_or(true),
        }
    }
}

/// The words instead, with a capital where the words found had one.
fn like(found: &str, to: &str) -> String {
    let capital = found.chars().next().is_some_and(char::is_uppercase);
    let mut letters = to.chars();
    match letters.next() {
        Some(first) if capital && first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => to.into(),
    }
}
