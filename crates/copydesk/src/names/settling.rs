//! What is settled when the whole page was read: doubtful names, kinds that contradict each other, names in headings.
//! Called by [`super::find`] once the runs of all sentences are found.

use super::{Finder, bare};
use crate::gazetteer::NameKind;
use crate::lexicon::{FUNCTION, NO_NAMES, TITLES};
use std::collections::HashMap;

impl Finder<'_> {
    /// Second look at what stayed open, with what the whole text told.
    pub(super) fn settle(&mut self) {
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
        self.spell_out(&mut family);
        self.retype(&family);
        let open = std::mem::take(&mut self.open);
        for (span, fresh, says) in &open {
            let text = self.page.at(*span);
            let words: Vec<&str> = text.split(' ').collect();
            let known = family.get(text).copied().or_else(|| {
                let last = words.last().copied().unwrap_or("");
                (words.len() > 1
                    && !self.is_common(words.first().copied().unwrap_or(""))
                    && !self.is_plain(words.first().copied().unwrap_or("")))
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
            let spelt = words.iter().any(|word| {
                word.contains('&') || word.starts_with(|c: char| c.is_alphabetic()) && word.get(1..2) == Some("-")
            });
            let first = words.first().copied().unwrap_or("");
            let last = words.last().copied().unwrap_or("");
            let asian = self.all.is_surname(first) && !self.all.is_word(&bare(last).to_lowercase());
            let plain = self.is_plain(last) || self.all.is_word(&first.to_lowercase()) && !asian;
            if spelt {
                continue;
            }
            let before = self.page.text.get(..span.start).unwrap_or("").trim_end();
            let toward = [" to", " from", " of", " at", " around", " across"]
                .iter()
                .any(|word| before.ends_with(word));
            let surname =
                words.len() == 1 && !*fresh && self.all.is_surname(text) && !self.all.is_word(&text.to_lowercase());
            if words.len() == 1 && !*fresh && toward && self.all.is_town(text) && !self.is_plain(text) {
                self.found.push((*span, NameKind::Place, true));
            } else if surname || people && !plain && !(*fresh && words.len() == 3) {
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

    /// Short forms of organisations that the text spells out anywhere: "KPA", "Korean People's Army".
    fn spell_out(&self, family: &mut HashMap<String, NameKind>) {
        let mut initials: HashMap<String, NameKind> = HashMap::new();
        for (span, kind, _) in &self.found {
            let capitals = self
                .page
                .at(*span)
                .split([' ', '-'])
                .filter_map(|word| word.chars().next());
            let short: String = capitals.filter(|c| c.is_uppercase()).collect();
            if *kind == NameKind::Organisation && short.chars().count() >= 3 {
                initials.insert(short, *kind);
            }
        }
        for (span, _, _) in &self.open {
            let text = self.page.at(*span);
            if let Some(kind) = initials.get(text) {
                family.entry(text.into()).or_insert(*kind);
            }
        }
    }

    /// "Paris" where the text tells of Valeska Paris, and guesses that a full name contradicts.
    pub(super) fn retype(&mut self, family: &HashMap<String, NameKind>) {
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
            // "Forbes said", where the text tells of Steve Forbes.
            let owner = *kind == NameKind::Organisation
                && self.all.is_surname(text)
                && ![" at", " the", " The", " by"].iter().any(|word| before.ends_with(word));
            if *guessed || *kind == NameKind::Place && !placed || owner {
                *kind = NameKind::Person;
                *guessed = false;
            }
        }
    }

    pub(super) fn headings(&mut self, family: &HashMap<String, NameKind>) {
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
pub(super) fn is_camel(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

/// Ends of words that are no family names.
pub(super) const ABSTRACT: &[&str] = &[
    "tion", "tions", "ship", "ment", "ments", "ness", "ity", "ities", "ics", "ism", "ance", "ence", "ology", "ography",
    "ical", "ative", "ious",
];

/// Words in titles of works, events and products.
pub(super) const THINGS: &[&str] = &[
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
