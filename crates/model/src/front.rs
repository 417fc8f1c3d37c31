//! The front page as slots, filled without repeats by one pure function.
//! The site calls [`fill`] with the newest stories; the desk will call it for previews.

use crate::time::{HOUR, Micros};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// Whatever is newest and not yet used.
    #[default]
    Automatic,
    /// This story, by id, while it is live.
    Story(String),
}

/// The arrangement of the front page, as one revision of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// The lead.
    pub lead: Slot,
    /// The two seconds.
    pub seconds: [Slot; 2],
    /// Held leads of section bands, by section id; a band without an entry is automatic.
    pub bands: std::collections::BTreeMap<String, Slot>,
}

/// What the filling needs to know of a story.
pub trait Candidate {
    /// Its id.
    fn id(&self) -> &str;
    /// Its section's id.
    fn section(&self) -> Option<&str>;
    /// When it was published.
    fn published(&self) -> Micros;
    /// Whether it has a lead picture.
    fn has_picture(&self) -> bool;
    /// Whether it may stand in the lead or the seconds without an editor's hand: words that were paid for or sent in may not.
    fn is_ours(&self) -> bool;
}

/// A filled front page: indices into the candidates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The lead.
    pub lead: Option<usize>,
    /// The seconds, at most two.
    pub seconds: Vec<usize>,
    /// The Latest column.
    pub latest: Vec<usize>,
    /// A band a section, in the order given; sections without a story left have none.
    pub bands: Vec<Band>,
}

/// A section's band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The section's id.
    pub section: String,
    /// Its lead.
    pub lead: usize,
    /// At most three more.
    pub more: Vec<usize>,
}

/// Stories in the Latest column.
pub const LATEST: usize = 8;
/// Headlines under the lead of a band.
pub const BAND: usize = 3;

