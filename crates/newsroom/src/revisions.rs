//! The versions of a story: their list, and two of them side by side, word by word.
//! The desk's pages print both; a version is made by `drafts`, and named by `name_revision`.

use crate::permissions::Who;
use crate::{Error, Result, commands, names};
use courant_model::account::Act;
use courant_model::shelf::Version;
use courant_model::story::{Byline, Revision};
use courant_model::time::Micros;
use courant_store::{StoreError, Tx, q};
use courant_text::diff::{self, BlockChange, WordChange};
use courant_text::document::HeadingLevel;
use courant_text::{Block, BlockKind, Document, plain};
use serde::Serialize;

/// A version in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Id of the revision.
    pub id: String,
    /// When it was made, microseconds UTC.
    pub at: Micros,
    /// Who made it, by name.
    pub by: String,
    /// What somebody called it.
    pub name: String,
    /// Its headline.
    pub headline: String,
    /// Words of its body.
    pub words: i64,
    /// Readers see this one.
    pub live: bool,
    /// It is the latest.
    pub head: bool,
}

/// Where the next page of a list begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Made before this moment …
    pub at: Micros,
    /// … and id.
    pub id: String,
}

/// Versions of a story, newest first, and where older ones begin.
#[crate::boxed]
pub async fn list(
    tx: &mut Tx,
    who: &Who,
    story_id: &str,
    after: Option<&After>,
    limit: usize,
) -> Result<(Vec<Listed>, Option<After>)> {
    let (story, head) = commands::story_with_head(tx, story_id).await?;
    who.check_story(Act::Read, &story, &head)?;
    let live = q!(tx, live::by_id(story_id))?.map(|live| live.revision_id);
    let (at, id) = after.map_or((Micros::MAX, ""), |after| (after.at, after.id.as_str()));
    let mut versions: Vec<Version> = q!(tx, revisions::of_story(story_id, at, id, limit as i64 + 1))?;
    let more = versions.len() > limit;
    versions.truncate(limit);
    let mut listed = Vec::new();
    for version in versions {
        listed.push(Listed {
            by: names::of_actor(tx, &version.actor).await?,
            live: live.as_ref() == Some(&version.id),
            head: story.head == version.id,
            id: version.id,
            at: version.at,
            name: version.name,
            headline: version.headline,
            words: version.words,
        });
    }
    let next = listed.last().filter(|_| more).map(|last| After {
        at: last.at,
        id: last.id.clone(),
    });
    Ok((listed, next))
}

/// A run of text that is the same in both versions, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// They stand in this version only.
    pub changed: bool,
}

/// A field of two versions; only those that differ are listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// `headline`, `short-headline`, `search-title`, `share-title`, `standfirst`, `dateline`, `kind`, `section`,
    /// `byline`, `topics`, `picture`.
    pub key: &'static str,
    /// In the older version.
    pub old: Vec<Piece>,
    /// In the newer one.
    pub new: Vec<Piece>,
}

/// What happened to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It stands in both.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its words changed.
    Changed,
    /// Its form changed: a mark, a level, an address.
    Reset,
    /// It stands elsewhere.
    Moved,
}

/// A block as one version prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// `paragraph`, `heading-2` …, `quote`, `pull-quote`, `list`, `picture`, `gallery`, `embed`, `media`, `details`,
    /// `verse`, `read-more`, `code`, `table`, `rule`.
    pub sort: &'static str,
    /// Its text.
    pub pieces: Vec<Piece>,
}

/// A row of two columns: the older version on one side, the newer on the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What happened.
    pub fate: Fate,
    /// Nothing when the block is new.
    pub old: Option<Side>,
    /// Nothing when it is gone.
    pub new: Option<Side>,
}

/// Two versions side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Fields that differ.
    pub fields: Vec<Field>,
    /// The body, block by block.
    pub rows: Vec<Row>,
}

/// Compares two versions of one story.
#[crate::boxed]
pub async fn compare(tx: &mut Tx, who: &Who, story_id: &str, old: &str, new: &str) -> Result<Comparison> {
    let (story, head) = commands::story_with_head(tx, story_id).await?;
    who.check_story(Act::Read, &story, &head)?;
    let old = of_story(tx, story_id, old).await?;
    let new = of_story(tx, story_id, new).await?;
    between(tx, &old, &new).await
}

