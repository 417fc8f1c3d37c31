//! Where patterns and words stand in the parts of a page, and how often.
//! Asked by [`super::matching`] for each kind of rule.

use super::Hit;
use super::scope::Step;
use crate::page::Part;
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;
use fancy_regex::Regex;

/// The places of a pattern.
pub(super) fn all(reading: &Reading<'_>, parts: &[&Part], pattern: &Regex) -> Vec<Span> {
    parts
        .iter()
        .flat_map(|part| within(reading, part.span, pattern))
        .collect()
}

fn within(reading: &Reading<'_>, span: Span, pattern: &Regex) -> Vec<Span> {
    pattern
        .find_iter(reading.page.at(span))
        .filter_map(Result::ok)
        .filter(|m| !m.as_str().is_empty())
        .map(|m| Span::new(span.start + m.start(), span.start + m.end()))
        .collect()
}

/// Fills `$1` of a replacement with what the pattern caught at this place.
pub(super) fn filled(reading: &Reading<'_>, parts: &[&Part], pattern: &Regex, span: Span, to: &str) -> Option<String> {
    let part = parts.iter().find(|part| part.span.holds(span))?;
    let found = pattern
        .captures_from_pos(reading.page.at(part.span), span.start - part.span.start)
        .ok()??;
    let mut out = String::new();
    found.expand(to, &mut out);
    Some(out)
}

pub(super) fn words_of(reading: &Reading<'_>, parts: &[&Part], alpha: bool) -> Vec<Span> {
    let of = |part: &&Part| {
        let (from, to) = reading.tokens_in(part.span);
        reading.tokens.get(from..to).unwrap_or(&[]).iter()
    };
    let fits = |kind: Kind| kind == Kind::Word || !alpha && kind == Kind::Number;
    parts
        .iter()
        .flat_map(of)
        .filter(|token| fits(token.kind))
        .map(|token| token.span)
        .collect()
}

/// Too many or too few of a token in a sentence, a part or the whole.
pub(super) fn occurrences(
    reading: &Reading<'_>,
    parts: &[&Part],
    token: &Regex,
    (max, min): (Option<usize>, Option<usize>),
    step: Step,
) -> Vec<Hit> {
    let page = reading.page;
    let count = |span: Span| within(reading, span, token);
    let unquoted = |span: &Span| !reading.is_quoted(*span);
    let groups: Vec<(Span, Vec<Span>)> = match step {
        Step::Sentence => reading
            .sentences
            .iter()
            .filter(|s| parts.iter().any(|part| part.span.holds(s.span)))
            .map(|s| (s.span, count(s.span)))
            .collect(),
        Step::Part => parts
            .iter()
            .map(|part| (part.span, count(part.span).into_iter().filter(unquoted).collect()))
            .collect(),
        Step::Whole => {
            let found = all(reading, parts, token).into_iter().filter(unquoted).collect();
            start_of(reading, parts).map(|span| (span, found)).into_iter().collect()
        }
    };
    let mut hits = Vec::new();
    for (span, found) in groups {
        let over = max.is_some_and(|max| found.len() > max);
        if !over && min.is_none_or(|min| found.len() >= min) {
            continue;
        }
        // Too many in a text: the first that is too many is marked.
        let too_many = max
            .and_then(|max| found.get(max))
            .filter(|_| over && step != Step::Sentence);
        hits.push(Hit {
            words: vec![found.len().to_string()],
            whole: !over && step == Step::Whole,
            ..Hit::of(page, too_many.copied().unwrap_or(span))
        });
    }
    hits
}

/// The fewer of two forms, where a text has both.
pub(super) fn inconsistent(reading: &Reading<'_>, parts: &[&Part], (a, b): &(Regex, Regex)) -> Option<Hit> {
    let page = reading.page;
    let free = |pattern: &Regex| -> Vec<Span> {
        let found = all(reading, parts, pattern).into_iter();
        found.filter(|s| !reading.is_quoted(*s)).collect()
    };
    let (first, second) = (free(a), free(b));
    let (fewer, more) = if first.len() < second.len() {
        (first, second)
    } else {
        (second, first)
    };
    let (span, other) = (fewer.first()?, more.first()?);
    Some(Hit {
        words: vec![page.at(*span).into(), page.at(*other).into()],
        also: fewer.iter().skip(1).copied().collect(),
        ..Hit::of(page, *span)
    })
}

/// A number of a whole text, marked at its first sentence.
pub(super) fn measured(reading: &Reading<'_>, parts: &[&Part], value: f64, wrong: bool) -> Vec<Hit> {
    let start = start_of(reading, parts).filter(|_| wrong);
    let hit = |span| Hit {
        words: vec![format!("{value:.2}")],
        whole: true,
        ..Hit::of(reading.page, span)
    };
    start.map(hit).into_iter().collect()
}

/// The first sentence of the parts, which stands for the whole of them.
fn start_of(reading: &Reading<'_>, parts: &[&Part]) -> Option<Span> {
    let first = parts
        .iter()
        .find(|part| !part.role.is_heading())
        .or_else(|| parts.first())?;
    reading
        .sentence_at(first.span.start)
        .map(|sentence| sentence.span)
        .or(Some(first.span))
}
