//! Organisations by their form: heads such as "Council", openers such as "Ministry of", short forms such as "KPA".
//! Called by the judging of runs.

use super::{Finder, bare, is_acronym};
use crate::gazetteer::NameKind;
use crate::lexicon::{FUNCTION, NO_NAMES, ORG_HEADS, ORG_OPENERS, PLACE_HEADS, SAYING};

impl Finder<'_> {
    /// "(ABC)" after an organisation is its short form.
    pub(super) fn acronym_after(&mut self, stop: usize, end: usize) {
        if self.word(stop) == "(" && stop + 2 < end && self.word(stop + 2) == ")" && is_acronym(self.word(stop + 1)) {
            self.add(stop + 1, stop + 2, NameKind::Organisation, false);
        }
    }

    /// "Harbour Council Tom Arnholt": where the person begins.
    pub(super) fn person_after_body(&self, at: usize, stop: usize) -> Option<usize> {
        let person = stop.checked_sub(2).filter(|person| *person > at + 1)?;
        let (first, last) = (self.word(person), bare(self.word(stop - 1)));
        let plain = |word: &str| {
            ORG_HEADS.contains(word)
                || PLACE_HEADS.contains(word)
                || FUNCTION.contains(word.to_lowercase().as_str())
                || !word.starts_with(char::is_uppercase)
                || self.is_plain(word)
        };
        let given = self.all.is_given(first);
        let family =
            self.all.is_surname(last) && self.all.name(first).is_none() && !self.all.is_word(&first.to_lowercase());
        let body = (at..person).any(|i| ORG_HEADS.contains(self.word(i))) && self.word(person - 1) != "-";
        let before = self.word(person - 1);
        let closed = ORG_HEADS.contains(before) || given && before.starts_with(char::is_uppercase);
        (body && closed && !plain(first) && !plain(last) && (given || family)).then_some(person)
    }

    /// Short forms do what bodies do: "the KPA has", "said KCNA", "a spokesman of UAAR".
    pub(super) fn is_body(&self, at: usize, stop: usize, end: usize) -> bool {
        let word = bare(self.word(at));
        let lower = word.to_lowercase();
        if NO_NAMES.contains(lower.as_str())
            || FUNCTION.contains(lower.as_str())
            || word.chars().any(|c| c.is_ascii_digit())
        {
            return false;
        }
        let before = at.checked_sub(1).map_or("", |i| self.word(i)).to_lowercase();
        let next = if stop < end { self.word(stop) } else { "" };
        let acts = SAYING.contains(next) || matches!(next, "has" | "have" | "had" | "will" | "would" | "is" | "was");
        let told = SAYING.contains(before.as_str()) || matches!(before.as_str(), "by" | "at" | "from" | "with" | "of");
        let owns = self.word(at) != word;
        let mark = next.is_empty() || matches!(next, "." | "," | ";" | ")");
        // "HUGE" may be a word said aloud.
        if self.all.is_word(&lower) {
            return owns || told && (mark || acts);
        }
        match before.as_str() {
            "the" => acts || owns,
            "a" | "an" | "-" => false,
            _ => SAYING.contains(next) || told && (mark || acts) || owns,
        }
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
}
