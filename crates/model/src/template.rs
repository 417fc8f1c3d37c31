//! What stories are begun with and what goes into many of them: templates, and shared background.
//! Editors keep them; `begin_story` copies the one, the editor's picker the other.

use crate::time::Micros;

/// A story to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// ULID; one that ships with the house has a word.
    pub id: String,
    /// As the desk calls it; unique.
    pub name: String,
    /// As [`crate::story::Kind`] is kept.
    pub kind: String,
    /// Pattern of the headline: `{slug}` stands for the words of the working slug, `{date}` for the paper's day.
    pub headline: String,
    /// Pattern of the standfirst.
    pub standfirst: String,
    /// The body, canonical JSON.
    pub document: String,
    /// What is wanted of such a story.
    pub brief: String,
    /// Usual length in words; 0 when there is none.
    pub planned_words: i64,
    /// When it was last changed; 0 for one that nobody changed.
    pub changed_at: Micros,
}

/// Paragraphs that many stories need, kept by one person who looks at them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// ULID.
    pub id: String,
    /// As the desk calls it; unique.
    pub name: String,
    /// The paragraphs, canonical JSON.
    pub document: String,
    /// Account that answers for it.
    pub owner: Option<String>,
    /// When it is to be looked at again.
    pub review_at: Option<Micros>,
    /// When it was last changed.
    pub changed_at: Micros,
}
