//! The mend that a rule offers: other words, or none, where its `action` or its swap leaves no choice.
//! Asked by [`super::Rule`] for each of its places.

use super::Hit;
use super::file::Action;
use crate::note::Fix;
use crate::page::Page;
use crate::span::Span;
use fancy_regex::Regex;

/// The one mend of a place. An action that leaves a choice, or asks a machine, offers none.
pub(super) fn of(page: &Page, hit: &Hit, action: &Action) -> Option<Fix> {
    let found = page.at(hit.span);
    let with = match (action.name.as_str(), action.params.as_slice()) {
        // A sentence that loses its first word needs a capital, which no cut can give.
        ("remove", _) if found.starts_with(char::is_uppercase) => return None,
        ("remove", _) => return Some(Fix::cut(with_a_space(page, hit.span))),
        ("replace", [one]) => like(found, one),
        ("edit", [how, rest @ ..]) => edited(found, how, rest).filter(|with| !with.is_empty() && with != found)?,
        ("" | "replace", _) => hit.with.clone()?,
        _ => return None,
    };
    Some(Fix::Replace { span: hit.span, with })
}

fn edited(found: &str, how: &str, params: &[String]) -> Option<String> {
    let letters = params.first()?;
    let among = |c: char| letters.contains(c);
    Some(match how {
        "regex" => Regex::new(letters)
            .ok()?
            .try_replacen(found, 0, params.get(1)?.as_str())
            .ok()?
            .into_owned(),
        "trim" | "remove" => found.trim_matches(among).into(),
        "trim_left" => found.trim_start_matches(among).into(),
        "trim_right" => found.trim_end_matches(among).into(),
        "truncate" => found.split(letters.as_str()).next()?.into(),
        "split" => found.split(letters.as_str()).nth(params.get(1)?.parse().ok()?)?.into(),
        _ => return None,
    })
}

/// What is cut takes one of the spaces beside it along.
fn with_a_space(page: &Page, span: Span) -> Span {
    let beside = |from: usize, to: usize| page.text.get(from..to) == Some(" ");
    let before = span.start.checked_sub(1).filter(|from| beside(*from, span.start));
    match before {
        Some(from) => Span::new(from, span.end),
        None if beside(span.end, span.end + 1) => Span::new(span.start, span.end + 1),
        None => span,
    }
}

/// The words instead, with a capital where the words found had one.
pub(super) fn like(found: &str, to: &str) -> String {
    let capital = found.chars().next().is_some_and(char::is_uppercase);
    let mut letters = to.chars();
    match letters.next() {
        Some(first) if capital && first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => to.into(),
    }
}
