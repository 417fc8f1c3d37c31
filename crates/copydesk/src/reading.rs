//! Everything that is read once and asked often: tokens, sentences, marks, dates, names and quotations of a page.
//! Made by [`Reading::of`]; every check gets it.

use crate::dates::{self, Date};
use crate::marks::{self, Quoted, Trouble};
use crate::names::{self, Name};
use crate::page::{Page, Role};
use crate::quotations::{self, Quotation};
use crate::span::Span;
use crate::tokens::{self, Token};

/// One sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Which part of the page.
    pub part: usize,
    /// Its tokens: first, and the one after the last.
    pub tokens: (usize, usize),
}

/// A page, read.
#[derive(Debug)]
pub struct Reading<'p> {
    /// What was read.
    pub page: &'p Page,
    /// All tokens in order.
    pub tokens: Vec<Token>,
    /// All sentences in order.
    pub sentences: Vec<Sentence>,
    /// Words between quotation marks.
    pub quoted: Vec<Quoted>,
    /// Those of them that stand in no others: places in `quoted`, in order.
    outermost: Vec<usize>,
    /// Marks that are wrong.
    pub troubles: Vec<Trouble>,
    /// Dates.
    pub dates: Vec<Date>,
    /// Names.
    pub names: Vec<Name>,
    /// Quotations: who said what.
    pub quotations: Vec<Quotation>,
}

impl<'p> Reading<'p> {
    /// Reads a page.
    pub fn of(page: &'p Page) -> Self {
        let mut reading = Reading {
            page,
            tokens: Vec::with_capacity(page.text.len() / 5),
            sentences: Vec::new(),
            quoted: Vec::new(),
            outermost: Vec::new(),
            troubles: Vec::new(),
            dates: Vec::new(),
            names: Vec::new(),
            quotations: Vec::new(),
        };
        for (index, part) in page.parts.iter().enumerate() {
            let text = page.at(part.span);
            let first = reading.tokens.len();
            tokens::tokens(text, part.span.start, &mut reading.tokens);
            dates::find(text, part.span.start, &mut reading.dates);
            let spans = if part.role.is_prose() || part.role == Role::Caption {
                tokens::sentences(text, part.span.start)
            } else {
                vec![part.span]
            };
            let mut at = first;
            for span in spans {
                let new = reading.tokens.get(at..).unwrap_or(&[]);
                let end = at + new.partition_point(|token| token.span.start < span.end);
                reading.sentences.push(Sentence {
                    span,
                    part: index,
                    tokens: (at, end),
                });
                at = end;
            }
        }
        reading.dates.sort_by_key(|date| date.span.start);
        (reading.quoted, reading.troubles) = marks::read(page);
        let mut end = 0;
        for (index, quoted) in reading.quoted.iter().enumerate() {
            if quoted.outer.start >= end {
                end = quoted.outer.end;
                reading.outermost.push(index);
            }
        }
        reading.names = names::find(page, &reading.tokens, &reading.sentences);
        reading.quotations = quotations::find(&reading);
        reading
    }

    /// The words of a token.
    pub fn word(&self, index: usize) -> &'p str {
        self.tokens.get(index).map_or("", |token| self.page.at(token.span))
    }

    /// The words of a token in small letters.
    pub fn lower(&self, index: usize) -> String {
        self.word(index).to_lowercase()
    }

    /// Where a token starts; beyond the last one, nowhere.
    pub fn start(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(usize::MAX, |token| token.span.start)
    }

    /// The sentences of a part.
    pub fn sentences_of(&self, part: usize) -> &[Sentence] {
        let from = self.sentences.partition_point(|s| s.part < part);
        let to = self.sentences.partition_point(|s| s.part <= part);
        self.sentences.get(from..to).unwrap_or(&[])
    }

    /// The sentence that holds a place.
    pub fn sentence_at(&self, at: usize) -> Option<&Sentence> {
        let after = self.sentences.partition_point(|s| s.span.start <= at);
        self.sentences.get(after.checked_sub(1)?).filter(|s| at <= s.span.end)
    }

    /// The tokens within a span: first, and the one after the last.
    pub fn tokens_in(&self, span: Span) -> (usize, usize) {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.start < span.end);
        (from, to)
    }

    /// The outermost pair of marks that holds a place.
    pub fn quoted_at(&self, at: usize) -> Option<&Quoted> {
        let start = |index: &usize| self.quoted.get(*index).map_or(usize::MAX, |q| q.outer.start);
        let after = self.outermost.partition_point(|index| start(index) <= at);
        let quoted = self.quoted.get(*self.outermost.get(after.checked_sub(1)?)?)?;
        (at < quoted.outer.end).then_some(quoted)
    }

    /// Pairs of marks of which at least a part lies within a span.
    pub fn quoted_in(&self, span: Span) -> &[Quoted] {
        let first = self.quoted_at(span.start).map_or_else(
            || self.quoted.partition_point(|q| q.outer.start < span.start),
            |held| self.quoted.partition_point(|q| q.outer.start < held.outer.start),
        );
        let last = self.quoted.partition_point(|q| q.outer.start < span.end);
        self.quoted.get(first..last.max(first)).unwrap_or(&[])
    }

    /// Quotations that may meet a span: those that begin before its end, the nearest of them.
    pub fn quotations_near(&self, span: Span) -> &[Quotation] {
        let last = self
            .quotations
            .partition_point(|q| q.span.start < span.end.max(span.start + 1));
        self.quotations.get(last.saturating_sub(24)..last).unwrap_or(&[])
    }

    /// The span lies at least partly between quotation marks or in a block quotation.
    pub fn is_quoted(&self, span: Span) -> bool {
        let quoted = self.quoted_in(span).iter().any(|q| q.outer.meets(span));
        let block = self.page.part_at(span.start).and_then(|i| self.page.parts.get(i));
        quoted || block.is_some_and(|part| part.role == Role::Quote)
    }

    /// The name that holds a place.
    pub fn name_at(&self, at: usize) -> Option<&Name> {
        let after = self.names.partition_point(|n| n.span.start <= at);
        self.names.get(after.checked_sub(1)?).filter(|n| at < n.span.end)
    }

    /// Names within a span.
    pub fn names_in(&self, span: Span) -> impl Iterator<Item = &Name> {
        let from = self.names.partition_point(|n| n.span.start < span.start);
        let to = self.names.partition_point(|n| n.span.start < span.end);
        let found = self.names.get(from..to.max(from)).unwrap_or(&[]);
        found.iter().filter(move |name| span.holds(name.span))
    }
}
