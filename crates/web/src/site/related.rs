//! What goes with a story: the stories under it, chosen by an editor or worked out when it was published, and the
//! "Read more" cards that a text without any gets. Called by the story's page; nothing is compared while a reader waits.

use super::reader::Reader;
use courant_model::entry::Thing;
use courant_model::story::Live;
use courant_model::term::Topic;
use courant_newsroom::Error;
use courant_store::q;
use courant_text::document::ReadMore;
use courant_text::{Block, BlockId, BlockKind, Document, Inline};
use std::collections::BTreeSet;

/// Related stories under a story.
const RELATED: usize = 4;
/// Cards that a text gets by itself.
const CARDS: usize = 2;
/// Paragraphs before the first card, and from one card to the next.
const BEFORE: usize = 3;
const APART: usize = 4;

/// The stories under a story and those for its cards; none stands twice.
pub(super) struct Beside {
    pub(super) cards: Vec<Live>,
    pub(super) under: Vec<Live>,
}

/// Reads what was chosen, else what was worked out: the same event before the same topic, never the story itself, never
/// its copy.
pub(super) async fn read(
    reader: &mut Reader<'_>,
    live: &Live,
    topics: &[Topic],
    document: &Document,
) -> Result<Beside, Error> {
    let named = named(document);
    let mut seen: BTreeSet<String> = named.iter().cloned().chain([live.story_id.clone()]).collect();
    let chosen = q!(reader.tx, related::chosen_live(&live.story_id))?;
    let worked_out = q!(reader.tx, related::worked_out(&live.story_id))?;
    seen.extend(
        worked_out
            .into_iter()
            .filter(|one| one.duplicate)
            .map(|one| one.related_id),
    );
    let mut near = q!(reader.tx, related::worked_out_live(&live.story_id))?;
    near.retain(|one| !seen.contains(&one.story_id));
    // An editor's choice is neither added to nor mixed.
    if !chosen.is_empty() {
        let under = chosen
            .into_iter()
            .filter(|one| seen.insert(one.story_id.clone()))
            .collect();
        return Ok(Beside {
            cards: cards(document, &mut near, &mut seen, 0),
            under,
        });
    }
    let cards = cards(document, &mut near, &mut seen, RELATED);
    let mut under: Vec<Live> = near
        .into_iter()
        .filter(|one| seen.insert(one.story_id.clone()))
        .take(RELATED)
        .collect();
    for topic in topics {
        if under.len() >= RELATED {
            break;
        }
        reader.read(&Thing::Topic(topic.id.clone()));
        let wanted = RELATED + seen.len();
        let rows = q!(reader.tx, live::of_topic(&topic.id, false, wanted as i64, 0))?;
        under.extend(rows.into_iter().filter(|one| seen.insert(one.story_id.clone())));
    }
    if under.len() < RELATED
        && let Some(section) = &live.section_id
    {
        reader.read(&Thing::Section(section.clone()));
        let wanted = RELATED + seen.len();
        let rows = q!(reader.tx, live::of_section(section, false, wanted as i64, 0))?;
        under.extend(rows.into_iter().filter(|one| seen.insert(one.story_id.clone())));
    }
    under.truncate(RELATED);
    Ok(Beside { cards, under })
}

/// Takes the nearest stories for cards, when the text has room for some and its writer set none.
fn cards(document: &Document, near: &mut Vec<Live>, seen: &mut BTreeSet<String>, spare: usize) -> Vec<Live> {
    let room = places(document).len();
    // What is nearest stands in the text; the list under it still has something of the same event.
    let take = room.min(near.len().saturating_sub(spare.min(1)));
    let cards: Vec<Live> = near.drain(..take.min(near.len())).collect();
    seen.extend(cards.iter().map(|one| one.story_id.clone()));
    cards
}

/// Puts cards into a document, at the places where a card may stand.
pub(super) fn with_cards(document: &mut Document, cards: &[Live]) {
    let places = places(document);
    for (place, live) in places.into_iter().zip(cards).rev() {
        let card = Block {
            id: BlockId(format!("more{}", live.number)),
            kind: BlockKind::ReadMore(ReadMore {
                title: live.headline.clone(),
                story: Some(live.story_id.clone()),
                url: None,
            }),
        };
        document.blocks.insert(place.min(document.blocks.len()), card);
    }
}

/// The stories that a text points to itself.
fn named(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::ReadMore(more) => more.story.clone(),
            _ => None,
        })
        .collect()
}

/// Where cards may stand, as places among the blocks: none before the third paragraph, at most one in four, none at the
/// end, and only between paragraphs that quote nobody, so that no card parts a quotation from its speaker. A text whose
/// writer set a card gets no others.
fn places(document: &Document) -> Vec<usize> {
    let blocks = &document.blocks;
    if blocks.iter().any(|block| matches!(block.kind, BlockKind::ReadMore(_))) {
        return Vec::new();
    }
    let paragraphs = blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph(_)))
        .count();
    let most = CARDS.min(paragraphs / APART);
    let mut places = Vec::new();
    let mut since = 0;
    for (at, pair) in blocks.windows(2).enumerate() {
        let [above, below] = pair else { continue };
        if matches!(above.kind, BlockKind::Paragraph(_)) {
            since += 1;
        }
        let wanted = if places.is_empty() { BEFORE } else { APART };
        if places.len() < most && since >= wanted && is_plain(above) && is_plain(below) {
            places.push(at + 1);
            since = 0;
        }
    }
    places
}

/// A paragraph without anybody's words in it.
fn is_plain(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else {
        return false;
    };
    !inlines.iter().any(|inline| match inline {
        Inline::Text { text, .. } => text.contains(['“', '”', '"', '«', '»', '„', '「', '」', '‘']),
        Inline::Break => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_text::{SequentialIds, plain};

    fn text(paragraphs: &[&str]) -> Document {
        plain::read(&paragraphs.join("\n\n"), &mut SequentialIds::new())
    }

    #[test]
    fn no_card_stands_before_the_third_paragraph_and_at_most_one_in_four() {
        let of = |count: usize| places(&text(&vec!["It rained in Maren all day long."; count]));
        assert!(of(3).is_empty());
        assert_eq!(of(5), [3]);
        assert_eq!(of(12), [3, 7]);
        assert_eq!(of(40).len(), CARDS);
        assert!(of(4).iter().all(|place| *place < 4), "never at the end");
    }

    #[test]
    fn no_card_parts_a_quotation_from_its_speaker() {
        let plain = "It rained in Maren all day long.";
        let quoted = "“We knew it,” the mayor said.";
        assert_eq!(places(&text(&[plain, plain, quoted, plain, plain, plain])), [4]);
        assert_eq!(places(&text(&[plain, plain, plain, quoted, plain, plain])), [5]);
        assert!(places(&text(&[quoted; 9])).is_empty());
    }
}
