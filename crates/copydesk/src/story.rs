//! A story's fields and document as a page, with the block of every part.
//! Called by the desk and by the newsroom before a story is printed; offsets within a block come from [`Page::place`].

use crate::page::{Facts, LinkFacts, Page, PictureFacts, Role};
use crate::span::Span;
use courant_text::document::{Inline, Picture};
use courant_text::{Block, BlockId, BlockKind, Document};

/// What a story prints beside its document.
#[derive(Debug, Clone, Default)]
pub struct Fields<'a> {
    /// The headline.
    pub headline: &'a str,
    /// The standfirst.
    pub standfirst: &'a str,
    /// Other words that readers or machines see: short headline, search title, slug, file names, topics.
    pub others: Vec<&'a str>,
    /// Date, section and the like.
    pub facts: Facts,
    /// Blocks that are shared background.
    pub shared: Vec<BlockId>,
}

impl Page {
    /// The page of a story.
    pub fn from_story(fields: &Fields<'_>, document: &Document) -> Self {
        let mut page = Self {
            facts: fields.facts.clone(),
            ..Self::default()
        };
        page.add(Role::Headline, fields.headline, None);
        page.add(Role::Standfirst, fields.standfirst, None);
        for block in &document.blocks {
            page.block(block, Role::Paragraph);
        }
        for other in &fields.others {
            page.add(Role::Field, other, None);
        }
        for part in &mut page.parts {
            part.shared = part.block.as_ref().is_some_and(|id| fields.shared.contains(id));
        }
        page
    }

    /// The page of a document alone.
    pub fn from_document(document: &Document) -> Self {
        Self::from_story(&Fields::default(), document)
    }

    fn add(&mut self, role: Role, words: &str, block: Option<&BlockId>) {
        let start = self.text.len();
        self.text.push_str(words);
        self.end_part(role, start, block.cloned());
    }

    fn inlines(&mut self, role: Role, inlines: &[Inline], block: &BlockId) {
        let start = self.text.len();
        for inline in inlines {
            match inline {
                Inline::Break => self.text.push('\n'),
                Inline::Text { text, marks } => {
                    let from = self.text.len();
                    self.text.push_str(text);
                    if let Some(link) = &marks.link {
                        let at = Span::new(from, self.text.len());
                        self.facts.links.push(LinkFacts {
                            at,
                            to: link.href.clone(),
                        });
                    }
                }
            }
        }
        self.end_part(role, start, Some(block.clone()));
    }

    fn block(&mut self, block: &Block, role: Role) {
        let id = &block.id;
        match &block.kind {
            BlockKind::Paragraph(text) => self.inlines(role, text, id),
            BlockKind::Heading(_, text) => self.inlines(Role::Subhead, text, id),
            BlockKind::Quote { blocks, attribution } => {
                for block in blocks {
                    self.block(block, Role::Quote);
                }
                self.inlines(Role::Attribution, attribution, id);
            }
            BlockKind::PullQuote { text, speaker } => {
                self.inlines(Role::PullQuote, text, id);
                self.add(Role::Attribution, speaker, Some(id));
            }
            BlockKind::List(list) => {
                for block in list.items.iter().flatten() {
                    self.block(block, Role::Item);
                }
            }
            BlockKind::Picture(picture) => self.picture(picture, id),
            BlockKind::Gallery(pictures) => {
                for picture in pictures {
                    self.picture(picture, id);
                }
            }
            BlockKind::Embed(embed) => self.add(Role::Field, &embed.title, Some(id)),
            BlockKind::Audio(media) | BlockKind::Video(media) | BlockKind::File(media) => {
                self.add(Role::Caption, &media.title, Some(id));
            }
            BlockKind::Details { summary, blocks } => {
                self.inlines(Role::Subhead, summary, id);
                for block in blocks {
                    self.block(block, role);
                }
            }
            BlockKind::Verse(text) => self.inlines(Role::Verse, text, id),
            // A card is the right form of a pointer; its title was judged where it was written.
            BlockKind::ReadMore(_) | BlockKind::Rule => {}
            BlockKind::Code { text, .. } => self.add(Role::Field, text, Some(id)),
            BlockKind::Table(table) => {
                self.inlines(Role::Caption, &table.caption, id);
                for cell in table.rows.iter().flatten() {
                    self.inlines(Role::Cell, cell, id);
                }
            }
        }
    }

    fn picture(&mut self, picture: &Picture, id: &BlockId) {
        let at = self.text.len();
        self.inlines(Role::Caption, &picture.caption, id);
        self.add(Role::Alt, &picture.alt, Some(id));
        self.add(Role::Credit, &picture.credit, Some(id));
        self.facts.pictures.push(PictureFacts {
            block: Some(id.clone()),
            at: Span::new(at, at),
            alt: !picture.alt.trim().is_empty(),
            // An empty caption or credit in the document means the stored picture's own.
            caption: picture.picture.is_some() || !picture.caption.is_empty(),
            credit: picture.picture.is_some() || !picture.credit.trim().is_empty(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_text::{SequentialIds, plain};

    #[test]
    fn a_span_leads_back_to_its_block_in_scalar_values() {
        let document = plain::read("Größe zählt.\n\nZwei Fähren fahren.", &mut SequentialIds::new());
        let fields = Fields {
            headline: "Fähren",
            ..Fields::default()
        };
        let page = Page::from_story(&fields, &document);
        let at = page.text.find("fahren").unwrap_or(0);
        let place = page.place(Span::new(at, at + 6));
        let block = document.blocks.get(1).map(|block| block.id.clone());
        assert_eq!(place.as_ref().and_then(|place| place.block.clone()), block);
        assert_eq!(place.map(|place| (place.start, place.end)), Some((12, 18)));
    }
}
