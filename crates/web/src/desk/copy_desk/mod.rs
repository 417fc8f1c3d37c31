//! The copy desk beside a story: its notes as a list, asked for while people write, and what they decide on them.
//! `rail/copy_desk.rs` prints the list with the page; the island asks [`notes`] after a pause and underlines what comes back.

mod acts;
mod check_page;
mod list;
mod sources;
mod told;

pub(crate) use acts::{decide, override_stop};
#[cfg(test)]
pub(crate) use check_page::CheckPage;
pub(crate) use check_page::show as check;
#[cfg(test)]
pub(crate) use list::ListAlone;
pub(crate) use list::{CopyList, Row};
#[cfg(test)]
pub(crate) use sources::SourcePage;
pub(crate) use sources::{LARGEST as LARGEST_SOURCE, attach, remove, show as source};
pub(crate) use told::notes;

use crate::app::App;
use courant_newsroom::copydesk::Finding;
use courant_store::q;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Notes that this process counted as shown already. It forgets when it is full; the store counts each once in any case.
#[derive(Default)]
pub(crate) struct Shown(Mutex<HashSet<(String, String)>>);

/// Most that are remembered.
const MOST: usize = 50_000;

impl Shown {
    /// Those of a story's notes that were not counted yet.
    fn fresh(&self, story: &str, notes: &[(String, String)]) -> Vec<(String, String)> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > MOST {
            seen.clear();
        }
        let new = notes
            .iter()
            .filter(|(rule, passage)| seen.insert((story.to_owned(), format!("{rule} {passage}"))));
        new.cloned().collect()
    }
}

/// Counts notes as shown, in a transaction of its own that nobody waits for.
pub(crate) fn count_shown(app: &std::sync::Arc<App>, story: &str, findings: &[Finding]) {
    let notes: Vec<(String, String)> = findings
        .iter()
        .filter(|one| one.is_open())
        .map(|one| (one.note.check.clone(), one.passage.clone()))
        .collect();
    let fresh = app.shown.fresh(story, &notes);
    if fresh.is_empty() {
        return;
    }
    let (app, story) = (app.clone(), story.to_owned());
    tokio::spawn(async move {
        let counted = async {
            let mut tx = app.newsroom.store.write().await?;
            for (rule, passage) in &fresh {
                q!(tx, copydesk::show(&story, rule, passage))?;
            }
            tx.commit().await
        };
        if let Err(error) = counted.await {
            tracing::warn!(%error, "notes of the copy desk could not be counted");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_counted_once_a_story() {
        let shown = Shown::default();
        let note = |passage: &str| ("marks".to_owned(), passage.to_owned());
        assert_eq!(shown.fresh("s", &[note("a"), note("b")]).len(), 2);
        assert_eq!(shown.fresh("s", &[note("b"), note("c")]), [note("c")]);
        assert_eq!(shown.fresh("t", &[note("b")]).len(), 1);
    }
}
