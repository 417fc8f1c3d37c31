//! A note of the copy desk: what is wrong, where, how grave, and the mend where there is only one.
//! Made by the checks; shown by the desk, by `courant check` and before a story is printed.

use crate::span::Span;

/// How grave a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Look when there is time.
    Hint,
    /// Look before it is printed.
    Warn,
    /// It is resolved or overridden by a named person before it is printed.
    Stop,
}

impl Severity {
    /// The word of the JSON form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warn => "warn",
            Self::Stop => "stop",
        }
    }
}

/// A change that mends the fault, where only one is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Put other words in place of a span; empty words cut it.
    Replace {
        /// What goes.
        span: Span,
        /// What comes.
        with: String,
    },
    /// Make a "Read more" card with this title of a part.
    Card {
        /// The part.
        span: Span,
        /// The title of the card.
        title: String,
    },
}

impl Fix {
    /// Cuts a span.
    pub fn cut(span: Span) -> Self {
        Self::Replace {
            span,
            with: String::new(),
        }
    }

    /// What it changes.
    pub fn span(&self) -> Span {
        match self {
            Self::Replace { span, .. } | Self::Card { span, .. } => *span,
        }
    }
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The check that made it; for a house rule, its name.
    pub check: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in a sentence or two.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places that belong to it.
    pub also: Vec<Span>,
    /// The mend, where it is certain.
    pub fix: Option<Fix>,
    /// Where more is said about it; house rules may have such a page.
    pub link: Option<String>,
}

impl Note {
    /// A note without a fix.
    pub fn new(check: &str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            check: check.into(),
            severity,
            message: message.into(),
            span,
            also: Vec::new(),
            fix: None,
            link: None,
        }
    }

    /// With a fix.
    pub fn with(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// With other places.
    pub fn and(mut self, also: Vec<Span>) -> Self {
        self.also = also;
        self
    }
}
