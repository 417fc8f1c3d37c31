//! People, organisations and places named in the text, found by capitals, context and the gazetteer, and typed.
//! Called by [`crate::Reading`]; forms that name the same ("Kim Jong Un", "Kim") share one `entity`.

mod bodies;
mod clusters;
mod runs;
mod settling;

use clusters::cluster;

use crate::gazetteer::{self, Gazetteer, Id, Known, NameKind};
use crate::lexicon::{FUNCTION, NO_NAMES, ORG_HEADS, ORG_OPENERS, PARTICLES, TITLES};
use crate::page::{Page, Role};
use crate::reading::Sentence;
use crate::span::Span;
use crate::tokens::{Kind, Token};
use std::collections::HashSet;

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name alone: no title, no article, no possessive.
    pub span: Span,
    /// What it is of.
    pub kind: NameKind,
    /// The same number for all forms of one name.
    pub entity: usize,
    /// The fullest form.
    pub main: String,
    /// An id from an open source.
    pub id: Id,
    /// It was guessed from its surroundings, and no list or title vouches for it.
    pub guessed: bool,
}

struct Finder<'a> {
    page: &'a Page,
    tokens: &'a [Token],
    all: &'static Gazetteer,
    /// Words of the text that also stand in small letters.
    small: HashSet<String>,
    found: Vec<(Span, NameKind, bool)>,
    /// Runs that nothing has typed so far: span, sentence start.
    open: Vec<(Span, bool, bool)>,
}

/// Finds the names of a page.
pub fn find(page: &Page, tokens: &[Token], sentences: &[Sentence]) -> Vec<Name> {
    let small = tokens
        .iter()
        .filter(|t| t.kind == Kind::Word && !t.capital)
        .map(|t| page.at(t.span).to_string())
        .collect();
    let mut finder = Finder {
        page,
        tokens,
        all: gazetteer::get(),
        small,
        found: Vec::new(),
        open: Vec::new(),
    };
    for sentence in sentences {
        let role = page.parts.get(sentence.part).map(|part| part.role);
        let short = sentence.tokens.1 - sentence.tokens.0 < 6;
        let titled =
            role.is_some_and(|role| role == Role::Cell || role.is_heading() && short) || finder.is_titled(sentence);
        if matches!(role, Some(Role::Field | Role::Furniture)) {
            continue;
        }
        finder.sentence(sentence, titled);
    }
    finder.settle();
    cluster(page, finder.found)
}

/// The most tokens of a run.
const LONGEST_RUN: usize = 60;

/// Words that have no capital in the titles of newspapers.
const SMALL_IN_TITLES: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "over", "the",
    "to", "vs", "with",
];

/// The word of a token without a possessive.
fn bare(word: &str) -> &str {
    for end in ["'s", "’s", "ʼs"] {
        if let Some(base) = word.strip_suffix(end) {
            return base;
        }
    }
    word.trim_end_matches(['\'', '’'])
}

/// "d'Ettorre"
fn is_elided(word: &str) -> bool {
    let rest = ["d'", "d’", "l'", "l’"]
        .iter()
        .find_map(|start| word.strip_prefix(start));
    rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && word
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.' || c == '&')
}

