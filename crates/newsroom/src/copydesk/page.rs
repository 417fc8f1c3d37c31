//! A story's copy as the page that the copy desk reads: fields, document, and everything else that would be printed.
//! Called by [`super::gather`] for drafts and revisions alike.

use crate::commands::file_story::Copy;
use crate::{Result, commands};
use courant_copydesk::{Facts, Fields, Page, PictureFacts, Span};
use courant_model::paper::Paper;
use courant_model::picture::Picture;
use courant_model::slug;
use courant_model::story::{Kind, Live, Story};
use courant_model::time::{Micros, timestamp};
use courant_store::{Tx, q};
use courant_text::{Block, BlockId, BlockKind, Document};
use serde_json::Value;
use std::collections::HashSet;

/// When the words were written, and when they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct When {
    /// The moment at which readers see it; none for a story of unknown date.
    pub printed: Option<Micros>,
    /// The moment at which it was written.
    pub written: Option<Micros>,
    /// It was before readers on another day and is put on top again.
    pub again: bool,
}

/// The page of a story. What stands in no paragraph is read too: titles, address, topics, file names, links, and the
/// texts that are printed `beside` it.
#[crate::boxed]
pub async fn page_of(
    tx: &mut Tx,
    paper: &Paper,
    story: &Story,
    live: Option<&Live>,
    copy: &Copy,
    when: When,
    beside: &[&str],
) -> Result<Page> {
    let mut others: Vec<String> = [
        &copy.short_headline,
        &copy.search_title,
        &copy.share_title,
        &copy.dateline,
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .cloned()
    .collect();
    others.push(match live {
        Some(live) => live.path.clone(),
        None if story.wanted_slug.is_empty() => slug::of(&copy.headline),
        None => story.wanted_slug.clone(),
    });
    for topic in &copy.topics {
        if let Some(topic) = q!(tx, terms::topic(topic))? {
            others.push(topic.name);
            others.push(topic.slug);
        }
    }
    for line in &copy.byline {
        let name = match &line.author {
            Some(id) => q!(tx, terms::author(id))?.map(|author| author.name).unwrap_or_default(),
            None => line.guest.clone(),
        };
        others.push(name);
        others.push(line.role.clone());
    }
    let section = match &copy.section_id {
        Some(id) => q!(tx, terms::sections())?
            .into_iter()
            .find(|one| one.id == *id)
            .map(|one| one.name),
        None => None,
    };
    let mut pictures = Vec::new();
    if let Some(picture) = picture(tx, copy.picture_id.as_deref()).await? {
        pictures.push(PictureFacts {
            block: None,
            at: Span::default(),
            alt: !picture.alt.trim().is_empty(),
            caption: !picture.caption.trim().is_empty(),
            credit: !picture.credit.trim().is_empty(),
        });
        told_by(&picture, &mut others);
    }
    let mut ids = HashSet::new();
    attributes(&courant_text::json::tree(&copy.document), &mut others, &mut ids);
    for id in ids {
        if let Some(picture) = picture(tx, Some(&id)).await? {
            told_by(&picture, &mut others);
        }
    }
    others.extend(beside.iter().map(|text| (*text).to_owned()));
    others.retain(|text| !text.trim().is_empty());
    others.dedup();
    let zone = paper.time_zone();
    let day = |at: Micros| timestamp(at).to_zoned_datetime(zone.clone()).date().to_string();
    let date = when.printed.map(&day);
    let fields = Fields {
        headline: &copy.headline,
        standfirst: &copy.standfirst,
        others: others.iter().map(String::as_str).collect(),
        facts: Facts {
            written: when
                .written
                .map(&day)
                .filter(|written| date.as_ref().is_some_and(|date| date != written)),
            date,
            again: when.again,
            has_fields: story.form != "page",
            section,
            interview: copy.kind == Kind::Interview,
            pictures,
            links: Vec::new(),
        },
        shared: shared(tx, &copy.document).await?,
    };
    Ok(Page::from_story(&fields, &copy.document))
}

async fn picture(tx: &mut Tx, id: Option<&str>) -> Result<Option<Picture>> {
    match id {
        Some(id) => Ok(q!(tx, pictures::by_id(id))?),
        None => Ok(None),
    }
}

/// What a picture of the paper brings along: its own words, and the name that stands in its address.
fn told_by(picture: &Picture, others: &mut Vec<String>) {
    others.extend([&picture.name, &picture.alt, &picture.caption, &picture.credit].map(Clone::clone));
}

/// Attributes whose words the page holds already, or that are no words.
const READ: [&str; 9] = [
    "id", "alt", "caption", "credit", "speaker", "level", "language", "picture", "type",
];

/// Words and addresses in the attributes of blocks and marks: titles of cards, links, names of files.
fn attributes(value: &Value, others: &mut Vec<String>, pictures: &mut HashSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| attributes(item, others, pictures)),
        Value::Object(map) => {
            if let Some(Value::Object(attrs)) = map.get("attrs") {
                for (name, value) in attrs {
                    let Some(text) = value.as_str() else { continue };
                    if name == "picture" {
                        pictures.insert(text.to_owned());
                    } else if !READ.contains(&name.as_str()) {
                        others.push(
                            percent_encoding::percent_decode_str(text)
                                .decode_utf8_lossy()
                                .into_owned(),
                        );
                    }
                }
            }
            for below in ["content", "marks"] {
                if let Some(value) = map.get(below) {
                    attributes(value, others, pictures);
                }
            }
        }
        _ => {}
    }
}

/// Blocks that say to the letter what a shared background says.
async fn shared(tx: &mut Tx, document: &Document) -> Result<Vec<BlockId>> {
    let mut known: HashSet<String> = HashSet::new();
    for background in q!(tx, templates::background())? {
        if let Ok(document) = courant_text::json::read(&background.document) {
            known.extend(document.blocks.iter().filter_map(words_of));
        }
    }
    if known.is_empty() {
        return Ok(Vec::new());
    }
    Ok(document
        .blocks
        .iter()
        .filter(|block| words_of(block).is_some_and(|words| known.contains(&words)))
        .map(|block| block.id.clone())
        .collect())
}

fn words_of(block: &Block) -> Option<String> {
    let BlockKind::Paragraph(_) = &block.kind else {
        return None;
    };
    let alone = Document {
        blocks: vec![block.clone()],
    };
    Some(super::folded(&courant_text::plain::write(&alone))).filter(|words| !words.is_empty())
}

/// The paper, as it is now.
pub(super) async fn paper(tx: &mut Tx) -> Result<Paper> {
    commands::revise_paper::current(tx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_attributes_are_read_and_ids_are_not() {
        let json: Value = serde_json::from_str(
            r#"{"type":"doc","content":[{"type":"readMore","attrs":{"id":"b1","title":"Old story"}},
            {"type":"paragraph","attrs":{"id":"b2"},"content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"/local/anna%20berg"}}]}]},
            {"type":"picture","attrs":{"id":"b3","picture":"p1","alt":"A quay"}}]}"#,
        )
        .unwrap_or_default();
        let (mut others, mut pictures) = (Vec::new(), HashSet::new());
        attributes(&json, &mut others, &mut pictures);
        assert_eq!(others, ["Old story", "/local/anna berg"]);
        assert_eq!(pictures.into_iter().collect::<Vec<_>>(), ["p1"]);
    }
}