/// Fills the slots from `candidates`, which must hold the newest stories of the paper and of each section, each
/// once. Held stories keep their slots; the rest goes newest first; for the lead a story with a picture published
/// within 24 hours of `now` is preferred. Lead and seconds are never filled with paid or sent-in words. No story appears
/// twice.
pub fn fill<C: Candidate>(layout: &Layout, candidates: &[C], sections: &[String], now: Micros) -> Filled {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| {
            candidates
                .get(i)
                .map(|c| (std::cmp::Reverse(c.published()), c.id().to_owned()))
        };
        key(a).cmp(&key(b))
    });
    let place = |id: &str| candidates.iter().position(|c| c.id() == id);
    let held = |slot: &Slot| match slot {
        Slot::Automatic => None,
        Slot::Story(id) => place(id),
    };
    // Held stories are taken first, so that an automatic slot above never steals one from its place.
    let mut used: HashSet<usize> = HashSet::new();
    let mut take_held = |slot: &Slot| held(slot).filter(|&i| used.insert(i));
    let mut lead = take_held(&layout.lead);
    let mut seconds: [Option<usize>; 2] = [None, None];
    for (second, slot) in seconds.iter_mut().zip(&layout.seconds) {
        *second = take_held(slot);
    }
    let mut band_leads: Vec<Option<usize>> = sections
        .iter()
        .map(|section| layout.bands.get(section).and_then(&mut take_held))
        .collect();

    let next = |used: &mut HashSet<usize>, wanted: &dyn Fn(&C) -> bool| -> Option<usize> {
        let found = order
            .iter()
            .copied()
            .find(|i| !used.contains(i) && candidates.get(*i).is_some_and(wanted))?;
        used.insert(found);
        Some(found)
    };
    if lead.is_none() {
        let pictured = |c: &C| c.is_ours() && c.has_picture() && now - c.published() <= 24 * HOUR;
        lead = next(&mut used, &pictured).or_else(|| next(&mut used, &|c| c.is_ours()));
    }
    for second in &mut seconds {
        if second.is_none() {
            *second = next(&mut used, &|c| c.is_ours());
        }
    }
    let mut latest = Vec::new();
    while latest.len() < LATEST {
        let Some(found) = next(&mut used, &|_| true) else { break };
        latest.push(found);
    }
    let mut bands = Vec::new();
    for (section, held) in sections.iter().zip(&mut band_leads) {
        let of_section = |c: &C| c.section() == Some(section.as_str());
        let Some(band_lead) = held.take().or_else(|| next(&mut used, &of_section)) else {
            continue;
        };
        let mut more = Vec::new();
        while more.len() < BAND {
            let Some(found) = next(&mut used, &of_section) else {
                break;
            };
            more.push(found);
        }
        bands.push(Band {
            section: section.clone(),
            lead: band_lead,
            more,
        });
    }
    Filled {
        lead,
        seconds: seconds.into_iter().flatten().collect(),
        latest,
        bands,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fake(&'static str, &'static str, Micros, bool);

    impl Candidate for Fake {
        fn id(&self) -> &str {
            self.0
        }
        fn section(&self) -> Option<&str> {
            Some(self.1)
        }
        fn published(&self) -> Micros {
            self.2
        }
        fn has_picture(&self) -> bool {
            self.3
        }
        fn is_ours(&self) -> bool {
            !self.0.starts_with("paid")
        }
    }

    fn sections() -> Vec<String> {
        vec!["local".into(), "economy".into()]
    }

    #[test]
    fn the_lead_prefers_a_picture_of_the_last_day() {
        let now = 100 * HOUR;
        let stories = [
            Fake("a", "local", now - HOUR, false),
            Fake("b", "local", now - 2 * HOUR, true),
        ];
        let filled = fill(&Layout::default(), &stories, &sections(), now);
        assert_eq!(filled.lead, Some(1));
        assert_eq!(filled.seconds, vec![0]);
    }

    #[test]
    fn words_that_were_paid_for_do_not_lead_by_themselves() {
        let now = 100 * HOUR;
        let stories = [
            Fake("paid", "local", now - HOUR, true),
            Fake("a", "local", now - 2 * HOUR, false),
        ];
        let filled = fill(&Layout::default(), &stories, &sections(), now);
        assert_eq!((filled.lead, filled.seconds, filled.latest), (Some(1), vec![], vec![0]));
        let layout = Layout {
            lead: Slot::Story("paid".into()),
            ..Layout::default()
        };
        assert_eq!(fill(&layout, &stories, &sections(), now).lead, Some(0));
    }

    #[test]
    fn an_old_picture_does_not_lead() {
        let now = 100 * HOUR;
        let stories = [
            Fake("a", "local", now - HOUR, false),
            Fake("b", "local", now - 30 * HOUR, true),
        ];
        assert_eq!(fill(&Layout::default(), &stories, &sections(), now).lead, Some(0));
    }

    #[test]
    fn a_held_story_keeps_its_slot_and_appears_once() {
        let now = 100 * HOUR;
        let stories: Vec<Fake> = ["a", "b", "c", "d"]
            .into_iter()
            .enumerate()
            .map(|(i, id)| Fake(id, "economy", now - i as i64, false))
            .collect();
        let layout = Layout {
            seconds: [Slot::Automatic, Slot::Story("a".into())],
            ..Layout::default()
        };
        let filled = fill(&layout, &stories, &sections(), now);
        assert_eq!(filled.lead, Some(1));
        assert_eq!(filled.seconds, vec![2, 0]);
    }

    #[test]
    fn no_story_appears_twice_whatever_the_number() {
        for count in [0_usize, 1, 3, 30] {
            let ids: Vec<String> = (0..count).map(|i| format!("s{i}")).collect();
            let stories: Vec<Fake> = ids
                .iter()
                .enumerate()
                .map(|(i, id)| {
                    Fake(
                        Box::leak(id.clone().into_boxed_str()),
                        if i % 2 == 0 { "local" } else { "economy" },
                        i as i64,
                        i % 3 == 0,
                    )
                })
                .collect();
            let filled = fill(&Layout::default(), &stories, &sections(), 0);
            let mut all: Vec<usize> = filled
                .lead
                .into_iter()
                .chain(filled.seconds)
                .chain(filled.latest)
                .collect();
            for band in filled.bands {
                all.push(band.lead);
                all.extend(band.more);
            }
            let unique: HashSet<usize> = all.iter().copied().collect();
            assert_eq!(unique.len(), all.len());
            assert_eq!(all.len(), count.min(1 + 2 + LATEST + 2 * (1 + BAND)));
        }
    }
}