/// Compares two revisions, whoever asks.
#[crate::boxed]
pub async fn between(tx: &mut Tx, old: &Revision, new: &Revision) -> Result<Comparison> {
    let read = |revision: &Revision| {
        courant_text::json::read(&revision.document)
            .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))
    };
    let (before, after) = (read(old)?, read(new)?);
    let fields = fields(&printed(tx, old).await?, &printed(tx, new).await?);
    Ok(Comparison {
        fields,
        rows: rows(&before, &after),
    })
}

async fn of_story(tx: &mut Tx, story_id: &str, id: &str) -> Result<Revision> {
    q!(tx, stories::revision(id))?
        .filter(|revision| revision.story_id == story_id)
        .ok_or_else(|| Error::NotFound("such version of the story".to_owned()))
}

/// The fields of a revision as people read them.
async fn printed(tx: &mut Tx, revision: &Revision) -> Result<[(&'static str, String); 11]> {
    let unreadable = |error: serde_json::Error| StoreError::Unreadable(format!("revision {}: {error}", revision.id));
    let byline: Vec<Byline> = serde_json::from_str(&revision.byline).map_err(unreadable)?;
    let topics: Vec<String> = serde_json::from_str(&revision.topics).map_err(unreadable)?;
    let mut signed = Vec::new();
    for line in byline {
        let name = match &line.author {
            Some(id) => q!(tx, terms::author(id))?.map_or_else(|| id.clone(), |author| author.name),
            None => line.guest,
        };
        signed.push(if line.role.is_empty() {
            name
        } else {
            format!("{name} ({})", line.role)
        });
    }
    let mut filed = Vec::new();
    for id in topics {
        filed.push(q!(tx, terms::topic(&id))?.map_or(id, |topic| topic.name));
    }
    let section = match &revision.section_id {
        Some(id) => q!(tx, terms::sections())?
            .into_iter()
            .find(|section| &section.id == id)
            .map(|section| section.name)
            .unwrap_or_default(),
        None => String::new(),
    };
    let picture = match &revision.picture_id {
        Some(id) => q!(tx, pictures::by_id(id))?.map_or_else(|| id.clone(), |picture| picture.name),
        None => String::new(),
    };
    Ok([
        ("headline", revision.headline.clone()),
        ("short-headline", revision.short_headline.clone()),
        ("search-title", revision.search_title.clone()),
        ("share-title", revision.share_title.clone()),
        ("standfirst", revision.standfirst.clone()),
        ("dateline", revision.dateline.clone()),
        ("kind", revision.kind.clone()),
        ("section", section),
        ("byline", signed.join(", ")),
        ("topics", filed.join(", ")),
        ("picture", picture),
    ])
}

fn fields(old: &[(&'static str, String)], new: &[(&'static str, String)]) -> Vec<Field> {
    old.iter()
        .zip(new)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((key, old), (_, new))| {
            let (old, new) = pieces(old, new, &diff::words(old, new));
            Field { key, old, new }
        })
        .collect()
}

fn rows(old: &Document, new: &Document) -> Vec<Row> {
    let find = |document: &Document, id: &courant_text::BlockId| -> Option<Block> {
        document.blocks.iter().find(|block| &block.id == id).cloned()
    };
    let whole = |block: Option<Block>, changed: bool| {
        block.map(|block| Side {
            sort: sort(&block.kind),
            pieces: vec![Piece {
                text: plain::block(&block),
                changed,
            }],
        })
    };
    diff::blocks(old, new)
        .into_iter()
        .map(|change| match change {
            BlockChange::Same { id } => Row {
                fate: Fate::Same,
                old: whole(find(new, &id), false),
                new: whole(find(new, &id), false),
            },
            BlockChange::Moved { id } => Row {
                fate: Fate::Moved,
                old: None,
                new: whole(find(new, &id), false),
            },
            BlockChange::Added { id } => Row {
                fate: Fate::Added,
                old: None,
                new: whole(find(new, &id), true),
            },
            BlockChange::Removed { id } => Row {
                fate: Fate::Removed,
                old: whole(find(old, &id), true),
                new: None,
            },
            BlockChange::Changed {
                old: was,
                new: is,
                words,
            } => {
                let (before, after) = (find(old, &was), find(new, &is));
                let text = |block: &Option<Block>| block.as_ref().map(plain::block).unwrap_or_default();
                let (old_pieces, new_pieces) = pieces(&text(&before), &text(&after), &words);
                let side = |block: Option<Block>, pieces| {
                    block.map(|block| Side {
                        sort: sort(&block.kind),
                        pieces,
                    })
                };
                Row {
                    fate: if words.is_empty() { Fate::Reset } else { Fate::Changed },
                    old: side(before, old_pieces),
                    new: side(after, new_pieces),
                }
            }
        })
        .collect()
}

