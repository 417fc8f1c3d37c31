//! The canonical JSON of a document, in the form that ProseMirror editors speak: the same document always gives the same bytes.
//! The store keeps it, the editor and the API send it; whatever the schema does not know is refused with its path.
//!
//! ```
//! let story = r#"{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"b1"},"content":[{"type":"text","text":"Rain."}]}]}"#;
//! let document = courant_text::json::read(story)?;
//! assert_eq!(courant_text::json::write(&document), story);
//! # Ok::<(), courant_text::json::Refused>(())
//! ```

pub(crate) mod from;
pub(crate) mod to;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::Document;

/// How deep quotations, lists and details may stand in each other. Readers flatten what is deeper; JSON refuses it.
pub const DEEPEST: usize = 16;

/// What was wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct Refused {
    /// The place: `doc.content[3].content[0].marks[1]`.
    pub path: String,
    /// The problem in a few words: `unknown mark "blink"`.
    pub problem: String,
}

/// Reads a document, or says where it breaks the schema.
pub fn read(json: &str) -> Result<Document, Refused> {
    from::document(&parse(json)?)
}

pub(crate) fn parse(json: &str) -> Result<serde_json::Value, Refused> {
    serde_json::from_str(json).map_err(|error| Refused {
        path: format!("line {}, column {}", error.line(), error.column()),
        problem: "not JSON, or nested too deep".to_owned(),
    })
}

/// The canonical form as a tree, for those who compare it with another.
pub fn tree(document: &Document) -> serde_json::Value {
    serde_json::to_value(to::document(document)).unwrap_or_default()
}

/// The canonical form. Neighbouring runs with the same marks are joined and empty runs dropped.
pub fn write(document: &Document) -> String {
    // A tree of strings and numbers always serialises; an empty document is the harmless answer if it ever did not.
    serde_json::to_string(&to::document(document)).unwrap_or_else(|_| r#"{"type":"doc","content":[]}"#.to_owned())
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        to::document(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        from::document(&value).map_err(serde::de::Error::custom)
    }
}
