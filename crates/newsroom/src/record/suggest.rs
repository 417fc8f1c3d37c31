//! What the archive says of a draft: stories that go with it, texts that are nearly the same, storylines that it fits.
//! Asked by the desk when somebody looks; nothing here makes a row.

use crate::search::{Matter, NEARLY_THE_SAME, Near, SAME_EVENT};
use crate::{Newsroom, Result};
use courant_model::story::Revision;
use courant_model::storyline::Storyline;
use courant_store::{StoreError, Tx, q};
use courant_text::BlockKind;
use std::collections::BTreeSet;

/// Neighbours that are asked for.
const ASKED: usize = 12;
/// Storylines that are suggested.
const STORYLINES: usize = 2;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Suggestions {
    /// Stories that tell of the same event or the same matter, the nearest first; no copies.
    pub near: Vec<Near>,
    /// Stories whose text is nearly the same.
    pub copies: Vec<Near>,
    /// Storylines that it fits and is not filed in.
    pub storylines: Vec<Fit>,
}

/// A storyline that a story fits, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The storyline.
    pub storyline: Storyline,
    /// How many of its stories are neighbours.
    pub stories: usize,
    /// The headline of the nearest of them.
    pub nearest: String,
    /// Names that the story shares with them.
    pub names: Vec<String>,
}

/// Looks the draft up in the archive; nothing where this process has no index.
#[crate::boxed]
pub async fn of_draft(tx: &mut Tx, newsroom: &Newsroom, draft: &Revision) -> Result<Suggestions> {
    let near = neighbours(newsroom, draft).await?;
    let filed: Vec<String> = q!(tx, storylines::of_story(&draft.story_id))?
        .into_iter()
        .map(|storyline| storyline.id)
        .collect();
    let mut with = Vec::new();
    let mut found = Suggestions::default();
    for one in near {
        // What readers may see is decided by the store alone; the index may be a moment behind.
        let Some(live) = q!(tx, live::by_id(&one.id))?.filter(|live| live.retracted_at.is_none()) else {
            continue;
        };
        let one = Near {
            headline: live.headline,
            path: live.path,
            ..one
        };
        // A text that was written anew belongs where the old one does, and stands beside it nowhere.
        let copied = one.copy >= NEARLY_THE_SAME;
        // What is near by chance says nothing.
        if !copied && one.bond().is_none() {
            continue;
        }
        with.push((one.clone(), q!(tx, storylines::of_story(&one.id))?));
        if copied {
            found.copies.push(one);
        } else {
            found.near.push(one);
        }
    }
    found.storylines = fitting(&with, &filed);
    Ok(found)
}

/// Texts of the archive that are nearly the draft's, for the step before it goes out.
#[crate::boxed]
pub async fn copies(tx: &mut Tx, newsroom: &Newsroom, draft: &Revision) -> Result<Vec<Near>> {
    Ok(of_draft(tx, newsroom, draft).await?.copies)
}

async fn neighbours(newsroom: &Newsroom, draft: &Revision) -> Result<Vec<Near>> {
    let Some(index) = newsroom.index.clone() else {
        return Ok(Vec::new());
    };
    let mut document = courant_text::json::read(&draft.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", draft.id)))?;
    document
        .blocks
        .retain(|block| !matches!(block.kind, BlockKind::ReadMore(_)));
    let (headline, standfirst) = (draft.headline.clone(), draft.standfirst.clone());
    let own = draft.story_id.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let matter = Matter::of(&headline, &standfirst, &courant_text::plain::write(&document));
        index.near(&matter, &own, ASKED)
    });
    Ok(asked
        .await
        .map_err(|_| StoreError::Unreadable("looking for neighbours broke off".to_owned()))?
        .map_err(|error| StoreError::Unreadable(format!("search index: {error}")))?)
}

/// The open storylines that the neighbours are filed in, when one of them tells of the same event or several of
/// something near it.
fn fitting(near: &[(Near, Vec<Storyline>)], filed: &[String]) -> Vec<Fit> {
    let mut fits: Vec<(f64, Fit)> = Vec::new();
    for (one, storylines) in near {
        for storyline in storylines {
            if !storyline.is_open() || filed.contains(&storyline.id) {
                continue;
            }
            if let Some((share, fit)) = fits.iter_mut().find(|(_, fit)| fit.storyline.id == storyline.id) {
                *share += one.share;
                fit.stories += 1;
                let known: BTreeSet<&String> = fit.names.iter().collect();
                let more: Vec<String> = one.names.iter().filter(|name| !known.contains(name)).cloned().collect();
                fit.names.extend(more);
            } else {
                let fit = Fit {
                    storyline: storyline.clone(),
                    stories: 1,
                    nearest: one.headline.clone(),
                    names: one.names.clone(),
                };
                fits.push((one.share, fit));
            }
        }
    }
    fits.retain(|(share, _)| *share >= SAME_EVENT);
    fits.sort_by(|a, b| b.0.total_cmp(&a.0));
    fits.truncate(STORYLINES);
    fits.into_iter()
        .map(|(_, mut fit)| {
            fit.names.truncate(4);
            fit
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(id: &str, share: f64, name: &str) -> Near {
        Near {
            id: id.into(),
            headline: format!("Story {id}"),
            path: format!("/{id}"),
            published: None,
            share,
            copy: 0.0,
            names: vec![name.into()],
            telling: 9,
            telling_names: 2,
            runs: BTreeSet::new().into_iter().collect(),
        }
    }

    fn storyline(id: &str, state: &str) -> Storyline {
        Storyline {
            id: id.into(),
            number: 1,
            slug: id.into(),
            title: id.into(),
            summary: String::new(),
            state: state.into(),
            is_public: false,
            noindex: true,
            created_at: 0,
            changed_at: 0,
        }
    }

    #[test]
    fn a_storyline_fits_when_one_story_of_it_is_the_same_event_or_several_are_near() {
        let (ferry, quay, old) = (
            storyline("ferry", "open"),
            storyline("quay", "open"),
            storyline("old", "closed"),
        );
        let half = SAME_EVENT * 0.6;
        let all = [
            (near("a", SAME_EVENT, "Olav Dahl"), vec![old.clone()]),
            (near("b", half, "Olav Dahl"), vec![ferry.clone()]),
            (near("c", half, "Maren"), vec![ferry.clone(), quay]),
        ];
        let fits = fitting(&all, &[]);
        assert_eq!(fits.len(), 1, "{fits:?}");
        let fit = fits.first().map(|fit| {
            (
                fit.storyline.id.as_str(),
                fit.stories,
                fit.nearest.as_str(),
                fit.names.len(),
            )
        });
        assert_eq!(fit, Some(("ferry", 2, "Story b", 2)));
        assert!(fitting(&all, &["ferry".to_owned()]).is_empty(), "it is filed there");
    }
}
