//! Stops and warnings on published news against the verdicts of a person who read each story with them.
//! Called by the example `evaluate`; the list holds hashes and reasons, and no words of the stories.

use crate::note::{Note, Severity};
use crate::page::Page;
use std::collections::{HashMap, HashSet};

/// So many stories of the second corpus are judged; the first one is judged whole.
pub const OF_SECOND: usize = 161;

/// The stories that are judged: all of the first corpus, and of the second, in the order of their ids, so many at even distances.
pub fn chosen(first: Vec<(String, String)>, mut second: Vec<(String, String)>) -> Vec<(String, String)> {
    second.sort();
    let all = second.len().max(1);
    let even = second
        .into_iter()
        .enumerate()
        .filter(|(at, _)| (at * OF_SECOND) % all < OF_SECOND)
        .map(|(_, story)| story);
    first.into_iter().chain(even).collect()
}

/// FNV-1a in 64 bits, of which the list keeps twelve digits: a changed text is noticed, and no text can be read from it.
pub fn hash(text: &str) -> String {
    let mut value: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        value = (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{:012x}", value & 0xffff_ffff_ffff)
}

/// What names an alarm in the list: its check and the words that it marks.
pub fn hash_of(note: &Note, page: &Page) -> String {
    hash(&format!("{}\n{}", note.check, page.at(note.span)))
}

/// Stops and warnings.
pub fn is_alarm(note: &Note) -> bool {
    note.severity != Severity::Hint
}

/// The list, read.
#[derive(Debug, Default)]
pub struct Verdicts {
    texts: HashMap<String, String>,
    right: HashMap<(String, String), bool>,
}

/// How the desk fares against the list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Stories that were read.
    pub stories: usize,
    /// Stories that are not in the list, or whose text is another now.
    pub unread: usize,
    /// Stops and warnings.
    pub alarms: usize,
    /// Those of them that a sub-editor is glad of.
    pub right: usize,
    /// Alarms without a verdict; they count as false.
    pub unjudged: usize,
    /// Stops that are false or without a verdict.
    pub false_stops: usize,
}

impl Verdicts {
    /// Reads the list: story, hash of its text, check, hash of the alarm, `right`, `false` or `none`, and the reason.
    pub fn read(list: &str) -> Self {
        let mut all = Self::default();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let &[story, text, _, alarm, verdict, ..] = fields.as_slice() else {
                continue;
            };
            all.texts.insert(story.into(), text.into());
            if matches!(verdict, "right" | "false") {
                all.right.insert((story.into(), alarm.into()), verdict == "right");
            }
        }
        all
    }

    /// Whether the story was read as it stands.
    pub fn knows(&self, story: &str, text: &str) -> bool {
        self.texts.get(story).is_some_and(|known| *known == hash(text))
    }

    /// The verdict on an alarm of a story.
    pub fn right(&self, story: &str, text: &str, note: &Note, page: &Page) -> Option<bool> {
        let known = self.right.get(&(story.to_string(), hash_of(note, page)));
        known.copied().filter(|_| self.knows(story, text))
    }

    /// Alarms of the list that the desk no longer gives, as story and hash.
    pub fn gone(&self, given: &HashSet<(String, String)>) -> usize {
        self.right.keys().filter(|key| !given.contains(key)).count()
    }
}

impl Tally {
    /// Counts one story with its notes.
    pub fn add(&mut self, verdicts: &Verdicts, story: &str, text: &str, notes: &[Note], page: &Page) {
        self.stories += 1;
        self.unread += usize::from(!verdicts.knows(story, text));
        for note in notes.iter().filter(|note| is_alarm(note)) {
            let verdict = verdicts.right(story, text, note, page);
            self.alarms += 1;
            self.right += usize::from(verdict == Some(true));
            self.unjudged += usize::from(verdict.is_none());
            self.false_stops += usize::from(note.severity == Severity::Stop && verdict != Some(true));
        }
    }

    /// Alarms that are false or without a verdict.
    pub fn false_alarms(self) -> usize {
        self.alarms - self.right
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |count: usize| count as f64 / self.stories.max(1) as f64;
        write!(
            f,
            "{} stories read and judged: {} alarms, {} of them false ({:.2} a story), {:.1} false stops in 100 stories; {} unjudged, {} stories not in the list",
            self.stories - self.unread,
            self.alarms,
            self.false_alarms(),
            share(self.false_alarms()),
            share(self.false_stops) * 100.0,
            self.unjudged,
            self.unread
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_holds_for_the_text_that_was_read_and_for_no_other() {
        let text = "The ferry sailed at noon with the the mayor on board, and nobody had told the harbour.";
        let page = Page::from_plain(text);
        let note = &Note::new(
            "doubled",
            Severity::Warn,
            crate::Span::new(26, 33),
            "“the” stands twice.",
        );
        let line = |text: &str| {
            format!(
                "# a remark\none\t{}\tdoubled\t{}\tright\ta slip\n",
                hash(text),
                hash_of(note, &page)
            )
        };
        let tally = |list: &str| {
            let mut tally = Tally::default();
            tally.add(&Verdicts::read(list), "one", text, std::slice::from_ref(note), &page);
            (tally.right, tally.unjudged, tally.unread)
        };
        assert_eq!(tally(&line(text)), (1, 0, 0));
        assert_eq!(tally(&line("another text")), (0, 1, 1));
        assert_eq!(tally(&format!("one\t{}\t-\t-\tnone\t\n", hash(text))), (0, 1, 0));
    }

    #[test]
    fn the_choice_is_even_and_the_same_each_time() {
        let second: Vec<(String, String)> = (0..413).map(|n| (format!("{n:03}"), String::new())).collect();
        let first = vec![("first".to_string(), String::new())];
        let ids: Vec<String> = chosen(first, second).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 1 + OF_SECOND);
        assert_eq!(ids.iter().take(4).collect::<Vec<_>>(), ["first", "000", "003", "006"]);
    }
}
