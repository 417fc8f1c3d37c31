//! The body of a story for another system: whole addresses, the dateline run in, corrections below.
//! `exporting` asks for it.

use super::Pictures;
use crate::failure::{Failure, Result};
use courant_model::time::{Micros, timestamp};
use courant_store::{Tx, q};
use courant_text::document::Marks;
use courant_text::html::{StoredPicture, StoryLink, Surroundings};
use courant_text::{BlockKind, Document, Inline, References, SequentialIds};
use std::collections::BTreeMap;

/// Reads a kept document and runs the dateline in, as the paper prints it.
pub(super) fn read(json: &str, dateline: &str) -> Result<Document> {
    let mut document =
        courant_text::json::read(json).map_err(|refused| Failure::new(format!("a kept document: {refused}")))?;
    if !dateline.is_empty() {
        let first = document.blocks.iter_mut().find_map(|block| match &mut block.kind {
            BlockKind::Paragraph(inlines) => Some(inlines),
            _ => None,
        });
        if let Some(inlines) = first {
            inlines.insert(0, strong(format!("{dateline} — ")));
        }
    }
    Ok(document)
}

/// Adds a correction at the end, with its day.
pub(super) fn add_correction(document: &mut Document, word: &str, at: Micros, text: &str) {
    let mut added = courant_text::plain::read(text.trim(), &mut SequentialIds::new());
    if let Some(BlockKind::Paragraph(inlines)) = added.blocks.first_mut().map(|block| &mut block.kind) {
        inlines.insert(0, strong(format!("{word}, {}: ", timestamp(at).strftime("%Y-%m-%d"))));
    }
    document.blocks.append(&mut added.blocks);
}

fn strong(text: String) -> Inline {
    Inline::Text {
        text,
        marks: Marks {
            strong: true,
            ..Marks::default()
        },
    }
}

/// The pictures and stories that a body names.
pub(super) struct Around<'p> {
    pictures: &'p Pictures,
    stories: BTreeMap<String, StoryLink>,
}

impl<'p> Around<'p> {
    /// Looks them up.
    pub(super) async fn of(tx: &mut Tx, document: &Document, pictures: &'p Pictures) -> Result<Self> {
        let mut stories = BTreeMap::new();
        for id in References::of(document).stories {
            if let Some(live) = q!(tx, live::by_id(&id))?.filter(|live| live.retracted_at.is_none()) {
                let link = StoryLink {
                    href: courant_model::path::encoded(&live.path),
                    title: live.headline,
                    label: None,
                };
                stories.insert(id, link);
            }
        }
        Ok(Self { pictures, stories })
    }
}

impl Surroundings for Around<'_> {
    fn picture(&self, id: &str) -> Option<StoredPicture> {
        let picture = self.pictures.get(id)?.as_ref()?;
        Some(StoredPicture {
            width: picture.width,
            height: picture.height,
            src: picture.url.clone(),
            alt: picture.alt.clone(),
            caption: picture.caption.clone(),
            credit: picture.credit.clone(),
            ..StoredPicture::default()
        })
    }

    fn story(&self, id: &str) -> Option<StoryLink> {
        self.stories.get(id).cloned()
    }

    fn hides(&self, picture: &str) -> bool {
        matches!(self.pictures.get(picture), Some(None))
    }

    fn shows_foreign_pictures(&self) -> bool {
        true
    }
}
