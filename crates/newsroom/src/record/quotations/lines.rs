//! What the copy desk finds in a draft beside what people decided on before: one line a quotation. Pure.
//! The rail of the desk prints the lines; nothing is kept until somebody decides.

use super::found::Suggestion;
use super::same::near;
use super::sentences::Sentences;
use courant_model::quotation::{Quotation, fold_space};

/// How a quotation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Found, and nobody decided.
    Open,
    /// Confirmed, and its sentence stands.
    Confirmed,
    /// It was confirmed, and its sentence reads differently now: it waits to be confirmed again.
    Changed,
    /// It was confirmed, and no such sentence is in the text any more.
    Gone,
    /// Refused, and silent.
    Refused,
}

/// One quotation of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How it stands.
    pub standing: Standing,
    /// As the copy desk reads it now; `None` where it finds none.
    pub found: Option<Suggestion>,
    /// As it was decided on.
    pub kept: Option<Quotation>,
}

/// The lines in the order of the text; what is gone comes last.
pub fn align(found: Vec<Suggestion>, kept: Vec<Quotation>, sentences: &Sentences) -> Vec<Line> {
    let (refused, mut kept): (Vec<_>, Vec<_>) = kept.into_iter().partition(|one| one.state == "refused");
    let mut lines: Vec<Line> = Vec::with_capacity(found.len());
    // First whatever is the same to the letter, so that nothing similar takes its place.
    let mut open = Vec::new();
    for one in found {
        let same = kept
            .iter()
            .position(|old| old.mark == one.mark)
            .map(|at| kept.remove(at));
        let no = refused
            .iter()
            .find(|old| old.mark == one.mark || fold_space(&old.words) == one.words);
        match (same, no) {
            (Some(old), _) => lines.push(Line {
                // What became stale is confirmed again by a person, even where the sentence came back.
                standing: if old.state == "confirmed" {
                    Standing::Confirmed
                } else {
                    Standing::Changed
                },
                found: Some(one),
                kept: Some(old),
            }),
            (None, Some(old)) => lines.push(Line {
                standing: Standing::Refused,
                found: Some(one),
                kept: Some(old.clone()),
            }),
            (None, None) => open.push(one),
        }
    }
    // Stands to the letter, though the copy desk reads it in another way by now.
    let mut lost = Vec::new();
    for old in kept {
        if old.state == "confirmed" && sentences.find(&old.block, &old.sentence).is_some() {
            lines.push(Line {
                standing: Standing::Confirmed,
                found: None,
                kept: Some(old),
            });
        } else {
            lost.push(old);
        }
    }
    // A remark that was confirmed anew is not asked for once more under its old words.
    lost.retain(|old| {
        let told = |line: &Line| {
            line.kept
                .as_ref()
                .is_some_and(|one| one.utterance_id == old.utterance_id)
        };
        !lines
            .iter()
            .any(|line| line.standing == Standing::Confirmed && told(line))
    });
    for one in open {
        let like = lost.iter().position(|old| is_like(old, &one));
        lines.push(Line {
            standing: if like.is_some() {
                Standing::Changed
            } else {
                Standing::Open
            },
            found: Some(one),
            kept: like.map(|at| lost.remove(at)),
        });
    }
    lines.sort_by_key(|line| {
        let place = line.found.as_ref().map_or_else(
            || line.kept.as_ref().map(|one| (one.block.clone(), one.start_at)),
            |one| Some((one.block.clone(), one.start as i64)),
        );
        place
            .and_then(|(block, start)| Some((sentences.order(&block)?, start)))
            .unwrap_or((usize::MAX, 0))
    });
    lines.extend(lost.into_iter().map(|old| Line {
        standing: Standing::Gone,
        found: None,
        kept: Some(old),
    }));
    lines
}

/// Whether a sentence is what became of another: the same words, or near-equal ones, or a like sentence in its place.
fn is_like(old: &Quotation, new: &Suggestion) -> bool {
    near(&old.words, &new.words) || old.block == new.block && near(&old.sentence, &new.sentence)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::found;
    use super::*;
    use courant_copydesk::Page;
    use courant_text::{SequentialIds, plain};

    fn lines(text: &str, kept: Vec<Quotation>) -> Vec<(Standing, bool, bool)> {
        let page = Page::from_document(&plain::read(text, &mut SequentialIds::new()));
        align(found::read(&page), kept, &Sentences::on(&page))
            .into_iter()
            .map(|line| (line.standing, line.found.is_some(), line.kept.is_some()))
            .collect()
    }

    fn kept(text: &str, state: &str) -> Quotation {
        let page = Page::from_document(&plain::read(text, &mut SequentialIds::new()));
        let one = found::read(&page).into_iter().next().unwrap();
        Quotation {
            id: state.into(),
            utterance_id: Some("u".into()),
            mark: one.mark,
            block: one.block,
            sentence: one.sentence,
            words: one.words,
            state: state.into(),
            ..Quotation::default()
        }
    }

    const TEXT: &str = "“The ferry sails at noon from the old quay,” Anna Berg said.";
    const OTHER: &str = "“The ferry sails at one from the old quay,” Anna Berg said.";

    #[test]
    fn what_nobody_decided_on_is_open_and_what_was_decided_stays_so() {
        assert_eq!(lines(TEXT, Vec::new()), [(Standing::Open, true, false)]);
        assert_eq!(
            lines(TEXT, vec![kept(TEXT, "confirmed")]),
            [(Standing::Confirmed, true, true)]
        );
        assert_eq!(
            lines(TEXT, vec![kept(TEXT, "refused")]),
            [(Standing::Refused, true, true)]
        );
    }

    #[test]
    fn a_changed_sentence_waits_to_be_confirmed_again_and_so_does_one_that_came_back() {
        assert_eq!(
            lines(OTHER, vec![kept(TEXT, "confirmed")]),
            [(Standing::Changed, true, true)]
        );
        assert_eq!(
            lines(TEXT, vec![kept(TEXT, "stale")]),
            [(Standing::Changed, true, true)]
        );
        assert_eq!(
            lines(OTHER, vec![kept(TEXT, "stale"), kept(OTHER, "confirmed")]),
            [(Standing::Confirmed, true, true)],
            "its old words are not asked for once more"
        );
        assert_eq!(
            lines("Nothing.", vec![kept(TEXT, "confirmed")]),
            [(Standing::Gone, false, true)]
        );
    }

    #[test]
    fn a_refused_remark_stays_silent_in_another_sentence() {
        let moved = "Anna Berg said: “The ferry sails at noon from the old quay,”";
        let mut no = kept(TEXT, "refused");
        no.mark = "other".into();
        let standings: Vec<Standing> = lines(moved, vec![no]).into_iter().map(|line| line.0).collect();
        assert!(standings.iter().all(|one| *one == Standing::Refused), "{standings:?}");
    }
}
