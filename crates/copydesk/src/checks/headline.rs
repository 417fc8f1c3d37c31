//! Headline and headings against the body: names, numbers and quoted words that the body lacks, and fact where the body only says "may".
//! Called through [`super::ALL`].

use super::Check;
use crate::desk::Desk;
use crate::gazetteer;
use crate::note::{Note, Severity};
use crate::page::Part;
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;

pub(super) const CHECK: Check = Check {
    name: "headline",
    reason: "Most readers read the headline alone, so it may promise nothing that the body does not hold.",
    severity: Severity::Warn,
    run,
};

/// Events that are either so or not yet so, with words that a body has for them.
const EVENTS: &[(&str, &[&str])] = &[
    ("alliance", &["alliance", "partnership", "pact", "cooperation"]),
    ("deal", &["deal", "agreement", "negotiations", "talks", "accord"]),
    ("agreement", &["agreement", "deal", "accord", "negotiations", "talks"]),
    ("pact", &["pact", "agreement", "alliance", "treaty", "negotiations"]),
    ("treaty", &["treaty", "agreement", "negotiations", "talks"]),
    ("merger", &["merger", "merge", "takeover", "talks"]),
    ("takeover", &["takeover", "bid", "offer", "buy"]),
    ("resignation", &["resign", "resignation", "step down"]),
    ("ban", &["ban", "prohibit"]),
    ("ceasefire", &["ceasefire", "truce", "talks"]),
    ("truce", &["ceasefire", "truce", "talks"]),
    ("strike", &["strike", "walkout", "industrial action"]),
    ("invasion", &["invasion", "invade", "incursion"]),
    ("partnership", &["partnership", "alliance", "negotiations", "talks"]),
];

/// Words that make it less than fact.
const HEDGES: &[&str] = &[
    "may",
    "might",
    "could",
    "would",
    "if",
    "possible",
    "possibly",
    "possibility",
    "potential",
    "potentially",
    "prospective",
    "rumored",
    "rumoured",
    "rumor",
    "rumour",
    "rumors",
    "rumours",
    "reportedly",
    "allegedly",
    "alleged",
    "plan",
    "plans",
    "planned",
    "planning",
    "consider",
    "considers",
    "considering",
    "negotiations",
    "negotiation",
    "negotiating",
    "talks",
    "proposed",
    "proposes",
    "proposal",
    "expected",
    "seeks",
    "seeking",
    "hopes",
    "discuss",
    "discusses",
    "discussed",
    "threatens",
    "threatened",
    "prospect",
    "bid",
    "warn",
    "warned",
    "negotiate",
    "draft",
    "unlikely",
    "likely",
    "notion",
    "motivations",
];

/// Words with which a heading itself says that it is no fact yet.
const OPEN_HEADING: &[&str] = &[
    "may",
    "might",
    "could",
    "would",
    "if",
    "possible",
    "potential",
    "proposed",
    "planned",
    "plan",
    "plans",
    "talks",
    "negotiations",
    "rumoured",
    "rumored",
    "prospect",
    "hopes",
    "seeks",
    "urges",
    "calls",
    "wants",
    "demands",
    "bid",
    "against",
    "no",
    "rejects",
    "threatens",
    "considers",
    "mulls",
    "eyes",
    "likely",
    "alleged",
    "expected",
    "over",
    "call",
    "threat",
    "why",
    "how",
    "what",
];

/// Words that say that it has come about.
const FIRM: &[&str] = &[
    "signed",
    "agreed",
    "sealed",
    "concluded",
    "reached",
    "formed",
    "approved",
    "announced",
    "confirmed",
    "struck",
    "ratified",
    "began",
    "started",
    "resigned",
    "imposed",
    "banned",
    "invaded",
    "completed",
    "took",
];

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let page = reading.page;
    let body: Vec<&Part> = page
        .parts
        .iter()
        .filter(|part| part.role.is_prose() || matches!(part.role, crate::Role::Caption | crate::Role::PullQuote))
        .collect();
    let words: usize = body
        .iter()
        .map(|part| page.at(part.span).split_whitespace().count())
        .sum();
    // A brief or a blurb does not hold all that its headline says.
    if words < 80 {
        return Vec::new();
    }
    let text: String = body
        .iter()
        .map(|part| page.at(part.span))
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    let mut notes = Vec::new();
    for part in page.parts.iter().filter(|part| part.role.is_heading()) {
        let head = part.role == crate::Role::Headline;
        notes.extend(as_fact(reading, part));
        if head {
            notes.extend(lacking(reading, part, &text, desk));
        }
    }
    notes
}

