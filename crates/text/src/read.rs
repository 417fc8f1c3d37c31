//! What a reader gives back: the document, and a list of what it could not keep.
//! Made by the HTML and Markdown readers; shown to the person who imports or pastes.

use crate::document::Document;

/// A document and what did not fit into it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// What was kept.
    pub document: Document,
    /// What was not, in reading order; at most [`Read::MOST_LEFT_OUT`] entries.
    pub left_out: Vec<LeftOut>,
}

impl Read {
    /// More entries than this tell nobody anything.
    pub const MOST_LEFT_OUT: usize = 1000;
}

/// One thing that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The thing, short enough to print on a line: `<script>`, `javascript:alert(1)`, a host.
    pub what: String,
    /// Why it has no place.
    pub why: Why,
}

/// Why something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A script or an event handler.
    Script,
    /// A style sheet or a template: never shown as text.
    NeverShown,
    /// The page hides it (`hidden`, `display:none`, `noscript`).
    Hidden,
    /// An address that may not stand in a document; the text of the link is kept.
    UnsafeAddress,
    /// A frame of a site that is not on the allow-list; a link stands in its place.
    UnknownProvider,
    /// A form field, drawing or applet: the document has no node for it.
    NoPlace,
    /// Nested deeper than a document can be; the text is kept, the structure is not.
    TooDeep,
}

impl Why {
    /// The reason in plain English, for reports on a console.
    pub fn text(self) -> &'static str {
        match self {
            Self::Script => "scripts are never kept",
            Self::NeverShown => "is not shown as text",
            Self::Hidden => "the page hides it",
            Self::UnsafeAddress => "the address may not stand in a story",
            Self::UnknownProvider => "not a known provider, a link was kept",
            Self::NoPlace => "a story has no place for it",
            Self::TooDeep => "nested too deep, only the text was kept",
        }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

/// Collects what is left out; long values are cut, the list has an end.
#[derive(Debug, Default)]
pub(crate) struct LeftOuts(pub(crate) Vec<LeftOut>);

impl LeftOuts {
    pub(crate) fn add(&mut self, what: &str, why: Why) {
        if self.0.len() >= Read::MOST_LEFT_OUT {
            return;
        }
        let mut what: String = what.chars().take(121).collect();
        if what.chars().count() > 120 {
            what.pop();
            what.push('…');
        }
        self.0.push(LeftOut { what, why });
    }
}
