//! The kinds of house rules and how each finds its places.
//! Called by [`super::Rule`]; patterns may look around, with a bound on how far they go back.

use super::capitals::{Capitals, Form};
use super::file::{BadRule, RuleFile};
use super::metric::{self, Condition, Sum};
use super::places::{all, filled, inconsistent, measured, occurrences, words_of};
use super::scope::{Scope, Step};
use super::{Hit, mend};
use crate::page::Part;
use crate::reading::Reading;
use crate::span::Span;
use crate::spelling::{self, Spelling};
use fancy_regex::{Regex, RegexBuilder};
use std::collections::HashSet;

/// Steps that a pattern may take back before it counts as no match.
const BACK: usize = 100_000;

#[derive(Debug)]
enum How {
    Existence(Regex),
    Substitution(Vec<(Regex, String)>),
    Repetition {
        token: Option<Regex>,
        most: usize,
        alpha: bool,
        fold: bool,
    },
    Occurrence {
        token: Regex,
        max: Option<usize>,
        min: Option<usize>,
        step: Step,
    },
    Consistency(Vec<(Regex, Regex)>),
    Conditional {
        first: Regex,
        second: Regex,
    },
    Capitals(Capitals),
    Metric(Sum, Condition),
    Readability(Vec<String>, f64),
    Spelling(Vec<Regex>),
}

/// A rule that can look for its places.
#[derive(Debug)]
pub(super) struct Matcher {
    how: How,
    exceptions: HashSet<String>,
    pattern_of_exceptions: Option<Regex>,
    accepted: HashSet<String>,
    fold: bool,
}

/// A file while its rule is made.
struct Maker<'f> {
    name: &'f str,
    text: &'f str,
    file: &'f RuleFile,
}

impl Maker<'_> {
    fn bad(&self, words: &str, why: &str) -> BadRule {
        BadRule::at(self.name, self.text, words, why)
    }

    fn compile(&self, pattern: &str, fold: bool) -> Result<Regex, BadRule> {
        let flags = if fold { "(?mi)" } else { "(?m)" };
        let build = |pattern: &str| {
            RegexBuilder::new(&format!("{flags}{pattern}"))
                .backtrack_limit(BACK)
                .build()
        };
        build(pattern).map_err(|e| {
            // Which of the tokens is at fault, so that its line can be told.
            let tokens = self
                .file
                .tokens
                .iter()
                .chain(&self.file.raw)
                .chain(self.file.swap.keys());
            let fault = tokens.chain(&self.file.exceptions).find(|token| build(token).is_err());
            let fault = fault.map_or(pattern, String::as_str);
            self.bad(fault, &format!("the pattern {fault} is none: {e}"))
        })
    }

    fn word(&self, pattern: &str) -> Result<Regex, BadRule> {
        let pattern = if self.file.nonword {
            format!("(?:{pattern})")
        } else {
            format!(r"\b(?:{pattern})\b")
        };
        self.compile(&pattern, self.file.ignorecase)
    }

    fn tokens(&self) -> String {
        let tokens = self.file.tokens.iter().map(String::as_str);
        tokens
            .filter(|token| !token.trim().is_empty())
            .collect::<Vec<_>>()
            .join("|")
    }

    fn existence(&self) -> Result<How, BadRule> {
        let (raw, tokens) = (self.file.raw.concat(), self.tokens());
        let tokens = match (tokens.is_empty(), self.file.nonword) {
            (true, _) => String::new(),
            (_, true) => format!("(?:{tokens})"),
            _ => format!(r"\b(?:{tokens})\b"),
        };
        let pattern = if self.file.append { tokens + &raw } else { raw + &tokens };
        if pattern.is_empty() {
            return Err(self.bad("extends", "an existence rule needs tokens"));
        }
        self.compile(&pattern, self.file.ignorecase).map(How::Existence)
    }

    fn capitals(&self) -> Result<How, BadRule> {
        let form = match self.file.form.as_str() {
            "" => return Err(self.bad("extends", "a rule of capitals needs `match`")),
            "$title" => Form::Title,
            "$sentence" => Form::Sentence,
            "$lower" => Form::Lower,
            "$upper" => Form::Upper,
            pattern => Form::Pattern(self.compile(pattern, false)?),
        };
        let prefix = (!self.file.prefix.is_empty()).then(|| self.compile(&self.file.prefix, false));
        Ok(How::Capitals(Capitals {
            form,
            threshold: self.file.threshold,
            indicators: self.file.indicators.clone(),
            prefix: prefix.transpose()?,
            chicago: self.file.style == "Chicago",
        }))
    }

    fn readability(&self) -> Result<How, BadRule> {
        if let Some(unknown) = self.file.metrics.iter().find(|name| metric::grade(name, &[]).is_none()) {
            return Err(self.bad(unknown, &format!("{unknown} is no measure that is known here")));
        }
        match self.file.grade {
            Some(grade) if !self.file.metrics.is_empty() => Ok(How::Readability(self.file.metrics.clone(), grade)),
            _ => Err(self.bad("extends", "a rule of readability needs `metrics` and `grade`")),
        }
    }

    fn how(&self, scope: &Scope) -> Result<How, BadRule> {
        let file = self.file;
        Ok(match file.extends.as_str() {
            "existence" => self.existence()?,
            "substitution" => {
                let pairs = file.swap.iter().map(|(from, to)| Ok((self.word(from)?, to.clone())));
                How::Substitution(pairs.collect::<Result<_, BadRule>>()?)
            }
            "repetition" => {
                let tokens = self.tokens();
                let token = (!tokens.is_empty()).then(|| self.compile(&format!("(?:{tokens})"), file.ignorecase));
                How::Repetition {
                    token: token.transpose()?,
                    most: file.max.unwrap_or(0),
                    alpha: file.alpha,
                    fold: file.ignorecase,
                }
            }
            "occurrence" if file.token.is_empty() => {
                return Err(self.bad("extends", "an occurrence rule needs a token"));
            }
            "occurrence" => How::Occurrence {
                token: self.compile(&file.token, file.ignorecase)?,
                max: file.max.filter(|max| *max > 0),
                min: file.min.filter(|min| *min > 0),
                step: scope.step(),
            },
            "consistency" => {
                let pairs = file.either.iter().map(|(a, b)| Ok((self.word(a)?, self.word(b)?)));
                How::Consistency(pairs.collect::<Result<_, BadRule>>()?)
            }
            "conditional" => How::Conditional {
                first: self.compile(&file.first, file.ignorecase)?,
                second: self.compile(&file.second, file.ignorecase)?,
            },
            "capitalization" => self.capitals()?,
            "metric" => How::Metric(
                Sum::read(&file.formula).map_err(|why| self.bad("formula", &why))?,
                Condition::read(&file.condition).map_err(|why| self.bad("condition", &why))?,
            ),
            "readability" => self.readability()?,
            "spelling" => {
                if let Some(first) = file.ignore.first() {
                    let why = format!("`ignore` names the file {first}; words of the paper stand in words.txt");
                    return Err(self.bad("ignore", &why));
                }
                let filters = file.filters.iter().map(|filter| self.compile(filter, false));
                How::Spelling(filters.collect::<Result<_, BadRule>>()?)
            }
            other => return Err(self.bad("extends", &format!("{other} is a kind of rule that is not known here"))),
        })
    }
}