/// The heading states an event that every sentence of the body about it hedges.
fn as_fact(reading: &Reading<'_>, part: &Part) -> Option<Note> {
    let page = reading.page;
    let heading = page.at(part.span);
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    if heading.trim_end().ends_with('?') || words.iter().any(|w| OPEN_HEADING.contains(w)) {
        return None;
    }
    let (event, signs) = EVENTS.iter().find(|(event, _)| words.contains(event))?;
    let at = lower.find(event)?;
    let span = noun_phrase(
        reading,
        Span::new(part.span.start + at, part.span.start + at + event.len()),
    );
    // "Weapons Deal" is about weapons too.
    let of_what = page.at(span).split_whitespace().next().unwrap_or("").to_lowercase();
    let (mut hedged, mut firm) = (0, 0);
    for sentence in &reading.sentences {
        if !page.parts.get(sentence.part).is_some_and(|p| p.role.is_prose()) {
            continue;
        }
        let text = page.at(sentence.span).to_lowercase();
        let tokens: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        let about = signs.iter().any(|sign| {
            if sign.contains(' ') {
                text.contains(sign)
            } else {
                tokens.iter().any(|w| w == sign || w.strip_suffix('s') == Some(sign))
            }
        });
        let about = about
            || tokens
                .iter()
                .any(|w| *w == of_what || w.strip_suffix('s') == Some(of_what.as_str()));
        if !about {
            continue;
        }
        let named = tokens.contains(event) || tokens.iter().any(|w| w.strip_suffix('s') == Some(event));
        if tokens.iter().any(|w| HEDGES.contains(w)) {
            hedged += 1;
        } else if named || tokens.iter().any(|w| FIRM.contains(w)) {
            firm += 1;
        }
    }
    if hedged < 2 || firm > 0 {
        return None;
    }
    Some(Note::new(
        "headline",
        Severity::Warn,
        span,
        format!(
            "“{}” stands here as a fact; the body speaks only of a possibility, plans or talks.",
            page.at(span)
        ),
    ))
}

/// With the capitalised word before it: "Military Alliance".
fn noun_phrase(reading: &Reading<'_>, span: Span) -> Span {
    let (at, _) = reading.tokens_in(span);
    let before = at.checked_sub(1).and_then(|i| reading.tokens.get(i));
    match before
        .filter(|t| t.kind == Kind::Word && t.capital && t.span.len() > 3 && reading.name_at(t.span.start).is_none())
    {
        Some(token) => Span::new(token.span.start, span.end),
        None => span,
    }
}

