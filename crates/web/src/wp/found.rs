//! Words looked for: in the search index for stories, word by word for terms, authors, pictures and replies.
//! Lists ask it where `search` was said.

use crate::site::Reader;
use courant_newsroom::Error;
use courant_newsroom::copydesk::withheld;
use courant_newsroom::search::{self, Query};
use courant_store::StoreError;
use std::collections::BTreeSet;

/// Longest question, in characters.
const LONGEST: usize = 300;
/// Hits that the index gives at once, and how often it is asked.
const HITS: usize = 100;
const TIMES: usize = 5;

/// Ids of the stories that have all the words, the best first; at most 500.
pub(super) async fn stories(reader: &mut Reader<'_>, words: &str) -> Result<Vec<String>, Error> {
    let text: String = words.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let newsroom = &reader.app.newsroom;
    // A name that is held back is neither looked for nor said once more.
    if withheld::holds(&mut reader.tx, &newsroom.house, &[&text]).await? {
        return Ok(Vec::new());
    }
    let Some(index) = newsroom.index.clone() else {
        return Ok(Vec::new());
    };
    let now = newsroom.house.now();
    let found = tokio::task::spawn_blocking(move || {
        let mut ids: Vec<String> = Vec::new();
        for page in 1..=TIMES {
            let results = index.search(&Query {
                text: text.clone(),
                page,
                per_page: HITS,
                now,
                ..Query::default()
            })?;
            let full = results.hits.len() == HITS;
            // Where no story has all the words, programs are told so.
            if !results.loosened {
                ids.extend(results.hits.into_iter().map(|hit| hit.id));
            }
            if !full {
                break;
            }
        }
        Ok::<_, search::SearchError>(ids)
    });
    found
        .await
        .map_err(|_| StoreError::Unreadable("the search broke off".to_owned()))?
        .map_err(|error| StoreError::Unreadable(format!("search index: {error}")).into())
}

/// Whether a text has every word of a question; the last may be the beginning of one.
pub(super) fn has(text: &str, asked: &BTreeSet<String>) -> bool {
    let words = search::plain_words(text);
    asked.iter().all(|word| {
        words
            .range(word.clone()..)
            .next()
            .is_some_and(|first| first.starts_with(word.as_str()))
    })
}

/// The words of a question.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    search::plain_words(text.chars().take(LONGEST).collect::<String>().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_there_or_begin_one() {
        let asked = words("Ferry nig");
        assert!(has("The night ferry", &asked));
        assert!(!has("The day ferry", &asked));
        assert!(has("anything", &words(" ")));
    }
}
