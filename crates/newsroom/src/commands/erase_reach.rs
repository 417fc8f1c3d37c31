//! How far a name reaches into the record: which remarks, reports, events and storylines hold it.
//! Reads everything in batches; the command `erase_entity` asks before it erases, and the page that asks whether it is to.

use super::anonymise_text::Name;
use crate::Result;
use courant_model::quotation::{Quotation, Request, Utterance};
use courant_model::record::{Entity, EntityRole, fold, holds};
use courant_model::storyline::{Event, Storyline};
use courant_store::{Tx, q};
use std::collections::BTreeSet;

/// Rows that are read at once.
const BATCH: i64 = 500;

/// What holds a name.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// Ids of remarks that they made, or that accuse them.
    pub(super) remarks: BTreeSet<String>,
    /// Remarks of others, as they are without the name: told to them, at an occasion of theirs.
    pub(super) cleaned: Vec<Utterance>,
    /// Reports of such remarks, and reports whose sentence holds the name.
    pub(super) reports: Vec<Quotation>,
    /// Events whose line holds it.
    pub(super) events: Vec<Event>,
    /// Storylines whose title, summary or address holds it.
    pub(super) storylines: Vec<Storyline>,
}

/// Reads all rows of a query that goes on after an id.
macro_rules! all {
    ($tx:expr, $query:ident) => {{
        let mut rows = Vec::new();
        let mut after = String::new();
        loop {
            let batch = q!($tx, erasing::$query(&after, BATCH))?;
            let Some(last) = batch.last() else { break };
            after.clone_from(&last.id);
            rows.extend(batch);
        }
        rows
    }};
}

/// The names under which something was found or decided in a story, folded.
pub(super) async fn all_names(tx: &mut Tx) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    loop {
        let after = names.last().cloned().unwrap_or_default();
        let batch = q!(tx, erasing::names(&after, BATCH))?;
        if batch.is_empty() {
            return Ok(names);
        }
        names.extend(batch);
    }
}

pub(super) async fn all_roles(tx: &mut Tx) -> Result<Vec<EntityRole>> {
    Ok(all!(tx, roles))
}

pub(super) async fn all_entities(tx: &mut Tx) -> Result<Vec<Entity>> {
    Ok(all!(tx, entities))
}

pub(super) async fn all_requests(tx: &mut Tx) -> Result<Vec<Request>> {
    Ok(all!(tx, requests))
}

/// Looks through the record. `ids` are the entries that go, `folded` their names.
pub(super) async fn find(tx: &mut Tx, ids: &BTreeSet<String>, folded: &BTreeSet<String>, name: &Name) -> Result<Reach> {
    let has = |text: &str| {
        !text.is_empty()
            && (name.out_of(text).is_some() || {
                let text = fold(text);
                folded.iter().any(|one| holds(&text, one))
            })
    };
    let mut reach = Reach::default();
    for remark in all!(tx, utterances) {
        let theirs = [&remark.speaker_id, &remark.accused_id]
            .into_iter()
            .flatten()
            .any(|id| ids.contains(id));
        if theirs || has(&remark.speaker_as) || has(&remark.accused) {
            reach.remarks.insert(remark.id);
        } else if let Some(clean) = cleaned(&remark, &has) {
            reach.cleaned.push(clean);
        }
    }
    for report in all!(tx, reports) {
        let theirs = report
            .utterance_id
            .as_ref()
            .is_some_and(|id| reach.remarks.contains(id));
        if theirs || has(&report.sentence) || has(&report.words) || has(&report.known_outlet) {
            reach.reports.push(report);
        }
    }
    for event in all!(tx, events) {
        if has(&event.title) || has(&event.place) || has(&event.sentence) {
            reach.events.push(event);
        }
    }
    for storyline in all!(tx, storylines) {
        if has(&storyline.title) || has(&storyline.summary) || name.is_in_address(&storyline.slug) {
            reach.storylines.push(storyline);
        }
    }
    Ok(reach)
}

/// A remark without the lines that hold the name; nothing when none does. An accusation whose answer goes is not shown
/// until somebody gives one anew.
fn cleaned(remark: &Utterance, has: &impl Fn(&str) -> bool) -> Option<Utterance> {
    let mut clean = remark.clone();
    for line in [
        &mut clean.addressee,
        &mut clean.outlet,
        &mut clean.occasion,
        &mut clean.place,
        &mut clean.answer,
    ] {
        if has(line) {
            line.clear();
        }
    }
    (clean != *remark).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_of_somebody_else_loses_the_lines_that_hold_the_name_and_no_other() {
        let remark = Utterance {
            addressee: "Ana Reis".into(),
            occasion: "Hearing".into(),
            ..Utterance::default()
        };
        let clean = cleaned(&remark, &|text: &str| text.contains("Reis"));
        assert_eq!(
            clean.map(|one| (one.addressee, one.occasion)),
            Some((String::new(), "Hearing".to_owned()))
        );
        assert_eq!(cleaned(&remark, &|_: &str| false), None);
    }
}