/// Names, numbers and quoted words of the headline that the body does not have.
fn lacking(reading: &Reading<'_>, part: &Part, body: &str, desk: &Desk) -> Vec<Note> {
    let page = reading.page;
    let mut notes = Vec::new();
    for name in reading.names_in(part.span) {
        let text = page.at(name.span);
        if asks_itself(reading, name.span) || is_title(reading, part, name.span.start) {
            continue;
        }
        let known = gazetteer::get();
        let fold = |s: &str| s.replace(['.', '’', '\''], "").to_lowercase();
        let flat = fold(body);
        let mut forms = vec![fold(text), fold(&name.main)];
        forms.extend(text.split([' ', '-']).filter(|w| w.chars().count() > 3).map(fold));
        let said = forms.iter().any(|form| contains_word(&flat, form))
            || reading.names.iter().any(|other| {
                other.span != name.span && !part.span.holds(other.span) && related(known, &other.main, &name.main)
            })
            || demonym_stands(reading, &name.main, part);
        if !said && !name.guessed {
            notes.push(Note::new(
                "headline",
                Severity::Warn,
                name.span,
                format!("The headline names {text}; the body does not."),
            ));
        }
    }
    for at in page_numbers(reading, part.span) {
        let digits = page.at(at).replace(',', "");
        let value = digits.parse::<u64>().ok();
        let spelt = value
            .and_then(|n| SPELT.get(n as usize))
            .is_some_and(|word| body.contains(word));
        // Years, pieces of dates and times as in 08:05, and what the body says in other units, are left alone.
        if digits.len() >= 2
            && !digits.starts_with('0')
            && !body.replace(',', "").contains(&digits)
            && !spelt
            && value.is_none_or(|n| !(1900..2100).contains(&n))
            && !reading.dates.iter().any(|d| d.span.holds(at))
            && !has_numbers_like(body, value)
            && !sum_stands(reading, value)
        {
            notes.push(Note::new(
                "headline",
                Severity::Warn,
                at,
                format!("The headline has the number {}; the body does not.", page.at(at)),
            ));
        }
    }
    if !desk.headline_marks_may_paraphrase {
        for quoted in reading
            .quoted
            .iter()
            .filter(|q| q.depth == 0 && part.span.holds(q.outer))
        {
            let fold = |s: &str| {
                s.to_lowercase()
                    .replace(['’', '‘', '\'', '"', '“', '”', ',', '.', '!', '?'], "")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let words = fold(page.at(quoted.inner));
            if words.split(' ').count() >= 2
                && !words.is_empty()
                && !fold(body).contains(&words)
                && !is_title(reading, part, quoted.inner.start)
            {
                notes.push(Note::new(
                    "headline",
                    Severity::Warn,
                    quoted.outer,
                    "These words stand between quotation marks in the headline and nowhere in the body.",
                ));
            }
        }
    }
    notes
}

/// "The Courier interviews Anna Berg": the paper itself asks, and does not name itself again.
fn asks_itself(reading: &Reading<'_>, name: Span) -> bool {
    let (_, after) = reading.tokens_in(name);
    let next = reading.lower(after);
    matches!(next.as_str(), "interviews" | "asks" | "meets") || next == "talks" && reading.lower(after + 1) == "to"
}

/// Quoted words of which each longer one has a capital, in a headline whose own words have none: a title or a slogan, and no speech.
fn is_title(reading: &Reading<'_>, part: &Part, at: usize) -> bool {
    let Some(quoted) = reading.quoted_at(at).filter(|q| part.span.holds(q.outer)) else {
        return false;
    };
    let (from, to) = reading.tokens_in(part.span);
    let tokens = reading.tokens.get(from..to).unwrap_or(&[]).iter();
    let (inside, outside): (Vec<&crate::tokens::Token>, Vec<_>) = tokens
        .filter(|t| t.kind == Kind::Word && t.span.len() > 3)
        .partition(|t| quoted.inner.holds(t.span));
    inside.iter().all(|t| t.capital) && outside.iter().any(|t| !t.capital)
}

/// Two numbers of one sentence of the body make this one: "700 on one boat and 200 on another".
fn sum_stands(reading: &Reading<'_>, value: Option<u64>) -> bool {
    let Some(value) = value else { return false };
    reading.sentences.iter().any(|sentence| {
        let prose = reading
            .page
            .parts
            .get(sentence.part)
            .is_some_and(|part| part.role.is_prose());
        let numbers: Vec<u64> = page_numbers(reading, sentence.span)
            .into_iter()
            .filter_map(|at| reading.page.at(at).replace(',', "").parse().ok())
            .collect();
        let rest = |at: usize| numbers.get(at + 1..).unwrap_or(&[]);
        prose
            && numbers
                .iter()
                .enumerate()
                .any(|(at, a)| rest(at).iter().any(|b| a.checked_add(*b) == Some(value)))
    })
}

const SPELT: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

fn contains_word(text: &str, word: &str) -> bool {
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            text.get(..at)
                .and_then(|s| s.chars().next_back())
                .is_none_or(|c| !c.is_alphanumeric())
        })
}

/// A capital stands for its country and the other way round.
fn related(known: &gazetteer::Gazetteer, a: &str, b: &str) -> bool {
    a == b || known.capital(a).is_some_and(|c| c == b) || known.capital(b).is_some_and(|c| c == a)
}

/// "Russian" in the body stands for Russia in the headline.
fn demonym_stands(reading: &Reading<'_>, country: &str, part: &Part) -> bool {
    let known = gazetteer::get();
    reading.tokens.windows(2).any(|pair| {
        let [a, b] = pair else { return false };
        if part.span.holds(a.span) || !a.capital {
            return false;
        }
        let one = reading.page.at(a.span);
        let two = reading.page.at(Span::new(a.span.start, b.span.end));
        [one, two]
            .iter()
            .any(|word| known.demonym(word.trim_end_matches("'s").trim_end_matches("’s")) == Some(country))
    })
}

fn page_numbers(reading: &Reading<'_>, span: Span) -> Vec<Span> {
    let (from, to) = reading.tokens_in(span);
    let plain = |t: &&crate::tokens::Token| {
        t.kind == Kind::Number && reading.page.at(t.span).chars().all(|c| c.is_ascii_digit() || c == ',')
    };
    reading
        .tokens
        .get(from..to)
        .unwrap_or(&[])
        .iter()
        .filter(plain)
        .map(|t| t.span)
        .collect()
}

/// The body has a number that rounds to this one, or counts on to it.
fn has_numbers_like(body: &str, value: Option<u64>) -> bool {
    let Some(value) = value else { return true };
    body.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .filter_map(|n| n.trim_matches(['.', ',']).replace(',', "").parse::<f64>().ok())
        .any(|n| (n - value as f64).abs() <= value as f64 * 0.06 + 0.5)
        || ["dozen", "hundred", "score", "half", "thousand"]
            .iter()
            .any(|word| body.contains(word) && matches!(value, 12 | 20 | 24 | 50 | 100 | 200 | 1000))
}
