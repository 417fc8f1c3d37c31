//! The desk's list of stories in every state: by state, section and assignee, and by a few typed letters.
//! Pages and pickers of the desk call [`list`]; readers' search is another thing and knows only what is live.

use crate::permissions::Who;
use crate::{House, Result};
use courant_model::account::{Act, On};
use courant_model::shelf::{self, Line, Typed};
use courant_model::story::State;
use courant_model::time::Micros;
use courant_store::{Store, Tx, q};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most lines of a page.
pub const MOST: usize = 200;
/// How many stories of a writer are looked through at once.
const OWN: i64 = 1_000;

/// Which states are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Every one.
    Any,
    /// Neither out nor put away: idea, draft, in edit, ready.
    #[default]
    InWork,
    /// One.
    Only(State),
}

/// Where the next page of a list begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// Changed before this moment …
    pub at: Micros,
    /// … and id.
    pub id: String,
}

/// What is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In which states. Typed letters with [`Which::InWork`] look in every state: whoever types wants to find.
    pub which: Which,
    /// Of a section, by id.
    pub section: Option<String>,
    /// That an account works on.
    pub assignee: Option<String>,
    /// Beginnings of words of working slug and headline.
    pub typed: String,
    /// From where on.
    pub after: Option<After>,
    /// At most so many lines; never more than [`MOST`].
    pub limit: usize,
}

/// A page of the list, newest change first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the next page begins, when there is one.
    pub next: Option<After>,
}

/// The list as somebody may see it: whoever reads no stories of others sees their own alone.
#[crate::boxed]
pub async fn list(tx: &mut Tx, who: &Who, wanted: &Wanted) -> Result<Page> {
    let limit = wanted.limit.clamp(1, MOST);
    let mut lines = if who.may(Act::Read, On::NOTHING) {
        all(tx, wanted, limit as i64 + 1).await?
    } else {
        match who.account() {
            Some(account) if who.may(Act::Read, OWN_STORY) => own(tx, account, wanted).await?,
            _ => Vec::new(),
        }
    };
    let more = lines.len() > limit;
    lines.truncate(limit);
    let next = lines.last().filter(|_| more).map(|last| After {
        at: last.changed_at,
        id: last.id.clone(),
    });
    Ok(Page { lines, next })
}

/// A story of one's own, of no section.
const OWN_STORY: On<'static> = On {
    own: true,
    section: None,
};

async fn all(tx: &mut Tx, wanted: &Wanted, limit: i64) -> Result<Vec<Line>> {
    let (at, id) = beginning(wanted);
    let section = wanted.section.as_deref().unwrap_or_default();
    let assignee = wanted.assignee.as_deref().unwrap_or_default();
    let one = match wanted.which {
        Which::Only(state) => state.as_str(),
        Which::Any | Which::InWork => "",
    };
    let words = longest_first(&wanted.typed);
    if !words.is_empty() {
        let ends: Vec<String> = words.iter().map(|word| shelf::end_of(word)).collect();
        let range = |n: usize| match (words.get(n), ends.get(n)) {
            (Some(from), Some(to)) => (from.as_str(), to.as_str()),
            _ => ("", ""),
        };
        let typed = Typed {
            ranges: [range(0), range(1), range(2)],
            state: one,
            section,
            assignee,
            at,
            id,
            limit,
        };
        return Ok(q!(tx, shelf::typed(&typed))?);
    }
    // Signs alone find nothing rather than everything.
    if !wanted.typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    // Each way has an index that gives the order; which is narrowest is plain.
    Ok(match wanted.which {
        Which::InWork => q!(tx, shelf::in_work(section, assignee, at, id, limit))?,
        _ if !assignee.is_empty() && section.is_empty() => q!(tx, shelf::of_assignee(assignee, one, at, id, limit))?,
        Which::Only(State::Published) | Which::Any if !section.is_empty() && assignee.is_empty() => {
            q!(tx, shelf::in_section(section, one, at, id, limit))?
        }
        Which::Only(_) => q!(tx, shelf::in_state(one, section, assignee, at, id, limit))?,
        Which::Any => q!(tx, shelf::all(section, assignee, at, id, limit))?,
    })
}