impl Finder<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| self.page.at(t.span))
    }

    fn adjacent(&self, a: usize, b: usize) -> bool {
        match (self.tokens.get(a), self.tokens.get(b)) {
            (Some(a), Some(b)) => a.span.end == b.span.start,
            _ => false,
        }
    }

    /// A sentence in which nearly every long word has a capital tells nothing by its capitals.
    fn is_titled(&self, sentence: &Sentence) -> bool {
        let long: Vec<&Token> = self
            .tokens
            .get(sentence.tokens.0..sentence.tokens.1)
            .unwrap_or(&[])
            .iter()
            .filter(|t| t.kind == Kind::Word && t.span.len() > 3)
            .collect();
        let capitals = long.iter().filter(|t| t.capital).count();
        // In titles verbs have capitals too, and only the smallest words have none.
        let stopped = self
            .page
            .at(sentence.span)
            .trim_end()
            .ends_with(['.', '!', '?', '"', '”']);
        let told = (sentence.tokens.0..sentence.tokens.1).any(|i| {
            let verb = matches!(self.word(i), "is" | "are" | "was" | "were" | "has" | "had" | "said");
            let small = self.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && !t.capital);
            verb || stopped && small && !SMALL_IN_TITLES.contains(&self.word(i))
        });
        if told {
            return false;
        }
        // Of four or five words a quotation and who said it may well be three names.
        match long.len() {
            0..4 => false,
            4..6 => capitals == long.len(),
            words => capitals * 10 >= words * 7,
        }
    }

    fn is_common(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        FUNCTION.contains(lower.as_str()) || self.small.contains(&lower)
    }

    /// A common English word that is no name of a person as well.
    fn is_plain(&self, word: &str) -> bool {
        let word = bare(word);
        self.all.is_word(&word.to_lowercase())
            && !self.all.is_surname(word)
            && !self.all.is_given(word)
            && !self.all.is_weak_given(word)
    }

    /// A weekday, or a month before a number.
    fn is_date(&self, at: usize) -> bool {
        let lower = self.word(at).to_lowercase();
        let weekday = lower.ends_with("day") && NO_NAMES.contains(lower.as_str());
        let month = NO_NAMES.contains(lower.as_str()) && self.word(at + 1).starts_with(|c: char| c.is_ascii_digit());
        weekday || month
    }

    /// Runs of capitals in one sentence.
    fn sentence(&mut self, sentence: &Sentence, titled: bool) {
        let (first, end) = sentence.tokens;
        let mut at = first;
        let mut fresh = true;
        while at < end {
            let Some(token) = self.tokens.get(at).copied() else {
                break;
            };
            let capital = token.kind == Kind::Word && token.capital && self.word(at) != "I";
            if !capital {
                // After an opening mark or a colon a capital says as little as at the start.
                let begins = !matches!(self.word(at), "," | "-" | "(" | "&" | "/" | ";" | "'" | "’");
                fresh = token.kind == Kind::Mark && (begins || fresh);
                at += 1;
                continue;
            }
            let stop = self.run_end(at, end);
            // "pro-Beijing New People's Party": what the small word belongs to ends with its hyphen.
            let hung = at >= 2
                && self.word(at - 1) == "-"
                && self.adjacent(at - 2, at - 1)
                && self.tokens.get(at - 2).is_some_and(|t| !t.capital);
            if hung && stop > at + 1 && self.all.name(&self.text(at, at + 1)).is_some() && !titled {
                self.run(at, at + 1, false, end);
                self.run(at + 1, stop, false, end);
            } else if titled {
                self.known_within(at, stop);
            } else {
                self.run(at, stop, fresh, end);
            }
            fresh = false;
            at = stop.max(at + 1);
        }
    }

    /// Where the run of capitals that begins at `at` ends.
    fn run_end(&self, at: usize, end: usize) -> usize {
        let mut stop = at + 1;
        // No name is longer, and text of nothing but capitals is read in one pass.
        let end = end.min(at + LONGEST_RUN);
        while stop < end {
            let Some(token) = self.tokens.get(stop).copied() else {
                break;
            };
            let word = self.word(stop);
            let last = self.word(stop.saturating_sub(1));
            let possessive = bare(last) != last;
            let next_capital =
                |i: usize| i < end && self.tokens.get(i).is_some_and(|t| t.kind == Kind::Word && t.capital);
            if possessive {
                let goes_on = next_capital(stop) && ORG_HEADS.contains(bare(self.word(stop)));
                let known = next_capital(stop) && self.all.name(&self.text(at, stop + 1)).is_some();
                let peoples = matches!(
                    bare(last),
                    "People" | "Women" | "Workers" | "Children" | "Farmers" | "Teachers" | "Veterans"
                );
                let of_people = goes_on && peoples;
                if !known && !of_people {
                    break;
                }
                stop += 1;
            } else if token.kind == Kind::Word && token.capital && word != "I" {
                if self.is_date(stop) && self.all.name(&self.text(at, stop + 1)).is_none() {
                    break;
                }
                stop += 1;
            } else if word == "-" && self.adjacent(stop - 1, stop) && self.adjacent(stop, stop + 1) && stop + 1 < end {
                let joined = self.tokens.get(stop + 1).is_some_and(|t| t.kind != Kind::Mark);
                let capital = next_capital(stop + 1);
                // "Jong-un" and "Al-Maeena" are one; "US-led" ends before its hyphen.
                if !joined || !(capital || self.word(stop + 1).chars().count() <= 6 && self.is_name_tail(stop + 1)) {
                    break;
                }
                stop += 2;
            } else if matches!(word, "&") && next_capital(stop + 1) {
                stop += 2;
            } else if matches!(word, "of" | "for" | "on" | "at") {
                let opener = (at..stop).any(|i| {
                    ORG_OPENERS.contains(self.word(i))
                        || matches!(self.word(i), "Gulf" | "Isle" | "Republic" | "Bay" | "Cape")
                });
                let article = self.word(stop + 1) == "the" || self.word(stop + 1) == "The";
                let next = stop + 1 + usize::from(article);
                let known = |to: usize| self.all.name(&self.text(at, to)).is_some();
                let person_title = (at..stop).any(|i| {
                    matches!(
                        self.word(i),
                        "Secretary" | "Minister" | "President" | "Director" | "Chief" | "Leader"
                    )
                });
                let may = word == "of"
                    || word == "for" && opener
                    || word == "on" && opener
                    || word == "at" && self.word(at) == "University";
                // "The University of Sheffield of the UK" ends before the country.
                // "Comic Corps of Canada"
                let national = word == "of" && ORG_HEADS.contains(last) && self.all.is_country(bare(self.word(next)));
                let opener = opener || national;
                let whole = article
                    && (at + 1..stop).any(|i| matches!(self.word(i), "of" | "University" | "College"))
                    && self.all.is_country(bare(self.word(next)));
                if next_capital(next)
                    && may
                    && !whole
                    && !self.is_date(next)
                    && (opener && !person_title || known(next + 1) || known(next + 2))
                {
                    stop = next + 1;
                } else {
                    break;
                }
            } else if word == "and" && next_capital(stop + 1) {
                let opened = (at + 1..stop)
                    .any(|i| matches!(self.word(i), "of" | "for" | "on") && ORG_OPENERS.contains(self.word(i - 1)))
                    && !self.is_title(stop + 1)
                    && !self.all.is_given(self.word(stop + 1))
                    && !is_acronym(self.word(stop + 1));
                let known = (stop + 2..=(stop + 3).min(end)).any(|to| self.all.name(&self.text(at, to)).is_some());
                let headed = next_capital(stop + 2)
                    && ORG_HEADS.contains(bare(self.word(stop + 2)))
                    && stop.saturating_sub(at) == 1
                    && !self.all.is_given(self.word(at));
                let other =
                    (stop + 2..=(stop + 4).min(end)).any(|to| self.all.name(&self.text(stop + 1, to)).is_some());
                if !(opened && !other || known || headed) {
                    break;
                }
                stop += 2;
            } else if is_elided(word) && self.person_so_far(at, stop) {
                stop += 1;
            } else if PARTICLES.contains(word) && self.person_so_far(at, stop) {
                let more = (stop + 1..=stop + 2).find(|i| next_capital(*i));
                match more {
                    Some(i)
                        if i == stop + 1 || PARTICLES.contains(self.word(stop + 1)) || self.word(stop + 1) == "-" =>
                    {
                        stop = i + 1;
                    }
                    _ => break,
                }
            } else {
                break;
            }
        }
        stop
    }

    /// "un" in "Jong-un", "wan" in "Chi-wan": a short tail that is no English word.
    fn is_name_tail(&self, at: usize) -> bool {
        let word = bare(self.word(at));
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
            && !FUNCTION.contains(word)
            && !word.ends_with("ed")
            && !matches!(
                word,
                "style"
                    | "state"
                    | "owner"
                    | "party"
                    | "level"
                    | "class"
                    | "month"
                    | "week"
                    | "hour"
                    | "point"
                    | "member"
                    | "man"
                    | "men"
                    | "elect"
                    | "area"
                    | "size"
                    | "age"
                    | "themed"
                    | "in"
                    | "speak"
                    | "bound"
                    | "wing"
                    | "right"
                    | "left"
                    | "loving"
                    | "hating"
                    | "built"
                    | "funded"
                    | "driven"
                    | "led"
                    | "wide"
                    | "born"
                    | "era"
                    | "run"
                    | "made"
                    | "like"
                    | "only"
                    | "free"
                    | "type"
                    | "year"
                    | "day"
                    | "old"
                    | "aged"
                    | "time"
                    | "long"
                    | "bred"
                    | "out"
                    | "up"
                    | "win"
                    | "loss"
                    | "tech"
                    | "rich"
                    | "poor"
                    | "fed"
            )
    }

    fn text(&self, at: usize, stop: usize) -> String {
        let (Some(a), Some(b)) = (
            self.tokens.get(at),
            stop.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) else {
            return String::new();
        };
        let whole = self.page.at(Span::new(a.span.start, b.span.end));
        bare(whole).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn span(&self, at: usize, stop: usize) -> Span {
        let (Some(a), Some(b)) = (
            self.tokens.get(at),
            stop.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) else {
            return Span::default();
        };
        let whole = Span::new(a.span.start, b.span.end);
        let words = bare(self.page.at(whole)).trim_end();
        Span::new(a.span.start, a.span.start + words.len())
    }

    fn add(&mut self, at: usize, stop: usize, kind: NameKind, guessed: bool) {
        let span = self.span(at, stop);
        if !span.is_empty() {
            self.found.push((span, kind, guessed));
        }
    }

    /// The longest names of the gazetteer within a run; used where capitals say nothing.
    fn known_within(&mut self, at: usize, stop: usize) -> Vec<(usize, usize)> {
        let mut hits = Vec::new();
        let mut i = at;
        while i < stop {
            let longest = (i + 1..=stop.min(i + 8)).rev().find_map(|to| {
                let known = self.all.name(&self.text(i, to))?;
                (to > i + 1 || !self.is_doubtful_alone(i, known)).then_some((to, known))
            });
            match longest {
                Some((to, known)) => {
                    self.add(i, to, known.kind, false);
                    hits.push((i, to));
                    i = to;
                }
                None if i + 1 < stop && self.is_full_name(i) => {
                    self.add(i, i + 2, NameKind::Person, false);
                    i += 2;
                }
                None => i += 1,
            }
        }
        hits
    }

    /// A given name before a family name, both of which are nothing else.
    fn is_full_name(&self, at: usize) -> bool {
        let (given, family) = (self.word(at), bare(self.word(at + 1)));
        self.all.is_given(given)
            && self.all.is_surname(family)
            && !self.all.is_word(&family.to_lowercase())
            && self.all.name(family).is_none()
    }

    /// A single word of the lists that is as often something else.
    fn is_doubtful_alone(&self, at: usize, known: Known) -> bool {
        let word = bare(self.word(at));
        let odd = matches!(
            word,
            "Target"
                | "Ford"
                | "Apple"
                | "Meta"
                | "Vice"
                | "Vox"
                | "Visa"
                | "Oracle"
                | "Fox"
                | "Times"
                | "Fed"
                | "Mars"
                | "West"
                | "Moon"
                | "Variety"
                | "Guardian"
                | "Channel"
                | "Queens"
                | "Greens"
                | "Bing"
                | "Intel"
                | "Dell"
                | "Lula"
                | "Earth"
                | "Navy"
                | "Congress"
        );
        odd && self.page.text.matches(word).count() < 2
            && known.kind != NameKind::Person
            && !(known.kind == NameKind::Organisation && self.preceded_by_article(at))
    }

    fn preceded_by_article(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|i| self.word(i).eq_ignore_ascii_case("the"))
    }

    fn is_title(&self, at: usize) -> bool {
        let word = self.word(at);
        TITLES.contains(word.to_lowercase().as_str()) && !(self.all.is_given(word) && word != "Rev" && word != "Major")
    }
}
