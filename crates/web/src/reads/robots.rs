//! Tells robots from readers by what they say they are. The list is `data/robots.tsv`, part of the binary.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use std::sync::OnceLock;

const LIST: &str = include_str!("../../data/robots.tsv");

/// A program that says nothing of itself.
pub(super) const NAMELESS: usize = 0;
/// A program that is no browser and that the list does not know.
pub(super) const PROGRAM: usize = 1;
/// What calls itself a browser and asks as none does.
pub(super) const DISGUISED: usize = 2;

/// The names that stand before those of the list, in the order of the constants above.
const FIRST: [&str; 3] = ["No name given", "Other programs", "Unlike any browser"];

/// The list, ready to be asked.
pub(super) struct Robots {
    names: Vec<&'static str>,
    /// For each text of the list the place of its name; `None` says that it is a reader's browser.
    places: Vec<Option<usize>>,
    texts: Option<AhoCorasick>,
}

/// Lines of a table: those with words in them, at tabs.
pub(super) fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

pub(super) fn list() -> &'static Robots {
    static READ: OnceLock<Robots> = OnceLock::new();
    READ.get_or_init(|| {
        let mut names: Vec<&'static str> = FIRST.to_vec();
        let (mut places, mut texts) = (Vec::new(), Vec::new());
        for line in lines(LIST) {
            let [text, name] = line[..] else { continue };
            texts.push(text);
            places.push((name != "-").then(|| {
                names.iter().position(|known| *known == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                })
            }));
        }
        let texts = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostFirst)
            .kind(Some(AhoCorasickKind::DFA))
            .build(texts)
            .inspect_err(|error| tracing::error!(%error, "the list of robots cannot be used"))
            .ok();
        Robots { names, places, texts }
    })
}

/// The name at a place.
pub(super) fn name(at: usize) -> &'static str {
    list().names.get(at).copied().unwrap_or(FIRST[PROGRAM])
}

/// The place of the robot that a User-Agent names; `None` for a browser. `asks_as_a_browser` says whether it sent what
/// every browser sends.
pub(super) fn of(agent: &[u8], asks_as_a_browser: bool) -> Option<usize> {
    let agent = agent.trim_ascii();
    if agent.is_empty() {
        return Some(NAMELESS);
    }
    let list = list();
    if let Some(found) = list.texts.as_ref().and_then(|texts| texts.find(agent))
        && let Some(place) = list.places.get(found.pattern().as_usize())
    {
        // A text without a name says that it is a browser; what it sent is still looked at.
        if place.is_some() {
            return *place;
        }
    }
    // Every browser of thirty years begins so, but Opera before 2013.
    if !agent.starts_with(b"Mozilla/") && !agent.starts_with(b"Opera/") {
        return Some(PROGRAM);
    }
    (!asks_as_a_browser).then_some(DISGUISED)
}
