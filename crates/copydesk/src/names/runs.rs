//! What a run of capitals is: one name, several, a title before one, or none.
//! Called by [`super::Finder`] for each run of a sentence; the gazetteer first, then heads and titles, then what stands around.

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

    pub(super) fn starts_known(&self, at: usize, stop: usize) -> bool {
        (at + 1..=stop).any(|to| self.all.name(&self.text(at, to)).is_some())
    }

    pub(super) fn is_weak_pair(&self, at: usize, stop: usize) -> bool {
        self.all.is_weak_given(bare(self.word(at)))
            && stop.saturating_sub(at) == 2
            && !self.is_common(bare(self.word(at + 1)))
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

    /// The run has the head of an organisation or a place at its end, or opens like one.
    pub(super) fn headed(&self, at: usize, stop: usize) -> bool {
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
    pub(super) fn split_person(&self, at: usize, stop: usize) -> bool {
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
    pub(super) fn known_prefix(&self, at: usize, stop: usize) -> Option<(usize, usize)> {
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
    pub(super) fn acronym_after(&mut self, stop: usize, end: usize) {
        if self.word(stop) == "(" && stop + 2 < end && self.word(stop + 2) == ")" && is_acronym(self.word(stop + 1)) {
            self.add(stop + 1, stop + 2, NameKind::Organisation, false);
        }
    }

    pub(super) fn unknown(&mut self, at: usize, stop: usize, fresh: bool, end: usize) {
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
}
