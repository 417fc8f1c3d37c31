//! What programs ask lists for: which live stories, pictures or replies, in what order, how many.
//! The WordPress API makes these of its parameters; the store's `listings` answers them.

use crate::time::Micros;

/// In what order a list of stories comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// By the day of publication.
    #[default]
    Date,
    /// By the last change.
    Modified,
    /// By number.
    Number,
    /// By headline.
    Title,
    /// By the end of the address.
    Slug,
    /// By the number of who signs first.
    Author,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Whether the last comes first.
    pub descending: bool,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

/// Ids of which a thing must have one, and ids of which it may have none. An empty list asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Among {
    /// One of these.
    pub with: Vec<String>,
    /// None of these.
    pub without: Vec<String>,
}

/// Which live stories are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stories {
    /// `story` or `page`.
    pub form: &'static str,
    /// Also those that lists of the site leave out.
    pub unlisted: bool,
    /// Only those whose text stands.
    pub standing: bool,
    /// Numbers.
    pub numbers: Vec<i64>,
    /// Not these numbers.
    pub without_numbers: Vec<i64>,
    /// Ids; unlike an empty list of numbers, `Some` of nothing finds nothing.
    pub ids: Option<Vec<String>>,
    /// Not these ids.
    pub without_ids: Vec<String>,
    /// Ends of addresses.
    pub slugs: Vec<String>,
    /// Sections by id.
    pub sections: Among,
    /// Topics by id.
    pub topics: Among,
    /// Whether a section or a topic is enough where both are asked for.
    pub either: bool,
    /// Authors by id.
    pub authors: Among,
    /// Published after this moment.
    pub after: Option<Micros>,
    /// Published before it.
    pub before: Option<Micros>,
    /// Changed after this moment.
    pub modified_after: Option<Micros>,
    /// Changed before it.
    pub modified_before: Option<Micros>,
    /// The order.
    pub by: By,
    /// Which part.
    pub part: Part,
}

/// A live story as lists of programs know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The story.
    pub story_id: String,
    /// Its number.
    pub number: i64,
    /// The end of its address.
    pub slug: String,
    /// When it was published; when that is not known, when it came.
    pub dated_at: Micros,
    /// When what readers see of it last changed.
    pub modified_at: Micros,
}

/// Which pictures that readers see are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pictures {
    /// Numbers.
    pub numbers: Vec<i64>,
    /// Not these numbers.
    pub without_numbers: Vec<i64>,
    /// Short names.
    pub names: Vec<String>,
    /// Of one of these stories, by id; `Some` of nothing finds nothing.
    pub stories: Option<Vec<String>>,
    /// Of none of these stories.
    pub without_stories: Vec<String>,
    /// Words that the library knows it by, folded; all of them.
    pub words: Vec<String>,
    /// Came after this moment.
    pub after: Option<Micros>,
    /// Came before it.
    pub before: Option<Micros>,
    /// The order: date, number, title (its name) or slug (the same).
    pub by: By,
    /// Which part.
    pub part: Part,
}

/// Which approved replies to live stories are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replies {
    /// Numbers.
    pub numbers: Vec<i64>,
    /// Not these numbers.
    pub without_numbers: Vec<i64>,
    /// To one of these stories, by id; `Some` of nothing finds nothing.
    pub stories: Option<Vec<String>>,
    /// Answers to one of these replies, by id; `Some` of nothing finds those that answer the story itself.
    pub parents: Option<Vec<String>>,
    /// Answers to none of these replies.
    pub without_parents: Vec<String>,
    /// Whether those that answer the story itself are left out.
    pub answers_only: bool,
    /// Sent after this moment.
    pub after: Option<Micros>,
    /// Sent before it.
    pub before: Option<Micros>,
    /// The order: date or number.
    pub by: By,
    /// Which part.
    pub part: Part,
}
