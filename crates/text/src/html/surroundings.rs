//! What a document needs to know of the paper around it: its pictures, its stories and the words of its theme.
//! The site and the feeds implement [`Surroundings`]; tests use [`NoSurroundings`].

/// One `<source>` of a `<picture>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureSource {
    /// Media type: `image/avif`, `image/webp`.
    pub media_type: String,
    /// The `srcset` value: addresses with their widths.
    pub srcset: String,
}

/// What is known of a picture in the store; only renditions that exist are named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredPicture {
    /// Width in pixels of the fallback.
    pub width: u32,
    /// Height in pixels of the fallback.
    pub height: u32,
    /// The better formats, best first.
    pub sources: Vec<PictureSource>,
    /// Address of the fallback (JPEG or PNG).
    pub src: String,
    /// `srcset` of the fallback, or empty.
    pub srcset: String,
    /// The `sizes` value, or empty.
    pub sizes: String,
    /// What it shows; used when the document says nothing.
    pub alt: String,
    /// The picture's own caption; used when the document has none.
    pub caption: String,
    /// The picture's own credit; used when the document has none.
    pub credit: String,
    /// "File, 3 May 2021", when it is not of the day.
    pub file_date: Option<String>,
}

/// Where a story of this paper stands now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryLink {
    /// Its path on this site.
    pub href: String,
    /// Its headline as it stands now.
    pub title: String,
    /// Kind or date, as the theme words it ("Analysis · 3 May 2021").
    pub label: Option<String>,
}

/// The words around a document that are not the writer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Word<'a> {
    /// Over a read-more card.
    ReadMore,
    /// On an embed card: "Open on YouTube".
    OpenOn {
        /// The provider.
        provider: &'a str,
    },
    /// The name of a table that has no caption, counted from 1 in the document.
    Table {
        /// Which one.
        number: usize,
    },
    /// On a download whose title is empty.
    Download,
    /// On a sound file whose title is empty.
    Audio,
    /// On a film whose title is empty.
    Video,
    /// On a link to a picture that is not in the store and has no alternative text.
    Picture,
    /// On a details block without a summary.
    More,
    /// The name of a group of pictures, counted from 1 in the document.
    Gallery {
        /// Which one.
        number: usize,
    },
}

/// Answers the questions that a document cannot answer by itself.
pub trait Surroundings {
    /// A picture of the store by its id.
    fn picture(&self, id: &str) -> Option<StoredPicture>;

    /// A story of this paper by its id; `None` when readers cannot see it.
    fn story(&self, id: &str) -> Option<StoryLink>;

    /// Whether a picture of the store was taken down: then nothing stands in its place, neither its caption nor a link.
    fn hides(&self, _picture: &str) -> bool {
        false
    }

    /// A word in the paper's language. English unless the theme says otherwise.
    fn word(&self, word: Word<'_>) -> String {
        english(word)
    }

    /// Whether a picture that is only known by its address is shown from there. A reader's browser then tells that site of the visit,
    /// so the default is a link.
    fn shows_foreign_pictures(&self) -> bool {
        false
    }
}

/// The English words.
pub(crate) fn english(word: Word<'_>) -> String {
    match word {
        Word::ReadMore => "Read more".to_owned(),
        Word::OpenOn { provider } => format!("Open on {provider}"),
        Word::Table { number } => format!("Table {number}"),
        Word::Download => "Download".to_owned(),
        Word::Audio => "Audio".to_owned(),
        Word::Video => "Video".to_owned(),
        Word::Picture => "Picture".to_owned(),
        Word::More => "More".to_owned(),
        Word::Gallery { number } => format!("Pictures {number}"),
    }
}

/// A paper without pictures and stories; shows foreign pictures.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSurroundings;

impl Surroundings for NoSurroundings {
    fn picture(&self, _id: &str) -> Option<StoredPicture> {
        None
    }

    fn story(&self, _id: &str) -> Option<StoryLink> {
        None
    }

    fn shows_foreign_pictures(&self) -> bool {
        true
    }
}
