//! The neighbours of a story in the archive: stories of the same event, and texts that are nearly the same.
//! Asked by the desk with a draft, and by the follower that works out what stands under a published story.

use super::matter::{Matter, in_common, times};
use super::{Index, SearchError, SearchStory};
use std::collections::{BTreeMap, HashSet};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Term, Value as _};
use tantivy::{DocAddress, DocSet as _, Searcher, TantivyDocument};

/// From this share of telling words on, two stories tell of one event.
pub const SAME_EVENT: f64 = 0.2;
/// From this share on they may tell of one matter; less is chance.
pub const SAME_MATTER: f64 = SAME_EVENT / 2.0;
/// So many telling words must both have, whatever they weigh: a single rare word, or two, is chance.
const TELLING: usize = 3;
/// So many without a name that tells: other people and other places make another matter, unless the words are many.
const TELLING_ALONE: usize = 7;
/// A word tells while at most one story in so many has it,
const IN_ONE_OF: u64 = 20;
/// or one in so many of a small archive, of which a single storyline is a larger share, up to a dozen stories,
const IN_ONE_OF_FEW: u64 = 6;
const DOZEN: u64 = 12;
/// or so few stories, where it is tiny.
const FEW: u64 = 3;
/// From this share of common runs of words on, two texts are nearly the same.
pub const NEARLY_THE_SAME: f64 = 0.6;

/// Words of a story that take part in a question: the rarest tell most.
const ASKED: usize = 48;
/// Stories that are looked at closely for the same text.
const COPIES: usize = 4;
/// Saturation of repeated words, as in [`courant_copydesk::related`] and in tantivy's BM25.
const K1: f64 = 1.2;
/// Names that say why a story is near.
const NAMES: usize = 4;

/// A neighbour.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The story.
    pub id: String,
    /// Its headline.
    pub headline: String,
    /// Its address.
    pub path: String,
    /// When it was published, in microseconds UTC.
    pub published: Option<i64>,
    /// How much of what the story is about they share, from 0 to 1; see [`SAME_EVENT`].
    pub share: f64,
    /// How much text they share, from 0 to 1; see [`NEARLY_THE_SAME`].
    pub copy: f64,
    /// Names that both have.
    pub names: Vec<String>,
    /// How many telling words both have: few stories of the archive have each of them.
    pub telling: usize,
    /// How many of them are words of a name.
    pub telling_names: usize,
    /// Its runs of words.
    pub(crate) runs: HashSet<u64>,
}

/// What ties two stories together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// They tell of one matter.
    Matter,
    /// They tell of one event.
    Event,
}

impl Near {
    /// What ties it to the story that was asked about; nothing when it is near by chance. The share of weighed words alone
    /// says little where an archive is small or a story short, so what they share is counted as well.
    pub fn bond(&self) -> Option<Bond> {
        let enough = if self.telling_names > 0 { TELLING } else { TELLING_ALONE };
        if self.telling < enough || self.share < SAME_MATTER {
            return None;
        }
        Some(if self.share >= SAME_EVENT {
            Bond::Event
        } else {
            Bond::Matter
        })
    }
}

/// A question about what a story is about.
struct Asked {
    query: Option<BooleanQuery>,
    /// The score that the story itself would have.
    whole: f64,
    /// The words that tell, and whether each belongs to a name.
    telling: Vec<(Term, bool)>,
}

