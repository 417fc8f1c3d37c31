//! A story's document with what surrounds it: its pictures, the stories that it points to, the theme's words.
//! Used by story pages, standing pages and feeds.

use super::reader::Reader;
use super::{path, pictures, view};
use crate::templates::Words;
use courant_model::entry::Thing;
use courant_newsroom::Error;
use courant_store::{StoreError, q};
use courant_text::document::Marks;
use courant_text::html::{StoredPicture, StoryLink, Surroundings, Word};
use courant_text::{BlockKind, Document, Inline, References};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A document and all that its printing asks for.
pub(crate) struct Body {
    pub(crate) document: Document,
    around: Around,
}

struct Around {
    pictures: BTreeMap<String, StoredPicture>,
    hidden: BTreeSet<String>,
    stories: BTreeMap<String, StoryLink>,
    words: Arc<Words>,
}

impl Body {
    /// Reads a kept document and looks up what it names.
    pub(crate) async fn read(reader: &mut Reader<'_>, json: &str) -> Result<Self, Error> {
        Self::of(reader, document(json)?).await
    }

    /// Looks up what a document names.
    pub(crate) async fn of(reader: &mut Reader<'_>, document: Document) -> Result<Self, Error> {
        let named = References::of(&document);
        let mut found = Around {
            pictures: BTreeMap::new(),
            hidden: BTreeSet::new(),
            stories: BTreeMap::new(),
            words: reader.words.clone(),
        };
        for id in named.pictures {
            if let Some(picture) = reader.picture(&id).await? {
                found.pictures.insert(id, pictures::stored(picture));
            } else if reader.picture_row(&id).await?.is_some_and(|row| row.is_down()) {
                found.hidden.insert(id);
            }
        }
        for id in named.stories {
            reader.read(&Thing::Story(id.clone()));
            if let Some(live) = q!(reader.tx, live::by_id(&id))?.filter(|live| live.retracted_at.is_none()) {
                let label = reader.age(live.published_at);
                found.stories.insert(
                    id,
                    StoryLink {
                        href: path::encoded(&live.path),
                        title: live.headline,
                        label,
                    },
                );
            }
        }
        Ok(Self {
            document,
            around: found,
        })
    }

    /// Runs the dateline in at the start of the first paragraph.
    pub(crate) fn with_dateline(mut self, dateline: &str) -> Self {
        if dateline.is_empty() {
            return self;
        }
        let runs_in = self.document.blocks.iter_mut().find_map(|block| match &mut block.kind {
            BlockKind::Paragraph(inlines) => Some(inlines),
            _ => None,
        });
        if let Some(inlines) = runs_in {
            let text = format!("{dateline} — ");
            inlines.insert(
                0,
                Inline::Text {
                    text,
                    marks: Marks {
                        strong: true,
                        ..Marks::default()
                    },
                },
            );
        }
        self
    }

    /// For a page.
    pub(crate) fn html(&self) -> view::Html {
        view::Html(courant_text::html::write(&self.document, &self.around))
    }

    /// For feeds: absolute links, nothing that repeats.
    pub(crate) fn feed_html(&self, base: &str) -> String {
        courant_text::html::write_for_feeds(&self.document, &self.around, base)
    }

    /// For programs that print it on another site: as on a page, with absolute addresses.
    pub(crate) fn program_html(&self, base: &str) -> String {
        let elsewhere = Elsewhere {
            around: &self.around,
            root: base.trim_end_matches('/'),
        };
        courant_text::html::write_for_programs(&self.document, &elsewhere, base)
    }

    /// The first words of the running text.
    pub(crate) fn excerpt(&self, longest: usize) -> String {
        courant_text::excerpt::first(&self.document, longest)
    }
}

/// What surrounds a document, as another site must name it.
struct Elsewhere<'a> {
    around: &'a Around,
    /// Without a slash at the end.
    root: &'a str,
}

impl Elsewhere<'_> {
    fn whole(&self, address: &str) -> String {
        if address.starts_with('/') {
            format!("{}{address}", self.root)
        } else {
            address.to_owned()
        }
    }

    fn set(&self, srcset: &str) -> String {
        let whole: Vec<String> = srcset.split(", ").map(|one| self.whole(one)).collect();
        whole.join(", ")
    }
}

impl Surroundings for Elsewhere<'_> {
    fn picture(&self, id: &str) -> Option<StoredPicture> {
        let picture = self.around.picture(id)?;
        Some(StoredPicture {
            src: self.whole(&picture.src),
            srcset: self.set(&picture.srcset),
            sources: picture
                .sources
                .iter()
                .map(|source| courant_text::html::PictureSource {
                    media_type: source.media_type.clone(),
                    srcset: self.set(&source.srcset),
                })
                .collect(),
            ..picture
        })
    }

    fn story(&self, id: &str) -> Option<StoryLink> {
        self.around.story(id)
    }

    fn hides(&self, picture: &str) -> bool {
        self.around.hides(picture)
    }

    fn word(&self, word: Word<'_>) -> String {
        self.around.word(word)
    }
}

/// Reads a kept document.
pub(crate) fn document(json: &str) -> Result<Document, StoreError> {
    courant_text::json::read(json).map_err(|refused| StoreError::Unreadable(format!("a kept document: {refused}")))
}

impl Surroundings for Around {
    fn picture(&self, id: &str) -> Option<StoredPicture> {
        self.pictures.get(id).cloned()
    }

    fn story(&self, id: &str) -> Option<StoryLink> {
        self.stories.get(id).cloned()
    }

    fn hides(&self, picture: &str) -> bool {
        self.hidden.contains(picture)
    }

    fn word(&self, word: Word<'_>) -> String {
        let number;
        let (key, value) = match word {
            Word::OpenOn { provider } => ("open-on", Some(("provider", provider))),
            Word::Table { number: n } => {
                number = n.to_string();
                ("table-number", Some(("number", number.as_str())))
            }
            Word::Gallery { number: n } => {
                number = n.to_string();
                ("gallery-number", Some(("number", number.as_str())))
            }
            Word::ReadMore => ("read-more", None),
            Word::Download => ("download", None),
            Word::Audio => ("audio", None),
            Word::Video => ("video", None),
            Word::Picture => ("picture", None),
            Word::More => ("more", None),
            // A word that this site does not know yet is printed in English.
            _ => return courant_text::html::NoSurroundings.word(word),
        };
        let found = match value {
            Some(value) => self.words.with(key, &[value]),
            None => self.words.text(key),
        };
        found.unwrap_or_else(|| courant_text::html::NoSurroundings.word(word))
    }
}