impl Matcher {
    pub(super) fn new(name: &str, text: &str, file: &RuleFile, scope: &Scope) -> Result<Self, BadRule> {
        let maker = Maker { name, text, file };
        let pattern = format!(r"\b(?:{})\b", file.exceptions.join("|"));
        let exceptions = (!file.exceptions.is_empty()).then(|| maker.compile(&pattern, file.ignorecase));
        Ok(Self {
            how: maker.how(scope)?,
            exceptions: file.exceptions.iter().cloned().collect(),
            pattern_of_exceptions: exceptions.transpose()?,
            accepted: HashSet::new(),
            fold: file.ignorecase,
        })
    }

    /// The paper's own words, which the rule leaves alone.
    pub(super) fn accept(&mut self, words: &[String]) {
        self.accepted.extend(words.iter().cloned());
    }

    /// The rule reads words against the dictionary.
    pub(super) fn spells(&self) -> bool {
        matches!(self.how, How::Spelling(_))
    }

    fn excepted(&self, words: &str) -> bool {
        let folded = || self.fold && self.exceptions.contains(&words.to_lowercase());
        self.exceptions.contains(words)
            || self.accepted.contains(words)
            || folded()
            || self
                .pattern_of_exceptions
                .as_ref()
                .is_some_and(|p| p.is_match(words).unwrap_or(false))
    }