impl Index {
    /// The nearest stories, best first, at most so many; those that are nearly the same text stand among them whatever
    /// their rank. `but` is left out. Blocks for file work, usually well under 10 ms.
    ///
    /// # Errors
    /// Only when the index's files cannot be read.
    pub fn near(&self, matter: &Matter, but: &str, most: usize) -> Result<Vec<Near>, SearchError> {
        let searcher = self.inner.reader.searcher();
        let mut found: BTreeMap<DocAddress, f64> = BTreeMap::new();
        let asked = self.about(&searcher, matter)?;
        if let Some(query) = &asked.query {
            let top = TopDocs::with_limit(most.saturating_add(2)).order_by_score();
            for (score, address) in searcher.search(query, &top)? {
                found.insert(address, (f64::from(score) / asked.whole).min(1.0));
            }
        }
        for address in self.copies(&searcher, matter)? {
            found.entry(address).or_insert(0.0);
        }
        let mut shared = self.shared(&searcher, &asked.telling, found.keys().copied())?;
        let mut near = Vec::new();
        for (address, share) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            let Some(story) = self.story_of(&document)? else {
                continue;
            };
            if story.id == but {
                continue;
            }
            let (telling, telling_names) = shared.remove(&address).unwrap_or_default();
            near.push(Near {
                telling,
                telling_names,
                ..neighbour(matter, story, share)
            });
        }
        near.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
        let mut place = 0;
        near.retain(|one| {
            place += 1;
            place <= most || one.copy >= NEARLY_THE_SAME
        });
        Ok(near)
    }

    /// What a story of the index is about; nothing when it is not in it.
    ///
    /// # Errors
    /// Only when the index's files cannot be read.
    pub fn matter_of(&self, id: &str) -> Result<Option<Matter>, SearchError> {
        let searcher = self.inner.reader.searcher();
        let query = TermQuery::new(
            Term::from_field_text(self.inner.fields.id, id),
            IndexRecordOption::Basic,
        );
        let top = TopDocs::with_limit(1).order_by_score();
        for (_, address) in searcher.search(&query, &top)? {
            let document: TantivyDocument = searcher.doc(address)?;
            if let Some(story) = self.story_of(&document)? {
                return Ok(Some(Matter::of(&story.headline, &story.standfirst, &story.text)));
            }
        }
        Ok(None)
    }

    /// The question about what a story is about.
    fn about(&self, searcher: &Searcher, matter: &Matter) -> Result<Asked, SearchError> {
        let field = self.inner.fields.matter;
        let count = searcher.num_docs() as f64;
        let rare_enough = (searcher.num_docs() / IN_ONE_OF)
            .max((searcher.num_docs() / IN_ONE_OF_FEW).min(DOZEN))
            .max(FEW);
        let mut asked = Vec::new();
        for (word, weight) in &matter.words {
            let term = Term::from_field_text(field, word);
            let held = searcher.doc_freq(&term)?;
            let holding = held as f64;
            if holding > 0.0 {
                let rare = ((count - holding + 0.5).max(0.5) / (holding + 0.5) + 1.0).ln();
                let boost = rare * weight * (K1 + 1.0) / (weight + K1);
                let tells = (held <= rare_enough).then(|| matter.name_words.contains(word));
                asked.push((boost, rare, *weight, term, tells));
            }
        }
        asked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.3.cmp(&b.3)));
        asked.truncate(ASKED);
        let mut whole = 0.0;
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut telling = Vec::new();
        for (boost, rare, weight, term, tells) in asked {
            if let Some(of_name) = tells {
                telling.push((term.clone(), of_name));
            }
            let often = f64::from(times(weight));
            whole += boost * rare * (K1 + 1.0) * often / (often + K1);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            parts.push((Occur::Should, Box::new(BoostQuery::new(Box::new(query), boost as f32))));
        }
        let query = (!parts.is_empty()).then(|| BooleanQuery::new(parts));
        Ok(Asked {
            query,
            whole: whole.max(f64::MIN_POSITIVE),
            telling,
        })
    }

    /// How many of the telling words each of these stories has, and how many of them belong to a name. Asked of the index's
    /// own lists, so no text is read again.
    fn shared(
        &self,
        searcher: &Searcher,
        telling: &[(Term, bool)],
        stories: impl Iterator<Item = DocAddress>,
    ) -> Result<BTreeMap<DocAddress, (usize, usize)>, SearchError> {
        let mut counts: BTreeMap<DocAddress, (usize, usize)> = stories.map(|address| (address, (0, 0))).collect();
        for (ord, segment) in searcher.segment_readers().iter().enumerate() {
            let own: Vec<DocAddress> = counts
                .keys()
                .copied()
                .filter(|address| address.segment_ord as usize == ord)
                .collect();
            if own.is_empty() {
                continue;
            }
            let inverted = segment.inverted_index(self.inner.fields.matter)?;
            for (term, of_name) in telling {
                let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
                    continue;
                };
                // Ascending, as lists are read.
                for address in &own {
                    if postings.doc() < address.doc_id {
                        postings.seek(address.doc_id);
                    }
                    if postings.doc() == address.doc_id
                        && let Some(count) = counts.get_mut(address)
                    {
                        count.0 += 1;
                        count.1 += usize::from(*of_name);
                    }
                }
            }
        }
        Ok(counts)
    }

    /// The stories that share most of the sample of runs.
    fn copies(&self, searcher: &Searcher, matter: &Matter) -> Result<Vec<DocAddress>, SearchError> {
        let parts: Vec<(Occur, Box<dyn Query>)> = matter
            .sampled()
            .iter()
            .map(|run| {
                let term = Term::from_field_text(self.inner.fields.runs, run);
                let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
                (Occur::Should, query)
            })
            .collect();
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let top = TopDocs::with_limit(COPIES).order_by_score();
        let found = searcher.search(&BooleanQuery::new(parts), &top)?;
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    fn story_of(&self, document: &TantivyDocument) -> Result<Option<SearchStory>, SearchError> {
        let Some(bytes) = document
            .get_first(self.inner.fields.story)
            .and_then(|value| value.as_bytes())
        else {
            return Ok(None);
        };
        Ok(Some(serde_json::from_slice(bytes)?))
    }
}

/// Leaves out stories that are nearly the text of one that stands before them.
pub(crate) fn without_copies(near: Vec<Near>) -> Vec<Near> {
    let mut kept: Vec<Near> = Vec::new();
    for one in near {
        if kept
            .iter()
            .all(|other| in_common(&one.runs, &other.runs) < NEARLY_THE_SAME)
        {
            kept.push(one);
        }
    }
    kept
}

fn neighbour(matter: &Matter, story: SearchStory, share: f64) -> Near {
    let runs = Matter::runs_of(&story.text);
    let copy = in_common(&matter.runs, &runs);
    let mut names: Vec<String> = Vec::new();
    for name in &matter.names {
        if names.len() == NAMES {
            break;
        }
        let shorter = names.iter().any(|kept| kept.contains(name.as_str()));
        let both = [&story.headline, &story.standfirst, &story.text]
            .iter()
            .any(|text| has_name(text, name));
        if both && !shorter {
            names.push(name.clone());
        }
    }
    Near {
        id: story.id,
        headline: story.headline,
        path: story.path,
        published: story.published,
        share,
        copy,
        names,
        telling: 0,
        telling_names: 0,
        runs,
    }
}

/// Whether a text has a name as whole words.
fn has_name(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
