//! The fields of the index and the shape of what is stored in them.
//! The index and the search call it; a change here needs a new `VERSION`, and old folders are then rebuilt.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::PreTokenizedString;

use super::SearchStory;
use super::matter::Matter;
use super::words::{stemmer, tokens};

/// Stands in every commit; a folder of another version is rebuilt.
pub(super) const VERSION: u32 = 2;

/// Between slug and name in the authors' column.
pub(super) const SEPARATOR: char = '\u{1f}';

/// Names of the columns that are counted by.
pub(super) const SECTION: &str = "section";
pub(super) const AUTHORS: &str = "authors";
pub(super) const PUBLISHED: &str = "published";

/// The fields, by what they hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    pub headline: Field,
    pub standfirst: Field,
    pub text: Field,
    /// Authors and topics.
    pub names: Field,
    pub section: Field,
    /// Author slugs.
    pub author: Field,
    /// Author slugs with names, for counting only.
    pub authors: Field,
    pub language: Field,
    pub published: Field,
    /// What the story is about: the words that tell stories of one event from others, as often as they weigh.
    pub matter: Field,
    /// A sample of its runs of words, for finding the same text again.
    pub runs: Field,
    /// The story as it was put in, for showing.
    pub story: Field,
}

impl Fields {
    /// The fields that words are looked for in, and what each counts.
    pub(super) fn weighted(&self) -> [(Field, f32); 4] {
        [
            (self.headline, 4.0),
            (self.standfirst, 2.0),
            (self.names, 2.0),
            (self.text, 1.0),
        ]
    }

    /// The story as a document of the index.
    pub(super) fn document(&self, story: &SearchStory) -> Result<TantivyDocument, serde_json::Error> {
        let language = stemmer(&story.language);
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &story.id);
        let mut put = |field: Field, text: &str, language| {
            let tokens = tokens(text, language);
            document.add_pre_tokenized_text(
                field,
                PreTokenizedString {
                    text: String::new(),
                    tokens,
                },
            );
        };
        put(self.headline, &story.headline, language);
        put(self.standfirst, &story.standfirst, language);
        put(self.text, &story.text, language);
        for name in story.authors.iter().map(|(_, name)| name) {
            put(self.names, name, None);
        }
        for topic in &story.topics {
            put(self.names, topic, language);
        }
        document.add_text(self.section, &story.section_slug);
        for (slug, name) in &story.authors {
            document.add_text(self.author, slug);
            document.add_text(self.authors, format!("{slug}{SEPARATOR}{name}"));
        }
        document.add_text(self.language, &story.language);
        if let Some(published) = story.published {
            document.add_i64(self.published, published);
        }
        let matter = Matter::of(&story.headline, &story.standfirst, &story.text);
        let given = |tokens| PreTokenizedString {
            text: String::new(),
            tokens,
        };
        document.add_pre_tokenized_text(self.matter, given(matter.tokens()));
        document.add_pre_tokenized_text(self.runs, given(matter.sample()));
        document.add_bytes(self.story, &serde_json::to_vec(story)?);
        Ok(document)
    }
}

/// The schema of this version.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // The tokens come ready made, so the tokenizer named here is never asked.
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let bare = |kept| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw");
        TextOptions::default().set_indexing_options(indexing.set_index_option(kept))
    };
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        headline: builder.add_text_field("headline", words.clone()),
        standfirst: builder.add_text_field("standfirst", words.clone()),
        text: builder.add_text_field("text", words.clone()),
        names: builder.add_text_field("names", words),
        section: builder.add_text_field(SECTION, STRING | FAST),
        author: builder.add_text_field("author", STRING),
        authors: builder.add_text_field(AUTHORS, TextOptions::default().set_fast("raw")),
        language: builder.add_text_field("language", STRING),
        published: builder.add_i64_field(PUBLISHED, FAST | INDEXED),
        matter: builder.add_text_field("matter", bare(IndexRecordOption::WithFreqs)),
        runs: builder.add_text_field("runs", bare(IndexRecordOption::Basic)),
        story: builder.add_bytes_field("story", STORED),
    };
    (builder.build(), fields)
}
