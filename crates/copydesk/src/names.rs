//! People, organisations and places named in the text, found by capitals, context and the gazetteer, and typed.
//! Called by [`crate::Reading`]; forms that name the same ("Kim Jong Un", "Kim") share one `entity`.

use crate::gazetteer::{self, Gazetteer, Id, Known, NameKind};
use crate::lexicon::{
    FUNCTION, NO_NAMES, ORG_HEADS, ORG_OPENERS, PARTICLES, PLACE_HEADS, PLACE_OPENERS, PLACE_PREPOSITIONS, SAYING,
    STRONG_TITLES, TITLES,
};
use crate::page::{Page, Role};
use crate::reading::Sentence;
use crate::span::Span;
use crate::tokens::{Kind, Token};
use std::collections::{HashMap, HashSet};

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

/// The word of a token without a possessive.
fn bare(word: &str) -> &str {
    for end in ["'s", "’s", "ʼs"] {
        if let Some(base) = word.strip_suffix(end) {
            return base;
        }
    }
    word.trim_end_matches(['\'', '’'])
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
            if titled {
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
                if next_capital(next) && may && (opener && !person_title || known(next + 1) || known(next + 2)) {
                    stop = next + 1;
                } else {
                    break;
                }
            } else if word == "and" && next_capital(stop + 1) {
                let opened = (at..stop).any(|i| matches!(self.word(i), "of" | "for" | "on"))
                    && ORG_OPENERS.contains(self.word(at));
                let known = (stop + 2..=(stop + 3).min(end)).any(|to| self.all.name(&self.text(at, to)).is_some());
                let headed = next_capital(stop + 2)
                    && ORG_HEADS.contains(bare(self.word(stop + 2)))
                    && stop.saturating_sub(at) == 1
                    && !self.all.is_given(self.word(at));
                if !(opened && !self.is_place(stop + 1, end) || known || headed) {
                    break;
                }
                stop += 2;
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

    fn is_place(&self, at: usize, end: usize) -> bool {
        (at + 1..=(at + 3).min(end)).any(|to| {
            self.all
                .name(&self.text(at, to))
                .is_some_and(|k| k.kind == NameKind::Place)
        })
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

    fn person_so_far(&self, at: usize, stop: usize) -> bool {
        (at..stop).any(|i| {
            self.all.is_given(self.word(i))
                || self.all.is_weak_given(self.word(i))
                || STRONG_TITLES.contains(self.word(i).to_lowercase().as_str())
        })
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
                None => i += 1,
            }
        }
        hits
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

    /// Judges one run.
    fn run(&mut self, at: usize, stop: usize, fresh: bool, end: usize) {
        let mut at = at;
        let mut fresh = fresh;
        // Words that are no part of a name at the start: "The", "However", "On", weekdays.
        while at < stop {
            let word = bare(self.word(at));
            let lower = word.to_lowercase();
            let alone = stop.saturating_sub(at) == 1;
            let known = self.all.name(&self.text(at, stop)).is_some();
            let function = FUNCTION.contains(lower.as_str()) && !(known && !alone && word != "The");
            let small = fresh
                && self.small.contains(&lower)
                && !self.all.is_given(word)
                && !known
                && !self.starts_known(at, stop);
            let calendar = NO_NAMES.contains(lower.as_str()) && !known && !self.headed(at, stop);
            if !(function && !is_acronym(word) || small && !self.headed(at, stop) || calendar) {
                break;
            }
            at += 1;
            fresh = false;
            if self.word(at) == "-" {
                at += 1;
            }
        }
        // And at the end.
        let mut stop = stop;
        while at < stop {
            let lower = bare(self.word(stop.saturating_sub(1))).to_lowercase();
            if FUNCTION.contains(lower.as_str()) && !is_acronym(bare(self.word(stop.saturating_sub(1))))
                || matches!(lower.as_str(), "-" | "&")
            {
                stop -= 1;
            } else {
                break;
            }
        }
        if at >= stop {
            return;
        }
        let text = self.text(at, stop);
        let count = stop.saturating_sub(at);
        if let Some(known) = self.all.name(&text) {
            if count > 1 || !self.is_doubtful_alone(at, known) {
                let kind = self.in_context(at, stop, known.kind);
                self.add(at, stop, kind, false);
            } else {
                self.open.push((self.span(at, stop), fresh, false));
            }
            return;
        }
        if self.all.demonym(&text).is_some() {
            return;
        }
        // A demonym in front: "Russian President", "North Korean officials", "Italian Supreme Court of Cassation".
        for to in [at + 2, at + 1] {
            let whole_org = self.headed(at, stop)
                && stop.saturating_sub(to) >= 1
                && !TITLES.contains(bare(self.word(to)).to_lowercase().as_str());
            if to < stop && self.all.demonym(&self.text(at, to)).is_some() && !whole_org {
                return self.run(to + usize::from(self.word(to) == "-"), stop, false, end);
            }
        }
        if self.headed(at, stop) && !self.split_person(at, stop) {
            let last = bare(self.word(stop.saturating_sub(1)));
            let school = last == "District" && stop >= 2 && self.word(stop.saturating_sub(2)) == "School";
            let place = PLACE_HEADS.contains(last)
                && !school
                && !(at..stop).any(|i| ORG_OPENERS.contains(self.word(i)) && matches!(self.word(i + 1), "of" | "for"));
            let org = ORG_HEADS.contains(last) || !place;
            let generic = count == 1;
            if generic {
                return;
            }
            let kind = if org { NameKind::Organisation } else { NameKind::Place };
            self.add(at, stop, kind, false);
            self.acronym_after(stop, end);
            return;
        }
        if PLACE_OPENERS.contains(self.word(at))
            && count >= 2
            && !self.person_so_far(at + 1, stop)
            && !matches!(self.word(at), "North" | "South" | "East" | "West")
        {
            self.add(at, stop, NameKind::Place, false);
            return;
        }
        // A title in front, then a person.
        let mut titles = at;
        while titles < stop && self.is_title(titles) {
            titles += 1;
            if self.word(titles) == "-"
                || self.word(titles) == "of"
                    && titles + 1 < stop
                    && self.is_title(titles - 1)
                    && self.is_title(titles + 1)
            {
                titles += 1;
            }
        }
        if titles > at {
            if titles >= stop {
                return;
            }
            let strong = (at..titles).any(|i| STRONG_TITLES.contains(self.word(i).to_lowercase().as_str()));
            let text = self.text(titles, stop);
            if let Some(known) = self.all.name(&text) {
                self.add(
                    titles,
                    stop,
                    if strong
                        && stop.saturating_sub(titles) == 1
                        && known.kind == NameKind::Place
                        && !self.word(titles.saturating_sub(1)).eq_ignore_ascii_case("of")
                    {
                        NameKind::Person
                    } else {
                        known.kind
                    },
                    false,
                );
            } else if strong
                && (self.all.demonym(&text).is_none())
                && self.known_prefix(titles, stop).is_none()
                && self.word(titles.saturating_sub(1)) != "of"
            {
                self.add(titles, stop.min(titles + 5), NameKind::Person, false);
            } else {
                self.run(titles, stop, false, end);
            }
            return;
        }
        // A given name begins a person; what stands before it is judged for itself.
        if let Some(given) = (at..stop).find(|i| {
            self.all.is_given(bare(self.word(*i))) && i + 1 < stop && self.word(i + 1) != "-"
                || self.is_weak_pair(*i, stop)
        }) {
            if given > at {
                let before = if self.word(given - 1) == "-" { given - 1 } else { given };
                let first_is_name = before.saturating_sub(at) == 1
                    && !self.is_title(at)
                    && self.all.name(&self.text(at, before)).is_none()
                    && self.all.demonym(&self.text(at, before)).is_none()
                    && !self.is_common(bare(self.word(at)))
                    && stop.saturating_sub(given) <= 2;
                if first_is_name {
                    self.add(at, stop, NameKind::Person, false);
                    return;
                }
                self.run(at, before, fresh, end);
            }
            let to = self.person_end(given, stop);
            self.add(given, to, NameKind::Person, false);
            if to < stop {
                self.run(to, stop, false, end);
            }
            return;
        }
        // Lists know a part of the run: "Washington Mayor", "Russia-North Korea".
        let hits = self.known_prefix(at, stop);
        if let Some((from, to)) = hits {
            if from > at {
                self.run(at, if self.word(from - 1) == "-" { from - 1 } else { from }, fresh, end);
            }
            let known = self.all.name(&self.text(from, to)).map_or(NameKind::Place, |k| k.kind);
            self.add(from, to, known, false);
            if to < stop {
                self.run(to + usize::from(self.word(to) == "-"), stop, false, end);
            }
            return;
        }
        self.unknown(at, stop, fresh, end);
    }

    /// A country that plays, or whose city hall acts, is still a place here; only a title makes it a person.
    fn in_context(&self, at: usize, _stop: usize, kind: NameKind) -> NameKind {
        let before = at.checked_sub(1).map_or("", |i| self.word(i)).to_lowercase();
        if kind == NameKind::Place
            && matches!(
                before.as_str(),
                "mr." | "mrs." | "ms." | "mr" | "mrs" | "ms" | "dr." | "dr"
            )
        {
            NameKind::Person
        } else {
            kind
        }
    }

    fn starts_known(&self, at: usize, stop: usize) -> bool {
        (at + 1..=stop).any(|to| self.all.name(&self.text(at, to)).is_some())
    }

    fn is_title(&self, at: usize) -> bool {
        let word = self.word(at);
        TITLES.contains(word.to_lowercase().as_str()) && !(self.all.is_given(word) && word != "Rev" && word != "Major")
    }

    fn is_weak_pair(&self, at: usize, stop: usize) -> bool {
        self.all.is_weak_given(bare(self.word(at)))
            && stop.saturating_sub(at) == 2
            && !self.is_common(bare(self.word(at + 1)))
    }

    /// A person's name takes at most five words and ends before a title or a known organisation.
    fn person_end(&self, at: usize, stop: usize) -> usize {
        let mut to = at + 1;
        while to < stop && to.saturating_sub(at) < 7 {
            let word = self.word(to);
            if matches!(word, "of" | "for" | "on" | "at" | "and" | "&") {
                break;
            }
            to += 1;
        }
        while to > at + 1 && (self.word(to.saturating_sub(1)) == "-") {
            to -= 1;
        }
        to
    }

    /// The run has the head of an organisation or a place at its end, or opens like one.
    fn headed(&self, at: usize, stop: usize) -> bool {
        if stop <= at {
            return false;
        }
        let last = bare(self.word(stop.saturating_sub(1)));
        let opened = (at..stop).any(|i| {
            ORG_OPENERS.contains(self.word(i)) && i + 1 < stop && matches!(self.word(i + 1), "of" | "for" | "on")
        });
        ORG_HEADS.contains(last) || PLACE_HEADS.contains(last) || opened
    }

    /// "Secretary John Park", "Andy Hall": a head that is a family name.
    fn split_person(&self, at: usize, stop: usize) -> bool {
        let last = bare(self.word(stop.saturating_sub(1)));
        let may_be_family = matches!(
            last,
            "Park"
                | "Hall"
                | "Hill"
                | "Post"
                | "Lane"
                | "Street"
                | "Guard"
                | "House"
                | "Field"
                | "Church"
                | "Bridge"
                | "Castle"
                | "Temple"
                | "Lake"
                | "Rivers"
                | "Banks"
                | "Garden"
                | "Bank"
                | "Mount"
                | "Camp"
        );
        may_be_family
            && (2..=3).contains(&(stop.saturating_sub(at)))
            && self.all.is_given(self.word(at))
            && !self.preceded_by_article(at)
    }

    /// The longest known name within a run, if any.
    fn known_prefix(&self, at: usize, stop: usize) -> Option<(usize, usize)> {
        (at..stop).find_map(|from| {
            (from + 1..=stop.min(from + 8))
                .rev()
                .find(|to| {
                    self.all
                        .name(&self.text(from, *to))
                        .is_some_and(|known| *to > from + 1 || !self.is_doubtful_alone(from, known))
                })
                .map(|to| (from, to))
        })
    }

    /// "(ABC)" after an organisation is its short form.
    fn acronym_after(&mut self, stop: usize, end: usize) {
        if self.word(stop) == "(" && stop + 2 < end && self.word(stop + 2) == ")" && is_acronym(self.word(stop + 1)) {
            self.add(stop + 1, stop + 2, NameKind::Organisation, false);
        }
    }

    fn unknown(&mut self, at: usize, stop: usize, fresh: bool, end: usize) {
        let count = stop.saturating_sub(at);
        let before = at.checked_sub(1).map_or("", |i| self.word(i));
        let titled = STRONG_TITLES.contains(before.to_lowercase().as_str());
        let next = self.word(stop);
        let after = if next == "," { self.word(stop + 1) } else { next };
        let says = SAYING.contains(next) && stop < end;
        let first = bare(self.word(at));
        let initial =
            count >= 2 && first.trim_end_matches('.').chars().count() == 1 && !self.is_common(bare(self.word(at + 1)));
        if titled || initial && count <= 3 {
            self.add(at, stop, NameKind::Person, false);
        } else if count == 1 && says && self.preceded_by_article(at) {
            self.add(at, stop, NameKind::Organisation, true);
        } else if next == "("
            && stop + 2 < end
            && self.word(stop + 2) == ")"
            && is_acronym(self.word(stop + 1))
            && count >= 2
        {
            self.add(at, stop, NameKind::Organisation, false);
            self.acronym_after(stop, end);
        } else if count == 1 && is_acronym(first) && !NO_NAMES.contains(first.to_lowercase().as_str()) {
            self.add(at, stop, NameKind::Organisation, true);
        } else if !self.is_common(first)
            && (says && !fresh
                || next == "," && (after == "who" || after.parse::<u8>().is_ok_and(|age| (10..=110).contains(&age))))
        {
            self.add(at, stop, NameKind::Person, true);
        } else if PLACE_PREPOSITIONS.contains(before)
            && count <= 2
            && !(at..stop).any(|i| self.is_common(bare(self.word(i))))
            && !NO_NAMES.contains(first.to_lowercase().as_str())
            && matches!(before, "in" | "near")
        {
            self.add(at, stop, NameKind::Place, true);
        } else {
            self.open.push((self.span(at, stop), fresh, says));
        }
    }

    /// Second look at what stayed open, with what the whole text told.
    fn settle(&mut self) {
        let mut family: HashMap<String, NameKind> = HashMap::new();
        for (span, _, _) in &self.open {
            let text = self.page.at(*span);
            if self.all.is_famous(text) || self.all.is_given(text) {
                family.insert(text.into(), NameKind::Person);
            }
        }
        for (span, kind, _) in &self.found {
            let text = self.page.at(*span);
            if *kind == NameKind::Person {
                for (i, word) in text.split(' ').enumerate() {
                    if text.contains(' ')
                        && word.chars().count() > 2
                        && (i > 0 || text.split(' ').count() == 3 || self.all.is_given(word))
                    {
                        family.entry(word.into()).or_insert(NameKind::Person);
                    }
                }
            }
        }
        for (span, kind, guessed) in &self.found {
            let text = self.page.at(*span);
            if !(*guessed && family.contains_key(text)) {
                family.entry(text.into()).or_insert(*kind);
            }
        }
        self.retype(&family);
        let open = std::mem::take(&mut self.open);
        for (span, fresh, says) in &open {
            let text = self.page.at(*span);
            let words: Vec<&str> = text.split(' ').collect();
            let known = family.get(text).copied().or_else(|| {
                let last = words.last().copied().unwrap_or("");
                (words.len() > 1 && !self.is_common(words.first().copied().unwrap_or("")))
                    .then(|| family.get(last).copied().filter(|kind| *kind == NameKind::Person))
                    .flatten()
            });
            if let Some(kind) = known {
                self.found.push((*span, kind, false));
                continue;
            }
            let odd = words.iter().any(|word| {
                let lower = bare(word).to_lowercase();
                FUNCTION.contains(lower.as_str())
                    || self.small.contains(&lower)
                    || NO_NAMES.contains(lower.as_str())
                    || TITLES.contains(lower.as_str())
                    || word.chars().any(|c| c.is_ascii_digit())
            });
            if odd {
                continue;
            }
            let abstract_word = words
                .iter()
                .any(|word| ABSTRACT.iter().any(|end| word.ends_with(end)) || THINGS.contains(word));
            if abstract_word {
                continue;
            }
            let people = (2..=3).contains(&words.len())
                && words
                    .iter()
                    .all(|word| word.chars().count() > 1 && word.chars().skip(1).any(char::is_lowercase));
            if people && !(*fresh && words.len() == 3) {
                self.found.push((*span, NameKind::Person, true));
            } else if words.len() == 1 && *says {
                let article = self
                    .page
                    .text
                    .get(..span.start)
                    .is_some_and(|s| s.ends_with("the ") || s.ends_with("The "));
                self.found.push((
                    *span,
                    if article {
                        NameKind::Organisation
                    } else {
                        NameKind::Person
                    },
                    true,
                ));
            } else if words.len() == 1
                && is_camel(text)
                && open.iter().filter(|(other, _, _)| self.page.at(*other) == text).count() >= 2
            {
                self.found.push((*span, NameKind::Organisation, true));
            }
        }
        // Where capitals say nothing, names known from the body are still names.
        self.headings(&family);
        self.found
            .sort_by_key(|(span, _, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut last = 0;
        self.found.retain(|(span, _, _)| {
            let keeps = span.start >= last;
            if keeps {
                last = span.end;
            }
            keeps
        });
    }

    /// "Paris" where the text tells of Valeska Paris, and guesses that a full name contradicts.
    fn retype(&mut self, family: &HashMap<String, NameKind>) {
        let page = self.page;
        for (span, kind, guessed) in &mut self.found {
            let text = page.at(*span);
            if *kind == NameKind::Person || text.contains(' ') || family.get(text) != Some(&NameKind::Person) {
                continue;
            }
            let before = page.text.get(..span.start).unwrap_or("").trim_end();
            let placed = ["in", "at", "from", "near", "to"]
                .iter()
                .any(|word| before.ends_with(&format!(" {word}")));
            if *guessed || *kind == NameKind::Place && !placed {
                *kind = NameKind::Person;
                *guessed = false;
            }
        }
    }

    fn headings(&mut self, family: &HashMap<String, NameKind>) {
        for part in self.page.parts.iter().filter(|part| part.role.is_heading()) {
            let from = self.tokens.partition_point(|t| t.span.start < part.span.start);
            let to = self.tokens.partition_point(|t| t.span.start < part.span.end);
            for i in from..to {
                for stop in (i + 1..=to.min(i + 4)).rev() {
                    let text = self.text(i, stop);
                    if self.tokens.get(i).is_some_and(|t| t.capital)
                        && let Some(kind) = family
                            .get(&text)
                            .copied()
                            .or_else(|| self.all.is_famous(&text).then_some(NameKind::Person))
                    {
                        self.add(i, stop, kind, false);
                        break;
                    }
                }
            }
        }
    }
}

/// "LibriVox": a capital inside.
fn is_camel(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

/// Ends of words that are no family names.
const ABSTRACT: &[&str] = &[
    "tion", "tions", "ship", "ment", "ments", "ness", "ity", "ities", "ics", "ism", "ance", "ence", "ology", "ography",
    "ical", "ative", "ious",
];

/// Words in titles of works, events and products.
const THINGS: &[&str] = &[
    "Love",
    "Games",
    "Game",
    "Agent",
    "Secret",
    "Epic",
    "War",
    "Wars",
    "Act",
    "Bill",
    "Law",
    "Prize",
    "Award",
    "Awards",
    "Day",
    "Week",
    "Night",
    "Show",
    "Tour",
    "Cup",
    "Open",
    "Series",
    "Edition",
    "Report",
    "Program",
    "Programme",
    "Plan",
    "Deal",
    "Treaty",
    "Agreement",
    "Amendment",
    "Article",
    "Chapter",
    "Book",
    "Story",
    "Life",
    "World",
    "Earth",
    "Time",
    "Super",
    "Special",
    "Grand",
    "Final",
    "Finals",
    "Live",
    "Power",
    "Dream",
    "Death",
    "Star",
    "Stars",
    "Tuesday",
    "Monday",
    "Friday",
    "Sunday",
    "Saturday",
    "Wednesday",
    "Thursday",
    "Street",
    "Ice",
    "Water",
    "Fire",
    "Air",
    "Sun",
    "Gold",
    "Silver",
    "Red",
    "Blue",
    "Green",
    "Project",
    "Phone",
    "Explorer",
    "Machine",
    "Engine",
    "System",
    "Studio",
    "Visual",
    "Digital",
    "Education",
    "Leadership",
    "Science",
    "Medicine",
    "Research",
    "Study",
    "Studies",
    "Theory",
    "Club",
    "Ring",
    "Rights",
    "Human",
    "Climate",
    "Change",
    "Health",
    "Care",
    "Social",
];

/// Gives each name its entity: forms with a common main name, and family names alone.
fn cluster(page: &Page, found: Vec<(Span, NameKind, bool)>) -> Vec<Name> {
    let all = gazetteer::get();
    let mut mains: Vec<(String, NameKind, Id)> = Vec::new();
    let mut full: Vec<(String, NameKind)> = Vec::new();
    let folded = |span: Span| page.at(span).split_whitespace().collect::<Vec<_>>().join(" ");
    for (span, kind, _) in &found {
        let text = folded(*span);
        if text.contains([' ', '-']) && !full.iter().any(|(have, k)| *have == text && k == kind) {
            full.push((text, *kind));
        }
    }
    let mut names = Vec::with_capacity(found.len());
    for (span, kind, guessed) in found {
        let text = folded(span);
        let (main, id) = match all.name(&text).filter(|known| known.kind == kind) {
            Some(known) => (known.main.to_string(), known.id),
            None => (fullest(&text, kind, &full), Id::None),
        };
        let (main, id) = match all.name(&main).filter(|known| known.kind == kind) {
            Some(known) => (known.main.to_string(), known.id),
            None => (main, id),
        };
        let entity = mains
            .iter()
            .position(|(have, k, _)| *have == main && *k == kind)
            .unwrap_or_else(|| {
                mains.push((main.clone(), kind, id));
                mains.len() - 1
            });
        names.push(Name {
            span,
            kind,
            entity,
            main,
            id,
            guessed,
        });
    }
    names
}

/// The one full name whose family name this is; the name itself where there is none or more than one.
fn fullest(text: &str, kind: NameKind, full: &[(String, NameKind)]) -> String {
    if kind != NameKind::Person {
        return text.into();
    }
    let mut fits = full.iter().filter(|(have, k)| {
        *k == kind
            && have != text
            && (have.ends_with(&format!(" {text}"))
                || is_first_family(have, text)
                || have.starts_with(&format!("{text} ")))
    });
    match (fits.next(), fits.next()) {
        (Some((have, _)), None) => have.clone(),
        _ => text.into(),
    }
}

/// "Kim" of "Kim Jong Un": the family name stands first.
fn is_first_family(full: &str, text: &str) -> bool {
    full.starts_with(&format!("{text} ")) && full.split([' ', '-']).count() == 3
}
