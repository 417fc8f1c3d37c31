//! How each rule fares: shown, accepted, dismissed, so that an editor can put a bad one aside.
//! Asked by the desk's page of the house style.

use super::{DO_NOT_NAME, Loaded};
use crate::Result;
use courant_copydesk::{Severity, checks};
use courant_model::copydesk::Retired;
use courant_store::{Tx, q};
use std::collections::BTreeMap;

/// A rule with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLine {
    /// Its name.
    pub rule: String,
    /// A check of the house; else a house rule from a file.
    pub is_check: bool,
    /// Why it exists, for a check.
    pub reason: String,
    /// At its gravest.
    pub severity: Severity,
    /// Passages of stories on which it spoke.
    pub shown: i64,
    /// Notes whose fix was taken.
    pub accepted: i64,
    /// Notes that were put aside.
    pub dismissed: i64,
    /// It was put aside itself.
    pub retired: Option<Retired>,
    /// It may be put aside.
    pub may_retire: bool,
}

/// All checks and rules in force, checks first.
#[crate::boxed]
pub async fn lines(tx: &mut Tx, loaded: &Loaded) -> Result<Vec<RuleLine>> {
    let mut counts: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let mut add = |rule: String, place: usize, count: i64| {
        if let Some(slot) = counts.entry(rule).or_default().get_mut(place) {
            *slot += count;
        }
    };
    for one in q!(tx, copydesk::shown())? {
        add(one.rule, 0, one.count);
    }
    for one in q!(tx, copydesk::decided())? {
        let place = if one.verdict == "accepted" { 1 } else { 2 };
        add(one.rule, place, one.count);
    }
    let retired: BTreeMap<String, Retired> = (q!(tx, copydesk::retired())?.into_iter())
        .map(|one| (one.rule.clone(), one))
        .collect();
    let line = |rule: &str, reason: &str, severity: Severity, is_check: bool| {
        let [shown, accepted, dismissed] = counts.get(rule).copied().unwrap_or_default();
        RuleLine {
            rule: rule.to_owned(),
            is_check,
            reason: reason.to_owned(),
            severity,
            shown,
            accepted,
            dismissed,
            retired: retired.get(rule).cloned(),
            may_retire: rule != DO_NOT_NAME,
        }
    };
    let checks = checks::ALL
        .iter()
        .map(|one| line(one.name, one.reason, one.severity, true));
    let rules = loaded
        .rules
        .rules
        .iter()
        .map(|one| line(&one.name, "", one.severity, false));
    Ok(checks.chain(rules).collect())
}