/// Both texts in runs that changed or did not.
fn pieces(old: &str, new: &str, words: &[WordChange]) -> (Vec<Piece>, Vec<Piece>) {
    let of = |text: &str, ranges: Vec<std::ops::Range<usize>>| {
        let letters: Vec<char> = text.chars().collect();
        let run = |from: usize, to: usize| -> String { letters.iter().take(to).skip(from).collect() };
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut push = |text: String, changed| {
            if !text.is_empty() {
                pieces.push(Piece { text, changed });
            }
        };
        for range in ranges {
            push(run(at, range.start), false);
            push(run(range.start, range.end), true);
            at = range.end;
        }
        push(run(at, letters.len()), false);
        pieces
    };
    (
        of(old, words.iter().map(|word| word.old.clone()).collect()),
        of(new, words.iter().map(|word| word.new.clone()).collect()),
    )
}

fn sort(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::Heading(HeadingLevel::Two, _) => "heading-2",
        BlockKind::Heading(HeadingLevel::Three, _) => "heading-3",
        BlockKind::Heading(HeadingLevel::Four, _) => "heading-4",
        BlockKind::Quote { .. } => "quote",
        BlockKind::PullQuote { .. } => "pull-quote",
        BlockKind::List(_) => "list",
        BlockKind::Picture(_) => "picture",
        BlockKind::Gallery(_) => "gallery",
        BlockKind::Embed(_) => "embed",
        BlockKind::Audio(_) | BlockKind::Video(_) | BlockKind::File(_) => "media",
        BlockKind::Details { .. } => "details",
        BlockKind::Verse(_) => "verse",
        BlockKind::ReadMore(_) => "read-more",
        BlockKind::Code { .. } => "code",
        BlockKind::Table(_) => "table",
        BlockKind::Rule => "rule",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_text::SequentialIds;

    fn shown(side: Option<&Side>) -> String {
        let Some(side) = side else { return "–".to_owned() };
        side.pieces
            .iter()
            .map(|piece| {
                if piece.changed {
                    format!("[{}]", piece.text)
                } else {
                    piece.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn changed_words_stand_out_on_both_sides() {
        let read = |text: &str| plain::read(text, &mut SequentialIds::new());
        let old = read("The ferry costs 4 euros.\n\nIt is late.");
        let new = read("The ferry costs 5 euros.\n\nIt is late.\n\nNobody knows why.");
        let rows = rows(&old, &new);
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.fate, shown(row.old.as_ref()), shown(row.new.as_ref())))
            .collect();
        assert_eq!(
            told,
            [
                (
                    Fate::Changed,
                    "The ferry costs [4] euros.".to_owned(),
                    "The ferry costs [5] euros.".to_owned()
                ),
                (Fate::Same, "It is late.".to_owned(), "It is late.".to_owned()),
                (Fate::Added, "–".to_owned(), "[Nobody knows why.]".to_owned()),
            ]
        );
    }

    #[test]
    fn only_fields_that_differ_are_listed_and_letters_beyond_ascii_stay_whole() {
        let old = [("headline", "São João wins".to_owned()), ("kind", "news".to_owned())];
        let new = [("headline", "São João loses".to_owned()), ("kind", "news".to_owned())];
        let fields = fields(&old, &new);
        assert_eq!(fields.len(), 1);
        let field = fields
            .first()
            .map(|field| (field.key, field.old.len(), field.new.len()));
        assert_eq!(field, Some(("headline", 2, 2)));
    }
}
