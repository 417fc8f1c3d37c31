//! What a run of capitals is: one name, several, a title before one, or none.
//! Called by [`super::Finder`] for each run of a sentence; the gazetteer first, then heads and titles, then what stands around.

use super::settling::THINGS;
use super::{Finder, bare, is_acronym};
use crate::gazetteer::NameKind;
use crate::lexicon::{
    FUNCTION, NO_NAMES, ORG_HEADS, ORG_OPENERS, PLACE_HEADS, PLACE_OPENERS, PLACE_PREPOSITIONS, SAYING, STRONG_TITLES,
    TITLES,
};

impl Finder<'_> {
    pub(super) fn person_so_far(&self, at: usize, stop: usize) -> bool {
        (at..stop).any(|i| {
            self.all.is_given(self.word(i))
                || self.all.is_weak_given(self.word(i))
                || STRONG_TITLES.contains(self.word(i).to_lowercase().as_str())
        })
    }

    /// Judges one run.
    pub(super) fn run(&mut self, at: usize, stop: usize, fresh: bool, end: usize) {
        let mut at = at;
        let mut fresh = fresh;
        // "Pro-Beijing"
        if matches!(self.word(at), "Pro" | "Anti" | "Non" | "Pan" | "Post" | "Pre")
            && self.word(at + 1) == "-"
            && at + 3 < stop
        {
            self.run(at + 2, at + 3, false, end);
            return self.run(at + 3, stop, false, end);
        }
        // Words that are no part of a name at the start: "The", "However", "On", weekdays.
        while at < stop {
            let word = bare(self.word(at));
            let lower = word.to_lowercase();
            let alone = stop.saturating_sub(at) == 1;
            let known = self.all.name(&self.text(at, stop)).is_some();
            // "New Territories West", "New People's Party": new is a part of many names.
            let new = word == "New" && !alone && (!fresh || self.headed(at, stop) || self.starts_known(at, stop));
            let function = FUNCTION.contains(lower.as_str()) && !(known && !alone && word != "The") && !new;
            let small = fresh
                && self.small.contains(&lower)
                && !self.all.is_given(word)
                && !known
                && !self.starts_known(at, stop);
            let calendar = NO_NAMES.contains(lower.as_str()) && !known && !self.headed(at, stop);
            // "Currently Hedlund", "Hey Frank"
            let rest = bare(self.word(at + 1));
            let led = fresh
                && !alone
                && self.is_plain(word)
                && !known
                && !self.is_title(at)
                && (self.all.is_given(rest) || stop.saturating_sub(at) == 2 && !self.all.is_word(&rest.to_lowercase()))
                && !self.starts_known(at, stop)
                && !self.headed(at, stop);
            if !(function && !is_acronym(word) || small && !self.headed(at, stop) || calendar || led) {
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
            let last = bare(self.word(stop.saturating_sub(1)));
            // "New York Times"
            let head = ORG_HEADS.contains(last) && stop.saturating_sub(at) > 1;
            if FUNCTION.contains(lower.as_str()) && !is_acronym(last) && !head || matches!(lower.as_str(), "-" | "&") {
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
        if count <= 3 && self.all.is_town(&text) && self.is_placed(at, stop, end) {
            self.add(at, stop, NameKind::Place, false);
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
        if let Some(person) = self.person_after_body(at, stop) {
            self.run(at, person, fresh, end);
            return self.run(person, stop, false, end);
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
        let opened = self
            .known_prefix(at, stop)
            .is_none_or(|(from, to)| from > at || to < at + 2);
        if PLACE_OPENERS.contains(self.word(at))
            && opened
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
        // A title within: "Index Professor Arnholt".
        let within = (at + 1..stop.saturating_sub(1)).find(|i| {
            let lower = self.word(*i).to_lowercase();
            STRONG_TITLES.contains(lower.as_str()) && self.is_title(*i) && !self.all.is_weak_given(self.word(*i))
        });
        if let Some(title) = within.filter(|title| self.word(title - 1) != "-") {
            self.run(at, title, fresh, end);
            return self.run(title, stop, false, end);
        }
        // A given name begins a person; what stands before it is judged for itself.
        if let Some(given) = (at..stop).find(|i| {
            self.all.is_given(bare(self.word(*i)))
                && i + 1 < stop
                && (self.word(i + 1) != "-" || self.all.is_given(self.word(i + 2)) && i + 3 < stop)
                || self.is_weak_pair(*i, stop)
        }) {
            if given > at {
                let before = if self.word(given - 1) == "-" { given - 1 } else { given };
                let first_is_name = before.saturating_sub(at) == 1
                    && !self.is_title(at)
                    && self.all.name(&self.text(at, before)).is_none()
                    && self.all.demonym(&self.text(at, before)).is_none()
                    && !self.is_common(bare(self.word(at)))
                    && !self.is_plain(self.word(at))
                    && !["ist", "ian"].iter().any(|end| self.word(at).ends_with(end))
                    && stop.saturating_sub(given) <= 2;
                if first_is_name {
                    self.add(at, stop, NameKind::Person, false);
                    return;
                }
                self.run(at, before, fresh, end);
            }
            let mut to = self.person_end(given, stop);
            // "Anna Lindqvist Photographic Legacy Program": common words are no part of the person.
            while to > given + 2 && self.is_plain(self.word(to - 1)) && !is_initial(self.word(to - 1)) {
                to -= 1;
            }
            while to > given + 1 && self.word(to - 1) == "-" {
                to -= 1;
            }
            if to == given + 2 && self.is_plain(self.word(to - 1)) && THINGS.contains(&bare(self.word(to - 1))) {
                return;
            }
            self.add(given, to, NameKind::Person, false);
            if to < stop && !self.is_plain(self.word(to)) {
                self.run(to, stop, false, end);
            }
            return;
        }
        // Lists know a part of the run: "Washington Mayor", "Russia-North Korea".
        let hits = self.known_prefix(at, stop);
        if let Some((from, to)) = hits {
            // "Ysolda Paris": a family name that is a city's as well.
            let family = from == at + 1
                && to == stop
                && to == from + 1
                && self.all.is_surname(bare(self.word(from)))
                && !self.all.is_word(&self.word(at).to_lowercase())
                && !self.is_common(bare(self.word(at)))
                && !NO_NAMES.contains(self.word(at).to_lowercase().as_str())
                && self.all.name(&self.text(at, from)).is_none()
                && !is_acronym(self.word(at));
            if family {
                self.add(at, stop, NameKind::Person, true);
                return;
            }
            if from > at {
                self.run(at, if self.word(from - 1) == "-" { from - 1 } else { from }, fresh, end);
            }
            let known = self.all.name(&self.text(from, to)).map_or(NameKind::Place, |k| k.kind);
            // "Kowloon West"
            let turned = known == NameKind::Place
                && to < stop
                && matches!(bare(self.word(to)), "North" | "South" | "East" | "West");
            let to = to + usize::from(turned);
            self.add(from, to, known, false);
            if to < stop {
                self.run(to + usize::from(self.word(to) == "-"), stop, false, end);
            }
            return;
        }
        self.unknown(at, stop, fresh, end);
    }

    /// A country that plays, or whose city hall acts, is still a place here; only a title makes it a person.
    pub(super) fn in_context(&self, at: usize, _stop: usize, kind: NameKind) -> NameKind {
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

    /// The words around say that a place is meant: "in Preston", "Preston, Victoria".
    pub(super) fn is_placed(&self, at: usize, stop: usize, end: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |i| self.word(i)).to_lowercase();
        let known = |from: usize| {
            (from + 1..=(from + 3).min(end)).any(|to| {
                let next = self.text(from, to);
                self.all.name(&next).is_some_and(|known| known.kind == NameKind::Place)
            })
        };
        let comma = |i: usize| i + 1 < end && self.word(i) == ",";
        let town = self.all.is_town(bare(self.word(stop + 1)));
        let after = comma(stop) && (known(stop + 1) || town && comma(stop + 2) && known(stop + 3));
        let of = before == "of"
            && at.checked_sub(2).is_some_and(|i| {
                let kind = self.word(i).to_lowercase();
                matches!(
                    kind.as_str(),
                    "city"
                        | "town"
                        | "village"
                        | "suburb"
                        | "district"
                        | "port"
                        | "region"
                        | "province"
                        | "island"
                        | "county"
                )
            });
        matches!(before.as_str(), "in" | "near" | "outside") || of || after && before != ","
    }

    pub(super) fn starts_known(&self, at: usize, stop: usize) -> bool {
        (at + 1..=stop).any(|to| self.all.name(&self.text(at, to)).is_some())
    }

    pub(super) fn is_weak_pair(&self, at: usize, stop: usize) -> bool {
        self.all.is_weak_given(bare(self.word(at)))
            && stop.saturating_sub(at) == 2
            && !self.is_common(bare(self.word(at + 1)))
            && !self.is_plain(self.word(at + 1))
    }

    /// A person's name takes at most five words and ends before a title or a known organisation.
    pub(super) fn person_end(&self, at: usize, stop: usize) -> usize {
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

    /// The longest known name within a run, if any.
    pub(super) fn known_prefix(&self, at: usize, stop: usize) -> Option<(usize, usize)> {
        (at..stop).find_map(|from| {
            (from + 1..=stop.min(from + 8))
                .rev()
                .find(|to| {
                    self.all
                        .name(&self.text(from, *to))
                        .is_some_and(|known| *to > from + 1 || !self.is_doubtful_alone(from, known))
                        // "Pacific Standard" is no sea.
                        && !(*to == from + 1 && *to < stop && matches!(self.word(from), "Pacific" | "Atlantic" | "Baltic"))
                })
                .map(|to| (from, to))
        })
    }

    pub(super) fn unknown(&mut self, at: usize, stop: usize, fresh: bool, end: usize) {
        let count = stop.saturating_sub(at);
        let before = at.checked_sub(1).map_or("", |i| self.word(i));
        let titled = STRONG_TITLES.contains(before.to_lowercase().as_str());
        let next = self.word(stop);
        let after = if next == "," { self.word(stop + 1) } else { next };
        let says = SAYING.contains(next) && stop < end;
        let first = bare(self.word(at));
        let short = is_initial(first) || first.contains('.') && is_acronym(first);
        let initial =
            count >= 2 && short && !matches!(self.word(at + 1), "-" | "&") && !self.is_common(bare(self.word(at + 1)));
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
        } else if count == 1 && is_acronym(first) {
            if self.is_body(at, stop, end) {
                self.add(at, stop, NameKind::Organisation, true);
            } else if !NO_NAMES.contains(first.to_lowercase().as_str()) {
                self.open.push((self.span(at, stop), fresh, says));
            }
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
            && !self.is_plain(first)
        {
            self.add(at, stop, NameKind::Place, true);
        } else {
            self.open.push((self.span(at, stop), fresh, says));
        }
    }
}

/// "J." of a name.
fn is_initial(word: &str) -> bool {
    word.trim_end_matches('.').chars().count() == 1
}