    /// Its places in the parts.
    pub(super) fn find(&self, reading: &Reading<'_>, parts: &[&Part], spelling: Option<&Spelling>) -> Vec<Hit> {
        let page = reading.page;
        let free = |span: &Span| !self.excepted(page.at(*span));
        match &self.how {
            How::Existence(pattern) => all(reading, parts, pattern)
                .into_iter()
                .filter(free)
                .map(|span| Hit::of(page, span))
                .collect(),
            How::Substitution(swap) => self.substitutions(reading, parts, swap),
            How::Repetition {
                token,
                most,
                alpha,
                fold,
            } => {
                let tokens = match token {
                    Some(token) => all(reading, parts, token),
                    None => words_of(reading, parts, *alpha),
                };
                self.repetitions(reading, parts, &tokens, *most, *fold, token.is_some())
            }
            How::Occurrence { token, max, min, step } => occurrences(reading, parts, token, (*max, *min), *step),
            How::Consistency(pairs) => pairs
                .iter()
                .filter_map(|pair| inconsistent(reading, parts, pair))
                .collect(),
            How::Conditional { first, second } => {
                let mut defined: HashSet<String> = HashSet::new();
                for part in parts {
                    for found in second.captures_iter(page.at(part.span)).filter_map(Result::ok) {
                        let groups = (1..found.len()).find_map(|at| found.get(at));
                        defined.extend(groups.or_else(|| found.get(0)).map(|m| m.as_str().to_string()));
                    }
                }
                let mut seen = HashSet::new();
                all(reading, parts, first)
                    .into_iter()
                    .filter(|span| !defined.contains(page.at(*span)) && free(span) && seen.insert(page.at(*span)))
                    .map(|span| Hit::of(page, span))
                    .collect()
            }
            How::Capitals(capitals) => parts
                .iter()
                .filter(|part| !capitals.fit(page.at(part.span), &|word| self.excepted(word)))
                .map(|part| Hit::of(page, part.span))
                .collect(),
            How::Metric(sum, condition) => {
                let counts = metric::counts(reading, parts);
                let value = sum.value(&counts);
                measured(reading, parts, value, condition.holds(value, &counts))
            }
            How::Readability(metrics, most) => {
                let counts = metric::counts(reading, parts);
                let grades: Vec<f64> = metrics.iter().filter_map(|name| metric::grade(name, &counts)).collect();
                let value = grades.iter().sum::<f64>() / grades.len().max(1) as f64;
                measured(reading, parts, value, value > *most)
            }
            How::Spelling(filters) => spelling::strange(reading, spelling, |word| {
                self.excepted(word) || filters.iter().any(|filter| filter.is_match(word).unwrap_or(false))
            })
            .into_iter()
            .filter(|span| parts.iter().any(|part| part.span.holds(*span)))
            .map(|span| Hit::of(page, span))
            .collect(),
        }
    }

    /// Where two patterns meet, the one that begins first and reaches furthest holds.
    fn substitutions(&self, reading: &Reading<'_>, parts: &[&Part], swap: &[(Regex, String)]) -> Vec<Hit> {
        let page = reading.page;
        let mut hits = Vec::new();
        for (pattern, to) in swap {
            for span in all(reading, parts, pattern) {
                let found = page.at(span);
                // What is left alone still keeps shorter patterns out.
                if to.split('|').any(|one| one == found) || self.excepted(found) {
                    hits.push((false, Hit::of(page, span)));
                    continue;
                }
                let caught = to.contains('$') && pattern.captures_len() > 1;
                let filled = caught.then(|| filled(reading, parts, pattern, span, to)).flatten();
                let with = filled.unwrap_or_else(|| to.clone());
                let one = !with.contains('|') && !with.is_empty();
                let hit = Hit {
                    words: vec![with.split('|').collect::<Vec<_>>().join(" or "), found.into()],
                    with: one.then(|| mend::like(found, &with)),
                    ..Hit::of(page, span)
                };
                hits.push((true, hit));
            }
        }
        hits.sort_by_key(|(_, hit)| (hit.span.start, std::cmp::Reverse(hit.span.end)));
        let mut end = 0;
        hits.retain(|(wrong, hit)| {
            let apart = hit.span.start >= end;
            end = end.max(hit.span.end);
            apart && *wrong
        });
        hits.into_iter().map(|(_, hit)| hit).collect()
    }

    fn repetitions(
        &self,
        reading: &Reading<'_>,
        parts: &[&Part],
        tokens: &[Span],
        most: usize,
        fold: bool,
        any_space: bool,
    ) -> Vec<Hit> {
        let page = reading.page;
        let mut hits = Vec::new();
        let (mut start, mut count) = (0, 0);
        for pair in tokens.windows(2) {
            let [a, b] = pair else { continue };
            let (x, y) = (page.at(*a), page.at(*b));
            let between = page.at(Span::new(a.end, b.start));
            let same = x == y || fold && x.to_lowercase() == y.to_lowercase();
            let fits = parts.iter().any(|part| part.span.holds(*a) && part.span.holds(*b));
            if !same || !fits || self.excepted(x) || !(any_space || between.chars().all(char::is_whitespace)) {
                count = 0;
                continue;
            }
            if count == 0 {
                start = a.start;
            }
            count += 1;
            if count == most + 1 {
                hits.push(Hit {
                    words: vec![x.into()],
                    ..Hit::of(page, Span::new(start, b.end))
                });
            }
        }
        hits
    }
}