/// A writer's own stories are few, so that they are looked through here.
async fn own(tx: &mut Tx, account: &str, wanted: &Wanted) -> Result<Vec<Line>> {
    let (at, id) = beginning(wanted);
    let words = longest_first(&wanted.typed);
    if words.is_empty() && !wanted.typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<Line> = q!(tx, shelf::own(account, at, id, OWN))?;
    Ok(lines
        .into_iter()
        .filter(|line| {
            let state = match wanted.which {
                Which::InWork if words.is_empty() => {
                    ["idea", "draft", "in-edit", "ready"].contains(&line.state.as_str())
                }
                Which::Only(state) => line.state == state.as_str(),
                Which::Any | Which::InWork => true,
            };
            let kept: Vec<String> = [&line.working_slug, &line.headline]
                .into_iter()
                .flat_map(|text| shelf::words(text))
                .collect();
            let named = |wanted: Option<&String>, is: Option<&String>| wanted.is_none() || wanted == is;
            state
                && named(wanted.section.as_ref(), line.section_id.as_ref())
                && named(wanted.assignee.as_ref(), line.assignee.as_ref())
                && words
                    .iter()
                    .all(|word| kept.iter().any(|one| one.starts_with(word.as_str())))
        })
        .collect())
}

fn beginning(wanted: &Wanted) -> (Micros, &str) {
    wanted
        .after
        .as_ref()
        .map_or((Micros::MAX, ""), |after| (after.at, after.id.as_str()))
}

/// Up to three words of what was typed; the longest finds the fewest stories and goes first.
pub(crate) fn longest_first(typed: &str) -> Vec<String> {
    let mut words: Vec<String> = typed
        .split_whitespace()
        // One word as typed: a script without spaces is kept by each of its parts, and is asked for once.
        .flat_map(|part| {
            courant_model::slug::of(part)
                .split('-')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.dedup();
    words.truncate(3);
    words
}

/// How many stories stand in each state.
#[crate::boxed]
pub async fn counts(tx: &mut Tx) -> Result<BTreeMap<State, i64>> {
    let rows: Vec<(String, i64)> = q!(tx, shelf::counts())?;
    Ok(rows
        .into_iter()
        .filter_map(|(state, count)| Some((State::parse(&state)?, count)))
        .collect())
}

/// Keeps the words of stories that an older version of the house began without; the serving process calls it once.
#[crate::boxed]
pub async fn fill(store: &Store, house: &House) -> Result<usize> {
    let began = house.now();
    let mut filled = 0;
    loop {
        let lines: Vec<Line> = {
            let mut tx = store.read().await?;
            q!(tx, shelf::without_words(200))?
        };
        let before = filled;
        let mut tx = store.write().await?;
        for line in lines {
            q!(tx, stories::keep_words(&line.id, "slug", &line.working_slug))?;
            q!(tx, stories::keep_words(&line.id, "headline", &line.headline))?;
            // A story of signs alone has no words and would be found again for ever.
            if shelf::words(&line.working_slug).is_empty() && shelf::words(&line.headline).is_empty() {
                q!(tx, stories::keep_words(&line.id, "slug", &line.id))?;
            }
            filled += 1;
        }
        tx.commit().await?;
        if filled == before {
            let took = (house.now() - began) / 1_000;
            if filled > 0 {
                tracing::info!(stories = filled, milliseconds = took, "the desk's list was filled");
            }
            return Ok(filled);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_goes_first_and_three_are_enough() {
        assert_eq!(longest_first("fe harbour  São"), ["harbour", "sao", "fe"]);
        assert_eq!(longest_first("a b c d").len(), 3);
        assert!(longest_first(" … ").is_empty());
    }
}
